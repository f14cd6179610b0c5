/* Mean-field theory in a simulation: asked for, worked off, and kept while it applies. */
#include "math/elementary.h"
#include "problem/net.h"
#include "sim/condition.h"
#include "sim/dump.h"
#include "sim/sim.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net_sim.h"

static struct sim *deep(void)
{
    struct net_settings set = net_defaults();
    struct sim *sim;

    set.depth = 4;
    set.width = 32;
    sim = net_sim(set);
    obey(sim, "race sgd lr=0.05 as=slow");
    return sim;
}

static const struct run_view *see(struct sim *sim, int run)
{
    const struct asks asks = {.count = 1, .list = {{.kind = ASK_THEORY, .run = -1}}};

    sim_ask(sim, &asks);
    sim_finish(sim);
    return &sim_snapshot(sim)->run[run];
}

static bool is(struct sim *sim, const char *quantity, double value)
{
    char text[80];

    snprintf(text, sizeof text, "%s == %.17g", quantity, value);
    return ask(sim, text);
}

static void test_each_layer_gets_its_mark(void **state)
{
    struct sim *sim = deep();
    const struct run_view *run = see(sim, 0);

    (void)state;
    assert_string_equal(run->theory, "");
    for (int l = 0; l < run->layers; l++) {
        const struct layer_view *layer = &run->layer[l];

        assert_true(layer->theory);
        assert_true(layer->flow_low <= layer->flow_theory);
        assert_true(layer->flow_theory <= layer->flow_high);
        assert_true(layer->gradient_low < layer->gradient_theory);
        assert_true(layer->gradient_theory < layer->gradient_high);
        assert_true(fabs(math_log(layer->gradient / layer->gradient_theory)) < 1);
    }
    sim_free(sim);
}

static void test_nobody_who_does_not_ask_gets_it(void **state)
{
    static const struct asks none;
    struct sim *sim = deep();

    (void)state;
    see(sim, 0);
    sim_ask(sim, &none);
    assert_false(sim_snapshot(sim)->run[0].layer[0].theory);
    sim_free(sim);
}

static void test_asking_alters_no_run(void **state)
{
    struct sim *asked = deep(), *other = deep();

    (void)state;
    for (int i = 0; i < 5; i++) {
        see(asked, 0);
        walk(asked, 3);
        walk(other, 3);
    }
    assert_true(is(asked, "loss", see(other, 0)->loss));
    assert_true(is(asked, "flow.2", see(other, 0)->layer[1].flow));
    sim_free(asked);
    sim_free(other);
}

static void test_it_comes_to_the_same_in_any_slices(void **state)
{
    struct sim *whole = deep(), *sliced = deep();
    const struct asks asks = {.count = 1, .list = {{.kind = ASK_THEORY, .run = -1}}};
    const struct layer_view *a, *b;

    (void)state;
    sim_ask(sliced, &asks);
    assert_false(sim_work(sliced, 1));
    assert_false(sim_snapshot(sliced)->run[0].layer[0].theory);
    walk(sliced, 1);
    while (!sim_work(sliced, 1))
        continue;
    a = see(whole, 0)->layer;
    b = sim_snapshot(sliced)->run[0].layer;
    for (int l = 0; l < 5; l++) {
        assert_true(a[l].flow_theory == b[l].flow_theory);
        assert_true(a[l].gradient_high == b[l].gradient_high);
    }
    sim_free(whole);
    sim_free(sliced);
}

static void test_it_goes_when_the_weights_have_left_their_start(void **state)
{
    struct sim *sim = deep();

    (void)state;
    obey(sim, "race adam lr=0.1 as=fast");
    walk(sim, 3);
    assert_string_equal(see(sim, 0)->theory, "");
    assert_non_null(strstr(see(sim, 1)->theory, "start"));
    assert_false(see(sim, 1)->layer[0].theory);
    sim_back(sim, 3);
    assert_string_equal(see(sim, 1)->theory, "");
    assert_true(see(sim, 1)->layer[0].theory);
    obey(sim, "set theory_drift 1000");
    walk(sim, 3);
    assert_string_equal(see(sim, 1)->theory, "");
    sim_free(sim);
}

static void test_it_is_of_the_settings_of_the_moment(void **state)
{
    struct sim *sim = deep();
    double tanh = see(sim, 0)->layer[0].flow_theory, own;

    (void)state;
    obey(sim, "race sgd lr=0.05 batch=0 as=whole");
    assert_true(see(sim, 1)->layer[0].flow_theory < tanh);
    obey(sim, "set activation sigmoid");
    own = see(sim, 0)->layer[0].flow_theory;
    assert_true(own < tanh / 10);
    obey(sim, "set norm batch");
    assert_non_null(strstr(see(sim, 0)->theory, "Batch norm"));
    obey(sim, "set norm none");
    assert_true(see(sim, 0)->layer[0].flow_theory == own);
    obey(sim, "set activation tanh");
    assert_true(see(sim, 0)->layer[0].flow_theory == tanh);
    sim_free(sim);
}

static void test_it_is_silent_while_a_layer_learns_alone(void **state)
{
    struct sim *sim = deep();

    (void)state;
    obey(sim, "pretrain 1");
    assert_non_null(strstr(see(sim, 0)->theory, "alone"));
    assert_false(see(sim, 0)->layer[0].theory);
    assert_false(ask(sim, "theory > 0"));
    obey(sim, "set theory_drift 1000");
    walk(sim, 4);
    assert_true(see(sim, 0)->layer[0].theory);
    sim_free(sim);
}

static void test_conditions_may_ask_for_it(void **state)
{
    struct sim *sim = deep();
    const struct layer_view *layer = see(sim, 0)->layer;
    double ratio = layer[0].gradient_theory / layer[4].gradient_theory;

    (void)state;
    assert_true(is(sim, "flow_theory.1", layer[0].flow_theory));
    assert_true(is(sim, "grad_theory.out", layer[4].gradient_theory));
    assert_true(is(sim, "theory", ratio));
    obey(sim, "set norm batch");
    assert_false(ask(sim, "theory > 0"));
    sim_free(sim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_layer_gets_its_mark),
        cmocka_unit_test(test_nobody_who_does_not_ask_gets_it),
        cmocka_unit_test(test_asking_alters_no_run),
        cmocka_unit_test(test_it_comes_to_the_same_in_any_slices),
        cmocka_unit_test(test_it_goes_when_the_weights_have_left_their_start),
        cmocka_unit_test(test_it_is_of_the_settings_of_the_moment),
        cmocka_unit_test(test_it_is_silent_while_a_layer_learns_alone),
        cmocka_unit_test(test_conditions_may_ask_for_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
