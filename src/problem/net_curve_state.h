#ifndef PROBLEM_NET_CURVE_STATE_H
#define PROBLEM_NET_CURVE_STATE_H

#include "problem/net_curve.h"
#include "problem/net_state.h"

/* What the files of the curve share. Rates are derivatives along v. */

/* A matrix [units][stride] or a vector, and its rate. */
struct dual {
    double *is, *rate;
};

struct curve_layer {
    struct net_layer is; /* values: its pointers lead to the curve's own memory */
    struct {
        double *y, *h, *hat, *spread; /* of shapes like the values' */
        double *effective;     /* [units][inputs], where norm is weight; else NULL */
        const double *weights; /* of those that act: these, or v's own */
    } rate;
};

struct net_curve {
    struct net *net;
    struct net twin; /* for the net's own functions: what they work in is the curve's */
    bool still;      /* else the occasion that the net has met */
    size_t total;    /* rows in all */
    size_t portion;  /* rows that go through together */
    size_t stride;   /* of a portion */
    double *memory;
    struct curve_layer *layers; /* [depth + 1] */

    const double *at, *v; /* [n] */
    double *out;          /* [n] */
    bool (*next)(struct net_curve *c, int *slice);
    int layer;   /* which one is next */
    size_t from; /* the first row of the portion, */
    size_t rows; /* which has so many */
    bool passed; /* its values are those at `at` */

    double *x;            /* [inputs][stride] */
    struct dual delta[3]; /* [widest][stride] */
    struct dual turned;   /* [portion][MATRIX_ROW(widest)] */
    struct dual pull;     /* [widest][widest] */
    double *sum;          /* [widest][stride] */
    double *lines;        /* [CURVE_LINES][stride] */
};

enum { CURVE_LINES = 5 };

/* net_curve_norm.c: of one layer; values are there, rate.y holds that of W h + b. */
void curve_norm_forward(struct net_curve *c, struct curve_layer *l);
/* From dL/dy to dL/dz in d; the norm's own part of the product to out. */
void curve_norm_backward(struct net_curve *c, struct curve_layer *l,
                         const struct dual *d);
/* Weight norm: rates of the weights that act, */
void curve_weights_act(struct net_curve *c, struct curve_layer *l);
/* and what the pull on them, with its rate in c->pull, adds to out. */
void curve_weights_react(struct net_curve *c, struct curve_layer *l);

/* net_curve_pass.c */
void curve_take_rows(struct net_curve *c); /* those of the portion */
void curve_forward(struct net_curve *c, int i);
void curve_judge(struct net_curve *c);
void curve_backward(struct net_curve *c, int i);

#endif
