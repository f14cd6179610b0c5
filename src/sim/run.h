#ifndef SIM_RUN_H
#define SIM_RUN_H

#include "optim/optimizer.h"
#include "optim/schedule.h"
#include "problem/problem.h"
#include "sim/own.h"
#include "sim/sim.h"

/* A runner: what it is made of, and what may be done with it or asked of it. */

enum { RUN_NAME = 32, VERDICT = 96 };

/* The bound beyond which a coordinate or a loss counts as lost. */
#define DIVERGED_AT 1e150

/*
 * What diagnoses need of the past, kept up at every step: a few numbers, so that they are
 * part of a run's flat state and step back with it. Averages are exponential, over some
 * ten steps.
 */
struct path {
    double turn;        /* cosine between successive updates */
    double length;      /* size of an update */
    double loss;        /* average loss */
    double slow_loss;   /* the same over some fifty steps */
    int64_t loss_since; /* update that these averages began with */
    /* of a net: losses of one answer to all rows, and of all that can be learnt */
    double chance, floor;
    /*
     * That average has come below what one answer to all rows leaves, nearly to the
     * floor, to a standstill. Each ends a good deal beyond where it began, so that noise
     * does not turn it on and off.
     */
    bool begun, learnt, still;
    /*
     * Likewise that it memorizes, by exact figures that are found every so many steps: so
     * many that they take a small share of the time.
     */
    bool memorizes;
    struct figures judged;
    int64_t judged_at;      /* update after which they were found */
    double slope;           /* average gradient norm */
    double gradient;        /* norm of the gradient that the next update begins with */
    double saddle[AXES];    /* the saddle point that it is near: within the radius, or
                               twice that along directions that rise */
    int64_t saddle_entered; /* step at which it came near a saddle; -1 while at none */
    /* steps that theory gave it from there; nan where it has none */
    double saddle_forecast;
    int64_t saddle_left;    /* step at which it had left the last one; -1 before */
    double saddle_took;     /* steps that it took */
    double saddle_promised; /* what had been forecast for that one */
    int64_t thrown;         /* step of the last throw; -1 before */
    double thrown_length;   /* how far */
    double thrown_gradient; /* by what gradient norm */
};

/*
 * Pre-training: from update `from` on each hidden layer learns alone for so many steps,
 * the first one first; steps is 0 where nobody asked for it.
 */
struct pretraining {
    int64_t from, steps;
};

/*
 * A runner: one flat block, so that a checkpoint is a memcpy. Behind the struct lie x[n],
 * the exact gradient[n] there, the point before it previous[n], without layers the update
 * that led here move[n], then the rule's vectors and scalars, the average[n] where one is
 * asked for, and what its layers did here and at the step before.
 */
struct run {
    const struct optimizer *optimizer;
    char name[RUN_NAME];
    bool fresh; /* placed, and has not looked around yet */
    int slot;
    int twin_of; /* 1 + slot of the run that it was made to be compared with; else 0 */
    int twin_in; /* the setting in which: of all that a runner can have, else the net's */
    int64_t id;  /* counts the races of the whole experiment: whose trace is it */
    size_t doubles; /* behind the struct */
    int n;
    int layers; /* what each did before lies at the end of the block */
    struct settings set;
    struct own own;
    struct schedule_memory memory;
    int64_t steps; /* updates done */
    double t;      /* updates since the rule's memory began */
    double evals;
    double loss;
    double averaged; /* iterates in the average */
    double origin[AXES];
    bool diverged;
    int64_t lost_step; /* the update that was lost */
    int lost_at;       /* the coordinate that passed, or -1: the loss */
    int lost_layer;    /* whose outputs were lost first in a lost loss; -1: no layer's */
    double lost_value;
    struct path path;
    struct pretraining pretraining;
    struct occasion occasion; /* of the next update; where there are data */
    bool figured;             /* the figures are those of where it stands */
    int64_t figures_steps;    /* updates that had been done where they are from; -1 */
    bool weighed, looked;     /* so are these numbers of its layers */
    bool renewed;             /* its net has changed since the last update */
    bool idle;                /* the batch of the last update had nothing to say */
    struct figures figures;
    double data[];
};

static inline double *run_x(struct run *r)
{
    return r->data;
}

static inline double *run_gradient(struct run *r)
{
    return r->data + r->n;
}

static inline double *run_previous(struct run *r)
{
    return r->data + 2 * r->n;
}

/* Only without layers. */
static inline double *run_move(struct run *r)
{
    return r->data + 3 * r->n;
}

/*
 * The smoothed position that is told of: the one that `average` asks for, else the mean
 * that the rule itself keeps; NULL while there is neither.
 */
const double *run_mean(struct run *r);

/* Vectors of n doubles before the rule's. */
static inline size_t run_own_vectors(int layers)
{
    return layers == 0 ? 4 : 3;
}

static inline double *run_vectors(struct run *r)
{
    return r->data + run_own_vectors(r->layers) * (size_t)r->n;
}

static inline double *run_scalars(struct run *r)
{
    return run_vectors(r) +
           (size_t)r->n * (size_t)optimizer_vectors(r->optimizer, &r->set);
}

/* Only while settings ask for one. */
static inline double *run_average(struct run *r)
{
    return run_scalars(r) + optimizer_scalars(r->optimizer, &r->set);
}

/*
 * Norms of a layer, each found once where the run stands; before is nan where unknown.
 * The net gives the first away while it steps, weighed and looked say of the others.
 */
struct layer_past {
    double flow, flow_before, gradient, gradient_before;
    double
        usual; /* logarithm of the gradient, an average over some ten steps; nan: none */
    double mark;    /* by that it explodes, 1, or gets little, -1; both end well beyond */
    double squares; /* of the gradient of all its numbers */
    double weight, weight_before, update; /* once weighed; update: |x - previous| */
    double away;                          /* likewise: squares of x - begin of all */
    double mean, spread, saturated, dead; /* once looked at: as struct layer_work */
};

enum { LAYER_PAST = sizeof(struct layer_past) / sizeof(double) };

static inline struct layer_past *run_layers_past(const struct run *r)
{
    return (struct layer_past *)(uintptr_t)(r->data + r->doubles -
                                            (size_t)LAYER_PAST * (size_t)r->layers);
}

static inline size_t run_bytes(const struct run *r)
{
    return sizeof *r + r->doubles * sizeof(double);
}

/* The gradients of all layers are those of one loss. */
static inline bool run_is_whole(const struct run *r)
{
    return !r->diverged && r->occasion.pretrain == 0;
}

/* run.c */
/*
 * A run of the optimizer, name, slot, settings and own values of `head`, which is read no
 * further; it stands nowhere as yet.
 */
struct run *run_new(struct sim *sim, const struct run *head);
void run_place(struct sim *sim, struct run *run, const double *x);
/*
 * The same in two parts: it is put there, and when it has been observed its way begins.
 */
void run_put(struct sim *sim, struct run *run, const double *x);
void run_arrive(struct sim *sim, struct run *run);
/* Loss and gradient where it stands. */
void run_observe(struct sim *sim, struct run *run);
/* The same in slices: e is for problem_evaluate, then each layer for layers_observe. */
void run_observe_begin(struct sim *sim, struct run *run, struct evaluation *e);
void run_observe_end(struct run *run, const struct evaluation *e);
bool run_is_lost(double value);
/* Remembers which number passed, in which update. */
void run_lose(struct run *run, int64_t step, int at, double value);
/* It was the loss; the net still holds the pass in which it happened. */
void run_lose_loss(struct sim *sim, struct run *run, int64_t step);
/* Its next update, all but the objective that it looks at. */
struct step run_next_step(struct sim *sim, struct run *run);

double run_rate(const struct run *run);
double run_grad_norm(const struct run *run);
double run_distance(const struct sim *sim, struct run *run);
void run_verdict(const struct sim *sim, const struct run *run, char *out, size_t size);
/*
 * The runner goes on where it stands with the optimizer, settings and name of a head that
 * is otherwise its own; another rule's memory begins anew.
 */
void run_rebuild(struct sim *sim, int i, const struct run *head);
/*
 * Settings changed: lays the rule's memory anew where they ask for another; may move the
 * block.
 */
void run_resettle(struct sim *sim, int i, const struct settings *set);

/* stride.c */
/* Goes on with a step of the run whose turn it is; true when it has been made. */
bool run_go_on(struct sim *sim, struct run *run, int *slice);
/* Goes on with a fresh run's first look around; true when it has been done. */
bool run_greet(struct sim *sim, struct run *run, int *slice);
/* Where the next update would put it; the run itself is not touched. */
void run_forecast(struct sim *sim, const struct run *run, double *next);

/* study.c: problems with data, and whatever has layers */

/* The problem's evaluations are of the run's batch from now on. */
void run_meet(struct sim *sim, const struct run *run);
/* The batches of a run begin anew. */
void run_begin_data(struct run *run);
/*
 * Batch norm makes a single row 0, and of two rows -1 and 1, whatever they were: no
 * gradient passes. Whether the next batch is so thin, if only the last of an epoch; and
 * the rows of a usual batch.
 */
bool run_is_thin(const struct sim *sim, const struct run *run);
int run_usual_rows(const struct sim *sim, const struct run *run);
enum { ROWS_LEAST = 3 /* that batch norm needs */ };
/*
 * The exact figures where it stands; all nan where there are no data. While a patient
 * simulation makes a snapshot, those that were known last.
 */
const struct figures *run_figures(struct sim *sim, struct run *run);

/* The loss there: the exact one. */
double run_loss(struct sim *sim, struct run *run);
/*
 * What curves are made of: the batch's loss, the exact one while the batch's is that of
 * an autoencoder.
 */
static inline double run_step_loss(const struct run *run)
{
    return run->occasion.pretrain ? run->figures.loss : run->loss;
}

/* The exact loss at its average; nan where it keeps none. */
double run_average_loss(struct sim *sim, struct run *run);

/*
 * Of layer l: |gradient| and |update| / |weights| of its weights proper. No update of the
 * net as it was before says anything of the present one: nan until the next.
 */
double run_layer_gradient(const struct sim *sim, const struct run *run, int l);
double run_layer_weight(const struct sim *sim, struct run *run, int l);
double run_layer_weight_before(const struct sim *sim, struct run *run, int l);
double run_layer_update(const struct sim *sim, struct run *run, int l);
/* |gradient| of the first layer's weights over that of the last; nan without layers. */
double run_ratio(const struct sim *sim, const struct run *run);
/*
 * Sees to it that the net holds the pass of this run where it stands: evaluates its
 * gradient once more where that is another's. False where there is no net.
 */
bool run_look(struct sim *sim, struct run *run);
double run_layer_flow(struct sim *sim, struct run *run, int l);
struct layer_work;
/* What layer l does, looked up where it was looked at since the last change. */
bool run_layer_work(struct sim *sim, struct run *run, int l, struct layer_work *out);

/* |v| of v[n] with that sum of squares, which may have left the range of a double. */
double study_size_of(size_t n, const double *v, double squares);

/* Where this run begins. */
const double *run_begin(const struct sim *sim, const struct run *run);

/* figures.c: the same in slices, for patient simulations of large nets */
/* Whether a snapshot that is being made can do with older ones. */
bool figures_may_wait(const struct sim *sim, const struct run *run);
bool figures_are_done(const struct sim *sim);
void figures_work(struct sim *sim, int *slice);

/* pretrain.c */

/* The hidden layer, from 1, that learns alone in the update after so many; 0: all do. */
int run_pretrains(const struct sim *sim, const struct run *run, int64_t step);
/* After an update: whatever does not learn stays where it was, decay or not. */
void run_freeze(const struct sim *sim, struct run *run);
/* Another layer's turn: the rule's memory begins anew. */
void run_begin_phase(const struct sim *sim, struct run *run);

/* layers.c: what becomes of a net's layers from step to step */

/* The net's pass was this run's, where it stands now: of layer l. */
void layers_observe(struct sim *sim, struct run *run, int l);
/* All of them have been: looks at them, too, where somebody waits for it. */
void layers_observed(struct sim *sim, struct run *run);
/* The run is about to move on: what its layers do is what they did before. */
void layers_leave(struct run *run);
/* Weights and their update, and what the layer does in a pass of this run. */
void layers_weigh(const struct sim *sim, struct run *run, int l);
void layers_look(const struct sim *sim, struct run *run, int l);
/* The same of all layers, once where it stands; false where there is no net. */
void layers_weigh_all(const struct sim *sim, struct run *run);
bool layers_look_at_all(struct sim *sim, struct run *run);
/* There is no step before. */
void layers_forget(struct run *run);
/*
 * The present batch says nothing to the layers: it is thin, or there is nothing to learn
 * from it.
 */
bool layers_are_idle(const struct sim *sim, const struct run *run);
/*
 * What its gradients usually are takes in the present ones, but for those of such a batch
 * and of a layer that learns alone; begins with them after layers_renew.
 */
void layers_follow(const struct sim *sim, struct run *run);
void layers_renew(struct run *run);
/*
 * What marks and words both say of layer l, by what its gradient usually is. Never while
 * one layer learns alone.
 */
bool layer_explodes(const struct sim *sim, const struct run *run, int l);
bool layer_vanishes(struct sim *sim, struct run *run, int l);
/* The norms and their past; the rest of the view is filled in already. */
void layers_see(struct sim *sim, struct run *run, struct layer_view *list);

/* path.c */
void path_start(const struct sim *sim, struct run *run);
/* Its averages begin with the present loss. */
void path_restart_loss(const struct sim *sim, struct run *run);
/* The net or its data are others: what can be learnt of them. */
void path_find_bounds(const struct sim *sim, struct run *run);
/* Whether the exact figures are due after so many updates; and takes them in. */
bool path_is_due(const struct sim *sim, const struct run *run, int64_t steps);
void path_judge(const struct sim *sim, struct run *run);
bool path_memorizes(const struct sim *sim, const struct run *run);
/* What is left of the loss, on average, as a share of what can be learnt: 1 to 0. */
double path_left(const struct run *run);
void path_update(struct sim *sim, struct run *run);
/*
 * The saddle point within the radius that the thresholds give; false where there is none.
 */
bool path_find_saddle(struct sim *sim, const struct run *run, double *saddle);
/*
 * Steps until the saddle is left, by linear growth along its falling direction; nan: no
 * theory.
 */
double path_forecast(struct sim *sim, const struct run *run, const double *saddle);

#endif
