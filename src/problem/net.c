/* A net as a problem: what may be set, what may be asked. */
#include "problem/net.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "problem/net_state.h"

static enum settled settle(struct problem *p, uint64_t seed)
{
    struct net *net = net_behind(p);
    struct net_settings goes_on = net->settled;
    bool same_seed = seed == net->seed;

    goes_on.activation = net->set.activation;
    goes_on.norm = net->set.norm;
    goes_on.residual = net->set.residual;
    goes_on.dropout = net->set.dropout;
    goes_on.data.augment = net->set.data.augment;
    net->seed = seed;
    if (!same_seed) {
        data_free(net->data);
        net->data = NULL;
    }
    net_build(net);
    return same_seed && memcmp(&goes_on, &net->settled, sizeof goes_on) == 0
               ? SETTLED_GOES_ON
               : SETTLED_STARTS_ANEW;
}

static int classes_of(const struct net_settings *set, const struct table *table)
{
    struct data *data =
        data_new(&set->data, set->data.data == DATA_table ? table : NULL, 0);
    int classes = data->classes;

    data_free(data);
    return classes;
}

enum loss net_loss_for(const struct net_settings *set, const struct table *table)
{
    int classes = classes_of(set, table);

    return classes > 2 ? LOSS_cross_entropy : classes == 2 ? LOSS_bce : LOSS_mse;
}

/* `how` is what is written before the name of a loss that would fit. */
static bool fits(const struct net_settings *set, const struct table *table,
                 const char *how, struct err *err)
{
    enum loss loss = (enum loss)set->loss;
    int classes;

    if (set->data.data == DATA_table && !table)
        return fail(err,
                    "there is no file of data here: write data FILE.csv in the scene");
    classes = classes_of(set, table);
    if (loss != LOSS_mse && classes == 0)
        return fail(err, "these targets are numbers, not classes: %smse", how);
    if (loss != LOSS_cross_entropy && classes > 2)
        return fail(err, "there are %d classes: %scross_entropy", classes, how);
    return true;
}

static bool accepts(const struct problem *p, const double *values, struct err *err)
{
    const struct net *net = (const struct net *)p;
    const struct net_settings *set = (const struct net_settings *)(const void *)values;
    const struct table *table = net->table.cells ? &net->table : NULL;
    const size_t of_one_set[] = {NET_SETTING(data.arms), NET_SETTING(data.classes)};

    if (table && set->data.data == DATA_table &&
        set->data.samples != net->set.data.samples)
        return fail(err, "the file has %d rows: all of them are taken", table->rows);
    for (size_t i = 0; i < sizeof of_one_set / sizeof *of_one_set; i++)
        if (values[of_one_set[i]] != p->values[of_one_set[i]] &&
            !net_means(of_one_set[i], (enum data_set)set->data.data, err))
            return false;
    return fits(set, table, "first set loss ", err);
}

/* net 2-32x20-1 tanh, batch norm, residual, xavier, bce on moons */
static const char *describe(struct problem *p)
{
    struct net *net = net_behind(p);
    const struct net_settings *set = &net->settled;
    char hidden[24] = "";

    if (net->depth > 0)
        snprintf(hidden, sizeof hidden, "-%dx%d", (int)set->width % 1000,
                 net->depth % 1000);
    snprintf(net->text, sizeof net->text, "net %d%s-%d %s, %s%s%s%s, %s on %s",
             net->data->inputs, hidden, net->outputs,
             net_row(NET_SETTING(activation))->choices[(int)set->activation],
             set->norm == NORM_none ? ""
                                    : net_row(NET_SETTING(norm))->choices[(int)set->norm],
             set->norm == NORM_none ? "" : " norm, ", set->residual ? "residual, " : "",
             net_row(NET_SETTING(init))->choices[(int)set->init],
             net_row(NET_SETTING(loss))->choices[(int)set->loss],
             net_row(NET_DATA)->choices[(int)set->data.data]);
    return net->text;
}

static void start(struct problem *p, double *x)
{
    struct net *net = net_behind(p);

    if (!net->pull)
        net_make_room(net, 1);
    net->met = false;
    net_draw_weights(net, x);
}

static void destroy(struct problem *p)
{
    net_unbuild(net_behind(p));
}

static struct problem *twin(const struct problem *p);

static const struct problem_kind kind = {
    .name = "net",
    .gradient = net_gradient,
    .evaluate = net_evaluate,
    .cost = net_cost,
    .hessian_times = net_hessian_times,
    .meet = net_meet,
    .assess = net_assess,
    .accepts = accepts,
    .settle = settle,
    .carry = net_carry,
    .start = start,
    .twin = twin,
    .describe = describe,
    .free = destroy,
};

static struct net *make(const struct net_settings *set, const struct table *table,
                        uint64_t seed)
{
    struct net *net = memory_new(1, sizeof *net);

    net->problem.kind = &kind;
    net->problem.constants = NET_SETTINGS;
    net->problem.own_rows = NET_SETTING(loss);
    net->problem.rows = net->rows_of_settings;
    for (size_t i = 0; i < NET_SETTINGS; i++)
        net->rows_of_settings[i] = *net_row(i);
    net->problem.values = (double *)&net->set;
    net->set = *set;
    net->seed = seed;
    net->k = kernels_best();
    net->m = net->k->matrix;
    if (table)
        net->table = *table;
    net_build(net);
    return net;
}

static struct problem *twin(const struct problem *p)
{
    const struct net *net = (const struct net *)p;
    struct net *copy = make(&net->settled, &net->table, net->seed);

    copy->borrows_table = true;
    return &copy->problem;
}

struct problem *net_new(const struct net_settings *set, const struct table *table,
                        uint64_t seed, struct err *err)
{
    return fits(set, table, "write loss=", err) ? &make(set, table, seed)->problem : NULL;
}

struct net *net_of(struct problem *p)
{
    return p->kind == &kind ? net_behind(p) : NULL;
}

struct net_shape net_shape(const struct net *net, int l)
{
    return net->layers[l].shape;
}

const struct net_settings *net_settings_of(const struct net *net)
{
    return &net->settled;
}

const struct data *net_data(const struct net *net)
{
    return net->data;
}

int net_outputs(const struct net *net)
{
    return net->outputs;
}

void net_target(const struct net *net, int row, double *out)
{
    double label = net->data->label[row];

    out[0] = label;
    for (int i = 0;
         (enum loss)net->settled.loss == LOSS_cross_entropy && i < net->outputs; i++)
        out[i] = label == i;
}

int net_batch(const struct net *net, const int **rows)
{
    *rows = net->rows;
    return net->count;
}

const double *net_batch_row(const struct net *net, int i)
{
    return net->x_rows + (size_t)i * MATRIX_ROW(net->data->inputs);
}

bool net_mask(const struct net *net, int l, int i, double *out)
{
    const struct net_layer *layer = &net->layers[l];

    for (int u = 0; layer->mask && u < layer->shape.units; u++)
        out[u] = layer->mask[(size_t)u * net->stride + (size_t)i];
    return layer->mask != NULL;
}
