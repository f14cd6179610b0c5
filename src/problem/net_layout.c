/*
 * Lays out a net: its layers, where their numbers stand among the parameters, and memory
 * for a pass.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "problem/net_curve.h"
#include "problem/net_state.h"

int net_widest(const struct net *net)
{
    int widest = net->outputs > net->data->inputs ? net->outputs : net->data->inputs;

    return net->depth > 0 && (int)net->settled.width > widest ? (int)net->settled.width
                                                              : widest;
}

struct net_shape net_shape_of(const struct net *net, int l)
{
    const struct net_settings *set = &net->settled;
    bool hidden = l < net->depth;
    struct net_shape shape = {
        .inputs = l > 0 ? (int)set->width : net->data->inputs,
        .units = hidden ? (int)set->width : net->outputs,
        .normalized = hidden ? (enum norm)set->norm : NORM_none,
    };

    shape.activation =
        net_row(NET_SETTING(activation))
            ->choices[hidden ? (int)set->activation : (int)ACTIVATION_linear];
    shape.norm = net_row(NET_SETTING(norm))->choices[shape.normalized];
    shape.residual = hidden && set->residual != 0 && shape.inputs == shape.units;
    return shape;
}

/* Where the layer's numbers begin; returns where they end. */
static size_t place_numbers(struct net *net, int i, size_t at)
{
    struct net_layer *l = &net->layers[i];
    size_t weights = (size_t)l->shape.inputs * (size_t)l->shape.units;
    size_t units = (size_t)l->shape.units, from = at;

    l->shape.weights = at;
    l->shape.bias = at += weights;
    l->shape.scale = at += units;
    if (i < net->depth)
        at += units;
    l->shape.shift = at;
    if (i < net->depth)
        at += units;
    if (i < net->depth)
        snprintf(l->name, sizeof l->name, "%d", (i + 1) % 1000);
    else
        strcpy(l->name, "out");
    net->slices[i] = (struct layer){.name = l->name,
                                    .from = (int)from,
                                    .count = (int)(at - from),
                                    .weights = (int)weights};
    return at;
}

size_t net_place_own(struct net_layer *l, double *from)
{
    size_t units = (size_t)l->shape.units, inputs = (size_t)l->shape.inputs;
    bool weight = l->shape.normalized == NORM_weight;
    double *at = from;

    if (from) {
        l->still_mean = memory_carve(&at, units);
        l->still_spread = memory_carve(&at, units);
        l->length = weight ? memory_carve(&at, units) : NULL;
        l->effective = weight ? memory_carve(&at, units * inputs) : NULL;
    }
    return 2 * units + (weight ? units + units * inputs : 0);
}

static void refresh_layers(struct net *net)
{
    size_t room = 0, at = 0;

    for (int i = 0; i <= net->depth; i++) {
        struct net_layer *l = &net->layers[i];

        l->shape = net_shape_of(net, i);
        l->activation =
            i < net->depth ? (enum activation)net->settled.activation : ACTIVATION_linear;
        at = place_numbers(net, i, at);
        room += net_place_own(l, NULL);
    }
    free(net->own);
    net->own = memory_new(room, sizeof(double));
    room = 0;
    for (int i = 0; i <= net->depth; i++)
        room += net_place_own(&net->layers[i], net->own + room);
    net->problem.n = (int)at;
}

static void draw_data(struct net *net)
{
    const struct table *table = net->settled.data.data == DATA_table ? &net->table : NULL;

    data_free(net->data);
    net->data = data_new(&net->settled.data, table, net->seed);
    net->problem.examples = net->data->rows;
    free(net->rows);
    free(net->order);
    net->rows = memory_new((size_t)net->data->rows, sizeof *net->rows);
    net->order = memory_new((size_t)net->data->rows, sizeof *net->order);
    net->ordered = -1;
    net->outputs =
        (enum loss)net->settled.loss == LOSS_cross_entropy ? net->data->classes : 1;
}

static void forget_memory(struct net *net)
{
    free(net->pass);
    free(net->whole);
    free(net->pull);
    net->pass = net->whole = net->pull = NULL;
    net_curve_free(net->curve);
    net->curve = NULL;
    net->pass_room = net->whole_rows = 0;
    net->met = false;
}

void net_build(struct net *net)
{
    bool fresh = memcmp(&net->set.data, &net->settled.data, sizeof net->set.data) != 0 ||
                 net->set.loss != net->settled.loss || !net->data;

    net->settled = net->set;
    if (fresh)
        draw_data(net);
    if (net->depth != (int)net->settled.depth || !net->layers) {
        net->depth = (int)net->settled.depth;
        free(net->layers);
        free(net->slices);
        net->layers = memory_new((size_t)net->depth + 1, sizeof *net->layers);
        net->slices = memory_new((size_t)net->depth + 1, sizeof *net->slices);
    }
    refresh_layers(net);
    net->problem.layers = net->depth + 1;
    net->problem.layer = net->slices;
    forget_memory(net);
}

void net_unbuild(struct net *net)
{
    forget_memory(net);
    data_free(net->data);
    if (!net->borrows_table)
        free(net->table.cells);
    free(net->layers);
    free(net->slices);
    free(net->own);
    free(net->rows);
    free(net->order);
    free(net);
}

static bool has_mask(const struct net *net, int i)
{
    return i < net->depth && net->settled.dropout > 0 && !net->occasion.still;
}

/* The places of one layer in a pass; counts only while `from` is NULL. */
static size_t place_pass(struct net *net, int i, size_t stride, double *from)
{
    struct net_layer *l = &net->layers[i];
    size_t block = (size_t)l->shape.units * stride, used = block;
    bool mask = has_mask(net, i), own = mask || l->shape.residual;
    bool sum = net->m->activation[l->activation].source == SLOPE_OF_SUM;
    bool hat = l->shape.normalized == NORM_batch || l->shape.normalized == NORM_layer;
    size_t units = MATRIX_PAD(l->shape.units), spread = stride > units ? stride : units;

    used += (sum ? block : 0) + (own ? block : 0) + (mask ? block : 0) +
            (hat ? block + spread : 0);
    if (!from)
        return used;
    l->y = memory_carve(&from, block);
    l->a = sum ? memory_carve(&from, block) : l->y;
    l->h = own ? memory_carve(&from, block) : l->a;
    l->mask = mask ? memory_carve(&from, block) : NULL;
    l->hat = hat ? memory_carve(&from, block) : NULL;
    l->spread = hat ? memory_carve(&from, spread) : NULL;
    return used;
}

static void place_common(struct net *net, double *from)
{
    size_t widest = (size_t)net_widest(net), count = (size_t)net->count;

    for (int i = 0; i < 3; i++)
        net->delta[i] = memory_carve(&from, widest * net->stride);
    net->turned = memory_carve(&from, count * MATRIX_ROW(widest));
    net->x = memory_carve(&from, (size_t)net->data->inputs * net->stride);
    net->x_rows = memory_carve(&from, count * MATRIX_ROW(net->data->inputs));
    net->label = memory_carve(&from, net->stride);
    net->row_mean = memory_carve(&from, 3 * net->stride);
}

static size_t common_room(const struct net *net, size_t count, size_t stride)
{
    size_t widest = (size_t)net_widest(net), inputs = (size_t)net->data->inputs;

    return 3 * widest * stride + count * MATRIX_ROW(widest) + inputs * stride +
           count * MATRIX_ROW(inputs) + 4 * stride;
}

void net_make_room(struct net *net, int count)
{
    size_t stride = MATRIX_ROW(count), room = common_room(net, (size_t)count, stride);
    size_t widest = (size_t)net_widest(net), at;

    for (int i = 0; i <= net->depth; i++)
        room += place_pass(net, i, stride, NULL);
    if (room > net->pass_room) {
        free(net->pass);
        net->pass = memory_new_lines(room);
        net->pass_room = room;
    }
    if (!net->pull)
        net->pull = memory_new(widest * widest, sizeof(double));
    at = common_room(net, (size_t)count, stride);
    if (count != net->count) /* numbers shrunk again and again beyond the rows are slow */
        memset(net->pass, 0, at * sizeof(double));
    net->count = count;
    net->stride = stride;
    place_common(net, net->pass);
    for (int i = 0; i <= net->depth; i++)
        at += place_pass(net, i, stride, net->pass + at);
}
