#ifndef OPTIM_SCHEDULE_H
#define OPTIM_SCHEDULE_H

#include <stdbool.h>

#include "optim/settings.h"

/*
 * Learning-rate schedules: PyTorch's schedulers, stepped once after each update, in
 * closed form where there is one, so that the rate is a function of the settings and the
 * number of updates done. Only `plateau` remembers something. A live change of lr changes
 * the base; the schedule goes on.
 *
 * The one list: a name and its rate in a line, k updates done. A row has its function
 * rate_NAME in schedule.c. Letters: the settings without their schedule_. one_cycle is
 * PyTorch's default shape (up over 30% of the period from lr/25 to lr, down to lr/250000,
 * by half cosines, and it stays there); Smith & Topin, "Super-convergence" (2017).
 * cosine: Loshchilov & Hutter, "SGDR" (2017); it rises again after its period, and
 * cosine_restarts starts anew. plateau: when the loss has not fallen by a share of 1e-4
 * for more than `period` updates, unless the rate would fall by less than 1e-8.
 */
#define SCHEDULES(ROW)                                                                 \
    ROW(constant, "lr")                                                                \
    ROW(step, "lr * gamma^floor(k / period)")                                          \
    ROW(exponential, "lr * gamma^k")                                                   \
    ROW(linear, "lr * (start + (end - start) * min(k, period) / period)")              \
    ROW(cosine, "min + (lr - min) * (1 + cos(pi * k / period)) / 2")                   \
    ROW(cosine_restarts,                                                               \
        "min + (lr - min) * (1 + cos(pi * (k mod period) / period)) / 2")              \
    ROW(polynomial, "lr * (1 - min(k, period) / period)^power")                        \
    ROW(one_cycle,                                                                     \
        "lr / 25 up to lr over 0.3 period, then down to lr / 250000 by cosines")       \
    ROW(plateau, "lr * gamma at each plateau of the loss longer than period, down to " \
                 "min")

/* What plateau remembers. */
struct schedule_memory {
    double best;    /* least loss so far, +inf before the first update */
    double bad;     /* updates since it last fell by a share of 1e-4 */
    double reduced; /* what lr has been multiplied by; 1 at first */
};

struct schedule {
    const char *name; /* the word of the setting `schedule` */
    const char *help; /* the rate as one line of formula */

    /* The rate of the update that follows `done` updates, before warm-up. */
    double (*rate)(const struct settings *set, const struct schedule_memory *memory,
                   double done);
};

/* In the order of the words of the setting, ended by a NULL name. */
const struct schedule *schedules(void);

struct schedule_memory schedule_start(void);

/*
 * The rate of the update that follows `done` updates: the schedule's, times warm-up's
 * min(1, (done + 1) / warmup).
 */
double schedule_rate(const struct settings *set, const struct schedule_memory *memory,
                     double done);

/* An update was done and left this loss; of use to plateau alone. */
void schedule_observe(const struct settings *set, struct schedule_memory *memory,
                      double loss);

#endif
