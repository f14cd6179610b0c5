/* Products of a net's Hessian with vectors: memory, and the way through its layers. */
#include "problem/net_curve.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "problem/net_curve_state.h"

enum {
    PORTION = 256,     /* rows that go through together, */
    PORTION_LEAST = 16 /* fewer where a net is so large that these take too much */
};

/* Counts while `at` is NULL; else it is where the next numbers stand. */
struct carving {
    double *at;
    size_t used;
};

static double *carve(struct carving *from, size_t count)
{
    double *at = from->at ? from->at + from->used : NULL;

    from->used += count;
    return at;
}

static void place_norms(struct net_curve *c, struct curve_layer *l, struct carving *from)
{
    size_t units = (size_t)l->is.shape.units, block = units * c->stride;
    size_t weights = units * (size_t)l->is.shape.inputs;
    size_t spread = c->stride > units ? c->stride : units;
    bool level =
        l->is.shape.normalized == NORM_batch || l->is.shape.normalized == NORM_layer;
    bool length = l->is.shape.normalized == NORM_weight;

    l->is.hat = level ? carve(from, block) : NULL;
    l->rate.hat = level ? carve(from, block) : NULL;
    l->is.spread = level ? carve(from, spread) : NULL;
    l->rate.spread = level ? carve(from, spread) : NULL;
    l->is.length = length ? carve(from, units) : NULL;
    l->is.effective = length ? carve(from, weights) : NULL;
    l->rate.effective = length ? carve(from, weights) : NULL;
}

static void place_layer(struct net_curve *c, int i, struct carving *from)
{
    struct curve_layer *l = &c->layers[i];
    size_t block = (size_t)c->net->layers[i].shape.units * c->stride;
    bool hidden = i < c->net->depth;

    l->is = c->net->layers[i];
    l->is.mask = c->still ? NULL : l->is.mask;
    l->is.y = carve(from, block);
    l->rate.y = carve(from, block);
    l->is.a = hidden ? carve(from, block) : l->is.y;
    l->is.h = l->is.mask || l->is.shape.residual ? carve(from, block) : l->is.a;
    l->rate.h = hidden ? carve(from, block) : l->rate.y;
    place_norms(c, l, from);
}

static struct dual carve_dual(struct carving *from, size_t count)
{
    struct dual d = {.is = carve(from, count)};

    d.rate = carve(from, count);
    return d;
}

/* Returns the doubles that all of it takes. */
static size_t place(struct net_curve *c, double *memory)
{
    struct carving from = {.at = memory};
    size_t widest = (size_t)net_widest(c->net);

    for (int i = 0; i <= c->net->depth; i++)
        place_layer(c, i, &from);
    c->x = carve(&from, (size_t)c->net->data->inputs * c->stride);
    for (int i = 0; i < 3; i++)
        c->delta[i] = carve_dual(&from, widest * c->stride);
    c->turned = carve_dual(&from, c->portion * MATRIX_ROW(widest));
    c->pull = carve_dual(&from, widest * widest);
    c->sum = carve(&from, widest * c->stride);
    c->lines = carve(&from, CURVE_LINES * c->stride);
    return from.used;
}

/* Portions of about equal size, so that the last one is no waste. */
static size_t fit_portion(struct net_curve *c, size_t most)
{
    size_t portions = (c->total + most - 1) / most;

    c->portion = (c->total + portions - 1) / portions;
    c->stride = MATRIX_ROW(c->portion);
    return place(c, NULL);
}

/* Batch norm needs all rows at once: their statistics are the matter. */
static size_t choose_portion(struct net_curve *c)
{
    size_t most = PORTION, room;

    if ((enum norm)c->net->settled.norm == NORM_batch)
        return fit_portion(c, c->total);
    room = fit_portion(c, most);
    for (; room * sizeof(double) > NET_CURVE_MOST && most > PORTION_LEAST; most /= 2)
        room = fit_portion(c, most / 2);
    return room;
}

/* The batch that the net has met may be another; its masks may stand elsewhere. */
static bool still_fits(const struct net_curve *c)
{
    return c && c->total == (size_t)c->net->count &&
           !c->layers[0].is.mask == !c->net->layers[0].mask;
}

static struct net_curve *make(struct net *net, bool still, size_t limit)
{
    struct net_curve *c = memory_new(1, sizeof *c);
    size_t room;

    c->net = net;
    c->twin = *net;
    c->still = still;
    c->total = (size_t)(still ? net->data->rows : net->count);
    c->layers = memory_new((size_t)net->depth + 1, sizeof *c->layers);
    room = choose_portion(c);
    if (room * sizeof(double) > limit) {
        net_curve_free(c);
        return NULL;
    }
    c->memory = memory_new(room, sizeof(double));
    place(c, c->memory);
    c->twin.row_mean = c->lines;
    return c;
}

struct net_curve *net_curve_new(struct net *net)
{
    return make(net, true, NET_CURVE_MOST);
}

void net_curve_free(struct net_curve *c)
{
    if (!c)
        return;
    free(c->memory);
    free(c->layers);
    free(c);
}

void net_curve_place(struct net_curve *c, const double *at)
{
    c->at = at;
    c->passed = false;
}

enum { FORWARD = 3, BACK = 5 }; /* products of matrices in a layer */

static int cost_of(const struct net_curve *c, int products)
{
    return products * net_cost_of(&c->layers[c->layer].is, c->rows);
}

static bool go_back(struct net_curve *c, int *slice);

static bool go_forward(struct net_curve *c, int *slice)
{
    *slice -= cost_of(c, FORWARD);
    if (c->layer == 0 && !c->passed)
        curve_take_rows(c);
    curve_forward(c, c->layer);
    if (c->layer++ < c->net->depth)
        return false;
    c->passed = c->portion == c->total;
    curve_judge(c);
    c->layer = c->net->depth;
    c->next = go_back;
    return false;
}

static void begin_portion(struct net_curve *c, size_t from)
{
    c->from = from;
    c->rows = c->total - from < c->portion ? c->total - from : c->portion;
    c->layer = 0;
    c->next = go_forward;
}

static bool go_back(struct net_curve *c, int *slice)
{
    *slice -= cost_of(c, BACK);
    curve_backward(c, c->layer);
    if (c->layer-- > 0)
        return false;
    if (c->from + c->rows == c->total)
        return true;
    begin_portion(c, c->from + c->rows);
    return false;
}

void net_curve_begin(struct net_curve *c, const double *v, double *out)
{
    c->v = v;
    c->out = out;
    memset(out, 0, (size_t)c->net->problem.n * sizeof *out);
    begin_portion(c, 0);
}

bool net_curve_go_on(struct net_curve *c, int *slice)
{
    bool done = c->next(c, slice);

    while (!done && *slice > 0)
        done = c->next(c, slice);
    return done;
}

double net_curve_cost(const struct net_curve *c)
{
    double cost = 0;

    for (int i = 0; i <= c->net->depth; i++)
        cost += (FORWARD + BACK) * (double)net_cost_of(&c->layers[i].is, c->total);
    return cost;
}

void net_hessian_times(struct problem *p, const double *at, const double *v, double *out)
{
    static const struct occasion FIRST = {.shuffle = true};
    struct net *net = net_behind(p);
    int slice = INT_MAX;

    if (!net->met)
        net_meet(p, &FIRST);
    if (!still_fits(net->curve)) {
        net_curve_free(net->curve);
        net->curve = make(net, false, SIZE_MAX);
    }
    for (int i = 0; i <= net->depth; i++)
        net->curve->layers[i].is.mask = net->layers[i].mask;
    net_curve_place(net->curve, at);
    net_curve_begin(net->curve, v, out);
    while (!net_curve_go_on(net->curve, &slice))
        slice = INT_MAX;
}
