#ifndef PROBLEM_NET_JACOBIAN_STATE_H
#define PROBLEM_NET_JACOBIAN_STATE_H

#include "problem/net_jacobian.h"
#include "problem/net_state.h"

/* What the two files of the Jacobians share. */

/* Columns of a layer's own matrices: rows of the batch, padded. */
enum { JACOBIAN_COLS = MATRIX_TILE, JACOBIAN_ROUNDS = 100 };

/* A rise of s^2 that is too small to go on for; bisection is a hundred times finer. */
#define JACOBIAN_CLOSE 1e-4

/* A layer as it maps a change of its input: residual + slope * project(W .). */
struct piece {
    int inputs, units;
    double *w;     /* [units][inputs] weights that act */
    double *slope; /* [units][JACOBIAN_COLS] activation, mask and norm */
    double *hat;   /* [units][JACOBIAN_COLS] of layer norm; else NULL */
    bool residual;
};

struct jacobians {
    const struct kernels *k;
    int layers, rows, outputs;
    size_t cols; /* outputs * rows, padded */
    struct piece piece[DEPTH_MAX + 1];
    struct stretch found[DEPTH_MAX + 1];
    int done; /* layers, and then products */
    /* Lanczos on J'J of the present layer, for each column by itself. */
    int round;
    double alpha[JACOBIAN_ROUNDS][JACOBIAN_COLS], beta[JACOBIAN_ROUNDS][JACOBIAN_COLS];
    double s2[JACOBIAN_COLS];    /* largest Ritz values so far */
    double *v, *before, *u, *t;  /* [widest][JACOBIAN_COLS] */
    double *back, *spare, *copy; /* [widest][cols] */
    double *memory;
    size_t room;
};

/* Numbers of units at so many columns, of which column c belongs to row c % rows. */
struct block {
    double *x; /* [units][cols] */
    size_t cols;
    int rows;
};

/* out = J' in, with the Jacobian J of a layer. */
void jacobian_pull(const struct jacobians *j, const struct piece *piece,
                   const struct block *in, double *out);

/* One more product with J'J; the caller counts the round afterwards. */
void jacobian_round(struct jacobians *j);

/* The largest Ritz value of column i after the rounds so far: a bound from below. */
double jacobian_ritz(const struct jacobians *j, int i);

/* The largest singular value of row i's matrix in `back`, [units][outputs]. */
double jacobian_largest(const struct jacobians *j, int units, int i);

#endif
