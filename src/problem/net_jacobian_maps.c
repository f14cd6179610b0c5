/* A net's Jacobians as maps of some rows at a time, and singular values by them. */
#include <math.h>
#include <string.h>

#include "math/eigen.h"
#include "problem/net_jacobian_state.h"

static const double CLOSE = 1e-3;

static void scale(const struct piece *piece, const struct block *b)
{
    for (int u = 0; u < piece->units; u++)
        for (size_t c = 0; c < b->cols; c++)
            b->x[(size_t)u * b->cols + c] *=
                piece->slope[u * JACOBIAN_COLS + (int)c % b->rows];
}

/* x - mean(x) - hat mean(hat x): what layer norm leaves of a change, over its deviation. */
static void project(const struct piece *piece, const struct block *b)
{
    for (size_t c = 0; piece->hat && c < b->cols; c++) {
        const double *hat = piece->hat + (int)c % b->rows;
        double *x = b->x + c, mean = 0, along = 0;

        for (int u = 0; u < piece->units; u++) {
            mean += x[(size_t)u * b->cols];
            along += x[(size_t)u * b->cols] * hat[u * JACOBIAN_COLS];
        }
        mean /= piece->units;
        along /= piece->units;
        for (int u = 0; u < piece->units; u++)
            x[(size_t)u * b->cols] -= mean + hat[u * JACOBIAN_COLS] * along;
    }
}

/* out = J in. */
static void push(const struct jacobians *j, const struct piece *piece, const double *in,
                 double *out)
{
    const struct block block = {.x = out, .cols = JACOBIAN_COLS, .rows = JACOBIAN_COLS};
    const struct product product = {.rows = (size_t)piece->units,
                                    .cols = JACOBIAN_COLS,
                                    .depth = (size_t)piece->inputs,
                                    .a = piece->w,
                                    .a_row = (size_t)piece->inputs,
                                    .a_col = 1,
                                    .b = in,
                                    .b_row = JACOBIAN_COLS,
                                    .out = out,
                                    .out_row = JACOBIAN_COLS};

    j->k->matrix->multiply(&product);
    project(piece, &block);
    scale(piece, &block);
    if (piece->residual)
        j->k->add((size_t)piece->units * JACOBIAN_COLS, out, 1, in, 1, out);
}

void jacobian_pull(const struct jacobians *j, const struct piece *piece,
                   const struct block *in, double *out)
{
    const struct block copy = {.x = j->copy, .cols = in->cols, .rows = in->rows};
    const struct product product = {.rows = (size_t)piece->inputs,
                                    .cols = in->cols,
                                    .depth = (size_t)piece->units,
                                    .a = piece->w,
                                    .a_row = 1,
                                    .a_col = (size_t)piece->inputs,
                                    .b = copy.x,
                                    .b_row = in->cols,
                                    .out = out,
                                    .out_row = in->cols};

    memcpy(copy.x, in->x, (size_t)piece->units * in->cols * sizeof(double));
    scale(piece, &copy);
    project(piece, &copy);
    j->k->matrix->multiply(&product);
    if (piece->residual)
        j->k->add((size_t)piece->units * in->cols, out, 1, in->x, 1, out);
}

/* of[c] = |column c|^2 of x - factor[c] y. */
static void squares(const struct jacobians *j, int units, const double *x,
                    const double *y, double of[JACOBIAN_COLS])
{
    memset(of, 0, JACOBIAN_COLS * sizeof *of);
    for (int u = 0; u < units; u++)
        for (int i = 0; i < JACOBIAN_COLS; i++) {
            double d =
                x[u * JACOBIAN_COLS + i] - (y ? j->s2[i] * y[u * JACOBIAN_COLS + i] : 0);

            of[i] += d * d;
        }
}

bool jacobian_round(struct jacobians *j)
{
    const struct piece *piece = &j->piece[j->done];
    const struct block forth = {.x = j->t, .cols = JACOBIAN_COLS, .rows = JACOBIAN_COLS};
    double length[JACOBIAN_COLS], rest[JACOBIAN_COLS];
    bool moves = false;

    push(j, piece, j->v, j->t);
    squares(j, piece->units, j->t, NULL, j->s2);
    jacobian_pull(j, piece, &forth, j->u);
    squares(j, piece->inputs, j->u, NULL, length);
    squares(j, piece->inputs, j->u, j->v, rest);
    for (int i = 0; i < JACOBIAN_COLS; i++) {
        moves = moves || rest[i] > CLOSE * CLOSE * j->s2[i] * j->s2[i];
        length[i] = length[i] > 0 ? 1 / sqrt(length[i]) : 0;
    }
    for (int u = 0; u < piece->inputs; u++)
        j->k->multiply(JACOBIAN_COLS, j->u + u * JACOBIAN_COLS, 1, length, 1,
                       j->v + u * JACOBIAN_COLS);
    return moves;
}

double jacobian_largest(const struct jacobians *j, int units, int i)
{
    double gram[CLASSES_MAX * CLASSES_MAX], values[CLASSES_MAX], most = 0;
    int n = j->outputs;

    for (int u = 0; u < units; u++)
        for (int o = 0; o < n; o++)
            most = fmax(most,
                        fabs(j->back[(size_t)u * j->cols + (size_t)(o * j->rows + i)]));
    if (most == 0)
        return 0;
    for (int o = 0; o < n * n; o++) {
        const double *a = j->back + o / n * j->rows + i,
                     *b = j->back + o % n * j->rows + i;

        gram[o] = 0;
        for (size_t u = 0; u < (size_t)units; u++)
            gram[o] += a[u * j->cols] / most * (b[u * j->cols] / most);
    }
    eigen_symmetric(n, gram, values, NULL);
    return most * sqrt(fmax(0, values[n - 1]));
}
