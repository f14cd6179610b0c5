#ifndef SIM_LAYERS_H
#define SIM_LAYERS_H

#include "sim/state.h"

/* What is worked out of a net because panes ask for it. */

/* Of which weights something is: the run's, where it stands, as long as nothing changes. */
struct stamp {
    int64_t id, steps, changes;
};

static inline struct stamp stamp_of(const struct sim *sim, const struct run *run)
{
    return (struct stamp){run->id, run->steps, sim->changes};
}

static inline bool same_stamp(const struct stamp *a, const struct stamp *b)
{
    return a->id == b->id && a->steps == b->steps && a->changes == b->changes;
}

/* layers.c: the sum of the squares of v[n], and of a[n] - b[n] */
double layers_squares(size_t n, const double *v);
double layers_squares_between(size_t n, const double *a, const double *b);

/* The greatest of a number of each layer, and whose it is. */
typedef double layer_number(struct sim *sim, struct run *run, int l);
double layers_greatest(struct sim *sim, struct run *run, layer_number *of, int *whose);

/*
 * The greatest share of its weights by which a layer was moved; nan before the first
 * update of the net as it is.
 */
double layers_update(struct sim *sim, struct run *run, int *whose);

/*
 * stretching.c: the Jacobians that are asked for, one run after the other, each from a
 * copy of its weights; what is found stays until there is something newer of that run.
 */
void stretching_ask(struct sim *sim, const struct ask *ask);
void stretching_ask_none(struct sim *sim);
bool stretching_is_done(const struct sim *sim);
void stretching_work(struct sim *sim, int *slice);
void stretching_see(const struct sim *sim, const struct run *run, struct run_view *view,
                    struct layer_view *list);
void stretching_free(struct stretching *s); /* NULL is fine */

/* histograms.c: those of one layer of one run */
void histograms_ask(struct sim *sim, const struct ask *ask);
void histograms_ask_none(struct sim *sim);
bool histograms_are_done(const struct sim *sim);
void histograms_work(struct sim *sim, int *slice);
const struct histograms *histograms_view(struct sim *sim); /* NULL: none */

#endif
