#ifndef DRAW_LINE_H
#define DRAW_LINE_H

#include "draw/canvas.h"

/*
 * One row of an area, written from left to right. Each piece of text begins where the
 * last one ended; one that does not fit ends in an ellipsis, and what follows it is
 * dropped. Any text is safe (see area_put); combining characters are left out.
 */
struct line {
    struct area area; /* one row */
    int col;          /* where the next piece begins */
    enum role ground;
    unsigned style;
};

struct line line_of(const struct area *a, int row);

void line_text(struct line *l, enum role ink, const char *text);
/* The same in exactly so many columns: cut, or filled up with blanks. */
void line_text_within(struct line *l, enum role ink, const char *text, int cols);
void line_format(struct line *l, enum role ink, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void line_glyph(struct line *l, enum role ink, uint32_t glyph);

/*
 * The next piece begins at this column, or where the last one ended if that is further.
 */
void line_to(struct line *l, int col);

/* Text that ends at the right edge, cut short where the line has been written already. */
void line_right(struct line *l, enum role ink, const char *text);

/* Makes the rest of the line blank, on the line's ground. */
void line_fill(struct line *l);

/*
 * Writes text over the rows of an area, broken between words; what does not fit ends in
 * an ellipsis. Returns the rows that all of it takes, at least 1; with ink below 0
 * nothing is drawn.
 */
int area_wrap(const struct area *a, int ink, const char *text);

/*
 * A number's place in its range: |----o-----| of this many columns; share 0 to 1, else no
 * knob.
 */
struct gauge {
    int cols;
    double share;
};

void line_gauge(struct line *l, enum role ink, struct gauge gauge);

#endif
