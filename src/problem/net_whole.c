/*
 * The exact figures over whole parts of the data, and what the net says elsewhere:
 * nothing is random.
 */
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

/*
 * Rows that go through the net at a point; measured ones teach batch norm what is usual.
 */
struct still {
    struct visit visit;
    struct rows rows;
    bool measure;
};

static void pass_layer(const struct still *s, struct net_layer *l, const double *input,
                       double *out)
{
    const struct rows *rows = &s->rows;
    const struct product product = {.rows = (size_t)l->shape.units,
                                    .cols = rows->stride,
                                    .depth = (size_t)l->shape.inputs,
                                    .a = net_weights(l, s->visit.at),
                                    .a_row = (size_t)l->shape.inputs,
                                    .a_col = 1,
                                    .b = input,
                                    .b_row = rows->stride,
                                    .start = s->visit.at + l->shape.bias,
                                    .out = out,
                                    .out_row = rows->stride};

    s->visit.net->m->multiply(&product);
}

/* All layers, from inputs x[count][inputs]; returns z[outputs][stride]. */
static const double *pass(const struct still *s, const double *x)
{
    struct net *net = s->visit.net;
    const struct rows *rows = &s->rows;
    double *in = net->whole, *out = in + (size_t)net_widest(net) * rows->stride;

    take(net, rows, x, in);
    for (int i = 0; i <= net->depth; i++) {
        struct net_layer *l = &net->layers[i];
        size_t n = (size_t)l->shape.units * rows->stride;
        double *free_now = in;

        pass_layer(s, l, in, out);
        if (s->measure)
            net_norm_measure(net, l, rows, out);
        net_norm_still(&s->visit, l, rows, out);
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

/* So many rows of the data from one on. */
static struct verdict judge(const struct visit *v, int from, int count, bool measure)
{
    const struct still s = {
        .visit = *v, .rows = rows_of((size_t)count), .measure = measure};
    const struct data *data = v->net->data;
    struct answers answers = {.label = data->label + from};

    if (count == 0)
        return (struct verdict){.loss = NAN, .right = NAN};
    answers.z = pass(&s, data->x + (size_t)from * (size_t)data->inputs);
    return net_judge(v->net, &s.rows, &answers);
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
    const struct visit v = {.net = net, .at = at};
    const struct data *data = net->data;
    struct verdict known, unknown;

    prepare(net, at);
    known = judge(&v, 0, data->rows, true);
    unknown = judge(&v, data->rows, data->tests, false);
    *out = (struct figures){.loss = known.loss,
                            .accuracy = known.right,
                            .test_loss = unknown.loss,
                            .test_accuracy = unknown.right};
}

/* Without batch norm nothing needs measuring. */
static void measure_still(struct net *net, const double *at)
{
    if (net->settled.norm == NORM_batch)
        judge(&(struct visit){.net = net, .at = at}, 0, net->data->rows, true);
}

void net_predict(struct net *net, const double *at, int count, const double *x,
                 double *out)
{
    const struct still s = {.visit = {.net = net, .at = at},
                            .rows = rows_of((size_t)count)};
    const double *z;

    prepare(net, at);
    make_room(net, NET_PREDICT);
    measure_still(net, at);
    z = pass(&s, x);
    for (int i = 0; i < count; i++)
        for (int k = 0; k < net->outputs; k++)
            out[i * net->outputs + k] = z[(size_t)k * s.rows.stride + (size_t)i];
}
