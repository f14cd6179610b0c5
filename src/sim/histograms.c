/* How the numbers of one layer are spread: its activations, gradients and weights. */
#include <math.h>
#include <string.h>

#include "problem/net.h"
#include "sim/layers.h"

enum { NUMBERS_A_UNIT = 4096 };

const char *histogram_name(enum histogram_kind kind)
{
    static const char *const NAMES[] = {[HISTOGRAM_ACTIVATIONS] = "activations",
                                        [HISTOGRAM_GRADIENTS] = "dL/dW",
                                        [HISTOGRAM_WEIGHTS] = "weights"};

    return NAMES[kind];
}

void histograms_ask(struct sim *sim, const struct ask *ask)
{
    sim->work.histogram_run = ask->run;
    sim->work.histogram_layer = ask->layer;
}

void histograms_ask_none(struct sim *sim)
{
    sim->work.histogram_run = -1;
}

/* The run that is asked for, or NULL. */
static struct run *run_of(const struct sim *sim)
{
    int i = sim->work.histogram_run, l = sim->work.histogram_layer;

    return i >= 0 && i < sim->runs && l >= 0 && l < sim->run[i]->layers &&
                   net_of(run_problem(sim, sim->run[i]))
               ? sim->run[i]
               : NULL;
}

static bool is_known(const struct sim *sim, const struct run *run)
{
    const struct histograms *h = &sim->work.histograms;

    return h->id == run->id && h->steps == run->steps &&
           h->layer == sim->work.histogram_layer &&
           sim->work.histogram_changes == sim->changes;
}

bool histograms_are_done(const struct sim *sim)
{
    const struct run *run = run_of(sim);

    return !run || is_known(sim, run);
}

/* Numbers that lie in rows, so many of each counting. */
struct numbers {
    const double *v;
    size_t rows, count, stride;
};

static void find_ends(const struct numbers *n, struct histogram *h)
{
    h->low = INFINITY;
    h->high = -INFINITY;
    for (size_t r = 0; r < n->rows; r++)
        for (size_t i = 0; i < n->count; i++) {
            double value = n->v[r * n->stride + i];

            if (!isfinite(value))
                continue;
            h->low = fmin(h->low, value);
            h->high = fmax(h->high, value);
        }
}

/* Outwards to sixteenths of the next power of two: the ends hold still for a while. */
static void round_ends(struct histogram *h)
{
    int exponent;
    double step;

    if (!(h->high - h->low > 0)) {
        step = h->low == 0 ? 1 : fabs(h->low);
        h->low -= step / 2;
        h->high += step / 2;
        return;
    }
    frexp(h->high - h->low, &exponent);
    step = ldexp(1, exponent - 4);
    h->low = floor(h->low / step) * step;
    h->high = ceil(h->high / step) * step;
}

static void count(const struct numbers *n, struct histogram *h)
{
    for (size_t r = 0; r < n->rows; r++)
        for (size_t i = 0; i < n->count; i++) {
            double share = (n->v[r * n->stride + i] - h->low) / (h->high - h->low);
            int bin = share >= 0 && share <= 1 ? (int)(share * HISTOGRAM_BINS) : -1;

            if (bin >= 0)
                h->count[bin < HISTOGRAM_BINS ? bin : HISTOGRAM_BINS - 1]++;
            else
                h->lost++;
        }
}

static void fill(const struct numbers *n, struct histogram *h)
{
    *h = (struct histogram){.total = (int64_t)(n->rows * n->count)};
    find_ends(n, h);
    if (h->low <= h->high) {
        round_ends(h);
        count(n, h);
    } else {
        *h = (struct histogram){.total = h->total, .lost = h->total};
    }
}

void histograms_work(struct sim *sim, int *slice)
{
    struct run *run = run_of(sim);
    struct histograms *h = &sim->work.histograms;
    int l = sim->work.histogram_layer;
    struct net *net = net_of(run_problem(sim, run));
    const struct layer *layer = &run_problem(sim, run)->layer[l];
    struct numbers n = {.rows = 1, .count = (size_t)layer->weights};
    struct net_batch_numbers a = {0};

    *h = (struct histograms){.id = run->id, .steps = run->steps, .layer = l};
    sim->work.histogram_changes = sim->changes;
    n.v = run_x(run) + layer->from;
    fill(&n, &h->of[HISTOGRAM_WEIGHTS]);
    n.v = run_gradient(run) + layer->from;
    fill(&n, &h->of[HISTOGRAM_GRADIENTS]);
    if (!run->diverged && run_look(sim, run)) {
        a = net_activations(net, l);
        fill(&(struct numbers){a.v, a.units, a.rows, a.stride},
             &h->of[HISTOGRAM_ACTIVATIONS]);
    }
    *slice -= 1 + (int)((a.units * a.rows + 2 * n.count) / NUMBERS_A_UNIT);
}

const struct histograms *histograms_view(struct sim *sim)
{
    const struct run *run = run_of(sim);
    const struct histograms *h = &sim->work.histograms;

    return run && h->id == run->id && h->layer == sim->work.histogram_layer &&
                   sim->work.histogram_changes == sim->changes
               ? h
               : NULL;
}
