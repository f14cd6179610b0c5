#ifndef SIM_SHARPNESS_H
#define SIM_SHARPNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/snapshot.h"

/*
 * How sharply the training loss is curved where a run stands: the largest eigenvalue of
 * its Hessian, of nets only. It is measured on demand, in slices and at a copy of the
 * weights, so that the run may go on; what was measured is kept beside the run's trail.
 * Nothing of it changes a run, and nothing but the run decides about its numbers.
 */
struct sim;
struct run;
struct net;

enum { SHARPNESS_SAMPLES = 512 }; /* of a run; then every second one goes */

/* Beside a trail: what was measured of the run `owner`, ascending in steps. */
struct sharpness_series {
    int64_t owner;   /* id of a run; 0 for none */
    int64_t spacing; /* a power of two: only every so-many-th due one is measured */
    bool refused;    /* its net takes more memory than a measurement may have */
    int count;
    struct sharpness_sample samples[SHARPNESS_SAMPLES];
};

/* Weights that wait to be measured. */
struct sharpness_job {
    int64_t id, steps; /* of the run; id 0: nothing waits */
    double *at;        /* [n] */
    size_t room;
};

struct sharpness {
    struct sharpness_series series[RUNS_MAX]; /* by slot */
    struct sharpness_job jobs[RUNS_MAX];      /* by slot */
    struct sharpness_job *measured;           /* the one under way; NULL: none */
    struct net *net;                          /* what the curve is of */
    struct net_curve *curve;
    struct lanczos *lanczos;
    size_t numbers;  /* of a vector */
    bool multiplies; /* a product is under way */
    bool asked;      /* all runs are to be measured when the step under way has ended */
};

/* sharpness_series.c */

/* A run enters at its beginning: its series is empty, unless this repeats what was. */
void sharpness_enter(struct sim *sim, const struct run *run);
/* The run's future is another from here on; */
void sharpness_cut(struct sim *sim, const struct run *run);
/* and here it is already: its loss is another one now. */
void sharpness_changed(struct sim *sim, const struct run *run);

/* The past is forgotten, whoever's it was. */
void sharpness_reset(struct sim *sim);

/* NULL where nothing was measured of this run at its present step. */
const struct sharpness_sample *sharpness_known(const struct sim *sim,
                                               const struct run *run);
void sharpness_keep(struct sim *sim, int64_t id, const struct sharpness_sample *sample);
void sharpness_see(struct sim *sim, struct run *run, struct sharpness_view *out);

/* sharpness.c */

/* Wants the run measured where it stands; nothing where that is known or there is no net.
 */
void sharpness_want(struct sim *sim, const struct run *run);
/* Works on what is wanted, takes from *slice what it did; true when nothing is left. */
bool sharpness_work(struct sim *sim, int *slice);
bool sharpness_is_done(const struct sim *sim);
/* Products of the Hessian that the run's measurement has taken so far. */
int sharpness_products(const struct sim *sim, const struct run *run);
/* Measures at once; NULL where there is no net, or one that is too large. */
const struct sharpness_sample *sharpness_measure(struct sim *sim, const struct run *run);
/* Something that `sharpness_every` wants of the present step is not known yet. */
bool sharpness_is_due(const struct sim *sim);
void sharpness_finish_due(struct sim *sim);
/* Works on that alone, and on what was asked for; true when all of it is known. */
bool sharpness_settle(struct sim *sim, int *slice);
/* Forgets what is under way or waits: before a net changes or goes. */
void sharpness_forget(struct sim *sim);
void sharpness_free(struct sim *sim);

/* The run's gradient is that of the whole training part, as evaluation sees it. */
bool sharpness_sees_all(const struct sim *sim, const struct run *run);

/*
 * The greatest stable rate of the run's rule at this curvature of the loss, L2 decay
 * counted in; nan where theory has none: no such rule, a batch that is not all rows,
 * noise, dropout, augmented inputs, clipping.
 */
double sharpness_rate_limit(const struct sim *sim, const struct run *run, double lambda);
/* The sharpness from which on its present rate is unstable; nan likewise. */
double sharpness_limit(const struct sim *sim, const struct run *run);

/* Why theory names no limit of a run, in a word or two; "" where it does. */
const char *sharpness_unlimited(const struct sim *sim, const struct run *run);

#endif
