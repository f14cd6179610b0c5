#ifndef DRAW_SHAPE_H
#define DRAW_SHAPE_H

#include <stdint.h>

/*
 * Characters that are no letters as rectangles, so that a picture needs no font for them:
 * block elements, the lines of frames, shades, braille.
 */
enum { SHAPE_WIDTH = 8, SHAPE_HEIGHT = 16, SHAPE_RECTS = 8 };

/* In a cell of SHAPE_WIDTH by SHAPE_HEIGHT, from its top left. */
struct rect {
    int x, y, width, height;
};

struct shape {
    int count; /* 0: it is a letter */
    struct rect rect[SHAPE_RECTS];
    int opacity; /* per cent */
};

struct shape shape_of(uint32_t glyph);

#endif
