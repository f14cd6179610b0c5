#ifndef PROBLEM_NET_STATE_H
#define PROBLEM_NET_STATE_H

#include "math/kernels.h"
#include "problem/net.h"

/*
 * What the files of the net share, and nobody else sees. Matrices of numbers of units are
 * [unit][row], each unit's rows side by side and `stride` numbers from the next one's, so
 * that one unit's numbers and one elementwise loop over all are contiguous. What stands
 * beyond the rows may be anything; no sum reaches it.
 */

#define NORM_EPS 1e-5

struct net_layer {
    struct net_shape shape;
    char name[LAYER_NAME];
    enum activation activation;
    /* [units][inputs] weights that act, where norm is weight; else NULL */
    double *effective;
    double *length; /* [units] |row of W|, likewise */

    /* Of the last training pass, for the way back; [units][stride]. */
    double *y;    /* what the activation got */
    double *a;    /* what it gave: in y's place where no slope asks for y again */
    double *h;    /* what the layer gave: a itself, unless mask or residual change it */
    double *hat;  /* normalized, of batch and layer norm */
    double *mask; /* of dropout */
    /* 1 / standard deviation: [units] of batch norm, [stride] of layer norm */
    double *spread;

    double *still_mean, *still_spread; /* [units] of batch norm over the training part */
    double flow;                       /* |dL/dz| */
};

struct net {
    struct problem problem;
    struct param rows_of_settings[NET_SETTINGS];
    struct net_settings set;     /* what may be set; problem.values is this */
    struct net_settings settled; /* what the rest is built from */
    uint64_t seed;
    char text[160];
    struct data *data;
    struct table table;       /* cells NULL for drawn data */
    bool borrows_table;       /* its cells are another net's */
    int outputs, depth;       /* hidden layers */
    struct net_layer *layers; /* [depth + 1] */
    struct layer *slices;     /* [depth + 1] */
    double *own;              /* what the layers keep besides a pass */
    const struct kernels *k;
    const struct matrix_kernels *m;

    /* the batch */
    struct occasion occasion;
    bool met;        /* x, rows and masks below are the occasion's */
    int count;       /* rows of the batch */
    size_t stride;   /* from one unit to the next: MATRIX_ROW(count) */
    int *rows;       /* [examples] rows of the data, those of the batch first */
    double *x_rows;  /* [count][MATRIX_ROW(inputs)] */
    double *x;       /* [inputs][stride] */
    double *label;   /* [stride] */
    int *order;      /* [examples] rows in the order of the pass `ordered` */
    int64_t ordered; /* -1: none yet */
    bool order_shuffled;

    /* memory of a pass */
    double *pass;     /* all places of the layers */
    size_t pass_room; /* doubles */
    double *delta[3]; /* [widest][stride] */
    double *turned;   /* [count][MATRIX_ROW(widest)] */
    double *row_mean; /* [3][stride]: sums over the units of each row */
    double *pull;     /* [widest * widest] gradient of effective weights */

    struct net_curve *curve; /* for products of the batch's Hessian; NULL: none yet */

    /* memory of whole parts of the data */
    double *whole; /* three of [widest][MATRIX_ROW(most rows)] */
    size_t whole_rows;
};

static inline struct net *net_behind(struct problem *p)
{
    return (struct net *)p;
}

/* Of the batch, as many as products work out. */
static inline size_t net_columns(const struct net *net)
{
    return MATRIX_PAD(net->count);
}

/*
 * The net at a point of its parameters, and where gradients go; g is NULL where none are
 * wanted.
 */
struct visit {
    struct net *net;
    const double *at;
    double *g;
};

/* Rows that go through a layer together. */
struct rows {
    size_t count, stride;
};

/* net_layout.c: lays everything anew for net->set and net->seed. */
void net_build(struct net *net);
void net_unbuild(struct net *net);
void net_make_room(struct net *net, int count); /* for batches of so many rows */
int net_widest(const struct net *net);
struct net_shape net_shape_of(const struct net *net, int l);
/* Places what a layer keeps whatever the batch; from NULL it only counts. */
size_t net_place_own(struct net_layer *l, double *from);

/* net_init.c */
void net_draw_weights(const struct net *net, double *x);
void net_carry(struct problem *p, double *x);

/* net_batch.c */
void net_meet(struct problem *p, const struct occasion *occasion);
void net_draw_masks(struct net *net);

/* net_norm.c */
void net_norm_forward(const struct visit *v, struct net_layer *l,
                      const struct rows *rows);
/* dL/dy to dL/dz in d. */
void net_norm_backward(const struct visit *v, struct net_layer *l, double *d);
/*
 * Weight norm: the weights that act, and the gradient of what they are made of; nothing
 * to do without it.
 */
void net_weights_act(struct net *net, struct net_layer *l, const double *at);
void net_weights_react(struct net *net, struct net_layer *l, const double *at, double *g);

/* The statistics of batch norm over rows of z[units][stride], kept for net_norm_still. */
struct still;
void net_norm_measure(const struct still *s, struct net_layer *l, const double *z);
/* Normalizes z in place without a batch: batch norm by what was measured. */
void net_norm_still(const struct still *s, struct net_layer *l, double *z);

/* net_loss.c */
struct verdict {
    double loss;  /* mean over rows, of mse over outputs, too */
    double right; /* share of rows whose class is found; nan where there are no classes */
};

/* What the net said of some rows, and what was right. */
struct answers {
    const double *z;     /* [outputs][stride] */
    const double *label; /* [count] */
    double *d;           /* like z, gets dL/dz; NULL when it is not wanted */
};

struct verdict net_judge(const struct net *net, const struct rows *rows,
                         const struct answers *answers);
/* The same as sums over the rows, added to `sums`; then means over so many. */
void net_judge_more(const struct net *net, const struct rows *rows,
                    const struct answers *answers, struct verdict *sums);
struct verdict net_mean(const struct net *net, const struct verdict *sums, size_t count);

/* The rates at which z and dL/dz change, [outputs][stride] each. */
struct turning {
    const double *dz;
    double *dd;
};

/* After net_judge with a gradient in answers->d. */
void net_judge_rate(const struct net *net, const struct rows *rows,
                    const struct answers *answers, const struct turning *turning);

/* net_curve.c */
void net_hessian_times(struct problem *p, const double *at, const double *v, double *out);

/* net_pass.c */
double net_gradient(struct problem *p, const double *at, double *g);
bool net_evaluate(struct problem *p, struct evaluation *e, int *slice);
int net_cost(const struct problem *p);

/* Units of work of a layer's product over so many rows. */
int net_cost_of(const struct net_layer *l, size_t rows);
/* What layer i gets in the pass: [inputs][stride]. */
const double *net_input(const struct net *net, int i);
/*
 * From dL/dh in `up` to dL/dz, which is returned: `up` itself, or `spare` where up is
 * still needed.
 */
double *net_to_sum(const struct visit *v, struct net_layer *l, double *up, double *spare);
/* |d| over the units and the rows that count. */
double net_size_of_flow(const struct net *net, const struct net_layer *l,
                        const double *d);
/* Gradients of the weights that act, and of biases, from dL/dz. Writes net->turned. */
void net_weigh(const struct visit *v, int i, const double *dz);

/*
 * net_pretrain.c: after a pass forward, E of hidden layer i as an autoencoder and its
 * gradient.
 */
double net_reconstruct(const struct visit *v, int i);

/* net_whole.c */

/*
 * Rows on their way through the net at a point, a layer at a time and apart from
 * training: no dropout, no batch.
 */
struct still {
    struct visit visit;
    struct net_layer *layers; /* [depth + 1]: the net's own, or copies of them */
    struct rows rows;
    bool measure; /* the rows teach batch norm what is usual */
    int next;     /* the layer that comes next; past the last one `in` has the answers */
    double *in, *out, *spare; /* [widest][stride] each; spare: [2][stride] */
};

/* Doubles that so many rows need on their way. */
size_t net_still_room(const struct net *net, size_t rows);
/* From inputs x[count][inputs]; memory holds net_still_room numbers until the end. */
void net_still_begin(struct still *s, double *memory, const double *x);
void net_still_layer(struct still *s);
/* Finds the places again in the memory that it began with, for s->next. */
void net_still_place(struct still *s, double *memory);

bool net_assess(struct problem *p, struct assessment *a, int *slice);

/* The weights of layer l that act, at `at`. */
static inline const double *net_weights(const struct net_layer *l, const double *at)
{
    return l->effective ? l->effective : at + l->shape.weights;
}

#endif
