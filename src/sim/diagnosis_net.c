/*
 * Diagnoses of nets: what becomes of the gradient on its way back, and of the units it
 * passes.
 */
#include "sim/diagnoses.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "problem/net.h"
#include "sim/layers.h"

static double saturated(struct sim *sim, struct run *run, int l)
{
    struct layer_work work;

    return run_layer_work(sim, run, l, &work) ? work.saturated : 0;
}

static double dead(struct sim *sim, struct run *run, int l)
{
    struct layer_work work;

    return run_layer_work(sim, run, l, &work) ? work.dead : 0;
}

static double gradient(struct sim *sim, struct run *run, int l)
{
    return run_layer_gradient(sim, run, l);
}

static const char *name_of(const struct sim *sim, const struct run *run, int l)
{
    return run_problem(sim, run)->layer[l].name;
}

static double last_gradient(const struct sim *sim, const struct run *run)
{
    return run_layer_gradient(sim, run, run->layers - 1);
}

/* pretraining */

bool pretraining_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    return !run->diverged && run->occasion.pretrain > 0;
}

void pretraining_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    const struct pretraining *p = &run->pretraining;

    snprintf(out, size,
             "%s: pre-training layer %d of %d, step %lld of %lld: reconstruction error "
             "%s.",
             run->name, run->occasion.pretrain, run_problem(sim, run)->layers - 1,
             (long long)((run->steps - p->from) % p->steps + 1), (long long)p->steps,
             N(run->loss));
}

/* exploding */

bool exploding_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    for (int l = 0; l < run->layers; l++)
        if (layer_explodes(sim, run, l))
            return true;
    return false;
}

/* Where the last layer's is the greatest, there is nothing but its size to speak of. */
void exploding_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    int l;
    double most = layers_greatest(sim, run, gradient, &l);

    if (l < run->layers - 1)
        snprintf(out, size,
                 "%s explodes: layer %s has a gradient of %s, the last one of %s.",
                 run->name, name_of(sim, run, l), N(most), N(last_gradient(sim, run)));
    else
        snprintf(
            out, size, "%s explodes: layer %s has a gradient of %s, and weights of %s.",
            run->name, name_of(sim, run, l), N(most), N(run_layer_weight(sim, run, l)));
}

/* thin_batch */

bool thin_batch_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    return !run->diverged && run_is_thin(sim, run) &&
           run_usual_rows(sim, run) < ROWS_LEAST;
}

void thin_batch_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    int rows = run_usual_rows(sim, run);

    snprintf(out, size,
             "%s cannot learn: batch norm makes of %s the same whatever it was, and no "
             "gradient passes.",
             run->name, rows == 1 ? "a single row" : "two rows");
}

/* vanishing */

static int count_vanished(struct sim *sim, struct run *run)
{
    int count = 0;

    for (int l = 0; l < run->layers; l++)
        count += layer_vanishes(sim, run, l);
    return count;
}

bool vanishing_holds(struct sim *sim, int i)
{
    return !thin_batch_holds(sim, i) && count_vanished(sim, sim->run[i]) > 0;
}

static int first_vanished(struct sim *sim, struct run *run)
{
    int l = 0;

    while (l < run->layers - 1 && !layer_vanishes(sim, run, l))
        l++;
    return l;
}

/* The first is judged by the last; where all get next to nothing, by itself. */
void vanishing_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    int l = first_vanished(sim, run), whose = 0;
    double most = layers_greatest(sim, run, gradient, &whose);

    if (count_vanished(sim, run) < run->layers)
        snprintf(out, size,
                 "%s vanishes: layer %s gets a gradient of %s, the last one %s.",
                 run->name, name_of(sim, run, l), N(run_layer_gradient(sim, run, l)),
                 N(last_gradient(sim, run)));
    else if (!(layers_update(sim, run, &whose) < sim->thresholds.vanishing_update))
        snprintf(out, size, "%s vanishes: no layer gets a gradient of more than %s.",
                 run->name, N(most));
    else
        snprintf(out, size, "%s vanishes: no layer moved by more than %s of its weights.",
                 run->name, N(layers_update(sim, run, &whose)));
}

/* symmetric */

/* Every unit of a hidden layer has the weights of the first one. */
static bool is_alike(const struct run *run, const struct net_shape *s)
{
    const double *first = run->data + s->weights;
    size_t bytes = (size_t)s->inputs * sizeof(double);

    for (int u = 1; u < s->units; u++)
        if (memcmp(first, first + (size_t)u * (size_t)s->inputs, bytes) != 0)
            return false;
    return s->units > 1;
}

/* Units that are silent one by one, or add an input each, do not stay alike. */
static bool tells_units_apart(const struct net *net)
{
    return net_settings_of(net)->dropout > 0 || net_shape(net, 0).residual;
}

bool symmetric_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    const struct net *net = net_of(run_problem(sim, run));

    if (run->diverged || tells_units_apart(net))
        return false;
    for (int l = 0; l < run->layers - 1; l++) {
        const struct net_shape shape = net_shape(net, l);

        if (is_alike(run, &shape))
            return true;
    }
    return false;
}

void symmetric_say(struct sim *sim, int i, char *out, size_t size)
{
    snprintf(out, size,
             "%s is symmetric: all units of a layer have the same weights, get the same "
             "gradient, and stay alike.",
             sim->run[i]->name);
}

/* dead_units */

bool dead_units_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    int whose;

    return !run->diverged &&
           layers_greatest(sim, run, dead, &whose) > sim->thresholds.dead_share;
}

void dead_units_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    int l;
    double most = layers_greatest(sim, run, dead, &l);

    snprintf(
        out, size,
        "%s has dead units: %.0f%% of layer %s are silent for every row of the batch.",
        run->name, 100 * most, name_of(sim, run, l));
}

/* saturated */

bool saturated_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    int whose;

    return !run->diverged && !run->path.learnt &&
           layers_greatest(sim, run, saturated, &whose) > sim->thresholds.saturated_share;
}

void saturated_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    int l;
    double most = layers_greatest(sim, run, saturated, &l);

    snprintf(out, size,
             "%s is saturated: %.0f%% of layer %s are at the ends, where nothing slopes.",
             run->name, 100 * most, name_of(sim, run, l));
}
