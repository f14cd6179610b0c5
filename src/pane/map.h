#ifndef PANE_MAP_H
#define PANE_MAP_H

#include "draw/plot.h"
#include "pane/pane.h"

/* The map's own parts: the ground, and what stands and moves on it. */
struct map {
    struct plot plot;
    const struct snapshot *snap;
    const struct view *view;
    struct ground_look *drawn;
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
void map_draw_cross(const struct map *map);

#endif
