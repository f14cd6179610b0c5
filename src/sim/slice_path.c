/*
 * The ways of runs through the space of weights, as far as checkpoints tell of them, and
 * what a plane shows of them.
 */
#include <math.h>
#include <string.h>

#include "math/kernels.h"
#include "sim/slice.h"

/* A share of the path: when so much more of it is outside, its axes are others. */
static const double MUCH_MORE = 0.25;

/* Checkpoints of this run up to its present. */
static int count_known(const struct sim *sim, const struct run *run)
{
    int count = 0;
    int64_t steps;

    for (int i = 0; i < sim->history.count; i++)
        count +=
            sim_checkpoint(sim, i, run->id, &steps) && steps > 0 && steps < run->steps;
    return count;
}

/* Where it began, then checkpoints evenly, at most `most` in all; how many. */
static int gather(const struct sim *sim, const struct run *run,
                  struct slice_place place[SLICE_PLACES], int most)
{
    int known = count_known(sim, run), every = known / most + 1, at = 0, count = 0;
    int64_t steps;

    if (run->steps > 0)
        place[count++] = (struct slice_place){.x = run_begin(sim, run)};
    for (int i = 0; i < sim->history.count && count < most; i++) {
        const double *x = sim_checkpoint(sim, i, run->id, &steps);

        if (x && steps > 0 && steps < run->steps && at++ % every == every - 1)
            place[count++] = (struct slice_place){.x = x, .steps = steps};
    }
    return count;
}

void slice_take_path(struct sim *sim, struct slice_state *s, struct run *run)
{
    struct slice_place place[SLICE_PLACES];

    s->places = gather(sim, run, place, s->most);
    for (int i = 0; i < s->places; i++)
        for (size_t k = 0; k < s->n; k++)
            s->place[(size_t)i * s->n + k] = place[i].x[k] - s->centre[k];
}

struct slice_point slice_project(struct slice_state *s, const double *x, int64_t steps)
{
    const struct matrix_kernels *m = kernels_best()->matrix;

    for (size_t k = 0; k < s->n; k++)
        s->probe[k] = x[k] - s->centre[k];
    return (struct slice_point){.x = m->dot(s->n, s->probe, s->axis[0]),
                                .y = m->dot(s->n, s->probe, s->axis[1]),
                                .far = sqrt(m->dot(s->n, s->probe, s->probe)),
                                .steps = steps};
}

/* What of the squared distances of the way and its head is not in the plane. */
static double outside(const struct slice_path *path)
{
    double all = 0, within = 0;

    for (int i = 0; i <= path->count; i++) {
        const struct slice_point *p = i < path->count ? &path->point[i] : &path->head;

        all += p->far * p->far;
        within += p->x * p->x + p->y * p->y;
    }
    return all > 0 ? fmax(0, 1 - within / all) : NAN;
}

/* The ground is that of one net: who minimizes another loss has no place on it. */
static bool is_shown(const struct sim *sim, const struct slice_state *s,
                     const struct run *run)
{
    const struct problem *p = run_problem(sim, run);

    return (size_t)run->n == s->n &&
           memcmp(p->values, s->values, (size_t)p->constants * sizeof(double)) == 0;
}

static void show_path(struct sim *sim, struct slice_state *s, struct run *run)
{
    struct slice_place place[SLICE_PLACES];
    struct slice_way *way = &s->way[run->slot];
    int count = gather(sim, run, place, s->most);

    way->id = run->id;
    way->count = count;
    for (int i = 0; i < count; i++)
        way->mark[i] = slice_project(s, place[i].x, place[i].steps);
}

void slice_show_paths(struct sim *sim, struct slice_state *s)
{
    const struct slice_way *own;

    for (int i = 0; i < RUNS_MAX; i++)
        s->way[i].id = 0;
    for (int i = 0; i < sim->runs; i++)
        if (is_shown(sim, s, sim->run[i]))
            show_path(sim, s, sim->run[i]);
    own = &s->way[slice_run(sim, s->id)->slot];
    s->outside = outside(&(struct slice_path){.point = own->mark, .count = own->count});
}

/* A run that came after the slice was taken has a way, too. */
static struct slice_way *way_of(struct sim *sim, struct slice_state *s, struct run *run)
{
    struct slice_way *way = &s->way[run->slot];

    if (way->id != run->id)
        show_path(sim, s, run);
    return way;
}

static void add_mark(struct slice_way *way, struct slice_point mark)
{
    int kept = 0;

    if (way->count > 0 && way->mark[way->count - 1].steps >= mark.steps)
        return;
    if (way->count == SLICE_MARKS) {
        for (int i = 0; i < SLICE_MARKS; i += 2)
            way->mark[kept++] = way->mark[i];
        way->count = kept;
    }
    way->mark[way->count++] = mark;
}

static double away(const struct slice_point *p)
{
    return sqrt(fmax(0, p->far * p->far - p->x * p->x - p->y * p->y));
}

static struct slice_path see_path(struct sim *sim, struct slice_state *s, struct run *run)
{
    struct slice_way *way = way_of(sim, s, run);
    struct slice_path path = {
        .point = way->mark,
        .head = slice_project(s, run_x(run), run->steps),
    };

    add_mark(way, path.head);
    while (path.count < way->count && way->mark[path.count].steps < run->steps)
        path.count++;
    path.outside = outside(&path);
    path.away = away(&path.head);
    return path;
}

void slice_see_paths(struct sim *sim, struct slice_state *s)
{
    for (int i = 0; i < sim->runs; i++) {
        struct slice_path *path = &s->view.path[s->view.paths];

        if (!is_shown(sim, s, sim->run[i]))
            continue;
        *path = see_path(sim, s, sim->run[i]);
        path->run = i;
        s->view.paths++;
    }
}

bool slice_is_stale(struct sim *sim, struct slice_state *s, struct run *run)
{
    return s->ask.plane == PLANE_PATH &&
           see_path(sim, s, run).outside > s->outside + MUCH_MORE;
}
