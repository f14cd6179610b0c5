/* Momentum divided by the recent size of the gradient, both freed of their slow start. */
#include "optim/moments.h"

static const struct setting_default uses[] = {
    USES(lr, 1e-3), USES(beta1, 0.9), USES(beta2, 0.999), USES(eps, 1e-8), USES_END};

const struct optimizer optimizer_adam = {
    .name = "adam",
    .rule = MOMENTS_RULE MOMENTS_RATE,
    .paper = "Kingma & Ba, Adam: a method for stochastic optimization, 2015",
    .uses = uses,
    .vectors = MOMENTS_VECTORS,
    .scalars = MOMENTS_SCALARS,
    .step = moments_adam_step,
};
