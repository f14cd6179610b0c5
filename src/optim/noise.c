/* Noise on the gradient: normal, or with the heavy tails of Student's t. */
#include "optim/noise.h"

#include <math.h>

#include "math/elementary.h"

/* The two distributions differ in how far out a uniform number u in (0, 1) goes. */
static double distance_gauss(double u, double df)
{
    (void)df;
    return sqrt(-2 * math_log(u));
}

static double distance_student(double u, double df)
{
    return sqrt(df * math_expm1(-2 / df * math_log(u)));
}

static double (*const distances[])(double u, double df) = {
    [NOISE_GAUSS] = distance_gauss, [NOISE_STUDENT] = distance_student};

bool noise_draw(const struct settings *set, struct random_place at, int n, double *out)
{
    double (*distance)(double u, double df) = distances[(int)set->noise_kind];

    if (set->noise == 0)
        return false;
    for (int i = 0; i < n; i++) {
        double u[2];

        random_uniform(at, u);
        at.index++;
        out[i] =
            set->noise * (distance(u[0], set->noise_df) * math_cos(2 * MATH_PI * u[1]));
    }
    return true;
}
