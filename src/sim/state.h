#ifndef SIM_STATE_H
#define SIM_STATE_H

#include "optim/objective.h"
#include "optim/update.h"
#include "problem/problem.h"
#include "sim/history.h"
#include "sim/own.h"
#include "sim/run.h"
#include "sim/sharpness.h"
#include "sim/sim.h"
#include "sim/survey.h"

/*
 * A simulation from within: what the files of this layer share, and nobody else sees.
 */

enum { NOTE = 200 };

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
    double vanishing_ratio, vanishing_gradient, vanishing_update;
    double exploding_ratio, exploding_gradient;
    double dead_share, saturated_share;
    double plateau_moved, plateau_left, learnt_left;
    double memorizing_gap, memorizing_factor;
    double large_update, small_update;
    double edge_share, edge_end;
    double sharpness_every; /* steps between two measurements; 0: on demand alone */
    double theory_drift;
};

struct thresholds threshold_defaults(void);

enum { THRESHOLDS = sizeof(struct thresholds) / sizeof(double) };

struct entry {
    int64_t step;
    char *line;
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
    struct occasion before; /* the one that led here, */
    bool idle;              /* whose batch had nothing to say */
    int64_t greeted;        /* the fresh run that looks around; 0 for none */
};

/* Memory without a use; NULL for none. */
struct kept_block {
    void *at;
    size_t size;
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
    bool seen;    /* the snapshot is of this step, */
    bool stands;  /* or at least all that it points to is still there */
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
    struct kept_block
        kept[RUNS_MAX]; /* of runs that were forgotten, for those that follow */
    struct run *spare;  /* to try an update on */
    size_t spare_room;

    struct setting_view *constants; /* [problem->constants] */
    struct run_view *views;         /* [RUNS_MAX] */
    char (*verdicts)[VERDICT];      /* [RUNS_MAX] */
    char (*names)[RUN_NAME];        /* [RUNS_MAX] as the snapshot has them */
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

/* study.c */

/*
 * True for a surface over one or two coordinates: there is a Hessian, a map, a saddle to
 * be at.
 */
bool sim_has_surface(const struct sim *sim);

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
void sim_note_change(struct sim *sim, enum settled settled);
/* Gives number i of the problem's own another value, and runs what follows from it. */
bool sim_set_constant(struct sim *sim, int i, double value, struct err *err);
void sim_set_seed(struct sim *sim, uint64_t seed);

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
/* Their memory is kept until sim_free_blocks, for sim_take_block. */
void sim_forget_runs(struct sim *sim);
void *sim_take_block(struct sim *sim,
                     size_t size); /* holds anything; free gives it back */
void sim_free_blocks(struct sim *sim);
void sim_obey_log(struct sim *sim);
void sim_branch(struct sim *sim);

/* checkpoint.c */
/* Keeps the present step, where there is room. */
void sim_save(struct sim *sim);
/* To the checkpoint from which `step` is reached soonest, where that is nearer. */
void sim_jump(struct sim *sim, int64_t step);
void sim_restore_beginning(struct sim *sim);

/* clock.c */
/* One look around takes some milliseconds. */
bool run_is_long(const struct sim *sim, const struct run *run);
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
