/* Expectations over Gaussian numbers against plain sums over a fine grid. */
#include "math/gaussian.h"
#include "math/elementary.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define PI 3.14159265358979323846

static void assert_near(double got, double right, double within)
{
    if (!(fabs(got - right) <= within))
        fail_msg("%.12g, not %.12g", got, right);
}

typedef double function(double z);

static double one(double z)
{
    (void)z;
    return 1;
}

static double square(double z)
{
    return z * z;
}

static double steep(double z)
{
    double t = math_tanh(1000 * z);

    return t * t;
}

static double elu(double z)
{
    return z > 0 ? z : math_expm1(z);
}

static double relu(double z)
{
    return z > 0 ? z : 0;
}

static double step(double z)
{
    return z > 0;
}

static double softsign(double z)
{
    return z / (1 + fabs(z));
}

static double wide_tanh(double z)
{
    return math_tanh(4 * z);
}

static void values_of(const struct gaussian *g, function *f, double *out)
{
    for (int i = 0; i < GAUSSIAN_NODES; i++)
        out[i] = f(g->u[i]);
}

struct mean_case {
    function *f;
    double mean;
};

static void test_means_are_right_across_kinks_and_steps(void **state)
{
    static const struct mean_case CASES[] = {
        {one, 1},
        {square, 1},
        {fabs, 0.79788456080286536},
        {relu, 0.39894228040143268},
        {step, 0.5},
        {steep, 0.99920211592218}, /* mpmath, 30 digits */
    };
    struct gaussian *g = malloc(sizeof *g);
    double a[GAUSSIAN_NODES];

    (void)state;
    gaussian_fill(g);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        values_of(g, CASES[i].f, a);
        assert_near(gaussian_mean(g, a), CASES[i].mean, 1e-9);
    }
    values_of(g, square, a);
    assert_near(gaussian_product(g, a, a), 3, 1e-9);
    assert_near(gaussian_growth(g, a), 1, 1e-9);
    assert_near(gaussian_bend(g, a), 1, 1e-9);
    free(g);
}

/* E f(u) f(v) as a plain sum; the kinks at 0 lie between its points. */
static double plain_pair(function *f, double rho)
{
    const double h = 0.03, far = sqrt((1 - rho) * (1 + rho));
    double sum = 0;

    for (double u = -9 + h / 2; u < 9; u += h)
        for (double w = -9 + h / 2; w < 9; w += h)
            sum += math_exp(-(u * u + w * w) / 2) * f(u) * f(rho * u + far * w);
    return sum * h * h / (2 * PI);
}

struct pair_case {
    function *f;
    double within;
};

static double pair_of(const struct gaussian *g, function *f, double rho)
{
    double a[GAUSSIAN_NODES], spectrum[GAUSSIAN_SPECTRUM], spare, out;
    const struct gaussian_pairs pairs = {.count = 1,
                                         .f = spectrum,
                                         .g = spectrum,
                                         .f_stride = 1,
                                         .g_stride = 1,
                                         .rho = &rho,
                                         .spare = &spare,
                                         .out = &out};

    values_of(g, f, a);
    gaussian_spectrum(g, a, 1, spectrum);
    gaussian_pair(&pairs);
    return out;
}

static const double RHOS[] = {-0.99, -0.6, 0, 0.3, 0.9, 0.99};

enum { RHO_COUNT = sizeof RHOS / sizeof *RHOS };

static void test_pairs_are_those_of_a_plain_sum(void **state)
{
    static const struct pair_case CASES[] = {
        {math_tanh, 1e-6}, {math_sigmoid, 1e-6}, {elu, 1e-4},
        {softsign, 1e-4},  {wide_tanh, 2e-3},    {relu, 2e-4},
    };
    struct gaussian *g = malloc(sizeof *g);

    (void)state;
    gaussian_fill(g);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        for (int k = 0; k < RHO_COUNT; k++)
            assert_near(pair_of(g, CASES[i].f, RHOS[k]), plain_pair(CASES[i].f, RHOS[k]),
                        CASES[i].within);
    free(g);
}

static void test_a_pair_of_equals_is_the_mean_square(void **state)
{
    static function *const CASES[] = {math_tanh, wide_tanh, step, elu};
    struct gaussian *g = malloc(sizeof *g);
    double a[GAUSSIAN_NODES];

    (void)state;
    gaussian_fill(g);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        values_of(g, CASES[i], a);
        assert_near(pair_of(g, CASES[i], 1), gaussian_product(g, a, a), 1e-9);
    }
    assert_near(pair_of(g, step, -1), 0, 1e-9);
    free(g);
}

static void test_the_closed_forms_of_relu_are_right(void **state)
{
    double both[RHO_COUNT], steps[RHO_COUNT];

    (void)state;
    gaussian_relu_pair(RHO_COUNT, RHOS, both, steps);
    for (int k = 0; k < RHO_COUNT; k++) {
        assert_near(both[k], plain_pair(relu, RHOS[k]), 1e-4);
        assert_near(steps[k], plain_pair(step, RHOS[k]), 1e-2);
    }
    gaussian_relu_pair(1, &(const double){1}, both, steps);
    assert_near(both[0], 0.5, 1e-12);
    assert_near(steps[0], 0.5, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_means_are_right_across_kinks_and_steps),
        cmocka_unit_test(test_pairs_are_those_of_a_plain_sum),
        cmocka_unit_test(test_a_pair_of_equals_is_the_mean_square),
        cmocka_unit_test(test_the_closed_forms_of_relu_are_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
