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
    return (2 * (size_t)net_widest(net) + 2) * MATRIX_ROW(rows);
}

static void make_room(struct net *net, size_t rows)
{
    if (rows <= net->whole_rows)
        return;
    free(net->whole);
    net->whole = memory_new_lines(net_still_room(net, rows));
    net->whole_rows = rows;
}

void net_still_place(struct still *s, double *memory)
{
    size_t place = (size_t)net_widest(s->visit.net) * s->rows.stride;
    bool odd = s->next % 2;

    s->in = memory + (odd ? place : 0);
    s->out = memory + (odd ? 0 : place);
    s->spare = memory + 2 * place;
}

void net_still_begin(struct still *s, double *memory, const double *x)
{
    const struct net *net = s->visit.net;
    size_t inputs = (size_t)net->data->inputs;
    const struct transposition turn = {.rows = s->rows.count,
                                       .cols = inputs,
                                       .a = x,
                                       .a_row = inputs,
                                       .out = memory,
                                       .out_row = s->rows.stride};

    s->next = 0;
    net_still_place(s, memory);
    net->m->transpose(&turn);
}

static void sum_up(const struct still *s, const struct net_layer *l)
{
    const struct rows *rows = &s->rows;
    const struct product product = {.rows = (size_t)l->shape.units,
                                    .cols = MATRIX_PAD(rows->count),
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
    return (struct rows){.count = count, .stride = MATRIX_ROW(count)};
}

/* The figures, part by part of the data, each in blocks of rows, each layer by layer. */

enum { BLOCK = 256 }; /* rows; batch norm has to see all that it measures together */

struct part {
    int from, count, block;
    bool measure;
};

enum { TRAINING, TEST };

static struct part part_of(const struct net *net, int i)
{
    const struct data *data = net->data;
    bool measure = i == TRAINING && net->settled.norm == NORM_batch;

    return (struct part){.from = i == TRAINING ? 0 : data->rows,
                         .count = i == TRAINING ? data->rows : data->tests,
                         .block = measure ? data->rows : BLOCK,
                         .measure = measure};
}

static int block_count(const struct part *part, const struct assessment *a)
{
    int left = part->count - a->row;

    return left < part->block ? left : part->block;
}

/* On their way through the layers before the one that comes next. */
static struct still block_of(struct net *net, const struct part *part,
                             const struct assessment *a)
{
    struct still s = {.visit = {.net = net, .at = a->at},
                      .layers = net->layers,
                      .rows = rows_of((size_t)block_count(part, a)),
                      .measure = part->measure,
                      .next = a->layer};
    size_t from = (size_t)(part->from + a->row), inputs = (size_t)net->data->inputs;

    make_room(net, s.rows.count);
    if (a->layer == 0)
        net_still_begin(&s, net->whole, net->data->x + from * inputs);
    else
        net_still_place(&s, net->whole);
    return s;
}

static void judge_block(const struct still *s, const struct part *part,
                        struct assessment *a)
{
    const struct net *net = s->visit.net;
    struct verdict sums = {.loss = a->loss, .right = a->right};
    const struct answers answers = {.z = s->in,
                                    .label = net->data->label + part->from + a->row};

    net_judge_more(net, &s->rows, &answers, &sums);
    a->loss = sums.loss;
    a->right = sums.right;
    a->row += (int)s->rows.count;
    a->layer = 0;
}

/* The next layer over the present block. Returns its cost. */
static int assess_layer(struct net *net, const struct part *part, struct assessment *a)
{
    struct still s = block_of(net, part, a);
    struct net_layer *l = &net->layers[a->layer];

    if (a->part == TRAINING && a->row == 0)
        net_weights_act(net, l, a->at);
    net_still_layer(&s);
    a->layer = s.next;
    if (a->layer > net->depth)
        judge_block(&s, part, a);
    return net_cost_of(l, s.rows.count);
}

static void end_part(const struct net *net, const struct part *part, struct assessment *a)
{
    const struct verdict sums = {.loss = a->loss, .right = a->right};
    struct verdict mean = net_mean(net, &sums, (size_t)part->count);

    *(a->part == TRAINING ? &a->out.loss : &a->out.test_loss) = mean.loss;
    *(a->part == TRAINING ? &a->out.accuracy : &a->out.test_accuracy) = mean.right;
    a->part++;
    a->row = a->layer = 0;
    a->loss = a->right = 0;
}

bool net_assess(struct problem *p, struct assessment *a, int *slice)
{
    struct net *net = net_behind(p);
    int last = a->training ? TRAINING : TEST;

    do {
        struct part part = part_of(net, a->part);

        if (a->row < part.count)
            *slice -= assess_layer(net, &part, a);
        else
            end_part(net, &part, a);
    } while (a->part <= last && *slice > 0);
    return a->part > last;
}

/* What the net says elsewhere */

static void prepare(struct net *net, const double *at)
{
    for (int i = 0; i <= net->depth; i++)
        net_weights_act(net, &net->layers[i], at);
}

/* Without batch norm nothing needs measuring. */
static void measure_still(struct net *net, const double *at)
{
    struct still s = {.visit = {.net = net, .at = at},
                      .layers = net->layers,
                      .rows = rows_of((size_t)net->data->rows),
                      .measure = true};

    if (net->settled.norm != NORM_batch)
        return;
    make_room(net, s.rows.count);
    pass(&s, net->data->x);
}

void net_predict(struct net *net, const double *at, int count, const double *x,
                 double *out)
{
    struct still s = {.visit = {.net = net, .at = at},
                      .layers = net->layers,
                      .rows = rows_of((size_t)count)};
    const double *z;

    prepare(net, at);
    measure_still(net, at);
    make_room(net, NET_PREDICT);
    z = pass(&s, x);
    for (int i = 0; i < count; i++)
        for (int k = 0; k < net->outputs; k++)
            out[i * net->outputs + k] = z[(size_t)k * s.rows.stride + (size_t)i];
}
