/* Plain gradient descent, the ancestor of all: a step against the gradient. */
#include "optim/velocity.h"

static void step(struct step *s)
{
    velocity_descend(s, velocity_update(s));
}

static const struct setting_default uses[] = {USES(lr, 0.01), USES(momentum, 0),
                                              USES(dampening, 0), USES_END};

const struct optimizer optimizer_sgd = {
    .name = "sgd",
    .rule = "x -= lr g",
    .paper =
        "Cauchy, Methode generale pour la resolution des systemes d'equations "
        "simultanees, 1847; Robbins & Monro, A stochastic approximation method, 1951",
    .uses = uses,
    .vectors = VELOCITY_VECTORS,
    .scalars = VELOCITY_SCALARS,
    .step = step,
    .rate_limit = velocity_rate_limit,
    .growth = velocity_growth,
};
