/* The first weights of a net, by the rule of each paper. */
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "math/elementary.h"
#include "problem/net_state.h"

/* One layer's weights [units][inputs], and where its random numbers come from. */
struct drawing {
    const struct net *net;
    struct random_place place;
    size_t inputs, units, count;
    double gain;
    double *w;
};

static void fill(const struct drawing *d, double value)
{
    for (size_t i = 0; i < d->count; i++)
        d->w[i] = value;
}

enum { PAIRS = 128 };

/* Pairs of uniform numbers, from pair number `from` on: how far out, and which way. */
static void draw_pairs(const struct drawing *d, size_t from, double *far, double *angle)
{
    struct random_place at = d->place;

    for (size_t i = 0; i < PAIRS; i++) {
        double u[2];

        at.index = (uint32_t)(from + i);
        random_uniform(at, u);
        far[i] = u[0];
        angle[i] = 2 * MATH_PI * u[1];
    }
}

/* As math_normal_pair has it, many at a time. */
static void fill_normal(const struct drawing *d, double sigma)
{
    const struct kernels *k = d->net->k;
    const double minus_two = -2;

    for (size_t i = 0; i < d->count; i += 2 * PAIRS) {
        double far[PAIRS], angle[PAIRS], cosine[PAIRS], sine[PAIRS];
        size_t left = d->count - i < 2 * PAIRS ? d->count - i : 2 * PAIRS;

        draw_pairs(d, i / 2, far, angle);
        k->log(PAIRS, far, far);
        k->multiply(PAIRS, far, 1, &minus_two, 0, far);
        k->root(PAIRS, far, far);
        k->multiply(PAIRS, far, 1, &sigma, 0, far);
        k->cos(PAIRS, angle, cosine);
        k->sin(PAIRS, angle, sine);
        for (size_t j = 0; j < left; j++)
            d->w[i + j] = far[j / 2] * (j % 2 ? sine : cosine)[j / 2];
    }
}

static void zeros(const struct drawing *d)
{
    fill(d, 0);
}

static void constant(const struct drawing *d)
{
    fill(d, d->gain);
}

static void normal(const struct drawing *d)
{
    fill_normal(d, d->gain / sqrt((double)d->inputs));
}

static void uniform(const struct drawing *d)
{
    double most = d->gain * sqrt(3 / (double)d->inputs);
    struct random_place at = d->place;

    for (size_t i = 0; i < d->count; i++) {
        double u[2];

        at.index = (uint32_t)(i / 2);
        random_uniform(at, u);
        d->w[i] = most * (2 * u[i % 2] - 1);
    }
}

static void xavier(const struct drawing *d)
{
    fill_normal(d, d->gain * sqrt(2 / (double)(d->inputs + d->units)));
}

static void he(const struct drawing *d)
{
    fill_normal(d, d->gain * sqrt(2 / (double)d->inputs));
}

/* Gram and Schmidt on the shorter side's vectors, which lie a row each. */
static void make_orthonormal(const struct drawing *d, double *v, size_t count,
                             size_t length)
{
    const struct matrix_kernels *m = d->net->m;

    for (size_t i = 0; i < count; i++) {
        double *row = v + i * length;

        for (size_t k = 0; k < i; k++)
            m->add_scaled(length, -m->dot(length, v + k * length, row), v + k * length,
                          row);
        double factor = 1 / sqrt(m->dot(length, row, row));

        for (size_t j = 0; j < length; j++)
            row[j] *= factor;
    }
}

static void orthogonal(const struct drawing *d)
{
    bool wide = d->inputs >= d->units;
    size_t count = wide ? d->units : d->inputs, length = wide ? d->inputs : d->units;
    double *v = wide ? d->w : d->net->pull;
    const struct transposition turn = {.rows = count,
                                       .cols = length,
                                       .a = v,
                                       .a_row = length,
                                       .out = d->w,
                                       .out_row = count};

    fill_normal(d, 1);
    if (!wide)
        memcpy(v, d->w, d->count * sizeof(double));
    make_orthonormal(d, v, count, length);
    if (!wide)
        d->net->m->transpose(&turn);
    for (size_t i = 0; i < d->count; i++)
        d->w[i] *= d->gain;
}

#define lecun normal
#define ROW(name, text) [INIT_##name] = name,

static void (*const RULES[])(const struct drawing *d) = {INITS(ROW)};

static double row_length(const struct net *net, const double *row, int inputs)
{
    return sqrt(net->m->dot((size_t)inputs, row, row));
}

/* Scale and shift that change nothing; 0 where no norm uses them. */
static void begin_norm(const struct net *net, const struct net_shape *shape, double *x)
{
    for (int u = 0; u < shape->units; u++) {
        const double *row = x + shape->weights + (size_t)u * (size_t)shape->inputs;
        double start[NORM_COUNT] = {[NORM_batch] = 1,
                                    [NORM_layer] = 1,
                                    [NORM_weight] = row_length(net, row, shape->inputs)};

        x[shape->scale + (size_t)u] = start[shape->normalized];
        x[shape->shift + (size_t)u] = 0;
    }
}

void net_draw_weights(const struct net *net, double *x)
{
    memset(x, 0, (size_t)net->problem.n * sizeof(double));
    for (int i = 0; i <= net->depth; i++) {
        const struct net_shape *shape = &net->layers[i].shape;
        struct drawing d = {
            .net = net,
            .place = {.seed = net->seed, .stream = RANDOM_WEIGHTS, .step = (uint64_t)i},
            .inputs = (size_t)shape->inputs,
            .units = (size_t)shape->units,
            .count = (size_t)shape->inputs * (size_t)shape->units,
            .gain = net->settled.gain,
            .w = x + shape->weights};

        RULES[(int)net->settled.init](&d);
        if (i < net->depth)
            begin_norm(net, shape, x);
    }
}

/* Weight norm gives way: the weights that acted become the weights. */
static void fold(const struct net *net, const struct net_shape *shape, double *x)
{
    for (int u = 0; u < shape->units; u++) {
        double *row = x + shape->weights + (size_t)u * (size_t)shape->inputs;
        double length = row_length(net, row, shape->inputs);

        for (int k = 0; length > 0 && k < shape->inputs; k++)
            row[k] *= x[shape->scale + (size_t)u] / length;
    }
}

void net_carry(struct problem *p, double *x)
{
    struct net *net = net_behind(p);

    if (net->set.norm == net->settled.norm)
        return;
    for (int i = 0; i < net->depth; i++) {
        struct net_shape shape = net->layers[i].shape;

        if (shape.normalized == NORM_weight)
            fold(net, &shape, x);
        shape.normalized = (enum norm)net->set.norm;
        begin_norm(net, &shape, x);
    }
}
