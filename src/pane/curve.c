/* Heads of the curves that runners draw over their steps. */
#include "pane/curve.h"

void curve_head(const struct plot *p, int slot, struct point at)
{
    double low = axis_value(&p->y, 0);
    int col, row;

    if (at.y < low)
        at.y = low;
    if (!plot_cell(p, at, &col, &row))
        return;
    area_put(&p->area, col, row,
             (struct cell){.glyph = glyph_runner(slot),
                           .ink = ROLE_ON_RUNNER,
                           .ground = (uint8_t)ROLE_OF_RUNNER(slot),
                           .style = STYLE_BOLD});
}
