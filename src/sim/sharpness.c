/* Measures the largest eigenvalue of a net's Hessian, product by product. */
#include "sim/sharpness.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/lanczos.h"
#include "problem/net_curve.h"
#include "sim/state.h"

enum {
    PRODUCTS = 300,         /* after so many it tells what it has */
    NUMBERS_A_UNIT = 2048,  /* of vectors that are orthogonalized */
    BASIS_BYTES = 64 << 20, /* where vectors are long, the basis has few */
    LARGE = 1 << 17         /* numbers of a vector */
};

#define TOLERANCE 1e-4 /* |H v - lambda v| of lambda; the value's error is its square */

static struct net *net_of_run(const struct sim *sim, const struct run *run)
{
    return net_of(run_problem(sim, run));
}

static const struct run *find_run(const struct sim *sim, int64_t id)
{
    for (int i = 0; i < sim->runs; i++)
        if (sim->run[i]->id == id)
            return sim->run[i];
    return NULL;
}

void sharpness_want(struct sim *sim, const struct run *run)
{
    struct sharpness_job *job = &sim->sharpness.jobs[run->slot];
    size_t n = (size_t)run->n;

    if (run->diverged || !net_of_run(sim, run) || sharpness_known(sim, run) ||
        sim->sharpness.measured == job)
        return;
    if (n > job->room) {
        job->at = memory_resize(job->at, n, sizeof *job->at);
        job->room = n;
    }
    memcpy(job->at, run->data, n * sizeof *job->at);
    job->id = run->id;
    job->steps = run->steps;
}

static void want_all(struct sim *sim)
{
    sim->sharpness.asked = false;
    for (int i = 0; i < sim->runs; i++)
        sharpness_want(sim, sim->run[i]);
}

bool sim_measure(struct sim *sim)
{
    if (sim_is_stepping(sim))
        sim->sharpness.asked = true;
    else
        want_all(sim);
    return !sim_has_surface(sim);
}

static void put_down(struct sharpness *s)
{
    net_curve_free(s->curve);
    lanczos_free(s->lanczos);
    s->curve = NULL;
    s->lanczos = NULL;
    s->net = NULL;
    s->measured = NULL;
}

void sharpness_forget(struct sim *sim)
{
    put_down(&sim->sharpness);
    sim->sharpness.asked = false;
    for (int i = 0; i < RUNS_MAX; i++)
        sim->sharpness.jobs[i].id = 0;
}

void sharpness_free(struct sim *sim)
{
    put_down(&sim->sharpness);
    for (int i = 0; i < RUNS_MAX; i++)
        free(sim->sharpness.jobs[i].at);
}

static struct lanczos *make_lanczos(size_t n)
{
    size_t fitting = BASIS_BYTES / sizeof(double) / n;
    struct lanczos_plan plan = {.n = n,
                                .wanted = 1,
                                .basis = LANCZOS_BASIS,
                                .products = PRODUCTS,
                                .tolerance = TOLERANCE};

    if (fitting <= LANCZOS_BASIS)
        plan.basis = fitting < 4 ? 3 : (int)fitting - 1;
    return lanczos_new(&plan);
}

/* What measures this net; false where it is too large. */
static bool take_up(struct sharpness *s, struct net *net, size_t n)
{
    if (s->net == net)
        return true;
    put_down(s);
    s->curve = net_curve_new(net);
    if (!s->curve)
        return false;
    s->lanczos = make_lanczos(n);
    s->net = net;
    return true;
}

static void begin(struct sim *sim, struct sharpness_job *job)
{
    struct sharpness *s = &sim->sharpness;
    const struct run *run = find_run(sim, job->id);

    if (!run || !take_up(s, net_of_run(sim, run), (size_t)run->n)) {
        if (run)
            s->series[run->slot].refused = true;
        job->id = 0;
        return;
    }
    lanczos_begin(s->lanczos);
    net_curve_place(s->curve, job->at);
    s->numbers = (size_t)run->n;
    s->multiplies = false;
    s->measured = job;
}

/* True when there is something to measure. */
static bool begin_next(struct sim *sim)
{
    struct sharpness *s = &sim->sharpness;

    for (int i = 0; i < RUNS_MAX && !s->measured; i++)
        if (s->jobs[i].id)
            begin(sim, &s->jobs[i]);
    return s->measured != NULL;
}

bool sharpness_is_done(const struct sim *sim)
{
    for (int i = 0; i < RUNS_MAX; i++)
        if (sim->sharpness.jobs[i].id)
            return false;
    return true;
}

int sharpness_products(const struct sim *sim, const struct run *run)
{
    const struct sharpness *s = &sim->sharpness;

    return s->measured == &s->jobs[run->slot] ? lanczos_products(s->lanczos) : 0;
}

/* Much memory is not kept for the next time. */
static void release(struct sharpness *s)
{
    if (s->numbers < LARGE)
        return;
    put_down(s);
    for (int i = 0; i < RUNS_MAX; i++) {
        free(s->jobs[i].at);
        s->jobs[i] = (struct sharpness_job){0};
    }
}

static void end(struct sim *sim)
{
    struct sharpness *s = &sim->sharpness;
    const struct sharpness_sample sample = {.steps = s->measured->steps,
                                            .value = lanczos_value(s->lanczos, 0),
                                            .lowest = lanczos_lowest(s->lanczos)};

    sharpness_keep(sim, s->measured->id, &sample);
    s->measured->id = 0;
    s->measured = NULL;
    if (sharpness_is_done(sim))
        release(s);
}

static void go_on(struct sim *sim, int *slice)
{
    struct sharpness *s = &sim->sharpness;
    struct lanczos_request request;

    if (s->multiplies) {
        s->multiplies = !net_curve_go_on(s->curve, slice);
        return;
    }
    *slice -= 1 + (int)(s->numbers / NUMBERS_A_UNIT);
    switch (lanczos_go_on(s->lanczos, &request)) {
    case LANCZOS_PRODUCT:
        net_curve_begin(s->curve, request.v, request.out);
        s->multiplies = true;
        break;
    case LANCZOS_BUSY:
        break;
    case LANCZOS_DONE:
        end(sim);
        break;
    }
}

bool sharpness_work(struct sim *sim, int *slice)
{
    while (*slice > 0 && begin_next(sim))
        go_on(sim, slice);
    return sharpness_is_done(sim);
}

static void finish(struct sim *sim)
{
    int slice = INT_MAX;

    while (!sharpness_work(sim, &slice))
        slice = INT_MAX;
}

const struct sharpness_sample *sharpness_measure(struct sim *sim, const struct run *run)
{
    if (!sharpness_known(sim, run)) {
        finish(sim);
        sharpness_want(sim, run);
        finish(sim);
    }
    return sharpness_known(sim, run);
}

static bool is_due(const struct sim *sim, const struct run *run)
{
    const struct sharpness_series *s = &sim->sharpness.series[run->slot];
    int64_t every = (int64_t)sim->thresholds.sharpness_every;

    return every > 0 && run->steps % (every * s->spacing) == 0 && !run->diverged &&
           !s->refused && net_of_run(sim, run) && !sharpness_known(sim, run);
}

bool sharpness_is_due(const struct sim *sim)
{
    for (int i = 0; i < sim->runs; i++)
        if (is_due(sim, sim->run[i]))
            return true;
    return false;
}

bool sharpness_settle(struct sim *sim, int *slice)
{
    struct sharpness *s = &sim->sharpness;

    if (s->asked)
        want_all(sim);
    for (int i = 0; i < sim->runs; i++)
        while (is_due(sim, sim->run[i])) {
            sharpness_want(sim, sim->run[i]);
            if (*slice <= 0)
                return false;
            sharpness_work(sim, slice);
        }
    return true;
}

void sharpness_finish_due(struct sim *sim)
{
    int slice = INT_MAX;

    while (!sharpness_settle(sim, &slice))
        slice = INT_MAX;
}

/* Why a limit does not hold: theory speaks of the whole gradient, taken as it is. */
static bool takes_batches(const struct sim *sim, const struct run *run)
{
    return run->set.batch > 0 && run->set.batch < run_problem(sim, run)->examples;
}

static bool drops_units(const struct sim *sim, const struct run *run)
{
    return net_settings_of(net_of_run(sim, run))->dropout > 0;
}

static bool augments(const struct sim *sim, const struct run *run)
{
    return net_settings_of(net_of_run(sim, run))->data.augment > 0;
}

static bool trains_ahead(const struct sim *sim, const struct run *run)
{
    (void)sim;
    return run->occasion.pretrain > 0;
}

static bool has_no_theory(const struct sim *sim, const struct run *run)
{
    (void)sim;
    return !run->optimizer->rate_limit;
}

static bool is_noisy(const struct sim *sim, const struct run *run)
{
    (void)sim;
    return run->set.noise > 0;
}

static bool clips(const struct sim *sim, const struct run *run)
{
    (void)sim;
    return (enum clip)run->set.clip != CLIP_NONE;
}

static bool decays_apart(const struct sim *sim, const struct run *run)
{
    (void)sim;
    return run->set.weight_decay > 0 && (enum decay)run->set.decay != DECAY_L2;
}

/* The first ones: what a measurement does not see, either. */
enum { UNSEEN = 4 };

struct reason {
    bool (*holds)(const struct sim *sim, const struct run *run);
    const char *words;
};

static const struct reason REASONS[] = {
    {takes_batches, "mini-batches"},
    {drops_units, "dropout"},
    {augments, "augmented data"},
    {trains_ahead, "pre-training"},
    {has_no_theory, "no theory names one"},
    {is_noisy, "noise"},
    {clips, "clipping"},
    {decays_apart, "decoupled decay"},
};

bool sharpness_sees_all(const struct sim *sim, const struct run *run)
{
    for (size_t i = 0; i < UNSEEN; i++)
        if (REASONS[i].holds(sim, run))
            return false;
    return true;
}

const char *sharpness_unlimited(const struct sim *sim, const struct run *run)
{
    if (!net_of_run(sim, run))
        return "no net";
    for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++)
        if (REASONS[i].holds(sim, run))
            return REASONS[i].words;
    return "";
}

double sharpness_rate_limit(const struct sim *sim, const struct run *run, double lambda)
{
    double whole = lambda + run->set.weight_decay;

    if (sharpness_unlimited(sim, run)[0] || !(whole > 0))
        return NAN;
    return run->optimizer->rate_limit(&run->set, whole);
}

/* Every limit is some number over the curvature. */
double sharpness_limit(const struct sim *sim, const struct run *run)
{
    double decay = run->set.weight_decay;

    return sharpness_rate_limit(sim, run, 1 - decay) / run_rate(run) - decay;
}
