/* The numbers beside and below a plot. */
#include <math.h>

#include "base/text.h"
#include "draw/line.h"
#include "draw/plot.h"

/* With less than this a plot is better off without numbers. */
enum { COLS_LEAST = 16, ROWS_LEAST = 4, COLS_A_LABEL = 9, ROWS_A_LABEL = 3 };

struct ticks {
    int count;
    double at[TICKS_MAX];
};

static struct ticks ticks_of(const struct axis *axis, int most)
{
    struct ticks ticks;

    ticks.count = axis_ticks(axis, most, ticks.at);
    return ticks;
}

/* One number alone is no scale: then they stand closer, as far as there are rows. */
static struct ticks heights_of(const struct axis *y, int rows)
{
    int most = rows / ROWS_A_LABEL + 1;
    struct ticks ticks = ticks_of(y, most);

    while (ticks.count < 2 && most < rows && most < TICKS_MAX)
        ticks = ticks_of(y, ++most);
    return ticks;
}

static int widest(const struct ticks *ticks)
{
    char text[NUMBER_TEXT];
    int most = 0;

    for (int i = 0; i < ticks->count; i++) {
        int cols = text_columns(axis_label(ticks->at[i], text));

        most = cols > most ? cols : most;
    }
    return most;
}

/* The cell of a plot of `cells` cells in which the tick stands, -1 for none. */
static int cell_of(const struct axis *axis, double tick, int cells)
{
    double share = axis_share(axis, tick);

    if (!(share >= 0 && share <= 1))
        return -1;
    return share * cells >= cells ? cells - 1 : (int)(share * cells);
}

static void write_heights(const struct area *left, const struct axis *y,
                          const struct ticks *ticks)
{
    char text[NUMBER_TEXT];

    for (int i = 0; i < ticks->count; i++) {
        int row = left->rows - 1 - cell_of(y, ticks->at[i], left->rows);
        struct line l = line_of(left, row);

        line_to(&l, left->cols - 1 - text_columns(axis_label(ticks->at[i], text)));
        line_text(&l, ROLE_DIM, text);
    }
}

/*
 * Each number stands below its place, where it touches neither the edge nor the one
 * before.
 */
static void write_widths(const struct area *low, const struct plot *p,
                         const struct ticks *ticks)
{
    char text[NUMBER_TEXT];
    int shift = p->area.col - low->col;
    struct line l = line_of(low, 0);

    for (int i = 0; i < ticks->count; i++) {
        int cols = text_columns(axis_label(ticks->at[i], text));
        int col = shift + cell_of(&p->x, ticks->at[i], p->area.cols) - cols / 2;

        if (col > low->cols - cols)
            col = low->cols - cols;
        if (col < (i > 0 ? l.col + 1 : 0))
            continue;
        line_to(&l, col);
        line_text(&l, ROLE_DIM, text);
    }
}

struct plot plot_with_heights(const struct area *a, struct axis y)
{
    struct plot p = {.area = *a, .x = axis_between(0, 1), .y = y};
    struct ticks heights = heights_of(&y, a->rows);
    int margin = widest(&heights) + 1;
    struct area left = area_part(a, (struct box){0, 0, margin, a->rows});

    if (a->cols < COLS_LEAST)
        return p;
    p.area = area_part(a, (struct box){margin, 0, a->cols - margin, a->rows});
    write_heights(&left, &y, &heights);
    return p;
}

struct plot plot_with_axes(const struct area *a, struct axis x, struct axis y)
{
    struct plot p = {.area = *a, .x = x, .y = y};
    struct area upper, low;
    struct ticks widths;

    if (a->cols < COLS_LEAST || a->rows < ROWS_LEAST)
        return p;
    upper = area_part(a, (struct box){0, 0, a->cols, a->rows - 1});
    low = area_part(a, (struct box){0, a->rows - 1, a->cols, 1});
    p = plot_with_heights(&upper, y);
    p.x = x;
    widths = ticks_of(&x, p.area.cols / COLS_A_LABEL + 1);
    write_widths(&low, &p, &widths);
    return p;
}
