#ifndef MATH_CORE_ERROR_H
#define MATH_CORE_ERROR_H

#include "math/core_exp.h"

/* erf(x) / x - 1 in x^2, |x| <= 1; the error of erf(x) is below 2^-62. */
static const double CORE_ERF[] = {
    0x1.06eba8214db69p-3,   -0x1.812746b0379e6p-2,  0x1.ce2f21a042b24p-4,
    -0x1.b82ce31284a67p-6,  0x1.565bcd0db1be4p-8,   -0x1.c02db3d92a487p-11,
    0x1.f9a321a73ad06p-14,  -0x1.f4d1dfa292c74p-17, 0x1.b9def66ae10b3p-20,
    -0x1.5f1d5c38e78c8p-23, 0x1.f7a58885cf646p-27,  -0x1.386efb4fec512p-30,
    0x1.05846ee49f13cp-34,
};

/*
 * exp(x^2) (1 - erf(x)) in t = (x - 3) / (x + 3), 1 <= x <= 6; the error of erf(x) is
 * below 2^-61.
 */
static const double CORE_ERFC[] = {
    0x1.6e9827d229d2fp-3,   -0x1.4e102b9cf8de4p-2, 0x1.f6ff2040ddd87p-3,
    -0x1.336ffbf0936d2p-3,  0x1.258b13c0bf162p-4,  -0x1.8fa584ac9afaep-6,
    0x1.17c9d6d8b1b2fp-8,   0x1.735b25d9aa7ep-11,  -0x1.37f3994ba5258p-11,
    0x1.a5424ce5e4d9ep-15,  0x1.2c68f4494ab53p-14, -0x1.b04768d79d8a7p-18,
    -0x1.b98bf71bbc20dp-18,
};

/* From 6 on erf(x) rounds to 1. */
CORE double core_erf(double x)
{
    double size = core_at_most(fabs(x), 6), z = size * size;
    double near = size + size * CORE_POLYNOMIAL(CORE_ERF, z);
    double t = (size - 3) / (size + 3);
    struct core_exp_parts e = core_exp_split(-z, 0);
    double fall = e.base.hi * core_power_of_two(e.n);
    double far = 1 - fall * CORE_POLYNOMIAL(CORE_ERFC, t);

    return copysign(size < 1 ? near : far, x);
}

#endif
