/* Dots and lines on a pair of axes, clipped before they are counted out. */
#include "draw/plot.h"

#include <math.h>

#include "base/text.h"
#include "draw/line.h"

/* How many dots a cell has. */
struct fine {
    int across, down;
};

/* Coordinates in dots of the glyph set, from the top left of the area. */
struct spot {
    double x, y;
};

enum { FAR = 1 << 24 }; /* what lies further off is as good as infinite */

static double pull_in(double value)
{
    return value > FAR ? FAR : value < -FAR ? -FAR : value;
}

static struct spot spot_of(const struct plot *p, struct point at, struct fine fine)
{
    return (struct spot){
        pull_in(axis_share(&p->x, at.x) * p->area.cols * fine.across),
        pull_in((1 - axis_share(&p->y, at.y)) * p->area.rows * fine.down),
    };
}

/* The upper end of an axis still belongs to the last cell. */
static bool place_of(double share, int cells, int *place)
{
    if (!(share >= 0 && share <= 1) || cells < 1)
        return false;
    *place = (int)(share * cells);
    if (*place >= cells)
        *place = cells - 1;
    return true;
}

bool plot_cell(const struct plot *p, struct point at, int *col, int *row)
{
    return place_of(axis_share(&p->x, at.x), p->area.cols, col) &&
           place_of(1 - axis_share(&p->y, at.y), p->area.rows, row);
}

struct point plot_point(const struct plot *p, int col, int row)
{
    return (struct point){axis_value(&p->x, (col + 0.5) / p->area.cols),
                          axis_value(&p->y, 1 - (row + 0.5) / p->area.rows)};
}

static void set_dot(const struct plot *p, struct pen pen, int x, int y)
{
    const struct glyphs *set = p->area.canvas->glyphs;
    int col = x / set->across, row = y / set->down;
    unsigned bit = 1u << (y % set->down * set->across + x % set->across);
    struct cell old = area_get(&p->area, col, row);
    struct cell cell = {.ink = (uint8_t)pen.role, .ground = old.ground};

    if (old.ink == cell.ink)
        bit |= glyph_dots(set, old.glyph);
    cell.glyph = glyph_of_dots(set, bit);
    if (pen.mark && (set->across * set->down == 1 || p->area.canvas->colours == 0))
        cell.glyph = pen.mark;
    area_put(&p->area, col, row, cell);
}

/* Liang and Barsky (1984): one edge of the clipping rectangle. */
static bool clip_edge(double direction, double distance, double range[2])
{
    double t = distance / direction;

    if (direction == 0)
        return distance >= 0;
    if (direction < 0 && t > range[0])
        range[0] = t;
    if (direction > 0 && t < range[1])
        range[1] = t;
    return range[0] <= range[1];
}

static bool clip(struct spot ends[2], double width, double height)
{
    struct spot from = ends[0];
    double dx = ends[1].x - from.x, dy = ends[1].y - from.y, range[2] = {0, 1};

    if (isnan(dx) || isnan(dy))
        return false;
    if (!clip_edge(-dx, from.x, range) || !clip_edge(dx, width - from.x, range) ||
        !clip_edge(-dy, from.y, range) || !clip_edge(dy, height - from.y, range))
        return false;
    ends[0] = (struct spot){from.x + range[0] * dx, from.y + range[0] * dy};
    ends[1] = (struct spot){from.x + range[1] * dx, from.y + range[1] * dy};
    return true;
}

static int whole(double value, int size)
{
    return value <= 0 ? 0 : value >= size ? size - 1 : (int)value;
}

/* The line as a number of equal steps from dot to dot. */
struct walk {
    struct spot from;
    double dx, dy;
    int count; /* steps; one dot more than that */
    int width, height;
};

static bool walk_of(const struct plot *p, const struct point ends[2], struct fine fine,
                    struct walk *w)
{
    struct spot spots[2] = {spot_of(p, ends[0], fine), spot_of(p, ends[1], fine)};
    double longer;

    w->width = p->area.cols * fine.across;
    w->height = p->area.rows * fine.down;
    if (w->width < 1 || w->height < 1 || !clip(spots, w->width, w->height))
        return false;
    w->from = spots[0];
    w->dx = spots[1].x - spots[0].x;
    w->dy = spots[1].y - spots[0].y;
    longer = fmax(fabs(w->dx), fabs(w->dy));
    w->count = (int)ceil(longer);
    return true;
}

static void walk_at(const struct walk *w, int i, int *x, int *y)
{
    double t = w->count ? (double)i / w->count : 0;

    *x = whole(w->from.x + t * w->dx, w->width);
    *y = whole(w->from.y + t * w->dy, w->height);
}

void plot_line(const struct plot *p, struct pen pen, struct point from, struct point to)
{
    const struct glyphs *set = p->area.canvas->glyphs;
    struct point ends[2] = {from, to};
    struct walk w;
    int x, y;

    if (!walk_of(p, ends, (struct fine){set->across, set->down}, &w))
        return;
    for (int i = 0; i <= w.count; i++) {
        walk_at(&w, i, &x, &y);
        set_dot(p, pen, x, y);
    }
}

void plot_dot(const struct plot *p, struct pen pen, struct point at)
{
    plot_line(p, pen, at, at);
}

void plot_cells(const struct plot *p, const struct point ends[2], plot_visit *visit,
                void *context)
{
    struct walk w;
    int col, row;

    if (!walk_of(p, ends, (struct fine){1, 1}, &w))
        return;
    for (int i = 0; i <= w.count; i++) {
        walk_at(&w, i, &col, &row);
        visit(context, col, row);
    }
}
