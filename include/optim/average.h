#ifndef OPTIM_AVERAGE_H
#define OPTIM_AVERAGE_H

#include "optim/settings.h"

/*
 * A smoothed position kept beside the run, which it does not alter: an exponential moving
 * average, or the plain mean of the tail of the iterates (Polyak & Juditsky,
 * "Acceleration of stochastic approximation by averaging", 1992). Belongs to the runner's
 * flat block; zero before the first update.
 */
struct average_memory {
    int n;
    double *mean;  /* [n], good once *count > 0 */
    double *count; /* iterates that are in it */
};

/*
 * Takes in the position x[n] after update number `step` (from 1). The first one is taken
 * as it is, so that nothing pulls toward 0; then
 *     ema   mean = average_decay * mean + (1 - average_decay) * x
 *     tail  the mean of all x from step average_start on; before that step, x itself
 * With average=none it forgets all.
 */
void average_observe(const struct settings *set, double step, const double *x,
                     const struct average_memory *memory);

#endif
