/* One point of the landscape, looked at without a runner. */
#include "sim/probe.h"

#include "sim/state.h"

void sim_probe(struct sim *sim, const double *at, struct probe *out)
{
    *out = (struct probe){.dims = sim->problem->n};
    out->value = problem_gradient(sim->problem, at, out->gradient);
    curvature_at(sim, at, &out->curvature);
}
