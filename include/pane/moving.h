#ifndef PANE_MOVING_H
#define PANE_MOVING_H

#include "pane/pane.h"

/*
 * Where marks move with every step: the inside of a large pane. Everywhere else there
 * are numbers, which a person wants to read and which need no drawing thirty times a
 * second. Empty where none is shown.
 */
struct box screen_moving(const struct scene_view *scene, int cols, int rows);

#endif
