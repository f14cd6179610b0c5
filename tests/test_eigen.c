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
    double values[2];
} TWO[] = {
    {2,                        0,      1,                      {1, 2}                                      },
    {0,                        0,      0,                      {0, 0}                                      },
    {1,                        -1,     1,                      {0, 2}                                      },
    {-2,                       1,      -2,                     {-3, -1}                                    },
    {0,                        1,      0,                      {-1, 1}                                     },
    {0,                        1e-160, 0,                      {-1e-160, 1e-160}                           },
    {1e300,                    1e300,  1e300,                  {0, 2e300}                                  },
    {1e20,                     1,      1e-20,                  {-5.484672854579043e-37, 1e20}              },
    {2,                        0,      1e-300,                 {1e-300, 2}                                 },
    {4.916067795588078e-09,
     1.1807742622627866,               1.3613924820906713,
     {-0.6822326716089075, 2.043625158615647}                                                              },
    {110383426.97428676,
     0.5958982125476968,               3.2169202338704113e-09,
     {-6.861990149789271e-26, 110383426.97428676}                                                          },
    {-12372380.887134504,
     -0.47696833182093945,
     12372380.887134504,                                       {-12372380.887134513, 12372380.887134513}   },
    {-194754324.1644391,
     -0.36739578010194407,
     -194754324.1644391,
     {-194754324.5318349, -194754323.79704332}                                                             },
    {106290180.6516567,
     1.047701710377544,                -1.4449303264043873,
     {-1.4449303367315771, 106290180.65165672}                                                             },
    {46981008.18644666,
     -1.4710365831323013,
     4.606007219610549e-08,                                    {2.5894915899625918e-24, 46981008.186446704}},
    {-113807532.3101071,
     14896.310617472074,               113807532.3101071,
     {-113807533.28499894, 113807533.28499894}                                                             },
    {-120444269.36142606,
     -1.2733253258175852,
     -120444269.36142606,
     {-120444270.63475138, -120444268.08810073}                                                            },
    {1.574966710305914e-08,
     -0.0001913719166481795,
     -1.3361757714810176,
     {-1.3361757988899934, 4.315864283839252e-08}                                                          },
    {-1.41719236183727,
     -0.6725820511174474,
     -0.3191991628425781,
     {-1.736391524679848, 2.1573888744805552e-17}                                                          },
    {0.8307046096890227,
     -7601.682735874849,
     -0.8307046096890227,
     {-7601.68278126415, 7601.68278126415}                                                                 },
    {-7.368275766142238e+99,
     -0.1098466007510086,
     -7.368275766142238e+99,
     {-7.368275766142238e+99, -7.368275766142238e+99}                                                      },
    {1.9003982525769412,
     17968.819066821045,               1.3795235575525187,
     {-17967.17910780335, 17970.459029613477}                                                              },
    {-1.9277298584858794e+100,
     -0.5352620966325579,
     -1.486232683642278e-101,
     {-1.9277298584858794e+100, -2.5138044056777226e-117}                                                  },
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
        assert_near(values[0], TWO[i].values[0], 4);
        assert_near(values[1], TWO[i].values[1], 4);
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
        cmocka_unit_test(what_is_not_finite_gives_nan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
