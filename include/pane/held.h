#ifndef PANE_HELD_H
#define PANE_HELD_H

#include <stdint.h>

#include "draw/scale.h"

/*
 * An axis as it was shown last, so that it holds still while the numbers upon it move to
 * and fro. The session owns it and the pane alone reads it.
 */
struct held_axis {
    bool known;
    uint64_t key; /* of what it was; the same, and it may be held */
    struct axis axis;
};

/*
 * The axis for numbers that need this one: the held one where they fit on it and fill at
 * least half of it; else this one, which is held from now on. Nothing is held where
 * `held` is NULL.
 */
struct axis axis_held(struct held_axis *held, uint64_t key, struct axis needed);

#endif
