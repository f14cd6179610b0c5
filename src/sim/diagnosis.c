/*
 * What is happening to a run: a table of predicates with their sentences, most important
 * first.
 */
#include "sim/diagnoses.h"

#include <math.h>
#include <stdio.h>

enum { NOISE_STEPS = 20 };

static bool is_outside(const struct sim *sim, const struct run *run)
{
    const struct window *w = &sim->plan.domain;

    for (int i = 0; i < run->n && i < AXES; i++)
        if (run->data[i] < w->low[i] || run->data[i] > w->high[i])
            return true;
    return false;
}

/* diverged */

static bool diverged_holds(struct sim *sim, int i)
{
    return sim->run[i]->diverged;
}

static void diverged_say(struct sim *sim, int i, char *out, size_t size)
{
    char verdict[VERDICT];
    struct run *run = sim->run[i];

    run_verdict(sim, run, verdict, sizeof verdict);
    snprintf(out, size, "%s diverged: %s. Loss before: %s.", run->name, verdict,
             N(run_loss(sim, run)));
}

/* converged */

static bool converged_holds(struct sim *sim, int i)
{
    return run_state_of(sim, sim->run[i]) == RUN_CONVERGED;
}

static void converged_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    struct curvature c;

    curvature_of(sim, run, &c);
    snprintf(out, size,
             "%s has converged: |g| %s, no curvature falls (least %s), loss %s.",
             run->name, N(run_grad_norm(run)), N(c.values[0]), N(run->loss));
}

/* thrown */

static bool thrown_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    return run->path.thrown >= 0 &&
           (is_outside(sim, run) || run->steps - run->path.thrown <= RECENTLY);
}

static void thrown_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    const struct path *p = &run->path;

    snprintf(out, size,
             "%s was thrown by a cliff: at step %lld |g| %s made one update of %s.",
             run->name, (long long)p->thrown, N(p->thrown_gradient), N(p->thrown_length));
}

/* overshooting */

static bool overshooting_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    struct curvature c;

    if (!sim_has_surface(sim))
        return beyond_edge_holds(sim, i);
    if (!run->optimizer->rate_limit || run->diverged)
        return false;
    curvature_of(sim, run, &c);
    return run_rate(run) > c.rate_limit;
}

static void overshooting_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    struct curvature c;

    if (!sim_has_surface(sim)) {
        beyond_edge_say(sim, i, out, size);
        return;
    }
    curvature_of(sim, run, &c);
    snprintf(out, size,
             "%s overshoots: lr %s is above the limit %s that curvature %s allows here.",
             run->name, N(run_rate(run)), N(c.rate_limit), N(c.values[run->n - 1]));
}

/* noise_floor */

static double noise_size(const struct run *run)
{
    return run->set.noise * sqrt((double)run->n);
}

static bool noise_floor_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    (void)sim;
    return !run->diverged && run->steps >= NOISE_STEPS && run->set.noise > 0 &&
           run->path.slope < noise_size(run);
}

static void noise_floor_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];

    (void)sim;
    snprintf(out, size,
             "%s is at its noise floor: noise %s drowns |g| %s, the loss hovers at %s.",
             run->name, N(noise_size(run)), N(run->path.slope), N(run->path.loss));
}

#define ROW_OF(kind, word, when, what)                                      \
    {                                                                       \
        .name = #word, .help = when, .advice = what, .holds = word##_holds, \
        .say = word##_say, .of = kind                                       \
    }
#define ROW(...) ROW_OF(OF_LANDSCAPES, __VA_ARGS__)

static const struct diagnosis DIAGNOSES[] = {
    {.name = "diverged",
     .help = "a coordinate or the loss is not finite or beyond 1e150",
     .first = "Step back and try",
     .of = OF_ALL,
     .holds = diverged_holds,
     .say = diverged_say},
    ROW_OF(OF_NETS, pretraining, "the layers learn one after another to give their input",
           "Supervised steps follow; watch the one bar wander from left to right."),
    ROW_OF(OF_NETS, exploding, "the gradient grows on its way back, or is huge", NULL),
    ROW_OF(OF_NETS, symmetric, "all units of a hidden layer have the same weights", NULL),
    ROW_OF(OF_NETS, dead_units, "many units of a relu layer are silent for every row",
           NULL),
    ROW_OF(OF_NETS, thin_batch, "batch norm over one row, or two, which passes nothing",
           NULL),
    ROW_OF(OF_NETS, vanishing, "a layer gets almost nothing, or none moves", NULL),
    ROW_OF(OF_NETS, saturated, "many activations are at their ends, where the slope is 0",
           NULL),
    ROW(local_minimum, "nothing is left to gain here and a lower point is known",
        "Restart elsewhere, add noise or momentum, or start with a larger lr."),
    ROW(converged, "the gradient is zero and no curvature falls",
        "Move the start, or race another optimizer from here."),
    ROW(thrown, "a steep slope made one update jump far, out of the window or lately",
        NULL),
    {.name = "overshooting",
     .help = "lr is above the rate that is stable at this curvature; of a net, far above",
     .advice = "Lower lr below the limit, or use a schedule.",
     .of = OF_ALL,
     .holds = overshooting_holds,
     .say = overshooting_say},
    ROW(at_saddle, "a saddle point lies within saddle_radius",
        "Momentum, noise, adam or saddle_free_newton leaves it."),
    ROW(at_maximum, "a maximum is near: every curvature falls",
        "Any rule that goes downhill leaves it; newton seeks whatever is level."),
    {.name = "plateau",
     .help =
         "nothing moves: the slope is far below the usual one; a net is far from good",
     .advice = "An adaptive rate (adam, rprop) or a larger lr crosses it.",
     .of = OF_ALL,
     .holds = plateau_holds,
     .say = plateau_say},
    ROW_OF(OF_ALL, noise_floor, "gradient noise is larger than the gradient",
           "A smaller or falling lr, or averaging, goes lower."),
    ROW(zigzag, "updates turn back and forth across a narrow valley",
        "Momentum, an adaptive rate or newton goes along it; or lower lr."),
    ROW(ravine, "the floor of a narrow valley leads on, its walls forbid a larger lr",
        "Momentum, an adaptive rate or newton is faster along it."),
    ROW(escaped, "a saddle was left within the last 100 steps",
        "Step back and change lr or the start to see the time change."),
    ROW(creeping, "a step is a tiny share of the way that is left",
        "Raise lr, or add momentum."),
    ROW(settling, "a minimum is near and the steps are small",
        "What is left are the last digits; compare what each runner has cost."),
    ROW_OF(OF_NETS, edge_of_stability,
           "the sharpness that was measured is as great as its rate bears",
           "It hovers there while the loss falls on: a smaller lr lets it get sharper."),
    ROW_OF(OF_NETS, memorizing, "it is much better where it trains than elsewhere", NULL),
    ROW_OF(OF_NETS, large_updates,
           "one step moves a layer by a large share of its weights", NULL),
    ROW_OF(OF_NETS, small_updates, "no layer moves by a noticeable share of its weights",
           NULL),
    {.name = "little_learnt",
     .help = "none of the others holds, and one answer to all rows is not much worse",
     .first = "Go on, or try",
     .of = OF_NETS,
     .holds = little_learnt_holds,
     .say = little_learnt_say},
    ROW_OF(OF_NETS, healthy, "it learns, and none of the other diagnoses holds",
           "Race another optimizer, or go deeper."),
    {.name = NULL},
};

bool diagnosis_holds(const struct diagnosis *d, struct sim *sim, int run)
{
    enum diagnosis_of here = sim_has_surface(sim) ? OF_LANDSCAPES : OF_NETS;

    return (d->of == OF_ALL || d->of == here) && d->holds(sim, run);
}

const struct diagnosis *diagnoses(void)
{
    return DIAGNOSES;
}
