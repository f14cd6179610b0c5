/* Products of a net's Hessian against differences of its exact gradient. */
#include "problem/net_curve.h"
#include "base/memory.h"
#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct problem *make(const struct net_settings *set)
{
    struct err err;
    struct problem *p = net_new(set, NULL, 3, &err);

    if (!p)
        fail_msg("%s", err.text);
    return p;
}

/* Numbers in (-1, 1). */
static double *some(size_t n, uint64_t seed)
{
    double *x = memory_new(n, sizeof *x);

    for (size_t i = 0; i < n; i++) {
        double u[2];

        random_uniform((struct random_place){.seed = seed, .index = (uint32_t)i}, u);
        x[i] = 2 * u[0] - 1;
    }
    return x;
}

/* A point where no parameter is special: the start, moved a little everywhere. */
static double *some_point(struct problem *p)
{
    double *x = memory_new((size_t)p->n, sizeof *x);
    double *moved = some((size_t)p->n, 5);

    p->kind->start(p, x);
    for (int i = 0; i < p->n; i++)
        x[i] += 0.1 * moved[i];
    free(moved);
    return x;
}

/*
 * (g(x + h v) - g(x - h v)) / 2h, from two sizes of h so that h^4 is what is left, and
 * both so small that no unit passes a kink on the way.
 */
static void differ(struct problem *p, const double *x, const double *v, double *out)
{
    static const double STEP[2] = {2e-6, 4e-6}, WEIGHT[2] = {4.0 / 3, -1.0 / 3};
    size_t n = (size_t)p->n;
    double *at = memory_new(n, sizeof *at), *g = memory_new(n, sizeof *g);

    memset(out, 0, n * sizeof *out);
    for (int k = 0; k < 4; k++) {
        double h = k % 2 ? -STEP[k / 2] : STEP[k / 2];

        for (size_t i = 0; i < n; i++)
            at[i] = x[i] + h * v[i];
        problem_gradient(p, at, g);
        for (size_t i = 0; i < n; i++)
            out[i] += WEIGHT[k / 2] * g[i] / (2 * h);
    }
    free(at);
    free(g);
}

static double dot(size_t n, const double *a, const double *b)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static void check_close(const struct net_settings *set, size_t n, const double *product,
                        const double *right)
{
    double size = sqrt(dot(n, right, right));

    for (size_t i = 0; i < n; i++)
        if (!(fabs(product[i] - right[i]) <= 2e-7 * fmax(size, 1e-3)))
            fail_msg("depth %g %s %s loss %g residual %g dropout %g: %zu is %.12g, not "
                     "%.12g, of %g",
                     set->depth,
                     net_row(NET_SETTING(activation))->choices[(int)set->activation],
                     net_row(NET_SETTING(norm))->choices[(int)set->norm], set->loss,
                     set->residual, set->dropout, i, product[i], right[i], size);
}

/* Against differences, and u H v = v H u. */
static void compare(const struct net_settings *set, const struct occasion *o)
{
    struct problem *p = make(set);
    size_t n = (size_t)p->n;
    double *x = some_point(p), *u = some(n, 7), *v = some(n, 8);
    double *hu = memory_new(n, sizeof *hu), *hv = memory_new(n, sizeof *hv);
    double *right = memory_new(n, sizeof *right);

    problem_meet(p, o);
    p->kind->hessian_times(p, x, u, hu);
    p->kind->hessian_times(p, x, v, hv);
    differ(p, x, u, right);
    check_close(set, n, hu, right);
    assert_true(fabs(dot(n, v, hu) - dot(n, u, hv)) <=
                1e-12 * sqrt(dot(n, hu, hu) * dot(n, v, v)));
    free(x);
    free(u);
    free(v);
    free(hu);
    free(hv);
    free(right);
    problem_free(p);
}

static struct net_settings small(int activation, int norm)
{
    struct net_settings set = net_defaults();

    set.depth = 3;
    set.width = 5;
    set.activation = activation;
    set.norm = norm;
    set.data.samples = 24;
    return set;
}

static void test_products_are_differences_of_the_gradient(void **state)
{
    const struct occasion o = {.step = 4, .from = 3, .batch = 7, .shuffle = true};

    (void)state;
    for (int f = 0; f < ACTIVATION_COUNT; f++)
        for (int norm = 0; norm < NORM_COUNT; norm++)
            for (int way = 0; way < 4; way++) {
                struct net_settings set = small(f, norm);

                set.residual = way & 1;
                set.dropout = way & 2 ? 0.4 : 0;
                set.loss = (f + norm + way) % LOSS_COUNT;
                set.data.augment = way & 1 ? 0.1 : 0;
                compare(&set, &o);
            }
}

static void test_any_depth_works(void **state)
{
    const struct occasion o = {.batch = 9};

    (void)state;
    for (int depth = 0; depth <= 6; depth++)
        for (int norm = 0; norm < NORM_COUNT; norm++) {
            struct net_settings set = small(ACTIVATION_tanh, norm);

            set.depth = depth;
            set.loss = depth % LOSS_COUNT;
            compare(&set, &o);
        }
}

static void test_more_classes_than_two_work(void **state)
{
    const struct occasion o = {.batch = 0};
    struct net_settings set = small(ACTIVATION_gelu, NORM_layer);

    (void)state;
    set.data.data = DATA_spirals;
    set.data.arms = 4;
    set.loss = LOSS_cross_entropy;
    compare(&set, &o);
}

/* Nothing random, whatever the settings say, and the loss is that of the figures. */
static void test_a_still_occasion_is_what_the_figures_see(void **state)
{
    const struct occasion o = {.step = 9, .from = 3, .batch = 2, .still = true};

    (void)state;
    for (int norm = 0; norm < NORM_COUNT; norm++) {
        struct net_settings set = small(ACTIVATION_silu, norm);
        struct figures figures;
        struct problem *p;
        double *x, loss;

        set.dropout = 0.4;
        set.data.augment = 0.2;
        set.residual = 1;
        compare(&set, &o);
        p = make(&set);
        x = some_point(p);
        problem_meet(p, &o);
        loss = problem_gradient(p, x, NULL);
        problem_figures(p, x, &figures);
        assert_true(fabs(loss - figures.loss) <= 1e-14);
        problem_meet(p, &(struct occasion){.step = 9, .from = 3, .batch = 2});
        assert_true(problem_gradient(p, x, NULL) != loss);
        free(x);
        problem_free(p);
    }
}

/* What a curve of its own says while the net does other things. */
static void check_curve(struct problem *p, const double *right, const double *x,
                        const double *v)
{
    struct net_curve *c = net_curve_new(net_of(p));
    double *out = memory_new((size_t)p->n, sizeof *out), *g;

    g = memory_new((size_t)p->n, sizeof *g);
    net_curve_place(c, x);
    for (int again = 0; again < 2; again++) {
        net_curve_begin(c, v, out);
        for (int slice = 1; !net_curve_go_on(c, &slice); slice = again ? 9 : 1) {
            problem_meet(p, &(struct occasion){.batch = 3 + again, .from = 2});
            problem_gradient(p, v, g);
        }
        for (int i = 0; i < p->n; i++)
            assert_true(fabs(out[i] - right[i]) <= 1e-11);
    }
    assert_true(net_curve_cost(c) > 1);
    free(out);
    free(g);
    net_curve_free(c);
}

static void test_a_curve_goes_on_between_other_things(void **state)
{
    (void)state;
    for (int norm = 0; norm < NORM_COUNT; norm++) {
        struct net_settings set = small(ACTIVATION_tanh, norm);
        struct problem *p;
        double *x, *v, *right;

        set.data.samples = 900; /* more rows than go through together */
        set.dropout = 0.3;
        p = make(&set);
        x = some_point(p);
        v = some((size_t)p->n, 2);
        right = memory_new((size_t)p->n, sizeof *right);
        problem_meet(p, &(struct occasion){.still = true});
        p->kind->hessian_times(p, x, v, right);
        check_curve(p, right, x, v);
        free(x);
        free(v);
        free(right);
        problem_free(p);
    }
}

/* Batch norm needs all rows at once: too much memory is refused, not taken. */
static void test_what_is_too_large_is_refused(void **state)
{
    struct net_settings set = small(ACTIVATION_relu, NORM_batch);
    struct problem *p;

    (void)state;
    set.depth = 4;
    set.width = 64;
    set.data.samples = 30000;
    p = make(&set);
    assert_null(net_curve_new(net_of(p)));
    problem_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_products_are_differences_of_the_gradient),
        cmocka_unit_test(test_any_depth_works),
        cmocka_unit_test(test_more_classes_than_two_work),
        cmocka_unit_test(test_a_still_occasion_is_what_the_figures_see),
        cmocka_unit_test(test_a_curve_goes_on_between_other_things),
        cmocka_unit_test(test_what_is_too_large_is_refused),
    };

    return cmocka_run_group_tests_name("net curve", tests, NULL, NULL);
}
