#ifndef TERM_DRESS_H
#define TERM_DRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "draw/canvas.h"
#include "draw/theme.h"

/*
 * Which glyph in which colours says on a terminal what a cell says on the canvas. Several
 * would look the same; these are the ones that cost ncurses the fewest bytes.
 */
struct dressed {
    uint32_t glyph;
    struct paint paint;
};

struct dressing {
    struct theme theme;
    bool utf8;
    bool wide_map;       /* the map reaches from the left to the right */
    struct paint before; /* of the cell at the left, for blanks */
};

bool dress_has_wide_map(const struct canvas *c);

/* Cells of a row come from left to right, none left out but tails of wide characters. */
struct dressed dress(struct dressing *d, int row, int col, struct cell cell);

#endif
