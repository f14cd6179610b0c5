/* The map: where the runners are, where they have been, and what the ground is like. */
#include "pane/map.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "draw/encode.h"
#include "draw/field.h"
#include "draw/line.h"
#include "pane/edge.h"

enum { TITLE_COLS = 7 };

/* Where the race began; nan while there is none. */
static double start_loss(const struct snapshot *snap)
{
    return snap->runs > 0 && snap->run[0].trace.count > 0
               ? snap->run[0].trace.samples[0].loss
               : NAN;
}

struct map map_of(const struct area *area, const struct scene_view *scene)
{
    const struct window *w = &scene->view->window;
    const struct raster *raster = scene->snap->raster;
    struct map map = {.window = *w,
                      .raster = raster,
                      .snap = scene->snap,
                      .view = scene->view,
                      .kept = scene->kept};

    map.plot = (struct plot){.area = *area,
                             .x = axis_between(w->low[0], w->high[0]),
                             .y = axis_between(w->low[1], w->high[1])};
    if (map.snap->dims == 1)
        map.plot.y = heights_axis(raster ? raster->values : NULL,
                                  raster && raster->done ? (size_t)raster->cols : 0,
                                  start_loss(map.snap));
    return map;
}

struct point map_place(const struct map *map, const double *x, double loss)
{
    return (struct point){x[0], map->snap->dims == 1 ? loss : x[1]};
}

const struct run_view *map_chosen(const struct map *map)
{
    return view_chosen(map->view, map->snap);
}

struct cell map_ink(enum role role, uint32_t glyph)
{
    return (struct cell){.glyph = glyph, .ink = (uint8_t)role};
}

bool map_put(const struct map *map, struct point at, struct cell cell)
{
    int col, row;

    if (!plot_cell(&map->plot, at, &col, &row))
        return false;
    area_put(&map->plot.area, col, row, cell);
    return true;
}

double map_height(const struct map *map, double x)
{
    const struct raster *r = map->raster;
    double share, place;

    if (!r || r->done < 1)
        return NAN;
    share = (x - r->window.low[0]) / (r->window.high[0] - r->window.low[0]);
    place = share * r->cols;
    return place >= 0 && place < r->cols ? r->values[(int)place] : NAN;
}

static void ask(const struct scene_view *scene, int cols, int rows, struct asks *asks)
{
    const struct view *view = scene->view;
    bool line = scene->snap->dims == 1;
    bool halves = view->colours > 0 && view->glyphs->utf8;
    struct ask raster = {.kind = ASK_RASTER,
                         .window = view->window,
                         .cols = line ? cols * 2 : cols,
                         .rows = line ? 1 : rows * (halves ? 2 : 1)};

    asks_add(asks, raster);
    asks_add(asks, (struct ask){.kind = ASK_LANDMARKS, .window = view->window});
    if (view->paused)
        asks_add(asks, (struct ask){.kind = ASK_NEXT, .run = -1});
}

/* A net's parameters have no map. */
static bool applies(const struct scene_view *scene)
{
    return scene->snap->dims > 0;
}

static void draw_all(const struct map *map, size_t budget)
{
    if (map->snap->dims == 1)
        map_draw_curve(map);
    else
        map_draw_field(map, budget);
    map_draw_landmarks(map);
    map_draw_ghosts(map);
    map_draw_runs(map);
    map_draw_cross(map);
}

/* What stands upon the ground costs, too: if it is too much, the ground gives way. */
static void draw(struct area *area, const struct scene_view *scene)
{
    struct map map = map_of(area, scene);
    size_t cost;

    draw_all(&map, scene->budget);
    cost = encode_cost(area);
    if (cost > scene->budget && map.snap->dims > 1)
        draw_all(&map, 2 * scene->budget > cost ? 2 * scene->budget - cost : 0);
}

/* What the marks mean, upon the upper edge beside the title. */
static void write_legend(const struct area *framed, const struct map *map)
{
    char text[80];
    struct line l = line_of(framed, 0);

    map_write_legend(map, text, sizeof text);
    l.col = framed->cols - text_columns(text) - 3;
    if (text[0] && l.col > TITLE_COLS)
        line_format(&l, ROLE_DIM, " %s ", text);
}

static void edge(struct area *framed, const struct scene_view *scene)
{
    struct area inside =
        area_part(framed, (struct box){1, 1, framed->cols - 2, framed->rows - 2});
    struct map map = map_of(&inside, scene);

    write_legend(framed, &map);
    edge_write_numbers(framed, &map.plot, !scene->shares_edge);
}

const struct pane pane_map = {
    .name = "map",
    .title = "map",
    .help = "the landscape from above, with the runners and their ways",
    .least = 5,
    .weight = 8,
    .large = true,
    .moves = true,
    .applies = applies,
    .ask = ask,
    .draw = draw,
    .edge = edge,
};
