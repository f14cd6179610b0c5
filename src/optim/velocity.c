/* The velocity that momentum gathers, and the step along it. */
#include "optim/velocity.h"

#include <math.h>

const double *velocity_update(struct step *s)
{
    double b = s->set->momentum, *v = VECTOR(s, 0), *begun = s->scalars;

    if (b == 0)
        return s->g;
    for (int i = 0; i < s->n; i++)
        v[i] = *begun == 0 ? s->g[i] : b * v[i] + (1 - s->set->dampening) * s->g[i];
    *begun = 1;
    return v;
}

void velocity_descend(struct step *s, const double *d)
{
    for (int i = 0; i < s->n; i++)
        s->x[i] -= s->lr * d[i];
}

double velocity_rate_limit(const struct settings *set, double lambda)
{
    double b = set->momentum;

    return 2 * (1 + b) / ((b == 0 ? 1 : 1 - set->dampening) * lambda);
}

double velocity_larger_root(double trace, double determinant)
{
    double square = trace * trace / 4 - determinant;

    return square >= 0 ? fabs(trace) / 2 + sqrt(square) : sqrt(determinant);
}

double velocity_growth(const struct settings *set, double lr, double lambda)
{
    double b = set->momentum, share = b == 0 ? 1 : 1 - set->dampening;

    return velocity_larger_root(1 + b - lr * share * lambda, b);
}
