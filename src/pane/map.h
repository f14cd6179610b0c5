#ifndef PANE_MAP_H
#define PANE_MAP_H

#include "draw/plot.h"
#include "pane/pane.h"

/* The map's own parts: the ground, and what stands and moves on it. */
struct map {
    struct plot plot;
    struct window window;        /* that the plot shows */
    const struct raster *raster; /* the heights over it; NULL before they are known */
    const struct snapshot *snap;
    const struct view *view;
    struct ground *kept;
};

/* The plane of an area: x and y in two dimensions, x and f(x) in one. */
struct map map_of(const struct area *area, const struct scene_view *scene);

/* Where a position with this loss stands in the plane. */
struct point map_place(const struct map *map, const double *x, double loss);

/* The runner that the person has chosen, or NULL. */
const struct run_view *map_chosen(const struct map *map);

/* The height of the ground at x in one dimension; nan where it is not known. */
double map_height(const struct map *map, double x);

/* A character in this role on plain ground, so that it can be read upon any band. */
struct cell map_ink(enum role role, uint32_t glyph);

/* Puts a mark where the point is; false outside the map. */
bool map_put(const struct map *map, struct point at, struct cell cell);

void map_draw_field(const struct map *map, size_t budget);
void map_draw_curve(const struct map *map);
void map_draw_landmarks(const struct map *map);
void map_write_legend(const struct map *map, char *out, size_t size);
void map_draw_ghosts(const struct map *map);
void map_draw_runs(const struct map *map);

/* A place on a runner's way, and how many updates ago it was there. */
struct map_mark {
    struct point at;
    int64_t age;
};

/* The way of a runner, the oldest mark first, the present last. */
struct map_way {
    int slot, count;
    const void *from; /* what `mark` reads */
    struct map_mark (*mark)(const struct map *map, const struct map_way *way, int k);
};

/* The way in three grades of age, all but its last mark. */
void map_draw_way(const struct map *map, const struct map_way *way);

/* A runner's head, or at the edge an arrow to where it is. */
void map_draw_head(const struct map *map, int slot, struct point at);

void map_draw_cross(const struct map *map);

#endif
