#ifndef SIM_SNAPSHOT_H
#define SIM_SNAPSHOT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/param.h"

/*
 * All that may be seen of a simulation: plain const data, borrowed until the simulation's
 * next step, command or work. Panes get this and a struct view, and can change nothing.
 */

enum { RUNS_MAX = 8, AXES = 2 };

/*
 * The part of the plane that is looked at; in one dimension y is unused in a landscape.
 */
struct window {
    double low[AXES], high[AXES]; /* low < high */
};

enum run_state { RUN_RUNNING, RUN_CONVERGED, RUN_DIVERGED };

/* What kind of point the gradient and the Hessian make of it. */
enum point_kind {
    POINT_SLOPE,
    POINT_MINIMUM,
    POINT_SADDLE,
    POINT_MAXIMUM,
    POINT_PLATEAU
};

const char *run_state_name(enum run_state state); /* running, converged, diverged */
const char *
point_kind_name(enum point_kind kind); /* slope, minimum, saddle, maximum, plateau */

/* Where a run was: its position and the exact numbers there. */
struct sample {
    double x[AXES];
    double loss;
    double grad_norm;
};

/*
 * A run's past, thinned: sample i was taken after i * stride updates. The last one may be
 * up to stride - 1 updates old; the run's present is not part of it.
 */
struct trace {
    const struct sample *samples;
    int count;
    int64_t stride; /* a power of two */
};

/* Second-order knowledge of the point where a run is; there once a pane asked for it. */
struct curvature {
    bool known;
    double hessian[AXES][AXES];
    double values[AXES];        /* eigenvalues, ascending; [0] alone in one dimension */
    double vectors[AXES][AXES]; /* vectors[k] is the unit eigenvector of values[k] */
    double condition; /* |largest| / |smallest| eigenvalue; inf where one is 0 */
    enum point_kind kind;
    double rate_limit; /* greatest stable rate by theory; nan where theory has none */
};

/* A diagnosis that holds for a run. */
struct finding {
    const char *name;   /* at_saddle; the name that conditions use */
    char sentence[200]; /* what is happening, with the numbers of the moment */
    char advice[200];   /* what to try, without what is so already; may be empty */
};

enum { FINDINGS_MAX = 16 };

struct setting_view {
    const struct param *row;
    double value;
};

enum { SETTINGS_VIEW_MAX = 48 };

/*
 * What becomes of a layer, by the thresholds of the diagnoses of the same names: the
 * gravest that holds.
 */
enum layer_state {
    LAYER_ALIVE,
    LAYER_RESTING,   /* another layer is being pre-trained alone */
    LAYER_LOST,      /* its gradient is no number */
    LAYER_EXPLODING, /* a gradient far above the last one's, or far too large */
    LAYER_DEAD,      /* most of its units are silent for every row */
    LAYER_VANISHED,  /* a gradient far below the last one's, or an update next to none */
    LAYER_SATURATED  /* most of its activations are at their ends */
};

/* alive, resting, lost, exploding, dead, vanished, saturated */
const char *layer_state_name(enum layer_state state);

/* What a layer of a net does in a run, over the batch that the next update will use. */
struct layer_view {
    const char *name; /* 1, 2, ... out */
    double gradient;  /* norm of the loss gradient of its weights */
    double weight;    /* norm of its weights */
    /* |last update| / |weights|; 0 before the first, nan where the net was another then */
    double update;
    double flow; /* |dL/dz|: the gradient that flows through it */
    /* the same at the step before, over the batch of then; nan at the first */
    double gradient_before, flow_before, weight_before;
    /* dead and saturated are told only where the rest is known */
    enum layer_state state;
    bool known; /* the rest, once a pane asked */
    /*
     * Largest singular values, medians over some rows of the batch: of its own Jacobian,
     * and of the product of all Jacobians after it. Nan until a pane asked and they were
     * measured.
     */
    double jacobian, product;
    double mean, spread; /* of its activations */
    /* nan where its activation cannot: */
    double saturated; /* share of activations at their ends (tanh, sigmoid) */
    double dead;      /* share of units that are silent for every row (relu) */
    /*
     * What mean-field theory expected of |dL/dz| and |dL/dW| at the first weights, once a
     * pane asked and where it applies; nan where it says nothing of one of them. low and
     * high: two nets of three of this width lie between them.
     */
    bool theory;
    double flow_theory, flow_low, flow_high;
    double gradient_theory, gradient_low, gradient_high;
};

/* The largest eigenvalue of the Hessian of a net's training loss, as it was measured. */
struct sharpness_sample {
    int64_t steps; /* updates that the run had done */
    double value;
    double lowest; /* the least curvature that was met on the way */
};

struct sharpness_view {
    int count;                              /* up to the run's present */
    const struct sharpness_sample *samples; /* [count], ascending in steps */
    bool measuring;                         /* one more is being worked out, */
    int products; /* by so many products of the Hessian so far */
    bool refused; /* the net takes more memory than a measurement may have */
    /* the sharpness above which the present rate is unstable; nan where no theory says, */
    double limit;
    const char *unlimited; /* and why: "mini-batches"; else "" */
};

/* How many numbers of a layer lie in each of equal steps from low to high. */
enum { HISTOGRAM_BINS = 32 };

enum histogram_kind {
    HISTOGRAM_ACTIVATIONS, /* over the batch; total is 0 of a runner that has diverged */
    HISTOGRAM_GRADIENTS,   /* of its weights */
    HISTOGRAM_WEIGHTS,
    HISTOGRAM_KINDS
};

const char *histogram_name(enum histogram_kind kind); /* activations, dL/dW, weights */

struct histogram {
    double low, high;
    int64_t count[HISTOGRAM_BINS];
    int64_t total, lost; /* numbers; those that are not finite */
};

struct histograms {
    int64_t id, steps; /* which run's, and the updates that it had done */
    int layer;
    struct histogram of[HISTOGRAM_KINDS];
};

struct run_view {
    const char *name;      /* adam2 */
    const char *optimizer; /* adam */
    const char *rule;      /* its update as one line of text */
    const char *paper;
    int slot; /* 0..7: its colour and its shape, the same for all its life */
    enum run_state state;
    /* of a diverged run: which number passed which limit, at which step; else "" */
    const char *verdict;
    int64_t steps; /* updates done */
    double x[AXES];
    double loss, grad[AXES], grad_norm; /* exact, at x */
    double lr;                          /* the rate of the next update */
    double evals;                       /* gradient evaluations so far */
    double distance;                    /* from where it started */
    bool has_average;
    /* what follows is there; accuracies are nan where there are no classes */
    bool has_data;
    double accuracy, test_loss, test_accuracy; /* exact, as loss is */
    /* updates that loss and these belong to: steps, or fewer where they take long; -1 */
    int64_t figures_steps; /* while they are not known at all */
    int64_t epoch, seen;   /* passes through the data, and examples seen */
    /* hidden layer, from 1, that is pre-trained now, and its error; 0 for none */
    int pretrain;
    double reconstruction;
    int layers;                     /* of its own net, the output layer included */
    const struct layer_view *layer; /* [layers], the first one first; behind: nothing */
    int64_t stretched;  /* updates done when the Jacobians were measured; -1: never */
    double stretching;  /* share that is done of the measurement under way */
    const char *theory; /* why mean-field theory does not apply to it; "" where it does */
    double average[AXES], average_loss; /* of its iterates, where it keeps an average */
    bool has_next;
    double next[AXES]; /* where the next update will put it, once a pane asked */
    struct trace trace;
    struct curvature here;
    struct sharpness_view sharpness; /* of nets */
    /*
     * What it can be set to: lr, what its net has different from the common one, what is
     * its optimizer's, then every runner's.
     */
    int settings;
    struct setting_view setting[SETTINGS_VIEW_MAX];
    int twin_of; /* slot of the run that it was made to be compared with; -1: none */
    int own;     /* how many are its net's; such a run has a net for itself */
    const struct setting_view *own_setting; /* [own], where they stand in setting */
    const char
        *formula; /* its net in a few words; the common formula where none is own */
    int findings; /* the first one is what matters most */
    struct finding finding[FINDINGS_MAX];
};

/*
 * Heights over a window: cols * rows values, row 0 at the top (high y), each at the
 * middle of its cell. In one dimension rows is 1. Rows [0, done) are there, the others
 * are not yet.
 */
struct raster {
    struct window window;
    int cols, rows, done;
    const double *values; /* [rows * cols] */
    uint64_t version;     /* another number whenever the values are others */
};

/*
 * A critical point of the landscape: where the gradient is zero, verified by the Hessian.
 */
struct landmark {
    enum point_kind kind; /* minimum, saddle or maximum */
    double x[AXES];
    double value;
};

enum { LANDMARKS_MAX = 512 };

/* The rows that a net learns from, and behind them those held out to test it. */
struct scatter {
    int inputs;          /* columns of x */
    int classes;         /* labels are 0 .. classes - 1; 0: they are numbers */
    int rows, tests;     /* how many train, and how many are held out */
    const double *x;     /* [rows + tests][inputs], in an order drawn at random */
    const double *label; /* [rows + tests] */
    double low, high;    /* of the labels, low < high */

    /*
     * Holds all of it, with a margin: the two inputs, or the one and the labels. Nothing
     * where there are more inputs.
     */
    struct window window;
};

/* A place that has a meaning of its own, like a corner of xor. */
struct spot {
    double x[AXES];
    int right; /* the class there */
    int said;  /* what the net says, as in a fit */
    double value;
};

enum { SPOTS_MAX = 4 };

/*
 * What a run's net says over the plane of its two inputs, row 0 at the top, or over the
 * line of its one input, where rows is 1; each at the middle of its cell.
 */
struct fit {
    int run;       /* index of snapshot.run */
    int64_t steps; /* updates that it had done then */
    bool current;  /* it is of where the run is now, and as fine as was asked for */
    struct window window;
    int cols, rows; /* as many as were asked for, or fewer */

    /*
     * The classes that it says, and values: numbers where labels are numbers, of two
     * classes the probability of class 1 (with mse the output itself), of more the
     * probability of the class that it says.
     */
    const uint8_t *said;
    const double *values; /* [rows * cols], both */
    int spots;
    struct spot spot[SPOTS_MAX];

    /* What it says of the first so many rows that train, then of those held out. */
    int trained, held_out;
    const uint8_t *examples; /* [trained + held_out] */
    uint64_t version;        /* another number whenever anything of this is another */
};

/* What spans a slice of a net's loss. */
enum plane_kind {
    PLANE_PATH,    /* the two directions along which the run has gone farthest */
    PLANE_HESSIAN, /* the two along which its loss is curved most */
    PLANE_RANDOM,  /* two random ones, filter-normalized (Li et al. 2018) */
    PLANES
};

/* path, hessian, random, and a line for people; NULL past the last. */
const char *plane_kind_name(int kind);
const char *plane_kind_help(int kind);

/* Some weights as a slice shows them. */
struct slice_point {
    double x, y;   /* along its axes, from its centre; lengths in the space of weights */
    double far;    /* distance from the centre, in that space */
    int64_t steps; /* updates that the run had done there */
};

/* A run's way over a slice; the present is not part of it. */
struct slice_path {
    int run; /* an index of snapshot.run */
    int count;
    const struct slice_point
        *point;              /* [count], steps ascend; the first: where it began */
    struct slice_point head; /* the present */
    double outside; /* share of the squared distances of all that, 0 to 1, that is not in
                       the plane; nan where there is no distance */
    double away;    /* distance of the present from the plane */
};

struct slice_axis {
    bool random;      /* a random one, for want of another on a straight path */
    double share;     /* of the path's squared distances; nan of other planes */
    double curvature; /* eigenvalue of the Hessian; nan of other planes */
};

/*
 * The training loss of a run's net, exact, over a plane through its weights as they were
 * when the slice was taken. It stands still while the run goes on, and is taken anew when
 * the run leaves its window.
 */
struct slice {
    enum plane_kind kind;
    int run;           /* whose net, an index of snapshot.run; -1: it is gone */
    int64_t taken;     /* after so many updates of it */
    const char *words; /* why there is none; "" where there is one or will be */
    bool known;        /* the rest is there */
    struct slice_axis axis[2];
    /*
     * log10 of the losses, -inf for 0, nan for what is not finite; coarse at first: each
     * value then stands for its neighbours, too.
     */
    const struct raster *raster;
    double done; /* share of the raster that has been worked out */
    int paths;   /* of all runs that minimize the same */
    struct slice_path path[RUNS_MAX];
};

struct snapshot {
    const char *title; /* never NULL, may be empty; clean text, as everything here */
    const char *about;
    const char *formula;
    int dims; /* 1 or 2 of a landscape; 0 of a net, which has no map of its parameters */
    int layers;       /* of the deepest net, its output layer included; else 0 */
    int examples;     /* rows of the training part; 0 where there are no data */
    const char *note; /* what the last command meant beyond itself; else empty */
    struct window domain;
    double start[AXES];
    uint64_t seed;
    int64_t step;
    /* the furthest step that is still known after stepping back; else step */
    int64_t last_step;
    int64_t target; /* where a seek that is under way goes to; else step */
    bool over;      /* every run has diverged */
    int constants;
    const struct setting_view *constant; /* [constants] of the landscape or the net */
    int own_constants; /* the first so many can be a runner's own: set RUN.NAME VALUE */
    int runs;
    const struct run_view *run;  /* [runs], in the order of the races */
    const struct raster *raster; /* the one asked for last; NULL before */
    const struct slice *slice;   /* the one asked for last; NULL before */
    int landmarks;               /* of the window asked for last, or of the domain */
    const struct landmark *landmark;
    const struct scatter *scatter; /* the data; NULL where there are none */
    const struct fit *fit;         /* the one asked for last; NULL before it is there */
    const struct histograms *histograms; /* those asked for last; NULL: none yet */
    bool complete;                       /* every ask is done */
};

/*
 * A pane asks by naming what it wants to see; the simulation works the asks off between
 * keys, and the next snapshot carries what is done. Asks never alter a run.
 */
enum ask_kind {
    ASK_RASTER,    /* window, cols, rows */
    ASK_LANDMARKS, /* window */
    ASK_CURVATURE, /* run, or -1 for all */
    ASK_NEXT,      /* run, or -1 for all */
    ASK_LAYERS,    /* what each layer of a net does */
    ASK_JACOBIAN,  /* how much each layer stretches, run or -1 for all */
    ASK_HISTOGRAM, /* run, layer */
    ASK_FIT,       /* run, window, cols, rows: of a net with one input or two */
    ASK_THEORY,    /* what mean-field theory expects there, run or -1 for all */
    ASK_SLICE,     /* run, plane, turn, cols, rows */
};

struct ask {
    enum ask_kind kind;
    int run;
    int layer;
    struct window window;
    int cols, rows;
    enum plane_kind plane;
    int turn; /* another number: the slice is taken anew */
};

enum { ASKS_MAX = 16 };

struct asks {
    int count;
    struct ask list[ASKS_MAX];
};

/* Adds one ask; more than ASKS_MAX are forgotten. */
void asks_add(struct asks *asks, struct ask ask);

#endif
