#ifndef DRAW_PLOT_H
#define DRAW_PLOT_H

#include <stdbool.h>

#include "draw/canvas.h"
#include "draw/scale.h"

/*
 * Points and lines on an area with two axes, as fine as the canvas' glyph set has dots in
 * a cell.
 */
struct plot {
    struct area area;
    struct axis x, y; /* y upwards */
};

struct point {
    double x, y;
};

/* What a line is drawn with. */
struct pen {
    enum role role;
    uint32_t
        mark; /* the character where a cell has one dot or there are no colours to tell
                      lines apart; 0 for the set's own */
};

/*
 * Writes the ticks of both axes into the lowest row and the leftmost columns of the area,
 * as far as there is room for them, and returns the plot on the rest.
 */
struct plot plot_with_axes(const struct area *a, struct axis x, struct axis y);

/* The same with numbers beside it alone. */
struct plot plot_with_heights(const struct area *a, struct axis y);

/* The cell of a point; false outside the area and for what is not a number. */
bool plot_cell(const struct plot *p, struct point at, int *col, int *row);

/* The middle of a cell, and how much of the plane it covers. */
struct point plot_point(const struct plot *p, int col, int row);

/*
 * A dot; a straight line; a line through all points, broken where one is not a number.
 * Clipped to the area, also for infinite coordinates. Dots of one pen share a cell; the
 * last pen to touch it wins.
 */
void plot_dot(const struct plot *p, struct pen pen, struct point at);
void plot_line(const struct plot *p, struct pen pen, struct point from, struct point to);

/*
 * Calls visit for every cell that the line from `from` to `to` passes, in order, both
 * ends included as far as they lie in the area.
 */
typedef void plot_visit(void *context, int col, int row);
void plot_cells(const struct plot *p, const struct point ends[2], plot_visit *visit,
                void *context);

#endif
