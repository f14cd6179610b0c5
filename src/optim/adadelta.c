/* Steps in the units of earlier steps: their recent size over that of gradients. */
#include <math.h>

#include "optim/optimizer.h"

static void step(struct step *s)
{
    double rho = s->set->rho, eps = s->set->eps;
    double *v = VECTOR(s, 0), *u = VECTOR(s, 1);

    for (int i = 0; i < s->n; i++) {
        double g = s->g[i], d;

        v[i] = rho * v[i] + (1 - rho) * g * g;
        d = sqrt(u[i] + eps) / sqrt(v[i] + eps) * g;
        u[i] = rho * u[i] + (1 - rho) * d * d;
        s->x[i] -= s->lr * d;
    }
}

static const struct setting_default uses[] = {USES(lr, 1), USES(rho, 0.9),
                                              USES(eps, 1e-6), USES_END};

const struct optimizer optimizer_adadelta = {
    .name = "adadelta",
    .rule = "v = rho v + (1 - rho) g^2; d = sqrt(u + eps) / sqrt(v + eps) g; "
            "u = rho u + (1 - rho) d^2; x -= lr d",
    .paper = "Zeiler, ADADELTA: an adaptive learning rate method, 2012",
    .uses = uses,
    .vectors = 2,
    .step = step,
};
