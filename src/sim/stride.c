/* A step of one runner, in slices: its update, and what it finds where that has led. */
#include <string.h>

#include "optim/average.h"
#include "optim/noise.h"
#include "optim/objective.h"
#include "problem/net.h"
#include "sim/state.h"

/* What an objective gives back to us when a rule calls it. */
struct caller {
    struct sim *sim;
    const struct run *run;
};

/* The gradient where the update begins is known from the end of the one before. */
static double gradient(void *context, const double *at, double *g)
{
    const struct caller *c = context;
    const struct run *run = c->run;
    const double *previous = run->data + 2 * run->n;
    size_t bytes = (size_t)run->n * sizeof(double);

    if (memcmp(at, previous, bytes) != 0) {
        run_meet(c->sim, run);
        return problem_gradient(run_problem(c->sim, run), at, g);
    }
    if (g)
        memcpy(g, run->data + run->n, bytes);
    return run->loss;
}

static void hessian_times(void *context, const double *at, const double *v, double *out)
{
    const struct caller *c = context;
    struct problem *p = run_problem(c->sim, c->run);

    run_meet(c->sim, c->run);
    p->kind->hessian_times(p, at, v, out);
}

static void hessian(void *context, const double *at, double *h)
{
    const struct caller *c = context;

    problem_hessian(run_problem(c->sim, c->run), at, c->sim->spare_gradient, h);
}

static void update_at_once(struct sim *sim, struct run *run)
{
    struct caller caller = {.sim = sim, .run = run};
    struct random_place place = {.seed = sim->seed, .step = (uint64_t)sim->step};
    bool noisy = noise_draw(&run->set, place, run->n, sim->noise);
    struct objective f = {.n = run->n,
                          .set = &run->set,
                          .context = &caller,
                          .gradient = gradient,
                          .hessian_times = hessian_times,
                          .hessian = hessian,
                          .noise = noisy ? sim->noise : NULL};
    struct step step = run_next_step(sim, run);

    step.f = &f;
    memcpy(run_previous(run), run_x(run), (size_t)run->n * sizeof(double));
    optimizer_step(run->optimizer, &step);
    run->evals += f.evals;
}

/* A small update is quicker in one piece. */
static bool has_parts(const struct run *run)
{
    return run->layers > 0 && update_has_parts(run->optimizer);
}

static struct update begin_update(struct sim *sim, struct run *run)
{
    return (struct update){
        .optimizer = run->optimizer,
        .step = run_next_step(sim, run),
        .g = sim->scratch,
        .known = run_gradient(run),
        .before = run_previous(run),
        .noise = sim->noise,
        .place = {.seed = sim->seed, .step = (uint64_t)sim->step},
        .bound = DIVERGED_AT,
    };
}

/*
 * The phases: each goes on in slices, and says by sim->stride what comes next when it is
 * done.
 */

enum { DEPART, UPDATE, OBSERVE, APPRAISE, RETURN, STAY, PHASES };

static void observe(struct sim *sim, struct run *run, int phase)
{
    run_observe_begin(sim, run, &sim->stride.evaluation);
    sim->stride.layer = -1;
    sim->stride.phase = phase;
}

/* Beyond every number: back to the last point where all was well. */
static void give_up(struct sim *sim, struct run *run)
{
    memcpy(run_x(run), run_previous(run), (size_t)run->n * sizeof(double));
    observe(sim, run, RETURN);
}

static int find_lost(struct run *run)
{
    for (int i = 0; i < run->n; i++)
        if (run_is_lost(run_x(run)[i]))
            return i;
    return -1;
}

/* Where the update led, unless a number became too large. */
static void leave(struct sim *sim, struct run *run)
{
    int lost_at = sim->stride.update.lost ? sim->stride.update.lost_at : -1;

    if (run->occasion.pretrain) {
        run_freeze(sim, run);
        lost_at = find_lost(run);
    }
    if (lost_at >= 0) {
        run_lose(run, run->steps + 1, lost_at, run_x(run)[lost_at]);
        give_up(sim, run);
        return;
    }
    layers_leave(run);
    sim->stride.before = run->occasion;
    sim->stride.idle = layers_are_idle(sim, run);
    run->occasion = occasion_next(&run->occasion, run_problem(sim, run)->examples);
    run->occasion.pretrain = run_pretrains(sim, run, run->steps + 1);
    observe(sim, run, OBSERVE);
}

static void depart(struct sim *sim, struct run *run, int *slice)
{
    if (run->diverged) {
        sim->stride.phase = PHASES;
    } else if (has_parts(run)) {
        sim->stride.update = begin_update(sim, run);
        sim->stride.phase = UPDATE;
    } else {
        update_at_once(sim, run);
        *slice -= problem_cost(run_problem(sim, run));
        sim->stride.update.lost_at = find_lost(run);
        sim->stride.update.lost = sim->stride.update.lost_at >= 0;
        leave(sim, run);
    }
}

static void update(struct sim *sim, struct run *run, int *slice)
{
    struct update *u = &sim->stride.update;

    if (!update_go_on(u, slice))
        return;
    run->evals += 1;
    leave(sim, run);
}

static void smooth(struct run *run)
{
    const struct average_memory memory = {
        .n = run->n, .mean = run_average(run), .count = &run->averaged};

    average_observe(&run->set, (double)run->steps, run_x(run), &memory);
}

static void settle(struct sim *sim, struct run *run)
{
    run->steps++;
    run->t++;
    run->renewed = false;
    run->idle = sim->stride.idle;
    schedule_observe(&run->set, &run->memory, run->loss);
    smooth(run);
    path_update(sim, run);
    if (run->occasion.pretrain != sim->stride.before.pretrain)
        run_begin_phase(sim, run);
    layers_follow(sim, run);
    trail_add(&sim->trails[run->slot], run);
    sim->looked.id = run->id;
    sim->looked.steps = run->steps;
}

enum { NUMBERS_A_UNIT = 2048 }; /* of a layer that is observed */

/* Those who wait for a long step want to see more of it than it needs. */
static void observe_layer(struct sim *sim, struct run *run, int l, int *slice)
{
    int cost = 1 + run_problem(sim, run)->layer[l].count / NUMBERS_A_UNIT;

    layers_observe(sim, run, l);
    *slice -= cost;
    if (!sim->stride.shows)
        return;
    layers_weigh(sim, run, l);
    if (net_of(run_problem(sim, run)))
        layers_look(sim, run, l);
    *slice -= 3 * cost;
}

/* Loss and gradient where it is now, layer by layer; true when they are known. */
static bool look_around(struct sim *sim, struct run *run, int *slice)
{
    struct stride *s = &sim->stride;

    if (s->layer < 0) {
        if (!problem_evaluate(run_problem(sim, run), &s->evaluation, slice))
            return false;
        run_observe_end(run, &s->evaluation);
        s->layer = 0;
    }
    while (*slice > 0 && s->layer < run->layers)
        observe_layer(sim, run, s->layer++, slice);
    if (s->layer < run->layers)
        return false;
    run->weighed = run->looked = s->shows;
    layers_observed(sim, run);
    s->assessment = (struct assessment){.at = run_x(run)};
    return true;
}

bool run_greet(struct sim *sim, struct run *run, int *slice)
{
    struct stride *s = &sim->stride;

    s->shows = false;
    if (s->greeted != run->id) {
        observe(sim, run, DEPART);
        s->greeted = run->id;
    }
    if (!look_around(sim, run, slice))
        return false;
    if (run->occasion.pretrain)
        run_figures(sim, run);
    s->greeted = 0;
    run_arrive(sim, run);
    trail_add(&sim->trails[run->slot], run);
    return true;
}

static void arrive(struct sim *sim, struct run *run, int *slice)
{
    if (!look_around(sim, run, slice))
        return;
    if (!run_is_lost(run->loss)) {
        sim->stride.phase = APPRAISE;
        return;
    }
    run_lose_loss(sim, run, run->steps + 1);
    layers_forget(run);
    run->occasion = sim->stride.before;
    give_up(sim, run);
}

/*
 * While one layer learns alone, curves are made of the exact loss; and every so often all
 * figures are.
 */
static bool figure(struct sim *sim, struct run *run, int *slice)
{
    struct assessment *a = &sim->stride.assessment;

    if (!run->occasion.pretrain &&
        (run->diverged || !path_is_due(sim, run, run->steps + 1)))
        return true;
    if (!problem_assess(run_problem(sim, run), a, slice))
        return false;
    run->figures = a->out;
    run->figured = true;
    return true;
}

static void appraise(struct sim *sim, struct run *run, int *slice)
{
    if (!figure(sim, run, slice))
        return;
    settle(sim, run);
    if (run->figured)
        run->figures_steps = run->steps;
    if (path_is_due(sim, run, run->steps) && run->figured)
        path_judge(sim, run);
    sim->stride.phase = PHASES;
}

static void stay(struct sim *sim, struct run *run, int *slice)
{
    if (look_around(sim, run, slice))
        sim->stride.phase = STAY;
}

static void end(struct sim *sim, struct run *run, int *slice)
{
    if (figure(sim, run, slice))
        sim->stride.phase = PHASES;
}

static void (*const PHASE[])(struct sim *sim, struct run *run, int *slice) = {
    [DEPART] = depart,     [UPDATE] = update, [OBSERVE] = arrive,
    [APPRAISE] = appraise, [RETURN] = stay,   [STAY] = end};

bool run_go_on(struct sim *sim, struct run *run, int *slice)
{
    int *phase = &sim->stride.phase;

    do
        PHASE[*phase](sim, run, slice);
    while (*phase != PHASES && *slice > 0);
    if (*phase != PHASES)
        return false;
    *phase = DEPART;
    return true;
}

void run_forecast(struct sim *sim, const struct run *run, double *next)
{
    struct run *copy = sim->spare;

    memcpy(copy, run, run_bytes(run));
    if (!copy->diverged)
        update_at_once(sim, copy);
    memcpy(next, run_x(copy), (size_t)copy->n * sizeof(double));
}
