/*
 * A slice of the net's loss: the ground as on the map, with the ways of the runners over
 * it, and how much of each way the plane does not show.
 */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/edge.h"
#include "pane/map.h"

enum { LEGEND_FROM = 6, SCALE_FROM = 14, TITLE_COLS = 9, LABEL = 48 };

static bool applies(const struct scene_view *scene)
{
    return scene->snap->layers > 0;
}

/* Rows of words above the picture. */
static int legend_rows(int rows)
{
    return rows >= SCALE_FROM ? 2 : rows >= LEGEND_FROM ? 1 : 0;
}

static void ask(const struct scene_view *scene, int cols, int rows, struct asks *asks)
{
    const struct view *view = scene->view;
    bool halves = view->colours > 0 && view->glyphs->utf8;

    asks_add(asks, (struct ask){.kind = ASK_SLICE,
                                .run = view->run,
                                .plane = (enum plane_kind)view->plane,
                                .turn = view->plane_turn,
                                .cols = cols,
                                .rows = (rows - legend_rows(rows)) * (halves ? 2 : 1)});
}

/* The picture's own part of the pane; the slice is known. */
static struct map map_of_slice(const struct area *area, const struct scene_view *scene)
{
    const struct raster *raster = scene->snap->slice->raster;
    const struct window *w = &raster->window;
    int words = legend_rows(area->rows);

    return (struct map){
        .plot = {.area = area_part(area, (struct box){0, words, area->cols, area->rows}),
                 .x = axis_between(w->low[0], w->high[0]),
                 .y = axis_between(w->low[1], w->high[1])},
        .window = *w,
        .raster = raster,
        .snap = scene->snap,
        .view = scene->view,
        .kept = scene->kept,
    };
}

/* Ways */

static struct map_mark mark_of(const struct map *map, const struct map_way *way, int k)
{
    const struct slice_path *path = way->from;
    const struct slice_point *p = k < path->count ? &path->point[k] : &path->head;

    (void)map;
    return (struct map_mark){.at = {p->x, p->y}, .age = path->head.steps - p->steps};
}

static int slot_of(const struct scene_view *scene, const struct slice_path *path)
{
    return scene->snap->run[path->run].slot;
}

static void draw_path(const struct map *map, const struct scene_view *scene,
                      const struct slice_path *path)
{
    const struct map_way way = {.slot = slot_of(scene, path),
                                .count = path->count + 1,
                                .from = path,
                                .mark = mark_of};

    map_draw_way(map, &way);
}

static void draw_start(const struct map *map, const struct slice_path *path)
{
    struct cell cell = map_ink(ROLE_VALUE, 'S');

    cell.style = STYLE_BOLD;
    if (path->count > 0)
        map_put(map, (struct point){path->point[0].x, path->point[0].y}, cell);
}

static void draw_paths(const struct map *map, const struct scene_view *scene)
{
    const struct slice *slice = scene->snap->slice;

    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < slice->paths; i++)
            if ((slice->path[i].run == slice->run) == (pass == 1))
                draw_path(map, scene, &slice->path[i]);
    for (int i = 0; i < slice->paths; i++)
        draw_start(map, &slice->path[i]);
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < slice->paths; i++) {
            const struct slice_path *path = &slice->path[i];

            if ((path->run == slice->run) == (pass == 1))
                map_draw_head(map, slot_of(scene, path),
                              (struct point){path->head.x, path->head.y});
        }
}

/* Words */

static const char *per_cent(double share, char out[NUMBER_TEXT])
{
    double percents = 100 * share;

    snprintf(out, NUMBER_TEXT, percents < 9.95 ? "%.1f%%" : "%.0f%%", percents);
    return isnan(share) ? "-" : out;
}

/* A loss that is not a number somewhere; the mark of it is on the picture. */
static bool has_undefined(const struct raster *r)
{
    for (int i = 0; i < r->done * r->cols; i++)
        if (isnan(r->values[i]))
            return true;
    return false;
}

/* How much is drawn; then, where no other row says it, what the marks are. */
static void write_progress(struct line *l, const struct slice *slice, bool brief)
{
    uint32_t undefined = l->area.canvas->glyphs->undefined;
    char text[LABEL] = "";

    if (slice->done < 1)
        snprintf(text, sizeof text, "%d%% drawn", (int)(100 * slice->done));
    else if (brief && has_undefined(slice->raster))
        snprintf(text, sizeof text, "%c no number", (int)undefined);
    else if (brief)
        snprintf(text, sizeof text, "S start, step %lld", (long long)slice->taken);
    if (l->col + text_columns(text) < l->area.cols)
        line_right(l, ROLE_DIM, text);
}

/*
 * What of the ways stays out of sight, runner by runner; whole names where there is room.
 */
static void write_outside(const struct area *a, const struct scene_view *scene,
                          bool names, bool brief)
{
    const struct slice *slice = scene->snap->slice;
    struct line l = line_of(a, 0);
    char text[NUMBER_TEXT];

    line_text(&l, ROLE_DIM, names ? "outside the plane:" : "outside:");
    for (int i = 0; i < slice->paths; i++) {
        const struct slice_path *path = &slice->path[i];
        const struct run_view *run = &scene->snap->run[path->run];

        line_text(&l, ROLE_DIM, " ");
        line_glyph(&l, ROLE_OF_RUNNER(run->slot), glyph_runner(run->slot));
        if (names)
            line_format(&l, ROLE_OF_RUNNER(run->slot), " %s", run->name);
        if (run->state == RUN_DIVERGED)
            line_text(&l, ROLE_BAD, " diverged");
        else
            line_format(&l, ROLE_VALUE, " %s", per_cent(path->outside, text));
    }
    write_progress(&l, slice, brief);
}

static double power10(double x)
{
    struct axis decade = {.low = floor(x), .high = floor(x) + 1, .log = true};

    return isfinite(x) ? axis_value(&decade, x - floor(x)) : x < 0 ? 0 : x;
}

static void write_scale(const struct area *a, const struct scene_view *scene)
{
    const struct slice *slice = scene->snap->slice;
    const struct raster *r = slice->raster;
    const char *name = slice->run >= 0 ? scene->snap->run[slice->run].name : "";
    double ends[2] = {INFINITY, -INFINITY};
    char low[NUMBER_TEXT], high[NUMBER_TEXT];
    struct line l = line_of(a, 1);

    for (int i = 0; i < r->done * r->cols; i++) {
        ends[0] = fmin(ends[0], r->values[i]);
        ends[1] = fmax(ends[1], r->values[i]);
    }
    if (ends[0] <= ends[1])
        line_format(&l, ROLE_DIM, "loss of %s %s to %s  ", name,
                    number_brief(power10(ends[0]), 2, low),
                    number_brief(power10(ends[1]), 2, high));
    if (has_undefined(r))
        line_format(&l, ROLE_DIM, "%c no number  ", (int)a->canvas->glyphs->undefined);
    line_format(&l, ROLE_DIM, "S start  taken at step %lld", (long long)slice->taken);
}

static void write_legend(const struct area *area, const struct scene_view *scene)
{
    const struct slice *slice = scene->snap->slice;
    int words = legend_rows(area->rows), names = 19;

    for (int i = 0; i < slice->paths; i++)
        names += text_columns(scene->snap->run[slice->path[i].run].name) + 9;
    if (words > 0)
        write_outside(area, scene, names + 9 <= area->cols, words == 1);
    if (words > 1)
        write_scale(area, scene);
}

/* What is amiss; or that it is being worked out, and what this plane is. */
static void write_words(const struct area *area, const struct slice *slice)
{
    const char *words = slice->words[0] ? slice->words : "The plane is being worked out.";
    int rows = area_wrap(area, ROLE_PLAIN, words);
    struct area rest = area_part(area, (struct box){0, rows, area->cols, area->rows});
    char text[160];

    if (slice->words[0])
        return;
    snprintf(text, sizeof text, "%s: %s", plane_kind_name(slice->kind),
             plane_kind_help(slice->kind));
    area_wrap(&rest, ROLE_DIM, text);
}

static void draw(struct area *area, const struct scene_view *scene)
{
    const struct slice *slice = scene->snap->slice;
    struct map map;

    if (!slice)
        return;
    if (!slice->known) {
        write_words(area, slice);
        return;
    }
    map = map_of_slice(area, scene);
    map_draw_field(&map, scene->budget);
    draw_paths(&map, scene);
    write_legend(area, scene);
}

static void name_axis(const struct slice *slice, int k, char out[LABEL])
{
    const struct slice_axis *axis = &slice->axis[k];
    char text[NUMBER_TEXT];

    if (axis->random)
        snprintf(out, LABEL, "random");
    else if (!isnan(axis->share))
        snprintf(out, LABEL, "PC%d %s", k + 1, per_cent(axis->share, text));
    else if (isnan(axis->curvature))
        snprintf(out, LABEL, "v%d, curvature unknown", k + 1);
    else
        snprintf(out, LABEL, "v%d lambda %s", k + 1,
                 number_brief(axis->curvature, 3, text));
}

/* The axes, upon the upper edge beside the title, as far as there is room. */
static void write_axes(const struct area *framed, const struct slice *slice)
{
    char x[LABEL], y[LABEL], text[120];
    struct line l = line_of(framed, 0);

    name_axis(slice, 0, x);
    name_axis(slice, 1, y);
    snprintf(text, sizeof text, "%s: %s across, %s up", plane_kind_name(slice->kind), x,
             y);
    if (slice->axis[0].random)
        snprintf(text, sizeof text, "two random directions");
    if (text_columns(text) + 3 + TITLE_COLS > framed->cols)
        snprintf(text, sizeof text, "%s, %s", x, y);
    l.col = framed->cols - text_columns(text) - 3;
    if (l.col > TITLE_COLS)
        line_format(&l, ROLE_DIM, " %s ", text);
}

static void edge(struct area *framed, const struct scene_view *scene)
{
    struct area inside =
        area_part(framed, (struct box){1, 1, framed->cols - 2, framed->rows - 2});
    struct map map;

    if (!scene->snap->slice || !scene->snap->slice->known)
        return;
    map = map_of_slice(&inside, scene);
    write_axes(framed, scene->snap->slice);
    edge_write_numbers(framed, &map.plot, !scene->shares_edge);
}

const struct pane pane_slice = {
    .name = "slice",
    .title = "slice",
    .help = "a net's loss over a plane of its weights, with the ways of the runners",
    .least = 5,
    .weight = 8,
    .large = true,
    .moves = true,
    .applies = applies,
    .ask = ask,
    .draw = draw,
    .edge = edge,
};
