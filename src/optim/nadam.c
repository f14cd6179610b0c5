/* Adam with Nesterov's look ahead, its momentum coming up slowly. */
#include <math.h>

#include "math/elementary.h"
#include "optim/moments.h"

enum { PRODUCT = MOMENTS_SCALARS, SCALARS };

static double momentum_at(const struct settings *set, double t)
{
    return set->beta1 * (1 - 0.5 * math_pow(0.96, t * set->momentum_decay));
}

/*
 * PyTorch 1.13 multiplies the momentum of the moment into the next product a second time,
 * which the paper does not; so does this, to give its numbers.
 */
static void step(struct step *s)
{
    struct moments now = moments_update(s);
    double mu = momentum_at(s->set, s->t), next = momentum_at(s->set, s->t + 1);
    double *product = s->scalars + PRODUCT, of_g, of_m;

    *product = (s->t == 1 ? 1 : *product) * mu;
    of_g = s->lr * (1 - mu) / (1 - *product);
    of_m = s->lr * next / (1 - *product * mu * next);
    for (int i = 0; i < s->n; i++) {
        double size = sqrt(now.v[i] / (1 - now.power2)) + s->set->eps;

        s->x[i] -= of_g * s->g[i] / size;
        s->x[i] -= of_m * now.m[i] / size;
    }
}

static const struct setting_default uses[] = {
    USES(lr, 2e-3),  USES(beta1, 0.9),           USES(beta2, 0.999),
    USES(eps, 1e-8), USES(momentum_decay, 4e-3), USES_END};

const struct optimizer optimizer_nadam = {
    .name = "nadam",
    .rule = MOMENTS_RULE
    "mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2); p = p mu_t; "
    "x -= lr ((1 - mu_t) g / (1 - p) + mu_(t+1) m / (1 - p mu_t mu_(t+1))) "
    "/ (sqrt(v / (1 - beta2^t)) + eps)",
    .paper = "Dozat, Incorporating Nesterov momentum into Adam, 2016",
    .uses = uses,
    .vectors = MOMENTS_VECTORS,
    .scalars = SCALARS,
    .step = step,
};
