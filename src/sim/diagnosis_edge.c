/*
 * Edge of stability: full-batch descent gets sharper until its rate is the greatest stable
 * one, and hovers there (Cohen et al. 2021). Far beyond it, it overshoots.
 */
#include "sim/diagnoses.h"

#include <math.h>
#include <stdio.h>

/* Steps that a measurement speaks for: at least to the next one. */
static int64_t age_allowed(const struct sim *sim, const struct run *run)
{
    int64_t every = (int64_t)sim->thresholds.sharpness_every;
    int64_t next = every * sim->sharpness.series[run->slot].spacing;

    return next > RECENTLY ? next : RECENTLY;
}

/* The last measurement, unless it is old; NULL for none. */
static const struct sharpness_sample *measured(struct sim *sim, struct run *run,
                                               double *limit)
{
    struct sharpness_view view;
    const struct sharpness_sample *last;

    sharpness_see(sim, run, &view);
    *limit = view.limit;
    last = view.count > 0 ? &view.samples[view.count - 1] : NULL;
    return last && run->steps - last->steps <= age_allowed(sim, run) ? last : NULL;
}

bool edge_of_stability_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    double limit;
    const struct sharpness_sample *s = measured(sim, run, &limit);
    const struct thresholds *t = &sim->thresholds;

    return s && !run->diverged && limit > 0 && s->value >= t->edge_share * limit &&
           s->value <= t->edge_end * limit;
}

void edge_of_stability_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    double limit;
    const struct sharpness_sample *s = measured(sim, run, &limit);

    snprintf(out, size,
             "%s is at the edge of stability: sharpness %s at step %lld, lr %s bears %s.",
             run->name, N(s->value), (long long)s->steps, N(run_rate(run)), N(limit));
}

/* A limit that is not above 0: decay alone is more than the rate bears. */
bool beyond_edge_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    double limit;
    const struct sharpness_sample *s = measured(sim, run, &limit);

    if (!s || run->diverged)
        return false;
    return s->value > (limit > 0 ? sim->thresholds.edge_end * limit : limit);
}

void beyond_edge_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    double limit, rate = run_rate(run);
    const struct sharpness_sample *s = measured(sim, run, &limit);

    if (limit > 0)
        snprintf(out, size, "%s overshoots: lr %s is %s times what sharpness %s bears.",
                 run->name, N(rate), N(rate / sharpness_rate_limit(sim, run, s->value)),
                 N(s->value));
    else
        snprintf(out, size,
                 "%s overshoots: weight_decay %s alone is too much for lr %s, however "
                 "flat the loss.",
                 run->name, N(run->set.weight_decay), N(rate));
}
