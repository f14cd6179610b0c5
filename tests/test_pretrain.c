/* Greedy pre-training: each hidden layer as an autoencoder, alone. */
#include "base/memory.h"
#include "base/random.h"
#include "problem/net.h"
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

#include "net_plain.h"

static double length_of(const double *w, int n)
{
    double sum = 0;

    for (int k = 0; k < n; k++)
        sum += w[k] * w[k];
    return sqrt(sum);
}

/* v[rows][PLAIN_UNITS] minus the means of its first `units` columns. */
static void centre(int rows, int units, long double v[][PLAIN_UNITS])
{
    for (int u = 0; u < units; u++) {
        long double mean = 0;

        for (int r = 0; r < rows; r++)
            mean += v[r][u] / rows;
        for (int r = 0; r < rows; r++)
            v[r][u] -= mean;
    }
}

/* What layer l makes of x alone, to p->h. */
static void encode(struct plain *p, const struct net_shape *s, int l)
{
    long double x[PLAIN_ROWS][PLAIN_UNITS];

    memcpy(x, p->h, sizeof x);
    plain_layer(p, l, false);
    for (int r = 0; s->residual && r < p->rows; r++)
        for (int u = 0; u < s->units; u++)
            p->h[r][u] -= x[r][u];
}

/* The decoder's best bias found by itself: both sides have mean 0. */
static long double plain_error(struct plain *p, int l)
{
    struct net_shape s = net_shape(p->net, l);
    long double x[PLAIN_ROWS][PLAIN_UNITS], sum = 0;

    for (int r = 0; r < p->rows; r++)
        for (int k = 0; k < net_data(p->net)->inputs; k++)
            p->h[r][k] = net_batch_row(p->net, r)[k];
    for (int i = 0; i < l; i++)
        plain_layer(p, i, false);
    memcpy(x, p->h, sizeof x);
    encode(p, &s, l);
    centre(p->rows, s.inputs, x);
    centre(p->rows, s.units, p->h);
    for (int r = 0; r < p->rows; r++)
        for (int k = 0; k < s.inputs; k++) {
            long double miss = -x[r][k];

            for (int u = 0; u < s.units; u++) {
                const double *w = p->at + s.weights + u * s.inputs;
                double acts = s.normalized == NORM_weight
                                  ? p->at[s.scale + (size_t)u] / length_of(w, s.inputs)
                                  : 1;

                miss += p->h[r][u] * w[k] * acts;
            }
            sum += miss * miss;
        }
    return sum / (p->rows * s.inputs);
}

/* By two central differences, so that h^4 is what is left. */
static double plain_slope_of(struct plain *p, double *at, int l, int i)
{
    static const double STEP[2] = {1e-5, 2e-5};
    long double slope[2];
    double kept = at[i];

    for (int k = 0; k < 2; k++) {
        volatile double up = kept + STEP[k], down = kept - STEP[k];
        long double high, low;

        at[i] = up;
        high = plain_error(p, l);
        at[i] = down;
        low = plain_error(p, l);
        slope[k] = (high - low) / ((long double)up - down);
    }
    at[i] = kept;
    return (double)((4 * slope[0] - slope[1]) / 3);
}

struct fixture {
    struct problem *p;
    double *x, *g;
    struct plain plain;
};

/* A point where no parameter is special: the start, moved a little everywhere. */
static struct fixture some_net(const struct net_settings *set)
{
    struct err err;
    struct fixture f = {.p = net_new(set, NULL, 3, &err)};

    assert_non_null(f.p);
    f.x = memory_new((size_t)f.p->n, sizeof *f.x);
    f.g = memory_new((size_t)f.p->n, sizeof *f.g);
    f.p->kind->start(f.p, f.x);
    for (int i = 0; i < f.p->n; i++) {
        double u[2];

        random_uniform((struct random_place){.seed = 5, .index = (uint32_t)i}, u);
        f.x[i] += 0.2 * (u[0] - 0.5);
    }
    f.plain = (struct plain){.net = net_of(f.p), .at = f.x};
    return f;
}

static void drop(struct fixture *f)
{
    free(f->x);
    free(f->g);
    problem_free(f->p);
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

static void compare(const struct net_settings *set, int pretrain)
{
    const struct occasion o = {
        .step = 4, .from = 3, .batch = 7, .shuffle = true, .pretrain = pretrain};
    struct fixture f = some_net(set);
    const struct layer *own = &f.p->layer[pretrain - 1];
    const int *rows;
    double error;

    problem_meet(f.p, &o);
    error = problem_gradient(f.p, f.x, f.g);
    f.plain.rows = net_batch(net_of(f.p), &rows);
    assert_true(fabs((double)(plain_error(&f.plain, pretrain - 1) - error)) <=
                1e-12 * fmax(1, error));
    assert_true(problem_gradient(f.p, f.x, NULL) == error);
    for (int i = 0; i < f.p->n; i++) {
        bool trains = i >= own->from && i < own->from + own->count;
        double right = trains ? plain_slope_of(&f.plain, f.x, pretrain - 1, i) : 0;

        if (!(fabs(f.g[i] - right) <= (trains ? 1e-7 * fmax(1, fabs(right)) : 0)))
            fail_msg("activation %g norm %g layer %d: slope %d is %.12g, not %.12g",
                     set->activation, set->norm, pretrain, i, f.g[i], right);
    }
    drop(&f);
}

static void test_the_gradient_is_that_of_a_plain_autoencoder(void **state)
{
    (void)state;
    for (int activation = 0; activation < ACTIVATION_COUNT; activation++)
        for (int norm = 0; norm < NORM_COUNT; norm++)
            for (int layer = 1; layer <= 3; layer++) {
                struct net_settings set = small(activation, norm);

                set.residual = layer == 2;
                set.dropout = layer == 3 ? 0.4 : 0;
                set.data.augment = layer == 3 ? 0.1 : 0;
                compare(&set, layer);
            }
}

/* Neither what was computed before nor what comes after is changed by it. */
static void test_the_loss_is_the_same_before_and_after(void **state)
{
    const struct occasion o = {.batch = 9}, alone = {.batch = 9, .pretrain = 2};
    struct net_settings set = small(ACTIVATION_tanh, NORM_batch);
    struct fixture f;
    double before, *kept;

    (void)state;
    set.dropout = 0.3;
    f = some_net(&set);
    kept = memory_new((size_t)f.p->n, sizeof *kept);
    problem_meet(f.p, &o);
    before = problem_gradient(f.p, f.x, kept);
    problem_meet(f.p, &alone);
    problem_gradient(f.p, f.x, f.g);
    problem_meet(f.p, &o);
    assert_true(problem_gradient(f.p, f.x, f.g) == before);
    assert_memory_equal(f.g, kept, (size_t)f.p->n * sizeof *kept);
    free(kept);
    drop(&f);
}

static void obey(struct sim *sim, const char *line)
{
    struct err err;

    if (!sim_command(sim, line, &err))
        fail_msg("%s: %s", line, err.text);
}

static struct sim *net_sim(void)
{
    struct net_settings set = small(ACTIVATION_tanh, NORM_none);
    struct sim_plan plan = {.domain = {{-5, -5}, {5, 5}}, .seed = 1};
    struct err err;

    set.dropout = 0.2;
    plan.problem = net_new(&set, NULL, 1, &err);
    assert_non_null(plan.problem);
    return sim_new(&plan);
}

static char *dump(struct sim *sim)
{
    struct buffer out = {0};
    struct err err;

    assert_true(sim_dump(sim, NULL, &out, &err));
    return out.text;
}

static void walk(struct sim *sim, int steps)
{
    while (steps-- > 0)
        sim_step(sim);
}

static const char *const RACES[] = {
    "race sgd lr=0.1 weight_decay=0.01",
    "race momentum lr=0.1",
    "race adam lr=0.01 weight_decay=0.01",
    "race adamw lr=0.01 weight_decay=0.1",
    "race asgd lr=0.1 lambd=0.1",
    "race rprop",
    "race lookahead lr=0.1",
    "race sgd lr=0.1 noise=0.1",
};

/* Layer by layer, N steps each: whose weights an update moved. */
static void test_only_the_layer_whose_turn_it_is_moves(void **state)
{
    (void)state;
    for (size_t r = 0; r < sizeof RACES / sizeof *RACES; r++) {
        struct sim *sim = net_sim();

        obey(sim, RACES[r]);
        obey(sim, "pretrain 3");
        for (int step = 0; step < 12; step++) {
            const struct run_view *run = sim_snapshot(sim)->run;

            assert_int_equal(run->pretrain, step < 9 ? step / 3 + 1 : 0);
            assert_true(isnan(run->reconstruction) == (step >= 9));
            sim_step(sim);
            run = sim_snapshot(sim)->run;
            for (int l = 0; l < 4; l++)
                if ((run->layer[l].update > 0) != (step >= 9 || l == step / 3))
                    fail_msg("%s: step %d, layer %d moved by %g", RACES[r], step, l + 1,
                             run->layer[l].update);
        }
        sim_free(sim);
    }
}

static void test_a_step_back_into_it_is_exact(void **state)
{
    static const int WALKS[] = {0, 5, 11, 26, 33};
    char *kept[5];
    struct sim *sim = net_sim();

    (void)state;
    obey(sim, "set history_mb 0");
    obey(sim, "race adam lr=0.01 batch=7");
    obey(sim, "pretrain 10");
    for (int i = 0; i < 5; i++) {
        walk(sim, WALKS[i] - (i ? WALKS[i - 1] : 0));
        kept[i] = dump(sim);
    }
    for (int i = 4; i >= 0; i--) {
        char *again;

        sim_back(sim, sim_step_number(sim) - WALKS[i]);
        again = dump(sim);
        assert_string_equal(again, kept[i]);
        free(again);
        free(kept[i]);
    }
    sim_free(sim);
}

/* In the middle of a run it begins at once, of one runner alone where that is named. */
static void test_it_begins_when_it_is_asked_for(void **state)
{
    struct sim *sim = net_sim();
    const struct run_view *run;

    (void)state;
    obey(sim, "race sgd");
    obey(sim, "race adam");
    walk(sim, 4);
    obey(sim, "pretrain adam 2");
    run = sim_snapshot(sim)->run;
    assert_int_equal(run[0].pretrain, 0);
    assert_int_equal(run[1].pretrain, 1);
    assert_string_equal(run[1].finding[0].name, "pretraining");
    walk(sim, 2);
    assert_int_equal(sim_snapshot(sim)->run[1].pretrain, 2);
    obey(sim, "pretrain 0");
    assert_int_equal(sim_snapshot(sim)->run[1].pretrain, 0);
    sim_free(sim);
}

/* The loss that is told of stays that of the labels; |g| is that of the next update. */
static void test_the_told_loss_is_that_of_the_labels(void **state)
{
    struct sim *sim = net_sim();
    double loss;

    (void)state;
    obey(sim, "race sgd lr=0");
    loss = sim_snapshot(sim)->run->loss;
    obey(sim, "pretrain 5");
    walk(sim, 3);
    assert_true(sim_snapshot(sim)->run->loss == loss);
    assert_true(sim_snapshot(sim)->run->trace.samples[3].loss == loss);
    assert_true(sim_snapshot(sim)->run->reconstruction != loss);
    assert_true(sim_snapshot(sim)->run->grad_norm > 0);
    sim_free(sim);
}

static void test_what_makes_no_sense_is_refused(void **state)
{
    static const char *const LINES[][2] = {
        {"pretrain -1", "no number of steps"},
        {"pretrain 1.5", "no number of steps"},
        {"pretrain nobody", "no runner"},
        {"pretrain 5 6", "nothing should follow"},
    };
    struct sim *sim = net_sim();
    struct err err;

    (void)state;
    assert_false(sim_command(sim, "pretrain 5", &err));
    assert_non_null(strstr(err.text, "nobody races here"));
    obey(sim, "race sgd");
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        assert_false(sim_command(sim, LINES[i][0], &err));
        assert_non_null(strstr(err.text, LINES[i][1]));
    }
    obey(sim, "set depth 0");
    assert_false(sim_command(sim, "pretrain", &err));
    assert_non_null(strstr(err.text, "a hidden layer"));
    sim_free(sim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_gradient_is_that_of_a_plain_autoencoder),
        cmocka_unit_test(test_the_loss_is_the_same_before_and_after),
        cmocka_unit_test(test_only_the_layer_whose_turn_it_is_moves),
        cmocka_unit_test(test_a_step_back_into_it_is_exact),
        cmocka_unit_test(test_it_begins_when_it_is_asked_for),
        cmocka_unit_test(test_the_told_loss_is_that_of_the_labels),
        cmocka_unit_test(test_what_makes_no_sense_is_refused),
    };

    return cmocka_run_group_tests_name("pretrain", tests, NULL, NULL);
}
