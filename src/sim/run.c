/* One runner: its flat block, one update of it, and what it knows of where it stands. */
#include "sim/state.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/elementary.h"
#include "problem/net.h"

static size_t doubles_of(const struct problem *p, const struct optimizer *o,
                         const struct settings *set)
{
    size_t n = (size_t)p->n, layers = (size_t)p->layers;

    return n * (run_own_vectors(p->layers) + (size_t)optimizer_vectors(o, set) +
                (set->average != AVERAGE_NONE)) +
           (size_t)optimizer_scalars(o, set) + LAYER_PAST * layers;
}

/* What an update of such a run needs besides its own block. */
static void make_room(struct sim *sim, const struct run *run)
{
    size_t vectors = (size_t)optimizer_scratch(run->optimizer, &run->set) + 1;
    size_t room =
        update_has_parts(run->optimizer) ? UPDATE_PART : vectors * (size_t)run->n;

    if (room > sim->scratch_room) {
        sim->scratch_room = room;
        sim->scratch = memory_resize(sim->scratch, sim->scratch_room, sizeof(double));
    }
    sim_make_noise_room(sim, run);
    if (sim_has_surface(sim) && run_bytes(run) > sim->spare_room) {
        sim->spare_room = run_bytes(run);
        sim->spare = memory_resize(sim->spare, sim->spare_room, 1);
    }
}

struct run *run_new(struct sim *sim, const struct run *head)
{
    const struct problem *p;
    struct run *run;
    size_t doubles, own; /* those of a net's own vectors are all written to */

    own_settle(sim, head);
    p = run_problem(sim, head);
    doubles = doubles_of(p, head->optimizer, &head->set);
    own = p->layers ? (size_t)p->n * run_own_vectors(p->layers) : 0;
    run = sim_take_block(sim, sizeof *run + doubles * sizeof(double));
    memset(run, 0, sizeof *run);
    memset(run->data + own, 0, (doubles - own) * sizeof(double));
    run->optimizer = head->optimizer;
    strcpy(run->name, head->name);
    run->slot = head->slot;
    run->twin_of = head->twin_of;
    run->twin_in = head->twin_in;
    run->pretraining.steps = head->pretraining.steps;
    run->doubles = doubles;
    run->n = p->n;
    run->layers = p->layers;
    run->set = head->set;
    run->own = head->own;
    run->memory = schedule_start();
    run->figures = (struct figures){NAN, NAN, NAN, NAN};
    run->figures_steps = -1;
    make_room(sim, run);
    return run;
}

void run_observe_begin(struct sim *sim, struct run *run, struct evaluation *e)
{
    run_meet(sim, run);
    *e = (struct evaluation){.at = run_x(run), .g = run_gradient(run)};
}

void run_observe_end(struct run *run, const struct evaluation *e)
{
    run->loss = e->value;
    run->figured = run->weighed = run->looked = false;
}

void run_observe(struct sim *sim, struct run *run)
{
    struct evaluation e;
    int slice = INT_MAX;

    run_observe_begin(sim, run, &e);
    while (!problem_evaluate(run_problem(sim, run), &e, &slice))
        slice = INT_MAX;
    run_observe_end(run, &e);
    for (int l = 0; l < run->layers; l++)
        layers_observe(sim, run, l);
    layers_observed(sim, run);
    if (run->occasion.pretrain)
        run_figures(sim, run);
}

bool run_is_lost(double value)
{
    return !(fabs(value) <= DIVERGED_AT);
}

void run_lose(struct run *run, int64_t step, int at, double value)
{
    run->diverged = true;
    run->lost_step = step;
    run->lost_at = at;
    run->lost_layer = -1;
    run->lost_value = value;
}

void run_lose_loss(struct sim *sim, struct run *run, int64_t step)
{
    struct net *net = net_of(run_problem(sim, run));

    run_lose(run, step, -1, run->loss);
    if (net)
        run->lost_layer = net_lost(net);
}

void run_put(struct sim *sim, struct run *run, const double *x)
{
    memcpy(run_x(run), x, (size_t)run->n * sizeof(double));
    memcpy(run_previous(run), x, (size_t)run->n * sizeof(double));
    memcpy(run->origin, x, (size_t)(run->n < AXES ? run->n : AXES) * sizeof(double));
    run_begin_data(run);
    run->occasion.pretrain = run_pretrains(sim, run, run->steps);
}

void run_arrive(struct sim *sim, struct run *run)
{
    run->fresh = false;
    layers_forget(run);
    run->averaged = 0;
    run->diverged = false;
    if (run_is_lost(run->loss))
        run_lose_loss(sim, run, 0);
    path_start(sim, run);
    layers_follow(sim, run);
}

void run_place(struct sim *sim, struct run *run, const double *x)
{
    run_put(sim, run, x);
    run_observe(sim, run);
    run_arrive(sim, run);
}

double run_rate(const struct run *run)
{
    return schedule_rate(&run->set, &run->memory, (double)run->steps);
}

double run_grad_norm(const struct run *run)
{
    const double *g = run->data + run->n;
    double sum = 0;

    for (int l = 0; l < run->layers; l++)
        sum += run_layers_past(run)[l].squares;
    for (int i = 0; i < run->n && run->layers == 0; i++)
        sum += g[i] * g[i];
    if (isfinite(sum) && sum > 1e-280)
        return sqrt(sum);
    sum = 0;
    for (int i = 0; i < run->n; i++)
        sum = math_hypot(sum, g[i]);
    return sum;
}

double run_distance(const struct sim *sim, struct run *run)
{
    double sum = 0;

    layers_weigh_all(sim, run);
    for (int l = 0; l < run->layers; l++)
        sum += run_layers_past(run)[l].away;
    if (run->layers > 0)
        return sqrt(sum);
    for (int i = 0; i < run->n && i < AXES; i++)
        sum = math_hypot(sum, run->data[i] - run->origin[i]);
    return sum;
}

struct step run_next_step(struct sim *sim, struct run *run)
{
    return (struct step){.set = &run->set,
                         .n = run->n,
                         .t = run->t + 1,
                         .lr = run_rate(run),
                         .x = run_x(run),
                         .g = sim->scratch,
                         .vectors = run_vectors(run),
                         .scalars = run_scalars(run),
                         .scratch = sim->scratch + run->n};
}

const double *run_mean(struct run *run)
{
    const struct optimizer *o = run->optimizer;

    if (run->averaged > 0)
        return run_average(run);
    return o->has_mean && o->has_mean(&run->set, run->t) ? run_vectors(run) : NULL;
}

/* The number that passed: x, y, or one of a layer's. */
static void name_lost(const struct sim *sim, const struct run *run, char *out,
                      size_t size)
{
    const struct problem *p = run_problem(sim, run);

    if (run->lost_at < 0)
        snprintf(out, size, "the loss");
    for (int l = 0; run->lost_at >= 0 && l < p->layers; l++)
        if (run->lost_at >= p->layer[l].from)
            snprintf(out, size, "a %s of layer %s",
                     run->lost_at < p->layer[l].from + p->layer[l].weights ? "weight"
                                                                           : "bias",
                     p->layer[l].name);
    if (run->lost_at >= 0 && p->layers == 0)
        snprintf(out, size, "%c", "xy"[run->lost_at]);
}

void run_verdict(const struct sim *sim, const struct run *run, char *out, size_t size)
{
    char number[NUMBER_TEXT], name[32], ahead[40] = "";
    const char *what = "";

    if (size > 0)
        out[0] = '\0';
    if (!run->diverged)
        return;
    number_brief(run->lost_value, 3, number);
    what = isfinite(run->lost_value) ? ", beyond 1e150" : "";
    name_lost(sim, run, name, sizeof name);
    if (run->lost_layer >= 0)
        snprintf(ahead, sizeof ahead, "layer %s's outputs, then ",
                 run_problem(sim, run)->layer[run->lost_layer].name);
    snprintf(out, size, "%s%s became %s at step %lld%s", ahead, name, number,
             (long long)run->lost_step, what);
}

static bool is_same_rule(const struct run *run, const struct settings *set)
{
    const struct optimizer *o = run->optimizer;

    return set->inner == run->set.inner &&
           optimizer_vectors(o, set) == optimizer_vectors(o, &run->set);
}

void run_rebuild(struct sim *sim, int i, const struct run *head)
{
    struct run *old = sim->run[i], *run = run_new(sim, head);
    bool same = head->optimizer == old->optimizer && is_same_rule(old, &head->set);
    const double *end = same ? run_average(old) : run_vectors(old);
    size_t doubles = run->doubles;

    memcpy(run, head, sizeof *run);
    memcpy(run->data, old->data, (size_t)(end - old->data) * sizeof(double));
    run->doubles = doubles;
    memcpy(run_layers_past(run), run_layers_past(old),
           (size_t)run->layers * sizeof(struct layer_past));
    if (head->set.average != AVERAGE_NONE && old->set.average != AVERAGE_NONE)
        memcpy(run_average(run), run_average(old), (size_t)run->n * sizeof(double));
    if (!same)
        run->t = 0;
    free(old);
    sim->run[i] = run;
}

/*
 * A rule whose memory has another shape now starts it anew; the position stays, and so
 * does an average.
 */
static struct run *reshape(struct sim *sim, int i, const struct settings *set)
{
    struct run head = *sim->run[i];

    head.set = *set;
    run_rebuild(sim, i, &head);
    return sim->run[i];
}

static void tell_rate(struct sim *sim, struct run *run)
{
    struct step step = run_next_step(sim, run);

    if (run->t > 0)
        optimizer_rate_changed(run->optimizer, &step);
}

void run_resettle(struct sim *sim, int i, const struct settings *set)
{
    struct run *run = sim->run[i];
    bool rate = set->lr != run->set.lr, average = set->average != run->set.average;
    bool batch = set->batch != run->set.batch || set->shuffle != run->set.shuffle;

    if (doubles_of(run_problem(sim, run), run->optimizer, set) == run->doubles &&
        is_same_rule(run, set))
        run->set = *set;
    else
        run = reshape(sim, i, set);
    sim_make_noise_room(sim, run);
    if (rate)
        tell_rate(sim, run);
    if (average)
        run->averaged = 0;
    if (!batch)
        return;
    run->occasion.batch = (int)set->batch;
    run->occasion.shuffle = set->shuffle != 0;
    run_observe(sim, run);
}
