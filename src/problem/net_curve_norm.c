/* Rates of change through batch, layer and weight norm, forward and back. */
#include <math.h>
#include <string.h>

#include "problem/net_curve_state.h"

/* Of one unit, or of one row: out -= a * factor. */
static void take(const struct net_curve *c, double factor, const double *a, double *out)
{
    c->net->m->add_scaled(c->rows, -factor, a, out);
}

static void shift(const struct net_curve *c, double by, double *out)
{
    c->net->k->add(c->rows, out, 1, &by, 0, out);
}

static double mean(const struct net_curve *c, const double *a)
{
    return c->net->m->sum(c->rows, a) / (double)c->rows;
}

static double mean_product(const struct net_curve *c, const double *a, const double *b)
{
    return c->net->m->dot(c->rows, a, b) / (double)c->rows;
}

/* The rate of hat = s (z - mean(z)) is s (z' - mean(z') - hat mean(hat z')). */
static void level_batch(struct net_curve *c, struct curve_layer *l)
{
    for (int u = 0; u < l->is.shape.units; u++) {
        size_t row = (size_t)u * c->stride;
        const double *hat = l->is.hat + row;
        double *rate = l->rate.hat + row, spread = l->is.spread[u], along;

        memcpy(rate, l->rate.y + row, c->rows * sizeof(double));
        shift(c, -mean(c, rate), rate);
        along = mean_product(c, hat, rate);
        take(c, along, hat, rate);
        c->net->k->multiply(c->rows, rate, 1, &spread, 0, rate);
        l->rate.spread[u] = -spread * spread * along;
    }
}

/* Elementwise over the rows of a portion: out += a * b, or out -= a * b. */
static void gather(const struct net_curve *c, const double *a, const double *b,
                   double *out)
{
    double *part = c->lines + (CURVE_LINES - 1) * c->stride;

    c->net->k->multiply(c->stride, a, 1, b, 1, part);
    c->net->k->add(c->stride, out, 1, part, 1, out);
}

static void spend(const struct net_curve *c, const double *a, const double *b,
                  double *out)
{
    double *part = c->lines + (CURVE_LINES - 1) * c->stride;

    c->net->k->multiply(c->stride, a, 1, b, 1, part);
    c->net->k->subtract(c->stride, out, 1, part, 1, out);
}

static void scale_line(const struct net_curve *c, double by, double *line)
{
    c->net->k->multiply(c->stride, line, 1, &by, 0, line);
}

/* The same with means over the units, one for each row. */
static void level_layer(struct net_curve *c, struct curve_layer *l)
{
    const struct kernels *k = c->net->k;
    size_t n = c->stride, units = (size_t)l->is.shape.units;
    double *middle = c->lines, *along = middle + n, share = 1 / (double)units;

    memset(middle, 0, 2 * n * sizeof(double));
    for (size_t u = 0; u < units; u++)
        k->add(n, middle, 1, l->rate.y + u * n, 1, middle);
    scale_line(c, share, middle);
    for (size_t u = 0; u < units; u++) {
        k->subtract(n, l->rate.y + u * n, 1, middle, 1, l->rate.hat + u * n);
        gather(c, l->is.hat + u * n, l->rate.hat + u * n, along);
    }
    scale_line(c, share, along);
    for (size_t u = 0; u < units; u++) {
        spend(c, along, l->is.hat + u * n, l->rate.hat + u * n);
        k->multiply(n, l->rate.hat + u * n, 1, l->is.spread, 1, l->rate.hat + u * n);
    }
    memset(l->rate.spread, 0, n * sizeof(double));
    k->square(n, l->is.spread, middle);
    spend(c, along, middle, l->rate.spread);
}

void curve_norm_forward(struct net_curve *c, struct curve_layer *l)
{
    const struct net_shape *s = &l->is.shape;

    if (!l->is.hat)
        return;
    if (s->normalized == NORM_batch)
        level_batch(c, l);
    else
        level_layer(c, l);
    for (size_t u = 0; u < (size_t)s->units; u++) {
        double *y = l->rate.y + u * c->stride;

        c->net->k->multiply(c->rows, l->rate.hat + u * c->stride, 1, c->at + s->scale + u,
                            0, y);
        take(c, -c->v[s->scale + u], l->is.hat + u * c->stride, y);
        shift(c, c->v[s->shift + u], y);
    }
}

/* What scale and shift of unit u get; d is dL/dy there. */
static void weigh_unit(struct net_curve *c, struct curve_layer *l, size_t u,
                       const struct dual *d)
{
    const struct matrix_kernels *m = c->net->m;
    size_t row = u * c->stride;

    c->out[l->is.shape.scale + u] += m->dot(c->rows, d->rate, l->is.hat + row) +
                                     m->dot(c->rows, d->is, l->rate.hat + row);
    c->out[l->is.shape.shift + u] += m->sum(c->rows, d->rate);
}

static struct dual row_of(const struct dual *d, size_t at)
{
    return (struct dual){d->is + at, d->rate + at};
}

/*
 * dz = scale s q with q = d - mean(d) - hat mean(d hat); its rate by the product rule.
 */
static void react_batch_unit(struct net_curve *c, struct curve_layer *l, size_t u,
                             const struct dual *d)
{
    const double *hat = l->is.hat + u * c->stride, *turn = l->rate.hat + u * c->stride;
    double spread = l->is.spread[u], scale = c->at[l->is.shape.scale + u];
    double factor = scale * spread;
    double growth = c->v[l->is.shape.scale + u] * spread + scale * l->rate.spread[u];
    double along = mean_product(c, d->is, hat);
    double turned = mean_product(c, d->rate, hat) + mean_product(c, d->is, turn);

    shift(c, -mean(c, d->is), d->is);
    take(c, along, hat, d->is);
    shift(c, -mean(c, d->rate), d->rate);
    take(c, along, turn, d->rate);
    take(c, turned, hat, d->rate);
    c->net->k->multiply(c->rows, d->rate, 1, &factor, 0, d->rate);
    take(c, -growth, d->is, d->rate);
    c->net->k->multiply(c->rows, d->is, 1, &factor, 0, d->is);
}

static void react_batch(struct net_curve *c, struct curve_layer *l, const struct dual *d)
{
    for (size_t u = 0; u < (size_t)l->is.shape.units; u++) {
        const struct dual row = row_of(d, u * c->stride);

        weigh_unit(c, l, u, &row);
        react_batch_unit(c, l, u, &row);
    }
}

/* Means over the units, one a row: of d, of d hat, and of their rates. */
struct means {
    double *d, *along, *rate, *turned;
};

static void scale_unit(struct net_curve *c, struct curve_layer *l, size_t u,
                       const struct dual *row)
{
    double scale = c->at[l->is.shape.scale + u];

    c->net->k->multiply(c->stride, row->rate, 1, &scale, 0, row->rate);
    take(c, -c->v[l->is.shape.scale + u], row->is, row->rate);
    c->net->k->multiply(c->stride, row->is, 1, &scale, 0, row->is);
}

static void average_layer(struct net_curve *c, struct curve_layer *l,
                          const struct dual *d, const struct means *means)
{
    const struct kernels *k = c->net->k;
    size_t n = c->stride, units = (size_t)l->is.shape.units;

    memset(means->d, 0, 4 * n * sizeof(double));
    for (size_t u = 0; u < units; u++) {
        const struct dual row = row_of(d, u * n);
        const double *hat = l->is.hat + u * n;

        weigh_unit(c, l, u, &row);
        scale_unit(c, l, u, &row);
        k->add(n, means->d, 1, row.is, 1, means->d);
        k->add(n, means->rate, 1, row.rate, 1, means->rate);
        gather(c, row.is, hat, means->along);
        gather(c, row.rate, hat, means->turned);
        gather(c, row.is, l->rate.hat + u * n, means->turned);
    }
    c->net->k->multiply(4 * n, means->d, 1, &(double){1 / (double)units}, 0, means->d);
}

static void react_layer(struct net_curve *c, struct curve_layer *l, const struct dual *d)
{
    const struct kernels *k = c->net->k;
    size_t n = c->stride;
    const struct means means = {c->lines, c->lines + n, c->lines + 2 * n,
                                c->lines + 3 * n};

    average_layer(c, l, d, &means);
    for (size_t u = 0; u < (size_t)l->is.shape.units; u++) {
        const struct dual row = row_of(d, u * n);
        const double *hat = l->is.hat + u * n;

        k->subtract(n, row.is, 1, means.d, 1, row.is);
        spend(c, means.along, hat, row.is);
        k->subtract(n, row.rate, 1, means.rate, 1, row.rate);
        spend(c, means.along, l->rate.hat + u * n, row.rate);
        spend(c, means.turned, hat, row.rate);
        k->multiply(n, row.rate, 1, l->is.spread, 1, row.rate);
        gather(c, row.is, l->rate.spread, row.rate);
        k->multiply(n, row.is, 1, l->is.spread, 1, row.is);
    }
}

void curve_norm_backward(struct net_curve *c, struct curve_layer *l, const struct dual *d)
{
    if (l->is.shape.normalized == NORM_batch)
        react_batch(c, l, d);
    if (l->is.shape.normalized == NORM_layer)
        react_layer(c, l, d);
}

/* A row r of weights with its gain, and their rates; of a row of zeros all is 0. */
struct length_rule {
    const double *row, *rate;
    double shrink; /* 1 / |r| */
    double along;  /* rate of |r| */
    double factor; /* gain / |r|, */
    double growth; /* and its rate */
};

static struct length_rule rule_of(const struct net_curve *c, const struct curve_layer *l,
                                  size_t u)
{
    const struct net_shape *s = &l->is.shape;
    size_t from = s->weights + u * (size_t)s->inputs;
    struct length_rule r = {.row = c->at + from, .rate = c->v + from};

    r.shrink = l->is.length[u] == 0 ? 0 : 1 / l->is.length[u];
    r.along = c->net->m->dot((size_t)s->inputs, r.row, r.rate) * r.shrink;
    r.factor = c->at[s->scale + u] * r.shrink;
    r.growth = (c->v[s->scale + u] - r.factor * r.along) * r.shrink;
    return r;
}

void curve_weights_act(struct net_curve *c, struct curve_layer *l)
{
    size_t inputs = (size_t)l->is.shape.inputs;

    for (size_t u = 0; l->is.effective && u < (size_t)l->is.shape.units; u++) {
        const struct length_rule r = rule_of(c, l, u);
        double *out = l->rate.effective + u * inputs;

        c->net->k->multiply(inputs, r.rate, 1, &r.factor, 0, out);
        c->net->m->add_scaled(inputs, r.growth, r.row, out);
    }
}

/*
 * With e the pull, u = r / |r|: the gain gets e u, r gets factor (e - u (e u)); these are
 * the rates of both, gathered by what each vector counts.
 */
void curve_weights_react(struct net_curve *c, struct curve_layer *l)
{
    const struct matrix_kernels *m = c->net->m;
    const struct net_shape *s = &l->is.shape;
    size_t n = (size_t)s->inputs;

    for (size_t u = 0; u < (size_t)s->units; u++) {
        const struct length_rule r = rule_of(c, l, u);
        const double *e = c->pull.is + u * n, *rate = c->pull.rate + u * n;
        double *out = c->out + s->weights + u * n;
        double gain = m->dot(n, e, r.row) * r.shrink;
        double turned =
            (m->dot(n, rate, r.row) + m->dot(n, e, r.rate) - gain * r.along) * r.shrink;

        c->out[s->scale + u] += turned;
        m->add_scaled(n, r.growth, e, out);
        m->add_scaled(n, r.factor, rate, out);
        m->add_scaled(n, -r.factor * gain * r.shrink, r.rate, out);
        m->add_scaled(n,
                      r.shrink * (r.factor * gain * r.shrink * r.along - r.growth * gain -
                                  r.factor * turned),
                      r.row, out);
    }
}
