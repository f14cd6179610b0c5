/* A net and its rates of change along a vector, forward and back, a layer at a time. */
#include <string.h>

#include "problem/net_curve_state.h"

/* The rows of the portion: where the first one's inputs stand, and how far apart. */
static const double *rows_of(const struct net_curve *c, size_t *apart)
{
    size_t inputs = (size_t)c->net->data->inputs;

    *apart = c->still ? inputs : MATRIX_ROW(inputs);
    return (c->still ? c->net->data->x : c->net->x_rows) + c->from * *apart;
}

void curve_take_rows(struct net_curve *c)
{
    struct transposition turn = {.rows = c->rows,
                                 .cols = (size_t)c->net->data->inputs,
                                 .out = c->x,
                                 .out_row = c->stride};

    turn.a = rows_of(c, &turn.a_row);
    c->net->m->transpose(&turn);
}

/* The input of layer i; the rate of the net's own is 0: NULL. */
static struct dual input_of(const struct net_curve *c, int i)
{
    const struct curve_layer *below = i > 0 ? &c->layers[i - 1] : NULL;

    return below ? (struct dual){below->is.h, below->rate.h} : (struct dual){c->x, NULL};
}

static size_t cells_of(const struct net_curve *c, const struct curve_layer *l)
{
    return (size_t)l->is.shape.units * c->stride;
}

static void add(const struct net_curve *c, size_t n, const double *a, double *out)
{
    c->net->k->add(n, out, 1, a, 1, out);
}

/* Unit by unit, since the masks of the batch have strides of their own. */
static void hide(const struct net_curve *c, const struct curve_layer *l, double *out)
{
    for (size_t u = 0; l->is.mask && u < (size_t)l->is.shape.units; u++)
        c->net->k->multiply(c->rows, out + u * c->stride, 1,
                            l->is.mask + u * c->net->stride + c->from, 1,
                            out + u * c->stride);
}

/* start + weights times rows, or rows' rates. */
static struct product sum_of(const struct net_curve *c, const struct curve_layer *l,
                             const double *weights, const double *input)
{
    return (struct product){.rows = (size_t)l->is.shape.units,
                            .cols = MATRIX_PAD(c->rows),
                            .depth = (size_t)l->is.shape.inputs,
                            .a = weights,
                            .a_row = (size_t)l->is.shape.inputs,
                            .a_col = 1,
                            .b = input,
                            .b_row = c->stride,
                            .out_row = c->stride};
}

static void pass_values(struct net_curve *c, struct curve_layer *l, const double *input)
{
    struct net_layer *is = &l->is;
    const struct visit visit = {.net = &c->twin, .at = c->at};
    const struct rows rows = {.count = c->rows, .stride = c->stride};
    struct product product;
    size_t n = cells_of(c, l);

    net_weights_act(&c->twin, is, c->at);
    product = sum_of(c, l, net_weights(is, c->at), input);
    product.start = c->at + is->shape.bias;
    product.out = is->y;
    c->net->m->multiply(&product);
    net_norm_forward(&visit, is, &rows);
    if (is->a != is->y)
        c->net->m->activation[is->activation].forward(n, is->y, is->a);
    if (is->h != is->a)
        memcpy(is->h, is->a, n * sizeof(double));
    hide(c, l, is->h);
    if (is->shape.residual)
        add(c, n, input, is->h);
}

static void pass_rates(struct net_curve *c, struct curve_layer *l,
                       const struct dual *input)
{
    const struct net_layer *is = &l->is;
    size_t n = cells_of(c, l);
    struct product product = sum_of(c, l, l->rate.weights, input->is);

    product.start = c->v + is->shape.bias;
    product.out = l->rate.y;
    c->net->m->multiply(&product);
    if (input->rate) {
        product = sum_of(c, l, net_weights(is, c->at), input->rate);
        product.out = c->sum;
        c->net->m->multiply(&product);
        add(c, n, c->sum, l->rate.y);
    }
    curve_norm_forward(c, l);
    if (is->a == is->y)
        return;
    memcpy(l->rate.h, l->rate.y, n * sizeof(double));
    c->net->m->activation[is->activation].backward(n, is->y, is->a, l->rate.h);
    hide(c, l, l->rate.h);
    if (is->shape.residual && input->rate)
        add(c, n, input->rate, l->rate.h);
}

void curve_forward(struct net_curve *c, int i)
{
    struct curve_layer *l = &c->layers[i];
    const struct dual input = input_of(c, i);

    if (!c->passed)
        pass_values(c, l, input.is);
    curve_weights_act(c, l);
    l->rate.weights = l->rate.effective ? l->rate.effective : c->v + l->is.shape.weights;
    pass_rates(c, l, &input);
}

void curve_judge(struct net_curve *c)
{
    const struct curve_layer *out = &c->layers[c->net->depth];
    const struct rows rows = {.count = c->rows, .stride = c->stride};
    const struct answers answers = {
        .z = out->is.h,
        .label = (c->still ? c->net->data->label : c->net->label) + c->from,
        .d = c->delta[0].is};
    double share = (double)c->rows / (double)c->total;
    size_t n = cells_of(c, out);

    net_judge(c->net, &rows, &answers);
    net_judge_rate(c->net, &rows, &answers,
                   &(struct turning){out->rate.h, c->delta[0].rate});
    c->net->k->multiply(n, c->delta[0].is, 1, &share, 0, c->delta[0].is);
    c->net->k->multiply(n, c->delta[0].rate, 1, &share, 0, c->delta[0].rate);
}

/* a [inputs][stride] with a row of the data a row. */
static const double *turn(const struct net_curve *c, size_t inputs, const double *a,
                          double *out)
{
    const struct transposition t = {.rows = inputs,
                                    .cols = c->rows,
                                    .a = a,
                                    .a_row = c->stride,
                                    .out = out,
                                    .out_row = MATRIX_ROW(inputs)};

    c->net->m->transpose(&t);
    return out;
}

/* d times the rows that came in, to out[units][inputs]. */
static void weigh(const struct net_curve *c, const struct curve_layer *l, const double *d,
                  struct product product)
{
    product.rows = (size_t)l->is.shape.units;
    product.cols = (size_t)l->is.shape.inputs;
    product.depth = c->rows;
    product.a = d;
    product.a_row = c->stride;
    product.a_col = 1;
    product.out_row = product.cols;
    c->net->m->multiply(&product);
}

/* The rate of the gradient of weights: d' h + d h', in pull.rate by way of pull.is. */
static void weigh_rates(struct net_curve *c, struct curve_layer *l, int i,
                        const struct dual *d)
{
    const struct dual input = input_of(c, i);
    size_t inputs = (size_t)l->is.shape.inputs;
    size_t count = inputs * (size_t)l->is.shape.units;
    struct product by = {.b_row = MATRIX_ROW(inputs)};

    by.b = turn(c, inputs, input.is, c->turned.is);
    by.out = c->pull.rate;
    weigh(c, l, d->rate, by);
    if (input.rate) {
        by.b = turn(c, inputs, input.rate, c->turned.rate);
        by.out = c->pull.is;
        weigh(c, l, d->is, by);
        add(c, count, c->pull.is, c->pull.rate);
    }
    if (l->is.effective) {
        by.b = c->turned.is;
        by.out = c->pull.is;
        weigh(c, l, d->is, by);
        curve_weights_react(c, l);
    } else {
        add(c, count, c->pull.rate, c->out + l->is.shape.weights);
    }
    for (size_t u = 0; u < (size_t)l->is.shape.units; u++)
        c->out[l->is.shape.bias + u] += c->net->m->sum(c->rows, d->rate + u * c->stride);
}

/* out = W^T d, for the acting weights or for their rates. */
static void pass_down(const struct net_curve *c, const struct curve_layer *l,
                      struct product product)
{
    product.rows = (size_t)l->is.shape.inputs;
    product.cols = MATRIX_PAD(c->rows);
    product.b_row = product.out_row = c->stride;
    product.depth = (size_t)l->is.shape.units;
    product.a_row = 1;
    product.a_col = (size_t)l->is.shape.inputs;
    c->net->m->multiply(&product);
}

static void pass_both_down(const struct net_curve *c, const struct curve_layer *l,
                           const struct dual *d, const struct dual *out)
{
    const double *weights = net_weights(&l->is, c->at);
    size_t n = (size_t)l->is.shape.inputs * c->stride;

    pass_down(c, l, (struct product){.a = weights, .b = d->is, .out = out->is});
    pass_down(c, l, (struct product){.a = weights, .b = d->rate, .out = out->rate});
    pass_down(c, l, (struct product){.a = l->rate.weights, .b = d->is, .out = c->sum});
    add(c, n, c->sum, out->rate);
}

/* d f', and its rate d' f' + d f'' y'. */
static void react(const struct net_curve *c, const struct curve_layer *l,
                  const struct dual *d)
{
    const struct net_layer *is = &l->is;
    const struct activation_kernel *f = &c->net->m->activation[is->activation];
    size_t n = cells_of(c, l);

    c->net->k->multiply(n, d->is, 1, l->rate.y, 1, c->sum);
    f->bend(n, is->y, is->a, c->sum);
    f->backward(n, is->y, is->a, d->rate);
    add(c, n, c->sum, d->rate);
    f->backward(n, is->y, is->a, d->is);
}

/*
 * From dL/dh in delta[0] to dL/dz: delta[0] itself, or delta[2] where the former is still
 * needed.
 */
static struct dual to_sum(struct net_curve *c, struct curve_layer *l)
{
    size_t bytes = cells_of(c, l) * sizeof(double);
    struct dual d = c->delta[0];

    if (l->is.shape.residual) {
        d = c->delta[2];
        memcpy(d.is, c->delta[0].is, bytes);
        memcpy(d.rate, c->delta[0].rate, bytes);
    }
    hide(c, l, d.is);
    hide(c, l, d.rate);
    if (l->is.a != l->is.y)
        react(c, l, &d);
    curve_norm_backward(c, l, &d);
    return d;
}

void curve_backward(struct net_curve *c, int i)
{
    struct curve_layer *l = &c->layers[i];
    const struct dual up = c->delta[0], down = c->delta[1], d = to_sum(c, l);

    weigh_rates(c, l, i, &d);
    if (i == 0)
        return;
    pass_both_down(c, l, &d, &down);
    if (l->is.shape.residual) {
        add(c, cells_of(c, l), up.is, down.is);
        add(c, cells_of(c, l), up.rate, down.rate);
    }
    c->delta[0] = down;
    c->delta[1] = up;
}
