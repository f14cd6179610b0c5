/* The activations of nets with their first and second derivatives. */
#include "math/matrix.h"

#include <math.h>

#include "math/core_error.h"
#include "math/core_exp.h"
#include "math/core_log.h"

#define INLINE static inline __attribute__((always_inline))

/* Klambauer et al., "Self-normalizing neural networks" (2017). */
#define SELU_SCALE 1.0507009873554804934193349852946
#define SELU_FALL (SELU_SCALE * 1.6732632423543772848170429916717)
#define LEAK 0.01
#define ROOT_HALF 0.70710678118654752440
#define ROOT_TWO_PI 0.39894228040143267794 /* 1 / sqrt(2 pi) */

INLINE double linear_value(double z)
{
    return z;
}

INLINE double linear_slope(double z, double a)
{
    (void)z, (void)a;
    return 1;
}

INLINE double linear_bend(double z, double a)
{
    (void)z, (void)a;
    return 0;
}

INLINE double sigmoid_value(double z)
{
    return core_sigmoid(z);
}

INLINE double sigmoid_slope(double z, double a)
{
    (void)z;
    return a * (1 - a);
}

INLINE double sigmoid_bend(double z, double a)
{
    (void)z;
    return a * (1 - a) * (1 - 2 * a);
}

/* (tanh(r) - r) / r^3 in r^2, |r| <= ln2 / 4; the error of tanh(r) is below 2^-57. */
static const double TANH[] = {
    -0x1.55555555554bcp-2, 0x1.11111110e0886p-3,  -0x1.ba1ba1168e351p-5,
    0x1.664ec9b3730e3p-6,  -0x1.223c69ba147cdp-7, 0x1.c381b92aa0ee5p-9,
};

/* Even and odd powers apart, so that one sum does not wait for the other. */
INLINE double small_tanh(double r)
{
    double w = r * r, v = w * w;
    double even = (TANH[4] * v + TANH[2]) * v + TANH[0];
    double odd = (TANH[5] * v + TANH[3]) * v + TANH[1];

    return r + r * (w * (even + w * odd));
}

/*
 * With |z| = n ln2 / 2 + r and t = tanh(r), exp(2 |z|) = 2^n (1 + t) / (1 - t): half the
 * work of core_tanh, and an ulp more. What rounds to n has it in its lowest bits already,
 * as the exponent of 2^n.
 */
INLINE double tanh_value(double z)
{
    const double rounder = CORE_ROUNDER + 1023;
    double size = core_at_most(fabs(z), 20);
    double turns = size * (2 * CORE_PER_LN2) + rounder, n = turns - rounder;
    double r = (size - n * (CORE_LN2_HIGH / 2)) - n * (CORE_LN2_LOW / 2);
    double scale = core_number(core_bits(turns) << 52), t = small_tanh(r);
    double more = scale + 1, less = scale - 1;

    return copysign((less + more * t) / (more + less * t), z);
}

INLINE double tanh_slope(double z, double a)
{
    (void)z;
    return 1 - a * a;
}

INLINE double tanh_bend(double z, double a)
{
    (void)z;
    return -2 * a * (1 - a * a);
}

INLINE double relu_value(double z)
{
    return z <= 0 ? 0 : z;
}

INLINE double relu_slope(double z, double a)
{
    (void)z;
    return a > 0 ? 1 : 0;
}

INLINE double relu_bend(double z, double a)
{
    return linear_bend(z, a);
}

INLINE double leaky_relu_value(double z)
{
    return z > 0 ? z : LEAK * z;
}

INLINE double leaky_relu_slope(double z, double a)
{
    (void)z;
    return a > 0 ? 1 : LEAK;
}

INLINE double leaky_relu_bend(double z, double a)
{
    return linear_bend(z, a);
}

INLINE double elu_value(double z)
{
    double below = core_expm1(z);

    return z > 0 ? z : below;
}

INLINE double elu_slope(double z, double a)
{
    (void)z;
    return a > 0 ? 1 : a + 1;
}

INLINE double elu_bend(double z, double a)
{
    (void)z;
    return a > 0 ? 0 : a + 1;
}

INLINE double selu_value(double z)
{
    double below = core_expm1(z);

    return z > 0 ? SELU_SCALE * z : SELU_FALL * below;
}

INLINE double selu_slope(double z, double a)
{
    (void)z;
    return a > 0 ? SELU_SCALE : a + SELU_FALL;
}

INLINE double selu_bend(double z, double a)
{
    (void)z;
    return a > 0 ? 0 : a + SELU_FALL;
}

INLINE double gelu_value(double z)
{
    return z * (0.5 + 0.5 * core_erf(z * ROOT_HALF));
}

INLINE double gelu_slope(double z, double a)
{
    (void)a;
    return 0.5 + 0.5 * core_erf(z * ROOT_HALF) +
           z * (ROOT_TWO_PI * core_exp(-0.5 * (z * z)));
}

INLINE double gelu_bend(double z, double a)
{
    (void)a;
    return (ROOT_TWO_PI * core_exp(-0.5 * (z * z))) * (2 - z * z);
}

INLINE double silu_value(double z)
{
    return z * core_sigmoid(z);
}

INLINE double silu_slope(double z, double a)
{
    double s = core_sigmoid(z);

    return s + a * (1 - s);
}

INLINE double silu_bend(double z, double a)
{
    double s = core_sigmoid(z);

    (void)a;
    return s * (1 - s) * (2 + z * (1 - 2 * s));
}

INLINE double softplus_value(double z)
{
    return core_softplus(z);
}

INLINE double softplus_slope(double z, double a)
{
    (void)a;
    return core_sigmoid(z);
}

INLINE double softplus_bend(double z, double a)
{
    double s = core_sigmoid(z);

    (void)a;
    return s * (1 - s);
}

INLINE double softsign_value(double z)
{
    return z / (1 + fabs(z));
}

INLINE double softsign_slope(double z, double a)
{
    double below = 1 + fabs(z);

    (void)a;
    return 1 / (below * below);
}

INLINE double softsign_bend(double z, double a)
{
    double below = 1 + fabs(z), side = z > 0 ? -2 : z < 0 ? 2 : 0;

    (void)a;
    return side / (below * below * below);
}

#if defined(__clang__)
#pragma clang diagnostic ignored \
    "-Wpass-failed" /* without optimization nothing vectorizes */
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

#define DEFINE(name, text, source)                                                     \
    static void forward_##name(size_t n, const double *z, double *a)                   \
    {                                                                                  \
        INDEPENDENT                                                                    \
        for (size_t i = 0; i < n; i++)                                                 \
            a[i] = name##_value(z[i]);                                                 \
    }                                                                                  \
    static void backward_##name(size_t n, const double *z, const double *a, double *d) \
    {                                                                                  \
        INDEPENDENT                                                                    \
        for (size_t i = 0; i < n; i++)                                                 \
            d[i] *= name##_slope(z[i], a[i]);                                          \
    }                                                                                  \
    static void bend_##name(size_t n, const double *z, const double *a, double *d)     \
    {                                                                                  \
        INDEPENDENT                                                                    \
        for (size_t i = 0; i < n; i++)                                                 \
            d[i] *= name##_bend(z[i], a[i]);                                           \
    }

ACTIVATIONS(DEFINE)

#define JOIN(a, b) a##b
#define NAME_OF_SET(set) JOIN(activation_kernels_, set)
#define ROW(name, text, source) \
    [ACTIVATION_##              \
        name] = {SLOPE_OF_##source, forward_##name, backward_##name, bend_##name},

extern const struct activation_kernel NAME_OF_SET(KERNEL_SET)[ACTIVATION_COUNT];

const struct activation_kernel NAME_OF_SET(KERNEL_SET)[ACTIVATION_COUNT] = {
    ACTIVATIONS(ROW)};
