/*
 * Nets in a simulation: batches, stepping back, live changes, and what conditions may
 * ask.
 */
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

/* In little and in no memory at all, across live changes of every kind. */
static void test_a_step_back_is_exact(void **state)
{
    static const char *const MEMORY[] = {"set history_mb 32", "set history_mb 0.1",
                                         "set history_mb 0"};

    (void)state;
    for (size_t i = 0; i < sizeof MEMORY / sizeof *MEMORY; i++) {
        struct sim *sim = small();
        char *early, *late, *again;

        obey(sim, MEMORY[i]);
        obey(sim, "race adam lr=0.01 batch=7");
        obey(sim, "race sgd batch=0 as=full");
        walk(sim, 100);
        early = dump(sim, "adam");
        walk(sim, 50);
        obey(sim, "set activation relu");
        walk(sim, 20);
        obey(sim, "set norm batch");
        obey(sim, "set adam.batch 3");
        walk(sim, 20);
        obey(sim, "set depth 4");
        walk(sim, 20);
        obey(sim, "seed 5");
        walk(sim, 33);
        late = dump(sim, "adam");
        sim_back(sim, 143);
        again = dump(sim, "adam");
        assert_string_equal(early, again);
        free(again);
        walk(sim, 143);
        again = dump(sim, "adam");
        assert_string_equal(late, again);
        free(again);
        free(early);
        free(late);
        sim_free(sim);
    }
}

static void test_runners_meet_the_same_batches(void **state)
{
    struct sim *sim = small();
    char *one, *two;

    (void)state;
    obey(sim, "race sgd batch=8");
    obey(sim, "race momentum batch=5");
    obey(sim, "race sgd batch=8 as=twin");
    walk(sim, 30);
    one = dump(sim, "sgd");
    two = dump(sim, "twin");
    assert_string_equal(one, two);
    free(one);
    free(two);
    sim_free(sim);
}

static void test_some_changes_go_on_and_some_start_anew(void **state)
{
    static const struct {
        const char *line;
        bool anew;
    } CHANGES[] = {
        {"set activation relu", false},
        {"set norm layer", false},
        {"set norm weight", false},
        {"set residual on", false},
        {"set dropout 0.5", false},
        {"set sgd.batch 4", false},
        {"set sgd.clip norm", false},
        {"set sgd.lr 0.1", false},
        {"set weight_decay 0.1", false},
        {"set augment 0.1", false},
        {"replace sgd adam", false},
        {"set depth 3", true},
        {"set width 9", true},
        {"set init he", true},
        {"set gain 2", true},
        {"set data xor", true},
        {"set samples 40", true},
        {"set label_noise 0.1", true},
        {"set loss mse", true},
        {"seed 9", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
        struct sim *sim = small();
        const struct snapshot *snap;

        obey(sim, "race sgd");
        walk(sim, 10);
        obey(sim, CHANGES[i].line);
        snap = sim_snapshot(sim);
        assert_int_equal(snap->run[0].steps, CHANGES[i].anew ? 0 : 10);
        assert_int_equal(snap->step, 10);
        if (strncmp(CHANGES[i].line, "set", 3) == 0)
            assert_int_equal(strstr(snap->note, "starts anew") != NULL, CHANGES[i].anew);
        walk(sim, 3);
        sim_free(sim);
    }
}

static void test_what_does_not_go_together_changes_nothing(void **state)
{
    struct sim *sim = small();
    struct err err;
    char *before, *after;

    (void)state;
    obey(sim, "race sgd");
    walk(sim, 5);
    before = dump(sim, NULL);
    assert_false(sim_command(sim, "set data plane", &err));
    assert_non_null(strstr(err.text, "loss mse"));
    assert_false(sim_command(sim, "set data file", &err));
    assert_false(sim_command(sim, "race newton", &err));
    assert_false(sim_command(sim, "start 1 2", &err));
    after = dump(sim, NULL);
    assert_string_equal(before, after);
    free(before);
    free(after);
    sim_free(sim);
}

/* `replace sgd adam as=sgd`: the name is free, since its runner leaves. */
static void test_who_takes_over_may_take_the_name(void **state)
{
    struct sim *sim = small();
    struct err err;

    (void)state;
    obey(sim, "race sgd");
    obey(sim, "race momentum");
    assert_false(sim_command(sim, "replace sgd adam as=momentum", &err));
    assert_non_null(strstr(err.text, "there is a runner momentum already"));
    obey(sim, "replace sgd adam as=sgd");
    assert_string_equal(sim_snapshot(sim)->run[0].name, "sgd");
    assert_string_equal(sim_snapshot(sim)->run[0].optimizer, "adam");
    assert_false(sim_command(sim, "race adam as=sgd", &err));
    sim_free(sim);
}

/* What is listed of layers can be asked of every one. */
static void test_every_quantity_of_layers_can_be_asked(void **state)
{
    struct sim *sim = small();
    const struct quantity_of_layers *q = quantities_of_layers();
    char text[64];

    (void)state;
    obey(sim, "race sgd");
    for (; q->name; q++) {
        struct err err;
        struct condition *c;

        snprintf(text, sizeof text, "sgd.%sout < 1", q->prefix);
        c = condition_read(text, sim, &err);
        assert_non_null(c);
        condition_free(c);
        assert_true(strncmp(q->name, q->prefix, strlen(q->prefix)) == 0 && q->help[0]);
    }
    sim_free(sim);
}

static void test_conditions_ask_layers_and_figures(void **state)
{
    struct sim *sim = small();
    struct err err;

    (void)state;
    obey(sim, "race adam lr=0.02");
    walk(sim, 200);
    assert_true(ask(sim, "adam.grad.1 > 0 and grad.out > 0 and adam.flow.2 > 0"));
    assert_true(ask(sim, "ratio == grad.1 / adam.grad.out"));
    assert_true(ask(sim, "accuracy > 0.7 and test_accuracy > 0.5 and test_loss > 0"));
    assert_true(ask(sim, "update.1 > 0 and weight.out > 0 and epoch == 100"));
    assert_null(condition_read("adam.grad.3 > 0", sim, &err));
    assert_null(condition_read("grad. > 0", sim, &err));
    sim_free(sim);
}

/*
 * The loss of a row is that of the whole training part; of one batch of all rows they are
 * one.
 */
static void test_the_loss_is_the_exact_one(void **state)
{
    struct net_settings set = net_defaults();
    struct sim *sim;
    const struct snapshot *snap;
    double whole;

    (void)state;
    set.data.samples = 80;
    sim = net_sim(set);
    obey(sim, "race sgd batch=4");
    whole = sim_snapshot(sim)->run[0].loss;
    obey(sim, "set sgd.batch 0");
    snap = sim_snapshot(sim);
    assert_true(snap->run[0].loss == whole);
    assert_int_equal(snap->layers, 3);
    assert_string_equal(snap->run[0].layer[2].name, "out");
    sim_free(sim);
}

static void test_asked_for_layers_are_looked_into(void **state)
{
    struct sim *sim = small();
    struct asks asks = {0};
    const struct snapshot *snap;

    (void)state;
    obey(sim, "race sgd");
    asks_add(&asks, (struct ask){.kind = ASK_LAYERS, .run = -1});
    assert_false(sim_snapshot(sim)->run[0].layer[0].known);
    sim_ask(sim, &asks);
    sim_finish(sim);
    snap = sim_snapshot(sim);
    assert_true(snap->run[0].layer[0].known);
    assert_true(snap->run[0].layer[0].flow > 0);
    assert_true(snap->run[0].layer[0].spread > 0);
    sim_free(sim);
}

struct norms {
    double gradient, flow, weight;
};

static void see_norms(struct sim *sim, struct norms *out)
{
    const struct snapshot *snap = sim_snapshot(sim);

    for (int l = 0; l < snap->layers; l++)
        out[l] = (struct norms){.gradient = snap->run[0].layer[l].gradient,
                                .flow = snap->run[0].layer[l].flow,
                                .weight = snap->run[0].layer[l].weight};
}

static void assert_before(struct sim *sim, const struct norms *was)
{
    const struct snapshot *snap = sim_snapshot(sim);

    for (int l = 0; l < snap->layers; l++) {
        const struct layer_view *layer = &snap->run[0].layer[l];

        assert_true(layer->gradient_before == was[l].gradient);
        assert_true(layer->flow_before == was[l].flow);
        assert_true(layer->weight_before == was[l].weight);
    }
}

static void test_each_layer_knows_what_it_did_a_step_before(void **state)
{
    struct sim *sim = small();
    struct norms was[8];

    (void)state;
    obey(sim, "race adam batch=8");
    assert_true(isnan(sim_snapshot(sim)->run[0].layer[0].flow_before));
    for (int k = 0; k < 5; k++) {
        see_norms(sim, was);
        sim_step(sim);
        assert_before(sim, was);
    }
    sim_step(sim);
    sim_back(sim, 1);
    assert_before(sim, was);
    obey(sim, "race sgd");
    sim_step(sim);
    sim_free(sim);
}

static void test_layers_without_a_gradient_are_told_of(void **state)
{
    struct net_settings set = net_defaults();
    const struct layer_view *layer;
    struct sim *sim;

    (void)state;
    set.depth = 20;
    set.activation = ACTIVATION_sigmoid;
    sim = net_sim(set);
    obey(sim, "race sgd");
    layer = sim_snapshot(sim)->run[0].layer;
    assert_int_equal(layer[0].state, LAYER_VANISHED);
    assert_int_equal(layer[20].state, LAYER_ALIVE);
    obey(sim, "set init zeros");
    layer = sim_snapshot(sim)->run[0].layer;
    assert_int_equal(layer[0].state, LAYER_VANISHED);
    sim_free(sim);
}

static void test_too_large_a_rate_diverges_and_says_where(void **state)
{
    struct net_settings set = net_defaults();
    struct sim *sim;

    (void)state;
    set.activation = ACTIVATION_relu;
    set.depth = 5;
    set.loss = LOSS_mse;
    sim = net_sim(set);
    obey(sim, "race sgd lr=1e5");
    walk(sim, 30);
    assert_int_equal(sim_snapshot(sim)->run[0].state, RUN_DIVERGED);
    assert_true(strlen(sim_snapshot(sim)->run[0].verdict) > 10);
    sim_free(sim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_step_back_is_exact),
        cmocka_unit_test(test_runners_meet_the_same_batches),
        cmocka_unit_test(test_some_changes_go_on_and_some_start_anew),
        cmocka_unit_test(test_what_does_not_go_together_changes_nothing),
        cmocka_unit_test(test_who_takes_over_may_take_the_name),
        cmocka_unit_test(test_every_quantity_of_layers_can_be_asked),
        cmocka_unit_test(test_conditions_ask_layers_and_figures),
        cmocka_unit_test(test_the_loss_is_the_exact_one),
        cmocka_unit_test(test_asked_for_layers_are_looked_into),
        cmocka_unit_test(test_each_layer_knows_what_it_did_a_step_before),
        cmocka_unit_test(test_layers_without_a_gradient_are_told_of),
        cmocka_unit_test(test_too_large_a_rate_diverges_and_says_where),
    };

    return cmocka_run_group_tests_name("study", tests, NULL, NULL);
}
