/* The ground of the map: bands of height in two dimensions, a curve in one. */
#include <math.h>
#include <string.h>

#include "draw/encode.h"
#include "draw/field.h"
#include "pane/ground.h"
#include "pane/map.h"

/* Where value lies between low and high. */
static double share_of(double value, double low, double high)
{
    return (value - low) / (high - low);
}

/* The best there is, but no finer than the view allows. */
static struct field_look finest(const struct map *map)
{
    struct field_look look = field_best(map->plot.area.canvas, map->view->bands);
    const struct ground_look *most = &map->view->ground;

    if (most->bands == 0)
        return look;
    look.bands = most->bands < look.bands ? most->bands : look.bands;
    look.halves = look.halves && most->halves;
    return look;
}

/* What a ground in this look depends on. */
static struct ground now_of(const struct map *map, struct field_look look)
{
    const struct area *area = &map->plot.area;
    const struct raster *r = map->raster;

    return (struct ground){
        .known = true,
        .version = r->version,
        .done = r->done,
        .window = map->window,
        .box = {area->col, area->row, area->cols, area->rows},
        .glyphs = map->view->glyphs,
        .colours = area->canvas->colours,
        .look = look,
    };
}

static bool same_box(const struct box *a, const struct box *b)
{
    return a->col == b->col && a->row == b->row && a->cols == b->cols &&
           a->rows == b->rows;
}

static bool same_window(const struct window *a, const struct window *b)
{
    for (int axis = 0; axis < AXES; axis++)
        if (a->low[axis] != b->low[axis] || a->high[axis] != b->high[axis])
            return false;
    return true;
}

static bool is_same(const struct ground *a, const struct ground *b)
{
    return a->known && a->version == b->version && a->done == b->done &&
           same_window(&a->window, &b->window) && same_box(&a->box, &b->box) &&
           a->glyphs == b->glyphs && a->colours == b->colours &&
           a->look.bands == b->look.bands && a->look.halves == b->look.halves;
}

static bool has_room(const struct map *map)
{
    const struct canvas *canvas = map->plot.area.canvas;

    return map->kept && map->kept->canvas.cols == canvas->cols &&
           map->kept->canvas.rows == canvas->rows;
}

/* Between two canvases of one size. */
static void copy(const struct canvas *from, struct canvas *to, const struct box *box)
{
    for (int row = box->row; row < box->row + box->rows; row++) {
        size_t at = (size_t)row * (size_t)from->cols + (size_t)box->col;

        memcpy(to->cells + at, from->cells + at, (size_t)box->cols * sizeof *to->cells);
    }
}

static bool recall(const struct map *map, struct field_look look, size_t budget)
{
    const struct ground now = now_of(map, look);

    if (!has_room(map) || !is_same(map->kept, &now) || map->kept->cost > budget)
        return false;
    copy(&map->kept->canvas, map->plot.area.canvas, &now.box);
    return true;
}

static void keep(const struct map *map, struct field_look look)
{
    struct ground now = now_of(map, look);

    if (!has_room(map))
        return;
    now.canvas = map->kept->canvas;
    now.cost = encode_cost(&map->plot.area);
    *map->kept = now;
    copy(map->plot.area.canvas, &now.canvas, &now.box);
}

void map_draw_field(const struct map *map, size_t budget)
{
    const struct raster *r = map->raster;
    const struct window *w = &map->window;
    const struct area *area = &map->plot.area;
    struct field field;
    struct field_look look;

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
    look = finest(map);
    if (!recall(map, look, budget)) {
        look = field_draw_within(area, &field, look, budget);
        keep(map, look);
    }
    if (map->drawn)
        *map->drawn = (struct ground_look){.bands = look.bands, .halves = look.halves};
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
