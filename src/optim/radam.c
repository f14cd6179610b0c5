/* Adam that does not trust its mean square before it has seen enough of it. */
#include <math.h>

#include "optim/moments.h"

/* The rectification r; 0 where the average's length, rho, is too short to have one. */
static double rectify(double beta2, double power2, double t)
{
    double limit = 2 / (1 - beta2) - 1;
    double rho = limit - 2 * t * power2 / (1 - power2);

    if (!(rho > 5))
        return 0;
    return sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho));
}

static void step(struct step *s)
{
    struct moments now = moments_update(s);
    double rate = s->lr / (1 - now.power1), root = sqrt(1 - now.power2);
    double r = rectify(s->set->beta2, now.power2, s->t);

    for (int i = 0; i < s->n; i++) {
        double adapt = r > 0 ? r * root / (sqrt(now.v[i]) + s->set->eps) : 1;

        s->x[i] -= rate * now.m[i] * adapt;
    }
}

static const struct setting_default uses[] = {
    USES(lr, 1e-3), USES(beta1, 0.9), USES(beta2, 0.999), USES(eps, 1e-8), USES_END};

const struct optimizer optimizer_radam = {
    .name = "radam",
    .rule = MOMENTS_RULE
    "x -= lr m / (1 - beta1^t) r sqrt(1 - beta2^t) / (sqrt(v) + eps) once rho_t > 5, "
    "before that x -= lr m / (1 - beta1^t)",
    .paper = "Liu et al., On the variance of the adaptive learning rate and beyond, 2020",
    .uses = uses,
    .vectors = MOMENTS_VECTORS,
    .scalars = MOMENTS_SCALARS,
    .step = step,
};
