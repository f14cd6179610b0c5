/*
 * The kernels of one instruction set: loops over the cores, which the compiler
 * vectorizes.
 */
#include "math/kernels.h"

#include "math/core_angle.h"
#include "math/core_arc.h"
#include "math/core_error.h"
#include "math/core_exp.h"
#include "math/core_log.h"
#include "math/elementary.h"

/*
 * An output may lie where an input lies, index by index: no turn of a loop needs
 * another's result.
 */
#if defined(__clang__)
#pragma clang diagnostic ignored \
    "-Wpass-failed" /* without optimization nothing vectorizes */
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

/* The kernels by the shape of their loops. */
#define SIMPLE(X) X(negate) X(square) X(reciprocal) X(root) X(magnitude) X(sign) X(relu)
#define CURVES(X) X(exp) X(log) X(sinh) X(cosh) X(tanh) X(sigmoid) X(softplus) X(erf)
#define ARCS(X) X(asin) X(acos) X(atan)
#define ANGLES(X) X(sin) X(cos) X(tan)
#define SHORT_PAIRS(X) X(add) X(subtract) X(multiply) X(divide) X(minimum) X(maximum)
#define LONG_PAIRS(X) X(power) X(atan2) X(hypot)

CORE double core_negate(double x)
{
    return -x;
}

CORE double core_square(double x)
{
    return x * x;
}

CORE double core_reciprocal(double x)
{
    return 1 / x;
}

CORE double core_root(double x)
{
    return sqrt(x);
}

CORE double core_magnitude(double x)
{
    return fabs(x);
}

CORE double core_sign(double x)
{
    return x > 0 ? 1 : (x < 0 ? -1 : x + 0); /* -0 becomes 0, NaN stays */
}

CORE double core_relu(double x)
{
    return x <= 0 ? 0 : x;
}

CORE double core_add(double a, double b)
{
    return a + b;
}

CORE double core_subtract(double a, double b)
{
    return a - b;
}

CORE double core_multiply(double a, double b)
{
    return a * b;
}

CORE double core_divide(double a, double b)
{
    return a / b;
}

CORE double core_minimum(double a, double b)
{
    double least = a < b ? a : b;

    return a == a ? least : a;
}

CORE double core_maximum(double a, double b)
{
    double most = a > b ? a : b;

    return a == a ? most : a;
}

#define DEFINE_PLAIN(name)                                           \
    static void block_##name(size_t n, const double *a, double *out) \
    {                                                                \
        INDEPENDENT                                                  \
        for (size_t i = 0; i < n; i++)                               \
            out[i] = core_##name(a[i]);                              \
    }

/* How many of the angles are beyond what core_angle can reduce. */
static uint64_t count_huge(size_t n, const double *a)
{
    uint64_t huge = 0;

    for (size_t i = 0; i < n; i++)
        huge += fabs(a[i]) > CORE_ANGLE_LIMIT ? 1 : 0;
    return huge;
}

/*
 * math_NAME is core_NAME but for huge angles: a block that has one gets the same digits,
 * slower.
 */
#define DEFINE_ANGLE(name)                                           \
    static void block_##name(size_t n, const double *a, double *out) \
    {                                                                \
        if (count_huge(n, a)) {                                      \
            for (size_t i = 0; i < n; i++)                           \
                out[i] = math_##name(a[i]);                          \
            return;                                                  \
        }                                                            \
        INDEPENDENT                                                  \
        for (size_t i = 0; i < n; i++)                               \
            out[i] = core_##name(a[i]);                              \
    }

#define DEFINE_SHORT_PAIR(name)                                                     \
    static void block_##name(size_t n, const double *a, size_t sa, const double *b, \
                             size_t sb, double *out)                                \
    {                                                                               \
        const double a0 = n ? *a : 0, b0 = n ? *b : 0;                              \
                                                                                    \
        if (sa && sb) {                                                             \
            INDEPENDENT                                                             \
            for (size_t i = 0; i < n; i++)                                          \
                out[i] = core_##name(a[i], b[i]);                                   \
        } else if (sa) {                                                            \
            INDEPENDENT                                                             \
            for (size_t i = 0; i < n; i++)                                          \
                out[i] = core_##name(a[i], b0);                                     \
        } else if (sb) {                                                            \
            INDEPENDENT                                                             \
            for (size_t i = 0; i < n; i++)                                          \
                out[i] = core_##name(a0, b[i]);                                     \
        } else {                                                                    \
            const double both = core_##name(a0, b0);                                \
                                                                                    \
            for (size_t i = 0; i < n; i++)                                          \
                out[i] = both;                                                      \
        }                                                                           \
    }

enum { SPREAD = 256 };

/*
 * Copies of one number instead of the number, for the loops that are too long to be had
 * four times.
 */
static const double *spread(size_t n, double number, double copies[SPREAD])
{
    for (size_t i = 0; i < n && i < SPREAD; i++)
        copies[i] = number;
    return copies;
}

#define DEFINE_LONG_PAIR(name)                                                       \
    static void loop_##name(size_t n, const double *a, const double *b, double *out) \
    {                                                                                \
        INDEPENDENT                                                                  \
        for (size_t i = 0; i < n; i++)                                               \
            out[i] = core_##name(a[i], b[i]);                                        \
    }                                                                                \
                                                                                     \
    static void block_##name(size_t n, const double *a, size_t sa, const double *b,  \
                             size_t sb, double *out)                                 \
    {                                                                                \
        double copies[2][SPREAD];                                                    \
        const double *a0 = sa || !n ? a : spread(n, *a, copies[0]);                  \
        const double *b0 = sb || !n ? b : spread(n, *b, copies[1]);                  \
                                                                                     \
        for (size_t i = 0; i < n; i += SPREAD)                                       \
            loop_##name(n - i < SPREAD ? n - i : SPREAD, a0 + i * sa, b0 + i * sb,   \
                        out + i);                                                    \
    }

SIMPLE(DEFINE_PLAIN)
CURVES(DEFINE_PLAIN)
ARCS(DEFINE_PLAIN)
ANGLES(DEFINE_ANGLE)
SHORT_PAIRS(DEFINE_SHORT_PAIR)
LONG_PAIRS(DEFINE_LONG_PAIR)

#define JOIN(a, b) a##b
#define NAME_OF_SET(set) JOIN(kernels_, set)
#define TEXT(word) #word
#define TEXT_OF_SET(set) TEXT(set)
#define ROW(name) .name = block_##name,

#define MATRIX_OF_SET(set) JOIN(matrix_kernels_, set)

extern const struct kernels NAME_OF_SET(KERNEL_SET);
extern const struct matrix_kernels MATRIX_OF_SET(KERNEL_SET);

const struct kernels NAME_OF_SET(KERNEL_SET) = {
    .set = TEXT_OF_SET(KERNEL_SET),
    SIMPLE(ROW) CURVES(ROW) ARCS(ROW) ANGLES(ROW) SHORT_PAIRS(ROW) LONG_PAIRS(ROW)
        .matrix = &MATRIX_OF_SET(KERNEL_SET)};
