/* The gradient is taken a little way uphill, so that sharp minima look bad. */
#include <math.h>

#include "optim/list.h"
#include "optim/optimizer.h"

static double norm(int n, const double *g)
{
    double most = 0, sum = 0;

    for (int i = 0; i < n; i++)
        most = fabs(g[i]) <= most ? most : fabs(g[i]);
    for (int i = 0; i < n && most != 0; i++)
        sum += (g[i] / most) * (g[i] / most);
    return most * sqrt(sum);
}

static void step(struct step *s)
{
    struct step inner = optimizer_inner_step(&optimizer_sam, s);
    double *uphill = SCRATCH(s, 0), size = norm(s->n, s->g);

    for (int i = 0; i < s->n; i++)
        uphill[i] = s->x[i] + (size == 0 ? 0 : s->set->radius * (s->g[i] / size));
    objective_gradient(s->f, uphill, s->g);
    optimizer_apply(optimizer_inner(&optimizer_sam, s->set), &inner);
}

static const struct setting_default uses[] = {USES(radius, 0.05), USES_END};

const struct optimizer optimizer_sam = {
    .name = "sam",
    .rule = "g' = gradient at x + radius g / |g|; x = inner(x) with g'",
    .paper = "Foret et al., Sharpness-aware minimization for efficiently improving "
             "generalization, 2021",
    .uses = uses,
    .scratch = 1,
    .looks_again = true,
    .has_inner = true,
    .step = step,
};
