/* The kernels of one instruction set: loops over the cores, which the compiler vectorizes. */
#include "math/kernels.h"

#include "math/core_angle.h"
#include "math/core_arc.h"
#include "math/core_error.h"
#include "math/core_exp.h"
#include "math/core_log.h"
#include "math/elementary.h"

/* An output may lie where an input lies, index by index: no turn of a loop needs another's result. */
#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

#define PLAIN_UNARIES(X)                                                               \
    X(negate)                                                                          \
    X(square) X(reciprocal) X(root) X(magnitude) X(sign) X(relu) X(exp) X(log) X(asin) \
        X(acos) X(atan) X(sinh) X(cosh) X(tanh) X(erf) X(sigmoid) X(softplus)

#define ANGLE_UNARIES(X) X(sin) X(cos) X(tan)

#define BINARIES(X) \
    X(add)          \
    X(subtract) X(multiply) X(divide) X(minimum) X(maximum) X(power) X(atan2) X(hypot)

static inline double core_negate(double x)
{
    return -x;
}

static inline double core_square(double x)
{
    return x * x;
}

static inline double core_reciprocal(double x)
{
    return 1 / x;
}

static inline double core_root(double x)
{
    return sqrt(x);
}

static inline double core_magnitude(double x)
{
    return fabs(x);
}

static inline double core_sign(double x)
{
    return x > 0 ? 1 : (x < 0 ? -1 : x + 0); /* -0 becomes 0, NaN stays */
}

static inline double core_relu(double x)
{
    return x <= 0 ? 0 : x;
}

static inline double core_add(double a, double b)
{
    return a + b;
}

static inline double core_subtract(double a, double b)
{
    return a - b;
}

static inline double core_multiply(double a, double b)
{
    return a * b;
}

static inline double core_divide(double a, double b)
{
    return a / b;
}

static inline double core_minimum(double a, double b)
{
    double least = a < b ? a : b;

    return a == a ? least : a;
}

static inline double core_maximum(double a, double b)
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

/* math_NAME is core_NAME but for huge angles: a block that has one gets the same digits, slower. */
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

#define DEFINE_BINARY(name)                                                         \
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

PLAIN_UNARIES(DEFINE_PLAIN)
ANGLE_UNARIES(DEFINE_ANGLE)
BINARIES(DEFINE_BINARY)

#define JOIN(a, b) a##b
#define NAME_OF_SET(set) JOIN(kernels_, set)
#define TEXT(word) #word
#define TEXT_OF_SET(set) TEXT(set)
#define ROW(name) .name = block_##name,

extern const struct kernels NAME_OF_SET(KERNEL_SET);

const struct kernels NAME_OF_SET(KERNEL_SET) = {
    .set = TEXT_OF_SET(KERNEL_SET), PLAIN_UNARIES(ROW) ANGLE_UNARIES(ROW) BINARIES(ROW)};
