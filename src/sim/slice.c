/*
 * The slice of a net's loss: whose it is, when it is taken anew, and what it is at.
 */
#include "sim/slice.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "problem/net.h"

/* Beyond these a slice takes minutes, and memory that the net itself does not need. */
enum {
    PARAMETERS_MOST = 1 << 20,
    PLACED_MOST = 1 << 21, /* numbers in copies of the path */
    PLACES_LEAST = 4
};

static const double COST_MOST = 1e9;

struct plane_row {
    const char *name, *help;
};

static const struct plane_row PLANE_ROWS[PLANES] = {
    [PLANE_PATH] = {"path", "the two directions along which the run has gone farthest"},
    [PLANE_HESSIAN] = {"hessian", "the two along which its loss is curved most upwards"},
    [PLANE_RANDOM] = {"random",
                      "two random ones, each row as long as that of the weights"},
};

const char *plane_kind_name(int kind)
{
    return kind < PLANES ? PLANE_ROWS[kind].name : NULL;
}

const char *plane_kind_help(int kind)
{
    return kind < PLANES ? PLANE_ROWS[kind].help : NULL;
}

bool slice_refuse(struct slice_state *s, const char *words)
{
    snprintf(s->words, sizeof s->words, "%s", words);
    s->stage = SLICE_REFUSED;
    return true;
}

double slice_cost(const struct problem *p)
{
    double weights = 0;

    for (int l = 0; l < p->layers; l++)
        weights += p->layer[l].weights;
    return weights * p->examples;
}

struct run *slice_run(const struct sim *sim, int64_t id)
{
    for (int i = 0; i < sim->runs; i++)
        if (sim->run[i]->id == id)
            return sim->run[i];
    return NULL;
}

/* The run is there and its net is what it was. */
static bool is_net_of(const struct sim *sim, const struct slice_state *s,
                      const struct run *run)
{
    const struct problem *p = run_problem(sim, run);

    return p == s->problem && sim->seed == s->seed && (size_t)run->n == s->n &&
           memcmp(p->values, s->values, (size_t)p->constants * sizeof(double)) == 0;
}

static bool is_sound(const struct sim *sim, const struct slice_state *s)
{
    const struct run *run = slice_run(sim, s->id);

    return run && is_net_of(sim, s, run);
}

static struct slice_state *make(void)
{
    struct slice_state *s = memory_new(1, sizeof *s);

    s->marks = memory_new((size_t)RUNS_MAX * SLICE_MARKS, sizeof *s->marks);
    for (int i = 0; i < RUNS_MAX; i++)
        s->way[i].mark = s->marks + (size_t)i * SLICE_MARKS;
    s->principal = lanczos_new(&(struct lanczos_plan){.n = SLICE_PLACES,
                                                      .wanted = 2,
                                                      .basis = LANCZOS_BASIS,
                                                      .products = 1000,
                                                      .tolerance = 1e-13});
    return s;
}

static void forget_net(struct slice_state *s)
{
    net_curve_free(s->curve);
    problem_free(s->twin);
    s->curve = NULL;
    s->twin = NULL;
}

void slice_free(struct slice_state *s)
{
    if (!s)
        return;
    free(s->values);
    free(s->block);
    free(s->losses);
    free(s->marks);
    lanczos_free(s->principal);
    lanczos_free(s->curved);
    forget_net(s);
    free(s);
}

static void remember_net(struct sim *sim, struct slice_state *s, const struct run *run)
{
    const struct problem *p = run_problem(sim, run);
    size_t constants = (size_t)p->constants;

    s->problem = p;
    s->seed = sim->seed;
    s->n = (size_t)run->n;
    s->values = memory_resize(s->values, constants, sizeof(double));
    memcpy(s->values, p->values, constants * sizeof(double));
    s->twin = p->kind->twin(p);
}

static void make_room(struct slice_state *s)
{
    size_t most = PLACED_MOST / s->n, room;

    s->most = most < PLACES_LEAST   ? PLACES_LEAST
              : most < SLICE_PLACES ? (int)most
                                    : SLICE_PLACES;
    room = (5 + (size_t)s->most) * s->n;
    if (room > s->room) {
        free(s->block);
        s->block = memory_new(room, sizeof(double));
        s->room = room;
    }
    s->centre = s->block;
    s->axis[0] = s->centre + s->n;
    s->axis[1] = s->axis[0] + s->n;
    s->probe = s->axis[1] + s->n;
    s->weighed = s->probe + s->n;
    s->place = s->weighed + s->n;
}

static bool is_too_large(struct sim *sim, struct slice_state *s, const struct run *run)
{
    char words[sizeof s->words];
    double cost = slice_cost(run_problem(sim, run));

    if (run->n <= PARAMETERS_MOST && cost <= COST_MOST)
        return false;
    snprintf(words, sizeof words,
             "This net is too large for a slice: it has %d parameters, and one loss over "
             "its data takes %.2g multiplications.",
             run->n, cost);
    return slice_refuse(s, words);
}

static void take(struct sim *sim, struct slice_state *s, struct run *run)
{
    if (!s->twin || !is_net_of(sim, s, run)) {
        forget_net(s);
        remember_net(sim, s, run);
    }
    s->id = run->id;
    s->taken = run->steps;
    s->stage = SLICE_PLANE;
    s->words[0] = '\0';
    s->view.known = false;
    s->at = 0;
    if (is_too_large(sim, s, run))
        return;
    make_room(s);
    memcpy(s->centre, run_x(run), s->n * sizeof(double));
    slice_take_path(sim, s, run);
}

/* Off the window, as far from the plane as the window is wide, or on other ways. */
static bool has_left(struct sim *sim, struct slice_state *s, struct run *run)
{
    const struct window *w = &s->raster.window;
    struct slice_point p;

    if (s->stage == SLICE_REFUSED)
        return s->taken != run->steps;
    if (s->stage != SLICE_RASTER && s->stage != SLICE_DONE)
        return false;
    p = slice_project(s, run_x(run), run->steps);
    return p.x < w->low[0] || p.x > w->high[0] || p.y < w->low[1] || p.y > w->high[1] ||
           p.far * p.far - p.x * p.x - p.y * p.y >
               (w->high[0] - w->low[0]) * (w->high[0] - w->low[0]) ||
           slice_is_stale(sim, s, run);
}

static bool is_same(const struct slice_state *s, const struct ask *ask, int64_t id)
{
    return s->stage != SLICE_NONE && s->id == id && s->ask.plane == ask->plane &&
           s->ask.turn == ask->turn;
}

void slice_ask(struct sim *sim, const struct ask *ask)
{
    bool has_run = ask->run >= 0 && ask->run < sim->runs;
    struct run *run = has_run ? sim->run[ask->run] : NULL;
    struct slice_state *s = sim->slice;
    bool resized;

    if (!run || !net_of(run_problem(sim, run)) || ask->cols < 1 || ask->rows < 1)
        return;
    if (!s)
        s = sim->slice = make();
    resized = s->ask.cols != ask->cols || s->ask.rows != ask->rows;
    s->wanted = true;
    if (!is_same(s, ask, run->id) || !is_sound(sim, s) || has_left(sim, s, run)) {
        s->ask = *ask;
        take(sim, s, run);
    } else if (resized) {
        s->ask = *ask;
        if (s->view.known)
            slice_begin_raster(sim, s);
    }
}

void slice_ask_nothing(struct sim *sim)
{
    if (sim->slice)
        sim->slice->wanted = false;
}

bool slice_is_done(const struct sim *sim)
{
    const struct slice_state *s = sim->slice;

    return !s || !s->wanted || s->stage == SLICE_NONE || s->stage == SLICE_DONE ||
           s->stage == SLICE_REFUSED;
}

void slice_work(struct sim *sim, int *units)
{
    struct slice_state *s = sim->slice;

    if (slice_is_done(sim))
        return;
    if (!is_sound(sim, s)) {
        s->stage = SLICE_NONE;
        s->view.known = false;
        return;
    }
    if (s->stage == SLICE_PLANE && slice_make_plane(sim, s, units) &&
        s->stage == SLICE_PLANE) {
        slice_show_paths(sim, s);
        slice_open(sim, s);
    }
    if (s->stage == SLICE_RASTER && slice_make_raster(sim, s, units))
        s->stage = SLICE_DONE;
}

const struct slice *slice_view(struct sim *sim)
{
    struct slice_state *s = sim->slice;
    struct slice *view = s ? &s->view : NULL;

    if (!s || !s->wanted || s->stage == SLICE_NONE || !is_sound(sim, s))
        return NULL;
    view->kind = s->ask.plane;
    view->taken = s->taken;
    view->words = s->words;
    view->run = -1;
    for (int i = 0; i < sim->runs; i++)
        if (sim->run[i]->id == s->id)
            view->run = i;
    view->raster = view->known ? &s->raster : NULL;
    view->paths = 0;
    if (view->known)
        slice_see_paths(sim, s);
    return view;
}

void slice_branch(struct sim *sim)
{
    struct slice_state *s = sim->slice;

    for (int i = 0; s && i < sim->runs; i++) {
        const struct run *run = sim->run[i];
        struct slice_way *way = &s->way[run->slot];

        while (way->id == run->id && way->count > 0 &&
               way->mark[way->count - 1].steps > run->steps)
            way->count--;
    }
}
