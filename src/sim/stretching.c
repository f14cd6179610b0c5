/* The Jacobians of nets that panes ask for, worked off run by run. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "problem/net_jacobian.h"
#include "sim/layers.h"

/* What was found of a run, and where it stood. */
struct finding_of {
    struct stamp stamp; /* id 0: nothing */
    int layers;
    struct stretch layer[DEPTH_MAX + 1];
};

struct stretching {
    bool wanted[RUNS_MAX]; /* by its place in the race */
    struct jacobians *jacobians;
    struct stamp under_way;            /* id 0: none */
    int slot;                          /* whose they are */
    struct finding_of found[RUNS_MAX]; /* by slot */
};

static struct stretching *stretching_of(struct sim *sim)
{
    struct work *work = &sim->work;

    if (!work->stretching) {
        work->stretching = memory_new(1, sizeof *work->stretching);
        work->stretching->jacobians = jacobians_new();
    }
    return work->stretching;
}

void stretching_free(struct stretching *s)
{
    if (s)
        jacobians_free(s->jacobians);
    free(s);
}

void stretching_ask(struct sim *sim, const struct ask *ask)
{
    struct stretching *s = stretching_of(sim);

    for (int i = 0; i < sim->runs; i++)
        if (ask->run < 0 || ask->run == i)
            s->wanted[i] = true;
}

void stretching_ask_none(struct sim *sim)
{
    if (sim->work.stretching)
        memset(sim->work.stretching->wanted, 0, sizeof sim->work.stretching->wanted);
}

static bool is_known(const struct sim *sim, const struct run *run)
{
    struct stamp stamp = stamp_of(sim, run);

    return same_stamp(&sim->work.stretching->found[run->slot].stamp, &stamp);
}

/* The next run of which Jacobians are missing, or NULL. */
static struct run *next_run(const struct sim *sim)
{
    for (int i = 0; sim->work.stretching && i < sim->runs; i++) {
        struct run *run = sim->run[i];

        if (sim->work.stretching->wanted[i] && !run->diverged &&
            net_of(run_problem(sim, run)) && !is_known(sim, run))
            return run;
    }
    return NULL;
}

bool stretching_is_done(const struct sim *sim)
{
    return !next_run(sim);
}

/* The weights are copied, so that the run may go on meanwhile. */
static void begin(struct sim *sim, struct run *run)
{
    struct stretching *s = sim->work.stretching;

    run_look(sim, run);
    jacobians_begin(s->jacobians, net_of(run_problem(sim, run)), run_x(run));
    s->under_way = stamp_of(sim, run);
    s->slot = run->slot;
    s->found[s->slot].layers = run->layers;
}

static void keep(struct stretching *s)
{
    struct finding_of *found = &s->found[s->slot];

    memcpy(found->layer, jacobians_found(s->jacobians),
           (size_t)found->layers * sizeof *found->layer);
    found->stamp = s->under_way;
    s->under_way.id = 0;
}

void stretching_work(struct sim *sim, int *slice)
{
    struct stretching *s = sim->work.stretching;
    struct run *run = next_run(sim);

    if (!run)
        return;
    if (s->under_way.changes != sim->changes || s->under_way.id != run->id)
        begin(sim, run);
    if (jacobians_work(s->jacobians, slice))
        keep(s);
}

void stretching_see(const struct sim *sim, const struct run *run, struct run_view *view,
                    struct layer_view *list)
{
    const struct stretching *s = sim->work.stretching;
    const struct finding_of *found = s ? &s->found[run->slot] : NULL;
    bool there =
        found && found->stamp.id == run->id && found->stamp.changes == sim->changes;

    view->stretched = there ? found->stamp.steps : -1;
    view->stretching =
        s && s->under_way.id == run->id ? jacobians_share(s->jacobians) : 0;
    for (int l = 0; l < run->layers; l++) {
        list[l].jacobian = there ? found->layer[l].layer : NAN;
        list[l].product = there ? found->layer[l].product : NAN;
    }
}
