#ifndef SIM_PROBE_H
#define SIM_PROBE_H

#include "sim/sim.h"

/*
 * All that is known of one point of the landscape, exact; nothing of it needs a runner.
 */
struct probe {
    int dims;
    double value;
    double gradient[AXES];
    struct curvature curvature; /* its rate_limit is nan: that is a runner's */
};

/* at has as many numbers as the landscape has dimensions. */
void sim_probe(struct sim *sim, const double *at, struct probe *out);

#endif
