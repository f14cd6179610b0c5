#ifndef OPTIM_SCHEDULE_H
#define OPTIM_SCHEDULE_H

#include <stdbool.h>

#include "optim/settings.h"

/*
 * Learning-rate schedules: PyTorch's schedulers, stepped once after each update, in closed form where
 * there is one, so that the rate is a function of the settings and the number of updates done. Only
 * `plateau` remembers something.
 */
struct schedule_memory {
    double best;    /* least loss so far, +inf before the first update */
    double bad;     /* updates since it last fell by a share of 1e-4 */
    double reduced; /* the rate that plateau has come to as a factor of the base; 1 at first */
};

struct schedule {
    const char *name; /* the word of the setting `schedule` */
    const char *help; /* the rate as one line of formula */

    /* The rate of the update that follows `done` updates, before warm-up. */
    double (*rate)(const struct settings *set, const struct schedule_memory *memory, double done);
};

/* In the order of the words of the setting, ended by a NULL name. */
const struct schedule *schedules(void);

struct schedule_memory schedule_start(void);

/* The rate of the update that follows `done` updates: schedule and warm-up multiplied out. */
double schedule_rate(const struct settings *set, const struct schedule_memory *memory,
                     double done);

/* An update was done and left this loss. */
void schedule_observe(const struct settings *set, struct schedule_memory *memory, double loss);

#endif
