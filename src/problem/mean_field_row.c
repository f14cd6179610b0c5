/* One row's way through a wide random net: variances forward, gradients back. */
#include <math.h>

#include "math/kernels.h"
#include "problem/mean_field_state.h"
#include "problem/net_state.h"

/* What comes into a layer: |h|^2 / N and the mean of h over its units. */
struct arrival {
    double square, mean;
};

/* The activation and its slope at the nodes, for z of a variance. */
struct shape {
    double value[GAUSSIAN_NODES], slope[GAUSSIAN_NODES];
};

static double variance_in(const struct mean_field *m, int l, const struct arrival *in)
{
    return l > 0 ? m->inner * in->square : m->first * m->inputs * in->square;
}

static void shape_of(const struct mean_field *m, double variance, struct shape *out)
{
    double z[GAUSSIAN_NODES], root = sqrt(variance);

    for (int i = 0; i < GAUSSIAN_NODES; i++) {
        z[i] = root * m->gaussian.u[i];
        out->slope[i] = 1;
    }
    m->activation->forward(GAUSSIAN_NODES, z, out->value);
    m->activation->backward(GAUSSIAN_NODES, z, out->value, out->slope);
}

/*
 * Layer norm fixes the mean and the variance of z over the units, orthogonal weights its
 * variance: what would vary with them, terms 1 and 2, does not.
 */
static bool is_fixed(const struct mean_field *m, int k)
{
    return m->levelled || (m->sphere && k == 2);
}

static void measure_fourths(const struct mean_field *m, const struct shape *squares,
                            const struct mean_level *level, int r)
{
    const struct gaussian *g = &m->gaussian;
    double *value = level->value_square + (size_t)r * GAUSSIAN_SPECTRUM;
    double *slope = level->slope_square + (size_t)r * GAUSSIAN_SPECTRUM;
    struct fourths *fourths = &level->fourths[r];

    gaussian_spectrum(g, squares->value, 1, value);
    gaussian_spectrum(g, squares->slope, 1, slope);
    fourths->value = gaussian_product(g, squares->value, squares->value);
    fourths->slope = gaussian_product(g, squares->slope, squares->slope);
    fourths->here = gaussian_product(g, squares->value, squares->slope);
    for (int k = 1; k <= 2; k++)
        if (is_fixed(m, k)) {
            fourths->value -= value[k] * value[k];
            fourths->slope -= slope[k] * slope[k];
            fourths->here -= value[k] * slope[k];
            value[k] = slope[k] = 0;
        }
    fourths->there = fourths->here;
}

/* First and second derivative of log E a by the logarithm of the variance of z. */
static void measure_change(const struct mean_field *m, const double *a, double *growth,
                           double *bend)
{
    const struct gaussian *g = &m->gaussian;
    double mean = gaussian_mean(g, a);

    *growth = mean > 0 ? gaussian_growth(g, a) / mean : 0;
    *bend = mean > 0 ? gaussian_bend(g, a) / mean - *growth * *growth : 0;
}

/* Squares in place, and what the spread needs of them. */
static void measure_squares(const struct mean_field *m, struct shape *shape,
                            const struct mean_level *level, int r)
{
    const struct gaussian *g = &m->gaussian;

    for (int i = 0; i < GAUSSIAN_NODES; i++) {
        shape->value[i] *= shape->value[i];
        shape->slope[i] *= shape->slope[i];
    }
    level->square[r] = gaussian_mean(g, shape->value) / m->keep;
    level->slope[r] = gaussian_mean(g, shape->slope) / m->keep;
    if (r >= SPREAD_ROWS)
        return;
    measure_change(m, shape->value, &level->value_growth[r], &level->value_bend[r]);
    measure_change(m, shape->slope, &level->slope_growth[r], &level->slope_bend[r]);
    measure_fourths(m, shape, level, r);
}

/* What of f' goes with z itself; z = root u. */
static void measure_leanings(const struct mean_field *m, const struct shape *shape,
                             const struct mean_level *level, int r)
{
    const struct gaussian *g = &m->gaussian;
    double along[GAUSSIAN_NODES];
    double root = level->unit[r] > 0 ? level->shrink[r] / level->unit[r] : 0;

    for (int i = 0; i < GAUSSIAN_NODES; i++)
        along[i] = root * g->u[i] * shape->slope[i];
    level->lean[r] = gaussian_mean(g, along);
    level->pull[r] = gaussian_product(g, along, shape->value) / m->keep -
                     level->lean[r] * level->mean[r];
    level->steep[r] = gaussian_product(g, along, along) / m->keep;
}

/* What of f'^2 goes with f about its mean. */
static void measure_tilt(const struct mean_field *m, const struct shape *shape,
                         const struct mean_level *level, int r)
{
    const struct gaussian *g = &m->gaussian;
    double aside[GAUSSIAN_NODES], square[GAUSSIAN_NODES];

    for (int i = 0; i < GAUSSIAN_NODES; i++) {
        aside[i] = shape->value[i] / m->keep - level->mean[r];
        square[i] = shape->slope[i] * shape->slope[i];
    }
    level->tilt[r] = gaussian_product(g, square, aside) / m->keep;
    for (int i = 0; i < GAUSSIAN_NODES; i++)
        aside[i] *= aside[i];
    level->bulge[r] = gaussian_product(g, square, aside) / m->keep;
}

static void measure(const struct mean_field *m, int l, int r, double variance)
{
    const struct mean_level *level = &m->levels[l];
    const struct gaussian *g = &m->gaussian;
    double shrink = m->levelled ? 1 / sqrt(variance + NORM_EPS) : 1;
    struct shape shape;

    level->unit[r] = variance > 0 ? 1 / sqrt(variance) : 0;
    level->shrink[r] = shrink;
    shape_of(m, variance * shrink * shrink, &shape);
    level->mean[r] = gaussian_mean(g, shape.value);
    measure_leanings(m, &shape, level, r);
    measure_tilt(m, &shape, level, r);
    if (!m->bent) {
        gaussian_spectrum(g, shape.value, (size_t)m->rows, level->value_spectrum + r);
        gaussian_spectrum(g, shape.slope, (size_t)m->rows, level->slope_spectrum + r);
    }
    measure_squares(m, &shape, level, r);
}

static struct arrival inputs_of(const struct mean_field *m, int r)
{
    const double *x = m->x + (size_t)r * (size_t)m->inputs;
    struct arrival in = {0};

    for (int i = 0; i < m->inputs; i++) {
        in.square += x[i] * x[i] / m->inputs;
        in.mean += x[i] / m->inputs;
    }
    return in;
}

/* Returns |h|^2 / N of the last hidden layer. */
static struct arrival go_forward(struct mean_field *m, int r)
{
    struct arrival in = inputs_of(m, r);

    for (int l = 0; l < m->depth; l++) {
        const struct mean_level *level = &m->levels[l];
        double kept = mean_field_passes_on(m, l) ? 1 : 0;

        measure(m, l, r, variance_in(m, l, &in));
        level->came[r] = in.square;
        level->above[r] = in.mean;
        level->before[r] = kept * in.mean;
        in.square = level->square[r] + kept * (in.square + 2 * in.mean * level->mean[r]);
        in.mean = level->mean[r] + kept * in.mean;
    }
    return in;
}

static double size_in(const struct mean_field *m, int l)
{
    return l > 0 ? m->units : m->inputs;
}

void mean_field_row(struct mean_field *m, int r)
{
    struct arrival last = go_forward(m, r);
    const double *error = m->error + (size_t)r * (size_t)m->outputs;
    double flow = 0, up;

    for (int i = 0; i < m->outputs; i++)
        flow += error[i] * error[i];
    m->flow_sum[m->depth] += flow;
    m->own_sum[m->depth] += flow * size_in(m, m->depth) * last.square;
    up = m->last * flow;
    for (int l = m->depth - 1; l >= 0; l--) {
        const struct mean_level *level = &m->levels[l];

        flow = up * level->slope[r] * level->shrink[r] * level->shrink[r];
        level->flow[r] = flow;
        level->up[r] = up;
        m->flow_sum[l] += flow;
        m->own_sum[l] += flow * size_in(m, l) * level->came[r];
        up = m->inner * flow + (mean_field_passes_on(m, l) ? up : 0);
    }
}
