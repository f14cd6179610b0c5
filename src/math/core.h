#ifndef MATH_CORE_H
#define MATH_CORE_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/*
 * What the elementary functions are made of. A core is an inline function without
 * branches, so that a loop over it vectorizes; math/elementary.h calls it for one
 * number, the kernels for a block, and the bits agree by construction. Only operations
 * that IEEE 754 makes exact to the last bit are used, in the order written.
 *
 * The coefficient tables of the cores are minimax polynomials, found for this program by
 * Remez' exchange in 60-digit arithmetic and then rounded to double; beside each stands
 * the interval and the greatest relative error of the function that it approximates,
 * before rounding.
 */

/* Inlined whatever its size, for a loop with a call in it does not vectorize. */
#define CORE static inline __attribute__((always_inline))

/* Before a short loop of constant length, for the same reason. */
#if defined(__clang__)
#define CORE_UNROLLED _Pragma("clang loop unroll(full)")
#else
#define CORE_UNROLLED _Pragma("GCC unroll 8")
#endif

/* Added and subtracted, it leaves the nearest whole number; ties go to the even one. */
#define CORE_ROUNDER 0x1.8p52

#define CORE_PER_LN2 0x1.71547652b82fep+0 /* 1 / ln 2 */
#define CORE_LN2_HIGH 0x1.62e42fefa38p-1  /* 42 bits: exact times any exponent */
#define CORE_LN2_LOW 0x1.ef35793c7673p-45

#define CORE_HALF_PI 0x1.921fb54442d18p+0
#define CORE_HALF_PI_LOW 0x1.1a62633145c07p-54

/* A number as the sum of two, |lo| at most half an ulp of hi where a function says so. */
struct core_pair {
    double hi, lo;
};

CORE uint64_t core_bits(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

CORE double core_number(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The nearest whole number, |x| < 2^51. */
CORE double core_round(double x)
{
    return (x + CORE_ROUNDER) - CORE_ROUNDER;
}

/* 2^n for whole n, -1022 <= n <= 1023. */
CORE double core_power_of_two(double n)
{
    return core_number(core_bits(n + (CORE_ROUNDER + 1023)) << 52);
}

/* x * 2^n for whole n, |n| <= 2044, rounded once, also if subnormal or infinite. */
CORE double core_scale(double x, double n)
{
    double half = core_round(n * 0.5);

    return x * core_power_of_two(half) * core_power_of_two(n - half);
}

/* c[0] + c[1] z + c[2] z^2 + c[3] z^3, but only the first n of them. */
CORE double core_cubic(const double *c, int n, double z)
{
    double low = n > 1 ? c[0] + c[1] * z : c[0];
    double high = n > 3 ? c[2] + c[3] * z : (n > 2 ? c[2] : 0);

    return n > 2 ? low + high * (z * z) : low;
}

/*
 * The sum of c[k] * z^k, k < n: Horner's rule in z^4 over cubics, which a processor can
 * work out side by side.
 */
CORE double core_polynomial(const double *c, int n, double z)
{
    double fourth = (z * z) * (z * z);
    int top = (n - 1) / 4 * 4;
    double sum = core_cubic(c + top, n - top, z);

    CORE_UNROLLED
    for (int k = top - 4; k >= 0; k -= 4)
        sum = sum * fourth + core_cubic(c + k, 4, z);
    return sum;
}

#define CORE_POLYNOMIAL(c, z) core_polynomial(c, (int)(sizeof(c) / sizeof *(c)), z)

/* a + b exactly, where a is 0 or of no smaller exponent than b (Dekker 1971). */
CORE struct core_pair core_sum(double a, double b)
{
    double hi = a + b;

    return (struct core_pair){hi, (a - hi) + b};
}

/* x without the lower 27 bits of its fraction. */
CORE double core_upper(double x)
{
    return core_number(core_bits(x) & ~UINT64_C(0x7ffffff));
}

/* a * b within 2^-105 of it if nothing overflows (after Dekker 1971, split by masks). */
CORE struct core_pair core_product(double a, double b)
{
    double hi = a * b;
    double a1 = core_upper(a), a2 = a - a1;
    double b1 = core_upper(b), b2 = b - b1;

    return (struct core_pair){hi, ((a1 * b1 - hi) + a1 * b2 + a2 * b1) + a2 * b2};
}

#endif
