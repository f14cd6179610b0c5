/* A run's net, handed out whole. */
#include "sim/dump.h"

#include <inttypes.h>
#include <string.h>

#include "problem/net.h"
#include "sim/state.h"

bool sim_dump(struct sim *sim, const char *run, struct buffer *out, struct err *err)
{
    int i = run ? sim_find_run(sim, run, strlen(run)) : 0;

    if (!net_of(sim->problem))
        return fail(err, "there is no net to dump: the scene has a landscape");
    if (!sim_has_runner(sim, err))
        return false;
    if (i < 0)
        return fail(err, "no runner is called \"%s\"", run);
    buffer_format(out, "{\"step\":%" PRId64 ",\"seed\":%" PRIu64 ",", sim->step,
                  sim->seed);
    run_meet(sim, sim->run[i]);
    net_dump(net_of(run_problem(sim, sim->run[i])), run_x(sim->run[i]), out);
    buffer_add_text(out, "\n");
    return true;
}
