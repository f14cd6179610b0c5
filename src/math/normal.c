/* Normally distributed numbers, from uniform ones. */
#include "math/normal.h"

#include <math.h>

#include "math/elementary.h"

void math_normal_pair(struct random_place place, double pair[2])
{
    double u[2], far, angle;

    random_uniform(place, u);
    far = sqrt(-2 * math_log(u[0]));
    angle = 2 * MATH_PI * u[1];
    pair[0] = far * math_cos(angle);
    pair[1] = far * math_sin(angle);
}
