#ifndef PROBLEM_MEAN_FIELD_STATE_H
#define PROBLEM_MEAN_FIELD_STATE_H

#include "math/gaussian.h"
#include "problem/mean_field.h"

/* What the files of the mean-field theory share, and nobody else sees. */

/* Rows whose pairs tell how much nets of one kind differ. */
enum { SPREAD_ROWS = 16 };

/* E f^2 f^2, E f'^2 f'^2, and E f^2 f'^2 of one row with another and the other way. */
struct fourths {
    double value, slope, here, there;
};

/*
 * What dL/dh has along two directions, of one row with another: equal numbers in all
 * units, and h about its mean; and what weights have turned from there into others, as
 * unusual as they.
 */
struct mean_mode {
    double one, there, here, two; /* there: the row's one with the other's two */
    double turned;
    double rest; /* all others */
};

/*
 * Sums over rows and over pairs of rows as a net of this width has them in the mean:
 * |dL/dz|^2, and of |dL/dW|^2 what rows have alone and in pairs.
 */
struct mean_parts {
    double flow, own, pair;
};

/* What a row's layer makes of the two, and what it adds to them from the rest. */
struct mean_passage {
    double one[2], two[2];
    double added_one, added_both, added_two;
    double flat;        /* 1 / root of E f'^2, as layer norm shrinks it */
    double tilt, bulge; /* how f' leans on f, and on its square: for each f about E f */
    double back[2];     /* what W turns to h: orthogonal weights have that no more */
    double lost;        /* what the rest loses through W, times N */
    double mean;        /* of h behind the layer */
    double kept, fresh; /* of the second there: root of h before; for each f about E f */
};

/*
 * A hidden layer, row by row. A spectrum is [GAUSSIAN_SPECTRUM][rows]; f is the
 * activation of z / sqrt(variance of z) as layer norm leaves it, else of z.
 */
struct mean_level {
    double *unit;   /* 1 / sqrt(variance of z); 0 where that is 0 */
    double *shrink; /* what layer norm multiplies by; else 1 */
    double *mean;   /* E f */
    double *above;  /* mean of what came in */
    double *before; /* mean of what came in, as far as a residual layer passes it on */
    double *came;   /* |h|^2 / N of what came in */
    double *square; /* E (mask f)^2 */
    double *slope;  /* E (mask f')^2 */
    double *flow;   /* |dL/dz|^2 */
    double *value_spectrum, *slope_spectrum;
    double *up; /* |dL/dh|^2 */
    /* of the first SPREAD_ROWS rows, [SPREAD_ROWS][GAUSSIAN_SPECTRUM]: f^2 and f'^2 */
    double *value_square, *slope_square;
    struct fourths *fourths;      /* [SPREAD_ROWS] */
    struct mean_passage *passage; /* [rows] */
    double *leaning;              /* [rows] of log |dL/dh|^2 on log |h|^2 of the layer */
    double *lean, *pull, *steep;  /* [rows] E z f', E z f' (f - E f), E z^2 f'^2 */
    double *tilt, *bulge;         /* [rows] E f'^2 (f - E f), E f'^2 (f - E f)^2 */
    double *value_growth, *slope_growth; /* [rows] d log / d log(variance of z) */
    double *value_bend, *slope_bend;     /* [rows] the same twice */
};

/* Of rows [0, r) with row r: what one pass over the layers needs. */
struct mean_pairs {
    double *covariance; /* of z, then of h / sqrt(N), row by row */
    double *spare, *value;
    double *flow;   /* products of dL/dh */
    double *rho;    /* [depth][rows] correlation of z */
    double *reach;  /* [depth][rows] products of dL/dh */
    double *alike;  /* [depth][rows] covariance of f */
    double *inputs; /* [depth + 1][rows] products of what each layer gets */
    double *slopes; /* [depth][rows] E f' f' and shrinking */
    struct mean_mode *mode;
};

struct mean_field {
    int depth, rows, all; /* hidden layers; rows taken, of so many */
    int done;             /* rows that are in */
    int inputs, outputs;
    double units;
    /* variances of weights: per input; times the units that come in, for the others */
    double first, inner, last;
    double keep;      /* what dropout leaves */
    bool levelled;    /* layer norm */
    bool sphere;      /* orthogonal weights: |W h| = |h| */
    bool weight_norm; /* whose gradient in the first layer has no simple law */
    bool residual, first_residual;
    bool bent; /* one line on either side of 0, which has closed forms */
    double below;
    const struct activation_kernel *activation;
    struct gaussian gaussian;

    double *x;     /* [rows][inputs] */
    double *error; /* [rows][outputs] */
    /* what dL/dh behind the last layer has along h, and along equal numbers */
    double *pull; /* [rows] z . dL/dz of the outputs, without biases */
    double *lift; /* [rows] sum over the units */
    double error_share;
    struct mean_level *levels; /* [depth] */
    struct mean_pairs pairs;
    double *memory; /* all arrays of numbers */

    /* sums over rows and over pairs of rows, [depth + 1] */
    double *flow_sum, *own_sum, *pair_sum;
    struct mean_parts *parts; /* [depth + 1] */
    /*
     * [depth + 1][SPREAD_ROWS][SPREAD_ROWS], s <= r: covariances of log |dL/dz|^2 and log
     * |dL/dW|^2 of rows r and s among nets
     */
    double *flow_varies, *gradient_varies;
    /* [depth + 1][SPREAD_ROWS] mean of log |dL/dz|^2, log |dL/dW|^2 beside the endless */
    double *flow_shifts, *gradient_shifts;
    double rough;     /* what the second order may move log |dL/dz| by in all layers */
    double bent_most; /* the most that the second order moves a logarithm in a layer */
};

/* Whether a hidden layer's input goes on beside it. */
static inline bool mean_field_passes_on(const struct mean_field *m, int l)
{
    return l > 0 ? m->residual : m->first_residual;
}

static inline double mean_field_share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

/* mean_field_row.c: row r forward to the last layer and back. */
void mean_field_row(struct mean_field *m, int r);

/* mean_field_pairs.c: what row r does together with the rows before it. */
void mean_field_pair(struct mean_field *m, int r);

/* What happens to the logarithm of a square among nets: its mean, and its spread. */
struct mean_field_stray {
    double shift, variance;
};

/* mean_field_mode.c: what row r and those before have along the directions that stay. */
void mean_field_mode(struct mean_field *m, int r);

/* mean_field_spread.c: what row r < SPREAD_ROWS varies by, and those before with it. */
void mean_field_spread(struct mean_field *m, int r);
/* How the logarithm of a sum over rows differs from that of its mean, and varies. */
struct mean_field_stray mean_field_spread_of(const struct mean_field *m, int l,
                                             bool gradient);

#endif
