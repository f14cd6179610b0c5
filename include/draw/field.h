#ifndef DRAW_FIELD_H
#define DRAW_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "draw/bands.h"
#include "draw/canvas.h"

/* Heights over a plane, as bands of colour or as characters of growing weight. */

/* What a place is, where it is no height: a ground, or a character without colours. */
struct tile {
    enum role ground;
    uint32_t glyph;
};

/* Tiles that take the place of bands; none is named below 0. */
struct tiling {
    const struct tile *tile;
    int (*of)(const struct tiling *tiling, size_t cell); /* an index of tile[] */
    const void *context;
};

/*
 * Heights to be drawn. They cover a part of the area, given in shares of its width and
 * height.
 */
struct field {
    const double *values; /* [rows * cols], row 0 at the top */
    int cols, rows;
    int done;                        /* rows [0, done) are there */
    double left, top, right, bottom; /* 0 0 1 1 where they cover the area exactly */
    const struct relief *relief;     /* NULL: that of the heights at hand */
    const struct tiling *tiling;     /* NULL: bands */
};

/*
 * How: with how many bands, and with one height a cell or with two, one above the other.
 */
struct field_look {
    int bands;
    bool halves;
};

/* The best that the canvas can show: halves where there are colours and half blocks. */
struct field_look field_best(const struct canvas *canvas, int most_bands);

/*
 * Fills the area. Where the canvas has colours a band is a ground (two halves in the same
 * band are a blank: fewer bytes, and ncurses scrolls for nothing otherwise), else a
 * character of the glyph set's ramp. Undefined heights have a look of their own; what is
 * not there yet stays blank.
 */
void field_draw(const struct area *a, const struct field *field, struct field_look look);

/*
 * Fills the area with the best look from `best` down whose encode_cost is at most budget;
 * returns that look.
 */
struct field_look field_draw_within(const struct area *a, const struct field *field,
                                    struct field_look best, size_t budget);

#endif
