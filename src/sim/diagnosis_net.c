/*
 * Diagnoses of nets: what becomes of the gradient on its way back, and of the units it
 * passes.
 */
#include "sim/diagnoses.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "problem/net.h"

/* The layers by some number of theirs: the greatest, and whose it is. */
struct greatest {
    double value;
    int layer;
};

/* As panes write a share: all of a hundred only where nothing is wrong. */
static double percent(double share)
{
    return floor(100 * share + 1e-9);
}

typedef double layer_number(struct sim *sim, struct run *run, int l);

static struct greatest find_greatest(struct sim *sim, struct run *run, layer_number *of)
{
    struct greatest best = {.value = -INFINITY};

    for (int l = 0; l < run_problem(sim, run)->layers; l++) {
        double value = of(sim, run, l);

        if (value > best.value)
            best = (struct greatest){.value = value, .layer = l};
    }
    return best;
}

static double gradient(struct sim *sim, struct run *run, int l)
{
    return run_layer_gradient(sim, run, l);
}

static double update(struct sim *sim, struct run *run, int l)
{
    return run_layer_update(sim, run, l);
}

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

static const char *name_of(const struct sim *sim, const struct run *run, int l)
{
    return run_problem(sim, run)->layer[l].name;
}

static double last_gradient(const struct sim *sim, const struct run *run)
{
    return run_layer_gradient(sim, run, run_problem(sim, run)->layers - 1);
}

/*
 * The greatest share of its weights by which a layer was moved; nan before the first
 * update of the net as it is.
 */
static double largest_update(struct sim *sim, struct run *run)
{
    return run->steps && !run->renewed ? find_greatest(sim, run, update).value : NAN;
}

/* The gradients of all layers are those of one loss. */
static bool is_whole(const struct run *run)
{
    return !run->diverged && run->occasion.pretrain == 0;
}

/*
 * What is left of the loss, as a share of what can be learnt: 1 for one answer to all
 * rows, 0 where only the noise of the labels is left.
 */
static double left_to_learn(struct sim *sim, struct run *run)
{
    const struct net *net = net_of(run_problem(sim, run));
    double floor = net_floor(net);

    return (run_loss(sim, run) - floor) / (net_chance(net) - floor);
}

/* Who has learnt may rest. */
static bool has_learnt(struct sim *sim, struct run *run)
{
    return left_to_learn(sim, run) < sim->thresholds.learnt_left;
}

/* Better than one answer to all rows, and clearly so. */
static bool has_begun(struct sim *sim, struct run *run)
{
    return left_to_learn(sim, run) < sim->thresholds.plateau_left;
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
    struct run *run = sim->run[i];
    const struct thresholds *t = &sim->thresholds;

    return is_whole(run) &&
           (run_ratio(sim, run) > t->exploding_ratio ||
            find_greatest(sim, run, gradient).value > t->exploding_gradient);
}

void exploding_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    struct greatest most = find_greatest(sim, run, gradient);

    snprintf(out, size, "%s explodes: layer %s has a gradient of %s, the last one of %s.",
             run->name, name_of(sim, run, most.layer), N(most.value),
             N(last_gradient(sim, run)));
}

/* vanishing */

bool vanishing_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    const struct thresholds *t = &sim->thresholds;

    return is_whole(run) &&
           (run_ratio(sim, run) < t->vanishing_ratio ||
            (largest_update(sim, run) < t->vanishing_update && !has_learnt(sim, run)));
}

void vanishing_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];

    if (run_ratio(sim, run) < sim->thresholds.vanishing_ratio)
        snprintf(
            out, size, "%s vanishes: layer 1 gets a gradient of %s, the last one %s.",
            run->name, N(run_layer_gradient(sim, run, 0)), N(last_gradient(sim, run)));
    else
        snprintf(out, size, "%s vanishes: no layer moved by more than %s of its weights.",
                 run->name, N(largest_update(sim, run)));
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

    return !run->diverged &&
           find_greatest(sim, run, dead).value > sim->thresholds.dead_share;
}

void dead_units_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    struct greatest most = find_greatest(sim, run, dead);

    snprintf(
        out, size,
        "%s has dead units: %.0f%% of layer %s are silent for every row of the batch.",
        run->name, 100 * most.value, name_of(sim, run, most.layer));
}

/* saturated */

bool saturated_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];

    return !run->diverged &&
           find_greatest(sim, run, saturated).value > sim->thresholds.saturated_share &&
           !has_learnt(sim, run);
}

void saturated_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    struct greatest most = find_greatest(sim, run, saturated);

    snprintf(out, size,
             "%s is saturated: %.0f%% of layer %s are at the ends, where nothing slopes.",
             run->name, 100 * most.value, name_of(sim, run, most.layer));
}

/* plateau, of a net */

enum { STILL = 50 /* steps that the averages of the loss need */ };

bool stalled_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    const struct path *p = &run->path;
    const struct thresholds *t = &sim->thresholds;

    return is_whole(run) && run->steps - p->loss_since >= STILL &&
           fabs(p->loss - p->slow_loss) < t->plateau_moved * p->slow_loss &&
           left_to_learn(sim, run) > t->plateau_left;
}

void stalled_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];

    snprintf(
        out, size,
        "%s is on a plateau: its loss stays at %s, and one answer to all rows has %s.",
        run->name, N(run_loss(sim, run)), N(net_chance(net_of(run_problem(sim, run)))));
}

/* memorizing */

bool memorizing_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    const struct figures *f = run_figures(sim, run);
    const struct thresholds *t = &sim->thresholds;

    if (!is_whole(run) || run->steps == 0 || !has_begun(sim, run))
        return false;
    if (isnan(f->accuracy))
        return f->test_loss > t->memorizing_factor * f->loss;
    return f->accuracy - f->test_accuracy > t->memorizing_gap && f->test_loss > f->loss;
}

void memorizing_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    const struct figures *f = run_figures(sim, run);

    if (isnan(f->accuracy))
        snprintf(out, size,
                 "%s memorizes: its loss is %s where it trains, %s on what it has not "
                 "seen.",
                 run->name, N(f->loss), N(f->test_loss));
    else
        snprintf(
            out, size,
            "%s memorizes: %.0f%% right where it trains, %.0f%% of what it has not seen.",
            run->name, percent(f->accuracy), percent(f->test_accuracy));
}

/* large_updates */

bool large_updates_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];

    return !run->diverged && largest_update(sim, run) > sim->thresholds.large_update;
}

void large_updates_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    struct greatest most = find_greatest(sim, run, update);

    snprintf(out, size,
             "%s takes large updates: one step moved layer %s by %s of its weights.",
             run->name, name_of(sim, run, most.layer), N(most.value));
}

/* small_updates */

bool small_updates_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];

    return !run->diverged && largest_update(sim, run) < sim->thresholds.small_update &&
           !has_learnt(sim, run);
}

void small_updates_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];

    snprintf(out, size,
             "%s takes small updates: no layer moved by more than %s of its weights.",
             run->name, N(largest_update(sim, run)));
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
    return left_to_learn(sim, sim->run[i]) >= sim->thresholds.plateau_left &&
           is_well(sim, i);
}

void little_learnt_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];

    snprintf(out, size,
             "%s has learnt little yet: its loss is %s, one answer to all rows has %s.",
             run->name, N(run_loss(sim, run)),
             N(net_chance(net_of(run_problem(sim, run)))));
}

/* healthy */

bool healthy_holds(struct sim *sim, int i)
{
    return has_begun(sim, sim->run[i]) && is_well(sim, i);
}

void healthy_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    double most = largest_update(sim, run);
    char steps[80] = "", ratio[80] = "it has but one layer";

    if (!isnan(most))
        snprintf(steps, sizeof steps, ", steps move %s of the weights at most", N(most));
    if (run->layers > 1)
        snprintf(ratio, sizeof ratio, "layer 1 gets %s times the last one's gradient",
                 N(run_ratio(sim, run)));
    snprintf(out, size, "%s is healthy: %s%s.", run->name, ratio, steps);
}
