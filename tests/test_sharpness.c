/* The sharpness of nets in a simulation: what is measured, when, and what is kept. */
#include "sim/sim.h"
#include "base/memory.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net_sim.h"

/* No dropout, no jitter, all rows: what theory speaks of. */
static struct sim *plain(void)
{
    struct net_settings set = net_defaults();

    set.depth = 2;
    set.width = 6;
    set.activation = ACTIVATION_tanh;
    set.loss = LOSS_mse;
    set.data.samples = 60;
    return net_sim(set);
}

static double value(struct sim *sim, const char *name)
{
    struct err err;
    struct buffer out = {0};
    struct condition *c = condition_read(name, sim, &err);
    double number;

    if (!c)
        fail_msg("%s: %s", name, err.text);
    condition_explain(c, sim, &out);
    number = strtod(strstr(out.text, " = ") + 3, NULL);
    buffer_free(&out);
    condition_free(c);
    return number;
}

static const struct sharpness_view *see(struct sim *sim)
{
    return &sim_snapshot(sim)->run[0].sharpness;
}

/* Steps, and all that they want measured. */
static void go(struct sim *sim, int steps)
{
    walk(sim, steps);
    sim_finish(sim);
}

static void measure(struct sim *sim)
{
    assert_true(sim_measure(sim));
}

/* By power iteration on a Hessian that is shifted to be positive, without any Lanczos. */
static double plain_sharpness(struct problem *p, const double *at)
{
    size_t n = (size_t)p->n;
    double *v = memory_new(n, sizeof *v), *out = memory_new(n, sizeof *out), length = 0;
    const double shift = 20;

    problem_meet(p, &(struct occasion){.still = true});
    for (size_t i = 0; i < n; i++)
        v[i] = (double)(i % 7) - 3.2;
    for (int k = 0; k < 3000; k++) {
        p->kind->hessian_times(p, at, v, out);
        length = 0;
        for (size_t i = 0; i < n; i++) {
            out[i] += shift * v[i];
            length += out[i] * out[i];
        }
        length = sqrt(length);
        for (size_t i = 0; i < n; i++)
            v[i] = out[i] / length;
    }
    free(v);
    free(out);
    return length - shift;
}

static void test_it_is_the_largest_eigenvalue(void **state)
{
    struct net_settings set = net_defaults();
    struct err err;
    struct problem *p;
    struct sim *sim = plain();
    double *x;

    (void)state;
    set.depth = 2;
    set.width = 6;
    set.activation = ACTIVATION_tanh;
    set.loss = LOSS_mse;
    set.data.samples = 60;
    p = net_new(&set, NULL, 1, &err);
    x = memory_new((size_t)p->n, sizeof *x);
    p->kind->start(p, x);
    obey(sim, "race sgd");
    assert_true(fabs(value(sim, "sgd.sharpness") / plain_sharpness(p, x) - 1) < 1e-6);
    free(x);
    problem_free(p);
    sim_free(sim);
}

/* As steps go on between its slices, it is still that of where it was wanted. */
static void test_it_is_of_the_weights_that_were_there(void **state)
{
    struct sim *sim = plain(), *other = plain();
    int slices = 0;

    (void)state;
    obey(sim, "race sgd lr=0.1");
    obey(other, "race sgd lr=0.1");
    walk(sim, 5);
    walk(other, 5);
    measure(sim);
    assert_int_equal(see(sim)->count, 0);
    assert_true(see(sim)->measuring);
    for (; !sim_work(sim, 1); slices++)
        if (slices < 20)
            sim_step(sim);
    assert_true(slices > 20);
    assert_int_equal(see(sim)->count, 1);
    assert_false(see(sim)->measuring);
    assert_int_equal(see(sim)->samples[0].steps, 5);
    assert_true(see(sim)->samples[0].value == value(other, "sgd.sharpness"));
    sim_free(sim);
    sim_free(other);
}

static void test_measuring_changes_no_run(void **state)
{
    struct sim *sim = small(), *other = small();
    char *one, *two;

    (void)state;
    obey(sim, "race adam batch=16");
    obey(other, "race adam batch=16");
    obey(sim, "set sharpness_every 3");
    for (int k = 0; k < 4; k++) {
        walk(sim, 5);
        walk(other, 5);
        assert_true(value(sim, "adam.sharpness") > 0);
    }
    one = dump(sim, NULL);
    two = dump(other, NULL);
    assert_string_equal(one, two);
    free(one);
    free(two);
    sim_free(sim);
    sim_free(other);
}

static void check_series(struct sim *sim, const struct sharpness_sample *right, int count)
{
    assert_int_equal(see(sim)->count, count);
    for (int i = 0; i < count; i++) {
        assert_int_equal(see(sim)->samples[i].steps, right[i].steps);
        assert_true(see(sim)->samples[i].value == right[i].value);
    }
}

static void test_the_series_is_right_after_going_back_and_forth(void **state)
{
    struct sim *sim = plain();
    struct sharpness_sample right[9];

    (void)state;
    obey(sim, "race sgd lr=0.1");
    obey(sim, "set sharpness_every 10");
    go(sim, 85);
    assert_int_equal(see(sim)->count, 9);
    memcpy(right, see(sim)->samples, sizeof right);
    sim_back(sim, 60);
    check_series(sim, right, 3);
    go(sim, 30);
    check_series(sim, right, 6);
    sim_back(sim, 40);
    measure(sim);
    sim_finish(sim);
    assert_int_equal(see(sim)->count, 3);
    assert_int_equal(see(sim)->samples[2].steps, 15);
    sim_back(sim, 5);
    check_series(sim, right, 2);
    obey(sim, "set lr 0.2");
    go(sim, 20);
    assert_int_equal(see(sim)->count, 4);
    assert_true(see(sim)->samples[2].steps == 20 &&
                see(sim)->samples[2].value != right[2].value);
    sim_reset(sim);
    assert_int_equal(see(sim)->count, 0);
    sim_free(sim);
}

/* A runner that comes at another's place, with another's number, has no past. */
static void test_a_new_runner_has_a_series_of_its_own(void **state)
{
    struct sim *sim = plain();

    (void)state;
    obey(sim, "race sgd");
    go(sim, 5);
    obey(sim, "race adam");
    go(sim, 5);
    measure(sim);
    sim_finish(sim);
    sim_back(sim, 7);
    obey(sim, "race momentum");
    go(sim, 5);
    assert_int_equal(sim_snapshot(sim)->run[1].sharpness.count, 0);
    sim_free(sim);
}

static void test_another_loss_is_another_sharpness(void **state)
{
    struct sim *sim = plain();
    double before;

    (void)state;
    obey(sim, "race sgd");
    go(sim, 3);
    before = value(sim, "sgd.sharpness");
    measure(sim);
    obey(sim, "set activation relu");
    assert_int_equal(see(sim)->count, 0);
    assert_true(value(sim, "sgd.sharpness") != before);
    measure(sim);
    assert_false(see(sim)->measuring);
    sim_back(sim, 1);
    measure(sim);
    obey(sim, "set norm batch");
    assert_false(see(sim)->measuring);
    measure(sim);
    sim_free(sim);
}

/* Each net is measured as itself, and gone when its runner is. */
static void test_runners_with_nets_of_their_own_are_measured(void **state)
{
    struct sim *sim = plain(), *alone = plain();

    (void)state;
    obey(sim, "race sgd batch=0");
    obey(sim, "race sgd batch=0 norm=layer as=cured");
    obey(sim, "race sgd batch=0 depth=4 as=deep");
    obey(alone, "set norm layer");
    obey(alone, "race sgd batch=0");
    walk(sim, 5);
    walk(alone, 5);
    measure(sim);
    sim_work(sim, 1);
    assert_true(value(sim, "cured.sharpness") == value(alone, "sgd.sharpness"));
    assert_true(value(sim, "cured.sharpness") != value(sim, "sgd.sharpness"));
    assert_true(value(sim, "deep.sharpness") > 0);
    walk(sim, 1);
    measure(sim);
    sim_work(sim, 1);
    obey(sim, "drop sgd");
    obey(sim, "drop deep");
    obey(sim, "set cured.width 3");
    sim_finish(sim);
    assert_true(value(sim, "cured.sharpness") > 0);
    sim_free(sim);
    sim_free(alone);
}

static void test_theory_is_silent_while_layers_learn_alone(void **state)
{
    struct sim *sim = plain();

    (void)state;
    obey(sim, "race sgd lr=0.1 batch=0");
    obey(sim, "pretrain 5");
    walk(sim, 2);
    assert_true(isnan(see(sim)->limit));
    walk(sim, 20);
    assert_true(fabs(see(sim)->limit - 20) < 1e-12);
    sim_free(sim);
}

static void run_to(struct sim *sim, int steps, int slice)
{
    while (sim_step_number(sim) < steps) {
        int left = slice;

        sim_step_on(sim, &left);
    }
    while (!sim_work(sim, slice))
        continue;
}

/* A step waits until what is due has been measured, however thin its slices are. */
static void test_slices_make_the_same_series(void **state)
{
    struct sim *sim = plain(), *other = plain();

    (void)state;
    obey(sim, "race sgd lr=0.1");
    obey(other, "race sgd lr=0.1");
    obey(sim, "set sharpness_every 4");
    obey(other, "set sharpness_every 4");
    go(sim, 20);
    run_to(other, 20, 1);
    assert_int_equal(see(sim)->count, 6);
    check_series(other, see(sim)->samples, 6);
    sim_free(sim);
    sim_free(other);
}

static void test_long_series_are_thinned(void **state)
{
    struct sim *sim = plain();
    const struct sharpness_view *view;

    (void)state;
    obey(sim, "race sgd lr=0.01");
    obey(sim, "set sharpness_every 1");
    go(sim, 1300);
    view = see(sim);
    assert_true(view->count > 256 && view->count <= 512);
    for (int i = 0; i < view->count; i++)
        assert_int_equal(view->samples[i].steps, 4 * i);
    sim_free(sim);
}

static const struct {
    const char *race;
    double limit;    /* of the sharpness; 0: theory has none, */
    const char *why; /* and why */
} LIMITS[] = {
    {"race sgd lr=0.1 batch=0 as=r", 20, ""},
    {"race sgd lr=0.1 batch=0 weight_decay=0.5 as=r", 19.5, ""},
    {"race momentum lr=0.1 batch=0 momentum=0.9 as=r", 38, ""},
    {"race sgd lr=0.1 batch=20 as=r", 0, "mini-batches"},
    {"race sgd lr=0.1 batch=0 noise=0.1 as=r", 0, "noise"},
    {"race sgd lr=0.1 batch=0 clip=norm as=r", 0, "clipping"},
    {"race adam lr=0.1 batch=0 as=r", 0, "no theory names one"},
};

static void test_limits_are_named_where_theory_has_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++) {
        struct sim *sim = plain();
        double right = LIMITS[i].limit;

        obey(sim, LIMITS[i].race);
        assert_true(right > 0 ? fabs(see(sim)->limit - right) < 1e-12
                              : isnan(see(sim)->limit));
        assert_string_equal(see(sim)->unlimited, LIMITS[i].why);
        assert_true(isnan(value(sim, "r.rate_limit")) == (right == 0));
        if (i == 0)
            assert_true(ask(sim, "abs(r.rate_limit - 2/r.sharpness) < 1e-15"));
        sim_free(sim);
    }
}

/* A line through points has one minimum, and gradient descent comes to it. */
static void test_a_net_has_converged_where_its_sharpness_says_so(void **state)
{
    struct net_settings set = net_defaults();
    struct sim *sim;

    (void)state;
    set.depth = 0;
    set.loss = LOSS_mse;
    set.data.data = DATA_plane;
    sim = net_sim(set);
    obey(sim, "race sgd lr=0.2 batch=0");
    measure(sim);
    sim_finish(sim);
    assert_int_equal(sim_snapshot(sim)->run[0].state, RUN_RUNNING);
    walk(sim, 500);
    assert_int_equal(sim_snapshot(sim)->run[0].state, RUN_RUNNING);
    measure(sim);
    sim_finish(sim);
    assert_int_equal(sim_snapshot(sim)->run[0].state, RUN_CONVERGED);
    sim_free(sim);
}

static void test_what_is_too_large_says_so(void **state)
{
    struct net_settings set = net_defaults();
    struct sim *sim;

    (void)state;
    set.depth = 4;
    set.width = 64;
    set.norm = NORM_batch;
    set.data.samples = 30000;
    sim = net_sim(set);
    obey(sim, "race sgd batch=8");
    measure(sim);
    sim_finish(sim);
    assert_true(see(sim)->refused && !see(sim)->measuring);
    assert_true(isnan(value(sim, "sgd.sharpness")));
    sim_free(sim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_the_largest_eigenvalue),
        cmocka_unit_test(test_it_is_of_the_weights_that_were_there),
        cmocka_unit_test(test_measuring_changes_no_run),
        cmocka_unit_test(test_the_series_is_right_after_going_back_and_forth),
        cmocka_unit_test(test_a_new_runner_has_a_series_of_its_own),
        cmocka_unit_test(test_another_loss_is_another_sharpness),
        cmocka_unit_test(test_runners_with_nets_of_their_own_are_measured),
        cmocka_unit_test(test_theory_is_silent_while_layers_learn_alone),
        cmocka_unit_test(test_slices_make_the_same_series),
        cmocka_unit_test(test_long_series_are_thinned),
        cmocka_unit_test(test_limits_are_named_where_theory_has_them),
        cmocka_unit_test(test_a_net_has_converged_where_its_sharpness_says_so),
        cmocka_unit_test(test_what_is_too_large_says_so),
    };

    return cmocka_run_group_tests_name("sharpness", tests, NULL, NULL);
}
