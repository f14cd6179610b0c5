#ifndef PANE_GROUND_H
#define PANE_GROUND_H

#include "draw/canvas.h"
#include "draw/field.h"
#include "sim/snapshot.h"

/*
 * The map's ground as it was drawn last, so that it is drawn again only when it changed:
 * most frames move a few marks over it. The application gives it a canvas of the screen's
 * size and clears `known` when it opens another scene; the rest is the map's.
 */
struct ground {
    struct canvas canvas;
    bool known;
    size_t cost; /* encode_cost of the ground alone */
    uint64_t version;
    int done;
    struct window window;
    struct box box; /* where it stands on the canvas */
    const struct glyphs *glyphs;
    int colours;
    struct field_look look;
};

#endif
