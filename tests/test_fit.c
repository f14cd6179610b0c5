/*
 * What a net says over the plane of its inputs: the same as net_predict says point by
 * point, in any slices, of any net, and nobody's run is altered by it.
 */
#include "problem/net_copy.h"
#include "sim/sim.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "math/elementary.h"
#include "sim/dump.h"

enum { COLS = 13, ROWS = 9 };

static struct net_settings settings(enum data_set data, enum norm norm, enum loss loss)
{
    struct net_settings set = net_defaults();

    set.depth = 3;
    set.width = 7;
    set.norm = norm;
    set.loss = loss;
    set.residual = 1;
    set.data.data = data;
    set.data.samples = 90;
    set.data.arms = 3;
    net_standard_noise(&set.data);
    return set;
}

static struct sim *open(const struct net_settings *set, struct problem **problem)
{
    struct err err;
    struct sim_plan plan = {.domain = {{-5, -5}, {5, 5}}, .seed = 1};

    *problem = plan.problem = net_new(set, NULL, 1, &err);
    assert_non_null(plan.problem);
    return sim_new(&plan);
}

static void obey(struct sim *sim, const char *line)
{
    struct err err;

    if (!sim_command(sim, line, &err))
        fail_msg("%s: %s", line, err.text);
}

static void ask(struct sim *sim, int run, int cols, int rows)
{
    struct asks asks = {0};

    asks_add(&asks, (struct ask){.kind = ASK_FIT,
                                 .run = run,
                                 .window = sim_snapshot(sim)->scatter->window,
                                 .cols = cols,
                                 .rows = rows});
    sim_ask(sim, &asks);
}

/* The parameters of a run, which a snapshot does not tell: every layer of its dump. */
static double *weights_of(struct sim *sim, struct problem *p)
{
    struct buffer out = {0};
    struct err err;
    double *at = malloc((size_t)p->n * sizeof *at);
    const char *text;

    assert_true(sim_dump(sim, NULL, &out, &err));
    text = out.text;
    for (int l = 0; l < p->layers; l++) {
        struct net_shape shape = net_shape(net_of(p), l);
        const struct {
            const char *name;
            size_t from, count;
        } PARTS[] = {
            {"\"weights\":", shape.weights, (size_t)shape.inputs * (size_t)shape.units},
            {"\"bias\":", shape.bias, (size_t)shape.units},
            {"\"norm_scale\":", shape.scale, (size_t)shape.units},
            {"\"norm_shift\":", shape.shift, (size_t)shape.units},
            {"\"gain\":", shape.scale, (size_t)shape.units},
        };
        const char *from = strstr(text, "\"weights\":"),
                   *end = strstr(from + 1, "\"weights\":");

        for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
            const char *part = strstr(from, PARTS[i].name);

            for (size_t k = 0; part && (!end || part < end) && k < PARTS[i].count; k++) {
                part += strcspn(part, "-0123456789");
                at[PARTS[i].from + k] = strtod(part, (char **)&part);
            }
        }
        text = from + 1;
    }
    buffer_free(&out);
    return at;
}

/* Where the middle of a cell lies; places of their own come after the plane. */
static void inputs_of(const struct fit *f, int i, double x[2])
{
    const struct window *w = &f->window;

    x[0] = w->low[0] + (w->high[0] - w->low[0]) * (i % f->cols + 0.5) / f->cols;
    x[1] = w->high[1] + (w->low[1] - w->high[1]) * (i / f->cols + 0.5) / f->rows;
    if (i >= f->cols * f->rows)
        memcpy(x, f->spot[i - f->cols * f->rows].x, 2 * sizeof *x);
}

/* The class and the value that such outputs mean, from the definitions. */
static struct saying meaning(enum loss loss, const double *z, int outputs)
{
    struct saying s = {.said = z[0] > 0.5, .value = z[0]};
    double sum = 0;

    if (loss == LOSS_bce)
        return (struct saying){z[0] > 0, 1 / (1 + math_exp(-z[0]))};
    if (loss == LOSS_mse)
        return s;
    s.said = 0;
    for (int k = 0; k < outputs; k++) {
        s.said = z[k] > z[s.said] ? k : s.said;
        sum += math_exp(z[k]);
    }
    s.value = math_exp(z[outputs == 2 ? 1 : s.said]) / sum;
    return s;
}

static void hold_to_predictions(struct sim *sim, struct problem *p)
{
    const struct fit *f = sim_snapshot(sim)->fit;
    struct net *net = net_of(p);
    enum loss loss = (enum loss)net_settings_of(net)->loss;
    double *at = weights_of(sim, p), x[2], z[CLASSES_MAX];

    assert_non_null(f);
    assert_true(f->current);
    assert_int_equal(f->cols, COLS);
    for (int i = 0; i < f->cols * f->rows + f->spots; i++) {
        int spot = i - f->cols * f->rows;
        struct saying saying;

        inputs_of(f, i, x);
        net_predict(net, at, 1, x, z);
        saying = meaning(loss, z, net_outputs(net));
        assert_int_equal(spot < 0 ? f->said[i] : f->spot[spot].said, saying.said);
        assert_true(fabs((spot < 0 ? f->values[i] : f->spot[spot].value) -
                         saying.value) <= 1e-12);
    }
    free(at);
}

/* What it says of examples is asked at the examples, not at the cells they stand in. */
static void hold_to_examples(struct sim *sim, struct problem *p)
{
    const struct fit *f = sim_snapshot(sim)->fit;
    struct net *net = net_of(p);
    const struct data *data = net_data(net);
    enum loss loss = (enum loss)net_settings_of(net)->loss;
    double *at = weights_of(sim, p), z[CLASSES_MAX];

    assert_true((f->trained > 0) == (data->classes > 0));
    assert_true(f->trained <= data->rows && f->held_out <= data->tests);
    for (int i = 0; i < f->trained + f->held_out; i++) {
        int row = i < f->trained ? i : data->rows + i - f->trained;

        net_predict(net, at, 1, data->x + (size_t)row * 2, z);
        assert_int_equal(f->examples[i], meaning(loss, z, net_outputs(net)).said);
    }
    free(at);
}

/* A net of each kind, at the start and after some steps. */
static void test_every_point_is_what_the_net_says_there(void **state)
{
    static const struct {
        enum data_set data;
        enum loss loss;
        int rows, spots;
    } NETS[] = {
        {DATA_xor, LOSS_bce, ROWS, 4},
        {DATA_xor, LOSS_mse, ROWS, 4},
        {DATA_moons, LOSS_bce, ROWS, 0},
        {DATA_moons, LOSS_cross_entropy, ROWS, 0},
        {DATA_plane, LOSS_mse, ROWS, 0},
        {DATA_sine, LOSS_mse, 1, 0},
        {DATA_spirals, LOSS_cross_entropy, ROWS, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof NETS / sizeof *NETS; i++)
        for (int norm = 0; norm < NORM_COUNT; norm++) {
            struct net_settings set =
                settings(NETS[i].data, (enum norm)norm, NETS[i].loss);
            struct problem *p;
            struct sim *sim = open(&set, &p);

            obey(sim, "race adam lr=0.02");
            for (int steps = 0; steps < 2; steps++) {
                ask(sim, 0, COLS, ROWS);
                sim_finish(sim);
                hold_to_predictions(sim, p);
                hold_to_examples(sim, p);
                assert_int_equal(sim_snapshot(sim)->fit->rows, NETS[i].rows);
                assert_int_equal(sim_snapshot(sim)->fit->spots, NETS[i].spots);
                for (int k = 0; k < 5; k++)
                    sim_step(sim);
            }
            sim_free(sim);
        }
}

static void work_off(struct sim *sim, int slice)
{
    while (!sim_work(sim, slice))
        continue;
    while (!sim_refine(sim, slice))
        continue;
}

static void test_slices_of_any_size_give_the_same_picture(void **state)
{
    static const int SLICES[] = {1, 3, 17, 1000};
    struct net_settings set = settings(DATA_moons, NORM_batch, LOSS_bce);
    double first[COLS * ROWS];

    (void)state;
    for (size_t i = 0; i < sizeof SLICES / sizeof *SLICES; i++) {
        struct problem *p;
        struct sim *sim = open(&set, &p);

        obey(sim, "race sgd");
        ask(sim, 0, COLS, ROWS);
        work_off(sim, SLICES[i]);
        if (i == 0)
            memcpy(first, sim_snapshot(sim)->fit->values, sizeof first);
        assert_memory_equal(first, sim_snapshot(sim)->fit->values, sizeof first);
        sim_free(sim);
    }
}

static void test_a_whole_picture_stays_until_the_next_one_is(void **state)
{
    struct net_settings set = settings(DATA_moons, NORM_batch, LOSS_bce);
    struct problem *p;
    struct sim *sim;
    double before[COLS * ROWS];
    uint64_t version;

    (void)state;
    set.width = 64;
    sim = open(&set, &p);
    obey(sim, "race adam lr=0.1");
    ask(sim, 0, COLS, ROWS);
    assert_null(sim_snapshot(sim)->fit);
    work_off(sim, 1);
    memcpy(before, sim_snapshot(sim)->fit->values, sizeof before);
    version = sim_snapshot(sim)->fit->version;
    sim_step(sim);
    assert_true(sim_work(sim, 1));
    assert_false(sim_refine(sim, 1));
    assert_false(sim_snapshot(sim)->fit->current);
    assert_false(sim_snapshot(sim)->complete);
    assert_int_equal(sim_snapshot(sim)->fit->steps, 0);
    assert_int_equal(sim_snapshot(sim)->fit->version, version);
    assert_memory_equal(before, sim_snapshot(sim)->fit->values, sizeof before);
    work_off(sim, 1);
    assert_int_equal(sim_snapshot(sim)->fit->steps, 1);
    assert_int_not_equal(sim_snapshot(sim)->fit->version, version);
    assert_memory_not_equal(before, sim_snapshot(sim)->fit->values, sizeof before);
    hold_to_predictions(sim, p);
    sim_free(sim);
}

/* What a net of before said is not shown of the one that began anew. */
static void test_a_picture_is_of_the_run_and_the_data_that_are_there(void **state)
{
    static const char *const CHANGES[] = {"set data circles", "set depth 1", "seed 4",
                                          "set activation relu", "set norm layer"};
    struct net_settings set = settings(DATA_moons, NORM_batch, LOSS_bce);

    (void)state;
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++) {
        struct problem *p;
        struct sim *sim = open(&set, &p);

        obey(sim, "race sgd");
        obey(sim, "race adam");
        ask(sim, 1, COLS, ROWS);
        sim_work(sim, 1);
        obey(sim, CHANGES[i]);
        ask(sim, 1, COLS, ROWS);
        sim_refine(sim, 1);
        ask(sim, 0, COLS, ROWS);
        assert_null(sim_snapshot(sim)->fit);
        sim_finish(sim);
        hold_to_predictions(sim, p);
        obey(sim, "drop sgd");
        ask(sim, 1, COLS, ROWS);
        sim_finish(sim);
        assert_null(sim_snapshot(sim)->fit);
        sim_back(sim, 1);
        ask(sim, 0, COLS, ROWS);
        sim_finish(sim);
        hold_to_predictions(sim, p);
        sim_free(sim);
    }
}

static void test_looking_alters_no_run(void **state)
{
    struct net_settings set = settings(DATA_spirals, NORM_batch, LOSS_cross_entropy);
    struct buffer seen = {0}, unseen = {0};
    struct err err;

    (void)state;
    for (int looks = 0; looks < 2; looks++) {
        struct problem *p;
        struct sim *sim = open(&set, &p);

        obey(sim, "race adam batch=8");
        for (int k = 0; k < 20; k++) {
            if (looks) {
                ask(sim, 0, COLS, ROWS);
                sim_refine(sim, k % 3 ? 1 : 40);
            }
            sim_step(sim);
        }
        assert_true(sim_dump(sim, NULL, looks ? &seen : &unseen, &err));
        sim_free(sim);
    }
    assert_string_equal(seen.text, unseen.text);
    buffer_free(&seen);
    buffer_free(&unseen);
}

/* Much is coarse at first, and then becomes as fine as it was asked for. */
static void test_a_large_picture_is_coarse_first(void **state)
{
    struct net_settings set = settings(DATA_moons, NORM_none, LOSS_bce);
    struct problem *p;
    struct sim *sim;
    int cols = 0;

    (void)state;
    set.width = 64;
    sim = open(&set, &p);
    obey(sim, "race sgd");
    ask(sim, 0, 150, 100);
    while (!sim_work(sim, 10))
        continue;
    assert_true(sim_snapshot(sim)->fit->cols < 150);
    assert_false(sim_snapshot(sim)->complete);
    do {
        assert_true(sim_snapshot(sim)->fit->cols >= cols);
        cols = sim_snapshot(sim)->fit->cols;
    } while (!sim_refine(sim, 10));
    assert_int_equal(sim_snapshot(sim)->fit->cols, 150);
    assert_int_equal(sim_snapshot(sim)->fit->rows, 100);
    assert_true(sim_snapshot(sim)->complete);
    sim_free(sim);
}

static void test_the_window_holds_all_data(void **state)
{
    static const enum data_set SETS[] = {DATA_xor, DATA_blobs, DATA_sine, DATA_plane};

    (void)state;
    for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
        enum loss loss = SETS[i] == DATA_blobs ? LOSS_cross_entropy : LOSS_mse;
        struct net_settings set = settings(SETS[i], NORM_none, loss);
        struct problem *p;
        struct sim *sim = open(&set, &p);
        const struct scatter *s = sim_snapshot(sim)->scatter;

        assert_int_equal(s->rows + s->tests, 90);
        for (int k = 0; k < s->rows + s->tests; k++)
            for (int axis = 0; axis < AXES; axis++) {
                double at = axis < s->inputs ? s->x[k * s->inputs + axis] : s->label[k];

                assert_true(at > s->window.low[axis] && at < s->window.high[axis]);
                assert_true(s->label[k] > s->low && s->label[k] < s->high);
            }
        sim_free(sim);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_point_is_what_the_net_says_there),
        cmocka_unit_test(test_slices_of_any_size_give_the_same_picture),
        cmocka_unit_test(test_a_whole_picture_stays_until_the_next_one_is),
        cmocka_unit_test(test_a_picture_is_of_the_run_and_the_data_that_are_there),
        cmocka_unit_test(test_looking_alters_no_run),
        cmocka_unit_test(test_a_large_picture_is_coarse_first),
        cmocka_unit_test(test_the_window_holds_all_data),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
