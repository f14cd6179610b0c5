/* The exact figures over whole parts of the data, and what the net says elsewhere: nothing is random. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "problem/net_state.h"

static void make_room(struct net *net, size_t rows)
{
    size_t stride = MATRIX_PAD(rows), widest = (size_t)net_widest(net);

    if (rows <= net->whole_rows)
        return;
    free(net->whole);
    /* two places of a layer, and two rows for norms at the least */
    net->whole = memory_new((2 * widest + 2) * stride, sizeof(double));
    net->whole_rows = rows;
}

static void take(const struct net *net, const struct rows *rows, const double *x,
                 double *out)
{
    const struct transposition turn = {.rows = rows->count,
                                       .cols = (size_t)net->data->inputs,
                                       .a = x,
                                       .a_row = (size_t)net->data->inputs,
                                       .out = out,
                                       .out_row = rows->stride};

    net->m->transpose(&turn);
}

static void pass_layer(struct net *net, struct net_layer *l, const struct rows *rows,
                       const double *at, const double *input, double *out)
{
    const struct product product = {.rows = (size_t)l->shape.units,
                                    .cols = rows->stride,
                                    .depth = (size_t)l->shape.inputs,
                                    .a = net_weights(l, at),
                                    .a_row = (size_t)l->shape.inputs,
                                    .a_col = 1,
                                    .b = input,
                                    .b_row = rows->stride,
                                    .start = at + l->shape.bias,
                                    .out = out,
                                    .out_row = rows->stride};

    net->m->multiply(&product);
}

/* All layers, from inputs x[count][inputs]; returns z[outputs][stride]. */
static const double *pass(struct net *net, const struct rows *rows, const double *at,
                          const double *x, bool measure)
{
    double *in = net->whole, *out = in + (size_t)net_widest(net) * rows->stride;

    take(net, rows, x, in);
    for (int i = 0; i <= net->depth; i++) {
        struct net_layer *l = &net->layers[i];
        size_t n = (size_t)l->shape.units * rows->stride;
        double *free_now = in;

        pass_layer(net, l, rows, at, in, out);
        if (measure)
            net_norm_measure(net, l, rows, out);
        net_norm_still(net, l, rows, out, at);
        net->m->activation[l->activation].forward(n, out, out);
        if (l->shape.residual)
            net->k->add(n, out, 1, in, 1, out);
        in = out;
        out = free_now;
    }
    return in;
}

static struct rows rows_of(size_t count)
{
    return (struct rows){.count = count, .stride = MATRIX_PAD(count)};
}

static struct verdict judge(struct net *net, const double *at, int from, int count,
                            bool measure)
{
    const struct rows rows = rows_of((size_t)count);
    const double *x = net->data->x + (size_t)from * (size_t)net->data->inputs, *z;

    if (count == 0)
        return (struct verdict){.loss = NAN, .right = NAN};
    z = pass(net, &rows, at, x, measure);
    return net_judge(net, &rows, z, net->data->label + from, NULL);
}

static void prepare(struct net *net, const double *at)
{
    const struct data *data = net->data;

    make_room(net, (size_t)(data->rows > data->tests ? data->rows : data->tests));
    for (int i = 0; i <= net->depth; i++)
        net_weights_act(net, &net->layers[i], at);
}

void net_figures(struct problem *p, const double *at, struct figures *out)
{
    struct net *net = net_behind(p);
    const struct data *data = net->data;
    struct verdict known, unknown;

    prepare(net, at);
    known = judge(net, at, 0, data->rows, true);
    unknown = judge(net, at, data->rows, data->tests, false);
    *out = (struct figures){.loss = known.loss,
                            .accuracy = known.right,
                            .test_loss = unknown.loss,
                            .test_accuracy = unknown.right};
}

/* Without batch norm nothing needs measuring. */
static void measure_still(struct net *net, const double *at)
{
    if (net->settled.norm == NORM_batch)
        judge(net, at, 0, net->data->rows, true);
}

void net_predict(struct net *net, const double *at, int count, const double *x,
                 double *out)
{
    const struct rows rows = rows_of((size_t)count);
    const double *z;

    prepare(net, at);
    make_room(net, NET_PREDICT);
    measure_still(net, at);
    z = pass(net, &rows, at, x, false);
    for (int i = 0; i < count; i++)
        for (int k = 0; k < net->outputs; k++)
            out[i * net->outputs + k] = z[(size_t)k * rows.stride + (size_t)i];
}
