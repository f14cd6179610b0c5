#ifndef MATH_CORE_ANGLE_H
#define MATH_CORE_ANGLE_H

#include "math/core.h"

/*
 * Sine, cosine and tangent. An angle is some number of quarter turns and a rest within
 * an eighth of a turn, |rest| <= pi/4; sine and cosine of the rest are polynomials.
 */

/* (x - sin(x)) / x^3 in x^2, |x| <= pi/4; the error of sin(x) is below 2^-57. */
static const double CORE_SIN[] = {
    0x1.5555555555548p-3,   -0x1.111111110f7cfp-7, 0x1.a01a019bfdd5ap-13,
    -0x1.71de3567bca1ep-19, 0x1.ae5e5a7f6c2cap-26, -0x1.5d8fcc57b231cp-33,
};

/* (cos(x) - 1 + x^2/2) / x^4 in x^2, |x| <= pi/4; the error of cos(x) is below 2^-63. */
static const double CORE_COS[] = {
    0x1.555555555554bp-5,   -0x1.6c16c16c14f91p-10, 0x1.a01a019c843dp-16,
    -0x1.27e4f7eab6e3ep-22, 0x1.1ee9d7ab1d956p-29,  -0x1.8fa494cd1826ap-37,
};

/* (tan(x) - x) / x^3 in x^2, |x| <= pi/4; the error of tan(x) is below 2^-59. */
static const double CORE_TAN[] = {
    0x1.555555555555dp-2,  0x1.111111111067cp-3,   0x1.ba1ba1bab61bdp-5,
    0x1.664f485f1a268p-6,  0x1.226e3a41b0846p-7,   0x1.d6d2f22661e6dp-9,
    0x1.7db0f92857228p-10, 0x1.34c1fc8804ba2p-11,  0x1.feda0c87b164cp-13,
    0x1.602c5cf9e2e8ap-14, 0x1.16d69f6671ea6p-14,  -0x1.9e43fa27e1ebbp-16,
    0x1.915e6881d9a2ep-15, -0x1.90aae8983f38ep-16, 0x1.45dc9085cec91p-17,
};

/* Angles up to here are reduced by core_angle; larger ones, by angle_reduce_huge. */
#define CORE_ANGLE_LIMIT 50000.0

struct core_angle {
    uint64_t quarters;     /* only the lowest two bits count */
    struct core_pair rest; /* within 2^-110 */
};

/*
 * Of finite |x| > 1, in a thousand bits of 2/pi (Payne and Hanek 1983). NaN for what is
 * not finite.
 */
struct core_angle angle_reduce_huge(double x);

/*
 * x less its quarter turns, pi/2 in three pieces (Cody and Waite 1980): the first two
 * have 38 bits, so that they are exact times the 15 bits of n.
 */
CORE struct core_angle core_angle(double x)
{
    double shifted = x * 0x1.45f306dc9c883p-1 + CORE_ROUNDER;
    double n = shifted - CORE_ROUNDER;
    double a = x - n * 0x1.921fb5444p+0; /* exact */
    double b = n * 0x1.68c234c4cp-39;    /* exact */
    double first = a - b;
    double c = n * 0x1.98a2e03707345p-77 - ((a - first) - b);
    struct core_angle angle = {core_bits(shifted), {first, -c}};

    return angle;
}

CORE double core_sin_of_rest(struct core_pair rest)
{
    double z = rest.hi * rest.hi;
    double cube = rest.hi * (z * CORE_POLYNOMIAL(CORE_SIN, z));

    return rest.hi - (cube - rest.lo * (1 - 0.5 * z)); /* -0 of -0 */
}

CORE double core_cos_of_rest(struct core_pair rest)
{
    double z = rest.hi * rest.hi;
    struct core_pair start = core_sum(1, -0.5 * z);

    return start.hi +
           (start.lo + (z * z * CORE_POLYNOMIAL(CORE_COS, z) - rest.hi * rest.lo));
}

/* sin of an angle that is `quarters` quarter turns further on. */
CORE double core_sin_of(struct core_angle angle, uint64_t quarters)
{
    uint64_t turned = angle.quarters + quarters;
    uint64_t odd = 0 - (turned & 1);
    uint64_t bits = (core_bits(core_cos_of_rest(angle.rest)) & odd) |
                    (core_bits(core_sin_of_rest(angle.rest)) & ~odd);

    return core_number(bits ^ (turned & 2) << 62);
}

/* tan of the rest as a pair, for its reciprocal is wanted in odd quarters. */
CORE double core_tan_of(struct core_angle angle)
{
    double z = angle.rest.hi * angle.rest.hi;
    double cube = angle.rest.hi * (z * CORE_POLYNOMIAL(CORE_TAN, z));
    double slope = 1 + z * (1 + z * 0.7);
    struct core_pair t = core_sum(angle.rest.hi, cube + angle.rest.lo * slope);
    double inverse = -1 / t.hi;
    double across = inverse + inverse * (inverse * t.lo);
    uint64_t odd = 0 - (angle.quarters & 1);

    return core_number((core_bits(across) & odd) | (core_bits(t.hi) & ~odd));
}

CORE double core_sin(double x)
{
    return core_sin_of(core_angle(x), 0);
}

CORE double core_cos(double x)
{
    return core_sin_of(core_angle(x), 1);
}

CORE double core_tan(double x)
{
    return core_tan_of(core_angle(x));
}

#endif
