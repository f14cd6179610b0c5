/* A rate of its own for every parameter, that falls with all the gradient it has seen. */
#include <math.h>

#include "optim/optimizer.h"

static void step(struct step *s)
{
    double *sum = VECTOR(s, 0);
    double rate = s->lr / (1 + (s->t - 1) * s->set->lr_decay);

    for (int i = 0; i < s->n; i++) {
        double g = s->g[i];

        if (s->t == 1)
            sum[i] = s->set->initial_accumulator;
        sum[i] += g * g;
        s->x[i] -= rate * g / (sqrt(sum[i]) + s->set->eps);
    }
}

static const struct setting_default uses[] = {USES(lr, 0.01), USES(lr_decay, 0),
                                              USES(initial_accumulator, 0),
                                              USES(eps, 1e-10), USES_END};

const struct optimizer optimizer_adagrad = {
    .name = "adagrad",
    .rule = "G += g^2; x -= lr / (1 + (t - 1) lr_decay) g / (sqrt(G) + eps)",
    .paper =
        "Duchi, Hazan & Singer, Adaptive subgradient methods for online learning and "
        "stochastic optimization, 2011",
    .uses = uses,
    .vectors = 1,
    .step = step,
};
