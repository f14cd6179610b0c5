#ifndef OPTIM_UPDATE_H
#define OPTIM_UPDATE_H

#include "base/random.h"
#include "optim/optimizer.h"

/*
 * One update in slices, for rules that look at nothing but the gradient where they stand:
 * what optimizer_step does, digit by digit, a part of the parameters at a time, so that
 * each part stays in the cache and a large net keeps nobody waiting.
 *
 * Filled in by whoever steps the runner; all that is not named here is zero.
 */
struct update {
    const struct optimizer *optimizer;
    struct step step;          /* of all parameters, without g, value and f; */
    double *g;                 /* room for UPDATE_PART numbers */
    double *known;             /* [n] the exact gradient at x; lost when it is done */
    double *before;            /* [n] gets x as it was */
    double *noise;             /* [n] gets the step's noise, if there is any */
    struct random_place place; /* of the noise */
    double bound;              /* a number of x beyond it, or none at all, is lost */

    /* How far it is. */
    int phase, done;
    double squares, factor;

    /* When it is done: whether one was lost, and which was the first. */
    bool lost;
    int lost_at;
};

enum { UPDATE_PART = 4096 };

/* Whether the updates of this optimizer can be had in slices. */
bool update_has_parts(const struct optimizer *o);

/*
 * Goes on, takes the units of work (some microseconds each) from *slice; true when all is
 * done. Until then x is neither here nor there. Counts as one evaluation.
 */
bool update_go_on(struct update *u, int *slice);

#endif
