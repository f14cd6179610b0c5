#ifndef PANE_OVERLAY_H
#define PANE_OVERLAY_H

#include <stdbool.h>

#include "draw/canvas.h"

/*
 * A list in a frame on top of everything else: help and menus. Texts are borrowed and
 * clean.
 */
struct overlay_row {
    const char *left, *right; /* a key or a name, and what it means */
    const char *note;         /* at the right edge where there is room; "" for none */
    bool heading;             /* left alone, as a title */
};

struct overlay {
    const char *title;
    const char *note; /* what to press, at the right of the title */
    int count;
    const struct overlay_row *row; /* [count] */
    int chosen;                    /* -1 for none */
    int top;                       /* the first row that is shown */
    const char *filter; /* what was typed to find a row; NULL: nothing can be */
};

/* How many rows of a list are shown on a screen of so many rows. */
int overlay_room(const struct overlay *overlay, int screen_rows);

/* The same list, moved so that the chosen row is seen and no room is wasted. */
int overlay_top(const struct overlay *overlay, int screen_rows);

void overlay_draw(struct canvas *canvas, const struct overlay *overlay);

#endif
