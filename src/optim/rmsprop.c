/* The gradient over its recent size, so that flat and steep directions move alike. */
#include <math.h>

#include "optim/optimizer.h"

/* The recent size of coordinate i of the gradient, with or without its mean. */
static double size_of(struct step *s, int i)
{
    double alpha = s->set->alpha, g = s->g[i];
    double *v = VECTOR(s, 0), *mean = VECTOR(s, 1), spread;

    v[i] = alpha * v[i] + (1 - alpha) * g * g;
    if (!s->set->centered)
        return sqrt(v[i]);
    mean[i] = alpha * mean[i] + (1 - alpha) * g;
    spread = v[i] - mean[i] * mean[i];
    return spread < 0 ? 0 : sqrt(spread); /* rounding alone makes it negative */
}

static void step(struct step *s)
{
    double b = s->set->momentum, *velocity = VECTOR(s, 2);

    for (int i = 0; i < s->n; i++) {
        double d = s->g[i] / (size_of(s, i) + s->set->eps);

        if (b > 0)
            d = velocity[i] = b * velocity[i] + d;
        s->x[i] -= s->lr * d;
    }
}

static const struct setting_default uses[] = {USES(lr, 0.01),    USES(alpha, 0.99),
                                              USES(eps, 1e-8),   USES(momentum, 0),
                                              USES(centered, 0), USES_END};

const struct optimizer optimizer_rmsprop = {
    .name = "rmsprop",
    .rule = "v = alpha v + (1 - alpha) g^2; x -= lr g / (sqrt(v) + eps)",
    .paper =
        "Tieleman & Hinton, Neural networks for machine learning, lecture 6.5, 2012; "
        "centered: Graves, Generating sequences with recurrent neural networks, 2013",
    .uses = uses,
    .vectors = 3,
    .step = step,
};
