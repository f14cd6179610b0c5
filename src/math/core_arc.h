#ifndef MATH_CORE_ARC_H
#define MATH_CORE_ARC_H

#include "math/core.h"

/* The inverses of sine, cosine and tangent, and the length of a vector. */

/* (asin(x) - x) / x^3 in x^2, |x| <= 1/2; the error of asin(x) is below 2^-59. */
static const double CORE_ASIN[] = {
    0x1.5555555555577p-3, 0x1.333333332e104p-4, 0x1.6db6db721410fp-5,
    0x1.f1c71a946dd6p-6,  0x1.6e8bdeece918cp-6, 0x1.1c49ef93d6176p-6,
    0x1.ca1f9e58425bap-7, 0x1.75850bfb48d63p-7, 0x1.613f1218d6bf7p-7,
    0x1.e5d25cc4cd46ep-9, 0x1.63a65f82017bfp-6, -0x1.580a952e60a1bp-6,
    0x1.0b4a92db28afcp-5,
};

/* (atan(x) - x) / x^3 in x^2, |x| <= 1; the error of atan(x) is below 2^-60. */
static const double CORE_ATAN[] = {
    -0x1.555555555554dp-2,  0x1.9999999998c28p-3,  -0x1.2492492456ac3p-3,
    0x1.c71c71b62930bp-4,   -0x1.745d15d031f9ep-4, 0x1.3b139bce8e078p-4,
    -0x1.111032676aba4p-4,  0x1.e1d48700be7a2p-5,  -0x1.aeda51677dbcbp-5,
    0x1.84b44d66e2056p-5,   -0x1.5f241a5a6544cp-5, 0x1.39043efb0736bp-5,
    -0x1.0c93e9d35a111p-5,  0x1.ac77bc1fc9505p-6,  -0x1.30f94bb979346p-6,
    0x1.72dad8efee743p-7,   -0x1.6fcfac48451fbp-8, 0x1.1a02d8b0a98e5p-9,
    -0x1.36d84121fc816p-11, 0x1.b3aade9ba9b82p-14, -0x1.22629bbc909a9p-17,
};

/* For |x| > 1/2, asin(x) = pi/2 - 2 asin(h), h^2 = (1 - |x|) / 2, which is exact. */
CORE double core_asin(double x)
{
    double size = fabs(x), half = (1 - size) * 0.5;
    double z = size > 0.5 ? half : x * x;
    double t = size > 0.5 ? sqrt(half) : size;
    double cube = t * (z * CORE_POLYNOMIAL(CORE_ASIN, z));
    struct core_pair far = core_sum(CORE_HALF_PI, -2 * t);
    double y = far.hi + (far.lo + (CORE_HALF_PI_LOW - 2 * cube));

    return copysign(size > 0.5 ? y : t + cube, x);
}

/* pi/2 - asin(x), 2 asin(h), or pi - 2 asin(h). */
CORE double core_acos(double x)
{
    double size = fabs(x), half = (1 - size) * 0.5;
    double z = size > 0.5 ? half : x * x;
    double t = size > 0.5 ? 2 * sqrt(half) : -x;
    double rest = t * (z * CORE_POLYNOMIAL(CORE_ASIN, z));
    double turn = size > 0.5 ? (x < 0 ? 2 * CORE_HALF_PI : 0) : CORE_HALF_PI;
    double turn_low = size > 0.5 ? (x < 0 ? 2 * CORE_HALF_PI_LOW : 0) : CORE_HALF_PI_LOW;
    double sign = size > 0.5 ? (x < 0 ? -1 : 1) : 1;
    struct core_pair sum = core_sum(turn, sign * t);

    return sum.hi + (sum.lo + (turn_low + sign * rest));
}

/*
 * The angle of the point (right, up), both >= 0: with q = less / more, atan(q) or pi/2 -
 * atan(q); left of the origin it is pi less that.
 */
CORE double core_angle_of(double up, double right, double left)
{
    double more = up > right ? up : right, less = up > right ? right : up;
    double q = less / more, z = q * q;
    double cube = q * (z * CORE_POLYNOMIAL(CORE_ATAN, z));
    double turns = up > right ? 1 : 2 * left; /* quarters, less or more q */
    double sign = up > right ? 2 * left - 1 : 1 - 2 * left;
    struct core_pair sum = core_sum(turns * CORE_HALF_PI, sign * q);

    return sum.hi + (sum.lo + (turns * CORE_HALF_PI_LOW + sign * cube));
}

CORE double core_atan(double x)
{
    return copysign(core_angle_of(fabs(x), 1, 0), x);
}

/* Two zeros make the angle of (0, 1), two infinities that of (1, 1); x gives the side. */
CORE double core_atan2(double y, double x)
{
    double up = fabs(y), right = fabs(x);
    double left = copysign(1, x) < 0 ? 1 : 0;
    double angle;

    right = up < HUGE_VAL ? right : (right < HUGE_VAL ? 1 : right);
    right = up == 0 ? 1 : right;
    angle = core_angle_of(up == HUGE_VAL && right == HUGE_VAL ? 1 : up,
                          up == HUGE_VAL && right == HUGE_VAL ? 1 : right, left);
    angle = x == x ? angle : x;
    return copysign(y == y ? angle : y, y);
}

CORE double core_hypot(double x, double y)
{
    double a = fabs(x), b = fabs(y);
    double more = a > b ? a : b;
    double scale = more > 0x1p500 ? 0x1p-600 : (more < 0x1p-400 ? 0x1p600 : 1);
    double back = more > 0x1p500 ? 0x1p600 : (more < 0x1p-400 ? 0x1p-600 : 1);
    double length;

    a *= scale;
    b *= scale;
    length = sqrt(a * a + b * b) * back;
    length = fabs(x) == HUGE_VAL ? HUGE_VAL : length;
    return fabs(y) == HUGE_VAL ? HUGE_VAL : length;
}

#endif
