/* Mean-field theory against what nets do: over seeds, over layers, over rows. */
#include "problem/mean_field.h"
#include "base/memory.h"
#include "math/elementary.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 6, LAYERS = 32 };

/* Logarithms of what a net's layers have over what theory says, and its spread. */
struct trial {
    int layers;
    double flow[LAYERS], flow_spread[LAYERS];
    double gradient[LAYERS], gradient_spread[LAYERS];
};

static double norm_of(const double *g, const struct layer *layer)
{
    double sum = 0;

    for (int i = 0; i < layer->weights; i++)
        sum += g[layer->from + i] * g[layer->from + i];
    return sqrt(sum);
}

static void compare(struct problem *p, const double *x, struct mean_field *m,
                    struct trial *out)
{
    double *g = memory_new((size_t)p->n, sizeof *g);

    problem_gradient(p, x, g);
    out->layers = p->layers;
    for (int l = 0; l < p->layers; l++) {
        struct mean_field_layer theory = mean_field_layer(m, l);

        out->flow[l] = math_log(net_flow(net_of(p), l) / theory.flow);
        out->flow_spread[l] = theory.flow_spread;
        out->gradient[l] = math_log(norm_of(g, &p->layer[l]) / theory.gradient);
        out->gradient_spread[l] = theory.gradient_spread;
    }
    free(g);
}

static struct trial try_seed(const struct net_settings *set, uint64_t seed, int batch)
{
    const struct occasion first = {.batch = batch, .shuffle = true};
    struct err err;
    struct problem *p = net_new(set, NULL, seed, &err);
    double *x = memory_new((size_t)p->n, sizeof *x);
    struct mean_field *m;
    struct trial trial;

    p->kind->start(p, x);
    problem_meet(p, &first);
    problem_gradient(p, x, NULL);
    m = mean_field_new(p, x);
    while (!mean_field_go_on(m))
        continue;
    compare(p, x, m, &trial);
    mean_field_free(m);
    free(x);
    problem_free(p);
    return trial;
}

static struct net_settings net(int activation, int init, double gain)
{
    struct net_settings set = net_defaults();

    set.activation = activation;
    set.init = init;
    set.gain = gain;
    set.width = 48;
    set.depth = 6;
    return set;
}

struct net_case {
    int activation, init;
    double gain;
    bool residual;
    int norm;
    double dropout;
};

static struct net_settings settings_of(const struct net_case *c)
{
    struct net_settings set = net(c->activation, c->init, c->gain);

    set.residual = c->residual;
    set.norm = c->norm;
    set.dropout = c->dropout;
    return set;
}

static const struct net_case CASES[] = {
    {ACTIVATION_sigmoid, INIT_xavier, 1, false, NORM_none, 0},
    {ACTIVATION_sigmoid, INIT_xavier, 1, true, NORM_none, 0},
    {ACTIVATION_tanh, INIT_xavier, 1, false, NORM_none, 0},
    {ACTIVATION_tanh, INIT_xavier, 0.5, true, NORM_none, 0},
    {ACTIVATION_tanh, INIT_uniform, 1.5, false, NORM_none, 0},
    {ACTIVATION_tanh, INIT_xavier, 3, false, NORM_none, 0},
    {ACTIVATION_tanh, INIT_orthogonal, 1, false, NORM_none, 0},
    {ACTIVATION_tanh, INIT_xavier, 1, false, NORM_layer, 0},
    {ACTIVATION_tanh, INIT_xavier, 1, false, NORM_none, 0.3},
    {ACTIVATION_relu, INIT_he, 1, false, NORM_none, 0},
    {ACTIVATION_relu, INIT_xavier, 1, false, NORM_weight, 0},
    {ACTIVATION_leaky_relu, INIT_he, 1, false, NORM_none, 0.2},
    {ACTIVATION_elu, INIT_he, 1, false, NORM_none, 0},
    {ACTIVATION_selu, INIT_lecun, 1, false, NORM_none, 0},
    {ACTIVATION_gelu, INIT_xavier, 1, false, NORM_none, 0},
    {ACTIVATION_silu, INIT_xavier, 1, false, NORM_none, 0},
    {ACTIVATION_softplus, INIT_xavier, 1, false, NORM_none, 0},
    {ACTIVATION_softsign, INIT_xavier, 1, true, NORM_none, 0},
    {ACTIVATION_linear, INIT_normal, 3, false, NORM_none, 0},
    {ACTIVATION_linear, INIT_xavier, 1, true, NORM_none, 0},
    {ACTIVATION_relu, INIT_he, 1, true, NORM_none, 0},
    {ACTIVATION_softplus, INIT_xavier, 1, true, NORM_none, 0},
    {ACTIVATION_selu, INIT_lecun, 1, true, NORM_none, 0},
};

enum { CASE_COUNT = sizeof CASES / sizeof *CASES };

/* Half of what two of three seeds stray, and a little for theory itself. */
static void assert_typical(const double *log_ratio, double spread, size_t row)
{
    double mean = 0;

    for (int i = 0; i < SEEDS; i++)
        mean += log_ratio[i] / SEEDS;
    if (!(fabs(mean) <= 0.1 + spread))
        fail_msg("row %d: nets have %.3f times what theory says", (int)row,
                 math_exp(mean));
}

static void test_typical_nets_have_the_gradients_that_theory_says(void **state)
{
    (void)state;
    for (size_t row = 0; row < CASE_COUNT; row++) {
        struct net_settings set = settings_of(&CASES[row]);
        double flow[SEEDS], gradient[SEEDS], spread = 0;

        for (int i = 0; i < SEEDS; i++) {
            struct trial trial = try_seed(&set, (uint64_t)i + 1, 32);

            flow[i] = trial.flow[0] - trial.flow[trial.layers - 2];
            gradient[i] = trial.gradient[1] - trial.gradient[trial.layers - 1];
            spread = trial.flow_spread[0];
        }
        assert_typical(flow, spread / 2, row);
        assert_typical(gradient, spread, row);
    }
}

/* Of 100 seeds so many lie within the band of layer 1, at depth 6 and this width. */
struct band_case {
    struct net_case net;
    int width;
};

static void test_two_of_three_seeds_lie_within_the_band(void **state)
{
    static const struct band_case BANDS[] = {
        {{ACTIVATION_tanh, INIT_xavier, 1, false, NORM_none, 0}, 32},
        {{ACTIVATION_relu, INIT_he, 1, false, NORM_none, 0}, 32},
        {{ACTIVATION_sigmoid, INIT_xavier, 1, false, NORM_none, 0}, 32},
        {{ACTIVATION_tanh, INIT_xavier, 1, true, NORM_none, 0}, 32},
        {{ACTIVATION_tanh, INIT_xavier, 1, false, NORM_layer, 0}, 32},
        {{ACTIVATION_relu, INIT_he, 1, false, NORM_layer, 0}, 48},
        {{ACTIVATION_sigmoid, INIT_xavier, 1, false, NORM_layer, 0}, 48},
        {{ACTIVATION_relu, INIT_he, 1, true, NORM_none, 0.3}, 32},
    };
    enum { MANY = 100 };

    (void)state;
    for (size_t row = 0; row < sizeof BANDS / sizeof *BANDS; row++) {
        struct net_settings set = settings_of(&BANDS[row].net);
        int inside = 0;

        set.width = BANDS[row].width;
        for (int i = 0; i < MANY; i++) {
            struct trial trial = try_seed(&set, (uint64_t)i + 1, 8);

            inside += fabs(trial.flow[0]) <= trial.flow_spread[0];
        }
        if (inside < 0.58 * MANY || inside > 0.82 * MANY)
            fail_msg("row %d: %d of %d seeds lie within", (int)row, inside, MANY);
    }
}

/*
 * Where what lies along h outgrows the rest, a seed strays with what its output happens
 * to have of that: the mean of many is held, in layer 1, to what so many seeds leave.
 */
static void test_what_lies_along_h_outgrows_the_rest(void **state)
{
    static const struct net_case GROWING[] = {
        {ACTIVATION_relu, INIT_he, 1, true, NORM_none, 0},
        {ACTIVATION_silu, INIT_he, 1, true, NORM_none, 0},
        {ACTIVATION_relu, INIT_he, 1, true, NORM_none, 0.2},
        {ACTIVATION_elu, INIT_he, 1, true, NORM_none, 0},
    };
    enum { MANY = 60 };

    (void)state;
    for (size_t row = 0; row < sizeof GROWING / sizeof *GROWING; row++) {
        struct net_settings set = settings_of(&GROWING[row]);
        double flow = 0, gradient = 0;

        set.width = 64;
        set.depth = 12;
        for (int i = 0; i < MANY; i++) {
            struct trial trial = try_seed(&set, (uint64_t)i + 1, 16);

            flow += trial.flow[0] / MANY;
            gradient += trial.gradient[0] / MANY;
        }
        if (fabs(flow) > 0.15 || fabs(gradient) > 0.25)
            fail_msg("row %d: nets have %.3f and %.3f times what theory says", (int)row,
                     math_exp(flow), math_exp(gradient));
    }
}

static void test_what_reaches_the_output_is_measured(void **state)
{
    (void)state;
    for (size_t row = 0; row < CASE_COUNT; row++) {
        struct net_settings set = settings_of(&CASES[row]);
        struct trial trial;

        set.width = 10;
        trial = try_seed(&set, 1, 30);
        assert_true(fabs(trial.flow[trial.layers - 1]) < 1e-12);
        assert_true(trial.flow_spread[trial.layers - 1] == 0);
    }
}

static void test_without_hidden_layers_nothing_is_left_to_theory(void **state)
{
    struct net_settings set = net(ACTIVATION_tanh, INIT_xavier, 1);
    struct trial trial;

    (void)state;
    set.depth = 0;
    trial = try_seed(&set, 4, 0);
    assert_true(fabs(trial.gradient[0]) < 1e-12);
}

/* All rows, and more rows than are taken. */
static void test_of_many_rows_some_are_enough(void **state)
{
    struct net_settings set = net(ACTIVATION_tanh, INIT_xavier, 1.5);
    double flow[SEEDS], gradient[SEEDS];

    (void)state;
    set.depth = 3;
    set.data.samples = 900;
    for (int i = 0; i < SEEDS; i++) {
        struct trial trial = try_seed(&set, (uint64_t)i + 1, 0);

        flow[i] = trial.flow[0];
        gradient[i] = trial.gradient[0];
    }
    assert_typical(flow, 0, 0);
    assert_typical(gradient, 0, 0);
}

/* With he's weights gelu shrinks what is small and lets grow what is large. */
static void test_it_doubts_nets_that_have_no_typical_one(void **state)
{
    (void)state;
    for (int narrow = 0; narrow <= 1; narrow++) {
        struct net_settings set = net(ACTIVATION_gelu, INIT_he, 1);
        struct problem *p;
        struct mean_field *m;
        struct err err;
        double *x;

        set.width = narrow ? 16 : 256;
        p = net_new(&set, NULL, 1, &err);
        x = memory_new((size_t)p->n, sizeof *x);
        p->kind->start(p, x);
        problem_meet(p, &(const struct occasion){.batch = 8});
        problem_gradient(p, x, NULL);
        m = mean_field_new(p, x);
        while (!mean_field_go_on(m))
            continue;
        assert_true((mean_field_doubts(m)[0] != '\0') == narrow);
        mean_field_free(m);
        free(x);
        problem_free(p);
    }
}

struct refusal_case {
    size_t setting;
    double value;
    const char *word;
};

static void test_it_says_where_it_does_not_apply(void **state)
{
    static const struct refusal_case REFUSED[] = {
        {NET_SETTING(norm), NORM_batch, "Batch norm"},
        {NET_SETTING(init), INIT_zeros, "random"},
        {NET_SETTING(init), INIT_constant, "random"},
        {NET_SETTING(gain), 0, "random"},
        {NET_SETTING(width), 7, "wide"},
    };
    struct net_settings set = net_defaults();

    (void)state;
    assert_string_equal(mean_field_refuses(&set), "");
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
        set = net_defaults();
        ((double *)&set)[REFUSED[i].setting] = REFUSED[i].value;
        assert_non_null(strstr(mean_field_refuses(&set), REFUSED[i].word));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typical_nets_have_the_gradients_that_theory_says),
        cmocka_unit_test(test_two_of_three_seeds_lie_within_the_band),
        cmocka_unit_test(test_what_lies_along_h_outgrows_the_rest),
        cmocka_unit_test(test_what_reaches_the_output_is_measured),
        cmocka_unit_test(test_without_hidden_layers_nothing_is_left_to_theory),
        cmocka_unit_test(test_of_many_rows_some_are_enough),
        cmocka_unit_test(test_it_doubts_nets_that_have_no_typical_one),
        cmocka_unit_test(test_it_says_where_it_does_not_apply),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
