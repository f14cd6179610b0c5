/* What is done in slices comes to the same bits, however it is cut. */
#include "base/memory.h"
#include "problem/net.h"

#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct problem *make(int norm, bool residual)
{
    struct net_settings set = net_defaults();
    struct problem *p;
    struct err err;

    set.depth = 4;
    set.width = 70;
    set.norm = norm;
    set.residual = residual;
    set.dropout = residual ? 0.2 : 0;
    set.data.samples = 700;
    p = net_new(&set, NULL, 3, &err);
    assert_non_null(p);
    return p;
}

static double *new_vector(const struct problem *p)
{
    return memory_new((size_t)p->n, sizeof(double));
}

/* Where the net starts, with a batch of 40 before it. */
static double *begin(struct problem *p)
{
    double *x = new_vector(p);

    p->kind->start(p, x);
    problem_meet(p, &(struct occasion){.batch = 40, .shuffle = true});
    return x;
}

static void evaluate_in_slices(struct problem *p, struct evaluation *e, int size)
{
    int slice = size;

    while (!problem_evaluate(p, e, &slice))
        slice = size;
}

static void compare_evaluation(struct problem *p)
{
    double *x = begin(p), *whole = new_vector(p), *cut = new_vector(p);
    double value = problem_gradient(p, x, whole);

    for (int size = 1; size < 200; size *= 7) {
        struct evaluation e = {.at = x, .g = cut}, alone = {.at = x};

        for (int i = 0; i < p->n; i++)
            cut[i] = NAN;
        evaluate_in_slices(p, &alone, size);
        evaluate_in_slices(p, &e, size);
        assert_true(e.value == value && alone.value == value);
        assert_memory_equal(cut, whole, (size_t)p->n * sizeof(double));
    }
    free(x);
    free(whole);
    free(cut);
}

static void test_a_gradient_in_slices_is_the_gradient(void **state)
{
    (void)state;
    for (int norm = 0; norm < NORM_COUNT; norm++)
        for (int residual = 0; residual < 2; residual++) {
            struct problem *p = make(norm, residual);

            compare_evaluation(p);
            problem_free(p);
        }
}

static void test_figures_in_slices_are_the_figures(void **state)
{
    (void)state;
    for (int norm = 0; norm < NORM_COUNT; norm++) {
        struct problem *p = make(norm, false);
        struct assessment a = {0};
        struct figures whole;
        double *x = begin(p);
        int slice = 1, slices = 0;

        a.at = x;
        problem_figures(p, x, &whole);
        for (; !problem_assess(p, &a, &slice); slice = 1)
            slices++;
        assert_memory_equal(&a.out, &whole, sizeof whole);
        assert_true(slices >= 2 * p->layers - 2);
        free(x);
        problem_free(p);
    }
}

static void test_a_slice_is_as_long_as_asked_for(void **state)
{
    struct problem *p = make(NORM_none, false);
    double *x = begin(p), *g = new_vector(p);
    struct evaluation e = {.at = x, .g = g};
    int slices = 1, slice = 10, cost = problem_cost(p);

    (void)state;
    for (; !problem_evaluate(p, &e, &slice); slice = 10)
        slices++;
    assert_true(cost > 20);
    assert_true(slices >= cost / 20 && slices <= cost / 10 + 1);
    free(x);
    free(g);
    problem_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_gradient_in_slices_is_the_gradient),
        cmocka_unit_test(test_figures_in_slices_are_the_figures),
        cmocka_unit_test(test_a_slice_is_as_long_as_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
