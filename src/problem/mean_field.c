/* Mean-field theory of a net's first gradients: what it takes in, and what it says. */
#include "problem/mean_field.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/elementary.h"
#include "math/kernels.h"
#include "problem/mean_field_state.h"
#include "problem/net_state.h"

enum {
    WIDTH_LEAST = 8,
    LEVEL_ROWS = 20, /* numbers of a level for each row */
    FOURTHS = sizeof(struct fourths) / sizeof(double),
    PARTS = sizeof(struct mean_parts) / sizeof(double),
    MODE = sizeof(struct mean_mode) / sizeof(double),
    PASSAGE = sizeof(struct mean_passage) / sizeof(double),
};

struct refusal {
    bool (*holds)(const struct net_settings *set);
    const char *text;
};

static bool has_batch_norm(const struct net_settings *set)
{
    return set->norm == NORM_batch;
}

static bool is_not_random(const struct net_settings *set)
{
    return set->init == INIT_zeros || set->init == INIT_constant || set->gain == 0;
}

static bool is_narrow(const struct net_settings *set)
{
    return set->depth > 0 && set->width < WIDTH_LEAST;
}

static const struct refusal REFUSALS[] = {
    {is_not_random, "Theory speaks of random weights: these are all alike."},
    {has_batch_norm, "Batch norm ties rows together: this theory has no say."},
    {is_narrow, "Theory speaks of wide layers: it takes 8 units or more."},
};

const char *mean_field_refuses(const struct net_settings *set)
{
    for (size_t i = 0; i < sizeof REFUSALS / sizeof *REFUSALS; i++)
        if (REFUSALS[i].holds(set))
            return REFUSALS[i].text;
    return "";
}

/* What the second order may move a logarithm by in a layer, so that it is the last. */
#define BENT_MOST 0.05
/* What it may move one by in all layers, even if nets differ by less. */
#define ROUGH_LEAST 0.05

/* What is left of a square at the least, whatever a finite width takes of it. */
#define LEFT_LEAST 0.1

/* The variance of a weight, as net_init.c draws it. */
static double variance(const struct net_settings *set, int inputs, int units)
{
    double gain = set->gain * set->gain;

    switch ((enum init)set->init) {
    case INIT_xavier:
        return 2 * gain / (inputs + units);
    case INIT_he:
        return 2 * gain / inputs;
    case INIT_orthogonal:
        return gain / (inputs > units ? inputs : units);
    default:
        return gain / inputs;
    }
}

static bool is_bent(enum activation activation)
{
    return activation == ACTIVATION_linear || activation == ACTIVATION_relu ||
           activation == ACTIVATION_leaky_relu;
}

static double slope_below(const struct activation_kernel *kernel)
{
    double z = -1, a, slope = 1;

    kernel->forward(1, &z, &a);
    kernel->backward(1, &z, &a, &slope);
    return slope;
}

static void take_rules(struct mean_field *m, const struct net *net)
{
    const struct net_settings *set = net_settings_of(net);
    enum activation activation = (enum activation)set->activation;
    int width = (int)set->width;

    m->units = width;
    m->first = variance(set, m->inputs, m->depth > 0 ? width : m->outputs);
    m->inner = width * variance(set, width, width);
    m->last = width * variance(set, width, m->outputs);
    m->keep = 1 - set->dropout;
    m->levelled = set->norm == NORM_layer;
    m->weight_norm = set->norm == NORM_weight;
    m->sphere = set->init == INIT_orthogonal;
    m->residual = set->residual != 0;
    m->first_residual = m->depth > 0 && net_shape(net, 0).residual;
    m->activation = &kernels_best()->matrix->activation[activation];
    m->bent = is_bent(activation);
    m->below = slope_below(m->activation);
}

static void place_level(struct mean_field *m, struct mean_level *level, double **from)
{
    size_t rows = (size_t)m->rows;
    double **const each[LEVEL_ROWS] = {
        &level->unit,       &level->shrink,       &level->mean,
        &level->before,     &level->came,         &level->square,
        &level->slope,      &level->flow,         &level->value_bend,
        &level->slope_bend, &level->value_growth, &level->slope_growth,
        &level->up,         &level->leaning,      &level->lean,
        &level->pull,       &level->steep,        &level->tilt,
        &level->bulge,      &level->above};

    for (int i = 0; i < LEVEL_ROWS; i++)
        *each[i] = memory_carve(from, rows);
    level->value_spectrum = memory_carve(from, m->bent ? 0 : GAUSSIAN_SPECTRUM * rows);
    level->slope_spectrum = memory_carve(from, m->bent ? 0 : GAUSSIAN_SPECTRUM * rows);
    level->value_square = memory_carve(from, GAUSSIAN_SPECTRUM * SPREAD_ROWS);
    level->slope_square = memory_carve(from, GAUSSIAN_SPECTRUM * SPREAD_ROWS);
    level->fourths = (struct fourths *)memory_carve(from, FOURTHS * SPREAD_ROWS);
    level->passage = (struct mean_passage *)memory_carve(from, PASSAGE * rows);
}

static size_t room(const struct mean_field *m)
{
    size_t rows = (size_t)m->rows, depth = (size_t)m->depth;
    size_t level = rows * (LEVEL_ROWS + PASSAGE + (m->bent ? 0 : 2 * GAUSSIAN_SPECTRUM)) +
                   (2 * GAUSSIAN_SPECTRUM + FOURTHS) * (size_t)SPREAD_ROWS;
    size_t pairs = rows * (4 + MODE + (depth + 1) + 4 * depth);

    return depth * level + pairs + rows * (size_t)(m->inputs + m->outputs + 2) +
           (3 + PARTS + 2 * (size_t)SPREAD_ROWS * (SPREAD_ROWS + 1)) * (depth + 1);
}

static void place(struct mean_field *m)
{
    size_t rows = (size_t)m->rows, layers = (size_t)m->depth + 1;
    double *at = m->memory = memory_new(room(m), sizeof(double));

    m->levels = memory_new(layers, sizeof *m->levels);
    for (int l = 0; l < m->depth; l++)
        place_level(m, &m->levels[l], &at);
    m->x = memory_carve(&at, rows * (size_t)m->inputs);
    m->error = memory_carve(&at, rows * (size_t)m->outputs);
    m->pull = memory_carve(&at, rows);
    m->lift = memory_carve(&at, rows);
    m->pairs =
        (struct mean_pairs){.covariance = memory_carve(&at, rows),
                            .spare = memory_carve(&at, rows),
                            .value = memory_carve(&at, rows),
                            .flow = memory_carve(&at, rows),
                            .mode = (struct mean_mode *)memory_carve(&at, MODE * rows),
                            .alike = memory_carve(&at, rows * (layers - 1)),
                            .inputs = memory_carve(&at, rows * layers),
                            .slopes = memory_carve(&at, rows * (layers - 1)),
                            .rho = memory_carve(&at, rows * (layers - 1)),
                            .reach = memory_carve(&at, rows * (layers - 1))};
    m->flow_sum = memory_carve(&at, layers);
    m->own_sum = memory_carve(&at, layers);
    m->pair_sum = memory_carve(&at, layers);
    m->flow_shifts = memory_carve(&at, layers * SPREAD_ROWS);
    m->gradient_shifts = memory_carve(&at, layers * SPREAD_ROWS);
    m->parts = (struct mean_parts *)memory_carve(&at, PARTS * layers);
    m->flow_varies = memory_carve(&at, layers * SPREAD_ROWS * SPREAD_ROWS);
    m->gradient_varies = memory_carve(&at, layers * SPREAD_ROWS * SPREAD_ROWS);
}

/* Of row i, which is the batch's `row`: where the outputs pull what came to them. */
static void take_pull(struct mean_field *m, struct net *net, const double *at, int i,
                      int row)
{
    const struct net_layer *out = &net->layers[m->depth];
    const double *error = m->error + (size_t)i * (size_t)m->outputs;
    size_t inputs = (size_t)out->shape.inputs;

    for (int k = 0; k < m->outputs; k++) {
        const double *w = net_weights(out, at) + (size_t)k * inputs;
        double z =
            out->h[(size_t)k * net->stride + (size_t)row] - at[out->shape.bias + k];

        m->pull[i] += z * error[k];
        m->lift[i] += net->m->sum(inputs, w) * error[k];
    }
}

/* Rows of the batch, evenly; error_share is what all errors are of those taken. */
static void take_rows(struct mean_field *m, struct net *net, const double *at,
                      const double *error)
{
    size_t inputs = (size_t)m->inputs, outputs = (size_t)m->outputs;
    double taken = 0, sum = 0;

    for (size_t i = 0; i < (size_t)m->all * outputs; i++)
        sum += error[i] * error[i];
    for (int i = 0; i < m->rows; i++) {
        int row = (int)((int64_t)i * m->all / m->rows);
        double *to = m->error + (size_t)i * outputs;

        memcpy(m->x + (size_t)i * inputs, net_batch_row(net, row),
               inputs * sizeof(double));
        memcpy(to, error + (size_t)row * outputs, outputs * sizeof(double));
        for (size_t k = 0; k < outputs; k++)
            taken += to[k] * to[k];
        take_pull(m, net, at, i, row);
    }
    m->error_share = taken > 0 ? sum / taken : 1;
}

struct mean_field *mean_field_new(struct problem *p, const double *at)
{
    struct mean_field *m = memory_new(1, sizeof *m);
    struct net *net = net_of(p);
    const int *rows;
    double *error;

    m->depth = p->layers - 1;
    m->inputs = net_data(net)->inputs;
    m->outputs = net_outputs(net);
    m->all = net_batch(net, &rows);
    m->rows = m->all < MEAN_FIELD_ROWS ? m->all : MEAN_FIELD_ROWS;
    take_rules(m, net);
    place(m);
    gaussian_fill(&m->gaussian);
    error = memory_new((size_t)m->all * (size_t)m->outputs, sizeof *error);
    net_errors(net, error);
    take_rows(m, net, at, error);
    free(error);
    return m;
}

void mean_field_free(struct mean_field *m)
{
    if (!m)
        return;
    free(m->memory);
    free(m->levels);
    free(m);
}

bool mean_field_go_on(struct mean_field *m)
{
    if (m->done < m->rows) {
        mean_field_row(m, m->done);
        mean_field_pair(m, m->done);
        mean_field_mode(m, m->done);
        if (m->done < SPREAD_ROWS)
            mean_field_spread(m, m->done);
        m->done++;
    }
    return m->done == m->rows;
}

/* Pairs that were not taken are like those that were. */
static double pair_share(const struct mean_field *m)
{
    return m->rows > 1 ? (double)m->all * (m->all - 1) / ((double)m->rows * (m->rows - 1))
                       : 1;
}

/* The root of a sum of squares as most nets have it, and the spread of its logarithm. */
struct root {
    double value, spread;
};

static struct root typical(double square, const struct mean_field_stray *stray)
{
    return (struct root){.value =
                             sqrt(square < 0 ? 0 : square) * math_exp(stray->shift / 2),
                         .spread = sqrt(stray->variance) / 2};
}

/*
 * With what a finite width adds or takes; never next to nothing, since that is known to
 * the leading order only.
 */
static double with_modes(double endless, double all)
{
    return fmax(all, LEFT_LEAST * endless);
}

struct mean_field_layer mean_field_layer(const struct mean_field *m, int l)
{
    const struct mean_parts *parts = &m->parts[l];
    double flow = m->error_share * m->flow_sum[l];
    double gradient = m->error_share * m->own_sum[l] + pair_share(m) * m->pair_sum[l];
    struct mean_field_stray width = mean_field_spread_of(m, l, false);
    struct mean_field_stray both = mean_field_spread_of(m, l, true);
    struct root flows, gradients;

    if (l < m->depth) {
        flow = with_modes(flow, m->error_share * parts->flow);
        gradient = with_modes(gradient,
                              m->error_share * parts->own + pair_share(m) * parts->pair);
    }
    flows = typical(flow, &width);
    gradients = typical(gradient, &both);
    if (l == 0 && m->weight_norm)
        gradients = (struct root){NAN, NAN};
    return (struct mean_field_layer){.flow = flows.value,
                                     .flow_spread = flows.spread,
                                     .gradient = gradients.value,
                                     .gradient_spread = gradients.spread};
}

const char *mean_field_doubts(const struct mean_field *m)
{
    if (m->bent_most > BENT_MOST)
        return "At this width such nets differ too much for theory to name one.";
    return m->depth > 0 &&
                   m->rough > fmax(ROUGH_LEAST, mean_field_layer(m, 0).flow_spread)
               ? "Theory speaks of wide layers: these are too narrow for their depth."
               : "";
}
