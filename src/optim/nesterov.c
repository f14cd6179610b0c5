/* Momentum that already counts in where the velocity will carry the point. */
#include "optim/velocity.h"

static void step(struct step *s)
{
    const double *v = velocity_update(s);
    double b = s->set->momentum;

    for (int i = 0; i < s->n && b != 0; i++)
        s->g[i] += b * v[i];
    velocity_descend(s, s->g);
}

/* Where a root of the update on a quadratic passes -1. */
static double rate_limit(const struct settings *set, double lambda)
{
    double b = set->momentum;

    return 2 * (1 + b) / (lambda * (1 + b * (2 - set->dampening)));
}

static double growth(const struct settings *set, double lr, double lambda)
{
    double b = set->momentum, pull = lr * lambda;

    return velocity_larger_root(1 + b - pull * (1 + b * (1 - set->dampening)),
                                b * (1 - pull));
}

static const struct setting_default uses[] = {USES(lr, 0.01), USES(momentum, 0.9),
                                              USES(dampening, 0), USES_END};

const struct optimizer optimizer_nesterov = {
    .name = "nesterov",
    .rule = "v = momentum v + (1 - dampening) g; x -= lr (g + momentum v)",
    .paper =
        "Nesterov, A method for solving the convex programming problem with convergence "
        "rate O(1/k^2), 1983; Sutskever et al., On the importance of initialization and "
        "momentum in deep learning, 2013",
    .uses = uses,
    .vectors = VELOCITY_VECTORS,
    .scalars = VELOCITY_SCALARS,
    .step = step,
    .rate_limit = rate_limit,
    .growth = growth,
};
