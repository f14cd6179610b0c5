/* The ground of the map: bands of height in two dimensions, a curve in one. */
#include "pane/map.h"

#include <math.h>

#include "pane/ground.h"

/* Where value lies between low and high. */
static double share_of(double value, double low, double high)
{
    return (value - low) / (high - low);
}

void map_draw_field(const struct map *map, size_t budget)
{
    const struct raster *r = map->raster;
    const struct window *w = &map->window;
    struct field field;

    if (!r || r->cols < 1 || r->rows < 1)
        return;
    field = (struct field){
        .values = r->values,
        .cols = r->cols,
        .rows = r->rows,
        .done = r->done,
        .left = share_of(r->window.low[0], w->low[0], w->high[0]),
        .right = share_of(r->window.high[0], w->low[0], w->high[0]),
        .top = 1 - share_of(r->window.high[1], w->low[1], w->high[1]),
        .bottom = 1 - share_of(r->window.low[1], w->low[1], w->high[1]),
    };
    ground_draw(&map->plot.area, map->kept,
                &(struct ground_picture){
                    .field = &field,
                    .key = {.of = r,
                            .version = r->version,
                            .kind = r->version,
                            .done = r->done,
                            .window = *w,
                            .best = field_best(map->plot.area.canvas, map->view->bands)},
                    .budget = budget});
}

/*
 * The character for a line that rises by so many cells in each column, where a cell is
 * one dot.
 */
static uint32_t slope_mark(const struct glyphs *set, double rise)
{
    if (fabs(rise) < 0.4)
        return set->slope[0];
    if (fabs(rise) > 2.5)
        return set->slope[2];
    return rise > 0 ? set->slope[3] : set->slope[1];
}

/* A straight piece that shows which way it goes even where a cell is one dot. */
static void draw_piece(const struct map *map, enum role role, const struct point ends[2])
{
    const struct plot *p = &map->plot;
    const struct glyphs *set = map->view->glyphs;
    double across =
        (axis_share(&p->x, ends[1].x) - axis_share(&p->x, ends[0].x)) * p->area.cols;
    double up =
        (axis_share(&p->y, ends[1].y) - axis_share(&p->y, ends[0].y)) * p->area.rows;

    plot_line(p, (struct pen){role, slope_mark(set, up / across)}, ends[0], ends[1]);
}

static struct point raster_point(const struct raster *r, int i)
{
    double size = r->window.high[0] - r->window.low[0];

    return (struct point){r->window.low[0] + size * (i + 0.5) / r->cols, r->values[i]};
}

/* Through the run's point, a fifth of the window to either side. */
static void draw_tangent(const struct map *map, const struct run_view *run)
{
    const struct window *w = &map->view->window;
    double reach = (w->high[0] - w->low[0]) / 5;
    struct point ends[] = {{run->x[0] - reach, run->loss - reach * run->grad[0]},
                           {run->x[0] + reach, run->loss + reach * run->grad[0]}};

    draw_piece(map, ROLE_TANGENT, ends);
}

/* The tangent lies below the curve, which it would hide where they touch. */
void map_draw_curve(const struct map *map)
{
    const struct raster *r = map->raster;
    const struct run_view *run = map_chosen(map);

    if (run)
        draw_tangent(map, run);
    for (int i = 1; r && r->done > 0 && i < r->cols; i++) {
        struct point ends[] = {raster_point(r, i - 1), raster_point(r, i)};

        draw_piece(map, ROLE_CURVE, ends);
    }
}
