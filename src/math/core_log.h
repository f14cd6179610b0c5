#ifndef MATH_CORE_LOG_H
#define MATH_CORE_LOG_H

#include "math/core_exp.h"

/*
 * Logarithms and powers. With x = 2^k m, m in [sqrt(1/2), sqrt(2)), f = m - 1 and
 * s = f / (2 + f),
 *
 *     log(x) = k ln 2 + log(1 + f),    log(1 + f) = 2 artanh(s) = 2s + 2s^3/3 + ...
 *
 * As 2s = f - s f, f itself, which is exact, carries the sum.
 */

/* (2 artanh(s) - 2s) / s^3 in s^2, |s| <= 0.1716; the error of artanh is below 2^-59. */
static const double CORE_LOG[] = {
    0x1.5555555555592p-1, 0x1.999999997fe68p-2, 0x1.24924941e872ap-2,
    0x1.c71c520fa200ap-3, 0x1.74663dc6940bfp-3, 0x1.39a1d42f861ddp-3,
    0x1.2f0486936c9fcp-3,
};

/*
 * (2 artanh(s) - 2s - 2s^3/3) / s^5 in s^2, |s| <= 0.1716; the error of artanh(s) is
 * below 2^-80.
 */
static const double CORE_POWER[] = {
    0x1.999999999999ap-2, 0x1.249249249246fp-2, 0x1.c71c71c72273cp-3,
    0x1.745d174180d9ep-3, 0x1.3b13b31121f81p-3, 0x1.1110946a473e8p-3,
    0x1.e20b7b6fe99f7p-4, 0x1.aaec2a108aca8p-4, 0x1.c31a6ceb3e74ep-4,
};

#define CORE_TWO_THIRDS 0x1.5555555555555p-1
#define CORE_TWO_THIRDS_LOW 0x1.5555555555555p-55

/* 2^k * m. */
struct core_log_parts {
    double k, m;
};

/* Of positive finite x, which may be subnormal. */
CORE struct core_log_parts core_log_split(double x)
{
    const uint64_t fraction = UINT64_C(0xfffffffffffff);
    const uint64_t low = UINT64_C(0x3fe6a09e667f3bcd); /* sqrt(1/2) */
    double normal = x < 0x1p-1022 ? x * 0x1p54 : x;
    double bias = x < 0x1p-1022 ? 0x1p52 + 1023 + 54 : 0x1p52 + 1023;
    uint64_t bits = core_bits(normal) + (UINT64_C(0x3ff0000000000000) - low);
    double k = core_number((bits >> 52) | UINT64_C(0x4330000000000000)) - bias;

    return (struct core_log_parts){k, core_number((bits & fraction) + low)};
}

/* k ln 2 + log(1 + f) + more, 1 + f in [sqrt(1/2), sqrt(2)), more below an ulp of it. */
CORE double core_log_sum(double k, double f, double more)
{
    double s = f / (2 + f), z = s * s;
    double sag = s * (f - z * CORE_POLYNOMIAL(CORE_LOG, z)); /* f - log(1 + f) */

    return k * CORE_LN2_HIGH + (f - (sag - (k * CORE_LN2_LOW + more)));
}

CORE double core_log(double x)
{
    struct core_log_parts parts = core_log_split(x);
    double y = core_log_sum(parts.k, parts.m - 1, 0);

    y = x < HUGE_VAL ? y : x; /* infinity and NaN */
    y = x > 0 ? y : (x < 0 ? NAN : y);
    return x == 0 ? -HUGE_VAL : y;
}

/* u = 1 + x rounded; what that lost, over u, is put back. */
CORE double core_log1p(double x)
{
    double u = 1 + x;
    double lost = x < 1 ? (1 - u) + x : (x - u) + 1;
    struct core_log_parts parts = core_log_split(u);
    double y = core_log_sum(parts.k, parts.k == 0 ? x : parts.m - 1,
                            parts.k == 0 ? 0 : lost / u);

    y = x < HUGE_VAL ? y : x;
    y = x > -1 ? y : (x < -1 ? NAN : y);
    return x == -1 ? -HUGE_VAL : copysign(y, x == x ? x : 1);
}

/*
 * max(x, 0) + log(1 + e), e = exp(-|x|) with what its rounding lost; for e > sqrt(2) - 1
 * the logarithm is taken as ln 2 + log((1 + e) / 2).
 */
CORE double core_softplus(double x)
{
    struct core_exp_parts parts = core_exp_split(-core_at_most(fabs(x), 746), 0);
    struct core_pair e = {core_scale(parts.base.hi, parts.n),
                          core_scale(parts.base.lo, parts.n)};
    double k, f, more;

    k = e.hi > 0.4143 ? 1 : 0;
    f = e.hi > 0.4143 ? (e.hi - 1) * 0.5 : e.hi;
    more = e.hi > 0.4143 ? (((-1 - (e.hi - 1)) + e.hi) + e.lo) * 0.5 : e.lo;
    return (x > 0 ? x : 0) + core_log_sum(k, f, more * (1 - f + f * f));
}

/*
 * log(x) of positive finite x as a pair, within 2^-64 of it: s, s^2 and 2/3 are pairs,
 * and the rest of the series is so small that doubles serve.
 */
CORE struct core_pair core_log_pair(double x)
{
    struct core_log_parts parts = core_log_split(x);
    double f = parts.m - 1;
    struct core_pair below = core_sum(1, parts.m), s, z, c, cube, term, sum;
    struct core_pair whole;

    s.hi = f / below.hi;
    term = core_product(s.hi, below.hi);
    s.lo = (((f - term.hi) - term.lo) - s.hi * below.lo) / below.hi;

    z = core_product(s.hi, s.hi);
    z.lo += 2 * (s.hi * s.lo);
    c = core_sum(CORE_TWO_THIRDS, z.hi * CORE_POLYNOMIAL(CORE_POWER, z.hi));
    c.lo += CORE_TWO_THIRDS_LOW;
    cube = core_product(s.hi, z.hi);
    cube.lo += s.hi * z.lo + s.lo * z.hi;
    term = core_product(cube.hi, c.hi);
    term.lo += cube.hi * c.lo + cube.lo * c.hi;

    sum = core_sum(2 * s.hi, term.hi);
    sum.lo += 2 * s.lo + term.lo;
    whole = core_sum(parts.k * CORE_LN2_HIGH, sum.hi);
    whole.lo += sum.lo + parts.k * CORE_LN2_LOW;
    return core_sum(whole.hi, whole.lo);
}

/* How far size >= 0 is from the nearest whole number; 0 for infinity. */
CORE double core_fraction(double size)
{
    return size < 0x1p52 ? fabs(size - ((size + 0x1p52) - 0x1p52)) : 0;
}

/* exp(y log |x|), and then what Annex F asks of signs, zeros, infinities and NaN. */
CORE double core_power(double x, double y)
{
    double size = fabs(x);
    struct core_pair log = core_log_pair(size);
    struct core_pair power;
    struct core_exp_parts e;
    double result, broken, odd;

    log.hi = size == 0 ? -HUGE_VAL : (size < HUGE_VAL ? log.hi : size);
    power = core_product(y, log.hi);
    power.lo += y * log.lo;
    power.lo = fabs(power.hi) < 750 ? power.lo : 0;
    e = core_exp_split(core_at_least(core_at_most(power.hi, 750), -750), power.lo);
    result = core_scale(e.base.hi, e.n);

    broken = core_fraction(fabs(y));
    odd = broken > 0 ? 0 : core_fraction(fabs(y) * 0.5);
    result = odd > 0 ? copysign(result, x) : result;
    result = x < 0 ? (broken > 0 ? (size < HUGE_VAL ? NAN : result) : result) : result;
    result = size == 1 ? (fabs(y) < HUGE_VAL ? result : 1) : result;
    result = x == x ? result : x;
    result = y == y ? result : y;
    result = x == 1 ? 1 : result;
    return y == 0 ? 1 : result;
}

#endif
