/* Two operations in one pass over a block, compiled once for each instruction set. */
#include "math/fused.h"

#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

#define ADD(a, b) ((a) + (b))
#define SUBTRACT(a, b) ((a) - (b))
#define SUBTRACT_FROM(a, b) ((b) - (a))
#define MULTIPLY(a, b) ((a) * (b))
#define SQUARE(a, b) ((a) * (a))

#define LOOP(first, second, A, B, C)  \
    INDEPENDENT                       \
    for (size_t i = 0; i < n; i++) {  \
        const double r = first(A, B); \
                                      \
        out[i] = second(r, C);        \
    }

/* A loop for each way in which operands are one number or many. */
#define DEFINE(first, second)                                                   \
    static void first##_then_##second(size_t n, const struct fused_operands *o, \
                                      double *out)                              \
    {                                                                           \
        const double *a = o->a, *b = o->b, *c = o->c;                           \
        const double a0 = *a, b0 = *b, c0 = *c;                                 \
                                                                                \
        (void)b0, (void)c0;                                                     \
        switch (o->sa << 2 | o->sb << 1 | o->sc) {                              \
        case 7:                                                                 \
            LOOP(first, second, a[i], b[i], c[i])                               \
            break;                                                              \
        case 6:                                                                 \
            LOOP(first, second, a[i], b[i], c0)                                 \
            break;                                                              \
        case 5:                                                                 \
            LOOP(first, second, a[i], b0, c[i])                                 \
            break;                                                              \
        case 4:                                                                 \
            LOOP(first, second, a[i], b0, c0)                                   \
            break;                                                              \
        case 3:                                                                 \
            LOOP(first, second, a0, b[i], c[i])                                 \
            break;                                                              \
        case 2:                                                                 \
            LOOP(first, second, a0, b[i], c0)                                   \
            break;                                                              \
        case 1:                                                                 \
            LOOP(first, second, a0, b0, c[i])                                   \
            break;                                                              \
        default:                                                                \
            LOOP(first, second, a0, b0, c0)                                     \
        }                                                                       \
    }

#define SECOND_OF(X, first) \
    X(first, ADD)           \
    X(first, SUBTRACT)      \
    X(first, SUBTRACT_FROM) X(first, MULTIPLY) X(first, SQUARE)

SECOND_OF(DEFINE, ADD)
SECOND_OF(DEFINE, SUBTRACT)
SECOND_OF(DEFINE, MULTIPLY)
SECOND_OF(DEFINE, SQUARE)

#define JOIN(a, b) a##b
#define NAME_OF_SET(set) JOIN(fused_, set)
#define ENTRY(first, second) [FIRST_##first][SECOND_##second] = first##_then_##second,

extern const struct fused NAME_OF_SET(KERNEL_SET);

const struct fused NAME_OF_SET(KERNEL_SET) = {
    .pairs = {SECOND_OF(ENTRY, ADD) SECOND_OF(ENTRY, SUBTRACT) SECOND_OF(ENTRY, MULTIPLY)
                  SECOND_OF(ENTRY, SQUARE)},
};
