/* Pictures that may lag behind: worked on so that neither a key nor the training waits. */
#include <math.h>

#include "app/live.h"

static const double SLICE = 8e-3; /* seconds; a key waits no longer */
static const double SHARE = 0.01; /* of the time, while the clock runs */
static const double LEAST = 1e-3; /* less is not worth a wake-up */
static const double MOST = 4e-3;

enum { UNITS = 40 }; /* of work between two looks at the clock */

static void work_for(struct live *l, double seconds)
{
    double begin = live_now(), taken;

    do {
        l->refining = !sim_refine(l->session->sim, UNITS);
        taken = live_now() - begin;
    } while (l->refining && taken < seconds);
    l->spare -= taken;
}

static bool runs(const struct live *l)
{
    return live_plays(l) || session_is_busy(l->session);
}

void live_refine(struct live *l)
{
    double now = live_now(), passed = now - l->refined;

    l->refined = now;
    if (!l->refining)
        return;
    if (!runs(l)) {
        work_for(l, SLICE);
        l->changed = true;
        return;
    }
    l->spare = fmin(l->spare + SHARE * passed, MOST);
    if (l->spare < LEAST)
        return;
    work_for(l, l->spare);
    l->changed = l->changed || !l->refining;
}

double live_refine_patience(const struct live *l)
{
    if (!runs(l))
        return 0;
    return fmax(0, (LEAST - l->spare) / SHARE - (live_now() - l->refined));
}
