/* A net's Jacobians as maps of some rows at a time, and singular values by them. */
#include <math.h>
#include <string.h>

#include "math/eigen.h"
#include "problem/net_jacobian_state.h"

static const double END = 1e-12; /* of the matrix: nothing is left of a direction */

enum { HALVES = 60 };

static void scale(const struct jacobians *j, const struct piece *piece,
                  const struct block *b)
{
    if (b->cols == JACOBIAN_COLS && b->rows == JACOBIAN_COLS) {
        j->k->multiply((size_t)piece->units * b->cols, b->x, 1, piece->slope, 1, b->x);
        return;
    }
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
    scale(j, piece, &block);
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
    scale(j, piece, &copy);
    project(piece, &copy);
    j->k->matrix->multiply(&product);
    if (piece->residual)
        j->k->add((size_t)piece->units * in->cols, out, 1, in->x, 1, out);
}

/* of[c] = |column c|^2 of x. */
static void squares(int units, const double *x, double of[JACOBIAN_COLS])
{
    memset(of, 0, JACOBIAN_COLS * sizeof *of);
    for (int u = 0; u < units; u++)
        for (int i = 0; i < JACOBIAN_COLS; i++)
            of[i] += x[u * JACOBIAN_COLS + i] * x[u * JACOBIAN_COLS + i];
}

/* u = J'J v - alpha v - beta before, of which |u| is the next beta. */
static void subtract(struct jacobians *j, int inputs)
{
    const double *alpha = j->alpha[j->round];
    const double *beta = j->round > 0 ? j->beta[j->round - 1] : NULL;

    for (int u = 0; u < inputs; u++)
        for (int i = 0; i < JACOBIAN_COLS; i++) {
            int k = u * JACOBIAN_COLS + i;

            j->u[k] -= alpha[i] * j->v[k] + (beta ? beta[i] * j->before[k] : 0);
        }
}

/* v = u / beta; a column that has come to its end is 0 from then on. */
static void advance(struct jacobians *j, int inputs)
{
    double *beta = j->beta[j->round], *before = j->before, inverse[JACOBIAN_COLS];

    for (int i = 0; i < JACOBIAN_COLS; i++) {
        if (beta[i] <= END * (j->alpha[0][i] + j->alpha[j->round][i]))
            beta[i] = 0;
        inverse[i] = beta[i] == 0 ? 0 : 1 / beta[i];
    }
    j->before = j->v;
    j->v = before;
    for (int u = 0; u < inputs; u++)
        j->k->multiply(JACOBIAN_COLS, j->u + u * JACOBIAN_COLS, 1, inverse, 1,
                       j->v + u * JACOBIAN_COLS);
}

void jacobian_round(struct jacobians *j)
{
    const struct piece *piece = &j->piece[j->done];
    const struct block forth = {.x = j->t, .cols = JACOBIAN_COLS, .rows = JACOBIAN_COLS};

    push(j, piece, j->v, j->t);
    squares(piece->units, j->t, j->alpha[j->round]);
    jacobian_pull(j, piece, &forth, j->u);
    subtract(j, piece->inputs);
    squares(piece->inputs, j->u, j->beta[j->round]);
    for (int i = 0; i < JACOBIAN_COLS; i++)
        j->beta[j->round][i] = sqrt(j->beta[j->round][i]);
    advance(j, piece->inputs);
}

/* Whether all eigenvalues of column i's tridiagonal matrix lie below x (Sturm, 1829). */
static bool all_below(const struct jacobians *j, int i, double x)
{
    double d = j->alpha[0][i] - x;

    for (int k = 1; k < j->round && d < 0; k++)
        d = j->alpha[k][i] - x - j->beta[k - 1][i] * j->beta[k - 1][i] / d;
    return d < 0;
}

double jacobian_ritz(const struct jacobians *j, int i)
{
    double low = j->s2[i], high = 0, before = 0;

    for (int k = 0; k < j->round; k++) {
        high = fmax(high, before + j->alpha[k][i] + j->beta[k][i]);
        low = fmax(low, j->alpha[k][i]);
        before = j->beta[k][i];
        if (!isfinite(j->alpha[k][i]))
            return NAN;
    }
    for (int half = 0; half < HALVES && high - low > JACOBIAN_CLOSE * low / 100; half++) {
        double middle = low + (high - low) / 2;

        if (all_below(j, i, middle))
            high = middle;
        else
            low = middle;
    }
    return low;
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
