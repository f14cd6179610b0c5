/*
 * The experiment: commands with the steps that they were given at, and the steps.
 * Everything else here is a way to be at some step of it quickly.
 */
#include "sim/sim.h"

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
    sim->names = memory_new(RUNS_MAX, sizeof *sim->names);
    sim->tried = memory_new(constants, sizeof(double));
    sim_fit(sim);
    sim->seed = plan->seed;
    memcpy(sim->start, plan->start, sizeof sim->start);
    sim->thresholds = threshold_defaults();
    sim->history_mb = HISTORY_MB;
    sim->history.first = sim_has_surface(sim) ? SPACING : SPACING_OF_NETS;
    return sim;
}

void sim_forget_runs(struct sim *sim)
{
    sim->changes++;
    sim_free_blocks(sim);
    while (sim->runs > 0) {
        struct run *run = sim->run[--sim->runs];

        sim->kept[sim->runs] = (struct kept_block){.at = run, .size = run_bytes(run)};
    }
}

void *sim_take_block(struct sim *sim, size_t size)
{
    for (int i = 0; i < RUNS_MAX; i++)
        if (sim->kept[i].at && sim->kept[i].size == size) {
            void *block = sim->kept[i].at;

            sim->kept[i].at = NULL;
            return block;
        }
    return memory_resize(NULL, size, 1);
}

void sim_free_blocks(struct sim *sim)
{
    for (int i = 0; i < RUNS_MAX; i++) {
        free(sim->kept[i].at);
        sim->kept[i].at = NULL;
    }
}

void sim_free(struct sim *sim)
{
    if (!sim)
        return;
    sim_forget_runs(sim);
    sim_free_blocks(sim);
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
    free(sim->names);
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

/* Nobody waits for a long look around while there is an older picture to be seen. */
static bool may_be_fresh(const struct sim *sim, const struct run *run)
{
    return sim->patience != PATIENCE_NONE && sim->stands && run_is_long(sim, run);
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
    if (may_be_fresh(sim, run)) {
        run_put(sim, run, run_begin(sim, run));
        run->fresh = true;
        return;
    }
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
    for (int k = 0; k < sim->runs; k++)
        if (sim->run[k]->twin_of == sim->run[i]->slot + 1)
            sim->run[k]->twin_of = 0;
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
void sim_obey_log(struct sim *sim)
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
void sim_branch(struct sim *sim)
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
    sim->seen = false;
    sim->note[0] = '\0';
    row = obey(sim, line, err);
    if (!row)
        return false;
    sim_branch(sim);
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

bool sim_has_runner(const struct sim *sim, struct err *err)
{
    if (sim->runs > 0)
        return true;
    return fail(err, sim->ids > 0 ? "nobody races any more: the last one was dropped"
                                  : "nobody races: write a line race OPTIMIZER");
}
