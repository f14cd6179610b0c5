/*
 * The largest singular values of a net's Jacobians, a few rows of the batch side by side:
 * by Lanczos' method for each layer, and exactly for what lies between it and the output.
 */
#include "problem/net_jacobian.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "problem/net_jacobian_state.h"

enum {
    CHECK_EVERY = 4,       /* rounds */
    WORK_A_UNIT = 1 << 16, /* multiplications with their sums: some microseconds */
};

struct jacobians *jacobians_new(void)
{
    struct jacobians *j = memory_new(1, sizeof *j);

    j->k = kernels_best();
    return j;
}

void jacobians_free(struct jacobians *j)
{
    if (j)
        free(j->memory);
    free(j);
}

const struct stretch *jacobians_found(const struct jacobians *j)
{
    return j->found;
}

double jacobians_share(const struct jacobians *j)
{
    return j->layers ? j->done / (2.0 * j->layers) : 0;
}

/* Laying out */

static size_t piece_room(const struct net_layer *l)
{
    size_t units = (size_t)l->shape.units;

    return units * (size_t)l->shape.inputs + 2 * units * JACOBIAN_COLS;
}

/* Memory for so many doubles; whatever was in it is gone. */
static double *take_room(struct jacobians *j, size_t room)
{
    if (room > j->room) {
        free(j->memory);
        j->memory = memory_new(room, sizeof(double));
        j->room = room;
    }
    return j->memory;
}

static void place_piece(struct piece *piece, const struct net_shape *shape, double **from)
{
    size_t units = (size_t)shape->units;

    *piece = (struct piece){.inputs = shape->inputs,
                            .units = shape->units,
                            .w = memory_carve(from, units * (size_t)shape->inputs),
                            .slope = memory_carve(from, units * JACOBIAN_COLS),
                            .hat = memory_carve(from, units * JACOBIAN_COLS),
                            .residual = shape->residual};
}

static void make_room(struct jacobians *j, const struct net *net)
{
    size_t widest = (size_t)net_widest(net);
    size_t room = widest * (4 * JACOBIAN_COLS + 3 * j->cols);
    double *from;

    for (int i = 0; i < j->layers; i++)
        room += piece_room(&net->layers[i]);
    from = take_room(j, room);
    j->v = memory_carve(&from, widest * JACOBIAN_COLS);
    j->before = memory_carve(&from, widest * JACOBIAN_COLS);
    j->u = memory_carve(&from, widest * JACOBIAN_COLS);
    j->t = memory_carve(&from, widest * JACOBIAN_COLS);
    j->back = memory_carve(&from, widest * j->cols);
    j->spare = memory_carve(&from, widest * j->cols);
    j->copy = memory_carve(&from, widest * j->cols);
    for (int i = 0; i < j->layers; i++)
        place_piece(&j->piece[i], &net->layers[i].shape, &from);
}

/* The first rows of a matrix of the pass, and zeros. */
static void take(const struct jacobians *j, const struct net *net, int units,
                 const double *from, double *out)
{
    memset(out, 0, (size_t)units * JACOBIAN_COLS * sizeof *out);
    for (int u = 0; u < units; u++)
        memcpy(out + (size_t)u * JACOBIAN_COLS, from + (size_t)u * net->stride,
               (size_t)j->rows * sizeof *out);
}

static void scale_slopes(const struct net_layer *l, const double *at, struct piece *piece)
{
    const double *scale = at + l->shape.scale;
    bool batch = l->shape.normalized == NORM_batch;

    for (int u = 0; l->hat && u < piece->units; u++)
        for (int i = 0; i < JACOBIAN_COLS; i++)
            piece->slope[u * JACOBIAN_COLS + i] *= scale[u] * l->spread[batch ? u : i];
}

/* The activation's slope at each row, times mask and norm. */
static void take_slopes(struct jacobians *j, const struct net *net, const double *at,
                        int i)
{
    const struct net_layer *l = &net->layers[i];
    struct piece *piece = &j->piece[i];
    size_t n = (size_t)piece->units * JACOBIAN_COLS;

    take(j, net, piece->units, l->y, j->u);
    take(j, net, piece->units, l->a, j->v);
    for (size_t k = 0; k < n; k++)
        piece->slope[k] = 1;
    net->m->activation[l->activation].backward(n, j->u, j->v, piece->slope);
    scale_slopes(l, at, piece);
    if (l->mask) {
        take(j, net, piece->units, l->mask, j->u);
        j->k->multiply(n, piece->slope, 1, j->u, 1, piece->slope);
    }
    for (int u = 0; u < piece->units; u++)
        for (int c = j->rows; c < JACOBIAN_COLS; c++)
            piece->slope[u * JACOBIAN_COLS + c] = 0;
    if (l->shape.normalized == NORM_layer)
        take(j, net, piece->units, l->hat, piece->hat);
    else
        piece->hat = NULL;
}

/* Every column of v becomes of unit length. */
static void normalize(struct jacobians *j, int inputs)
{
    for (int i = 0; i < JACOBIAN_COLS; i++) {
        double sum = 0;

        for (int u = 0; u < inputs; u++)
            sum += j->v[u * JACOBIAN_COLS + i] * j->v[u * JACOBIAN_COLS + i];
        for (int u = 0; u < inputs; u++)
            j->v[u * JACOBIAN_COLS + i] /= sqrt(sum);
    }
}

/* A new direction for each row, the same at every call. */
static void start_layer(struct jacobians *j)
{
    const struct piece *piece = &j->piece[j->done];
    double pair[2];

    for (int u = 0; u < piece->inputs; u++)
        for (int i = 0; i < JACOBIAN_COLS; i++) {
            random_uniform((struct random_place){.stream = RANDOM_LANCZOS,
                                                 .step = (uint64_t)i,
                                                 .index = (uint32_t)u},
                           pair);
            j->v[u * JACOBIAN_COLS + i] = pair[0] - 0.5;
        }
    normalize(j, piece->inputs);
    memset(j->s2, 0, sizeof j->s2);
    j->round = 0;
}

void jacobians_begin(struct jacobians *j, const struct net *net, const double *at)
{
    j->layers = net->depth + 1;
    j->rows = net->count < JACOBIAN_ROWS ? net->count : JACOBIAN_ROWS;
    j->outputs = net->outputs;
    j->cols = MATRIX_PAD(j->outputs * j->rows);
    j->done = 0;
    make_room(j, net);
    for (int i = 0; i < j->layers; i++) {
        const struct net_layer *l = &net->layers[i];
        struct piece *piece = &j->piece[i];

        memcpy(piece->w, net_weights(l, at),
               (size_t)piece->units * (size_t)piece->inputs * sizeof(double));
        take_slopes(j, net, at, i);
    }
    start_layer(j);
}

/* Going on */

/* The middle one, or the middle of two; puts them in order. Nan if one of them is. */
static double median(int n, double *values)
{
    for (int i = 1; i < n; i++)
        for (int k = i; k > 0 && values[k] < values[k - 1]; k--) {
            double larger = values[k - 1];

            values[k - 1] = values[k];
            values[k] = larger;
        }
    for (int i = 0; i < n; i++)
        if (!isfinite(values[i]))
            return NAN;
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

/* The first product begins where the last layer ends. */
static void start_products(struct jacobians *j)
{
    const struct piece *out = &j->piece[j->layers - 1];

    j->found[j->layers - 1].product = 1;
    memset(j->back, 0, (size_t)out->inputs * j->cols * sizeof(double));
    for (int u = 0; u < out->inputs; u++)
        for (int c = 0; c < j->outputs * j->rows; c++)
            j->back[(size_t)u * j->cols + (size_t)c] =
                out->w[c / j->rows * out->inputs + u];
}

static void finish_layer(struct jacobians *j)
{
    for (int i = 0; i < j->rows; i++)
        j->s2[i] = sqrt(j->s2[i]);
    j->found[j->done].layer = median(j->rows, j->s2);
    if (++j->done < j->layers)
        start_layer(j);
    else
        start_products(j);
}

/* The product behind layer l, and the matrix one layer further back. */
static void go_back(struct jacobians *j, int l)
{
    const struct piece *piece = &j->piece[l];
    const struct block block = {.x = j->back, .cols = j->cols, .rows = j->rows};
    double values[JACOBIAN_ROWS], *other = j->spare;

    for (int i = 0; i < j->rows; i++)
        values[i] = jacobian_largest(j, piece->units, i);
    j->found[l].product = median(j->rows, values);
    if (l == 0)
        return;
    jacobian_pull(j, piece, &block, other);
    j->spare = j->back;
    j->back = other;
}

static int cost(const struct piece *piece, size_t cols)
{
    return 1 + (int)((size_t)piece->units * (size_t)piece->inputs * cols / WORK_A_UNIT);
}

/* True when the last rounds have raised no value any more. */
static bool is_found(struct jacobians *j)
{
    bool found = true, ended = true;

    for (int i = 0; i < j->rows; i++)
        ended = ended && j->beta[j->round - 1][i] == 0;
    if (!ended && j->round % CHECK_EVERY != 0 && j->round < JACOBIAN_ROUNDS)
        return false;
    for (int i = 0; i < j->rows; i++) {
        double value = jacobian_ritz(j, i);

        found = found && !(value - j->s2[i] > JACOBIAN_CLOSE * value);
        j->s2[i] = value;
    }
    return found || ended || j->round == JACOBIAN_ROUNDS;
}

static int work_on_layer(struct jacobians *j)
{
    const struct piece *piece = &j->piece[j->done];

    jacobian_round(j);
    j->round++;
    if (is_found(j))
        finish_layer(j);
    return cost(piece, (size_t)2 * JACOBIAN_COLS);
}

static int work_on_product(struct jacobians *j)
{
    int l = 2 * j->layers - 2 - j->done;

    if (l >= 0)
        go_back(j, l);
    j->done++;
    return cost(&j->piece[l >= 0 ? l : 0], j->cols);
}

bool jacobians_work(struct jacobians *j, int *slice)
{
    while (*slice > 0 && j->done < 2 * j->layers)
        *slice -= j->done < j->layers ? work_on_layer(j) : work_on_product(j);
    return j->done == 2 * j->layers;
}
