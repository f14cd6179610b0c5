/* Every coordinate moves by the same step: only the sign of the momentum counts. */
#include "optim/optimizer.h"

/* -1, 0 or 1; nan stays nan. */
static double sign(double a)
{
    return a > 0 ? 1 : a < 0 ? -1 : a;
}

static void step(struct step *s)
{
    double beta1 = s->set->beta1, beta2 = s->set->beta2, *m = VECTOR(s, 0);

    for (int i = 0; i < s->n; i++) {
        s->x[i] -= s->lr * sign(beta1 * m[i] + (1 - beta1) * s->g[i]);
        m[i] = beta2 * m[i] + (1 - beta2) * s->g[i];
    }
}

static const struct setting_default uses[] = {
    USES(lr, 1e-4), USES(decay, DECAY_DECOUPLED), USES(beta1, 0.9), USES(beta2, 0.99),
    USES_END};

const struct optimizer optimizer_lion = {
    .name = "lion",
    .rule = "x -= lr sign(beta1 m + (1 - beta1) g); m = beta2 m + (1 - beta2) g",
    .paper = "Chen et al., Symbolic discovery of optimization algorithms, 2023",
    .uses = uses,
    .vectors = 1,
    .step = step,
};
