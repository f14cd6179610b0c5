/* Numbers above bars that are broad enough for them. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/layers.h"

enum { DIGITS = 2, COLS_LEAST = 4 };

/* With a blank on either side, so that it is not taken for a part of its neighbour. */
static bool is_free(const struct area *a, int col, int cols, int row)
{
    for (int i = col - 1; i <= col + cols; i++)
        if (area_get(a, i, row).glyph != ' ')
            return false;
    return true;
}

/* The bars' columns, from the rows above them on. */
static struct area with_air(const struct chart *c)
{
    struct area a = c->area;

    a.row -= c->air;
    a.rows += c->air;
    return a;
}

static void write_value(const struct chart *c, const struct group *g, double value)
{
    const struct area a = with_air(c);
    char text[NUMBER_TEXT];
    int cols = text_columns(number_brief(value, DIGITS, text));
    int col = g->col + (g->cols - cols) / 2, row = c->air + bar_row(c, value) - 1;
    struct line l;

    if (c->quantity->scale == QUANTITY_SHARE)
        cols = snprintf(text, sizeof text, "%.0f%%", 100 * value);
    if (cols > g->cols && c->sides > 1)
        return;
    col = col + cols > a.cols ? a.cols - cols : col < 0 ? 0 : col;
    while (row >= 0 && !is_free(&a, col, cols, row))
        row--;
    if (row < 0)
        return;
    l = line_of(&a, row);
    l.col = col;
    line_text(&l, ROLE_VALUE, text);
}

void bars_write_values(const struct chart *c)
{
    for (int i = 0; i < c->groups; i++) {
        struct group g = chart_group(c, i);
        struct reading r = c->quantity->read(&c->run->layer[g.first]);
        bool counts = !c->quantity->tell || c->quantity->scale == QUANTITY_SHARE;

        if (g.last - g.first == 1 && g.cols >= COLS_LEAST && isfinite(r.value) && counts)
            write_value(c, &g, r.value);
    }
}
