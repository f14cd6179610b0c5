/*
 * What mean-field theory expects of the runs' nets: worked out once for each set of
 * settings, a row of the batch at a time, and shown while the weights are still like the
 * first ones.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/elementary.h"
#include "problem/mean_field.h"
#include "sim/layers.h"

enum {
    UNITS_A_LAYER = 8, /* of work, for one row of the batch */
    OURS = -1,         /* the net's pass is of the first weights, and of no run */
    TRIES = 50,        /* to measure errors between steps; then it is done at once */
};

/* All that a prediction depends on, besides what never changes. */
struct terms {
    struct net_settings set;
    uint64_t seed;
    int batch;
    bool shuffle;
};

struct prediction {
    bool known; /* the terms are there */
    struct terms terms;
    const char *refusal;
    struct mean_field *field; /* while it is being worked out */
    int layers;               /* 0 until it is done */
    struct mean_field_layer layer[DEPTH_MAX + 1];
    double squares[DEPTH_MAX + 1]; /* of each layer's first weights */
};

struct theories {
    struct prediction list[RUNS_MAX];
    const struct prediction *measured; /* whose errors are being measured */
    struct evaluation evaluation;
    int tries;
};

static struct terms terms_of(const struct sim *sim, const struct run *run)
{
    struct terms terms;

    memset(&terms, 0, sizeof terms);
    terms.set = *net_settings_of(net_of(run_problem(sim, run)));
    terms.seed = sim->seed;
    terms.batch = (int)run->set.batch;
    terms.shuffle = run->set.shuffle != 0;
    return terms;
}

static bool fits(const struct prediction *p, const struct terms *terms)
{
    return p->known && memcmp(&p->terms.set, &terms->set, sizeof terms->set) == 0 &&
           p->terms.seed == terms->seed && p->terms.batch == terms->batch &&
           p->terms.shuffle == terms->shuffle;
}

static struct prediction *find(const struct sim *sim, const struct run *run)
{
    struct terms terms = terms_of(sim, run);

    for (int i = 0; sim->work.theories && i < RUNS_MAX; i++)
        if (fits(&sim->work.theories->list[i], &terms))
            return &sim->work.theories->list[i];
    return NULL;
}

static bool is_used(const struct sim *sim, const struct prediction *p)
{
    for (int i = 0; i < sim->runs; i++)
        if (find(sim, sim->run[i]) == p)
            return true;
    return false;
}

/* The run has none as yet, so that of as many one is free. */
static struct prediction *find_free(struct sim *sim)
{
    struct prediction *p;

    if (!sim->work.theories)
        sim->work.theories = memory_new(1, sizeof *sim->work.theories);
    p = sim->work.theories->list;
    while (p->known && is_used(sim, p))
        p++;
    mean_field_free(p->field);
    return p;
}

static void begin(struct sim *sim, const struct run *run, struct prediction *p)
{
    *p = (struct prediction){.known = true, .terms = terms_of(sim, run)};
    p->refusal = mean_field_refuses(&p->terms.set);
    sim->work.theories->measured = NULL;
    sim->work.theories->tries = 0;
}

/* Measures errors at the first weights, anew where somebody else came in between. */
static void measure(struct sim *sim, const struct run *run, struct prediction *p,
                    int *slice)
{
    struct theories *t = sim->work.theories;
    struct problem *problem = run_problem(sim, run);
    const struct occasion first = {.batch = p->terms.batch, .shuffle = p->terms.shuffle};

    if (t->measured != p || sim->looked.id != OURS) {
        problem_meet(problem, &first);
        t->evaluation = (struct evaluation){.at = run_begin(sim, run)};
        t->measured = p;
        t->tries++;
        sim->looked.id = OURS;
    }
    if (t->tries > TRIES)
        *slice = INT_MAX;
    if (problem_evaluate(problem, &t->evaluation, slice)) {
        p->field = mean_field_new(problem, run_begin(sim, run));
        t->measured = NULL;
        t->tries = 0;
    }
    if (*slice > INT_MAX / 2)
        *slice = 0;
}

static void finish(const struct sim *sim, const struct run *run, struct prediction *p)
{
    const struct problem *problem = run_problem(sim, run);

    p->refusal = mean_field_doubts(p->field);
    for (int l = 0; l < problem->layers; l++) {
        const struct layer *layer = &problem->layer[l];

        p->layer[l] = mean_field_layer(p->field, l);
        p->squares[l] =
            layers_squares((size_t)layer->weights, run_begin(sim, run) + layer->from);
    }
    p->layers = problem->layers;
    mean_field_free(p->field);
    p->field = NULL;
}

static bool is_done(const struct prediction *p)
{
    return p && (*p->refusal || p->layers > 0);
}

/* One piece of work for this run. */
static void go_on(struct sim *sim, const struct run *run, int *slice)
{
    struct prediction *p = find(sim, run);
    struct problem *problem = run_problem(sim, run);

    if (!p) {
        begin(sim, run, find_free(sim));
    } else if (!p->field) {
        measure(sim, run, p, slice);
    } else {
        if (mean_field_go_on(p->field))
            finish(sim, run, p);
        *slice -= 1 + UNITS_A_LAYER * problem->layers;
    }
}

static const struct run *find_waiting(const struct sim *sim)
{
    for (int i = 0; net_of(sim->problem) && i < sim->runs; i++)
        if (!is_done(find(sim, sim->run[i])))
            return sim->run[i];
    return NULL;
}

bool theory_is_done(const struct sim *sim)
{
    return !sim->work.wants_theory || !find_waiting(sim);
}

void theory_work(struct sim *sim, int *slice)
{
    const struct run *run = find_waiting(sim);

    while (run && *slice > 0) {
        go_on(sim, run, slice);
        run = find_waiting(sim);
    }
}

void theory_free(struct theories *theories)
{
    for (int i = 0; theories && i < RUNS_MAX; i++)
        mean_field_free(theories->list[i].field);
    free(theories);
}

/* Whether a layer has moved too far from its first weights, as a share of them. */
static bool has_left(const struct sim *sim, struct run *run, const struct prediction *p)
{
    double most = sim->thresholds.theory_drift;

    if (run->steps == 0)
        return false;
    layers_weigh_all(sim, run);
    for (int l = 0; l < p->layers; l++)
        if (!(run_layers_past(run)[l].away <= most * most * p->squares[l]))
            return true;
    return false;
}

/* The prediction that holds where the run stands; NULL, and why, where none does. */
static const struct prediction *prediction_of(const struct sim *sim, struct run *run,
                                              const char **why)
{
    const struct prediction *p = find(sim, run);

    *why = "";
    if (!is_done(p))
        return NULL;
    *why = p->refusal;
    if (!**why && run->occasion.pretrain)
        *why = "Theory has no say while a layer learns alone.";
    if (!**why && has_left(sim, run, p))
        *why = "Weights moved away from their random start, of which theory speaks.";
    return **why ? NULL : p;
}

const char *theory_see(const struct sim *sim, struct run *run, struct layer_view *list)
{
    const struct prediction *p;
    const char *why = "";

    if (!sim->work.wants_theory || !net_of(sim->problem))
        return why;
    p = prediction_of(sim, run, &why);
    for (int l = 0; p && l < p->layers; l++) {
        const struct mean_field_layer *own = &p->layer[l];
        double flow = math_exp(own->flow_spread);
        double gradient = math_exp(own->gradient_spread);

        list[l].theory = true;
        list[l].flow_theory = own->flow;
        list[l].flow_low = own->flow / flow;
        list[l].flow_high = own->flow * flow;
        list[l].gradient_theory = own->gradient;
        list[l].gradient_low = own->gradient / gradient;
        list[l].gradient_high = own->gradient * gradient;
    }
    return why;
}

const struct mean_field_layer *theory_of(struct sim *sim, struct run *run, int l)
{
    const struct prediction *p;
    const char *why;

    while (net_of(sim->problem) && !is_done(find(sim, run))) {
        int slice = 1;

        go_on(sim, run, &slice);
    }
    p = net_of(sim->problem) ? prediction_of(sim, run, &why) : NULL;
    return p && l >= 0 && l < p->layers ? &p->layer[l] : NULL;
}
