/*
 * The rows that a step sees: the order of a pass, the batch, its jitter and its dropout
 * masks.
 */
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "math/normal.h"
#include "problem/net_state.h"

static void swap(int *a, int *b)
{
    int kept = *a;

    *a = *b;
    *b = kept;
}

/*
 * Fisher and Yates, from the rows as they stand, so that a pass's order is a function of
 * its number.
 */
static void make_order(struct net *net, const struct occasion *o)
{
    struct random_place at = {
        .seed = net->seed, .stream = RANDOM_ORDER, .step = (uint64_t)o->epoch};

    if (net->order_shuffled == o->shuffle && net->ordered >= 0 &&
        (!o->shuffle || net->ordered == o->epoch))
        return;
    for (int i = 0; i < net->data->rows; i++)
        net->order[i] = i;
    for (int i = net->data->rows - 1; o->shuffle && i > 0; i--) {
        at.index = (uint32_t)i;
        swap(&net->order[i], &net->order[random_below(at, (uint32_t)i + 1)]);
    }
    net->ordered = o->epoch;
    net->order_shuffled = o->shuffle;
}

static void jitter(struct net *net, int row, double *x)
{
    size_t inputs = (size_t)net->data->inputs;
    struct random_place at = {.seed = net->seed,
                              .stream = RANDOM_AUGMENT,
                              .step = (uint64_t)net->occasion.step};

    for (size_t k = 0; k < inputs; k++) {
        double pair[2];

        at.index = (uint32_t)((size_t)row * inputs + k);
        math_normal_pair(at, pair);
        x[k] += net->settled.data.augment * pair[0];
    }
}

static void gather(struct net *net)
{
    size_t inputs = (size_t)net->data->inputs, padded = MATRIX_ROW(inputs);
    const struct transposition turn = {.rows = (size_t)net->count,
                                       .cols = inputs,
                                       .a = net->x_rows,
                                       .a_row = padded,
                                       .out = net->x,
                                       .out_row = net->stride};

    for (int i = 0; i < net->count; i++) {
        double *x = net->x_rows + (size_t)i * padded;

        net->rows[i] = net->order[net->occasion.from + i];
        memcpy(x, net->data->x + (size_t)net->rows[i] * inputs, inputs * sizeof(double));
        if (net->settled.data.augment > 0 && !net->occasion.still)
            jitter(net, net->rows[i], x);
        net->label[i] = net->data->label[net->rows[i]];
    }
    net->m->transpose(&turn);
}

/* Four units share 128 bits. */
static void draw_mask(struct net *net, int l, int i)
{
    struct net_layer *layer = &net->layers[l];
    double drop = net->occasion.pretrain ? 0 : net->settled.dropout,
           keep = 1 / (1 - drop);
    struct random_place at = {.seed = net->seed,
                              .stream = RANDOM_DROPOUT,
                              .step = (uint64_t)net->occasion.step * (DEPTH_MAX + 1) +
                                      (uint64_t)l};

    for (int u = 0; u < layer->shape.units; u++) {
        uint32_t bits[4] = {0};

        at.index = (uint32_t)net->rows[i] * (WIDTH_MAX / 4) + (uint32_t)u / 4;
        random_bits(at, bits);
        for (int j = 0; j < 4 && u + j < layer->shape.units; j++)
            layer->mask[(size_t)(u + j) * net->stride + (size_t)i] =
                bits[j] * 0x1p-32 < drop ? 0 : keep;
        u += 3;
    }
}

void net_draw_masks(struct net *net)
{
    for (int l = 0; l < net->depth; l++)
        for (int i = 0; net->layers[l].mask && i < net->count; i++)
            draw_mask(net, l, i);
}

static bool same(const struct occasion *a, const struct occasion *b)
{
    return a->step == b->step && a->epoch == b->epoch && a->from == b->from &&
           a->batch == b->batch && a->shuffle == b->shuffle && a->still == b->still &&
           a->pretrain == b->pretrain;
}

void net_meet(struct problem *p, const struct occasion *occasion)
{
    struct net *net = net_behind(p);
    const struct occasion o =
        occasion->still ? (struct occasion){.still = true} : *occasion;

    if (net->met && same(&net->occasion, &o))
        return;
    net->occasion = o;
    net_make_room(net, occasion_count(&o, p->examples));
    make_order(net, &o);
    gather(net);
    net_draw_masks(net);
    net->met = true;
}
