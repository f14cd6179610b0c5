/* What stands on the map: critical points, ghosts of earlier runs, the cross. */
#include "pane/map.h"

#include <stdio.h>

#include "base/text.h"
#include "draw/line.h"

enum { CELLS_A_MARK = 30 };

/* The kinds that are marked, what matters most first. */
static const enum point_kind KINDS[] = {POINT_MINIMUM, POINT_SADDLE, POINT_MAXIMUM};

static struct cell mark_of(const struct view *view, enum point_kind kind)
{
    const struct glyphs *set = view->glyphs;
    const struct cell marks[] = {
        [POINT_MINIMUM] = map_ink(ROLE_MINIMUM, set->minimum),
        [POINT_SADDLE] = map_ink(ROLE_SADDLE, set->saddle),
        [POINT_MAXIMUM] = map_ink(ROLE_MAXIMUM, set->maximum),
    };

    return marks[kind];
}

static int count_of(const struct snapshot *snap, enum point_kind kind)
{
    int count = 0;

    for (int i = 0; i < snap->landmarks; i++)
        count += snap->landmark[i].kind == kind;
    return count;
}

/* Whether there is room for all points of that kind, and of those that matter more. */
static bool is_marked(const struct map *map, enum point_kind kind)
{
    int cells = map->plot.area.cols * map->plot.area.rows, taken = 0;

    for (int k = 0; k < 3; k++) {
        taken += count_of(map->snap, KINDS[k]);
        if (KINDS[k] == kind)
            return count_of(map->snap, kind) > 0 && taken <= 1 + cells / CELLS_A_MARK;
    }
    return false;
}

static void draw_landmark(const struct map *map, const struct landmark *m)
{
    map_put(map, map_place(map, m->x, m->value), mark_of(map->view, m->kind));
}

/* The lowest minimum is marked in any crowd. */
void map_draw_landmarks(const struct map *map)
{
    const struct landmark *lowest = NULL;

    for (int i = 0; i < map->snap->landmarks; i++) {
        const struct landmark *m = &map->snap->landmark[i];

        if (m->kind == POINT_MINIMUM && (!lowest || m->value < lowest->value))
            lowest = m;
        if (is_marked(map, m->kind))
            draw_landmark(map, m);
    }
    if (lowest)
        draw_landmark(map, lowest);
}

void map_write_legend(const struct map *map, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (int k = 0; k < 3; k++) {
        char glyph[5] = "";

        text_encode(mark_of(map->view, KINDS[k]).glyph, glyph);
        if (is_marked(map, KINDS[k]) && used < size)
            used += (size_t)snprintf(out + used, size - used, "%s%s %s", used ? "  " : "",
                                     glyph, point_kind_name(KINDS[k]));
    }
}

/* Beside the end of the ghost stands the loss that it came to. */
static void write_ghost_end(const struct map *map, const struct ghost *g)
{
    const struct sample *end = &g->samples[g->count - 1];
    char text[NUMBER_TEXT];
    struct line l;
    int col, row;

    if (!plot_cell(&map->plot, map_place(map, end->x, end->loss), &col, &row))
        return;
    map_put(map, map_place(map, end->x, end->loss),
            map_ink(ROLE_GHOST, glyph_runner(g->slot)));
    l = line_of(&map->plot.area, row);
    l.col = col + 1;
    line_text(&l, ROLE_GHOST, number_brief(g->loss, 2, text));
}

void map_draw_ghosts(const struct map *map)
{
    for (int i = 0; i < map->view->ghosts; i++) {
        const struct ghost *g = &map->view->ghost[i];

        for (int k = 0; k < g->count; k++)
            map_put(map, map_place(map, g->samples[k].x, g->samples[k].loss),
                    map_ink(ROLE_GHOST, map->view->glyphs->ghost));
        if (g->count > 0)
            write_ghost_end(map, g);
    }
}

void map_draw_cross(const struct map *map)
{
    const struct glyphs *set = map->view->glyphs;
    const struct area *area = &map->plot.area;
    double height = map->snap->dims == 1 ? map_height(map, map->view->cross[0]) : 0;
    int col, row;

    if (!map->view->has_cross ||
        !plot_cell(&map->plot, map_place(map, map->view->cross, height), &col, &row))
        return;
    for (int side = -1; side <= 1; side += 2) {
        area_put(area, col + side, row, map_ink(ROLE_CROSS, set->horizontal));
        area_put(area, col + 2 * side, row, map_ink(ROLE_CROSS, set->horizontal));
        area_put(area, col, row + side, map_ink(ROLE_CROSS, set->vertical));
    }
    area_put(area, col, row, map_ink(ROLE_CROSS, set->cross));
}
