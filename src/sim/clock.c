/* Time: steps, forward and back, in slices. */
#include <limits.h>

#include "sim/state.h"

enum { LONG = 1000 }; /* units of work: some milliseconds */

bool run_is_long(const struct sim *sim, const struct run *run)
{
    return problem_cost(run_problem(sim, run)) > LONG;
}

static struct run *find_fresh(const struct sim *sim)
{
    for (int i = 0; i < sim->runs; i++)
        if (sim->run[i]->fresh)
            return sim->run[i];
    return NULL;
}

bool sim_is_stepping(const struct sim *sim)
{
    return sim->stride.on || find_fresh(sim);
}

/* Fresh runs look around; true when all have. */
static bool greet(struct sim *sim, int *slice)
{
    struct run *run = find_fresh(sim);

    while (run && *slice > 0 && run_greet(sim, run, slice))
        run = find_fresh(sim);
    return !run;
}

bool sim_is_seeking(const struct sim *sim)
{
    return sim->step != sim->target;
}

int64_t sim_way(const struct sim *sim, int64_t *from)
{
    *from = sim->sought_from;
    return sim->target;
}

bool sim_steps_are_long(const struct sim *sim)
{
    int64_t units = 0;

    for (int i = 0; i < sim->runs; i++)
        if (!sim->run[i]->diverged)
            units += problem_cost(run_problem(sim, sim->run[i]));
    return units > LONG;
}

void sim_be_patient(struct sim *sim, enum patience patience)
{
    sim->patience = patience;
}

/* Until a long one is made there is nothing new to be seen. */
static bool begin_step(struct sim *sim, int *slice)
{
    if (!sharpness_settle(sim, slice))
        return false;
    sim->stride.shows = sim->patience != PATIENCE_NONE && sim_steps_are_long(sim);
    if (sim->stride.shows && !sim->seen)
        sim_snapshot(sim);
    sim->stride.on = true;
    sim->stride.run = sim->stride.phase = 0;
    return true;
}

/* All have made the step. */
static void end_step(struct sim *sim)
{
    sim->stride.on = false;
    sim->seen = false;
    sim->step++;
    if (history_is_due(&sim->history, sim->step))
        sim_save(sim);
    if (sim->obeyed < sim->logged)
        sim_obey_log(sim);
}

/* Goes on with a step, the present one or the next; true when it has been made. */
static bool advance(struct sim *sim, int *slice)
{
    struct stride *stride = &sim->stride;

    if (!stride->on && (!greet(sim, slice) || !begin_step(sim, slice)))
        return false;
    while (*slice > 0 && stride->run < sim->runs)
        stride->run += run_go_on(sim, sim->run[stride->run], slice);
    if (stride->run < sim->runs)
        return false;
    *slice -= 1;
    end_step(sim);
    return true;
}

bool sim_step_on(struct sim *sim, int *slice)
{
    bool seeks = sim_is_seeking(sim);

    if (!advance(sim, slice))
        return false;
    if (!seeks)
        sim->target = sim->step;
    if (sim->step > sim->furthest)
        sim->furthest = sim->step;
    return true;
}

bool sim_go_on(struct sim *sim, int *slice)
{
    if (!greet(sim, slice))
        return false;
    while (*slice > 0 && (sim->stride.on || sim_is_seeking(sim)))
        sim_step_on(sim, slice);
    return !sim->stride.on && !sim_is_seeking(sim);
}

void sim_finish_step(struct sim *sim)
{
    int slice = INT_MAX;

    while (!greet(sim, &slice))
        slice = INT_MAX;
    while (sim->stride.on && !sim_step_on(sim, &slice))
        slice = INT_MAX;
}

void sim_finish_seek(struct sim *sim)
{
    int slice = INT_MAX;

    while (!sim_go_on(sim, &slice))
        slice = INT_MAX;
}

void sim_step(struct sim *sim)
{
    int slice = INT_MAX;

    sim_finish_seek(sim);
    while (!sim_step_on(sim, &slice))
        slice = INT_MAX;
    sharpness_finish_due(sim);
}

void sim_seek(struct sim *sim, int64_t step)
{
    sim_finish_step(sim);
    step = step < 0 ? 0 : step > sim->furthest ? sim->furthest : step;
    if (step != sim->step)
        sim_jump(sim, step);
    sim->sought_from = sim->step;
    sim->target = step;
}

void sim_stay(struct sim *sim)
{
    sim->target = sim->step + sim->stride.on;
}

void sim_back(struct sim *sim, int64_t steps)
{
    sim_seek(sim, steps > sim->step ? 0 : sim->step - steps);
    sim_finish_seek(sim);
}

void sim_reset(struct sim *sim)
{
    sim->stride.on = false;
    sim->stride.greeted = 0;
    sim->target = sim->step;
    sim->seen = false;
    sim_branch(sim);
    for (int i = 0; i < sim->logged; i++)
        sim->log[i].step = 0;
    history_forget_after(&sim->history, -1);
    sharpness_reset(sim);
    sim_restore_beginning(sim);
    sim_obey_log(sim);
    own_tidy(sim);
    sim_free_blocks(sim);
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
