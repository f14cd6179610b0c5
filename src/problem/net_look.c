/* What each layer did in the last pass, in a few numbers. */
#include <math.h>

#include "problem/net_state.h"

static bool is_saturated(enum activation activation, double a)
{
    if (activation == ACTIVATION_tanh)
        return fabs(a) > 0.97;
    return activation == ACTIVATION_sigmoid && fabs(2 * a - 1) > 0.97;
}

bool net_saturates(const struct net *net, int l)
{
    enum activation activation = net->layers[l].activation;

    return activation == ACTIVATION_tanh || activation == ACTIVATION_sigmoid;
}

bool net_dies(const struct net *net, int l)
{
    return net->layers[l].activation == ACTIVATION_relu;
}

/* One unit's activations over the rows. */
static void add_unit(const struct net_layer *l, const double *a, size_t count,
                     struct layer_work *out)
{
    size_t still = 0;

    for (size_t i = 0; i < count; i++) {
        out->mean += a[i];
        out->spread += a[i] * a[i];
        out->saturated += is_saturated(l->activation, a[i]);
        still += l->activation == ACTIVATION_relu && !(a[i] > 0);
    }
    out->dead += still == count && l->activation == ACTIVATION_relu;
}

void net_look(const struct net *net, const double *at, int l, struct layer_work *out)
{
    const struct net_layer *layer = &net->layers[l];
    const double *w = at + layer->shape.weights;
    size_t weights = (size_t)layer->shape.inputs * (size_t)layer->shape.units;
    double cells = (double)net->count * layer->shape.units;

    *out = (struct layer_work){.flow = layer->flow,
                               .weight = sqrt(net->m->dot(weights, w, w))};
    for (int u = 0; u < layer->shape.units; u++)
        add_unit(layer, layer->a + (size_t)u * net->stride, (size_t)net->count, out);
    out->mean /= cells;
    out->spread = sqrt(fmax(0, out->spread / cells - out->mean * out->mean));
    out->saturated /= cells;
    out->dead /= layer->shape.units;
}

double net_flow(const struct net *net, int l)
{
    return net->layers[l].flow;
}

/* Its square is a loss beyond all bounds. */
#define LOST_AT 1e75

static bool is_lost_unit(const double *a, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(fabs(a[i]) <= LOST_AT))
            return true;
    return false;
}

int net_lost(const struct net *net)
{
    for (int l = 0; net->met && l <= net->depth; l++)
        for (int u = 0; u < net->layers[l].shape.units; u++)
            if (is_lost_unit(net->layers[l].h + (size_t)u * net->stride,
                             (size_t)net->count))
                return l;
    return -1;
}

struct net_batch_numbers net_activations(const struct net *net, int l)
{
    return (struct net_batch_numbers){.v = net->layers[l].a,
                                      .units = (size_t)net->layers[l].shape.units,
                                      .rows = (size_t)net->count,
                                      .stride = net->stride};
}
