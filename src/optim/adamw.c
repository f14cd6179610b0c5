/* Adam with a weight decay that the division by the gradient's size does not reach. */
#include "optim/moments.h"

static const struct setting_default uses[] = {
    USES(lr, 1e-3),   USES(weight_decay, 0.01), USES(decay, DECAY_DECOUPLED),
    USES(beta1, 0.9), USES(beta2, 0.999),       USES(eps, 1e-8),
    USES_END};

const struct optimizer optimizer_adamw = {
    .name = "adamw",
    .rule = "x *= 1 - lr weight_decay; " MOMENTS_RULE MOMENTS_RATE,
    .paper = "Loshchilov & Hutter, Decoupled weight decay regularization, 2019",
    .uses = uses,
    .vectors = MOMENTS_VECTORS,
    .scalars = MOMENTS_SCALARS,
    .step = moments_adam_step,
};
