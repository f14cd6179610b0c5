/* The heavy ball: the gradient pushes a velocity, and the velocity moves the point. */
#include "optim/velocity.h"

static void step(struct step *s)
{
    velocity_descend(s, velocity_update(s));
}

static const struct setting_default uses[] = {USES(lr, 0.01), USES(momentum, 0.9),
                                              USES(dampening, 0), USES_END};

const struct optimizer optimizer_momentum = {
    .name = "momentum",
    .rule = "v = momentum v + (1 - dampening) g; x -= lr v",
    .paper =
        "Polyak, Some methods of speeding up the convergence of iteration methods, 1964",
    .uses = uses,
    .vectors = VELOCITY_VECTORS,
    .scalars = VELOCITY_SCALARS,
    .step = step,
    .rate_limit = velocity_rate_limit,
    .growth = velocity_growth,
};
