#ifndef PANE_ROWS_H
#define PANE_ROWS_H

#include "pane/pane.h"

/* The rows of the screen above and below the panes. */

/* header.c: the scene, what is minimized, the clock. */
void header_draw(const struct area *area, const struct scene_view *scene);

/* plain_words.c: the last line given, what is happening, and what to try. */
void words_draw(const struct area *area, const struct scene_view *scene);

#endif
