#ifndef PANE_VIEW_H
#define PANE_VIEW_H

#include <stdbool.h>

#include "sim/snapshot.h"

/*
 * How the person looks at the simulation; owned and changed by the application, read by
 * panes. Stepping back and resetting the simulation never change it.
 */

/* A trail of before the last reset. */
struct ghost {
    int slot;
    double loss; /* where it ended */
    int count;
    const struct sample *samples; /* [count], along its way, the last is its end */
};

struct view {
    int layout;    /* number of a layout_row */
    int focus;     /* number of the focused pane (its place in panes(), from 0) */
    int large;     /* number of the pane chosen for the large place */
    int rows;      /* of the screen; 0 where that is not known */
    int maximized; /* that pane alone fills the screen; -1 for none */
    int run;       /* chosen runner, an index of snapshot.run */
    int layer;     /* chosen layer, an index of that run's layers */
    int quantity; /* of the layers, a row of layer_quantities() (pane/layer_quantity.h) */
    int setting;  /* chosen setting, an index of that run's settings */
    struct window window; /* of the map */
    int plane;            /* enum plane_kind of the slice */
    int plane_turn;       /* how many slices have been asked for anew */
    bool has_cross;       /* the cross that moves the start is shown */
    double cross[AXES];
    bool paused;
    double speed; /* steps a second; inf: as fast as it goes */
    /* the command just given, or an error; "" for none. An error hides all else */
    const char *message;
    bool message_is_error;
    const char *prompt; /* the command line being typed; NULL when none is */
    int cursor;         /* in it, in characters */
    int bad, bad_end;   /* these of its characters are to blame for an error */
    const char *keys; /* the last line: keys and what they do, "space run  n step ..." */
    int ghosts;
    const struct ghost *ghost;   /* [ghosts] */
    const struct glyphs *glyphs; /* draw/glyphs.h */
    int colours;                 /* 0, 8, 16, 256 */
    int bands; /* most bands that the map may use: 16, or fewer to save bytes */
};

/* The chosen runner; NULL where nobody races. */
static inline const struct run_view *view_chosen(const struct view *view,
                                                 const struct snapshot *snap)
{
    return view->run >= 0 && view->run < snap->runs ? &snap->run[view->run] : NULL;
}

#endif
