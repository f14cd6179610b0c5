#ifndef SIM_CONDITION_H
#define SIM_CONDITION_H

#include "base/buffer.h"
#include "base/err.h"
#include "sim/sim.h"

/*
 * Conditions are formulas over the quantities of runners: `adam.loss < 1e-3 and not
 * sgd.diverged`. A bare name means the first runner. Diagnoses and states are quantities
 * too, 1 where they hold.
 */
struct condition;

/*
 * Reads the text against the runners that there are now; NULL and an err with a column
 * otherwise.
 */
struct condition *condition_read(const char *text, struct sim *sim, struct err *err);
void condition_free(struct condition *c);

/* Not 0 and not nan: it holds. */
bool condition_holds(struct condition *c, struct sim *sim);

/*
 * Adds "sgd.at_saddle = 0, momentum.at_saddle = 1": every quantity with its present
 * value.
 */
void condition_explain(struct condition *c, struct sim *sim, struct buffer *out);

/* The quantities, for `list conditions` and completion; ended by a NULL name. */
struct quantity {
    const char *name;
    const char *help;
    double (*value)(struct sim *sim, int run);
};

const struct quantity *quantities(void);

struct run;

/* Those that every layer of a net has, for the same; ended by a NULL name. */
struct quantity_of_layers {
    const char *prefix; /* grad. and then the layer's name: 1, 2, ... or out */
    const char *name;   /* grad.LAYER */
    const char *help;
    double (*value)(struct sim *sim, struct run *run, int l);
};

const struct quantity_of_layers *quantities_of_layers(void);

#endif
