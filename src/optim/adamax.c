/* Adam with the largest recent gradient in place of the mean square. */
#include <math.h>

#include "optim/moments.h"

static void step(struct step *s)
{
    double beta1 = s->set->beta1, beta2 = s->set->beta2;
    double rate = s->lr / (1 - moments_power(s->scalars, beta1, s->t));
    double *m = VECTOR(s, 0), *u = VECTOR(s, 1);

    for (int i = 0; i < s->n; i++) {
        double size = fabs(s->g[i]) + s->set->eps;

        m[i] = beta1 * m[i] + (1 - beta1) * s->g[i];
        u[i] = beta2 * u[i] > size ? beta2 * u[i] : size;
        s->x[i] -= rate * m[i] / u[i];
    }
}

static const struct setting_default uses[] = {
    USES(lr, 2e-3), USES(beta1, 0.9), USES(beta2, 0.999), USES(eps, 1e-8), USES_END};

const struct optimizer optimizer_adamax = {
    .name = "adamax",
    .rule = "m = beta1 m + (1 - beta1) g; u = max(beta2 u, |g| + eps); "
            "x -= lr / (1 - beta1^t) m / u",
    .paper = "Kingma & Ba, Adam: a method for stochastic optimization, section 7, 2015",
    .uses = uses,
    .vectors = 2,
    .scalars = 2,
    .step = step,
};
