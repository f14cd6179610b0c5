#ifndef DRAW_CANVAS_H
#define DRAW_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "draw/glyphs.h"
#include "draw/role.h"

/*
 * A grid of cells. Panes draw into areas of it, backends show it; neither knows the
 * other.
 */

/* What a cell shows. Two cells look alike exactly when all their fields are equal. */
struct cell {
    uint32_t glyph; /* code point; CELL_TAIL for the right half of a wide character */
    uint8_t ink, ground; /* enum role */
    uint8_t style;       /* STYLE_* */
    uint8_t spare;       /* 0 */
};

enum { CELL_TAIL = 0 };

bool cell_equal(struct cell a, struct cell b);

struct canvas {
    int cols, rows;
    struct cell *cells; /* [rows * cols], row after row from the top */
    const struct glyphs
        *glyphs; /* what it will be shown with; NULL before the first resize */
    int colours; /* 0, 8, 16, 256: whether grounds can be told apart */
};

/*
 * Start with `struct canvas c = {0}`. Only canvas_resize allocates; it blanks every cell.
 * Sizes are at least 1 (smaller ones count as 1) and at most CANVAS_MOST.
 */
enum { CANVAS_MOST = 4096 };
void canvas_resize(struct canvas *c, int cols, int rows);
void canvas_clear(struct canvas *c);
void canvas_free(struct canvas *c);

/* A part of a canvas: nothing that is drawn in it leaves it. It may be empty. */
struct box {
    int col, row, cols, rows;
};

struct area {
    struct canvas *canvas;
    int col, row; /* where in the canvas its cell (0, 0) is */
    int cols, rows;
};

struct area area_whole(struct canvas *c);

/* What of the box (in a's own coordinates) lies in a. */
struct area area_part(const struct area *a, struct box box);

/*
 * Puts one cell; outside the area, nothing. Characters that are not safe to show become
 * blanks and question marks; so does what is not ASCII where the glyph set has nothing
 * else. A wide character takes two cells or, for want of room, becomes a blank; whatever
 * loses one of its halves loses both.
 */
void area_put(const struct area *a, int col, int row, struct cell cell);

/* The cell there; a blank outside. */
struct cell area_get(const struct area *a, int col, int row);

/* Puts the cell everywhere. */
void area_fill(const struct area *a, struct cell cell);

/* A blank on this ground. */
struct cell cell_blank(enum role ground);

/* A frame with a number and a title in its upper edge: "1 map". */
struct frame {
    int number; /* 0 for none */
    const char *title;
    const char *note; /* at the right end of the upper edge; NULL for none */
    bool focused;     /* the keys go there */
    bool joined;      /* its upper edge is the lower edge of a frame above it */
};

/* Draws it along the edge and returns the inside. */
struct area area_frame(const struct area *a, const struct frame *frame);

#endif
