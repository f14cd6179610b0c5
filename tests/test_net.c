/* Nets against one computed the plain way, and what they promise besides. */
#include "problem/net.h"
#include "base/memory.h"
#include "base/random.h"
#include "math/kernels.h"

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

static struct problem *make(const struct net_settings *set, uint64_t seed)
{
    struct err err;
    struct problem *p = net_new(set, NULL, seed, &err);

    if (!p)
        fail_msg("%s", err.text);
    return p;
}

/* A point where no parameter is special: the start, moved a little everywhere. */
static double *some_point(struct problem *p)
{
    double *x = memory_new((size_t)p->n, sizeof *x);

    p->kind->start(p, x);
    for (int i = 0; i < p->n; i++) {
        double u[2];

        random_uniform((struct random_place){.seed = 5, .index = (uint32_t)i}, u);
        x[i] += 0.2 * (u[0] - 0.5);
    }
    return x;
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

static void compare(const struct net_settings *set, const struct occasion *o)
{
    struct problem *p = make(set, 3);
    double *x = some_point(p), *g = memory_new((size_t)p->n, sizeof *g), loss;
    struct plain plain = {.net = net_of(p)};
    const int *row;

    problem_meet(p, o);
    loss = problem_gradient(p, x, g);
    plain.rows = net_batch(net_of(p), &row);
    plain.at = x;
    assert_true(fabs((double)(plain_loss(&plain, row, true) - loss)) <= 1e-12);
    for (int i = 0; i < p->n; i++) {
        double right = plain_slope(&plain, x, i);

        if (!(fabs(g[i] - right) <= 1e-8 * fmax(1, fabs(right))))
            fail_msg("%s %s loss %g dropout %g residual %g: slope %d is %.12g, not %.12g",
                     net_row(NET_SETTING(activation))->choices[(int)set->activation],
                     net_row(NET_SETTING(norm))->choices[(int)set->norm], set->loss,
                     set->dropout, set->residual, i, g[i], right);
    }
    free(x);
    free(g);
    problem_free(p);
}

static void test_every_gradient_is_that_of_a_plain_net(void **state)
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

static void test_every_loss_works_with_every_data_set(void **state)
{
    const struct occasion o = {.batch = 5};

    (void)state;
    for (int data = 0; data < DATA_table; data++)
        for (int loss = 0; loss < LOSS_COUNT; loss++) {
            struct net_settings set = small(ACTIVATION_tanh, NORM_none);
            struct err err;
            struct problem *p;

            set.data.data = data;
            set.loss = loss;
            p = net_new(&set, NULL, 1, &err);
            assert_int_equal(p != NULL, loss == LOSS_mse || data < DATA_sine);
            if (p)
                compare(&set, &o);
            problem_free(p);
        }
}

static void test_without_hidden_layers_it_is_regression(void **state)
{
    struct net_settings set = small(ACTIVATION_tanh, NORM_batch);
    const struct occasion o = {.batch = 0};

    (void)state;
    set.depth = 0;
    set.data.data = DATA_plane;
    set.loss = LOSS_mse;
    compare(&set, &o);
}

static void test_a_batch_of_one_row_works(void **state)
{
    const struct occasion o = {.batch = 1, .shuffle = true};

    (void)state;
    for (int norm = 0; norm < NORM_COUNT; norm++) {
        struct net_settings set = small(ACTIVATION_gelu, norm);

        compare(&set, &o);
    }
}

/* The figures are over whole parts, without masks; batch norm by the training part. */
static void test_figures_are_those_of_whole_parts(void **state)
{
    (void)state;
    for (int norm = 0; norm < NORM_COUNT; norm++) {
        struct net_settings set = small(ACTIVATION_tanh, norm);
        struct plain plain = {0};
        struct figures figures;
        struct problem *p;
        int row[PLAIN_ROWS];
        double *x;

        set.residual = 1;
        set.dropout = 0.5;
        set.data.label_noise = 0.2;
        p = make(&set, 9);
        x = some_point(p);
        for (int i = 0; i < PLAIN_ROWS; i++)
            row[i] = i;
        plain = (struct plain){.net = net_of(p), .at = x, .rows = p->examples};
        problem_figures(p, x, &figures);
        assert_true(fabs((double)(plain_loss(&plain, row, false) - figures.loss)) <=
                    1e-12);
        assert_true(figures.accuracy >= 0 && figures.accuracy <= 1);
        plain.rows = net_data(net_of(p))->tests;
        for (int i = 0; i < plain.rows; i++)
            row[i] = p->examples + i;
        if (norm != NORM_batch)
            assert_true(fabs((double)(plain_loss(&plain, row, false) -
                                      figures.test_loss)) <= 1e-12);
        free(x);
        problem_free(p);
    }
}

/* What the net says of the training rows is what its figures judge. */
static void test_predictions_are_what_figures_judge(void **state)
{
    (void)state;
    for (int norm = 0; norm < NORM_COUNT; norm++) {
        struct net_settings set = small(ACTIVATION_silu, norm);
        struct problem *p = make(&set, 2);
        const struct data *data = net_data(net_of(p));
        double *x = some_point(p), z[PLAIN_ROWS], right = 0;
        struct figures figures;

        problem_figures(p, x, &figures);
        net_predict(net_of(p), x, data->rows, data->x, z);
        for (int i = 0; i < data->rows; i++)
            right += (z[i] > 0) == (data->label[i] > 0.5);
        assert_true(right / data->rows == figures.accuracy);
        free(x);
        problem_free(p);
    }
}

static void test_each_pass_sees_every_row_once(void **state)
{
    struct net_settings set = small(ACTIVATION_tanh, NORM_none);
    struct problem *p = make(&set, 1);
    struct occasion o = {.batch = 7, .shuffle = true};
    int first[3] = {0};

    (void)state;
    for (int pass = 0; pass < 3; pass++) {
        int seen[PLAIN_ROWS] = {0}, steps = 0;
        const int *row;

        for (; o.epoch == pass; o = occasion_next(&o, p->examples), steps++) {
            problem_meet(p, &o);
            for (int i = 0, count = net_batch(net_of(p), &row); i < count; i++)
                seen[row[i]]++;
            first[pass] = steps == 0 ? row[0] * 100 + row[1] : first[pass];
        }
        assert_int_equal(steps, (p->examples + 6) / 7);
        for (int i = 0; i < p->examples; i++)
            assert_int_equal(seen[i], 1);
    }
    assert_true(first[0] != first[1] || first[1] != first[2]);
    problem_free(p);
}

/* Whatever was evaluated before, an occasion gives the same bits. */
static void test_an_occasion_alone_decides(void **state)
{
    struct net_settings set = small(ACTIVATION_relu, NORM_layer);
    const struct occasion o = {
        .step = 11, .epoch = 2, .from = 4, .batch = 6, .shuffle = true};
    const struct occasion other = {.step = 12, .epoch = 3, .batch = 0, .shuffle = true};
    double loss[2], *g[2];

    (void)state;
    set.dropout = 0.3;
    set.data.augment = 0.1;
    for (int i = 0; i < 2; i++) {
        struct problem *p = make(&set, 1);
        double *x = some_point(p);

        g[i] = memory_new((size_t)p->n, sizeof(double));
        problem_meet(p, &other);
        for (int k = 0; k < i; k++)
            problem_gradient(p, x, g[i]);
        problem_meet(p, &o);
        loss[i] = problem_gradient(p, x, g[i]);
        if (i == 1)
            assert_memory_equal(g[0], g[1], (size_t)p->n * sizeof(double));
        free(x);
        problem_free(p);
    }
    assert_true(loss[0] == loss[1]);
    free(g[0]);
    free(g[1]);
}

/* The standard deviation of a layer's first weights, by the rule's formula. */
static void test_first_weights_have_the_spread_of_their_rule(void **state)
{
    static const double SQUARES[INIT_COUNT] = {
        [INIT_normal] = 1.0 / 100, [INIT_uniform] = 1.0 / 100,
        [INIT_xavier] = 2.0 / 200, [INIT_he] = 2.0 / 100,
        [INIT_lecun] = 1.0 / 100,  [INIT_orthogonal] = 1.0 / 100};

    (void)state;
    for (int init = 0; init < INIT_COUNT; init++) {
        struct net_settings set = small(ACTIVATION_tanh, NORM_none);
        struct problem *p;
        double *x, sum = 0;
        struct net_shape s;

        set.width = 100;
        set.init = init;
        set.gain = 3;
        p = make(&set, 4);
        x = memory_new((size_t)p->n, sizeof *x);
        p->kind->start(p, x);
        s = net_shape(net_of(p), 1);
        for (int i = 0; i < 10000; i++)
            sum += x[s.weights + (size_t)i] * x[s.weights + (size_t)i] / 10000;
        if (init == INIT_constant)
            assert_true(x[s.weights] == 3 && fabs(sum - 9) < 1e-9);
        else
            assert_true(fabs(sum - 9 * SQUARES[init]) <= 0.05 * 9 * SQUARES[init]);
        free(x);
        problem_free(p);
    }
}

static void test_orthogonal_weights_are_orthogonal(void **state)
{
    struct net_settings set = small(ACTIVATION_tanh, NORM_none);
    struct problem *p;
    double *x;

    (void)state;
    set.width = 40;
    set.init = INIT_orthogonal;
    p = make(&set, 4);
    x = memory_new((size_t)p->n, sizeof *x);
    p->kind->start(p, x);
    for (int l = 0; l < 2; l++) {
        struct net_shape s = net_shape(net_of(p), l);
        int short_side = s.inputs < s.units ? s.inputs : s.units;

        for (int i = 0; i < short_side; i++)
            for (int j = 0; j < short_side; j++) {
                double sum = 0;

                for (int k = 0; k < 40; k++) {
                    const double *w = x + s.weights;

                    sum += s.inputs < s.units ? w[k * s.inputs + i] * w[k * s.inputs + j]
                                              : w[i * s.inputs + k] * w[j * s.inputs + k];
                }
                assert_true(fabs(sum - (i == j)) < 1e-12);
            }
    }
    free(x);
    problem_free(p);
}

/*
 * A live change of norm goes on: weight norm begins and ends with the function as it was.
 */
static void test_weight_norm_comes_and_goes_without_a_jump(void **state)
{
    static const int NORMS_LIVE[] = {NORM_weight, NORM_none};
    struct net_settings set = small(ACTIVATION_tanh, NORM_none);
    struct problem *p = make(&set, 6);
    double *x = some_point(p), before, after;
    const struct occasion o = {0};

    (void)state;
    problem_meet(p, &o);
    before = problem_gradient(p, x, NULL);
    for (int i = 0; i < 2; i++) {
        p->values[NET_SETTING(norm)] = NORMS_LIVE[i];
        p->kind->carry(p, x);
        assert_int_equal(p->kind->settle(p, 6), SETTLED_GOES_ON);
        problem_meet(p, &o);
        after = problem_gradient(p, x, NULL);
        assert_true(fabs(after - before) < 1e-12);
    }
    p->values[NET_SETTING(depth)] = 5;
    assert_int_equal(p->kind->settle(p, 6), SETTLED_STARTS_ANEW);
    assert_int_equal(p->layers, 6);
    free(x);
    problem_free(p);
}

/* Layers follow one another without a gap and end where the parameters end. */
static void test_layers_are_slices_of_the_parameters(void **state)
{
    struct net_settings set = small(ACTIVATION_tanh, NORM_none);
    struct problem *p = make(&set, 1);
    int at = 0;

    (void)state;
    for (int l = 0; l < p->layers; l++) {
        assert_int_equal(p->layer[l].from, at);
        at += p->layer[l].count;
    }
    assert_int_equal(at, p->n);
    assert_string_equal(p->layer[0].name, "1");
    assert_string_equal(p->layer[p->layers - 1].name, "out");
    problem_free(p);
}

static void fill(double *v, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        double u[2];

        random_uniform((struct random_place){.seed = seed, .index = (uint32_t)i}, u);
        v[i] = 8 * u[0] - 4;
    }
}

enum { SIDE = 160 };

static void test_every_set_multiplies_alike(void **state)
{
    static const size_t SHAPES[][3] = {
        {1, 1, 1}, {3, 2, 5}, {64, 128, 64}, {33, 50, 150}, {7, 17, 130}};
    double *a = memory_new(SIDE * SIDE, sizeof *a),
           *b = memory_new(SIDE * SIDE, sizeof *b);
    double *out = memory_new(SIDE * SIDE, sizeof *out);

    (void)state;
    fill(a, SIDE * SIDE, 1);
    fill(b, SIDE * SIDE, 2);
    for (size_t s = 0; s < sizeof SHAPES / sizeof *SHAPES; s++)
        for (const struct kernels *const *k = kernels_all(); *k; k++) {
            struct product p = {.rows = SHAPES[s][0],
                                .cols = SHAPES[s][1],
                                .depth = SHAPES[s][2],
                                .a = a,
                                .a_row = 1,
                                .a_col = SIDE,
                                .b = b,
                                .b_row = SIDE,
                                .start = s % 2 ? a : NULL,
                                .out = out,
                                .out_row = p.cols};

            memset(out, 0, SIDE * SIDE * sizeof *out);
            (*k)->matrix->multiply(&p);
            assert_true(out[p.rows * p.cols] == 0);
            for (size_t i = 0; i < p.rows; i++)
                for (size_t j = 0; j < p.cols; j++) {
                    double sum = p.start ? a[i] : 0;

                    for (size_t n = 0; n < p.depth; n++)
                        sum += a[n * SIDE + i] * b[n * SIDE + j];
                    assert_true(out[i * p.cols + j] == sum);
                }
        }
    free(a);
    free(b);
    free(out);
}

static void test_every_set_turns_and_squares_alike(void **state)
{
    static const size_t SHAPES[][2] = {{1, 1}, {5, 3}, {8, 16}, {33, 50}, {64, 128}};
    double *a = memory_new(SIDE * SIDE, sizeof *a);
    double *out = memory_new(SIDE * SIDE, sizeof *out);

    (void)state;
    fill(a, SIDE * SIDE, 3);
    for (size_t s = 0; s < sizeof SHAPES / sizeof *SHAPES; s++)
        for (const struct kernels *const *k = kernels_all(); *k; k++) {
            const struct matrix all = {SHAPES[s][0], SHAPES[s][1], a, SIDE};
            const struct matrix_kernels *plain = (*kernels_all())->matrix,
                                        *m = (*k)->matrix;

            m->transpose(&(struct transposition){.rows = all.rows,
                                                 .cols = all.cols,
                                                 .a = a,
                                                 .a_row = SIDE,
                                                 .out = out,
                                                 .out_row = SIDE});
            for (size_t i = 0; i < all.rows; i++)
                for (size_t j = 0; j < all.cols; j++)
                    assert_true(out[j * SIDE + i] == a[i * SIDE + j]);
            assert_true(m->squares(&all) == plain->squares(&all));
        }
    free(a);
    free(out);
}

/* The slope by f' in d = 1, and by differences of it the bend. */
static double slope(enum activation f, double z)
{
    const struct activation_kernel *k = &kernels_best()->matrix->activation[f];
    double a, d = 1;

    k->forward(1, &z, &a);
    k->backward(1, &z, &a, &d);
    return d;
}

static void test_a_bend_is_the_slope_of_the_slope(void **state)
{
    static const double H = 1e-5;

    (void)state;
    for (enum activation f = 0; f < ACTIVATION_COUNT; f++)
        for (double z = -5.75; z < 6; z += 0.5) {
            const struct activation_kernel *k = &kernels_best()->matrix->activation[f];
            double a, d = 1, right = (slope(f, z + H) - slope(f, z - H)) / (2 * H);

            k->forward(1, &z, &a);
            k->bend(1, &z, &a, &d);
            if (!(fabs(d - right) < 1e-9))
                fail_msg("%s at %g bends by %.12g, not %.12g",
                         net_row(NET_SETTING(activation))->choices[f], z, d, right);
        }
}

static void test_every_set_activates_and_sums_alike(void **state)
{
    const struct kernels *const *all = kernels_all();
    double z[99], a[2][99], d[2][99];

    (void)state;
    fill(z, 99, 3);
    for (const struct kernels *const *k = all; *k; k++) {
        const struct matrix_kernels *m = (*k)->matrix, *plain = all[0]->matrix;

        assert_true(m->sum(99, z) == plain->sum(99, z));
        assert_true(m->dot(99, z, z) == plain->dot(99, z, z));
        for (int f = 0; f < ACTIVATION_COUNT; f++) {
            fill(d[0], 99, 4);
            fill(d[1], 99, 4);
            plain->activation[f].forward(99, z, a[0]);
            m->activation[f].forward(99, z, a[1]);
            plain->activation[f].backward(99, z, a[0], d[0]);
            m->activation[f].backward(99, z, a[1], d[1]);
            plain->activation[f].bend(99, z, a[0], d[0]);
            m->activation[f].bend(99, z, a[1], d[1]);
            assert_memory_equal(a[0], a[1], sizeof a[0]);
            assert_memory_equal(d[0], d[1], sizeof d[0]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_gradient_is_that_of_a_plain_net),
        cmocka_unit_test(test_every_loss_works_with_every_data_set),
        cmocka_unit_test(test_without_hidden_layers_it_is_regression),
        cmocka_unit_test(test_a_batch_of_one_row_works),
        cmocka_unit_test(test_figures_are_those_of_whole_parts),
        cmocka_unit_test(test_predictions_are_what_figures_judge),
        cmocka_unit_test(test_each_pass_sees_every_row_once),
        cmocka_unit_test(test_an_occasion_alone_decides),
        cmocka_unit_test(test_first_weights_have_the_spread_of_their_rule),
        cmocka_unit_test(test_orthogonal_weights_are_orthogonal),
        cmocka_unit_test(test_weight_norm_comes_and_goes_without_a_jump),
        cmocka_unit_test(test_layers_are_slices_of_the_parameters),
        cmocka_unit_test(test_every_set_multiplies_alike),
        cmocka_unit_test(test_every_set_turns_and_squares_alike),
        cmocka_unit_test(test_a_bend_is_the_slope_of_the_slope),
        cmocka_unit_test(test_every_set_activates_and_sums_alike),
    };

    return cmocka_run_group_tests_name("net", tests, NULL, NULL);
}
