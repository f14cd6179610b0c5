/*
 * Edge of stability: full-batch descent gets sharper until its rate is the greatest stable
 * one, and hovers there (Cohen et al. 2021).
 */
#include <math.h>
#include <stdio.h>

#include "sim/diagnoses.h"

/* The last measurement, unless it is old; NULL for none. */
static const struct sharpness_sample *measured(struct sim *sim, struct run *run,
                                               double *limit)
{
    struct sharpness_view view;
    const struct sharpness_sample *last;

    sharpness_see(sim, run, &view);
    *limit = view.limit;
    last = view.count > 0 ? &view.samples[view.count - 1] : NULL;
    return last && run->steps - last->steps <= RECENTLY ? last : NULL;
}

bool edge_of_stability_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    double limit;
    const struct sharpness_sample *s = measured(sim, run, &limit);

    return s && !run->diverged && s->value >= sim->thresholds.edge_share * limit;
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
