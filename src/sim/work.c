/* What panes asked for, worked off in slices; nothing here changes a run. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "sim/layers.h"
#include "sim/slice.h"

enum {
    POINTS_A_UNIT = 256, /* points of a raster that count as one unit of work */
    SEARCH_UNITS = 10,   /* one row of starts */
};

void asks_add(struct asks *asks, struct ask ask)
{
    if (asks->count < ASKS_MAX)
        asks->list[asks->count++] = ask;
}

static bool same_window(const struct window *a, const struct window *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static void ask_raster(struct sim *sim, const struct ask *ask)
{
    struct work *work = &sim->work;
    struct raster *r = &work->raster;
    size_t room = (size_t)ask->cols * (size_t)ask->rows;

    work->wants_raster = ask->cols > 0 && ask->rows > 0;
    if (!work->wants_raster || (r->cols == ask->cols && r->rows == ask->rows &&
                                same_window(&r->window, &ask->window)))
        return;
    if (room > work->room) {
        work->values = memory_resize(work->values, room, sizeof(double));
        work->room = room;
    }
    *r = (struct raster){.window = ask->window,
                         .cols = ask->cols,
                         .rows = ask->rows,
                         .values = work->values,
                         .version = ++work->versions};
}

static void ask_landmarks(struct sim *sim, const struct ask *ask)
{
    struct landmarks *l = &sim->work.landmarks;

    sim->work.wants_landmarks = true;
    if (!same_window(&l->window, &ask->window))
        *l = (struct landmarks){.window = ask->window};
}

static void ask_curvature(struct sim *sim, const struct ask *ask)
{
    (void)ask;
    sim->work.wants_curvature = true;
}

static void ask_next(struct sim *sim, const struct ask *ask)
{
    (void)ask;
    sim->work.wants_next = true;
}

static void ask_layers(struct sim *sim, const struct ask *ask)
{
    (void)ask;
    sim->work.wants_layers = true;
}

static void ask_theory(struct sim *sim, const struct ask *ask)
{
    (void)ask;
    sim->work.wants_theory = true;
}

void sim_ask(struct sim *sim, const struct asks *asks)
{
    static void (*const TAKE[])(struct sim *, const struct ask *) = {
        [ASK_RASTER] = ask_raster,
        [ASK_LANDMARKS] = ask_landmarks,
        [ASK_CURVATURE] = ask_curvature,
        [ASK_NEXT] = ask_next,
        [ASK_LAYERS] = ask_layers,
        [ASK_THEORY] = ask_theory,
        [ASK_FIT] = fit_ask,
        [ASK_JACOBIAN] = stretching_ask,
        [ASK_HISTOGRAM] = histograms_ask,
        [ASK_SLICE] = slice_ask,
    };
    struct work *work = &sim->work;

    work->wants_raster = work->wants_landmarks = false;
    work->wants_curvature = work->wants_next = work->wants_layers = false;
    work->wants_theory = false;
    fit_ask_none(sim);
    stretching_ask_none(sim);
    histograms_ask_none(sim);
    slice_ask_nothing(sim);
    for (int i = 0; i < asks->count; i++)
        if (sim_has_surface(sim) || asks->list[i].kind >= ASK_LAYERS)
            TAKE[asks->list[i].kind](sim, &asks->list[i]);
}

void work_forget_surface(struct sim *sim)
{
    struct work *work = &sim->work;

    work->landmarks = (struct landmarks){.window = work->landmarks.window};
    work->raster.done = 0;
    work->raster.version = ++work->versions;
}

void work_free(struct work *work)
{
    free(work->values);
    fit_free(work->fitting);
    stretching_free(work->stretching);
    theory_free(work->theories);
}

static double cell(const struct window *w, int axis, int count)
{
    return (w->high[axis] - w->low[axis]) / count;
}

/* Row 0 is at the top; every value is that at its cell's middle. */
static void do_raster(struct sim *sim, int *slice)
{
    struct raster *r = &sim->work.raster;
    double dx = cell(&r->window, 0, r->cols), dy = cell(&r->window, 1, r->rows);
    const struct grid grid = {.x0 = r->window.low[0] + dx / 2,
                              .dx = dx,
                              .y0 = r->window.high[1] - dy / 2,
                              .dy = -dy,
                              .cols = r->cols,
                              .rows = r->rows};
    int rows = 1 + *slice * POINTS_A_UNIT / r->cols, to = r->done + rows;

    to = to > r->rows ? r->rows : to;
    sim->problem->kind->raster(sim->problem, &grid, r->done, to,
                               sim->work.values + (size_t)r->done * (size_t)r->cols);
    *slice -= (to - r->done) * r->cols / POINTS_A_UNIT + 1;
    r->done = to;
}

static void do_landmarks(struct sim *sim, int *slice)
{
    struct landmarks *l = &sim->work.landmarks;

    bool whole = same_window(&l->window, &sim->plan.domain);

    if (sim->survey.known && whole)
        *l = sim->survey.landmarks;
    else
        landmarks_search(sim, l);
    if (l->known && whole && !sim->survey.known) {
        sim->survey.landmarks = *l;
        sim->survey.known = true;
    }
    *slice -= SEARCH_UNITS;
}

/* No step is under way, and none is on the way to where a seek goes. */
static bool is_settled(const struct sim *sim)
{
    return sim->step == sim->target && !sim_is_stepping(sim);
}

/* All that a frame waits for. */
static bool is_shown(const struct sim *sim)
{
    const struct work *work = &sim->work;

    return is_settled(sim) && figures_are_done(sim) && sharpness_is_done(sim) &&
           !sharpness_is_due(sim) &&
           (!work->wants_raster || work->raster.done == work->raster.rows) &&
           (!work->wants_landmarks || work->landmarks.known) &&
           histograms_are_done(sim) && fit_is_there(sim) && slice_is_done(sim) &&
           theory_is_done(sim);
}

bool work_is_done(const struct sim *sim)
{
    return is_shown(sim) && fit_is_done(sim) && stretching_is_done(sim);
}

bool sim_work(struct sim *sim, int slice)
{
    struct work *work = &sim->work;

    if (!sim_go_on(sim, &slice))
        return false;
    while (slice > 0 && !figures_are_done(sim))
        figures_work(sim, &slice);
    while (slice > 0 && work->wants_raster && work->raster.done < work->raster.rows)
        do_raster(sim, &slice);
    while (slice > 0 && work->wants_landmarks && !work->landmarks.known)
        do_landmarks(sim, &slice);
    while (slice > 0 && !histograms_are_done(sim))
        histograms_work(sim, &slice);
    while (slice > 0 && !fit_is_there(sim))
        fit_work(sim, &slice);
    if (sharpness_settle(sim, &slice))
        sharpness_work(sim, &slice);
    if (slice > 0 && !theory_is_done(sim))
        theory_work(sim, &slice);
    while (slice > 0 && !slice_is_done(sim))
        slice_work(sim, &slice);
    return is_shown(sim);
}

bool sim_refine(struct sim *sim, int slice)
{
    while (slice > 0 && is_settled(sim) && !fit_is_done(sim))
        fit_work(sim, &slice);
    while (slice > 0 && is_settled(sim) && !stretching_is_done(sim))
        stretching_work(sim, &slice);
    return fit_is_done(sim) && stretching_is_done(sim);
}

void sim_finish(struct sim *sim)
{
    while (!sim_work(sim, 1 << 16) || !sim_refine(sim, 1 << 16))
        continue;
}
