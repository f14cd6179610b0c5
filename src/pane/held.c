/* Axes that hold still. */
#include "pane/held.h"

#include <stddef.h>

/* Decades beyond twice what is needed. */
#define DECADES_SPARE 2

static bool suits(const struct axis *held, const struct axis *needed)
{
    double spare = needed->log ? DECADES_SPARE : 0;

    return held->log == needed->log && held->low <= needed->low &&
           held->high >= needed->high &&
           held->high - held->low <= 2 * (needed->high - needed->low) + spare;
}

struct axis axis_held(struct held_axis *held, uint64_t key, struct axis needed)
{
    if (!held)
        return needed;
    if (!held->known || held->key != key || !suits(&held->axis, &needed))
        *held = (struct held_axis){.known = true, .key = key, .axis = needed};
    return held->axis;
}
