/*
 * Runners with net settings of their own: each is the same net alone, whatever happens
 * around it; and one change looked at from the start, in a runner and its twin.
 */
#include "sim/sim.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net_sim.h"

/* Both are given up. */
static void assert_same(char *one, char *other)
{
    assert_string_equal(one, other);
    free(one);
    free(other);
}

static const struct run_view *view_of(struct sim *sim, const char *name)
{
    const struct snapshot *snap = sim_snapshot(sim);

    for (int i = 0; i < snap->runs; i++)
        if (strcmp(snap->run[i].name, name) == 0)
            return &snap->run[i];
    fail_msg("no runner is called %s", name);
    return NULL;
}

static const struct {
    const char *name, *value;
} OWN[] = {
    {"norm", "batch"},      {"norm", "layer"}, {"norm", "weight"}, {"residual", "on"},
    {"activation", "relu"}, {"dropout", "0"},  {"dropout", "0.5"}, {"depth", "0"},
    {"depth", "5"},         {"width", "3"},    {"width", "17"},    {"init", "orthogonal"},
    {"gain", "2"},
};

enum { OWNS = sizeof OWN / sizeof *OWN };

static void format(char out[128], const char *format, int i)
{
    snprintf(out, 128, format, OWN[i].name, OWN[i].value);
}

static void test_a_runner_with_its_own_net_is_that_net_alone(void **state)
{
    (void)state;
    for (int i = 0; i < OWNS; i++) {
        struct sim *sim = small(), *alone = small();
        char line[128];

        obey(sim, "race adam lr=0.01 batch=7");
        format(line, "race adam lr=0.01 batch=7 %s=%s as=other", i);
        obey(sim, line);
        format(line, "set %s %s", i);
        obey(alone, line);
        obey(alone, "race adam lr=0.01 batch=7");
        walk(sim, 40);
        walk(alone, 40);
        assert_same(dump(sim, "other"), dump(alone, "adam"));
        assert_true(view_of(sim, "other")->test_loss ==
                    view_of(alone, "adam")->test_loss);
        assert_string_equal(view_of(sim, "other")->formula, sim_snapshot(alone)->formula);
        sim_free(sim);
        sim_free(alone);
    }
}

static void test_other_nets_beside_it_change_nothing_of_a_runner(void **state)
{
    struct sim *sim = small(), *alone = small();

    (void)state;
    obey(alone, "race sgd lr=0.05 batch=8");
    obey(sim, "race sgd lr=0.05 batch=8");
    obey(sim, "race adam depth=6 norm=batch as=deep");
    obey(sim, "race adam width=20 as=wide");
    walk(sim, 50);
    walk(alone, 50);
    assert_same(dump(sim, "sgd"), dump(alone, "sgd"));
    sim_free(sim);
    sim_free(alone);
}

/* Its own value as a live change: goes on or starts anew as the common one does. */
static void test_a_live_change_of_one_runner_is_that_of_a_net_alone(void **state)
{
    (void)state;
    for (int i = 0; i < OWNS; i++) {
        struct sim *sim = small(), *alone = small();
        char line[128];

        obey(sim, "race adam lr=0.01 batch=7");
        obey(sim, "race adam lr=0.01 batch=7 as=other");
        obey(alone, "race adam lr=0.01 batch=7");
        walk(sim, 25);
        walk(alone, 25);
        format(line, "set other.%s %s", i);
        obey(sim, line);
        format(line, "set %s %s", i);
        obey(alone, line);
        walk(sim, 25);
        walk(alone, 25);
        assert_same(dump(sim, "other"), dump(alone, "adam"));
        assert_int_equal(view_of(sim, "adam")->steps, 50);
        sim_free(sim);
        sim_free(alone);
    }
}

static void test_a_common_change_reaches_who_has_no_value_of_its_own(void **state)
{
    struct sim *sim = small();

    (void)state;
    obey(sim, "race sgd");
    obey(sim, "race sgd norm=batch as=normed");
    obey(sim, "race sgd norm=layer residual=on depth=4 as=layered");
    walk(sim, 10);
    obey(sim, "set norm weight");
    assert_int_equal(view_of(sim, "normed")->own, 1);
    obey(sim, "set activation relu");
    assert_string_equal(view_of(sim, "normed")->formula,
                        "net 2-6x2-1 relu, batch norm, xavier, bce on moons");
    assert_string_equal(view_of(sim, "layered")->formula,
                        "net 2-6x4-1 relu, layer norm, residual, xavier, bce on moons");
    obey(sim, "set depth 3");
    assert_int_equal(view_of(sim, "sgd")->layers, 4);
    assert_int_equal(view_of(sim, "sgd")->steps, 0);
    assert_int_equal(view_of(sim, "layered")->layers, 5);
    assert_int_equal(view_of(sim, "layered")->steps, 10);
    obey(sim, "set data xor");
    assert_non_null(strstr(view_of(sim, "layered")->formula, "xor"));
    assert_int_equal(view_of(sim, "layered")->steps, 0);
    sim_free(sim);
}

static void test_the_common_value_is_nobodys_own(void **state)
{
    struct sim *sim = small(), *alone = small();

    (void)state;
    obey(sim, "race adam batch=7");
    obey(alone, "race adam batch=7");
    walk(sim, 10);
    walk(alone, 10);
    obey(sim, "set adam.residual on");
    obey(alone, "set residual on");
    assert_int_equal(view_of(sim, "adam")->own, 1);
    assert_string_equal(view_of(sim, "adam")->own_setting[0].row->name, "residual");
    walk(sim, 10);
    walk(alone, 10);
    obey(sim, "set adam.residual off");
    obey(alone, "set residual off");
    assert_int_equal(view_of(sim, "adam")->own, 0);
    walk(sim, 10);
    walk(alone, 10);
    assert_same(dump(sim, "adam"), dump(alone, "adam"));
    sim_free(sim);
    sim_free(alone);
}

/* Through changes of every kind, in much, in little and in no memory. */
static void test_a_step_back_is_exact_with_nets_of_their_own(void **state)
{
    static const char *const MEMORY[] = {"set history_mb 32", "set history_mb 0.2",
                                         "set history_mb 0"};
    static const char *const LATER[] = {
        "set other.norm layer",
        "set activation relu",
        "set deep.depth 3",
        "drop other",
        "race adam gain=2 as=big",
        "seed 5",
        "set big.gain 1",
        "set depth 4",
        "set data xor",
    };

    (void)state;
    for (size_t i = 0; i < sizeof MEMORY / sizeof *MEMORY; i++) {
        struct sim *sim = small();
        char *early, *late;

        obey(sim, MEMORY[i]);
        obey(sim, "race adam lr=0.01 batch=7");
        obey(sim, "race sgd norm=batch as=other");
        obey(sim, "race sgd depth=5 residual=on as=deep");
        walk(sim, 100);
        early = dump(sim, "other");
        for (size_t k = 0; k < sizeof LATER / sizeof *LATER; k++) {
            walk(sim, 12);
            obey(sim, LATER[k]);
        }
        walk(sim, 42);
        late = dump(sim, "deep");
        sim_back(sim, 150);
        assert_same(dump(sim, "other"), early);
        walk(sim, 150);
        assert_same(dump(sim, "deep"), late);
        sim_free(sim);
    }
}

static void test_reset_begins_again_with_nets_of_their_own(void **state)
{
    struct sim *sim = small();
    char *first;

    (void)state;
    obey(sim, "race adam lr=0.01");
    obey(sim, "race adam lr=0.01 depth=5 as=deep");
    walk(sim, 30);
    first = dump(sim, "deep");
    sim_reset(sim);
    walk(sim, 30);
    assert_same(dump(sim, "deep"), first);
    sim_free(sim);
}

/* Changed while it ran, by a line of another kind each time. */
static void test_reset_repeats_how_a_net_became_another(void **state)
{
    static const char *const LINES[] = {"set adam.norm batch", "set adam.depth 4",
                                        "set adam.norm none", "set adam.depth 2",
                                        "set adam.width 9"};
    struct sim *sim = small(), *alone = small();

    (void)state;
    obey(sim, "race adam lr=0.01");
    obey(alone, "race adam lr=0.01");
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        walk(sim, 10);
        obey(sim, LINES[i]);
        obey(alone, LINES[i]);
        sim_reset(sim);
        walk(sim, 20);
        sim_back(sim, 20);
        assert_same(dump(sim, "adam"), dump(alone, "adam"));
    }
    sim_free(sim);
    sim_free(alone);
}

static void test_a_new_runner_gets_nothing_of_who_had_its_place(void **state)
{
    struct sim *sim = small(), *alone = small();

    (void)state;
    obey(alone, "race sgd");
    obey(alone, "race adam as=second");
    obey(sim, "race sgd");
    obey(sim, "race adam depth=7 norm=batch as=second");
    walk(sim, 5);
    obey(sim, "drop second");
    sim_reset(sim);
    obey(sim, "race adam as=second");
    walk(sim, 5);
    walk(alone, 5);
    assert_same(dump(sim, "second"), dump(alone, "second"));
    sim_free(sim);
    sim_free(alone);
}

static void test_conditions_know_the_layers_of_each_net(void **state)
{
    struct sim *sim = small();
    struct err err;

    (void)state;
    obey(sim, "race sgd");
    obey(sim, "race sgd depth=4 as=deep");
    assert_true(ask(sim, "deep.grad.4 > 0 and deep.flow.4 > 0"));
    assert_true(ask(sim, "deep.ratio == deep.grad.1 / deep.grad.out"));
    assert_null(condition_read("loss > 0 and sgd.grad.4 > 0", sim, &err));
    assert_string_equal(err.text, "no layer is called 4: the net has 1, 2, out");
    assert_int_equal(err.col, 14);
    assert_null(condition_read("deep.flow.9 > 0", sim, &err));
    assert_string_equal(err.text, "no layer is called 9: the net has 1 to 4, out");
    assert_int_equal(sim_snapshot(sim)->layers, 5);
    assert_int_equal(view_of(sim, "sgd")->layers, 3);
    sim_free(sim);
}

static void test_what_cannot_be_a_runners_own_is_refused(void **state)
{
    static const struct {
        const char *line, *says;
    } LINES[] = {
        {"race adam data=xor", "data is the same for all runners"},
        {"race adam loss=mse", "loss is the same for all runners"},
        {"race adam samples=9", "samples is the same for all runners"},
        {"race adam norm=bath", "none, batch, layer or weight"},
        {"race adam nrom=batch", "did you mean norm?"},
        {"race adam depth=101", "0 to 100"},
        {"set sgd.data xor", "data is the same for all runners"},
        {"set sgd.depth 1000", "0 to 100"},
        {"compare sgd.data xor", "data is the same for all runners"},
        {"compare data.noise 1", "data.noise is the same for all runners"},
        {"compare nobody.norm batch", "no runner is called \"nobody\""},
        {"compare norm none", "sgd has norm none already"},
        {"compare lr 0.01", "sgd has lr 0.01 already"},
        {"compare beta1 0.5", "sgd has no beta1"},
        {"compare nrom batch", "did you mean norm?"},
        {"compare saddle_radius 1", "the whole simulation, not a runner's: set saddle_r"},
        {"compare history_mb 3", "the whole simulation, not a runner's: set history_mb"},
        {"compare", "a setting to compare"},
        {"compare norm", "its other value"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        struct sim *sim = small();
        struct err err;
        char *before;

        obey(sim, "race sgd");
        walk(sim, 3);
        before = dump(sim, "sgd");
        assert_false(sim_command(sim, LINES[i].line, &err));
        if (!strstr(err.text, LINES[i].says))
            fail_msg("%s: %s", LINES[i].line, err.text);
        assert_int_equal(sim_snapshot(sim)->runs, 1);
        assert_same(dump(sim, "sgd"), before);
        sim_free(sim);
    }
}

/* compare */

static void
test_compare_begins_again_with_a_twin_that_differs_in_one_setting(void **state)
{
    (void)state;
    for (int i = 0; i < OWNS; i++) {
        struct sim *sim = small(), *alone = small(), *changed = small();
        char line[128], twin[64];

        obey(sim, "race adam lr=0.01 batch=7");
        walk(sim, 20);
        format(line, "compare %s %s", i);
        obey(sim, line);
        assert_int_equal(sim_step_number(sim), 0);
        assert_int_equal(sim_snapshot(sim)->last_step, 0);
        assert_int_equal(sim_snapshot(sim)->runs, 2);
        obey(alone, "race adam lr=0.01 batch=7");
        format(line, "set %s %s", i);
        obey(changed, line);
        obey(changed, "race adam lr=0.01 batch=7");
        walk(sim, 30);
        walk(alone, 30);
        walk(changed, 30);
        snprintf(twin, sizeof twin, "adam_%s_%s", OWN[i].name, OWN[i].value);
        if (strchr(twin, '.'))
            *strchr(twin, '.') = '_';
        assert_same(dump(sim, "adam"), dump(alone, "adam"));
        assert_same(dump(sim, twin), dump(changed, "adam"));
        sim_free(sim);
        sim_free(alone);
        sim_free(changed);
    }
}

static void test_a_twin_has_what_was_changed_since(void **state)
{
    struct sim *sim = small();
    const struct run_view *adam, *twin;

    (void)state;
    obey(sim, "race adam lr=0.01 clip=norm norm=layer");
    walk(sim, 10);
    obey(sim, "set adam.lr 0.02");
    obey(sim, "set adam.residual on");
    obey(sim, "compare adam.batch 5");
    adam = view_of(sim, "adam");
    twin = view_of(sim, "adam_batch_5");
    assert_int_equal(adam->settings, twin->settings);
    for (int i = 0; i < adam->settings; i++)
        if (strcmp(adam->setting[i].row->name, "batch") != 0)
            assert_true(adam->setting[i].value == twin->setting[i].value);
    assert_true(twin->lr == 0.02);
    assert_int_equal(twin->own, 2);
    sim_free(sim);
}

static void test_the_same_comparison_again_replaces_the_twin(void **state)
{
    struct sim *sim = small();

    (void)state;
    obey(sim, "race sgd");
    obey(sim, "race adam");
    obey(sim, "compare adam.norm batch");
    walk(sim, 5);
    obey(sim, "compare adam.norm layer");
    assert_int_equal(sim_snapshot(sim)->runs, 3);
    assert_int_equal((int)view_of(sim, "adam_norm_layer")->own_setting[0].value, 2);
    obey(sim, "compare sgd.norm layer");
    obey(sim, "compare adam.residual on");
    assert_int_equal(sim_snapshot(sim)->runs, 5);
    obey(sim, "compare adam.norm weight");
    assert_string_equal(sim_snapshot(sim)->run[2].name, "adam_norm_weight");
    assert_string_equal(sim_snapshot(sim)->run[4].name, "adam_residual_on");
    sim_free(sim);
}

static void test_a_twin_is_called_after_what_it_has(void **state)
{
    static const struct {
        const char *before, *line, *name;
    } ROWS[] = {
        {"set norm batch", "compare norm none", "sgd_norm_none"},
        {"set sgd.norm batch", "compare sgd.norm none", "sgd_norm_none"},
        {"set residual on", "compare residual off", "sgd_residual_off"},
        {"set activation relu", "compare activation sigmoid", "sgd_activation_sigmoid"},
        {"set depth 4", "compare depth 20", "sgd_depth_20"},
        {"set sgd.lr 0.2", "compare lr 0.1", "sgd_lr_0_1"},
        {"set sgd.lr 0.2", "compare lr 1e-6", "sgd_lr_1e_6"},
        {"set sgd.lr 0.2", "compare lr 0.3333333333333333", "sgd_lr_0_3333"},
        {"set sgd.weight_decay 0.01", "compare weight_decay 0", "sgd_weight_decay_0"},
        {"set sgd.clip norm", "compare clip none", "sgd_clip_none"},
        {"set sgd.batch 8", "compare batch 0", "sgd_batch_0"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct sim *sim = small();

        obey(sim, "race sgd");
        obey(sim, ROWS[i].before);
        obey(sim, ROWS[i].line);
        assert_string_equal(sim_snapshot(sim)->run[1].name, ROWS[i].name);
        sim_free(sim);
    }
}

static void test_who_takes_a_dropped_ones_place_has_no_twin(void **state)
{
    struct sim *sim = small();

    (void)state;
    obey(sim, "race sgd");
    obey(sim, "compare norm batch");
    assert_int_equal(view_of(sim, "sgd_norm_batch")->twin_of, 0);
    obey(sim, "drop sgd");
    obey(sim, "race sgd");
    assert_int_equal(view_of(sim, "sgd")->slot, 0);
    assert_int_equal(view_of(sim, "sgd_norm_batch")->twin_of, -1);
    sim_free(sim);
}

static void test_a_runner_of_the_twins_name_stays(void **state)
{
    struct sim *sim = small();

    (void)state;
    obey(sim, "race adam");
    obey(sim, "race sgd as=adam_norm_batch");
    obey(sim, "compare norm batch");
    assert_string_equal(view_of(sim, "adam_norm_batch")->optimizer, "sgd");
    assert_string_equal(view_of(sim, "adam_norm_batch2")->optimizer, "adam");
    sim_free(sim);
}

static void test_long_names_make_twins_too(void **state)
{
    struct sim *sim = small();

    (void)state;
    obey(sim, "race adam as=a23456789012345678901234567890");
    obey(sim, "compare activation relu");
    obey(sim, "compare schedule_period 7");
    obey(sim, "race adam as=a234567890123456789_norm_batch");
    obey(sim, "compare norm batch");
    assert_string_equal(sim_snapshot(sim)->run[1].name, "a2345678901234_activation_relu");
    assert_string_equal(sim_snapshot(sim)->run[2].name, "a23456789012_schedule_period_7");
    assert_string_equal(sim_snapshot(sim)->run[4].name,
                        "a234567890123456789_norm_batch2");
    sim_free(sim);
}

static void test_a_comparison_can_be_gone_back_in_and_reset(void **state)
{
    struct sim *sim = small();
    char *early, *late;

    (void)state;
    obey(sim, "race adam batch=7");
    walk(sim, 20);
    obey(sim, "set norm batch");
    obey(sim, "compare norm none");
    walk(sim, 30);
    early = dump(sim, "adam_norm_none");
    walk(sim, 70);
    obey(sim, "set adam_norm_none.activation relu");
    walk(sim, 10);
    late = dump(sim, "adam_norm_none");
    sim_back(sim, 80);
    assert_same(dump(sim, "adam_norm_none"), early);
    walk(sim, 80);
    assert_same(dump(sim, "adam_norm_none"), late);
    sim_reset(sim);
    assert_int_equal(sim_snapshot(sim)->runs, 2);
    sim_free(sim);
}

/* What the log says does it all again. */
static void test_the_log_repeats_a_comparison(void **state)
{
    struct sim *sim = small(), *again = small();
    const char *line;
    int64_t step;

    (void)state;
    obey(sim, "race adam batch=7");
    walk(sim, 20);
    obey(sim, "set adam.lr 0.03");
    obey(sim, "compare residual on");
    walk(sim, 20);
    for (int i = 0; sim_log(sim, i, &step, &line); i++) {
        assert_int_equal(step, 0);
        obey(again, line);
    }
    walk(again, 20);
    assert_same(dump(sim, "adam_residual_on"), dump(again, "adam_residual_on"));
    sim_free(sim);
    sim_free(again);
}

static void test_there_is_room_for_eight(void **state)
{
    struct sim *sim = small();
    struct err err;

    (void)state;
    for (int i = 0; i < RUNS_MAX - 1; i++)
        obey(sim, "race adam");
    obey(sim, "compare norm batch");
    assert_false(sim_command(sim, "compare residual on", &err));
    assert_non_null(strstr(err.text, "drop one first"));
    obey(sim, "compare norm layer");
    assert_int_equal(sim_snapshot(sim)->runs, RUNS_MAX);
    sim_free(sim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_runner_with_its_own_net_is_that_net_alone),
        cmocka_unit_test(test_other_nets_beside_it_change_nothing_of_a_runner),
        cmocka_unit_test(test_a_live_change_of_one_runner_is_that_of_a_net_alone),
        cmocka_unit_test(test_a_common_change_reaches_who_has_no_value_of_its_own),
        cmocka_unit_test(test_the_common_value_is_nobodys_own),
        cmocka_unit_test(test_a_step_back_is_exact_with_nets_of_their_own),
        cmocka_unit_test(test_reset_begins_again_with_nets_of_their_own),
        cmocka_unit_test(test_reset_repeats_how_a_net_became_another),
        cmocka_unit_test(test_a_new_runner_gets_nothing_of_who_had_its_place),
        cmocka_unit_test(test_conditions_know_the_layers_of_each_net),
        cmocka_unit_test(test_what_cannot_be_a_runners_own_is_refused),
        cmocka_unit_test(
            test_compare_begins_again_with_a_twin_that_differs_in_one_setting),
        cmocka_unit_test(test_a_twin_has_what_was_changed_since),
        cmocka_unit_test(test_the_same_comparison_again_replaces_the_twin),
        cmocka_unit_test(test_a_twin_is_called_after_what_it_has),
        cmocka_unit_test(test_who_takes_a_dropped_ones_place_has_no_twin),
        cmocka_unit_test(test_a_runner_of_the_twins_name_stays),
        cmocka_unit_test(test_long_names_make_twins_too),
        cmocka_unit_test(test_a_comparison_can_be_gone_back_in_and_reset),
        cmocka_unit_test(test_the_log_repeats_a_comparison),
        cmocka_unit_test(test_there_is_room_for_eight),
    };

    return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
