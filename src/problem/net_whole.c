/*
 * The exact figures over whole parts of the data, and what the net says elsewhere:
 * nothing is random.
 */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "problem/net_state.h"

size_t net_still_room(const struct net *net, size_t rows)
{
    return (2 * (size_t)net_widest(net) + 2) * MATRIX_PAD(rows);
}

static void make_room(struct net *net, size_t rows)
{
    if (rows <= net->whole_rows)
        return;
    free(net->whole);
    net->whole = memory_new(net_still_room(net, rows), sizeof(double));
    net->whole_rows = rows;
}

void net_still_begin(struct still *s, double *memory, const double *x)
{
    const struct net *net = s->visit.net;
    size_t inputs = (size_t)net->data->inputs;
    size_t place = (size_t)net_widest(net) * s->rows.stride;
    const struct transposition turn = {.rows = s->rows.count,
                                       .cols = inputs,
                                       .a = x,
                                       .a_row = inputs,
                                       .out = memory,
                                       .out_row = s->rows.stride};

    s->in = memory;
    s->out = memory + place;
    s->spare = memory + 2 * place;
    s->next = 0;
    net->m->transpose(&turn);
}

static void sum_up(const struct still *s, const struct net_layer *l)
{
    const struct rows *rows = &s->rows;
    const struct product product = {.rows = (size_t)l->shape.units,
                                    .cols = rows->stride,
                                    .depth = (size_t)l->shape.inputs,
                                    .a = net_weights(l, s->visit.at),
                                    .a_row = (size_t)l->shape.inputs,
                                    .a_col = 1,
                                    .b = s->in,
                                    .b_row = rows->stride,
                                    .start = s->visit.at + l->shape.bias,
                                    .out = s->out,
                                    .out_row = rows->stride};

    s->visit.net->m->multiply(&product);
}

void net_still_layer(struct still *s)
{
    struct net *net = s->visit.net;
    struct net_layer *l = &s->layers[s->next++];
    size_t n = (size_t)l->shape.units * s->rows.stride;
    double *free_now = s->in;

    sum_up(s, l);
    if (s->measure)
        net_norm_measure(s, l, s->out);
    net_norm_still(s, l, s->out);
    net->m->activation[l->activation].forward(n, s->out, s->out);
    if (l->shape.residual)
        net->k->add(n, s->out, 1, s->in, 1, s->out);
    s->in = s->out;
    s->out = free_now;
}

/* All layers, from inputs x[count][inputs]; returns z[outputs][stride]. */
static const double *pass(struct still *s, const double *x)
{
    net_still_begin(s, s->visit.net->whole, x);
    while (s->next <= s->visit.net->depth)
        net_still_layer(s);
    return s->in;
}

static struct rows rows_of(size_t count)
{
    return (struct rows){.count = count, .stride = MATRIX_PAD(count)};
}

/* So many rows of the data from one on. */
static struct verdict judge(const struct visit *v, int from, int count, bool measure)
{
    struct still s = {.visit = *v,
                      .layers = v->net->layers,
                      .rows = rows_of((size_t)count),
                      .measure = measure};
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
    struct still s = {.visit = {.net = net, .at = at},
                      .layers = net->layers,
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
