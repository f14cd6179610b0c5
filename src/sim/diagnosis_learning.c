/* Diagnoses of nets: what they learn, and by what steps. */
#include "sim/diagnoses.h"

#include <math.h>
#include <stdio.h>

#include "problem/net.h"
#include "sim/layers.h"

/* As panes write a share: all of a hundred only where nothing is wrong. */
static double percent(double share)
{
    return floor(100 * share + 1e-9);
}

/* plateau, of a net */

bool stalled_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    return run_is_whole(run) && run->path.still && !run->path.begun;
}

void stalled_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];

    snprintf(
        out, size,
        "%s is on a plateau: its loss stays at %s, and one answer to all rows has %s.",
        run->name, N(run_loss(sim, run)), N(run->path.chance));
}

/* memorizing */

bool memorizing_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    return run_is_whole(run) && path_memorizes(sim, run);
}

void memorizing_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    const struct path *p = &run->path;
    const struct figures *f = &p->judged;

    if (isnan(f->accuracy))
        snprintf(out, size,
                 "%s memorizes: its loss is %s where it trains, %s elsewhere, at step "
                 "%lld.",
                 run->name, N(f->loss), N(f->test_loss), (long long)p->judged_at);
    else
        snprintf(out, size,
                 "%s memorizes: %.0f%% right where it trains, %.0f%% elsewhere, at step "
                 "%lld.",
                 run->name, percent(f->accuracy), percent(f->test_accuracy),
                 (long long)p->judged_at);
}

/* large_updates */

bool large_updates_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    int whose;

    return !run->diverged &&
           layers_update(sim, run, &whose) > sim->thresholds.large_update;
}

void large_updates_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    int l = 0;
    double most = layers_update(sim, run, &l);

    snprintf(out, size,
             "%s takes large updates: one step moved layer %s by %s of its weights.",
             run->name, run_problem(sim, run)->layer[l].name, N(most));
}

/* small_updates */

bool small_updates_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    int whose;

    return run_is_whole(run) && !run->idle && !run->path.learnt &&
           layers_update(sim, run, &whose) < sim->thresholds.small_update;
}

void small_updates_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    int whose;

    snprintf(out, size,
             "%s takes small updates: no layer moved by more than %s of its weights.",
             run->name, N(layers_update(sim, run, &whose)));
}

/* The last two rows, of which at most one holds, and only where none above does. */

static bool is_well(struct sim *sim, int i)
{
    if (sim->run[i]->steps == 0)
        return false;
    for (const struct diagnosis *d = diagnoses(); d->name; d++)
        if (d->holds != little_learnt_holds && d->holds != healthy_holds &&
            diagnosis_holds(d, sim, i))
            return false;
    return true;
}

/* little_learnt */

bool little_learnt_holds(struct sim *sim, int i)
{
    return !sim->run[i]->path.begun && is_well(sim, i);
}

void little_learnt_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];

    snprintf(out, size,
             "%s has learnt little yet: its loss is %s, one answer to all rows has %s.",
             run->name, N(run_loss(sim, run)), N(run->path.chance));
}

/* healthy */

bool healthy_holds(struct sim *sim, int i)
{
    return sim->run[i]->path.begun && is_well(sim, i);
}

void healthy_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    int whose;
    double most = layers_update(sim, run, &whose);
    char steps[80] = "", ratio[80] = "it has but one layer";

    if (!isnan(most))
        snprintf(steps, sizeof steps, ", steps move %s of the weights at most", N(most));
    if (run->layers > 1)
        snprintf(ratio, sizeof ratio, "layer 1 gets %s times the last one's gradient",
                 N(run_ratio(sim, run)));
    snprintf(out, size, "%s is healthy: %s%s.", run->name, ratio, steps);
}
