/* A hidden layer alone, as an autoencoder with tied weights: its error and its gradient. */
#include <string.h>

#include "problem/net_state.h"

/* Rows of out[count][stride] minus their means over the batch. */
static void centre(const struct net *net, size_t count, const double *from, double *out)
{
    size_t n = (size_t)net->count;

    for (size_t u = 0; u < count; u++) {
        double mean = net->m->sum(n, from + u * net->stride) / (double)n;

        net->k->subtract(n, from + u * net->stride, 1, &mean, 0, out + u * net->stride);
    }
}

/* W^T (h - mean(h)), of h centred. */
static void decode(const struct visit *v, const struct net_layer *l, const double *h,
                   double *out)
{
    const struct product product = {.rows = (size_t)l->shape.inputs,
                                    .cols = net_columns(v->net),
                                    .depth = (size_t)l->shape.units,
                                    .a = net_weights(l, v->at),
                                    .a_row = 1,
                                    .a_col = (size_t)l->shape.inputs,
                                    .b = h,
                                    .b_row = v->net->stride,
                                    .out = out,
                                    .out_row = v->net->stride};

    v->net->m->multiply(&product);
}

/* r to r - x, means apart; returns the sum of its squares. */
static double miss(const struct net *net, size_t inputs, const double *x, double *r)
{
    size_t n = (size_t)net->count;
    double sum = 0;

    for (size_t k = 0; k < inputs; k++) {
        double *row = r + k * net->stride;
        double mean = net->m->sum(n, x + k * net->stride) / (double)n;

        net->k->subtract(n, row, 1, x + k * net->stride, 1, row);
        net->k->add(n, row, 1, &mean, 0, row);
        sum += net->m->dot(n, row, row);
    }
    return sum;
}

/* dE/dW of the decoder's use of W, to net->pull[units][inputs]. */
static void pull_decoder(struct net *net, const struct net_layer *l, const double *h,
                         const double *miss_of)
{
    size_t inputs = (size_t)l->shape.inputs, units = (size_t)l->shape.units;
    const struct transposition turn = {.rows = inputs,
                                       .cols = (size_t)net->count,
                                       .a = miss_of,
                                       .a_row = net->stride,
                                       .out = net->turned,
                                       .out_row = MATRIX_ROW(inputs)};
    const struct product product = {.rows = units,
                                    .cols = inputs,
                                    .depth = (size_t)net->count,
                                    .a = h,
                                    .a_row = net->stride,
                                    .a_col = 1,
                                    .b = net->turned,
                                    .b_row = MATRIX_ROW(inputs),
                                    .out = net->pull,
                                    .out_row = inputs};

    net->m->transpose(&turn);
    net->m->multiply(&product);
}

/* dE/dh = W dE/dr. Its mean over the rows is 0 as it is, since that of dE/dr is. */
static void pass_up(const struct visit *v, const struct net_layer *l, const double *d,
                    double *out)
{
    const struct product product = {.rows = (size_t)l->shape.units,
                                    .cols = net_columns(v->net),
                                    .depth = (size_t)l->shape.inputs,
                                    .a = net_weights(l, v->at),
                                    .a_row = (size_t)l->shape.inputs,
                                    .a_col = 1,
                                    .b = d,
                                    .b_row = v->net->stride,
                                    .out = out,
                                    .out_row = v->net->stride};

    v->net->m->multiply(&product);
}

static void forget_flows(struct net *net)
{
    for (int i = 0; i <= net->depth; i++)
        net->layers[i].flow = 0;
}

double net_reconstruct(const struct visit *v, int i)
{
    struct net *net = v->net;
    struct net_layer *l = &net->layers[i];
    size_t inputs = (size_t)l->shape.inputs, units = (size_t)l->shape.units;
    double share = 1 / ((double)net->count * (double)inputs), factor = 2 * share, error;
    double *h = net->delta[0], *r = net->delta[1], *dz;

    centre(net, units, l->a, h);
    decode(v, l, h, r);
    error = share * miss(net, inputs, net_input(net, i), r);
    if (!v->g)
        return error;
    memset(v->g, 0, (size_t)net->problem.n * sizeof(double));
    forget_flows(net);
    net->k->multiply(inputs * net->stride, r, 1, &factor, 0, r);
    pull_decoder(net, l, h, r);
    pass_up(v, l, r, h);
    dz = net_to_sum(v, l, h, net->delta[2]);
    l->flow = net_size_of_flow(net, l, dz);
    net_weigh(v, i, dz);
    net->m->add_scaled(units * inputs, 1, net->pull, v->g + l->shape.weights);
    net_weights_react(net, l, v->at, v->g);
    return error;
}
