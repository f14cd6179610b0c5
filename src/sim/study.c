/*
 * What problems with data and with layers need: batches, exact figures, and a look into
 * each layer.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/kernels.h"
#include "problem/net.h"
#include "sim/state.h"

bool sim_has_surface(const struct sim *sim)
{
    return sim->problem->kind->raster != NULL;
}

void run_meet(struct sim *sim, const struct run *run)
{
    sim->looked.id = 0;
    problem_meet(run_problem(sim, run), &run->occasion);
}

void run_begin_data(struct run *run)
{
    run->occasion =
        (struct occasion){.batch = (int)run->set.batch, .shuffle = run->set.shuffle != 0};
}

int run_usual_rows(const struct sim *sim, const struct run *run)
{
    const struct occasion first = {.batch = run->occasion.batch};

    return occasion_count(&first, run_problem(sim, run)->examples);
}

bool run_is_thin(const struct sim *sim, const struct run *run)
{
    struct problem *p = run_problem(sim, run);

    return run->layers > 1 && net_of(p) &&
           net_shape(net_of(p), 0).normalized == NORM_batch &&
           occasion_count(&run->occasion, p->examples) < ROWS_LEAST;
}

const struct figures *run_figures(struct sim *sim, struct run *run)
{
    if (run->figured || figures_may_wait(sim, run))
        return &run->figures;
    problem_figures(run_problem(sim, run), run_x(run), &run->figures);
    run->figured = true;
    run->figures_steps = run->steps;
    return &run->figures;
}

double run_loss(struct sim *sim, struct run *run)
{
    return sim->problem->kind->assess ? run_figures(sim, run)->loss : run->loss;
}

double run_average_loss(struct sim *sim, struct run *run)
{
    struct problem *p = run_problem(sim, run);
    const double *mean = run_mean(run);
    struct figures figures;

    if (!mean)
        return NAN;
    if (figures_may_wait(sim, run))
        return NAN;
    if (!p->kind->assess)
        return problem_gradient(p, mean, NULL);
    problem_figures(p, mean, &figures);
    return figures.loss;
}

/* Layers */

double study_size_of(size_t n, const double *v, double squares)
{
    double sum = 0;

    if (isfinite(squares) && squares > 1e-280)
        return sqrt(squares);
    for (size_t i = 0; i < n; i++)
        sum = fmax(sum, fabs(v[i]));
    if (!(sum > 0) || !isfinite(sum))
        return sum;
    /*
     * the squares leave the range of a double: scale by a power of two, which rounds
     * nothing
     */
    int e;
    double far = 0;

    frexp(sum, &e);
    for (size_t i = 0; i < n; i++)
        far += ldexp(v[i], -e) * ldexp(v[i], -e);
    return ldexp(sqrt(far), e);
}

double run_layer_gradient(const struct sim *sim, const struct run *run, int l)
{
    (void)sim;
    return run_layers_past(run)[l].gradient;
}

double run_layer_weight(const struct sim *sim, struct run *run, int l)
{
    layers_weigh_all(sim, run);
    return run_layers_past(run)[l].weight;
}

double run_layer_weight_before(const struct sim *sim, struct run *run, int l)
{
    layers_weigh_all(sim, run);
    return run_layers_past(run)[l].weight_before;
}

double run_ratio(const struct sim *sim, const struct run *run)
{
    int last = run_problem(sim, run)->layers - 1;

    return last < 0
               ? NAN
               : run_layer_gradient(sim, run, 0) / run_layer_gradient(sim, run, last);
}

double run_layer_update(const struct sim *sim, struct run *run, int l)
{
    double update, weight = run_layer_weight(sim, run, l);

    if (run->renewed)
        return NAN;
    update = run_layers_past(run)[l].update;
    return update == 0 ? 0 : update / weight;
}

bool run_look(struct sim *sim, struct run *run)
{
    struct problem *p = run_problem(sim, run);

    if (!net_of(p))
        return false;
    if (sim->looked.id == run->id && sim->looked.steps == run->steps)
        return true;
    run_meet(sim, run);
    /* the same numbers as those that are there */
    problem_gradient(p, run_x(run), run_gradient(run));
    sim->looked.id = run->id;
    sim->looked.steps = run->steps;
    return true;
}

bool run_layer_work(struct sim *sim, struct run *run, int l, struct layer_work *out)
{
    const struct layer_past *past = &run_layers_past(run)[l];

    if (!layers_look_at_all(sim, run))
        return false;
    *out = (struct layer_work){.flow = past->flow,
                               .weight = run_layer_weight(sim, run, l),
                               .mean = past->mean,
                               .spread = past->spread,
                               .saturated = past->saturated,
                               .dead = past->dead};
    return true;
}

double run_layer_flow(struct sim *sim, struct run *run, int l)
{
    (void)sim;
    return run_layers_past(run)[l].flow;
}

/* Changes */

const double *run_begin(const struct sim *sim, const struct run *run)
{
    if (run->own.count > 0)
        return sim->variant[run->slot].begin;
    return sim->begin ? sim->begin : sim->start;
}

void sim_make_room(struct sim *sim, const struct problem *p)
{
    if (p->n > sim->widest) {
        sim->widest = p->n;
        if (p->kind->raster)
            sim->spare_gradient =
                memory_resize(sim->spare_gradient, (size_t)p->n, sizeof(double));
    }
    if (p->layers > sim->deepest) {
        sim->deepest = p->layers;
        sim->layers =
            memory_resize(sim->layers, (size_t)p->layers * RUNS_MAX, sizeof *sim->layers);
    }
}

void sim_make_noise_room(struct sim *sim, const struct run *run)
{
    if (run->set.noise == 0 || run->n <= sim->noise_room)
        return;
    sim->noise_room = run->n;
    sim->noise = memory_resize(sim->noise, (size_t)run->n, sizeof(double));
}

void sim_fit(struct sim *sim)
{
    struct problem *p = sim->problem;

    sim->looked.id = 0;
    sim->changes++;
    sim_make_room(sim, p);
    fit_see_data(sim);
    if (!p->kind->start)
        return;
    sim->begin = memory_resize(sim->begin, (size_t)p->n, sizeof(double));
    p->kind->start(p, sim->begin);
}

/* The same runner at the beginning of another problem. */
static void start_anew(struct sim *sim, int i)
{
    struct run *old = sim->run[i], *run = run_new(sim, old);

    free(old);
    sim->run[i] = run;
    sim_enter_run(sim, run);
}

static void change_loss(struct sim *sim, struct run *run)
{
    run->renewed = run->steps > 0;
    run_observe(sim, run);
    path_find_bounds(sim, run);
    layers_renew(run);
    layers_follow(sim, run);
    sharpness_changed(sim, run);
}

enum settled sim_settle(struct sim *sim, struct problem *p)
{
    sharpness_forget(sim);
    sim->stands = false;
    return p->kind->settle(p, sim->seed);
}

void sim_follow(struct sim *sim, struct problem *p, enum settled settled)
{
    if (settled == SETTLED_STARTS_ANEW && p == sim->problem)
        sim_fit(sim);
    else if (settled == SETTLED_STARTS_ANEW)
        own_begin(sim, own_variant(sim, p));
    for (int i = 0; i < sim->runs; i++)
        if (run_problem(sim, sim->run[i]) != p)
            continue;
        else if (settled == SETTLED_STARTS_ANEW)
            start_anew(sim, i);
        else
            change_loss(sim, sim->run[i]);
}

/* Whoever begins later begins as one that was there at the beginning. */
static void carry(struct sim *sim, struct problem *p)
{
    p->kind->carry(p, p == sim->problem ? sim->begin : own_variant(sim, p)->begin);
    for (int i = 0; i < sim->runs; i++)
        if (run_problem(sim, sim->run[i]) == p)
            p->kind->carry(p, run_x(sim->run[i]));
}

enum settled sim_change(struct sim *sim, struct problem *p, int i, double value)
{
    enum settled settled;

    p->values[i] = value;
    carry(sim, p);
    settled = sim_settle(sim, p);
    sim_follow(sim, p, settled);
    return settled;
}

void sim_note_change(struct sim *sim, enum settled settled)
{
    if (settled == SETTLED_STARTS_ANEW)
        snprintf(sim->note, sizeof sim->note, "starts anew");
    else if (sim->runs > 0)
        snprintf(sim->note, sizeof sim->note, "goes on");
}

/* Whoever has its own of what is set for all does not follow. */
static void note_exception(struct sim *sim, int row)
{
    size_t used = strlen(sim->note);

    for (int i = 0; i < sim->runs; i++)
        if (own_has(&sim->run[i]->own, row)) {
            snprintf(sim->note + used, sizeof sim->note - used,
                     "%s but for %s, which has its own", used ? "," : "so it is already,",
                     sim->run[i]->name);
            return;
        }
}

static bool settle(struct sim *sim, int i, double value, struct err *err)
{
    struct problem *p = sim->problem;

    memcpy(sim->tried, p->values, (size_t)p->constants * sizeof(double));
    sim->tried[i] = value;
    if (!p->kind->accepts(p, sim->tried, err))
        return false;
    sim_note_change(sim, sim_change(sim, p, i, value));
    own_follow_common(sim, i, value);
    note_exception(sim, i);
    return true;
}

bool sim_set_constant(struct sim *sim, int i, double value, struct err *err)
{
    if (sim->problem->values[i] == value) {
        note_exception(sim, i);
        return true;
    }
    if (sim->problem->kind->settle)
        return settle(sim, i, value, err);
    sim->problem->values[i] = value;
    sim_constants_changed(sim);
    return true;
}

void sim_set_seed(struct sim *sim, uint64_t seed)
{
    struct problem *p = sim->problem;

    sim->seed = seed;
    if (!p->kind->settle)
        return;
    sim_follow(sim, p, sim_settle(sim, p));
    own_follow_seed(sim);
}
