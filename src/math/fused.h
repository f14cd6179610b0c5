#ifndef FUSED_H
#define FUSED_H

#include <stddef.h>

#include "math/kernels.h"

/*
 * Kernels that do two operations of a formula in one pass over a block: the second on the
 * result of the first, which is then stored nowhere. Each rounds as it does alone. A
 * polynomial is bound by loads and stores, and this saves a third to a half of them.
 */
enum fused_first { FIRST_ADD, FIRST_SUBTRACT, FIRST_MULTIPLY, FIRST_SQUARE, FIRSTS };

/* Of r, the result of the first, and c: r + c, r - c, c - r, r * c, r * r. */
enum fused_second {
    SECOND_ADD,
    SECOND_SUBTRACT,
    SECOND_SUBTRACT_FROM,
    SECOND_MULTIPLY,
    SECOND_SQUARE,
    SECONDS,
};

/* The operands a, b of the first and c of the second, with strides of 0 or 1. */
struct fused_operands {
    const double *a, *b, *c;
    size_t sa, sb, sc;
};

typedef void fused_kernel(size_t n, const struct fused_operands *o, double *out);

struct fused {
    fused_kernel *pairs[FIRSTS][SECONDS];
};

/* Those of the same instruction set as `kernels`. */
const struct fused *fused_like(const struct kernels *kernels);

#endif
