/* The whole net as JSON, for whoever wants to compute it again. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/number.h"
#include "problem/net_state.h"

static void add_number(struct buffer *out, double value)
{
    char text[NUMBER_TEXT];

    buffer_add_text(out, isfinite(value) ? number_exact(value, text) : "null");
}

static void add_list(struct buffer *out, const double *v, size_t count)
{
    buffer_add_text(out, "[");
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(out, i ? "," : "");
        add_number(out, v[i]);
    }
    buffer_add_text(out, "]");
}

/* ,"name":[[..],..] */
struct grid_of {
    const char *name;
    const double *v;
    size_t rows, cols, stride;
};

static void add_grid(struct buffer *out, const struct grid_of *grid)
{
    buffer_format(out, "\"%s\":[", grid->name);
    for (size_t i = 0; i < grid->rows; i++) {
        buffer_add_text(out, i ? "," : "");
        add_list(out, grid->v + i * grid->stride, grid->cols);
    }
    buffer_add_text(out, "]");
}

static void add_targets(const struct net *net, struct buffer *out)
{
    double target[CLASSES_MAX];

    buffer_add_text(out, ",\"targets\":[");
    for (int i = 0; i < net->data->rows; i++) {
        net_target(net, i, target);
        buffer_add_text(out, i ? "," : "");
        add_list(out, target, (size_t)net->outputs);
    }
    buffer_add_text(out, "]}");
}

static void add_data(const struct net *net, struct buffer *out)
{
    size_t inputs = (size_t)net->data->inputs;

    buffer_add_text(out, ",\"data\":{");
    add_grid(out, &(struct grid_of){"inputs", net->data->x, (size_t)net->data->rows,
                                    inputs, inputs});
    add_targets(net, out);
    buffer_add_text(out, ",\"batch\":[");
    for (int i = 0; i < net->count; i++)
        buffer_format(out, "%s%d", i ? "," : "", net->rows[i]);
    buffer_add_text(out, "]");
    if (net->settled.data.augment == 0)
        return;
    buffer_add_text(out, ",");
    add_grid(out, &(struct grid_of){"batch_inputs", net->x_rows, (size_t)net->count,
                                    inputs, MATRIX_ROW(inputs)});
}

/* Numbers of a layer's units and their gradients. */
struct twins {
    const double *at, *g;
    size_t units;
};

/* ,"name":values,"grad_name":their gradients */
static void add_twins(struct buffer *out, const char *name, struct twins twins,
                      size_t from)
{
    buffer_format(out, ",\"%s\":", name);
    add_list(out, twins.at + from, twins.units);
    buffer_format(out, ",\"grad_%s\":", name);
    add_list(out, twins.g + from, twins.units);
}

static void add_norm(struct buffer *out, const struct net_shape *s, struct twins twins)
{
    if (s->normalized == NORM_weight)
        add_twins(out, "gain", twins, s->scale);
    if (s->normalized != NORM_batch && s->normalized != NORM_layer)
        return;
    add_twins(out, "norm_scale", twins, s->scale);
    add_twins(out, "norm_shift", twins, s->shift);
}

static void add_mask(const struct net *net, int l, struct buffer *out)
{
    double mask[WIDTH_MAX];

    if (!net->layers[l].mask)
        return;
    buffer_add_text(out, ",\"dropout_mask\":[");
    for (int i = 0; i < net->count; i++) {
        net_mask(net, l, i, mask);
        buffer_add_text(out, i ? "," : "");
        add_list(out, mask, (size_t)net->layers[l].shape.units);
    }
    buffer_add_text(out, "]");
}

static void add_layer(const struct net *net, int l, struct twins twins,
                      struct buffer *out)
{
    const struct net_shape *s = &net->layers[l].shape;
    size_t units = (size_t)s->units, inputs = (size_t)s->inputs;

    twins.units = units;
    buffer_format(
        out, "%s{\"name\":\"%s\",\"activation\":\"%s\",\"norm\":\"%s\",\"residual\":%s,",
        l ? "," : "", net->layers[l].name, s->activation, s->norm,
        s->residual ? "true" : "false");
    add_grid(out,
             &(struct grid_of){"weights", twins.at + s->weights, units, inputs, inputs});
    buffer_add_text(out, ",");
    add_grid(out, &(struct grid_of){"grad_weights", twins.g + s->weights, units, inputs,
                                    inputs});
    add_twins(out, "bias", twins, s->bias);
    add_norm(out, s, twins);
    add_mask(net, l, out);
    buffer_add_text(out, "}");
}

void net_dump(struct net *net, const double *at, struct buffer *out)
{
    double *g = memory_new((size_t)net->problem.n, sizeof *g);
    double loss = net_gradient(&net->problem, at, g);

    buffer_add_text(out, "\"loss\":");
    add_number(out, loss);
    if (net->occasion.pretrain)
        buffer_format(out, ",\"loss_kind\":\"reconstruction\",\"pretrain\":\"%s\"",
                      net->layers[net->occasion.pretrain - 1].name);
    else
        buffer_format(out, ",\"loss_kind\":\"%s\"",
                      net_row(NET_SETTING(loss))->choices[(int)net->settled.loss]);
    add_data(net, out);
    buffer_add_text(out, ",\"layers\":[");
    for (int l = 0; l <= net->depth; l++)
        add_layer(net, l, (struct twins){.at = at, .g = g}, out);
    buffer_add_text(out, "]}");
    free(g);
}
