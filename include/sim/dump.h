#ifndef SIM_DUMP_H
#define SIM_DUMP_H

#include "base/buffer.h"
#include "sim/sim.h"

/*
 * Adds a run's whole net as it stands, as one line of JSON: step, seed, loss, data, the
 * batch that its next update will use, weights and gradients. run is NULL for the first
 * one. False and an err where there is no net or no such run. Nothing is changed by it.
 */
bool sim_dump(struct sim *sim, const char *run, struct buffer *out, struct err *err);

#endif
