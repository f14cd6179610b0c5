#ifndef PROBLEM_PROBLEM_H
#define PROBLEM_PROBLEM_H

#include "base/param.h"
#include "math/formula.h"

/*
 * What is minimized: a function of n parameters, exact in value, gradient and Hessian. Its own numbers
 * (the constants of a formula) are parameter rows like any other and may change between two steps.
 */
struct problem;

/* What a kind of problem can do; a const descriptor at the end of its file. */
struct problem_kind {
    const char *name;

    /* The value at at[n]; the exact gradient to g[n] unless g is NULL. */
    double (*gradient)(struct problem *p, const double *at, double *g);

    /*
     * The value; the exact gradient to g[n] and the exact Hessian, symmetric, to h[n * n]. NULL for more
     * than 16 parameters.
     */
    double (*hessian)(struct problem *p, const double *at, double *g, double *h);
    void (*hessian_times)(struct problem *p, const double *at, const double *v,
                          double *out);

    /* Values over rows [from, to) of a grid over the first two parameters: formula_grid's shape. */
    void (*raster)(struct problem *p, const struct grid *grid, int from, int to,
                   double *out);
    void (*free)(struct problem *p);
};

/* The head of every problem; its kind's own struct begins with it. Owned by who made it. */
struct problem {
    const struct problem_kind *kind;
    int n;                    /* parameters: 1 or 2 for a landscape */
    int constants;            /* numbers of its own that can be set */
    const struct param *rows; /* [constants] */
    double *values;           /* [constants] */
};

double problem_gradient(struct problem *p, const double *at, double *g);
double problem_hessian(struct problem *p, const double *at, double *g, double *h);
void problem_free(struct problem *p); /* NULL is fine */

#endif
