/* What is worked out of a net's layers because somebody asked: Jacobians, histograms. */
#include "problem/net.h"
#include "sim/condition.h"
#include "sim/dump.h"
#include "sim/sim.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net_sim.h"

static struct sim *stretch_nothing(void)
{
    struct net_settings set = net_defaults();

    set.depth = 5;
    set.width = 8;
    set.activation = ACTIVATION_linear;
    set.init = INIT_orthogonal;
    set.data.samples = 40;
    return net_sim(set);
}

static void want(struct sim *sim, enum ask_kind kind, int run, int layer)
{
    struct asks asks = {0};

    asks_add(&asks, (struct ask){.kind = kind, .run = run, .layer = layer});
    sim_ask(sim, &asks);
}

static void jacobians_come_when_they_are_asked_for(void **state)
{
    struct sim *sim = stretch_nothing();
    const struct run_view *run;

    (void)state;
    obey(sim, "race sgd lr=0.05");
    run = sim_snapshot(sim)->run;
    assert_true(isnan(run->layer[2].jacobian) && run->stretched == -1);
    want(sim, ASK_JACOBIAN, -1, 0);
    assert_false(sim_snapshot(sim)->complete);
    sim_finish(sim);
    run = sim_snapshot(sim)->run;
    assert_true(sim_snapshot(sim)->complete);
    assert_true(fabs(run->layer[2].jacobian - 1) < 1e-9);
    assert_true(fabs(run->layer[0].product - run->layer[4].product) < 1e-9);
    assert_true(run->layer[5].product == 1 && run->stretched == 0);
    sim_free(sim);
}

static void they_say_of_which_step_they_are(void **state)
{
    struct sim *sim = stretch_nothing();
    const struct run_view *run;
    double was;

    (void)state;
    obey(sim, "race sgd lr=0.5");
    want(sim, ASK_JACOBIAN, 0, 0);
    sim_finish(sim);
    was = sim_snapshot(sim)->run->layer[1].jacobian;
    walk(sim, 3);
    run = sim_snapshot(sim)->run;
    assert_true(run->stretched == 0 && run->layer[1].jacobian == was);
    sim_finish(sim);
    run = sim_snapshot(sim)->run;
    assert_true(run->stretched == 3 && run->layer[1].jacobian != was);
    was = run->layer[1].jacobian;
    obey(sim, "set activation tanh");
    assert_true(isnan(sim_snapshot(sim)->run->layer[1].jacobian));
    sim_finish(sim);
    assert_true(sim_snapshot(sim)->run->layer[1].jacobian < was);
    sim_free(sim);
}

static void a_measurement_goes_on_while_the_run_does(void **state)
{
    struct sim *sim = stretch_nothing();

    (void)state;
    obey(sim, "race sgd lr=0.5");
    want(sim, ASK_JACOBIAN, 0, 0);
    sim_refine(sim, 1);
    for (int k = 0; k < 2000 && sim_snapshot(sim)->run->stretched < 0; k++) {
        sim_step(sim);
        sim_refine(sim, 1);
    }
    assert_int_equal(sim_snapshot(sim)->run->stretched, 0);
    assert_true(fabs(sim_snapshot(sim)->run->layer[2].jacobian - 1) < 1e-9);
    sim_free(sim);
}

static int64_t sum(const struct histogram *h)
{
    int64_t all = h->lost;

    for (int i = 0; i < HISTOGRAM_BINS; i++)
        all += h->count[i];
    return all;
}

static void histograms_count_every_number_of_a_layer(void **state)
{
    static const int64_t TOTALS[3][HISTOGRAM_KINDS] = {
        {8 * 30, 16, 16}, {8 * 30, 64, 64}, {30, 8, 8}};
    static const int LAYERS[] = {0, 3, 5};
    struct sim *sim = stretch_nothing();

    (void)state;
    obey(sim, "race sgd batch=0");
    for (int i = 0; i < 3; i++) {
        const struct histograms *h;

        want(sim, ASK_HISTOGRAM, 0, LAYERS[i]);
        assert_null(sim_snapshot(sim)->histograms);
        sim_finish(sim);
        h = sim_snapshot(sim)->histograms;
        assert_non_null(h);
        assert_int_equal(h->layer, LAYERS[i]);
        for (int k = 0; k < HISTOGRAM_KINDS; k++) {
            assert_int_equal(h->of[k].total, TOTALS[i][k]);
            assert_int_equal(sum(&h->of[k]), h->of[k].total);
            assert_int_equal(h->of[k].lost, 0);
            assert_true(h->of[k].low < h->of[k].high);
        }
    }
    want(sim, ASK_HISTOGRAM, 0, 99);
    sim_finish(sim);
    assert_null(sim_snapshot(sim)->histograms);
    sim_free(sim);
}

static void equal_numbers_share_a_bin(void **state)
{
    struct sim *sim = stretch_nothing();
    const struct histogram *h;

    (void)state;
    obey(sim, "race sgd");
    obey(sim, "set init constant");
    want(sim, ASK_HISTOGRAM, 0, 1);
    sim_finish(sim);
    h = &sim_snapshot(sim)->histograms->of[HISTOGRAM_WEIGHTS];
    assert_int_equal(h->count[HISTOGRAM_BINS / 2], 64);
    assert_true(h->low == 0.5 && h->high == 1.5);
    sim_free(sim);
}

static void asking_alters_nothing(void **state)
{
    struct sim *asked = small(), *left = small();
    char *one, *two;

    (void)state;
    obey(asked, "race adam batch=7");
    obey(left, "race adam batch=7");
    for (int k = 0; k < 20; k++) {
        want(asked, k % 2 ? ASK_JACOBIAN : ASK_HISTOGRAM, 0, 1);
        sim_finish(asked);
        sim_snapshot(asked);
        walk(asked, 1);
        walk(left, 1);
    }
    one = dump(asked, "adam");
    two = dump(left, "adam");
    assert_string_equal(one, two);
    free(one);
    free(two);
    sim_free(asked);
    sim_free(left);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jacobians_come_when_they_are_asked_for),
        cmocka_unit_test(they_say_of_which_step_they_are),
        cmocka_unit_test(a_measurement_goes_on_while_the_run_does),
        cmocka_unit_test(histograms_count_every_number_of_a_layer),
        cmocka_unit_test(equal_numbers_share_a_bin),
        cmocka_unit_test(asking_alters_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
