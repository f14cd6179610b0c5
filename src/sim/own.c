/*
 * Settings of the problem that are one runner's own: such a runner has a problem for
 * itself, which is the common one but for those.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "problem/net.h"
#include "sim/state.h"

_Static_assert((int)NET_SETTING(loss) <= (int)OWN_MAX, "each may be a runner's own");

static int place_of(const struct own *own, int row)
{
    int at = 0;

    while (at < own->count && own->list[at].row != row)
        at++;
    return at;
}

bool own_has(const struct own *own, int row)
{
    return place_of(own, row) < own->count;
}

void own_put(struct own *own, int row, double value)
{
    int at = place_of(own, row);

    own->list[at] = (struct own_value){.row = row, .value = value};
    own->count += at == own->count;
}

static void take_out(struct own *own, int row)
{
    int at = place_of(own, row);

    own->count--;
    memmove(&own->list[at], &own->list[at + 1],
            (size_t)(own->count - at) * sizeof own->list[0]);
}

static bool is_of_nets(const char *name)
{
    for (size_t i = 0; i < NET_SETTINGS; i++)
        if (strcmp(net_row(i)->name, name) == 0)
            return true;
    return false;
}

int sim_find_constant(const struct sim *sim, const char *name)
{
    for (int i = 0; i < sim->problem->constants; i++)
        if (strcmp(sim->problem->rows[i].name, name) == 0)
            return i;
    return -1;
}

int own_find(const struct sim *sim, const char *name)
{
    int row = sim_find_constant(sim, name);

    return row < sim->problem->own_rows ? row : -1;
}

bool own_refuses(const struct sim *sim, const char *name, struct err *err)
{
    if (sim_find_constant(sim, name) >= 0)
        return !fail(err, "%s is the same for all runners: set %s VALUE changes it", name,
                     name);
    return is_of_nets(name) &&
           !fail(err,
                 "%s is for nets, and here is a landscape: a runner has lr, clip, ...",
                 name);
}

/* Variants */

void own_begin(struct sim *sim, struct variant *v)
{
    sim_make_room(sim, v->problem);
    sim->looked.id = 0;
    v->begin = memory_resize(v->begin, (size_t)v->problem->n, sizeof(double));
    v->problem->kind->start(v->problem, v->begin);
}

/* A problem of its own for the runner in this slot, the common one as yet. */
static struct variant *open(struct sim *sim, int slot)
{
    struct variant *v = &sim->variant[slot];

    if (!v->problem)
        *v = (struct variant){.problem = sim->problem->kind->twin(sim->problem),
                              .seed = sim->seed};
    return v;
}

void own_close(struct sim *sim, int slot)
{
    struct variant *v = &sim->variant[slot];

    if (!v->problem)
        return;
    sharpness_forget(sim);
    sim->stands = false;
    problem_free(v->problem);
    free(v->begin);
    *v = (struct variant){0};
    sim->looked.id = 0;
}

/* Whoever had this slot before may have left a variant behind. */
static void open_anew(struct sim *sim, int slot)
{
    own_close(sim, slot);
    own_begin(sim, open(sim, slot));
}

void own_settle(struct sim *sim, const struct run *run)
{
    size_t size = (size_t)sim->problem->constants * sizeof(double);
    struct variant *v;

    if (run->own.count == 0)
        return;
    v = open(sim, run->slot);
    memcpy(sim->tried, sim->problem->values, size);
    for (int i = 0; i < run->own.count; i++)
        sim->tried[run->own.list[i].row] = run->own.list[i].value;
    if (v->begin && v->seed == sim->seed &&
        memcmp(v->problem->values, sim->tried, size) == 0)
        return;
    memcpy(v->problem->values, sim->tried, size);
    v->seed = sim->seed;
    sim_settle(sim, v->problem);
    own_begin(sim, v);
}

void own_tidy(struct sim *sim)
{
    bool used[RUNS_MAX] = {false};

    for (int i = 0; i < sim->runs; i++)
        used[sim->run[i]->slot] = sim->run[i]->own.count > 0;
    for (int slot = 0; slot < RUNS_MAX; slot++)
        if (!used[slot])
            own_close(sim, slot);
}

/* Changes */

struct variant *own_variant(struct sim *sim, const struct problem *p)
{
    int slot = 0;

    while (sim->variant[slot].problem != p)
        slot++;
    return &sim->variant[slot];
}

void own_follow_seed(struct sim *sim)
{
    for (int i = 0; i < sim->runs; i++)
        if (sim->run[i]->own.count > 0) {
            struct variant *v = &sim->variant[sim->run[i]->slot];

            v->seed = sim->seed;
            sim_follow(sim, v->problem, sim_settle(sim, v->problem));
        }
}

void own_follow_common(struct sim *sim, int row, double value)
{
    for (int i = 0; i < sim->runs; i++) {
        const struct run *run = sim->run[i];

        if (run->own.count > 0 && !own_has(&run->own, row))
            sim_change(sim, run_problem(sim, run), row, value);
    }
}

/* What is as with everybody else is not its own any more. */
static void give_up(struct sim *sim, struct run *run, int row)
{
    take_out(&run->own, row);
    if (run->own.count == 0)
        own_close(sim, run->slot);
}

bool own_set(struct sim *sim, int i, const struct own_value *to, struct err *err)
{
    struct run *run = sim->run[i];
    struct problem *p = run_problem(sim, run);
    enum settled settled;

    if (p->values[to->row] == to->value)
        return true;
    memcpy(sim->tried, p->values, (size_t)p->constants * sizeof(double));
    sim->tried[to->row] = to->value;
    if (!p->kind->accepts(p, sim->tried, err))
        return false;
    if (run->own.count == 0)
        open_anew(sim, run->slot);
    own_put(&run->own, to->row, to->value);
    settled = sim_change(sim, run_problem(sim, run), to->row, to->value);
    if (sim->problem->values[to->row] == to->value)
        give_up(sim, sim->run[i], to->row);
    sim_note_change(sim, settled);
    return true;
}
