#ifndef SIM_STATE_H
#define SIM_STATE_H

#include "optim/objective.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"
#include "optim/update.h"
#include "problem/problem.h"
#include "sim/own.h"
#include "sim/sharpness.h"
#include "sim/sim.h"

/* What the files of this layer share, and nobody else sees. */

enum { RUN_NAME = 32, VERDICT = 96, NOTE = 200 };

/* The bound beyond which a coordinate or a loss counts as lost. */
#define DIVERGED_AT 1e150

/*
 * What diagnoses need of the past, kept up at every step: a few numbers, so that they are
 * part of a run's flat state and step back with it. Averages are exponential, over some
 * ten steps.
 */
struct path {
    double turn;            /* cosine between successive updates */
    double length;          /* size of an update */
    double loss;            /* average loss */
    double slow_loss;       /* the same over some fifty steps */
    int64_t loss_since;     /* update that these averages began with */
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
    int slot;
    int twin_of;    /* 1 + slot of the run that it was made to be compared with; else 0 */
    int64_t id;     /* counts the races of the whole experiment: whose trace is it */
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
    int lost_layer;    /* whose outputs passed first in a lost loss; -1: no layer's */
    double lost_value;
    struct path path;
    struct pretraining pretraining;
    struct occasion occasion; /* of the next update; where there are data */
    bool figured;             /* the figures are those of where it stands */
    int64_t figures_steps;    /* updates that had been done where they are from; -1 */
    bool weighed, looked;     /* so are these numbers of its layers */
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
    double squares;                       /* of the gradient of all its numbers */
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

/*
 * The thresholds of diagnoses: parameter rows of the simulation; all doubles, one row a
 * field.
 */
struct thresholds {
    double saddle_radius;
    double plateau_slope;
    double plateau_pace;
    double creep_pace;
    double zigzag_turn;
    double zigzag_condition;
    double ravine_condition;
    double thrown_share;
    double thrown_slope;
    double thrown_factor;
    double lower_gap;
    double vanishing_ratio, vanishing_update;
    double exploding_ratio, exploding_gradient;
    double dead_share, saturated_share;
    double plateau_moved, plateau_left, learnt_left;
    double memorizing_gap, memorizing_factor;
    double large_update, small_update;
    double edge_share;
    double sharpness_every; /* steps between two measurements; 0: on demand alone */
    double theory_drift;
};

struct thresholds threshold_defaults(void);

enum { THRESHOLDS = sizeof(struct thresholds) / sizeof(double) };

/* A place to keep a thinned trace of any length: level j holds every 2^j-th step. */
enum { TRACE_SAMPLES = 1024, TRACE_LEVELS = 32 };

struct trail {
    int64_t owner; /* id of the run that it belongs to; -1 for none */
    /* updates that it knows of: samples 0 .. filled are there; -1 for none */
    int64_t filled;
    struct sample *levels; /* [TRACE_LEVELS][TRACE_SAMPLES] */
};

void trail_add(struct trail *trail, struct run *run);
struct trace trail_view(const struct trail *trail, int64_t steps);

struct entry {
    int64_t step;
    char *line;
};

/* Checkpoints in a bounded pool, thinned to every second one when it is full. */
struct checkpoint {
    int64_t step;
    size_t offset, size;
};

enum { CHECKPOINTS_MAX = 65536 };

struct history {
    unsigned char *pool;
    size_t size;
    int64_t first;   /* the spacing to begin with, set before all else */
    int64_t spacing; /* a power of two */
    int count;
    struct checkpoint *list; /* [CHECKPOINTS_MAX], ascending in step */
};

void history_start(struct history *h, size_t bytes);
void history_free(struct history *h);
bool history_is_due(const struct history *h, int64_t step);
/*
 * Room for a checkpoint of `size` bytes at `step`; NULL where one is known or it can't be
 * kept.
 */
unsigned char *history_add(struct history *h, int64_t step, size_t size);
/* The last one at or before step; NULL for none. */
const unsigned char *history_find(const struct history *h, int64_t step);
void history_forget_after(struct history *h, int64_t step);

struct landmarks {
    bool known;
    int searched; /* rows of starts that have been tried */
    struct window window;
    int count;
    struct landmark list[LANDMARKS_MAX];
};

/* What is known of the whole domain, found once for each set of constants. */
struct survey {
    bool measured; /* slope is there */
    double slope;
    bool known; /* landmarks are there */
    struct landmarks landmarks;
};

struct work {
    struct asks asks;
    struct raster raster;
    double *values;
    size_t room; /* doubles in values */
    bool wants_raster, wants_landmarks, wants_curvature, wants_next, wants_layers;
    struct fitting *fitting;            /* fit.c's; NULL before one was asked for */
    struct stretching *stretching;      /* stretching.c's, likewise */
    int histogram_run, histogram_layer; /* asked for; run -1: none */
    bool awaited
        [RUNS_MAX]; /* by slot: what its layers do was told since it was looked at */
    int64_t histogram_changes; /* the simulation's, when they were made */
    struct histograms histograms;
    bool wants_theory;
    struct theories *theories;  /* theory.c's; NULL before they were wanted */
    struct landmarks landmarks; /* of the window asked for */
    uint64_t versions;
};

/* A step under way: the run whose turn it is, and how far that is. */
struct stride {
    bool on;
    int run;
    int phase;  /* of stride.c; 0 before its first */
    bool shows; /* it takes long, and somebody waits to see what it led to */
    struct update update;
    struct evaluation evaluation;
    int layer; /* of those that are observed, once it has been evaluated */
    struct assessment assessment;
    struct occasion before; /* the one that led here */
};

/* Figures of a large net on their way, of where that run stood. */
struct figuring {
    int64_t id, steps, changes; /* id 0: none */
    struct assessment assessment;
};

struct sim {
    char *title, *about, *formula;
    struct problem *problem;
    struct sim_plan plan; /* its texts and problem are the fields above */
    double diagonal;      /* of the domain */
    double *planned;      /* the problem's constants at the beginning */

    int64_t step, furthest, target; /* target: where a seek goes to; else step */
    int64_t sought_from;            /* where it began */
    struct stride stride;
    struct figuring figuring;
    enum patience patience;
    bool hurries; /* a snapshot is made, with such patience */
    bool seen;    /* the snapshot is of this step */
    uint64_t seed;
    double start[AXES];
    struct thresholds thresholds;
    int64_t ids;
    int64_t changes;        /* whatever is told of a run may be another when this is */
    struct scatter scatter; /* where there are data */
    int runs;
    struct run *run[RUNS_MAX]; /* in the order of the races */

    struct entry *log;
    int logged, obeyed, log_room; /* entries [0, obeyed) are in force */

    struct history history;
    double history_mb;
    struct trail trails[RUNS_MAX]; /* by slot */
    struct sharpness sharpness;
    bool repeating; /* commands of before are given again */
    struct survey survey;
    struct work work;
    struct slice_state *slice; /* NULL before one is asked for */
    double *begin; /* [n] where runs begin, where the problem says so; else NULL */
    struct variant variant[RUNS_MAX]; /* by slot */
    double *tried;                    /* [constants] for values that may be refused */
    int widest;                       /* parameters of the widest problem so far */
    double *noise;                    /* [noise_room], once somebody asks for noise */
    int noise_room;
    double *spare_gradient; /* [widest], of a surface */
    double *scratch;        /* for rules */
    size_t scratch_room;
    struct run *spare; /* to try an update on */
    size_t spare_room;

    struct setting_view *constants; /* [problem->constants] */
    struct run_view *views;         /* [RUNS_MAX] */
    char (*verdicts)[VERDICT];      /* [RUNS_MAX] */
    struct {
        int64_t id, steps;
    } looked;                  /* whose pass the net still holds; id 0 for nobody's */
    int deepest;               /* layers of the deepest net so far */
    struct layer_view *layers; /* [RUNS_MAX][deepest] */
    char note[NOTE];           /* what the last command meant beyond itself */
    struct snapshot snapshot;
};

/* What this run minimizes. */
static inline struct problem *run_problem(const struct sim *sim, const struct run *run)
{
    return run->own.count > 0 ? sim->variant[run->slot].problem : sim->problem;
}

/* run.c */
/*
 * A run of the optimizer, name, slot, settings and own values of `head`, which is read no
 * further; it stands nowhere as yet.
 */
struct run *run_new(struct sim *sim, const struct run *head);
void run_place(struct sim *sim, struct run *run, const double *x);
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

/* stride.c */
/* Goes on with a step of the run whose turn it is; true when it has been made. */
bool run_go_on(struct sim *sim, struct run *run, int *slice);
/* Where the next update would put it; the run itself is not touched. */
void run_forecast(struct sim *sim, const struct run *run, double *next);

/* run.c */
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

/* study.c: problems with data, and whatever has layers */

/*
 * True for a surface over one or two coordinates: there is a Hessian, a map, a saddle to
 * be at.
 */
bool sim_has_surface(const struct sim *sim);

/* The problem's evaluations are of the run's batch from now on. */
void run_meet(struct sim *sim, const struct run *run);
/* The batches of a run begin anew. */
void run_begin_data(struct run *run);
/*
 * The exact figures where it stands; all nan where there are no data. While a patient
 * simulation makes a snapshot, those that were known last.
 */
const struct figures *run_figures(struct sim *sim, struct run *run);

/* figures.c: the same in slices, for patient simulations of large nets */
/* Whether a snapshot that is being made can do with older ones. */
bool figures_may_wait(const struct sim *sim, const struct run *run);
bool figures_are_done(const struct sim *sim);
void figures_work(struct sim *sim, int *slice);
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

/* pretrain.c */

/* The hidden layer, from 1, that learns alone in the update after so many; 0: all do. */
int run_pretrains(const struct sim *sim, const struct run *run, int64_t step);
/* After an update: whatever does not learn stays where it was, decay or not. */
void run_freeze(const struct sim *sim, struct run *run);
/* Another layer's turn: the rule's memory begins anew. */
void run_begin_phase(struct run *run);

/* The exact loss at its average; nan where it keeps none. */
double run_average_loss(struct sim *sim, struct run *run);

/* Of layer l: |gradient| and |update| / |weights| of its weights proper. */
double run_layer_gradient(const struct sim *sim, const struct run *run, int l);
double run_layer_weight(const struct sim *sim, struct run *run, int l);
double run_layer_weight_before(const struct sim *sim, struct run *run, int l);
double run_layer_update(const struct sim *sim, struct run *run, int l);
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
/* The norms and their past; the rest of the view is filled in already. */
void layers_see(struct sim *sim, struct run *run, struct layer_view *list);

/* The problem's row called name; -1 for none. */
int sim_find_constant(const struct sim *sim, const char *name);
/* The problem's shape or seed is another: fits all that depends on it, but no runs. */
void sim_fit(struct sim *sim);
/* For vectors of so many parameters, and for views of so many layers. */
void sim_make_room(struct sim *sim, const struct problem *p);
void sim_make_noise_room(struct sim *sim, const struct run *run);
/*
 * The common problem or a variant has another value: takes it over, and those who
 * minimize it with it.
 */
enum settled sim_change(struct sim *sim, struct problem *p, int i, double value);
/* p takes over its values and the seed; whoever works with the net it was lets it go. */
enum settled sim_settle(struct sim *sim, struct problem *p);
/* p has been settled: its runners go on or start anew. */
void sim_follow(struct sim *sim, struct problem *p, enum settled settled);
/* Notes where a change of what is called name made nets start anew. */
void sim_note_change(struct sim *sim, const char *name, enum settled settled);
/* Gives number i of the problem's own another value, and runs what follows from it. */
bool sim_set_constant(struct sim *sim, int i, double value, struct err *err);
void sim_set_seed(struct sim *sim, uint64_t seed);

/* curvature.c */
void curvature_at(struct sim *sim, const double *x, struct curvature *out);
void curvature_of(struct sim *sim, const struct run *run, struct curvature *out);
enum run_state run_state_of(struct sim *sim, const struct run *run);
/*
 * Distance from x to the critical point that the quadratic model has; inf where it has
 * none.
 */
double curvature_newton_distance(const struct curvature *c, int n, const double *g);

/* path.c */
void path_start(struct run *run);
void path_restart_loss(struct run *run); /* its averages begin with the present one */
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

/* landmarks.c */
/* Tries the next row of starts in l->window; l->known when it was the last. */
void landmarks_search(struct sim *sim, struct landmarks *l);
/* The landmarks of the domain; its slope is there only after survey_slope. */
const struct survey *survey_of(struct sim *sim);
/* The slope that three quarters of the domain stay below. */
double survey_slope(struct sim *sim);
/*
 * Newton's method from x; true where it comes to a critical point that has only curved
 * directions.
 */
bool landmark_from(struct sim *sim, const double *x, struct landmark *out);

/* sim.c */
void sim_constants_changed(struct sim *sim);
void sim_add_run(struct sim *sim,
                 struct run *run); /* takes it; places it at the common start */
void sim_enter_run(struct sim *sim,
                   struct run *run); /* to its beginning, with a trace of its own */
int sim_find_run(const struct sim *sim, const char *name, size_t length); /* or -1 */
void sim_drop_run(struct sim *sim, int i);
/*
 * The parameters of the run of this id at checkpoint i, and the updates that it had done;
 * NULL where it has none. Borrowed until the next step or command.
 */
const double *sim_checkpoint(const struct sim *sim, int i, int64_t id, int64_t *steps);
void sim_forget_runs(struct sim *sim);
void sim_obey_log(struct sim *sim);
void sim_branch(struct sim *sim);

/* checkpoint.c */
/* Keeps the present step, where there is room. */
void sim_save(struct sim *sim);
/* To the checkpoint from which `step` is reached soonest, where that is nearer. */
void sim_jump(struct sim *sim, int64_t step);
void sim_restore_beginning(struct sim *sim);

/* clock.c */
void sim_finish_step(struct sim *sim);
void sim_finish_seek(struct sim *sim); /* and a step under way */

/* The simulation's own parameters: history_mb, then the thresholds. */
enum { SIM_PARAMS = THRESHOLDS + 1 };
const struct param *sim_param_rows(void);
bool sim_set_param(struct sim *sim, int i, const char *value, struct err *err);

/* theory.c: what mean-field theory expects of nets */

struct theories;
bool theory_is_done(const struct sim *sim);
void theory_work(struct sim *sim, int *slice);
void theory_free(struct theories *theories); /* NULL is fine */
/* Fills in the marks of a run's layers, or says why there are none; "" while unknown. */
const char *theory_see(const struct sim *sim, struct run *run, struct layer_view *list);
struct mean_field_layer;
/* Of layer l, worked out at once where it isn't known; NULL where it does not apply. */
const struct mean_field_layer *theory_of(struct sim *sim, struct run *run, int l);

/* work.c */
bool work_is_done(const struct sim *sim);
void work_free(struct work *work);
void work_forget_surface(struct sim *sim); /* the landscape is another */

/* fit.c */
void fit_see_data(struct sim *sim); /* the data may be others */
const struct scatter *fit_scatter(struct sim *sim);
void fit_ask(struct sim *sim, const struct ask *ask);
void fit_ask_none(struct sim *sim);
bool fit_is_there(const struct sim *sim); /* some picture of what is asked for */
bool fit_is_done(const struct sim *sim);
void fit_work(struct sim *sim, int *slice);
const struct fit *fit_view(struct sim *sim);
void fit_free(struct fitting *fitting); /* NULL is fine */

#endif
