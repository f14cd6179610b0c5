/*
 * A net's Jacobians against differences of the net computed the plain way, a row at a
 * time, and their singular values by rotations.
 */
#include "problem/net_jacobian.h"
#include "base/memory.h"
#include "base/random.h"
#include "math/eigen.h"
#include "net_plain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LAYERS = 8 };

/* What goes into each layer, and batch norm's statistics there. */
struct passed {
    struct plain plain;
    long double h[LAYERS + 1][PLAIN_ROWS][PLAIN_UNITS];
    long double mean[LAYERS][PLAIN_UNITS], deviation[LAYERS][PLAIN_UNITS];
};

static void measure(struct passed *p, int l)
{
    struct net_shape s = net_shape(p->plain.net, l);
    long double z[PLAIN_ROWS][PLAIN_UNITS];
    int rows = p->plain.rows;

    plain_sums(&p->plain, &s, z);
    for (int u = 0; u < s.units; u++) {
        long double mean = 0, var = 0;

        for (int r = 0; r < rows; r++)
            mean += z[r][u] / rows;
        for (int r = 0; r < rows; r++)
            var += (z[r][u] - mean) * (z[r][u] - mean) / rows;
        p->mean[l][u] = mean;
        p->deviation[l][u] = sqrtl(var + 1e-5);
    }
}

static void pass(struct passed *p, const struct net *net, const double *at)
{
    int layers = (int)net_settings_of(net)->depth + 1;
    const int *rows;

    p->plain = (struct plain){.net = net, .at = at, .rows = net_batch(net, &rows)};
    for (int r = 0; r < p->plain.rows; r++)
        for (int k = 0; k < net_data(net)->inputs; k++)
            p->plain.h[r][k] = net_batch_row(net, r)[k];
    for (int l = 0; l < layers; l++) {
        memcpy(p->h[l], p->plain.h, sizeof p->h[l]);
        measure(p, l);
        plain_layer(&p->plain, l, true);
    }
}

static enum activation activation_of(const struct net_shape *s)
{
    int f = 0;

    while (strcmp(net_row(NET_SETTING(activation))->choices[f], s->activation) != 0)
        f++;
    return (enum activation)f;
}

/* One row alone through layer l, with the batch's statistics. */
static void through(const struct passed *p, int l, int row, const long double *in,
                    long double *out)
{
    struct net_shape s = net_shape(p->plain.net, l);
    struct plain one = {.net = p->plain.net, .at = p->plain.at, .rows = 1};
    long double z[PLAIN_ROWS][PLAIN_UNITS];
    double mask[WIDTH_MAX];
    bool masked = net_mask(p->plain.net, l, row, mask);

    memcpy(one.h[0], in, sizeof one.h[0]);
    plain_sums(&one, &s, z);
    if (s.normalized == NORM_layer)
        plain_normalize(z[0], s.units, 1);
    for (int u = 0; u < s.units; u++) {
        long double a = z[0][u];

        if (s.normalized == NORM_batch)
            a = (a - p->mean[l][u]) / p->deviation[l][u];
        if (s.normalized == NORM_batch || s.normalized == NORM_layer)
            a = a * one.at[s.scale + (size_t)u] + one.at[s.shift + (size_t)u];
        out[u] = plain_act(activation_of(&s), a) * (masked ? mask[u] : 1) +
                 (s.residual ? in[u] : 0);
    }
}

/* From what goes into layer `from` to what comes out of layer `to`. */
static void chain(const struct passed *p, const int span[2], int row,
                  const long double *in, long double *out)
{
    long double h[PLAIN_UNITS];

    memcpy(h, in, sizeof h);
    for (int l = span[0]; l <= span[1]; l++) {
        through(p, l, row, h, out);
        memcpy(h, out, sizeof h);
    }
}

/* The largest singular value of the chain's Jacobian, column by column of differences. */
static double largest(const struct passed *p, const int span[2], int row)
{
    int inputs = net_shape(p->plain.net, span[0]).inputs;
    int units = net_shape(p->plain.net, span[1]).units;
    long double j[PLAIN_UNITS][PLAIN_UNITS], up[PLAIN_UNITS], down[PLAIN_UNITS];
    double gram[EIGEN_MAX * EIGEN_MAX] = {0}, values[EIGEN_MAX];

    for (int k = 0; k < inputs; k++) {
        long double in[PLAIN_UNITS];

        memcpy(in, p->h[span[0]][row], sizeof in);
        in[k] += 1e-7L;
        chain(p, span, row, in, up);
        in[k] -= 2e-7L;
        chain(p, span, row, in, down);
        for (int u = 0; u < units; u++)
            j[u][k] = (up[u] - down[u]) / 2e-7L;
    }
    for (int a = 0; a < inputs; a++)
        for (int b = 0; b < inputs; b++)
            for (int u = 0; u < units; u++)
                gram[a * inputs + b] += (double)(j[u][a] * j[u][b]);
    eigen_symmetric(inputs, gram, values, NULL);
    return sqrt(values[inputs - 1]);
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static double middle(const struct passed *p, const int span[2])
{
    int rows = p->plain.rows < JACOBIAN_ROWS ? p->plain.rows : JACOBIAN_ROWS;
    double values[JACOBIAN_ROWS];

    for (int row = 0; row < rows; row++)
        values[row] = largest(p, span, row);
    qsort(values, (size_t)rows, sizeof *values, by_size);
    return (values[(rows - 1) / 2] + values[rows / 2]) / 2;
}

static void near(const struct net_settings *set, double got, double want)
{
    if (!(fabs(got - want) <= 2e-3 * want + 1e-12))
        fail_msg("%s %s residual %g dropout %g depth %g: %.9g, not %.9g",
                 net_row(NET_SETTING(activation))->choices[(int)set->activation],
                 net_row(NET_SETTING(norm))->choices[(int)set->norm], set->residual,
                 set->dropout, set->depth, got, want);
}

/* A net with its pass at a point where no parameter is special. */
static double *at_some_point(struct problem *p, int batch)
{
    const struct occasion occasion = {.step = 3, .batch = batch, .shuffle = true};
    double *x = memory_new((size_t)p->n, sizeof *x),
           *g = memory_new((size_t)p->n, sizeof *g);

    p->kind->start(p, x);
    for (int i = 0; i < p->n; i++) {
        double u[2];

        random_uniform((struct random_place){.seed = 9, .index = (uint32_t)i}, u);
        x[i] += 0.3 * (u[0] - 0.5);
    }
    problem_meet(p, &occasion);
    problem_gradient(p, x, g);
    free(g);
    return x;
}

/* In slices of one unit each, so that every place to stop is met. */
static void finish(struct jacobians *j)
{
    int slice;

    do
        slice = 1;
    while (!jacobians_work(j, &slice));
}

static void compare(const struct net_settings *set, int batch)
{
    struct err err;
    struct problem *p = net_new(set, NULL, 5, &err);
    struct jacobians *j = jacobians_new();
    struct passed *passed = memory_new(1, sizeof *passed);
    int last = (int)set->depth;
    double *x;

    assert_non_null(p);
    x = at_some_point(p, batch);
    jacobians_begin(j, net_of(p), x);
    pass(passed, net_of(p), x);
    finish(j);
    for (int l = 0; l <= last; l++)
        near(set, jacobians_found(j)[l].layer, middle(passed, (int[]){l, l}));
    for (int l = 0; l < last; l++)
        near(set, jacobians_found(j)[l].product, middle(passed, (int[]){l + 1, last}));
    assert_true(jacobians_found(j)[last].product == 1);
    assert_true(jacobians_share(j) == 1);
    free(x);
    free(passed);
    jacobians_free(j);
    problem_free(p);
}

static struct net_settings small_net(void)
{
    struct net_settings set = net_defaults();

    set.depth = 4;
    set.width = 12;
    set.init = INIT_he;
    set.data.samples = 40;
    return set;
}

static void test_every_activation_and_norm(void **state)
{
    (void)state;
    for (int activation = 0; activation < ACTIVATION_COUNT; activation++)
        for (int norm = 0; norm < NORM_COUNT; norm++) {
            struct net_settings set = small_net();

            set.activation = activation;
            set.norm = norm;
            set.residual = (activation + norm) % 2;
            set.dropout = activation % 3 == 0 ? 0.3 : 0;
            compare(&set, 5);
        }
}

static void test_other_shapes(void **state)
{
    static const int SHAPES[][3] = {{0, 4, 8}, {1, 1, 1}, {1, 15, 12},
                                    {2, 3, 0}, {6, 9, 2}, {3, 14, 9}};

    (void)state;
    for (size_t i = 0; i < sizeof SHAPES / sizeof *SHAPES; i++) {
        struct net_settings set = small_net();

        set.depth = SHAPES[i][0];
        set.width = SHAPES[i][1];
        set.norm = i % 2 ? NORM_none : NORM_layer;
        compare(&set, SHAPES[i][2]);
    }
}

static void test_many_outputs(void **state)
{
    struct net_settings set = small_net();

    (void)state;
    set.data.data = DATA_blobs;
    set.data.classes = 5;
    set.loss = LOSS_cross_entropy;
    compare(&set, 7);
}

static void test_orthogonal_layers_stretch_nothing(void **state)
{
    struct net_settings set = small_net();
    struct jacobians *j = jacobians_new();
    struct problem *p;
    struct err err;
    double *x, *g;

    (void)state;
    set.depth = 20;
    set.activation = ACTIVATION_linear;
    set.init = INIT_orthogonal;
    p = net_new(&set, NULL, 1, &err);
    x = memory_new((size_t)p->n, sizeof *x);
    g = memory_new((size_t)p->n, sizeof *g);
    p->kind->start(p, x);
    problem_gradient(p, x, g);
    jacobians_begin(j, net_of(p), x);
    finish(j);
    for (int l = 1; l < 20; l++) {
        assert_true(fabs(jacobians_found(j)[l].layer - 1) < 1e-12);
        assert_true(fabs(jacobians_found(j)[l].product - 1) < 1e-12);
    }
    free(x);
    free(g);
    jacobians_free(j);
    problem_free(p);
}

/* Far beyond what squares could hold. */
static void test_products_vanish_and_explode(void **state)
{
    static const double GAINS[] = {1e-3, 1e3};

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct net_settings set = small_net();
        struct jacobians *j = jacobians_new();
        struct problem *p;
        struct err err;
        double *x, *g, size;

        set.depth = 70;
        set.activation = ACTIVATION_linear;
        set.init = INIT_orthogonal;
        set.gain = GAINS[i];
        p = net_new(&set, NULL, 1, &err);
        x = memory_new((size_t)p->n, sizeof *x);
        g = memory_new((size_t)p->n, sizeof *g);
        p->kind->start(p, x);
        problem_gradient(p, x, g);
        jacobians_begin(j, net_of(p), x);
        finish(j);
        size = log10(jacobians_found(j)[0].product);
        assert_true(fabs(size - (i ? 210 : -210)) < 1e-6);
        free(x);
        free(g);
        jacobians_free(j);
        problem_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_activation_and_norm),
        cmocka_unit_test(test_other_shapes),
        cmocka_unit_test(test_many_outputs),
        cmocka_unit_test(test_orthogonal_layers_stretch_nothing),
        cmocka_unit_test(test_products_vanish_and_explode),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
