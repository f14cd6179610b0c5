/* Descent with a slowly falling rate, and the mean of its later positions beside it. */
#include <math.h>

#include "math/elementary.h"
#include "optim/optimizer.h"

/* The rate and the share of the mean that the next update will use. */
enum { ETA, MU, SCALARS };

static void step(struct step *s)
{
    const struct settings *set = s->set;
    double *mean = VECTOR(s, 0), *next = s->scalars;
    double eta = s->t == 1 ? s->lr : next[ETA], mu = s->t == 1 ? 1 : next[MU];

    for (int i = 0; i < s->n; i++) {
        s->x[i] = s->x[i] * (1 - set->lambd * eta) - eta * s->g[i];
        mean[i] = mu == 1 ? s->x[i] : mean[i] + mu * (s->x[i] - mean[i]);
    }
    next[ETA] = s->lr / math_pow(1 + set->lambd * s->lr * s->t, set->alpha);
    next[MU] = 1 / fmax(1, s->t - set->t0);
}

static bool has_mean(const struct settings *set, double steps)
{
    return steps > set->t0;
}

static const struct setting_default uses[] = {USES(lr, 0.01), USES(lambd, 1e-4),
                                              USES(alpha, 0.75), USES(t0, 1e6), USES_END};

const struct optimizer optimizer_asgd = {
    .name = "asgd",
    .rule = "x = (1 - lambd eta) x - eta g; eta = lr / (1 + lambd lr t)^alpha",
    .paper =
        "Polyak & Juditsky, Acceleration of stochastic approximation by averaging, 1992; "
        "Bottou, Large-scale machine learning with stochastic gradient descent, 2010",
    .uses = uses,
    .vectors = 1,
    .scalars = SCALARS,
    .step = step,
    .has_mean = has_mean,
};
