/* A fast optimizer runs ahead, and slow weights follow it part of the way. */
#include <string.h>

#include "optim/list.h"
#include "optim/optimizer.h"

static void step(struct step *s)
{
    const struct optimizer *inner = optimizer_inner(&optimizer_lookahead, s->set);
    struct step fast = optimizer_inner_step(&optimizer_lookahead, s);
    double *updates = s->scalars;

    fast.x = SCRATCH(s, 0);
    memcpy(fast.x, s->x, (size_t)s->n * sizeof *fast.x);
    for (int i = 0; i < s->set->sync_period; i++) {
        fast.t = ++*updates;
        if (i == 0)
            optimizer_apply(inner, &fast);
        else
            optimizer_step(inner, &fast);
    }
    for (int i = 0; i < s->n; i++)
        s->x[i] += s->set->slow_step * (fast.x[i] - s->x[i]);
}

static const struct setting_default uses[] = {USES(sync_period, 5), USES(slow_step, 0.5),
                                              USES_END};

const struct optimizer optimizer_lookahead = {
    .name = "lookahead",
    .rule = "y = x; sync_period times y = inner(y); x += slow_step (y - x)",
    .paper = "Zhang et al., Lookahead optimizer: k steps forward, 1 step back, 2019",
    .uses = uses,
    .scalars = 1,
    .scratch = 1,
    .looks_again = true,
    .has_inner = true,
    .step = step,
};
