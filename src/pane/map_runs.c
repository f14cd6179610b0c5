/*
 * What moves on the map: trails in three grades of age, heads, the arrow of the next
 * step.
 */
#include "pane/map.h"

#include <math.h>
#include <stdlib.h>

enum { AGE_LATELY = 10, AGE_EARLIER = 80, GRADES = 3 };

/* The cells between two places. */
struct track {
    const struct map *map;
    struct cell cell;
    bool on_ground; /* the ground shows through */
};

static void put_step(void *context, int col, int row)
{
    const struct track *t = context;
    struct cell old = area_get(&t->map->plot.area, col, row), cell = t->cell;

    if (t->on_ground)
        cell.ground = old.ground;
    if (t->map->snap->dims == 1 && old.glyph != ' ')
        return;
    area_put(&t->map->plot.area, col, row, cell);
}

/* Places in neighbouring cells need no line between them. */
static void draw_line(const struct track *track, const struct point ends[2])
{
    const struct plot *p = &track->map->plot;
    int col[2], row[2];

    if (plot_cell(p, ends[0], &col[0], &row[0]) &&
        plot_cell(p, ends[1], &col[1], &row[1]) && abs(col[0] - col[1]) <= 1 &&
        abs(row[0] - row[1]) <= 1)
        return;
    plot_cells(&track->map->plot, ends, put_step, (void *)track);
}

static int grade_of(int64_t age)
{
    return age <= AGE_LATELY ? 0 : age <= AGE_EARLIER ? 1 : 2;
}

/* Without colours the runner's own shape tells whose trail it is. */
static struct cell trail_cell(const struct map *map, int slot, int grade)
{
    const struct glyphs *set = map->view->glyphs;
    uint32_t glyph = set->trail[grade];
    struct cell cell = map_ink(ROLE_OF_RUNNER(slot), glyph);

    if (!glyph || (map->view->colours == 0 && grade == 0))
        cell.glyph = glyph_runner(slot);
    return cell;
}

/* The oldest first, so that the present lies on top. */
void map_draw_way(const struct map *map, const struct map_way *way)
{
    struct track track = {
        .map = map, .cell = map_ink(ROLE_OF_RUNNER(way->slot), map->view->glyphs->path)};

    for (int k = 0; k + 1 < way->count; k++) {
        struct map_mark from = way->mark(map, way, k), to = way->mark(map, way, k + 1);
        struct point ends[] = {from.at, to.at};

        track.on_ground = grade_of(to.age) == GRADES - 1;
        draw_line(&track, ends);
    }
    for (int k = 0; k + 1 < way->count; k++) {
        struct map_mark mark = way->mark(map, way, k);

        map_put(map, mark.at, trail_cell(map, way->slot, grade_of(mark.age)));
    }
}

/* Of the samples of a trail, number k: the last one is the present. */
static struct map_mark trail_mark(const struct map *map, const struct map_way *way, int k)
{
    const struct run_view *run = way->from;
    const struct sample *s = &run->trace.samples[k];

    if (k >= run->trace.count)
        return (struct map_mark){.at = map_place(map, run->x, run->loss)};
    return (struct map_mark){.at = map_place(map, s->x, s->loss),
                             .age = run->steps - k * run->trace.stride};
}

static void draw_trail(const struct map *map, const struct run_view *run)
{
    const struct map_way way = {.slot = run->slot,
                                .count = run->trace.count + 1,
                                .from = run,
                                .mark = trail_mark};

    map_draw_way(map, &way);
}

static double clamp(double value, const struct axis *axis)
{
    return fmax(axis->low, fmin(axis->high, value));
}

/*
 * Which of the eight arrows goes so far to the right and so far up, in cells of 1 by 2.
 */
static int direction_of(double right, double up)
{
    double steep = fabs(up) * 2, wide = fabs(right);

    if (steep < wide * 0.4142)
        return right < 0 ? 4 : 0;
    if (wide < steep * 0.4142)
        return up < 0 ? 6 : 2;
    return right < 0 ? (up < 0 ? 5 : 3) : (up < 0 ? 7 : 1);
}

static int direction_between(const struct map *map, struct point from, struct point to)
{
    const struct plot *p = &map->plot;
    double right = axis_share(&p->x, to.x) - axis_share(&p->x, from.x);
    double up = axis_share(&p->y, to.y) - axis_share(&p->y, from.y);

    return direction_of(right * p->area.cols, up * p->area.rows);
}

/* Where ground without colours crowds a mark, it gives way on either side. */
static void clear_around(const struct map *map, int col, int row)
{
    for (int side = -1; side <= 1; side += 2)
        if (area_get(&map->plot.area, col + side, row).ink == ROLE_CONTOUR)
            area_put(&map->plot.area, col + side, row, cell_blank(ROLE_PLAIN));
}

void map_draw_head(const struct map *map, int slot, struct point at)
{
    const struct plot *p = &map->plot;
    struct point seen = {clamp(at.x, &p->x), clamp(at.y, &p->y)};
    struct cell cell = {.glyph = glyph_runner(slot),
                        .ink = ROLE_ON_RUNNER,
                        .ground = (uint8_t)ROLE_OF_RUNNER(slot),
                        .style = STYLE_BOLD};
    int col, row;

    if (isnan(at.x) || isnan(at.y) || !plot_cell(p, seen, &col, &row))
        return;
    if (seen.x != at.x || seen.y != at.y)
        cell.glyph = map->view->glyphs->arrow[direction_between(map, seen, at)];
    clear_around(map, col, row);
    area_put(&p->area, col, row, cell);
}

/* Where the next update will lead; beside the head where that is in the same cell. */
static void draw_next(const struct map *map, const struct run_view *run)
{
    static const int cols[] = {1, 1, 0, -1, -1, -1, 0, 1};
    static const int rows[] = {0, -1, -1, -1, 0, 1, 1, 1};
    struct point ends[] = {map_place(map, run->x, run->loss),
                           map_place(map, run->next, map_height(map, run->next[0]))};
    int to = direction_between(map, ends[0], ends[1]);
    struct cell arrow = map_ink(ROLE_OF_RUNNER(run->slot), map->view->glyphs->arrow[to]);
    struct track way = {
        .map = map, .cell = map_ink(ROLE_OF_RUNNER(run->slot), map->view->glyphs->path)};
    int col, row, next_col, next_row;

    if (!plot_cell(&map->plot, ends[0], &col, &row) ||
        (ends[0].x == ends[1].x && ends[0].y == ends[1].y))
        return;
    arrow.style = STYLE_BOLD;
    draw_line(&way, ends);
    if (!plot_cell(&map->plot, ends[1], &next_col, &next_row))
        return;
    if (next_col == col && next_row == row) {
        next_col += cols[to];
        next_row += rows[to];
    }
    area_put(&map->plot.area, next_col, next_row, arrow);
}

/* The mean of the iterates: the runner's shape, without its ground. */
static void draw_average(const struct map *map, const struct run_view *run)
{
    struct cell cell = map_ink(ROLE_OF_RUNNER(run->slot), glyph_runner(run->slot));

    cell.style = STYLE_BOLD | STYLE_UNDERLINE;
    map_put(map, map_place(map, run->average, run->average_loss), cell);
}

static void draw_run(const struct map *map, const struct run_view *run)
{
    draw_trail(map, run);
    if (map->view->paused && run->has_next && run->state != RUN_DIVERGED)
        draw_next(map, run);
    if (run->has_average)
        draw_average(map, run);
}

static void draw_head(const struct map *map, const struct run_view *run)
{
    map_draw_head(map, run->slot, map_place(map, run->x, run->loss));
}

/* The chosen one lies on top of the others, and heads on top of trails. */
void map_draw_runs(const struct map *map)
{
    const struct run_view *chosen = map_chosen(map);

    for (int i = 0; i < map->snap->runs; i++)
        if (&map->snap->run[i] != chosen)
            draw_run(map, &map->snap->run[i]);
    if (chosen)
        draw_run(map, chosen);
    for (int i = 0; i < map->snap->runs; i++)
        draw_head(map, &map->snap->run[i]);
    if (chosen)
        draw_head(map, chosen);
}
