#ifndef MATH_KERNELS_H
#define MATH_KERNELS_H

#include <stddef.h>

#include "math/matrix.h"

/*
 * Loops over blocks of numbers, compiled once for each instruction set that the program
 * may meet and chosen when it starts. All of them give the same bits as each other and as
 * math/elementary.h: no contraction, no fma, no sum across lanes.
 */

/* out[i] = f(a[i]), i < n; out may be a. */
typedef void kernel_unary(size_t n, const double *a, double *out);

/*
 * out[i] = f(a[i * sa], b[i * sb]), i < n; a stride is 1, or 0 for one number that serves
 * the whole block. out may be a or b.
 */
typedef void kernel_binary(size_t n, const double *a, size_t sa, const double *b,
                           size_t sb, double *out);

/* NaN in, NaN out, also of sign, relu, minimum, maximum; sign(-0) and relu(-0) are 0. */
struct kernels {
    const char *set; /* generic, avx2, avx512 */
    kernel_unary *negate, *square, *reciprocal, *root, *magnitude, *sign, *relu;
    kernel_unary *exp, *log, *sin, *cos, *tan, *asin, *acos, *atan;
    kernel_unary *sinh, *cosh, *tanh, *erf, *sigmoid, *softplus;
    kernel_binary *add, *subtract, *multiply, *divide, *minimum, *maximum, *power, *atan2,
        *hypot;
    const struct matrix_kernels *matrix; /* of the same set */
};

/* The best of the sets that this machine can run. */
const struct kernels *kernels_best(void);

/*
 * The sets that were built and that this machine can run, ended by NULL, the plainest
 * first. For tests that hold them equal.
 */
const struct kernels *const *kernels_all(void);

#endif
