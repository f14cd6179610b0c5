#ifndef PANE_LAYOUT_H
#define PANE_LAYOUT_H

#include "pane/pane.h"

/* Where everything stands on a screen of so many cells. */
enum { PANES_MAX = 16 };

struct placed {
    int pane;       /* its place in panes() */
    struct box box; /* with its frame; frames of one column share an edge */
    bool joined;    /* its upper edge is the lower edge of the pane above */
};

struct layout {
    bool too_small;
    struct box header, words, keys;
    int count;
    struct placed placed[PANES_MAX];
};

struct layout layout_of(const struct scene_view *scene, int cols, int rows);

#endif
