#ifndef PANE_EDGE_H
#define PANE_EDGE_H

#include "draw/plot.h"

/* Writes the numbers of a plane upon the left edge of its frame, and upon the lower. */
void edge_write_numbers(const struct area *framed, const struct plot *plot, bool low);

#endif
