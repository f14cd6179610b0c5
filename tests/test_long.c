/* Steps that take long: in slices, and without memory of their own. */
#include "base/memory.h"
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

/* In the place of base/memory.c: all memory comes from here, and is counted. */
static int taken;
static size_t most = SIZE_MAX; /* bytes that a block may have */

void *memory_try(size_t count, size_t size)
{
    return size > 0 && count > most / size ? NULL
                                           : calloc(count ? count : 1, size ? size : 1);
}

void *memory_new(size_t count, size_t size)
{
    void *block = calloc(count ? count : 1, size ? size : 1);

    taken++;
    assert_non_null(block);
    return block;
}

double *memory_new_lines(size_t count)
{
    size_t bytes = (count * sizeof(double) / 64 + 1) * 64;
    double *block = aligned_alloc(64, bytes);

    taken++;
    assert_non_null(block);
    return memset(block, 0, bytes);
}

void *memory_resize(void *old, size_t count, size_t size)
{
    size_t bytes = count * size;
    void *block = realloc(old, bytes > 0 ? bytes : 1);

    taken++;
    assert_non_null(block);
    return block;
}

char *memory_copy_text(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(memory_new(size, 1), text, size);
}

static const char *const RACES[] = {
    "race adam batch=16",
    "race sgd batch=7 clip=norm clip_at=0.1 noise=0.01",
    "race adamw batch=16 weight_decay=0.1 average=ema",
    "race sam batch=16",
    "race sgd lr=1e6 batch=16 as=wild",
};

enum { RACERS = sizeof RACES / sizeof *RACES };

static struct sim *race(void)
{
    struct sim *sim = small();

    for (int i = 0; i < RACERS; i++)
        obey(sim, RACES[i]);
    return sim;
}

static void step_in_slices(struct sim *sim, int size)
{
    int slice = size;

    while (!sim_step_on(sim, &slice))
        slice = size;
}

static void compare(struct sim *a, struct sim *b)
{
    const struct snapshot *one = sim_snapshot(a), *other = sim_snapshot(b);

    assert_int_equal(one->step, other->step);
    for (int i = 0; i < one->runs; i++) {
        const struct run_view *r = &one->run[i], *s = &other->run[i];

        assert_true(r->loss == s->loss && r->grad_norm == s->grad_norm);
        assert_true(r->distance == s->distance && r->evals == s->evals);
        assert_true(r->test_loss == s->test_loss && r->steps == s->steps);
        assert_string_equal(r->verdict, s->verdict);
        for (int l = 0; l < r->layers; l++)
            assert_true(r->layer[l].update == s->layer[l].update &&
                        r->layer[l].flow == s->layer[l].flow);
    }
}

static void test_a_step_in_slices_is_the_step(void **state)
{
    struct sim *whole = race(), *cut = race();

    (void)state;
    for (int i = 0; i < 12; i++) {
        sim_step(whole);
        step_in_slices(cut, 1 + i % 3);
        compare(whole, cut);
    }
    sim_free(whole);
    sim_free(cut);
}

static void test_a_command_finishes_the_step_under_way(void **state)
{
    struct sim *whole = race(), *cut = race();
    int slice = 1;

    (void)state;
    sim_step(whole);
    assert_false(sim_step_on(cut, &slice));
    assert_true(sim_is_stepping(cut));
    obey(whole, "set adam.lr 0.02");
    obey(cut, "set adam.lr 0.02");
    assert_false(sim_is_stepping(cut));
    sim_step(whole);
    sim_step(cut);
    compare(whole, cut);
    sim_free(whole);
    sim_free(cut);
}

/* Deep and wide enough that neither a step nor figures are had at once. */
static struct sim *large(void)
{
    struct net_settings set = net_defaults();
    struct sim *sim;

    set.depth = 9;
    set.width = 128;
    set.data.samples = 700;
    sim = net_sim(set);
    obey(sim, "set history_mb 1");
    obey(sim, "race adam batch=200");
    return sim;
}

/* No checkpoint of it fits, so every way back is one from the beginning. */
static void test_a_way_back_in_slices_is_exact(void **state)
{
    struct sim *there = large(), *sim = large();
    int64_t from;
    int slice = 1, slices = 0;

    (void)state;
    walk(there, 3);
    walk(sim, 5);
    sim_seek(sim, 3);
    assert_true(sim_is_seeking(sim));
    assert_int_equal(sim_way(sim, &from), 3);
    assert_int_equal(from, 0);
    for (; !sim_go_on(sim, &slice); slice = 100)
        slices++;
    assert_true(slices > 20);
    compare(there, sim);
    sim_free(there);
    sim_free(sim);
}

static void test_the_past_takes_what_memory_there_is(void **state)
{
    static const size_t MOST[] = {1 << 20, 5000, 0};

    (void)state;
    for (size_t i = 0; i < sizeof MOST / sizeof *MOST; i++) {
        struct sim *there = race(), *sim = race();

        most = MOST[i];
        obey(sim, "set history_mb 16384");
        walk(there, 20);
        walk(sim, 50);
        sim_seek(sim, 20);
        sim_finish(sim);
        compare(there, sim);
        sim_free(there);
        sim_free(sim);
        most = SIZE_MAX;
    }
}

static void test_a_way_back_can_be_broken_off(void **state)
{
    struct sim *there = large(), *sim = large();
    int slice = 1;

    (void)state;
    walk(sim, 5);
    sim_seek(sim, 4);
    for (; sim_step_number(sim) < 1; slice = 100)
        sim_go_on(sim, &slice);
    sim_stay(sim);
    sim_finish(sim);
    assert_in_range(sim_step_number(sim), 1, 2);
    walk(there, (int)sim_step_number(sim));
    compare(there, sim);
    sim_seek(sim, 5);
    sim_finish(sim);
    assert_int_equal(sim_step_number(sim), 5);
    sim_free(there);
    sim_free(sim);
}

static void test_who_waits_sees_what_was_there_before(void **state)
{
    struct sim *sim = large(), *other = large();
    const struct snapshot *snap;
    int slice = 1;

    (void)state;
    assert_true(sim_steps_are_long(sim));
    sim_be_patient(sim, PATIENCE_SOME);
    sim_step_on(sim, &slice);
    snap = sim_snapshot(sim);
    assert_true(sim_is_stepping(sim));
    assert_int_equal(snap->step, 0);
    assert_false(snap->complete);
    assert_true(snap->run[0].figures_steps == -1 && isnan(snap->run[0].loss));
    step_in_slices(sim, 1000);
    assert_int_equal(sim_snapshot(sim)->run[0].figures_steps, -1);
    assert_false(sim_is_figuring(sim));
    sim_finish(sim);
    assert_int_equal(sim_snapshot(sim)->run[0].figures_steps, 1);
    sim_step(other);
    compare(other, sim);
    sim_free(sim);
    sim_free(other);
}

/* Until the first look around from there is done, what was shown stays. */
static void test_who_waits_for_a_beginning_sees_what_was_there_before(void **state)
{
    struct sim *sim = large(), *other = large();
    const struct snapshot *snap;
    int slice = 100, slices = 0;

    (void)state;
    walk(sim, 3);
    sim_finish(sim);
    sim_snapshot(sim);
    sim_be_patient(sim, PATIENCE_SOME);
    sim_reset(sim);
    assert_true(sim_is_stepping(sim));
    snap = sim_snapshot(sim);
    assert_true(sim_is_stepping(sim) && !snap->complete);
    assert_int_equal(snap->step, 3);
    assert_string_equal(snap->run[0].name, "adam");
    for (; !sim_go_on(sim, &slice); slice = 100)
        slices++;
    assert_true(slices > 5);
    assert_false(sim_is_stepping(sim));
    assert_int_equal(sim_step_number(sim), 0);
    sim_finish(sim);
    compare(other, sim);
    sim_step(sim);
    sim_step(other);
    sim_finish(sim);
    compare(other, sim);
    sim_free(sim);
    sim_free(other);
}

static void test_a_command_finishes_the_first_look_around(void **state)
{
    struct sim *sim = large(), *other = large();

    (void)state;
    sim_snapshot(sim);
    sim_be_patient(sim, PATIENCE_SOME);
    sim_reset(sim);
    assert_true(sim_is_stepping(sim));
    obey(sim, "set adam.lr 0.02");
    obey(other, "set adam.lr 0.02");
    assert_false(sim_is_stepping(sim));
    sim_step(sim);
    sim_step(other);
    sim_finish(sim);
    compare(other, sim);
    sim_free(sim);
    sim_free(other);
}

static void test_a_step_takes_no_memory(void **state)
{
    struct sim *sim = race();

    (void)state;
    walk(sim, 130);
    sim_snapshot(sim);
    taken = 0;
    walk(sim, 50);
    assert_int_equal(taken, 0);
    sim_snapshot(sim);
    assert_int_equal(taken, 0);
    sim_free(sim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_step_in_slices_is_the_step),
        cmocka_unit_test(test_a_command_finishes_the_step_under_way),
        cmocka_unit_test(test_a_way_back_in_slices_is_exact),
        cmocka_unit_test(test_the_past_takes_what_memory_there_is),
        cmocka_unit_test(test_a_way_back_can_be_broken_off),
        cmocka_unit_test(test_who_waits_sees_what_was_there_before),
        cmocka_unit_test(test_who_waits_for_a_beginning_sees_what_was_there_before),
        cmocka_unit_test(test_a_command_finishes_the_first_look_around),
        cmocka_unit_test(test_a_step_takes_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
