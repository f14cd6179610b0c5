/* The exact figures of large nets, worked off while nobody waits for them. */
#include <math.h>

#include "sim/state.h"

#define LONG 0x1p26 /* multiplications: some milliseconds */

static bool figures_are_long(const struct sim *sim, const struct run *run)
{
    const struct problem *p = run_problem(sim, run);

    return p->kind->assess && (double)p->n * p->examples > LONG;
}

bool figures_may_wait(const struct sim *sim, const struct run *run)
{
    if (!sim->hurries || sim->patience == PATIENCE_NONE)
        return false;
    return figures_are_long(sim, run) ||
           (sim->patience == PATIENCE_MUCH && run->figures_steps >= 0);
}

static bool needs(const struct sim *sim, const struct run *run)
{
    return !run->figured && figures_are_long(sim, run);
}

/* The next run whose figures are missing, or NULL. */
static struct run *next(const struct sim *sim)
{
    for (int i = 0; sim->patience && i < sim->runs; i++)
        if (needs(sim, sim->run[i]))
            return sim->run[i];
    return NULL;
}

bool figures_are_done(const struct sim *sim)
{
    return !next(sim);
}

static bool is_of(const struct figuring *f, const struct sim *sim, const struct run *run)
{
    return f->id == run->id && f->steps == run->steps && f->changes == sim->changes;
}

bool sim_is_figuring(const struct sim *sim)
{
    const struct run *run = next(sim);

    return run && is_of(&sim->figuring, sim, run);
}

void figures_work(struct sim *sim, int *slice)
{
    struct figuring *f = &sim->figuring;
    struct run *run = next(sim);

    if (!run)
        return;
    if (!is_of(f, sim, run))
        *f = (struct figuring){.id = run->id,
                               .steps = run->steps,
                               .changes = sim->changes,
                               .assessment = {.at = run_x(run)}};
    if (!problem_assess(run_problem(sim, run), &f->assessment, slice))
        return;
    run->figures = f->assessment.out;
    run->figured = true;
    run->figures_steps = run->steps;
    f->id = 0;
}
