/*
 * The whole state of an experiment as one block of bytes, put by every so many steps and
 * taken up again.
 */
#include <string.h>

#include "base/memory.h"
#include "sim/state.h"

/* What a checkpoint holds besides the runs, which follow it block by block. */
struct moment {
    int64_t step;
    uint64_t seed;
    double start[AXES];
    struct thresholds thresholds;
    int64_t ids;
    int runs, obeyed;
};

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

void sim_save(struct sim *sim)
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
    sim_forget_runs(sim);
    for (int i = 0; i < runs; i++) {
        struct run head;
        size_t size;

        memcpy(&head, from, sizeof head);
        size = run_bytes(&head);
        sim->run[i] = sim_take_block(sim, size);
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

void sim_restore_beginning(struct sim *sim)
{
    sim_forget_runs(sim);
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

static int64_t step_of(const unsigned char *from)
{
    struct moment moment;

    memcpy(&moment, from, sizeof moment);
    return moment.step;
}

void sim_jump(struct sim *sim, int64_t step)
{
    const unsigned char *from = history_find(&sim->history, step);

    if (step >= sim->step && (!from || step_of(from) <= sim->step))
        return;
    sim->seen = false;
    if (from)
        restore(sim, from);
    if (!from || !trails_fit(sim))
        sim_restore_beginning(sim);
    sim_obey_log(sim);
    own_tidy(sim);
    sim_free_blocks(sim);
}
