/* Forward through the batch, and back: the exact gradient of the batch's loss. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "problem/net_state.h"

static void add_input(struct net *net, struct net_layer *l, const double *input)
{
    size_t n = (size_t)l->shape.units * net->stride;

    if (l->mask)
        net->k->multiply(n, l->a, 1, l->mask, 1, l->h);
    if (l->shape.residual)
        net->k->add(n, l->mask ? l->h : l->a, 1, input, 1, l->h);
}

static void forward_layer(const struct visit *v, struct net_layer *l, const double *input)
{
    struct net *net = v->net;
    const double *at = v->at;
    const struct rows rows = {.count = (size_t)net->count, .stride = net->stride};
    struct product product = {.rows = (size_t)l->shape.units,
                              .cols = net_columns(net),
                              .depth = (size_t)l->shape.inputs,
                              .a_row = (size_t)l->shape.inputs,
                              .a_col = 1,
                              .b = input,
                              .b_row = net->stride,
                              .start = at + l->shape.bias,
                              .out = l->y,
                              .out_row = net->stride};

    net_weights_act(net, l, at);
    product.a = net_weights(l, at);
    net->m->multiply(&product);
    net_norm_forward(v, l, &rows);
    if (l->activation != ACTIVATION_linear)
        net->m->activation[l->activation].forward(product.rows * net->stride, l->y, l->a);
    add_input(net, l, input);
}

const double *net_input(const struct net *net, int i)
{
    return i > 0 ? net->layers[i - 1].h : net->x;
}

/* The input of layer i, a row of it a row. */
static const double *turned_input(struct net *net, int i)
{
    size_t inputs = (size_t)net->layers[i].shape.inputs;
    const struct transposition turn = {.rows = inputs,
                                       .cols = (size_t)net->count,
                                       .a = net_input(net, i),
                                       .a_row = net->stride,
                                       .out = net->turned,
                                       .out_row = MATRIX_ROW(inputs)};

    if (i == 0)
        return net->x_rows;
    net->m->transpose(&turn);
    return net->turned;
}

void net_weigh(const struct visit *v, int i, const double *dz)
{
    struct net *net = v->net;
    double *g = v->g;
    struct net_layer *l = &net->layers[i];
    size_t inputs = (size_t)l->shape.inputs, units = (size_t)l->shape.units;
    const struct product product = {.rows = units,
                                    .cols = inputs,
                                    .depth = (size_t)net->count,
                                    .a = dz,
                                    .a_row = net->stride,
                                    .a_col = 1,
                                    .b = turned_input(net, i),
                                    .b_row = MATRIX_ROW(inputs),
                                    .out = g + l->shape.weights,
                                    .out_row = inputs};

    net->m->multiply(&product);
    for (size_t u = 0; u < units; u++)
        g[l->shape.bias + u] = net->m->sum((size_t)net->count, dz + u * net->stride);
}

/* dL/d(input) = W^T dL/dz. */
static void pass_down(const struct visit *v, const struct net_layer *l, const double *dz,
                      double *out)
{
    const struct net *net = v->net;
    const struct product product = {.rows = (size_t)l->shape.inputs,
                                    .cols = net_columns(net),
                                    .depth = (size_t)l->shape.units,
                                    .a = net_weights(l, v->at),
                                    .a_row = 1,
                                    .a_col = (size_t)l->shape.inputs,
                                    .b = dz,
                                    .b_row = net->stride,
                                    .out = out,
                                    .out_row = net->stride};

    net->m->multiply(&product);
}

double net_size_of_flow(const struct net *net, const struct net_layer *l, const double *d)
{
    const struct matrix all = {.rows = (size_t)l->shape.units,
                               .cols = (size_t)net->count,
                               .a = d,
                               .a_row = net->stride};

    return sqrt(net->m->squares(&all));
}

double *net_to_sum(const struct visit *v, struct net_layer *l, double *up, double *spare)
{
    const struct net *net = v->net;
    size_t n = (size_t)l->shape.units * net->stride;
    double *d = up;

    if (l->shape.residual)
        d = memcpy(spare, up, n * sizeof(double));
    if (l->mask)
        net->k->multiply(n, d, 1, l->mask, 1, d);
    if (l->activation != ACTIVATION_linear)
        net->m->activation[l->activation].backward(n, l->y, l->a, d);
    net_norm_backward(v, l, d);
    return d;
}

/* delta[0] holds dL/dh of the layer above; the three take turns. */
static void backward_layer(const struct visit *v, int i)
{
    struct net *net = v->net;
    struct net_layer *l = &net->layers[i];
    double *up = net->delta[0], *down = net->delta[1], *spare = net->delta[2];
    size_t unused = 2 * (l->shape.shift - l->shape.scale);
    double *dz;

    memset(v->g + l->shape.scale, 0, unused * sizeof(double));
    dz = net_to_sum(v, l, up, spare);
    l->flow = net_size_of_flow(net, l, dz);
    net_weigh(v, i, dz);
    net_weights_react(net, l, v->at, v->g);
    if (i == 0)
        return;
    pass_down(v, l, dz, down);
    if (l->shape.residual)
        net->k->add((size_t)l->shape.units * net->stride, down, 1, up, 1, down);
    net->delta[0] = down;
    net->delta[1] = up;
}

/*
 * The loss; dL/dz of the output layer where a gradient is wanted. Of a layer that learns
 * alone its error, and all of the gradient.
 */
static double judge(const struct visit *v)
{
    struct net *net = v->net;
    const struct rows rows = {.count = (size_t)net->count, .stride = net->stride};
    const struct answers answers = {.z = net->layers[net->depth].h,
                                    .label = net->label,
                                    .d = v->g ? net->delta[0] : NULL};

    if (net->occasion.pretrain)
        return net_reconstruct(v, net->occasion.pretrain - 1);
    return net_judge(net, &rows, &answers).loss;
}

enum { WORK_A_UNIT = 1 << 16 }; /* multiplications with their sums: some microseconds */

int net_cost_of(const struct net_layer *l, size_t rows)
{
    size_t work = (size_t)l->shape.inputs * (size_t)l->shape.units * rows;

    return 1 + (int)(work / WORK_A_UNIT);
}

int net_cost(const struct problem *p)
{
    const struct net *net = (const struct net *)p;
    int cost = 0;

    for (int i = 0; i <= net->depth; i++)
        cost += 3 * net_cost_of(&net->layers[i], (size_t)net->count);
    return cost;
}

/* Layer by layer forward, the loss with the last one, then back. Returns its cost. */
static int evaluate_part(const struct visit *v, struct evaluation *e)
{
    struct net *net = v->net;
    bool back = e->place > net->depth;
    int i = back ? 2 * net->depth + 1 - e->place : e->place;
    int cost = net_cost_of(&net->layers[i], (size_t)net->count);

    e->place++;
    if (back) {
        backward_layer(v, i);
        return 2 * cost;
    }
    forward_layer(v, &net->layers[i], net_input(net, i));
    if (i == net->depth)
        e->value = judge(v);
    return cost;
}

bool net_evaluate(struct problem *p, struct evaluation *e, int *slice)
{
    static const struct occasion FIRST = {.shuffle = true};
    struct net *net = net_behind(p);
    const struct visit v = {.net = net, .at = e->at, .g = e->g};
    int parts;

    if (!net->met)
        net_meet(p, &FIRST);
    parts = (net->depth + 1) * (e->g && !net->occasion.pretrain ? 2 : 1);
    do
        *slice -= evaluate_part(&v, e);
    while (e->place<parts && * slice> 0);
    return e->place == parts;
}

double net_gradient(struct problem *p, const double *at, double *g)
{
    struct evaluation e = {.at = at, .g = g};
    int slice = INT_MAX;

    while (!net_evaluate(p, &e, &slice))
        slice = INT_MAX;
    return e.value;
}

void net_errors(const struct net *net, double *out)
{
    const struct rows rows = {.count = (size_t)net->count, .stride = net->stride};
    const struct answers answers = {
        .z = net->layers[net->depth].h, .label = net->label, .d = net->delta[0]};

    net_judge(net, &rows, &answers);
    for (int i = 0; i < net->count; i++)
        for (int k = 0; k < net->outputs; k++)
            out[i * net->outputs + k] = answers.d[(size_t)k * net->stride + (size_t)i];
}
