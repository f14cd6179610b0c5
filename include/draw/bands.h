#ifndef DRAW_BANDS_H
#define DRAW_BANDS_H

#include <stddef.h>

#include "draw/role.h"
#include "draw/scale.h"

/*
 * Heights between two neighbouring edges are one band; band 0 lies below edge[0]. Edges
 * stand evenly over the range, except where many heights are crowded into its low end (a
 * valley, the foot of a cliff): then half of the bands lie among those. Each part closes
 * up towards its lower end, by a whole power, as far as its own heights do. So a plateau
 * at the top is one band and the floor of a ravine many. The highest 3% do not count as
 * range.
 */
struct bands {
    int count;
    double edge[BANDS_MAX - 1]; /* [count - 1], ascending */
};

/*
 * A part of the range, halved, because low and high may be the greatest numbers of either
 * sign.
 */
struct stretch {
    double low, half_size;
    int power; /* place u of it, 0 to 1, stands at low + size * u^power */
};

/* How bands are spread over the heights at hand: in one stretch or in two. */
struct relief {
    int pieces;
    struct stretch stretch[2];
};

/*
 * For these heights; what is not finite is left out. The same heights give the same
 * relief.
 */
struct relief relief_of(const double *values, size_t n);

struct bands bands_on(const struct relief *relief, int count);

/* The band of a height, -inf the lowest and +inf the highest; -1 for nan. */
int bands_find(const struct bands *bands, double value);

/*
 * A linear axis for heights over one dimension, with a margin: all of them, or, where the
 * highest fifth would press the rest flat, up to those. It holds `shown` in any case,
 * unless that is not finite.
 */
struct axis heights_axis(const double *values, size_t n, double shown);

#endif
