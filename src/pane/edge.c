/* The numbers of a plane, upon the frame around it. */
#include "pane/edge.h"

#include "base/text.h"
#include "draw/line.h"

enum { COLS_A_NUMBER = 12, ROWS_A_NUMBER = 4 };

static void write_height(const struct area *framed, const struct plot *plot, double tick)
{
    char text[NUMBER_TEXT];
    struct line l;
    int col, row;

    if (!plot_cell(plot, (struct point){plot->x.low, tick}, &col, &row))
        return;
    l = line_of(framed, row + plot->area.row - framed->row);
    line_text(&l, ROLE_DIM, axis_label(tick, text));
}

/* A blank keeps a minus from the edge. */
static void write_width(const struct area *framed, const struct plot *plot, double tick)
{
    struct area low =
        area_part(framed, (struct box){0, framed->rows - 1, framed->cols, 1});
    struct line l = line_of(&low, 0);
    char text[NUMBER_TEXT];
    int col, row;

    if (!plot_cell(plot, (struct point){tick, plot->y.low}, &col, &row))
        return;
    l.col = col + 1 - text_columns(axis_label(tick, text)) / 2 - (tick < 0);
    if (l.col > 1 && l.col + text_columns(text) < framed->cols)
        line_format(&l, ROLE_DIM, "%s%s", tick < 0 ? " " : "", text);
}

void edge_write_numbers(const struct area *framed, const struct plot *plot, bool low)
{
    double ticks[TICKS_MAX];
    int count = axis_ticks(&plot->y, plot->area.rows / ROWS_A_NUMBER + 1, ticks);

    for (int i = 0; i < count; i++)
        write_height(framed, plot, ticks[i]);
    count = low ? axis_ticks(&plot->x, plot->area.cols / COLS_A_NUMBER + 1, ticks) : 0;
    for (int i = 0; i < count; i++)
        write_width(framed, plot, ticks[i]);
}
