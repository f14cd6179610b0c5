/*
 * The experiment: commands with the steps that they were given at, and the steps.
 * Everything else here is a way to be at some step of it quickly.
 */
#include "sim/sim.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/words.h"
#include "math/elementary.h"
#include "sim/slice.h"
#include "sim/state.h"

enum {
    HISTORY_MB = 32,
    SPACING = 64,
    SPACING_OF_NETS = 4 /* a slice shows the path from checkpoint to checkpoint */
};

/* What a checkpoint holds besides the runs, which follow it block by block. */
struct moment {
    int64_t step;
    uint64_t seed;
    double start[AXES];
    struct thresholds thresholds;
    int64_t ids;
    int runs, obeyed;
};

static char *copy_clean(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = memory_new(size, 1);

    text_clean(copy, size, text);
    return copy;
}

static double diagonal_of(const struct window *w, int n)
{
    double sum = 0;

    for (int i = 0; i < n && i < AXES; i++)
        sum = math_hypot(sum, w->high[i] - w->low[i]);
    return sum;
}

struct sim *sim_new(const struct sim_plan *plan)
{
    struct sim *sim = memory_new(1, sizeof *sim);
    size_t constants = (size_t)plan->problem->constants;

    sim->plan = *plan;
    sim->title = copy_clean(plan->title ? plan->title : "");
    sim->about = copy_clean(plan->about ? plan->about : "");
    sim->formula = copy_clean(plan->formula ? plan->formula : "");
    sim->problem = plan->problem;
    sim->diagonal = diagonal_of(&plan->domain, plan->problem->n);
    sim->planned = memory_new(constants, sizeof(double));
    memcpy(sim->planned, plan->problem->values, constants * sizeof(double));
    sim->constants = memory_new(constants, sizeof *sim->constants);
    sim->views = memory_new(RUNS_MAX, sizeof *sim->views);
    sim->verdicts = memory_new(RUNS_MAX, sizeof *sim->verdicts);
    sim->tried = memory_new(constants, sizeof(double));
    sim_fit(sim);
    sim->seed = plan->seed;
    memcpy(sim->start, plan->start, sizeof sim->start);
    sim->thresholds = threshold_defaults();
    sim->history_mb = HISTORY_MB;
    sim->history.first = sim_has_surface(sim) ? SPACING : SPACING_OF_NETS;
    return sim;
}

static void forget_runs(struct sim *sim)
{
    sim->changes++;
    while (sim->runs > 0)
        free(sim->run[--sim->runs]);
}

void sim_free(struct sim *sim)
{
    if (!sim)
        return;
    forget_runs(sim);
    for (int i = 0; i < sim->logged; i++)
        free(sim->log[i].line);
    for (int i = 0; i < RUNS_MAX; i++)
        free(sim->trails[i].levels);
    sharpness_free(sim);
    for (int slot = 0; slot < RUNS_MAX; slot++)
        own_close(sim, slot);
    problem_free(sim->problem);
    history_free(&sim->history);
    work_free(&sim->work);
    slice_free(sim->slice);
    free(sim->title);
    free(sim->about);
    free(sim->formula);
    free(sim->planned);
    free(sim->constants);
    free(sim->views);
    free(sim->verdicts);
    free(sim->begin);
    free(sim->tried);
    free(sim->layers);
    free(sim->noise);
    free(sim->spare_gradient);
    free(sim->scratch);
    free(sim->spare);
    free(sim->log);
    free(sim);
}

/* Runs */

int sim_find_run(const struct sim *sim, const char *name, size_t length)
{
    for (int i = 0; i < sim->runs; i++)
        if (strlen(sim->run[i]->name) == length &&
            memcmp(sim->run[i]->name, name, length) == 0)
            return i;
    return -1;
}

void sim_enter_run(struct sim *sim, struct run *run)
{
    struct trail *trail = &sim->trails[run->slot];

    run->id = ++sim->ids;
    if (!trail->levels)
        trail->levels =
            memory_new((size_t)TRACE_LEVELS * TRACE_SAMPLES, sizeof *trail->levels);
    trail->owner = run->id;
    trail->filled = -1;
    sharpness_enter(sim, run);
    run_place(sim, run, run_begin(sim, run));
    trail_add(trail, run);
}

void sim_add_run(struct sim *sim, struct run *run)
{
    sim_enter_run(sim, run);
    sim->run[sim->runs++] = run;
}

void sim_drop_run(struct sim *sim, int i)
{
    own_close(sim, sim->run[i]->slot);
    free(sim->run[i]);
    sim->runs--;
    memmove(&sim->run[i], &sim->run[i + 1], (size_t)(sim->runs - i) * sizeof sim->run[0]);
}

/* The landscape under the runners is another one now. */
void sim_constants_changed(struct sim *sim)
{
    sim->survey.known = sim->survey.measured = false;
    work_forget_surface(sim);
    for (int i = 0; i < sim->runs; i++)
        run_observe(sim, sim->run[i]);
}

/* Checkpoints */

static size_t moment_size(const struct sim *sim)
{
    size_t size =
        sizeof(struct moment) + (size_t)sim->problem->constants * sizeof(double);

    for (int i = 0; i < sim->runs; i++)
        size += run_bytes(sim->run[i]);
    return size;
}

static unsigned char *put(unsigned char *to, const void *from, size_t size)
{
    memcpy(to, from, size);
    return to + size;
}

static void save(struct sim *sim)
{
    const struct moment moment = {.step = sim->step,
                                  .seed = sim->seed,
                                  .start = {sim->start[0], sim->start[1]},
                                  .thresholds = sim->thresholds,
                                  .ids = sim->ids,
                                  .runs = sim->runs,
                                  .obeyed = sim->obeyed};
    unsigned char *to;

    if (!sim->history.pool)
        history_start(&sim->history, (size_t)(sim->history_mb * 0x1p20));
    to = history_add(&sim->history, sim->step, moment_size(sim));
    if (!to)
        return;
    to = put(to, &moment, sizeof moment);
    to = put(to, sim->problem->values, (size_t)sim->problem->constants * sizeof(double));
    for (int i = 0; i < sim->runs; i++)
        to = put(to, sim->run[i], run_bytes(sim->run[i]));
}

/* The problem as it was with these values and this seed. */
static void restore_problem(struct sim *sim, const double *values, uint64_t seed)
{
    size_t size = (size_t)sim->problem->constants * sizeof(double);
    bool same = size == 0 || memcmp(sim->problem->values, values, size) == 0;
    bool same_seed = sim->seed == seed;

    sim->seed = seed;
    if (!same)
        memcpy(sim->problem->values, values, size);
    if (sim->problem->kind->settle) {
        if (same && same_seed)
            return;
        sim_settle(sim, sim->problem);
        sim_fit(sim);
    } else if (!same) {
        sim->survey.known = sim->survey.measured = false;
        work_forget_surface(sim);
    }
}

const double *sim_checkpoint(const struct sim *sim, int i, int64_t id, int64_t *steps)
{
    const struct history *h = &sim->history;
    const unsigned char *from = h->pool + h->list[i].offset;
    const struct moment *moment = (const void *)from;

    from += sizeof *moment + (size_t)sim->problem->constants * sizeof(double);
    for (int k = 0; k < moment->runs; k++) {
        const struct run *run = (const void *)from;

        *steps = run->steps;
        if (run->id == id)
            return run->data;
        from += run_bytes(run);
    }
    return NULL;
}

static void restore_runs(struct sim *sim, const unsigned char *from, int runs)
{
    forget_runs(sim);
    for (int i = 0; i < runs; i++) {
        struct run head;
        size_t size;

        memcpy(&head, from, sizeof head);
        size = run_bytes(&head);
        sim->run[i] = memory_new(size, 1);
        memcpy(sim->run[i], from, size);
        from += size;
        own_settle(sim, sim->run[i]);
    }
    sim->runs = runs;
}

static void restore(struct sim *sim, const unsigned char *from)
{
    struct moment moment;

    memcpy(&moment, from, sizeof moment);
    from += sizeof moment;
    sim->step = moment.step;
    memcpy(sim->start, moment.start, sizeof sim->start);
    sim->thresholds = moment.thresholds;
    sim->ids = moment.ids;
    sim->obeyed = moment.obeyed;
    restore_problem(sim, (const double *)(const void *)from, moment.seed);
    from += (size_t)sim->problem->constants * sizeof(double);
    restore_runs(sim, from, moment.runs);
}

static void restore_beginning(struct sim *sim)
{
    forget_runs(sim);
    sim->step = 0;
    memcpy(sim->start, sim->plan.start, sizeof sim->start);
    sim->thresholds = threshold_defaults();
    sim->ids = 0;
    sim->obeyed = 0;
    restore_problem(sim, sim->planned, sim->plan.seed);
}

/* Whether every run's trail is that run's and reaches to its present. */
static bool trails_fit(const struct sim *sim)
{
    for (int i = 0; i < sim->runs; i++) {
        const struct trail *trail = &sim->trails[sim->run[i]->slot];

        if (trail->owner != sim->run[i]->id || trail->filled < sim->run[i]->steps)
            return false;
    }
    return true;
}

/* Commands */

static const struct sim_command_row *find_command(const char *name)
{
    for (const struct sim_command_row *row = sim_commands(); row->name; row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
}

/* The line's command; NULL and an err where it failed. */
static const struct sim_command_row *obey(struct sim *sim, const char *line,
                                          struct err *err)
{
    struct words w = {.line = line};
    struct word word;
    const struct sim_command_row *row;
    int col;

    switch (words_next(&w, &word, err)) {
    case WORDS_BAD:
        return NULL;
    case WORDS_END:
        fail_at(err, 1, "here should be a command");
        return NULL;
    case WORDS_READ:
        break;
    }
    row = find_command(word.text);
    if (!row) {
        fail_at(err, word.col, "no command is called \"%s\"", word.text);
        return NULL;
    }
    col = words_column(&w);
    sim->changes++;
    if (row->apply(sim, line + w.at, err))
        return row;
    err_move(err, 0, col);
    return NULL;
}

/* Repeats what was given at this step. Lines worked once, so they work again. */
static void obey_log(struct sim *sim)
{
    struct err err;

    sim->repeating = true;
    while (sim->obeyed < sim->logged && sim->log[sim->obeyed].step <= sim->step) {
        obey(sim, sim->log[sim->obeyed].line, &err);
        sim->obeyed++;
    }
    sim->repeating = false;
}

/* A new line is about to be in force: what was known of later steps is no longer true. */
static void branch(struct sim *sim)
{
    history_forget_after(&sim->history, sim->step);
    slice_branch(sim);
    while (sim->logged > sim->obeyed)
        free(sim->log[--sim->logged].line);
    for (int i = 0; i < sim->runs; i++) {
        sim->trails[sim->run[i]->slot].filled = sim->run[i]->steps;
        sharpness_cut(sim, sim->run[i]);
    }
    sim->furthest = sim->step;
    sim->target = sim->step;
}

static void remember(struct sim *sim, const char *line)
{
    if (sim->logged == sim->log_room) {
        sim->log_room = sim->log_room ? 2 * sim->log_room : 16;
        sim->log = memory_resize(sim->log, (size_t)sim->log_room, sizeof *sim->log);
    }
    sim->log[sim->logged++] =
        (struct entry){.step = sim->step, .line = memory_copy_text(line)};
    sim->obeyed = sim->logged;
}

bool sim_command(struct sim *sim, const char *line, struct err *err)
{
    const struct sim_command_row *row;

    sim_finish_seek(sim);
    sim->note[0] = '\0';
    row = obey(sim, line, err);
    if (!row)
        return false;
    branch(sim);
    remember(sim, line);
    if (row->resets)
        sim_reset(sim);
    return true;
}

bool sim_log(const struct sim *sim, int i, int64_t *step, const char **line)
{
    if (i < 0 || i >= sim->obeyed)
        return false;
    *step = sim->log[i].step;
    *line = sim->log[i].line;
    return true;
}

/* The clock */

/* All have made the step. */
static void end_step(struct sim *sim)
{
    sim->stride = (struct stride){0};
    sim->step++;
    if (history_is_due(&sim->history, sim->step))
        save(sim);
    if (sim->obeyed < sim->logged)
        obey_log(sim);
}

/* Goes on with a step, the present one or the next; true when it has been made. */
static bool advance(struct sim *sim, int *slice)
{
    struct stride *stride = &sim->stride;

    if (!stride->on && !sharpness_settle(sim, slice))
        return false;
    stride->on = true;
    while (*slice > 0 && stride->run < sim->runs)
        stride->run += run_go_on(sim, sim->run[stride->run], slice);
    if (stride->run < sim->runs)
        return false;
    *slice -= 1;
    end_step(sim);
    return true;
}

/* A step of which something has been done is made. */
static void finish_step(struct sim *sim)
{
    int slice = INT_MAX;

    while (sim->stride.on && !sim_step_on(sim, &slice))
        slice = INT_MAX;
}

bool sim_is_stepping(const struct sim *sim)
{
    return sim->stride.on;
}

bool sim_step_on(struct sim *sim, int *slice)
{
    bool seeks = sim->step != sim->target;

    if (!advance(sim, slice))
        return false;
    if (!seeks)
        sim->target = sim->step;
    if (sim->step > sim->furthest)
        sim->furthest = sim->step;
    return true;
}

void sim_step(struct sim *sim)
{
    int slice = INT_MAX;

    sim_finish_seek(sim);
    while (!sim_step_on(sim, &slice))
        slice = INT_MAX;
    sharpness_finish_due(sim);
}

static int64_t step_of(const unsigned char *from)
{
    struct moment moment;

    memcpy(&moment, from, sizeof moment);
    return moment.step;
}

static void jump(struct sim *sim, const unsigned char *from)
{
    if (from)
        restore(sim, from);
    if (!from || !trails_fit(sim))
        restore_beginning(sim);
    obey_log(sim);
    own_tidy(sim);
}

void sim_seek(struct sim *sim, int64_t step)
{
    const unsigned char *from;

    finish_step(sim);
    step = step < 0 ? 0 : step > sim->furthest ? sim->furthest : step;
    if (step == sim->step) {
        sim->target = step;
        return;
    }
    from = history_find(&sim->history, step);
    if (step < sim->step || (from && step_of(from) > sim->step))
        jump(sim, from);
    sim->target = step;
}

bool sim_seek_on(struct sim *sim, int *slice)
{
    while (sim->step<sim->target && * slice> 0)
        advance(sim, slice);
    return sim->step == sim->target;
}

void sim_finish_seek(struct sim *sim)
{
    int slice = INT_MAX;

    while (!sim_seek_on(sim, &slice))
        slice = INT_MAX;
    finish_step(sim);
}

void sim_back(struct sim *sim, int64_t steps)
{
    sim_seek(sim, steps > sim->step ? 0 : sim->step - steps);
    sim_finish_seek(sim);
}

void sim_reset(struct sim *sim)
{
    sim_finish_seek(sim);
    branch(sim);
    for (int i = 0; i < sim->logged; i++)
        sim->log[i].step = 0;
    history_forget_after(&sim->history, -1);
    sharpness_reset(sim);
    restore_beginning(sim);
    obey_log(sim);
    own_tidy(sim);
    sim->furthest = sim->target = 0;
}

int64_t sim_step_number(const struct sim *sim)
{
    return sim->step;
}

bool sim_is_over(const struct sim *sim)
{
    for (int i = 0; i < sim->runs; i++)
        if (!sim->run[i]->diverged)
            return false;
    return sim->runs > 0;
}
