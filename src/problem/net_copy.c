/* A copy of a net at one point, which answers while the net itself goes on. */
#include "problem/net_copy.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "problem/net_state.h"

struct net_copy {
    int depth; /* of the layers below */
    size_t room;
    double *block;            /* [room]: the parameters, what layers keep, their way */
    struct net_layer *layers; /* [depth + 1] */
    double *way;              /* memory of `still`, within the block */
    struct still still;
};

struct net_copy *net_copy_new(void)
{
    return memory_new(1, sizeof(struct net_copy));
}

void net_copy_free(struct net_copy *copy)
{
    if (!copy)
        return;
    free(copy->block);
    free(copy->layers);
    free(copy);
}

static bool measures(const struct net *net)
{
    return net->settled.norm == NORM_batch;
}

static size_t way_room(const struct net *net)
{
    size_t asked = net_still_room(net, NET_PREDICT);
    size_t all = measures(net) ? net_still_room(net, (size_t)net->data->rows) : 0;

    return all > asked ? all : asked;
}

static void make_room(struct net_copy *copy, const struct net *net)
{
    size_t room = (size_t)net->problem.n + way_room(net);

    for (int i = 0; i <= net->depth; i++)
        room += net_place_own(&net->layers[i], NULL);
    if (room > copy->room) {
        free(copy->block);
        copy->block = memory_new(room, sizeof(double));
        copy->room = room;
    }
    if (!copy->layers || copy->depth < net->depth) {
        free(copy->layers);
        copy->layers = memory_new((size_t)net->depth + 1, sizeof *copy->layers);
        copy->depth = net->depth;
    }
}

static void begin(struct net_copy *copy, size_t count, const double *x)
{
    copy->still.rows = (struct rows){.count = count, .stride = MATRIX_ROW(count)};
    net_still_begin(&copy->still, copy->way, x);
}

void net_copy_take(struct net_copy *copy, struct net *net, const double *at)
{
    size_t n = (size_t)net->problem.n;
    double *own;

    make_room(copy, net);
    memcpy(copy->block, at, n * sizeof(double));
    memcpy(copy->layers, net->layers, ((size_t)net->depth + 1) * sizeof *copy->layers);
    own = copy->block + n;
    for (int i = 0; i <= net->depth; i++) {
        own += net_place_own(&copy->layers[i], own);
        net_weights_act(net, &copy->layers[i], copy->block);
    }
    copy->way = own;
    copy->still = (struct still){.visit = {.net = net, .at = copy->block},
                                 .layers = copy->layers,
                                 .measure = measures(net),
                                 .next = net->depth + 1};
    if (measures(net))
        begin(copy, (size_t)net->data->rows, net->data->x);
}

void net_copy_ask(struct net_copy *copy, int count, const double *x)
{
    copy->still.measure = false;
    begin(copy, (size_t)count, x);
}

bool net_copy_work(struct net_copy *copy, double *left)
{
    struct still *s = &copy->still;

    while (s->next <= s->visit.net->depth) {
        const struct net_shape *shape = &s->layers[s->next].shape;

        if (*left <= 0)
            return false;
        *left -= (double)shape->inputs * shape->units * (double)s->rows.stride;
        net_still_layer(s);
    }
    return true;
}

struct saying net_copy_read(const struct net_copy *copy, int i)
{
    return net_read(copy->still.visit.net, copy->still.in + i, copy->still.rows.stride);
}
