/*
 * Slices of a net's loss: the losses are those of the net, the axes those of the path,
 * and no run knows of it.
 */
#include "problem/net.h"
#include "sim/dump.h"
#include "sim/sim.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "sim/slice.h"

#include <cmocka.h>

static void obey(struct sim *sim, const char *line)
{
    struct err err;

    if (!sim_command(sim, line, &err))
        fail_msg("%s: %s", line, err.text);
}

static struct sim *net_sim(const char *line)
{
    struct net_settings set = net_defaults();
    struct sim_plan plan = {.domain = {{-5, -5}, {5, 5}}, .seed = 3};
    struct err err;
    struct sim *sim;

    set.depth = 2;
    set.width = 6;
    set.data.samples = 60;
    plan.problem = net_new(&set, NULL, 3, &err);
    assert_non_null(plan.problem);
    sim = sim_new(&plan);
    obey(sim, line);
    return sim;
}

static void walk(struct sim *sim, int steps)
{
    while (steps-- > 0)
        sim_step(sim);
}

static const struct ask USUAL = {
    .kind = ASK_SLICE, .plane = PLANE_PATH, .cols = 23, .rows = 14};

static void ask_slice(struct sim *sim, struct ask ask)
{
    struct asks asks = {.count = 1, .list = {ask}};

    sim_ask(sim, &asks);
}

static const struct slice *slice_of(struct sim *sim, struct ask ask)
{
    ask_slice(sim, ask);
    sim_finish(sim);
    return sim_snapshot(sim)->slice;
}

static double dot(size_t n, const double *a, const double *b)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static double loss_at(struct sim *sim, const double *x)
{
    struct figures figures;

    problem_figures(sim->problem, x, &figures);
    return figures.loss;
}

static void hold_losses(struct sim *sim, const struct slice *slice)
{
    const struct slice_state *s = sim->slice;
    const struct raster *r = slice->raster;
    const struct window *w = &r->window;
    double *x = memory_new(s->n, sizeof *x);

    assert_true(slice->known && r->done == r->rows && slice->done == 1);
    for (int i = 0; i < r->cols * r->rows; i += 5) {
        double a = w->low[0] + (w->high[0] - w->low[0]) * (i % r->cols + 0.5) / r->cols;
        double b = w->high[1] - (w->high[1] - w->low[1]) * (i / r->cols + 0.5) / r->rows;

        for (size_t k = 0; k < s->n; k++)
            x[k] = s->centre[k] + a * s->axis[0][k] + b * s->axis[1][k];
        assert_true(fabs(log10(loss_at(sim, x)) - r->values[i]) < 1e-12);
    }
    free(x);
}

static void test_losses_are_those_of_the_net_there(void **state)
{
    static const char *const CHANGES[] = {
        "set dropout 0.4", "set norm batch",  "set norm layer",
        "set norm weight", "set residual on", "set activation relu",
    };

    (void)state;
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++)
        for (int plane = 0; plane < PLANES; plane++) {
            struct sim *sim = net_sim("race adam lr=0.02 batch=9");
            struct ask ask = USUAL;

            ask.plane = (enum plane_kind)plane;
            obey(sim, CHANGES[i]);
            walk(sim, 30);
            hold_losses(sim, slice_of(sim, ask));
            sim_free(sim);
        }
}

static void test_axes_are_orthonormal(void **state)
{
    struct sim *sim = net_sim("race adam lr=0.02");
    struct ask ask = USUAL;

    (void)state;
    walk(sim, 50);
    for (int plane = 0; plane < PLANES; plane++) {
        const struct slice_state *s;

        ask.plane = (enum plane_kind)plane;
        slice_of(sim, ask);
        s = sim->slice;
        assert_true(fabs(dot(s->n, s->axis[0], s->axis[0]) - 1) < 1e-12);
        assert_true(fabs(dot(s->n, s->axis[1], s->axis[1]) - 1) < 1e-12);
        assert_true(fabs(dot(s->n, s->axis[0], s->axis[1])) < 1e-12);
    }
    sim_free(sim);
}

/* Before it becomes orthogonal: row by row as long as the weights, biases zero. */
static void test_random_axes_are_as_long_as_the_weights_row_by_row(void **state)
{
    struct sim *sim = net_sim("race sgd lr=0.1");
    struct ask ask = USUAL;
    const struct slice_state *s;
    double ratio = 0;

    (void)state;
    ask.plane = PLANE_RANDOM;
    walk(sim, 3);
    slice_of(sim, ask);
    s = sim->slice;
    for (int l = 0; l < sim->problem->layers; l++) {
        const struct net_shape shape = net_shape(net_of(sim->problem), l);
        const struct layer *layer = &sim->problem->layer[l];
        size_t inputs = (size_t)shape.inputs;

        for (int u = 0; u < shape.units; u++) {
            size_t row = shape.weights + (size_t)u * inputs;
            const double *d = s->axis[0] + row, *w = s->centre + row;
            double here = sqrt(dot(inputs, d, d) / dot(inputs, w, w));

            assert_true(ratio == 0 || fabs(here / ratio - 1) < 1e-12);
            ratio = here;
        }
        for (int k = layer->weights; k < layer->count; k++)
            assert_true(s->axis[0][layer->from + k] == 0);
    }
    sim_free(sim);
}

/* The Hessian of the training loss at the centre times an axis. */
static void curve_along(struct sim *sim, int axis, double *out)
{
    static const struct occasion ALL = {.still = true};
    const struct slice_state *s = sim->slice;

    problem_meet(sim->problem, &ALL);
    sim->problem->kind->hessian_times(sim->problem, s->centre, s->axis[axis], out);
}

static void test_the_hessians_axes_are_its_eigenvectors(void **state)
{
    static const char *const CHANGES[] = {"set dropout 0.4", "set norm batch"};

    (void)state;
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
        struct sim *sim = net_sim("race adam lr=0.02 batch=9");
        struct ask ask = USUAL;
        const struct slice *slice;
        double *out;

        ask.plane = PLANE_HESSIAN;
        obey(sim, CHANGES[i]);
        walk(sim, 20);
        slice = slice_of(sim, ask);
        out = memory_new(sim->slice->n, sizeof *out);
        for (int k = 0; k < 2; k++) {
            curve_along(sim, k, out);
            for (size_t j = 0; j < sim->slice->n; j++)
                out[j] -= slice->axis[k].curvature * sim->slice->axis[k][j];
            assert_true(sqrt(dot(sim->slice->n, out, out)) <
                        0.0101 * slice->axis[0].curvature);
        }
        assert_true(slice->axis[0].curvature >= slice->axis[1].curvature);
        free(out);
        sim_free(sim);
    }
}

/* The greatest share that any direction has, by power iteration over the path itself. */
static double greatest_share(const struct slice_state *s)
{
    double *v = memory_new(s->n, sizeof *v), *next = memory_new(s->n, sizeof *next);
    double all = 0, length = 0;

    for (int i = 0; i < s->places; i++)
        all += dot(s->n, s->place + (size_t)i * s->n, s->place + (size_t)i * s->n);
    memcpy(v, s->place, s->n * sizeof *v);
    for (int round = 0; round < 2000; round++) {
        memset(next, 0, s->n * sizeof *next);
        for (int i = 0; i < s->places; i++) {
            const double *p = s->place + (size_t)i * s->n;
            double part = dot(s->n, p, v);

            for (size_t k = 0; k < s->n; k++)
                next[k] += part * p[k];
        }
        length = sqrt(dot(s->n, next, next));
        for (size_t k = 0; k < s->n; k++)
            v[k] = next[k] / length;
    }
    free(v);
    free(next);
    return length / all;
}

static void test_the_first_axis_explains_as_much_as_any_direction_can(void **state)
{
    struct sim *sim = net_sim("race adam lr=0.05");
    const struct slice *slice;

    (void)state;
    walk(sim, 120);
    slice = slice_of(sim, USUAL);
    assert_true(sim->slice->places > 20);
    assert_true(fabs(slice->axis[0].share - greatest_share(sim->slice)) < 1e-9);
    assert_true(slice->axis[1].share > 0 && slice->axis[1].share <= slice->axis[0].share);
    assert_true(slice->axis[0].share + slice->axis[1].share <= 1 + 1e-12);
    /* what is outside of the plane is what the axes leave: the present adds nothing */
    assert_true(fabs(1 - slice->axis[0].share - slice->axis[1].share -
                     slice->path[0].outside) < 1e-9);
    sim_free(sim);
}

/* Two updates lie in a plane, whatever they are; one lies on a line. */
static void test_nothing_of_a_flat_path_is_outside(void **state)
{
    struct sim *sim = net_sim("race adam lr=0.05");
    const struct slice *slice;

    (void)state;
    walk(sim, 1);
    slice = slice_of(sim, USUAL);
    assert_true(slice->known && slice->axis[1].random);
    assert_true(fabs(slice->axis[0].share - 1) < 1e-12);
    assert_true(slice->path[0].outside < 1e-12 && slice->path[0].away < 1e-6);
    /* of an update and the next one the slice is told as they happen */
    sim_step(sim);
    sim_step(sim);
    slice = sim_snapshot(sim)->slice;
    assert_true(slice->path[0].count == 2 && slice->path[0].head.steps == 3);
    assert_true(slice->path[0].away > 0);
    sim_free(sim);
}

static void test_before_the_first_update_there_is_no_path(void **state)
{
    struct sim *sim = net_sim("race adam lr=0.05");
    const struct slice *slice = slice_of(sim, USUAL);

    (void)state;
    assert_true(!slice->known && slice->words[0]);
    sim_step(sim);
    slice = slice_of(sim, USUAL);
    assert_true(slice->known && !slice->words[0]);
    sim_free(sim);
}

static bool is_within(const struct slice *slice, const struct slice_point *p)
{
    const struct window *w = &slice->raster->window;

    return p->x >= w->low[0] && p->x <= w->high[0] && p->y >= w->low[1] &&
           p->y <= w->high[1];
}

static void test_the_window_holds_the_path_and_holds_still(void **state)
{
    struct sim *sim = net_sim("race adam lr=0.02 batch=10");
    int taken = 0;
    int64_t last = -1;

    (void)state;
    for (int step = 0; step < 400; step++) {
        const struct slice *slice;

        sim_step(sim);
        slice = slice_of(sim, USUAL);
        taken += slice->taken != last;
        last = slice->taken;
        assert_true(is_within(slice, &slice->path[0].head));
        assert_true(slice->path[0].outside < 0.6);
        for (int i = 0; i < slice->path[0].count; i++)
            assert_true(slice->taken != sim_step_number(sim) ||
                        is_within(slice, &slice->path[0].point[i]));
    }
    assert_in_range(taken, 3, 40);
    sim_free(sim);
}

static void test_it_is_taken_anew_when_asked(void **state)
{
    struct sim *sim = net_sim("race adam lr=0.001");
    struct ask ask = USUAL;

    (void)state;
    ask.plane = PLANE_RANDOM;
    walk(sim, 20);
    assert_int_equal(slice_of(sim, ask)->taken, 20);
    walk(sim, 2);
    assert_int_equal(slice_of(sim, ask)->taken, 20);
    ask.turn++;
    assert_int_equal(slice_of(sim, ask)->taken, 22);
    obey(sim, "set activation relu");
    assert_int_equal(slice_of(sim, ask)->taken, 22);
    sim_step(sim);
    obey(sim, "set norm layer");
    hold_losses(sim, slice_of(sim, ask));
    assert_int_equal(slice_of(sim, ask)->taken, 23);
    obey(sim, "set depth 3");
    hold_losses(sim, slice_of(sim, ask));
    sim_free(sim);
}

static char *dump(struct sim *sim)
{
    struct buffer out = {0};
    struct err err;

    assert_true(sim_dump(sim, "adam", &out, &err));
    return out.text;
}

/* Some of it at any time, of any plane, across changes, back and forth. */
static void meddle(struct sim *sim, int k)
{
    struct ask ask = USUAL;

    ask.plane = (enum plane_kind)(k / 9 % PLANES);
    ask.turn = k / 31;
    ask.cols = 10 + k / 17 % 3;
    ask_slice(sim, ask);
    sim_work(sim, k % 7 * 3);
    sim_snapshot(sim);
}

static char *live(bool meddling)
{
    static const char *const LINES[] = {"set norm batch", "set depth 3", "seed 8",
                                        "set adam.lr 0.1", "race sgd"};
    struct sim *sim = net_sim("race adam lr=0.02 batch=7");
    char *end;

    for (int k = 0; k < 100; k++) {
        if (k % 20 == 19)
            obey(sim, LINES[k / 20]);
        if (k % 23 == 22)
            sim_back(sim, 9);
        sim_step(sim);
        if (meddling)
            meddle(sim, k);
    }
    end = dump(sim);
    sim_free(sim);
    return end;
}

static void test_no_run_knows_of_a_slice(void **state)
{
    char *alone = live(false), *watched = live(true);

    (void)state;
    assert_string_equal(alone, watched);
    free(alone);
    free(watched);
}

static void test_the_way_is_right_after_a_step_back(void **state)
{
    struct sim *sim = net_sim("race adam lr=0.001");
    struct ask ask = USUAL;
    const struct slice *slice;
    int there;

    (void)state;
    ask.plane = PLANE_RANDOM;
    for (int i = 0; i < 60; i++) {
        sim_step(sim);
        slice_of(sim, ask);
    }
    there = sim_snapshot(sim)->slice->path[0].count;
    sim_back(sim, 20);
    slice = slice_of(sim, ask);
    assert_int_equal(slice->path[0].head.steps, 40);
    assert_int_equal(slice->path[0].count, there - 20);
    walk(sim, 20);
    assert_int_equal(slice_of(sim, ask)->path[0].count, there);
    /* another future: what was seen of the old one is gone */
    sim_back(sim, 20);
    obey(sim, "set lr 0.0005");
    walk(sim, 20);
    assert_int_equal(slice_of(sim, ask)->path[0].count, there - 19);
    sim_reset(sim);
    slice = slice_of(sim, ask);
    assert_int_equal(slice->path[0].head.steps, 0);
    sim_free(sim);
}

static void test_runners_of_one_net_share_a_slice(void **state)
{
    struct sim *sim = net_sim("race adam lr=0.02");
    struct ask ask = USUAL;
    const struct slice *slice;

    (void)state;
    obey(sim, "race sgd lr=0.1");
    obey(sim, "race sgd depth=3 as=deeper");
    obey(sim, "race sgd activation=relu as=other");
    walk(sim, 40);
    ask.run = 1;
    slice = slice_of(sim, ask);
    assert_int_equal(slice->run, 1);
    assert_int_equal(slice->paths, 2);
    assert_true(slice->path[0].count > 5 && slice->path[1].count > 5);
    /* they began together */
    assert_true(fabs(slice->path[0].point[0].x - slice->path[1].point[0].x) < 1e-12);
    ask.run = 2;
    assert_int_equal(slice_of(sim, ask)->paths, 1);
    ask.run = 3;
    assert_int_equal(slice_of(sim, ask)->paths, 1);
    sim_free(sim);
}

static void test_nets_that_are_too_large_are_refused_in_words(void **state)
{
    struct sim *sim = net_sim("race sgd");
    const struct slice *slice;

    (void)state;
    obey(sim, "set width 256");
    obey(sim, "set depth 20");
    slice = slice_of(sim, USUAL);
    assert_true(!slice->known && strstr(slice->words, "too large"));
    sim_free(sim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_losses_are_those_of_the_net_there),
        cmocka_unit_test(test_axes_are_orthonormal),
        cmocka_unit_test(test_random_axes_are_as_long_as_the_weights_row_by_row),
        cmocka_unit_test(test_the_first_axis_explains_as_much_as_any_direction_can),
        cmocka_unit_test(test_the_hessians_axes_are_its_eigenvectors),
        cmocka_unit_test(test_nothing_of_a_flat_path_is_outside),
        cmocka_unit_test(test_before_the_first_update_there_is_no_path),
        cmocka_unit_test(test_the_window_holds_the_path_and_holds_still),
        cmocka_unit_test(test_it_is_taken_anew_when_asked),
        cmocka_unit_test(test_no_run_knows_of_a_slice),
        cmocka_unit_test(test_the_way_is_right_after_a_step_back),
        cmocka_unit_test(test_runners_of_one_net_share_a_slice),
        cmocka_unit_test(test_nets_that_are_too_large_are_refused_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
