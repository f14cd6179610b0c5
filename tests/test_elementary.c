/*
 * The elementary functions against the truth, their exact cases, and every set of
 * kernels against the functions of one number, bit by bit.
 */
#include "math/elementary.h"
#include "base/random.h"
#include "math/kernels.h"

#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef double unary(double x);
typedef double binary(double x, double y);

struct point {
    double x, right;
};

struct pair {
    double x, y, right;
};

#include "elementary_pairs.h"
#include "elementary_points.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define UNARY(name, points)                       \
    {                                             \
#name, math_##name, points, COUNT(points) \
    }

static const struct {
    const char *name;
    unary *of;
    const struct point *points;
    size_t count;
} UNARIES[] = {
    UNARY(exp, EXP_POINTS),         UNARY(expm1, EXPM1_POINTS),
    UNARY(log, LOG_POINTS),         UNARY(log1p, LOG1P_POINTS),
    UNARY(sin, SIN_POINTS),         UNARY(cos, COS_POINTS),
    UNARY(tan, TAN_POINTS),         UNARY(asin, ASIN_POINTS),
    UNARY(acos, ACOS_POINTS),       UNARY(atan, ATAN_POINTS),
    UNARY(sinh, SINH_POINTS),       UNARY(cosh, COSH_POINTS),
    UNARY(tanh, TANH_POINTS),       UNARY(erf, ERF_POINTS),
    UNARY(sigmoid, SIGMOID_POINTS), UNARY(softplus, SOFTPLUS_POINTS),
};

static const struct {
    const char *name;
    binary *of;
    const struct pair *pairs;
    size_t count;
} BINARIES[] = {
    UNARY(pow, POW_POINTS),
    UNARY(atan2, ATAN2_POINTS),
    UNARY(hypot, HYPOT_POINTS),
};

static uint64_t bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double number_of(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

static bool same(double a, double b)
{
    return bits_of(a) == bits_of(b) || (isnan(a) && isnan(b));
}

/*
 * How many doubles lie between the two, which have the same sign; zeros of unlike sign
 * are far.
 */
static uint64_t ulps_between(double a, double b)
{
    uint64_t x = bits_of(a), y = bits_of(b);

    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b) ? 0 : UINT64_MAX;
    return x > y ? x - y : y - x;
}

static void hard_points_are_within_two_ulps(void **state)
{
    (void)state;
    for (size_t f = 0; f < COUNT(UNARIES); f++) {
        for (size_t i = 0; i < UNARIES[f].count; i++) {
            struct point p = UNARIES[f].points[i];
            double found = UNARIES[f].of(p.x);

            if (ulps_between(found, p.right) > 2)
                fail_msg("%s(%a) = %a, not %a", UNARIES[f].name, p.x, found, p.right);
        }
    }
}

static void hard_pairs_are_within_two_ulps(void **state)
{
    (void)state;
    for (size_t f = 0; f < COUNT(BINARIES); f++) {
        for (size_t i = 0; i < BINARIES[f].count; i++) {
            struct pair p = BINARIES[f].pairs[i];
            double found = BINARIES[f].of(p.x, p.y);

            if (ulps_between(found, p.right) > 2)
                fail_msg("%s(%a, %a) = %a, not %a", BINARIES[f].name, p.x, p.y, found,
                         p.right);
        }
    }
}

/* Whole powers by multiplying, as long as the product fits 53 bits. */
static void powers_are_exact_where_the_result_is(void **state)
{
    (void)state;
    for (double base = -1000; base <= 1000; base++) {
        double power = 1;

        for (double n = 0; fabs(power) < 0x1p53 && n < 60; n++, power *= base)
            if (!same(math_pow(base, n), power))
                fail_msg("%g^%g = %a, not %a", base, n, math_pow(base, n), power);
    }
    for (int n = -1074; n < 1024; n++) {
        assert_true(math_pow(2, n) == ldexp(1, n));
        assert_true(math_pow(0.5, -n) == ldexp(1, n));
    }
    for (double root = 1; root < 5000; root++)
        assert_true(math_pow(root * root, 0.5) == root);
    assert_true(math_pow(10, 22) == 1e22);
}

static void familiar_values_are_exact(void **state)
{
    static const struct {
        unary *of;
        double x, right;
    } rows[] = {
        {math_exp, 0, 1}, {math_cosh, 0, 1}, {math_cos, 0, 1},
        {math_log, 1, 0}, {math_acos, 1, 0}, {math_sigmoid, 0, 0.5},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_true(same(rows[i].of(rows[i].x), rows[i].right));
}

static double random_double(uint32_t index, uint64_t step)
{
    const struct random_place place = {.seed = 2, .step = step, .index = index};
    static const double special[] = {0,         -0.0,   1,      -1,      0.5,    INFINITY,
                                     -INFINITY, NAN,    5e-324, -1e-310, 1e300,  -1e300,
                                     50000,     -50001, 709.8,  -745.2,  0x1p52, 3};
    double pair[2];
    uint32_t bits[4];

    random_bits(place, bits);
    random_uniform(place, pair);
    switch (bits[0] % 8) {
    case 0:
        return number_of((uint64_t)bits[1] << 32 | bits[2]);
    case 1:
        return special[bits[1] % COUNT(special)];
    case 2:
        return pair[0] * 2 - 1;
    case 3:
        return pair[0] * 1500 - 750;
    default:
        return pair[0] * 20 - 10;
    }
}

static void odd_and_even_functions_are(void **state)
{
    static unary *const odd[] = {math_sin,  math_tan,  math_asin, math_atan,
                                 math_sinh, math_tanh, math_erf};
    static unary *const even[] = {math_cos, math_cosh};

    (void)state;
    for (uint32_t i = 0; i < 2000; i++) {
        double x = random_double(i, 1);

        for (size_t f = 0; f < COUNT(odd); f++)
            assert_true(same(odd[f](-x), -odd[f](x)));
        for (size_t f = 0; f < COUNT(even); f++)
            assert_true(same(even[f](-x), even[f](x)));
    }
}

static double negate(double x)
{
    return -x;
}

static double square(double x)
{
    return x * x;
}

static double reciprocal(double x)
{
    return 1 / x;
}

static double root(double x)
{
    return sqrt(x);
}

static double magnitude(double x)
{
    return fabs(x);
}

static double sign(double x)
{
    return isnan(x) ? x : (x > 0) - (x < 0);
}

static double relu(double x)
{
    return isnan(x) || x > 0 ? x : 0;
}

static double add(double x, double y)
{
    return x + y;
}

static double subtract(double x, double y)
{
    return x - y;
}

static double multiply(double x, double y)
{
    return x * y;
}

static double divide(double x, double y)
{
    return x / y;
}

static double minimum(double x, double y)
{
    return isnan(x) || x < y ? x : y;
}

static double maximum(double x, double y)
{
    return isnan(x) || x > y ? x : y;
}

#define ROW(name, of)                             \
    {                                             \
#name, offsetof(struct kernels, name), of \
    }
#define MATH_ROW(name) ROW(name, math_##name)
#define OWN_ROW(name) ROW(name, name)

static const struct {
    const char *name;
    size_t offset;
    unary *of;
} UNARY_KERNELS[] = {
    OWN_ROW(negate),    OWN_ROW(square), OWN_ROW(reciprocal), OWN_ROW(root),
    OWN_ROW(magnitude), OWN_ROW(sign),   OWN_ROW(relu),       MATH_ROW(exp),
    MATH_ROW(log),      MATH_ROW(sin),   MATH_ROW(cos),       MATH_ROW(tan),
    MATH_ROW(asin),     MATH_ROW(acos),  MATH_ROW(atan),      MATH_ROW(sinh),
    MATH_ROW(cosh),     MATH_ROW(tanh),  MATH_ROW(erf),       MATH_ROW(sigmoid),
    MATH_ROW(softplus),
};

static const struct {
    const char *name;
    size_t offset;
    binary *of;
} BINARY_KERNELS[] = {
    OWN_ROW(add),    OWN_ROW(subtract),    OWN_ROW(multiply),
    OWN_ROW(divide), OWN_ROW(minimum),     OWN_ROW(maximum),
    MATH_ROW(atan2), ROW(power, math_pow), MATH_ROW(hypot),
};

enum { LONGEST = 600 };

static const size_t LENGTHS[] = {0, 1,  2,  3,  4,   5,   7,   8,
                                 9, 15, 17, 64, 255, 256, 257, LONGEST};

static void fill(double *block, uint64_t step)
{
    for (uint32_t i = 0; i <= LONGEST; i++)
        block[i] = random_double(i, step);
}

/* Angles that are not huge, for huge ones change the kernel's way. */
static void calm(double *block)
{
    for (size_t i = 0; i <= LONGEST; i++)
        if (fabs(block[i]) > 40000)
            block[i] = (double)i;
}

static void expect_same(const char *what, const double *found, const double *right,
                        size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!same(found[i], right[i]))
            fail_msg("%s: [%zu of %zu] is %a, not %a", what, i, n, found[i], right[i]);
}

/* In place and not, and nothing written behind the end. */
static void try_unary(size_t row, const struct kernels *set, size_t n, const double *a)
{
    kernel_unary *kernel;
    double right[LONGEST + 1], out[LONGEST + 1];

    memcpy(&kernel, (const char *)set + UNARY_KERNELS[row].offset, sizeof kernel);
    for (size_t i = 0; i < n; i++)
        right[i] = UNARY_KERNELS[row].of(a[i]);
    right[n] = out[n] = 12345;
    kernel(n, a, out);
    expect_same(UNARY_KERNELS[row].name, out, right, n + 1);
    memcpy(out, a, n * sizeof *a);
    kernel(n, out, out);
    expect_same(UNARY_KERNELS[row].name, out, right, n + 1);
}

static void unary_kernels_give_the_bits_of_the_functions(void **state)
{
    double a[LONGEST + 1];

    (void)state;
    for (const struct kernels *const *set = kernels_all(); *set; set++) {
        for (size_t row = 0; row < COUNT(UNARY_KERNELS); row++) {
            for (size_t l = 0; l < COUNT(LENGTHS); l++) {
                fill(a, l);
                try_unary(row, *set, LENGTHS[l], a);
                calm(a);
                try_unary(row, *set, LENGTHS[l], a);
            }
        }
    }
}

struct operands {
    size_t n, sa, sb;
    const double *a, *b;
};

static void try_binary(size_t row, const struct kernels *set, struct operands o)
{
    kernel_binary *kernel;
    double right[LONGEST + 1], out[LONGEST + 1];

    memcpy(&kernel, (const char *)set + BINARY_KERNELS[row].offset, sizeof kernel);
    for (size_t i = 0; i < o.n; i++)
        right[i] = BINARY_KERNELS[row].of(o.a[i * o.sa], o.b[i * o.sb]);
    right[o.n] = out[o.n] = 12345;
    kernel(o.n, o.a, o.sa, o.b, o.sb, out);
    expect_same(BINARY_KERNELS[row].name, out, right, o.n + 1);
    memcpy(out, o.a, o.n * sizeof *out);
    kernel(o.n, out, o.sa, o.b, o.sb, out);
    expect_same(BINARY_KERNELS[row].name, out, right, o.n + 1);
    memcpy(out, o.b, o.n * sizeof *out);
    kernel(o.n, o.a, o.sa, out, o.sb, out);
    expect_same(BINARY_KERNELS[row].name, out, right, o.n + 1);
}

static void binary_kernels_give_the_bits_of_the_functions(void **state)
{
    double a[LONGEST + 1], b[LONGEST + 1];

    (void)state;
    for (const struct kernels *const *set = kernels_all(); *set; set++) {
        for (size_t row = 0; row < COUNT(BINARY_KERNELS); row++) {
            for (size_t k = 0; k < 4 * COUNT(LENGTHS); k++) {
                fill(a, k + 100);
                fill(b, k + 200);
                try_binary(row, *set,
                           (struct operands){LENGTHS[k / 4], k & 1, k >> 1 & 1, a, b});
            }
        }
    }
}

/*
 * One fingerprint of many results, so that compilers, levels and machines can be
 * compared.
 */
static void digits_are_the_same_everywhere(void **state)
{
    uint64_t print = 0;

    (void)state;
    for (uint32_t i = 0; i < 4000; i++) {
        double x = random_double(i, 300), y = random_double(i, 301), z;

        for (size_t f = 0; f < COUNT(UNARIES) + COUNT(BINARIES); f++) {
            z = f < COUNT(UNARIES) ? UNARIES[f].of(x)
                                   : BINARIES[f - COUNT(UNARIES)].of(x, y);
            print = (print ^ (isnan(z) ? 1 : bits_of(z))) * UINT64_C(0x9e3779b97f4a7c15);
            print ^= print >> 29;
        }
    }
    if (print != UINT64_C(0x54d184fb64d4460e))
        fail_msg("the fingerprint is 0x%016" PRIx64, print);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hard_points_are_within_two_ulps),
        cmocka_unit_test(hard_pairs_are_within_two_ulps),
        cmocka_unit_test(powers_are_exact_where_the_result_is),
        cmocka_unit_test(familiar_values_are_exact),
        cmocka_unit_test(odd_and_even_functions_are),
        cmocka_unit_test(unary_kernels_give_the_bits_of_the_functions),
        cmocka_unit_test(binary_kernels_give_the_bits_of_the_functions),
        cmocka_unit_test(digits_are_the_same_everywhere),
    };

    return cmocka_run_group_tests_name("elementary", tests, NULL, NULL);
}
