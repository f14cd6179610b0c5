/* Eigenvalues and eigenvectors of small symmetric matrices. */
#include "math/eigen.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"

/* A matrix [[a, b], [b, c]] and its eigenvalues, computed with 3,000 bits. */
static const struct {
    double a, b, c;
    double low, high;
} TWO[] = {
    {2, 0, 1, 1, 2},
    {0, 0, 0, 0, 0},
    {1, -1, 1, 0, 2},
    {-2, 1, -2, -3, -1},
    {0, 1, 0, -1, 1},
    {0, 1e-160, 0, -1e-160, 1e-160},
    {1e300, 1e300, 1e300, 0, 2e300},
    {1e20, 1, 1e-20, -5.484672854579043e-37, 1e20},
    {2, 0, 1e-300, 1e-300, 2},
    {-7.047e7, -0.4207, -1.7103, -7.047e7, -1.710299997488456},
    {1.435e-09, 0.3312, 76441000.0, -7.914600803281087e-15, 76441000.0},
    {-0.2654, -1.037e-4, 0.2654, -0.2654000202594002, 0.2654000202594002},
    {2.618e7, 0.5225, 2.618e7, 26179999.4775, 26180000.5225},
    {-4.133e7, -1.814, -0.84156, -41330000.00000008, -0.841559920382384},
    {-1.423, 0.2837, -0.056561, -1.479560585687801, -4.1431219912721433e-7},
    {2.848e7, -0.5104, -2.848e7, -28480000.000000004, 28480000.000000004},
    {4.76e+99, 7.216e-05, 4.76e+99, 4.76e+99, 4.76e+99},
    {-1.376e+99, -0.5537, 1.1775, -1.376e+99, 1.1775},
    {79600000.0, -16730.0, 3.5162, -4.246230968207093e-05, 79600003.51624246},
    {1.501e+100, -0.8482, -1.501e+100, -1.501e+100, 1.501e+100},
    {-3.275e-09, -0.0001392, -3.275e-09, -0.000139203275, 0.000139196725},
    {1.848, 10580.0, -0.63951, -10579.395828106168, 10580.604318106167},
    {-5.993e+99, 3.196e-05, -1.7e-109, -5.993e+99, 4.391122976806231e-112},
    {33.0, 32.0, 31.0, -0.015621187164243433, 64.01562118716424},
};

enum { TWO_COUNT = sizeof TWO / sizeof *TWO };

static void assert_near(double got, double want, double ulps)
{
    if (!(fabs(got - want) <= ulps * DBL_EPSILON * fabs(want)))
        fail_msg("got %.17g, want %.17g", got, want);
}

static void eigenvalues_of_two_are_accurate_even_where_they_cancel(void **state)
{
    (void)state;
    for (int i = 0; i < TWO_COUNT; i++) {
        const double m[] = {TWO[i].a, TWO[i].b, TWO[i].b, TWO[i].c};
        double values[2];

        eigen_symmetric(2, m, values, NULL);
        assert_near(values[0], TWO[i].low, 4);
        assert_near(values[1], TWO[i].high, 4);
    }
}

/* A random matrix whose elements spread over `decades` powers of ten. */
static void make_matrix(int n, uint64_t seed, double decades, double *m)
{
    for (int i = 0; i < n; i++)
        for (int j = i; j < n; j++) {
            struct random_place place = {
                .seed = seed, .step = (uint64_t)n, .index = (uint32_t)(i * n + j)};
            double u[2];

            random_uniform(place, u);
            m[i * n + j] = m[j * n + i] =
                (2 * u[0] - 1) * exp((u[1] - 0.5) * decades * 2.302585);
        }
}

static double norm(int n, const double *m)
{
    double sum = 0;

    for (int i = 0; i < n * n; i++)
        sum += m[i] * m[i];
    return sqrt(sum);
}

static double product(int n, const double *a, const double *b)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static void assert_decomposed(int n, const double *m, const double *values,
                              const double *vectors)
{
    double small = 1e-14 * n * (norm(n, m) + DBL_MIN);

    for (int k = 0; k < n; k++) {
        const double *v = &vectors[k * n];

        assert_true(k == 0 || values[k] >= values[k - 1]);
        for (int i = 0; i < n; i++)
            assert_true(fabs(product(n, &m[i * n], v) - values[k] * v[i]) <= small);
        for (int j = 0; j < n; j++)
            assert_true(fabs(product(n, v, &vectors[j * n]) - (j == k)) <= 1e-14 * n);
    }
}

static void vectors_are_orthonormal_and_belong_to_ascending_values(void **state)
{
    (void)state;
    for (int n = 1; n <= EIGEN_MAX; n++)
        for (uint64_t seed = 0; seed < 20; seed++) {
            double m[EIGEN_MAX * EIGEN_MAX], values[EIGEN_MAX];
            double vectors[EIGEN_MAX * EIGEN_MAX];

            make_matrix(n, seed, seed % 4 ? (double)seed : 0, m);
            eigen_symmetric(n, m, values, vectors);
            assert_decomposed(n, m, values, vectors);
        }
}

static void the_greatest_component_of_a_vector_is_positive(void **state)
{
    (void)state;
    for (int n = 1; n <= EIGEN_MAX; n++) {
        double m[EIGEN_MAX * EIGEN_MAX], values[EIGEN_MAX],
            vectors[EIGEN_MAX * EIGEN_MAX];

        make_matrix(n, 7, 1, m);
        eigen_symmetric(n, m, values, vectors);
        for (int k = 0; k < n; k++) {
            double most = 0;

            for (int i = 0; i < n; i++)
                most = fabs(vectors[k * n + i]) > fabs(most) ? vectors[k * n + i] : most;
            assert_true(most > 0);
        }
    }
}

static void a_diagonal_is_sorted_and_left_alone(void **state)
{
    const double m[] = {3, 0, 0, 0, -1e-100, 0, 0, 0, 1e100};
    double values[3], vectors[9];
    const double want[] = {0, 1, 0, 1, 0, 0, 0, 0, 1};

    (void)state;
    eigen_symmetric(3, m, values, vectors);
    assert_true(values[0] == -1e-100 && values[1] == 3 && values[2] == 1e100);
    for (int i = 0; i < 9; i++)
        assert_true(vectors[i] == want[i]);
}

/* With a on the diagonal twice, the vector of the lower value has the sign of -b. */
static void vectors_keep_their_order_where_values_agree_to_the_last_digit(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct random_place place = {.seed = seed};
        double u[2], values[2], vectors[4], a, b;

        random_uniform(place, u);
        a = (seed % 2 ? 1 : -1) * (1 + u[0]);
        b = (seed % 3 ? 1 : -1) * (1 + u[1]) * 1e-17;
        eigen_symmetric(2, (const double[]){a, b, b, a}, values, vectors);
        assert_true(values[0] <= values[1]);
        assert_true(vectors[0] * vectors[1] * b < 0 && vectors[2] * vectors[3] * b > 0);
    }
}

static void what_is_not_finite_gives_nan(void **state)
{
    (void)state;
    for (int n = 1; n <= 4; n++)
        for (int kind = 0; kind < 2; kind++) {
            double m[16] = {0}, values[4], vectors[16];

            m[n * n - 1] = kind ? INFINITY : NAN;
            eigen_symmetric(n, m, values, vectors);
            for (int i = 0; i < n; i++)
                assert_true(isnan(values[i]) && isnan(vectors[i * n + i]));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(eigenvalues_of_two_are_accurate_even_where_they_cancel),
        cmocka_unit_test(vectors_are_orthonormal_and_belong_to_ascending_values),
        cmocka_unit_test(the_greatest_component_of_a_vector_is_positive),
        cmocka_unit_test(a_diagonal_is_sorted_and_left_alone),
        cmocka_unit_test(vectors_keep_their_order_where_values_agree_to_the_last_digit),
        cmocka_unit_test(what_is_not_finite_gives_nan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
