/* One runner: its flat block, one update of it, and what it knows of where it stands. */
#include "sim/state.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/kernels.h"
#include "math/elementary.h"
#include "optim/average.h"
#include "optim/noise.h"
#include "problem/net.h"

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

    p->kind->hessian_times(p, at, v, out);
}

static void hessian(void *context, const double *at, double *h)
{
    const struct caller *c = context;

    problem_hessian(run_problem(c->sim, c->run), at, c->sim->spare_gradient, h);
}

static size_t doubles_of(const struct problem *p, const struct optimizer *o,
                         const struct settings *set)
{
    size_t n = (size_t)p->n, layers = (size_t)p->layers;

    return RUN_OWN * n + n * (size_t)optimizer_vectors(o, set) +
           (size_t)optimizer_scalars(o, set) + LAYER_PAST * layers;
}

/* What an update of such a run needs besides its own block. */
static void make_room(struct sim *sim, const struct run *run)
{
    size_t vectors = (size_t)optimizer_scratch(run->optimizer, &run->set) + 1;

    if (vectors * (size_t)run->n > sim->scratch_room) {
        sim->scratch_room = vectors * (size_t)run->n;
        sim->scratch = memory_resize(sim->scratch, sim->scratch_room, sizeof(double));
    }
    if (run_bytes(run) > sim->spare_room) {
        sim->spare_room = run_bytes(run);
        sim->spare = memory_resize(sim->spare, sim->spare_room, 1);
    }
}

struct run *run_new(struct sim *sim, const struct run *head)
{
    const struct problem *p;
    struct run *run;
    size_t doubles;

    own_settle(sim, head);
    p = run_problem(sim, head);
    doubles = doubles_of(p, head->optimizer, &head->set);
    run = memory_new(1, sizeof *run + doubles * sizeof(double));
    run->optimizer = head->optimizer;
    strcpy(run->name, head->name);
    run->slot = head->slot;
    run->twin_of = head->twin_of;
    run->pretraining.steps = head->pretraining.steps;
    run->doubles = doubles;
    run->n = p->n;
    run->layers = p->layers;
    run->set = head->set;
    run->own = head->own;
    run->memory = schedule_start();
    make_room(sim, run);
    return run;
}

void run_observe(struct sim *sim, struct run *run)
{
    run_meet(sim, run);
    run->loss = problem_gradient(run_problem(sim, run), run_x(run), run_gradient(run));
    run->figured = false;
    layers_observe(sim, run);
    if (run->occasion.pretrain)
        run_figures(sim, run);
}

static bool is_lost(double value)
{
    return !(fabs(value) <= DIVERGED_AT);
}

/* Remembers which number passed, in which update. */
static void lose(struct run *run, int64_t step, int at, double value)
{
    run->diverged = true;
    run->lost_step = step;
    run->lost_at = at;
    run->lost_layer = -1;
    run->lost_value = value;
}

/* The net still holds the pass in which it happened. */
static void lose_loss(struct sim *sim, struct run *run, int64_t step)
{
    struct net *net = net_of(run_problem(sim, run));

    lose(run, step, -1, run->loss);
    if (net)
        run->lost_layer = net_lost(net);
}

void run_place(struct sim *sim, struct run *run, const double *x)
{
    memcpy(run_x(run), x, (size_t)run->n * sizeof(double));
    memcpy(run_previous(run), x, (size_t)run->n * sizeof(double));
    memcpy(run->origin, x, (size_t)(run->n < AXES ? run->n : AXES) * sizeof(double));
    run_begin_data(run);
    run->occasion.pretrain = run_pretrains(sim, run, run->steps);
    run_observe(sim, run);
    layers_forget(run);
    run->averaged = 0;
    run->diverged = false;
    if (is_lost(run->loss))
        lose_loss(sim, run, 0);
    path_start(run);
}

double run_rate(const struct run *run)
{
    return schedule_rate(&run->set, &run->memory, (double)run->steps);
}

double run_grad_norm(const struct run *run)
{
    const double *g = run->data + run->n;
    double sum = 0;

    if (run->n > AXES)
        sum = kernels_best()->matrix->dot((size_t)run->n, g, g);
    for (int i = 0; i < run->n && run->n <= AXES; i++)
        sum += g[i] * g[i];
    if (isfinite(sum) && sum > 1e-280)
        return sqrt(sum);
    sum = 0;
    for (int i = 0; i < run->n; i++)
        sum = math_hypot(sum, g[i]);
    return sum;
}

static double distance_from(const struct run *run, const double *x)
{
    double sum = 0;

    for (int i = 0; i < run->n; i++)
        sum += (run->data[i] - x[i]) * (run->data[i] - x[i]);
    return sqrt(sum);
}

double run_distance(const struct sim *sim, const struct run *run)
{
    double sum = 0;

    if (sim->begin)
        return distance_from(run, run_begin(sim, run));
    for (int i = 0; i < run->n && i < AXES; i++)
        sum = math_hypot(sum, run->data[i] - run->origin[i]);
    return sum;
}

static bool check_position(struct run *run)
{
    for (int i = 0; i < run->n; i++)
        if (is_lost(run_x(run)[i])) {
            lose(run, run->steps + 1, i, run_x(run)[i]);
            return false;
        }
    return true;
}

/*
 * Makes the update that has been done the run's present, unless it led beyond every
 * number.
 */
static bool arrive(struct sim *sim, struct run *run)
{
    size_t bytes = (size_t)run->n * sizeof(double);
    struct occasion before = run->occasion;

    if (check_position(run)) {
        layers_leave(sim, run);
        run->occasion = occasion_next(&before, run_problem(sim, run)->examples);
        run->occasion.pretrain = run_pretrains(sim, run, run->steps + 1);
        run_observe(sim, run);
        if (!is_lost(run->loss))
            return true;
        lose_loss(sim, run, run->steps + 1);
        layers_forget(run);
        run->occasion = before;
    }
    memcpy(run_x(run), run_previous(run), bytes);
    run_observe(sim, run);
    return false;
}

/* The next update of the run, all but the objective that it looks at. */
static struct step next_step(struct sim *sim, struct run *run)
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

static void update(struct sim *sim, struct run *run)
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
    struct step step = next_step(sim, run);

    step.f = &f;
    memcpy(run_previous(run), run_x(run), (size_t)run->n * sizeof(double));
    optimizer_step(run->optimizer, &step);
    run_freeze(sim, run);
    run->evals += f.evals;
}

const double *run_mean(struct run *run)
{
    const struct optimizer *o = run->optimizer;

    if (run->averaged > 0)
        return run_average(run);
    return o->has_mean && o->has_mean(&run->set, run->t) ? run_vectors(run) : NULL;
}

static void smooth(struct run *run)
{
    const struct average_memory memory = {
        .n = run->n, .mean = run_average(run), .count = &run->averaged};

    average_observe(&run->set, (double)run->steps, run_x(run), &memory);
}

void run_advance(struct sim *sim, struct run *run)
{
    int phase = run->occasion.pretrain;

    if (run->diverged)
        return;
    update(sim, run);
    if (!arrive(sim, run))
        return;
    run->steps++;
    run->t++;
    schedule_observe(&run->set, &run->memory, run->loss);
    smooth(run);
    path_update(sim, run);
    if (run->occasion.pretrain != phase)
        run_begin_phase(run);
    trail_add(&sim->trails[run->slot], run);
}

void run_forecast(struct sim *sim, const struct run *run, double *next)
{
    struct run *copy = sim->spare;

    memcpy(copy, run, run_bytes(run));
    if (!copy->diverged)
        update(sim, copy);
    memcpy(next, run_x(copy), (size_t)copy->n * sizeof(double));
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
        snprintf(ahead, sizeof ahead, "what layer %s gave, and then ",
                 run_problem(sim, run)->layer[run->lost_layer].name);
    snprintf(out, size, "%s%s became %s at step %lld%s", ahead, name, number,
             (long long)run->lost_step, what);
}

/* A rule whose memory has another shape now starts it anew; the position stays. */
static struct run *reshape(struct sim *sim, struct run *old, const struct settings *set)
{
    struct run head = *old, *run;
    size_t doubles, kept = RUN_OWN * (size_t)old->n * sizeof(double);

    head.set = *set;
    run = run_new(sim, &head);
    doubles = run->doubles;
    memcpy(run, old, sizeof *run + kept);
    run->doubles = doubles;
    memcpy(run_layers_past(run), run_layers_past(old),
           (size_t)run->layers * sizeof(struct layer_past));
    run->set = *set;
    run->t = 0;
    free(old);
    return run;
}

static void tell_rate(struct sim *sim, struct run *run)
{
    struct step step = next_step(sim, run);

    if (run->t > 0)
        optimizer_rate_changed(run->optimizer, &step);
}

void run_resettle(struct sim *sim, int i, const struct settings *set)
{
    struct run *run = sim->run[i];
    bool rate = set->lr != run->set.lr, average = set->average != run->set.average;
    bool batch = set->batch != run->set.batch || set->shuffle != run->set.shuffle;

    if (doubles_of(run_problem(sim, run), run->optimizer, set) == run->doubles &&
        set->inner == run->set.inner)
        run->set = *set;
    else
        sim->run[i] = run = reshape(sim, run, set);
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
