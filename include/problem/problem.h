#ifndef PROBLEM_PROBLEM_H
#define PROBLEM_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/param.h"
#include "math/formula.h"

/*
 * What is minimized: a function of n parameters, exact in value, gradient and Hessian.
 * Its own numbers (the constants of a formula) are parameter rows like any other and may
 * change between two steps.
 */
struct problem;

/* A named slice of the parameter vector; a landscape has none. */
struct layer {
    const char *name; /* 1, 2, ... out */
    int from, count;  /* its slice; the first `weights` of it are weights proper */
    int weights;
};

/*
 * The update that the next evaluations are for: it chooses the batch, its masks and its
 * jitter.
 */
struct occasion {
    int64_t step;  /* updates that the runner has done */
    int64_t epoch; /* passes through the data that it has finished */
    int from;      /* rows of the present pass that it has seen */
    int batch;     /* rows a step, 0 for all; the last batch of a pass is short */
    bool shuffle;  /* each pass in an order of its own, else as the rows stand */
    /* all rows as evaluation sees them, whatever the rest says: nothing is random */
    bool still;
    int pretrain; /* of a net: the hidden layer, from 1, that learns alone; 0 for all */
};

/* The exact numbers over whole parts of the data; nan where there is no such thing. */
struct figures {
    double loss, accuracy; /* of the training part */
    double test_loss, test_accuracy;
};

/*
 * Work on a problem is measured in units of some microseconds. What takes long can be had
 * in slices: whoever wants it fills in where, leaves the rest zero, and asks until it is
 * done. Between two slices the problem does nothing else, or the evaluation is begun anew.
 * However it is cut, the numbers are the same.
 */

/* The value, and the gradient with it, in slices. */
struct evaluation {
    const double *at; /* [n]; stays as it is until it is done */
    double *g;        /* [n], good when it is done; NULL: the value alone */
    int place;        /* parts that are done */
    double value;     /* when it is done */
};

/* The figures, in slices. */
struct assessment {
    const double *at; /* [n]; stays as it is until it is done */
    bool training;    /* of the training part alone; the rest of out stays 0 */
    int part, row,
        layer;          /* what comes next: a part of the data, a block of it, a layer */
    double loss, right; /* sums over the rows of the part so far */
    struct figures out; /* when it is done */
};

/* What a change of values means to whoever has parameters for them. */
enum settled { SETTLED_GOES_ON, SETTLED_STARTS_ANEW };

/* What a kind of problem can do; a const descriptor at the end of its file. */
struct problem_kind {
    const char *name;

    /* The value at at[n]; the exact gradient to g[n] unless g is NULL. */
    double (*gradient)(struct problem *p, const double *at, double *g);

    /*
     * Goes on with the same, takes what it did from *slice, and is true when all is done;
     * does one part at the least. NULL where a gradient takes no time. Then cost, too:
     * the units of an evaluation with its gradient, of the present batch.
     */
    bool (*evaluate)(struct problem *p, struct evaluation *e, int *slice);
    int (*cost)(const struct problem *p);

    /*
     * The value; the exact gradient to g[n] and the exact Hessian, symmetric, to h[n *
     * n]. NULL for more than 16 parameters.
     */
    double (*hessian)(struct problem *p, const double *at, double *g, double *h);
    /* The Hessian of the same value times v[n]; for a problem of any size. */
    void (*hessian_times)(struct problem *p, const double *at, const double *v,
                          double *out);

    /*
     * Values over rows [from, to) of a grid over the first two parameters: formula_grid's
     * shape.
     */
    void (*raster)(struct problem *p, const struct grid *grid, int from, int to,
                   double *out);

    /* The rest is of problems with data; NULL elsewhere. */

    /* Evaluations are of this occasion's batch from now on. */
    void (*meet)(struct problem *p, const struct occasion *occasion);
    bool (*assess)(struct problem *p, struct assessment *a, int *slice);

    /* Whether these values go together; the err says what does not. */
    bool (*accepts)(const struct problem *p, const double *values, struct err *err);

    /*
     * The values or the seed have changed: takes them over. Where all starts anew, the
     * number of parameters may be another, and runs begin at `start`. Where it goes on,
     * each run's parameters x[n] first pass through `carry`, before settle.
     */
    enum settled (*settle)(struct problem *p, uint64_t seed);
    void (*carry)(struct problem *p, double *x);

    /* Where runs begin, to x[n]. */
    void (*start)(struct problem *p, double *x);

    /*
     * Another one of the same values and seed, which gives the same numbers; it may use
     * what p has read, so it is freed before p.
     */
    struct problem *(*twin)(const struct problem *p);

    /* What it is in a few words, as it is now; NULL where a formula says so. */
    const char *(*describe)(struct problem *p);
    void (*free)(struct problem *p);
};

/*
 * The head of every problem; its kind's own struct begins with it. Owned by who made it.
 */
struct problem {
    const struct problem_kind *kind;
    int n;                    /* parameters: 1 or 2 for a landscape */
    int constants;            /* numbers of its own that can be set */
    const struct param *rows; /* [constants] */
    double *values;           /* [constants] */
    int own_rows; /* the first so many may differ from runner to runner; else 0 */
    int layers;
    const struct layer *layer; /* [layers], the first one first */
    int examples;              /* rows of the training part; 0: no data, no batches */
};

double problem_gradient(struct problem *p, const double *at, double *g);
double problem_hessian(struct problem *p, const double *at, double *g, double *h);

/* Slices of the value and the gradient, and of the figures; all that is left at once. */
bool problem_evaluate(struct problem *p, struct evaluation *e, int *slice);
bool problem_assess(struct problem *p, struct assessment *a, int *slice);
void problem_figures(struct problem *p, const double *at, struct figures *out);

/* Units of an evaluation with its gradient; 1 where it takes no time. */
int problem_cost(const struct problem *p);
void problem_free(struct problem *p); /* NULL is fine */

/* Does nothing where there are no batches. */
void problem_meet(struct problem *p, const struct occasion *occasion);

/* Rows in the batch of this occasion, and the occasion of the update after it. */
int occasion_count(const struct occasion *occasion, int examples);
struct occasion occasion_next(const struct occasion *occasion, int examples);

#endif
