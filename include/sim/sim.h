#ifndef SIM_SIM_H
#define SIM_SIM_H

#include "problem/problem.h"
#include "sim/snapshot.h"

/*
 * A simulation: up to RUNS_MAX runners on one problem, from one start, meeting the same
 * noise. It changes by commands and by steps and in no other way, so that the plan, the
 * seed and the list of (step, command) are the whole experiment: any earlier step can be
 * had again, exactly.
 */
struct sim;

/*
 * What a simulation begins with. Texts are copied and cleaned; the problem becomes the
 * simulation's.
 */
struct sim_plan {
    const char *title, *about, *formula;
    struct problem *problem;
    struct window domain;
    double start[AXES];
    uint64_t seed;
};

struct sim *sim_new(const struct sim_plan *plan);
void sim_free(struct sim *sim); /* NULL is fine */

/*
 * Obeys one line: race, drop, set, start, seed, compare (sim_commands). Applied at the present
 * step and remembered with it; what was known of later steps is dropped. A line that
 * fails changes nothing.
 */
bool sim_command(struct sim *sim, const char *line, struct err *err);

/* The commands that sim_command knows, for lists and completion; ended by a NULL name. */
struct sim_command_row {
    const char *name;
    const char *usage; /* race OPTIMIZER [name=value ...] [as=NAME] */
    const char *help;  /* one line */
    bool (*apply)(struct sim *sim, const char *arguments, struct err *err);
    bool resets; /* everything begins again with it, as by sim_reset */
};

const struct sim_command_row *sim_commands(void);

/*
 * One step of every runner that has not diverged. Commands given here earlier are
 * repeated.
 */
void sim_step(struct sim *sim);

/*
 * The same in slices: goes on with a step, the next one where none is under way, takes
 * the units of work from *slice, and is true when it has been made. Until then all that
 * can be seen is as it was before; whatever needs more finishes the step first.
 */
bool sim_step_on(struct sim *sim, int *slice);
bool sim_is_stepping(const struct sim *sim); /* a step is under way */
bool sim_is_seeking(const struct sim *sim);  /* so is a seek */

/* The step that a seek goes to, and the one from which it repeats what came after. */
int64_t sim_way(const struct sim *sim, int64_t *from);

/* Goes on with a step and a seek that are under way; true when there is none. */
bool sim_go_on(struct sim *sim, int *slice);

/* A seek ends where it is, with the step under way; later steps are still known. */
void sim_stay(struct sim *sim);

/*
 * Whether a step takes so long that a key should not wait for it: some milliseconds and
 * more.
 */
bool sim_steps_are_long(const struct sim *sim);

/* Figures are on their way that a step would have to begin anew. */
bool sim_is_figuring(const struct sim *sim);

/*
 * How patient those are who look at snapshots. Without patience every snapshot finds all
 * of it at once. With some, what takes long is left to sim_work: figures may be older
 * than the step (run_view.figures_steps), and while a long step is under way all stays as
 * it was. With much, figures are those that were known last, however little they take:
 * for frames that do not show them.
 */
enum patience { PATIENCE_NONE, PATIENCE_SOME, PATIENCE_MUCH };

void sim_be_patient(struct sim *sim, enum patience patience);

/*
 * Goes to a step that was reached before (0 <= step <= the furthest): restores a
 * checkpoint and repeats what came after it. sim_back does it at once. sim_seek only
 * begins; sim_work goes on with it.
 */
void sim_back(struct sim *sim, int64_t steps); /* to step 0 at the most */
void sim_seek(struct sim *sim, int64_t step);

/*
 * Back to step 0 with every parameter and runner as they are now; the past is forgotten.
 */
void sim_reset(struct sim *sim);

int64_t sim_step_number(const struct sim *sim);
bool sim_is_over(const struct sim *sim); /* there are runners, and all have diverged */

/*
 * Replaces what is asked for. sim_work works on it (before it, on a step under way and on
 * a seek), about `slice` units of work (a unit is some microseconds); true when all is
 * done that a frame waits for.
 * What may lag behind a run that moves on, and holds a coarse or an older answer until
 * then, is left to sim_refine. sim_finish works until all of it is done.
 */
void sim_ask(struct sim *sim, const struct asks *asks);
bool sim_work(struct sim *sim, int slice);
bool sim_refine(struct sim *sim, int slice);
void sim_finish(struct sim *sim);

/*
 * Wants every net's sharpness where it stands now; sim_work measures it, whatever is asked
 * for besides. False where there is no net, and so nothing to do.
 */
bool sim_measure(struct sim *sim);

/* Borrowed until the next call that changes the simulation. */
const struct snapshot *sim_snapshot(struct sim *sim);

/* False and an err where nobody races, or nobody does any more. */
bool sim_has_runner(const struct sim *sim, struct err *err);

/*
 * The rows of the simulation's own parameters (history_mb and the thresholds of
 * diagnoses).
 */
int sim_params(const struct param **rows);

/*
 * Every command that is in force, as lines of the language with the step each was given
 * at; for saving a scene and for the line that reproduces a moment. i from 0; false past
 * the last.
 */
bool sim_log(const struct sim *sim, int i, int64_t *step, const char **line);

#endif
