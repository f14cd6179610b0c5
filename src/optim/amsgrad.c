/* Adam that never forgets a large gradient, so that its rates never rise again. */
#include <math.h>

#include "optim/moments.h"

static void step(struct step *s)
{
    struct moments now = moments_update(s);
    double rate = s->lr / (1 - now.power1), root = sqrt(1 - now.power2);
    double *most = VECTOR(s, MOMENTS_VECTORS);

    for (int i = 0; i < s->n; i++) {
        most[i] = now.v[i] <= most[i] ? most[i] : now.v[i];
        s->x[i] -= rate * now.m[i] / (sqrt(most[i]) / root + s->set->eps);
    }
}

static const struct setting_default uses[] = {
    USES(lr, 1e-3), USES(beta1, 0.9), USES(beta2, 0.999), USES(eps, 1e-8), USES_END};

const struct optimizer optimizer_amsgrad = {
    .name = "amsgrad",
    .rule = MOMENTS_RULE "w = max(w, v); "
                         "x -= lr m / (1 - beta1^t) / (sqrt(w / (1 - beta2^t)) + eps)",
    .paper = "Reddi, Kale & Kumar, On the convergence of Adam and beyond, 2018",
    .uses = uses,
    .vectors = MOMENTS_VECTORS + 1,
    .scalars = MOMENTS_SCALARS,
    .step = step,
};
