/* Normalization by batch, by layer and of weights, forward and back. */
#include <math.h>
#include <string.h>

#include "problem/net_state.h"

/* The mean of some numbers, and 1 / their standard deviation. */
struct level {
    double mean, spread;
};

/* Twice through z[n], so that nothing cancels; z - mean is left in out. */
static struct level measure(const struct net *net, size_t n, const double *z, double *out)
{
    struct level level = {.mean = net->m->sum(n, z) / (double)n};

    net->k->subtract(n, z, 1, &level.mean, 0, out);
    level.spread = 1 / sqrt(net->m->dot(n, out, out) / (double)n + NORM_EPS);
    return level;
}

static void scale_and_shift(const struct visit *v, const struct net_layer *l,
                            const struct rows *rows, double *out)
{
    const struct kernels *k = v->net->k;

    for (int u = 0; u < l->shape.units; u++) {
        const double *hat = (l->hat ? l->hat : out) + (size_t)u * rows->stride;
        double *y = out + (size_t)u * rows->stride;

        k->multiply(rows->count, hat, 1, v->at + l->shape.scale + u, 0, y);
        k->add(rows->count, y, 1, v->at + l->shape.shift + u, 0, y);
    }
}

static void normalize_batch(struct net *net, struct net_layer *l, const struct rows *rows)
{
    for (int u = 0; u < l->shape.units; u++) {
        double *hat = l->hat + (size_t)u * rows->stride;

        l->spread[u] =
            measure(net, rows->count, l->y + (size_t)u * rows->stride, hat).spread;
        net->k->multiply(rows->count, hat, 1, &l->spread[u], 0, hat);
    }
}

/* Of each row over the units: what layer norm reads and writes. */
struct levelling {
    const double *z; /* [units][stride] */
    double *hat;     /* the same; may be z */
    double *spread;  /* [stride], 1 / standard deviation */
    double *mean;    /* [stride], for its own use */
};

static void normalize_layer(const struct net *net, const struct net_layer *l,
                            const struct rows *rows, const struct levelling *of)
{
    const double *z = of->z;
    double *hat = of->hat, *spread = of->spread, *mean = of->mean;

    size_t n = rows->stride, units = (size_t)l->shape.units;
    double share = 1 / (double)units, eps = NORM_EPS;

    memset(mean, 0, n * sizeof(double));
    for (size_t u = 0; u < units; u++)
        net->k->add(n, mean, 1, z + u * n, 1, mean);
    net->k->multiply(n, mean, 1, &share, 0, mean);
    for (size_t u = 0; u < units; u++)
        net->k->subtract(n, z + u * n, 1, mean, 1, hat + u * n);
    memset(spread, 0, n * sizeof(double));
    for (size_t u = 0; u < units; u++) {
        net->k->square(n, hat + u * n, mean);
        net->k->add(n, spread, 1, mean, 1, spread);
    }
    net->k->multiply(n, spread, 1, &share, 0, spread);
    net->k->add(n, spread, 1, &eps, 0, spread);
    net->k->root(n, spread, spread);
    net->k->reciprocal(n, spread, spread);
    for (size_t u = 0; u < units; u++)
        net->k->multiply(n, hat + u * n, 1, spread, 1, hat + u * n);
}

void net_norm_forward(const struct visit *v, struct net_layer *l, const struct rows *rows)
{
    const struct levelling of = {
        .z = l->y, .hat = l->hat, .spread = l->spread, .mean = v->net->row_mean};

    if (!l->hat)
        return;
    if (l->shape.normalized == NORM_batch)
        normalize_batch(v->net, l, rows);
    else
        normalize_layer(v->net, l, rows, &of);
    scale_and_shift(v, l, rows, l->y);
}

/* d = scale * spread * (d - mean(d) - hat * mean(d * hat)), means over the rows. */
static void react_batch(const struct visit *v, struct net_layer *l, double *d)
{
    const struct net *net = v->net;
    const double *at = v->at;
    double *g = v->g;
    size_t n = (size_t)net->count;

    for (int u = 0; u < l->shape.units; u++) {
        double *row = d + (size_t)u * net->stride;
        const double *hat = l->hat + (size_t)u * net->stride;
        double scale = net->m->dot(n, row, hat), shift = net->m->sum(n, row);
        double factor = at[l->shape.scale + (size_t)u] * l->spread[u];
        double mean = shift / (double)n;

        g[l->shape.scale + (size_t)u] = scale;
        g[l->shape.shift + (size_t)u] = shift;
        net->k->subtract(n, row, 1, &mean, 0, row);
        net->m->add_scaled(n, -scale / (double)n, hat, row);
        net->k->multiply(n, row, 1, &factor, 0, row);
    }
}

/* The same with means over the units, after d has been scaled. */
static void react_layer(const struct visit *v, struct net_layer *l, double *d)
{
    const struct net *net = v->net;
    const double *at = v->at;
    double *g = v->g;
    size_t n = net->stride, units = (size_t)l->shape.units;
    double *mean = net->row_mean, *along = mean + n, *part = along + n;
    double share = 1 / (double)units;

    memset(mean, 0, n * sizeof(double));
    memset(along, 0, n * sizeof(double));
    for (size_t u = 0; u < units; u++) {
        double *row = d + u * n;
        const double *hat = l->hat + u * n;

        g[l->shape.scale + u] = net->m->dot((size_t)net->count, row, hat);
        g[l->shape.shift + u] = net->m->sum((size_t)net->count, row);
        net->k->multiply(n, row, 1, at + l->shape.scale + u, 0, row);
        net->k->add(n, mean, 1, row, 1, mean);
        net->k->multiply(n, row, 1, hat, 1, part);
        net->k->add(n, along, 1, part, 1, along);
    }
    net->k->multiply(n, mean, 1, &share, 0, mean);
    net->k->multiply(n, along, 1, &share, 0, along);
    for (size_t u = 0; u < units; u++) {
        double *row = d + u * n;

        net->k->subtract(n, row, 1, mean, 1, row);
        net->k->multiply(n, along, 1, l->hat + u * n, 1, part);
        net->k->subtract(n, row, 1, part, 1, row);
        net->k->multiply(n, row, 1, l->spread, 1, row);
    }
}

void net_norm_backward(const struct visit *v, struct net_layer *l, double *d)
{
    if (l->shape.normalized == NORM_batch)
        react_batch(v, l, d);
    if (l->shape.normalized == NORM_layer)
        react_layer(v, l, d);
}

/* A row of zeros has no direction: it acts as zeros. */
static double inverse(double length)
{
    return length == 0 ? 0 : 1 / length;
}

void net_weights_act(struct net *net, struct net_layer *l, const double *at)
{
    size_t inputs = (size_t)l->shape.inputs;

    for (size_t u = 0; l->effective && u < (size_t)l->shape.units; u++) {
        const double *row = at + l->shape.weights + u * inputs;
        double factor;

        l->length[u] = sqrt(net->m->dot(inputs, row, row));
        factor = at[l->shape.scale + u] * inverse(l->length[u]);
        net->k->multiply(inputs, row, 1, &factor, 0, l->effective + u * inputs);
    }
}

/*
 * With r the row, e the gradient of what acts: dgain = e r / |r|, dr = gain / |r| (e -
 * dgain r / |r|).
 */
void net_weights_react(struct net *net, struct net_layer *l, const double *at, double *g)
{
    size_t inputs = (size_t)l->shape.inputs;

    for (size_t u = 0; l->effective && u < (size_t)l->shape.units; u++) {
        const double *row = at + l->shape.weights + u * inputs;
        double *e = g + l->shape.weights + u * inputs, shrink = inverse(l->length[u]);
        double gain = net->m->dot(inputs, e, row) * shrink;
        double factor = at[l->shape.scale + u] * shrink;

        g[l->shape.scale + u] = gain;
        net->m->add_scaled(inputs, -gain * shrink, row, e);
        net->k->multiply(inputs, e, 1, &factor, 0, e);
    }
}

void net_norm_measure(const struct still *s, struct net_layer *l, const double *z)
{
    const struct rows *rows = &s->rows;

    for (int u = 0; l->shape.normalized == NORM_batch && u < l->shape.units; u++) {
        struct level level =
            measure(s->visit.net, rows->count, z + (size_t)u * rows->stride, s->spare);

        l->still_mean[u] = level.mean;
        l->still_spread[u] = level.spread;
    }
}

static void normalize_still(struct net *net, struct net_layer *l, const struct rows *rows,
                            double *z)
{
    for (int u = 0; u < l->shape.units; u++) {
        double *row = z + (size_t)u * rows->stride;

        net->k->subtract(rows->count, row, 1, &l->still_mean[u], 0, row);
        net->k->multiply(rows->count, row, 1, &l->still_spread[u], 0, row);
    }
}

void net_norm_still(const struct still *s, struct net_layer *l, double *z)
{
    const struct rows *rows = &s->rows;
    const struct levelling of = {
        .z = z, .hat = z, .spread = s->spare, .mean = s->spare + rows->stride};
    struct net_layer plain = *l;

    if (l->shape.normalized == NORM_batch)
        normalize_still(s->visit.net, l, rows, z);
    else if (l->shape.normalized == NORM_layer)
        normalize_layer(s->visit.net, l, rows, &of);
    else
        return;
    plain.hat = NULL;
    scale_and_shift(&s->visit, &plain, rows, z);
}
