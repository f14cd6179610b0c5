/* The largest eigenvalues of operators whose spectrum is known. */
#include "math/lanczos.h"
#include "base/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 300 };

/* Reflections of a diagonal: H D H with H = 1 - 2 u u, u a unit vector of all kinds. */
struct operator
{
    size_t n;
    double values[MOST];
    double unit[MOST];
    int products;
};

static void reflect(const struct operator* a, double *v)
{
    double along = 0;

    for (size_t i = 0; i < a->n; i++)
        along += a->unit[i] * v[i];
    for (size_t i = 0; i < a->n; i++)
        v[i] -= 2 * along * a->unit[i];
}

static void apply(struct operator* a, const double *v, double *out)
{
    memcpy(out, v, a->n * sizeof *v);
    reflect(a, out);
    for (size_t i = 0; i < a->n; i++)
        out[i] *= a->values[i];
    reflect(a, out);
    a->products++;
}

static struct operator operator_of(size_t n, double (*value)(size_t i))
{
    struct operator a = {.n = n};
    double length = 0;

    for (size_t i = 0; i < n; i++) {
        a.values[i] = value(i);
        a.unit[i] = (double)((i * 37 + 11) % 101) - 50;
        length += a.unit[i] * a.unit[i];
    }
    for (size_t i = 0; i < n; i++)
        a.unit[i] = length > 0 ? a.unit[i] / sqrt(length) : 0;
    return a;
}

static struct lanczos *solve(struct operator* a, const struct lanczos_plan *plan)
{
    struct lanczos *l = lanczos_new(plan);
    struct lanczos_request request;
    enum lanczos_state state;

    while ((state = lanczos_go_on(l, &request)) != LANCZOS_DONE)
        if (state == LANCZOS_PRODUCT)
            apply(a, request.v, request.out);
    return l;
}

static double falling(size_t i)
{
    return 10.0 / (double)(i + 1) - 1;
}

static double both_signs(size_t i)
{
    return i == 7 ? 5 : i == 9 ? 4.5 : -8 + 0.01 * (double)i;
}

static double close_together(size_t i)
{
    return 1 + 1e-3 * (double)(i % 100);
}

static double twice_the_same(size_t i)
{
    return i < 2 ? 3 : 1.0 / (double)i;
}

static double nothing(size_t i)
{
    (void)i;
    return 0;
}

static double lost(size_t i)
{
    return i == 3 ? NAN : 1;
}

static const struct spectrum {
    const char *name;
    size_t n;
    double (*value)(size_t i);
    double first, second; /* what is right */
} SPECTRA[] = {
    {"falling", 300, falling, 9, 4},
    {"both signs", 200, both_signs, 5, 4.5},
    {"close together", 100, close_together, 1.099, 1.098},
    {"twice the same", 50, twice_the_same, 3, 3},
    {"nothing", 20, nothing, 0, 0},
    {"two dimensions", 2, falling, 9, 4},
};

enum { SPECTRUM_COUNT = sizeof SPECTRA / sizeof *SPECTRA };

static void test_the_largest_eigenvalues_are_found(void **state)
{
    (void)state;
    for (int s = 0; s < SPECTRUM_COUNT; s++)
        for (int basis = 6; basis <= LANCZOS_BASIS; basis += 5) {
            struct operator a = operator_of(SPECTRA[s].n, SPECTRA[s].value);
            const struct lanczos_plan plan = {.n = a.n,
                                              .wanted = 2,
                                              .basis = basis,
                                              .products = 2000,
                                              .tolerance = 1e-9};
            struct lanczos *l = solve(&a, &plan);

            if (!(fabs(lanczos_value(l, 0) - SPECTRA[s].first) <= 1e-12 * 10) ||
                !(fabs(lanczos_value(l, 1) - SPECTRA[s].second) <= 1e-12 * 10))
                fail_msg("%s, basis %d: %.15g %.15g", SPECTRA[s].name, basis,
                         lanczos_value(l, 0), lanczos_value(l, 1));
            assert_true(lanczos_converged(l));
            assert_int_equal(lanczos_products(l), a.products);
            lanczos_free(l);
        }
}

static double dot(size_t n, const double *a, const double *b)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static void test_vectors_are_orthonormal_and_residuals_true(void **state)
{
    double out[MOST];

    (void)state;
    for (int s = 0; s < SPECTRUM_COUNT; s++) {
        struct operator a = operator_of(SPECTRA[s].n, SPECTRA[s].value);
        const struct lanczos_plan plan = {
            .n = a.n, .wanted = 2, .basis = 8, .products = 2000, .tolerance = 1e-6};
        struct lanczos *l = solve(&a, &plan);

        for (int i = 0; i < 2; i++) {
            const double *v = lanczos_vector(l, i);

            assert_true(fabs(dot(a.n, v, v) - 1) < 1e-13);
            apply(&a, v, out);
            for (size_t k = 0; k < a.n; k++)
                out[k] -= lanczos_value(l, i) * v[k];
            assert_true(fabs(sqrt(dot(a.n, out, out)) - lanczos_residual(l, i)) < 1e-12);
        }
        assert_true(fabs(dot(a.n, lanczos_vector(l, 0), lanczos_vector(l, 1))) < 1e-13);
        lanczos_free(l);
    }
}

static void test_what_is_not_finite_gives_no_number(void **state)
{
    struct operator a = operator_of(10, lost);
    const struct lanczos_plan plan = {
        .n = 10, .wanted = 1, .basis = 8, .products = 50, .tolerance = 1e-6};
    struct lanczos *l = solve(&a, &plan);

    (void)state;
    assert_true(isnan(lanczos_value(l, 0)) && isnan(lanczos_lowest(l)));
    assert_false(lanczos_converged(l));
    lanczos_free(l);
}

static void test_it_gives_up_where_it_was_told_to(void **state)
{
    struct operator a = operator_of(100, close_together);
    const struct lanczos_plan plan = {
        .n = 100, .wanted = 1, .basis = 4, .products = 9, .tolerance = 1e-12};
    struct lanczos *l = solve(&a, &plan);

    (void)state;
    assert_int_equal(lanczos_products(l), 9);
    assert_false(lanczos_converged(l));
    assert_true(lanczos_value(l, 0) > 1.08 && lanczos_value(l, 0) < 1.099);
    assert_true(lanczos_lowest(l) >= 1 && lanczos_lowest(l) < 1.02);
    lanczos_free(l);
}

static void test_beginning_again_gives_the_same_bits(void **state)
{
    struct operator a = operator_of(100, falling);
    const struct lanczos_plan plan = {
        .n = 100, .wanted = 2, .basis = 8, .products = 200, .tolerance = 1e-8};
    struct lanczos *once = solve(&a, &plan), *again = solve(&a, &plan);
    struct lanczos_request request;

    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_true(lanczos_value(once, 0) == lanczos_value(again, 0));
        assert_memory_equal(lanczos_vector(once, 1), lanczos_vector(again, 1),
                            100 * sizeof(double));
        lanczos_begin(again);
        for (enum lanczos_state s; (s = lanczos_go_on(again, &request)) != LANCZOS_DONE;)
            if (s == LANCZOS_PRODUCT)
                apply(&a, request.v, request.out);
    }
    lanczos_free(once);
    lanczos_free(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_largest_eigenvalues_are_found),
        cmocka_unit_test(test_vectors_are_orthonormal_and_residuals_true),
        cmocka_unit_test(test_what_is_not_finite_gives_no_number),
        cmocka_unit_test(test_it_gives_up_where_it_was_told_to),
        cmocka_unit_test(test_beginning_again_gives_the_same_bits),
    };

    return cmocka_run_group_tests_name("lanczos", tests, NULL, NULL);
}
