#ifndef MATH_CORE_EXP_H
#define MATH_CORE_EXP_H

#include "math/core.h"

/*
 * The family of exp. With n the whole number nearest to x / ln 2 and r = x - n ln 2,
 * exp(x) = 2^n exp(r), |r| <= ln2 / 2.
 */

/* (exp(r) - 1 - r) / r^2 on |r| <= 0.34665; the error of exp(r) - 1 is below 2^-61. */
static const double CORE_EXP[] = {
    0x1p-1,
    0x1.5555555555559p-3,
    0x1.555555555553fp-5,
    0x1.111111110f6d4p-7,
    0x1.6c16c16c1f075p-10,
    0x1.a01a01afd6cb4p-13,
    0x1.a01a017bca0dp-16,
    0x1.71ddf8769b658p-19,
    0x1.27e5361e880d2p-22,
    0x1.af5e846ebb8cbp-26,
    0x1.1ee8a65bb2d2cp-29,
};

/* (sinh(x) - x) / x^3 in x^2, |x| <= 1; the error of sinh(x) is below 2^-63. */
static const double CORE_SINH[] = {
    0x1.5555555555556p-3,  0x1.11111111110a6p-7,  0x1.a01a01a02899ep-13,
    0x1.71de3a465b0c8p-19, 0x1.ae64671b26eb5p-26, 0x1.611a561835eadp-33,
    0x1.b4c75c447d407p-41,
};

/* (tanh(x) - x) / x^3 in x^2, |x| <= 0.55; the error of tanh(x) is below 2^-60. */
static const double CORE_TANH[] = {
    -0x1.555555555554fp-2,  0x1.1111111110797p-3,  -0x1.ba1ba1b97d1p-5,
    0x1.664f485954bdap-6,   -0x1.226e2f10cca89p-7, 0x1.d6d29afdcfc6cp-9,
    -0x1.7d8fcbc23f3b5p-10, 0x1.34836ba0d44e6p-11, -0x1.e96d0ab6fcb8ap-13,
    0x1.5d6c52fbabd4fp-14,  -0x1.46fcba9d9946p-16,
};

/* 2^n * (base.hi + base.lo), within 2^-55 of exp; 0.7 < base.hi < 1.42. */
struct core_exp_parts {
    double n;
    struct core_pair base;
};

/* exp(x + more) in parts, |x| <= 1500, |more| < 2^-32. */
CORE struct core_exp_parts core_exp_split(double x, double more)
{
    double n = core_round(x * CORE_PER_LN2);
    double a = x - n * CORE_LN2_HIGH; /* exact */
    double b = n * CORE_LN2_LOW - more;
    double r = a - b;
    double rest = (a - r) - b;
    struct core_pair base = core_sum(1, r);

    base.lo += r * r * CORE_POLYNOMIAL(CORE_EXP, r) + rest;
    return (struct core_exp_parts){n, core_sum(base.hi, base.lo)};
}

/* x or limit, whichever is the less, or the more; NaN stays NaN. */
CORE double core_at_most(double x, double limit)
{
    return x > limit ? limit : x;
}

CORE double core_at_least(double x, double limit)
{
    return x < limit ? limit : x;
}

CORE double core_exp(double x)
{
    struct core_exp_parts e =
        core_exp_split(core_at_least(core_at_most(x, 710), -746), 0);

    return core_scale(e.base.hi, e.n);
}

CORE double core_expm1(double x)
{
    double bounded = core_at_least(core_at_most(x, 710), -60);
    double n = core_round(bounded * CORE_PER_LN2);
    double a = bounded - n * CORE_LN2_HIGH;
    double b = n * CORE_LN2_LOW;
    double r = a - b;
    double rest = (a - r) - b;
    double one = core_power_of_two(-core_at_most(n, 100));
    struct core_pair base = core_sum(1 - one, r); /* 1 - one is exact where it matters */

    base.lo += r * r * CORE_POLYNOMIAL(CORE_EXP, r) + rest;
    return copysign(core_scale(base.hi + base.lo, n), x);
}

/* Half the sum or, with sign -1, half the difference of exp(x) and exp(-x), x >= 0. */
CORE double core_exp_halves(double x, double sign)
{
    struct core_exp_parts e = core_exp_split(core_at_most(x, 711.5), 0);
    double n = core_at_most(e.n, 100); /* beyond that exp(-x) is lost in exp(x) */
    double inverse = sign * core_power_of_two(-2 * n) / e.base.hi;
    struct core_pair both = core_sum(e.base.hi, inverse);

    return core_scale(both.hi + (both.lo + e.base.lo), e.n - 1);
}

CORE double core_sinh(double x)
{
    double size = fabs(x), z = x * x;
    double near = size + size * (z * CORE_POLYNOMIAL(CORE_SINH, z));
    double far = core_exp_halves(size, -1);

    return copysign(size < 1 ? near : far, x);
}

CORE double core_cosh(double x)
{
    return core_exp_halves(fabs(x), 1);
}

/* Far from 0 as 1 - 2 / (exp(2x) + 1), which is not near 0 there. */
CORE double core_tanh(double x)
{
    double size = fabs(x), z = x * x;
    double near = size + size * (z * CORE_POLYNOMIAL(CORE_TANH, z));
    double twice = core_at_most(size, 20) * 2;
    double n = core_round(twice * CORE_PER_LN2);
    double r = (twice - n * CORE_LN2_HIGH) - n * CORE_LN2_LOW;
    double e = (1 + (r + r * r * CORE_POLYNOMIAL(CORE_EXP, r))) * core_power_of_two(n);
    double far = 1 - 2 / (e + 1);

    return copysign(size < 0.55 ? near : far, x);
}

/*
 * With e = exp(-|x|): 1 / (1 + e), or e / (1 + e) for negative x. What rounding 1 + e
 * and e lost is put back to first order; there 1 / (1 + e) to 4% will do, a straight
 * line through [1, 2].
 */
CORE double core_sigmoid(double x)
{
    struct core_exp_parts e = core_exp_split(-core_at_most(fabs(x), 746), 0);
    double shrink = core_power_of_two(core_at_least(e.n, -100));
    struct core_pair below = core_sum(1, e.base.hi * shrink);
    double over = x < 0 ? e.base.hi : 1, over_low = x < 0 ? e.base.lo : 0;
    double ratio = over / below.hi;

    below.lo += e.base.lo * shrink;
    ratio += (over_low - ratio * below.lo) * (1.457 - 0.5 * below.hi);
    return core_scale(ratio, x < 0 ? e.n : 0);
}

#endif
