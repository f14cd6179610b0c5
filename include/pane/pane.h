#ifndef PANE_PANE_H
#define PANE_PANE_H

#include <stddef.h>

#include "draw/canvas.h"
#include "pane/view.h"
#include "sim/snapshot.h"

/* What a pane draws from; nothing else reaches it. */
struct scene_view {
    const struct snapshot *snap;
    const struct view *view;

    /*
     * What the pane may cost, as encode_cost counts, when the terminal is painted anew;
     * screen_draw fills it in, so that the whole frame keeps to 8 bytes a cell.
     */
    size_t budget;

    /* The lower edge of its frame is the upper one of the pane below. */
    bool shares_edge;

    /* What the large pane keeps from a frame to the next (pane/ground.h); or NULL. */
    struct ground *kept;

    /* The axis of the layers' bars as it was shown last (pane/held.h); or NULL. */
    struct held_axis *held;
};

/*
 * One pane: a const descriptor at the end of its file. To add one: a file, and a row in
 * panes.c.
 */
struct pane {
    const char *name;  /* map; also the word for `focus map` */
    const char *title; /* in its frame, after its number */
    const char *help;  /* one line: what it shows */

    /*
     * How the rows of a column of panes are shared out. Each pane gets `least` rows
     * inside its frame, or is left out; what remains goes by `weight`, up to the rows
     * that it can use (NULL: any number).
     */
    bool large; /* can take the large place: one of those that apply stands there, */
    bool below; /* and this one under it where there is room, or in its place */
    bool moves; /* marks move over its ground with every step (pane/moving.h) */
    bool (*applies)(const struct scene_view *scene); /* NULL: to every scene */
    int least, weight;
    int (*rows)(const struct scene_view *scene, int cols);

    /*
     * It has little to show now, and stands only where there is room or where it has the
     * focus; NULL for never.
     */
    bool (*idle)(const struct scene_view *scene);

    /*
     * What it wants to know to fill an inside of cols * rows cells; may add nothing. NULL
     * for never.
     */
    void (*ask)(const struct scene_view *scene, int cols, int rows, struct asks *asks);

    /* Draws its inside. */
    void (*draw)(struct area *area, const struct scene_view *scene);

    /* A word for the right end of its frame's upper edge; NULL for never. */
    void (*note)(const struct scene_view *scene, char *out, size_t size);

    /*
     * Writes upon the frame, which has been drawn with all that is in it; NULL for never.
     */
    void (*edge)(struct area *framed, const struct scene_view *scene);
};

/* All panes in the order of their numbers, ended by NULL. */
const struct pane *const *panes(void);

/* Whether a pane has something to show of this scene. */
bool pane_applies(const struct scene_view *scene, int pane);

/*
 * The pane of the large place: the one that was chosen, else the first large one that
 * applies, or on a screen with few rows the one that would stand below it. pane_can_be_large: whether it may be chosen.
 */
int pane_in_large_place(const struct scene_view *scene);
bool pane_can_be_large(const struct scene_view *scene, int pane);

/*
 * How panes can stand on the screen: number i, a name and one line of what it is; false
 * past the last. The first one suits itself to the size; where one has no room, the first
 * one is taken.
 */
struct layout_row {
    const char *name, *help;
};

bool layout_row(int i, struct layout_row *row);

/*
 * The whole screen: header, panes with their frames in the layout that fits cols * rows,
 * the plain-words line, the line of keys. Below the least size one line says what is
 * needed. screen_ask collects what the visible panes want; screen_draw draws. Neither
 * allocates.
 */
void screen_ask(const struct scene_view *scene, int cols, int rows, struct asks *asks);
void screen_draw(struct canvas *canvas, const struct scene_view *scene);

enum { SCREEN_COLS_LEAST = 40, SCREEN_ROWS_LEAST = 12 };

#endif
