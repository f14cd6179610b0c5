#ifndef PANE_CURVE_H
#define PANE_CURVE_H

#include "draw/plot.h"

/* What panes draw of a runner in a plot over its steps. */

/* Its own shape in its own colour. */
static inline struct pen curve_pen(int slot)
{
    return (struct pen){ROLE_OF_RUNNER(slot), glyph_runner(slot)};
}

/* Where it stands now; what lies below the plot stands at its lower edge. */
void curve_head(const struct plot *p, int slot, struct point at);

#endif
