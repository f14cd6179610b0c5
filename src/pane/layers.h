#ifndef PANE_LAYERS_H
#define PANE_LAYERS_H

#include "draw/plot.h"
#include "pane/pane.h"
#include "pane/layer_quantity.h"

/* What the files of the layers pane share: bars over layers, the first layer left. */

/* Bars that are being drawn. Where layers outnumber columns, some share one. */
struct chart {
    struct area area; /* of the bars alone */
    int air;          /* rows above them, for their values */
    struct axis y;
    const struct layer_quantity *quantity;
    const struct run_view *run;
    const struct run_view *other; /* marked upon the bars, first to last; or NULL */
    int layers, groups;
    int chosen; /* a layer */
    /* Where bars of two runs share each layer's columns: sides is 2, side 0 or 1. */
    int side, sides;
};

/* Bars of so many runs at the most; columns a layer from which its value stands above. */
enum { SHOWN_MOST = 2, VALUE_PITCH = 5 };

/*
 * The runs whose bars are shown: the chosen one and, where it has one, the other that it
 * is compared with. How many.
 */
int layers_shown(const struct scene_view *scene,
                 const struct run_view *shown[SHOWN_MOST]);

/*
 * layers_chart.c: a run's chart on all of an area, on the axis of all that is shown; it
 * stands alone or shares each layer's columns, as `sides` says.
 */
struct chart chart_of(const struct scene_view *scene, const struct run_view *run,
                      const struct area *area, int sides);

/* Layers [first, last) stand in columns [col, col + cols). */
struct group {
    int first, last;
    int col, cols;
};

struct group chart_group(const struct chart *chart, int i);

/* The group in which a layer stands. */
int chart_group_of(const struct chart *chart, int layer);

/* A state of a layer as a mark and a colour; the mark of one that lives is 0. */
struct layer_mark {
    uint32_t glyph;
    enum role role;
};

struct layer_mark layer_mark_of(const struct glyphs *set, enum layer_state state);

/* The gravest state among the layers of a group: the nearest to LAYER_LOST. */
enum layer_state group_state(const struct chart *chart, const struct group *group);

/* layers_names.c: rows below the bars of a chart. */
void chart_mark(const struct chart *chart, const struct area *row);
void chart_name(const struct chart *chart, const struct area *row);

/* layers_bars.c: bars with all that stands on them. */
void bars_draw(const struct chart *chart);

/* The row of a value on a chart, and whether it has one. */
int bar_row(const struct chart *chart, double value);
bool bar_is_drawn(const struct chart *chart, double value);

/* layers_values.c: values above their bars, as far as there is room. */
void bars_write_values(const struct chart *chart);

/* Nothing passes it: each of its units is silent for every row; and the mark of that. */
enum { LAYER_CUT = 'D' };
bool layer_is_cut(const struct layer_view *layer);

/* layers_edge.c: what the bars are, upon the frame: the chosen layer's value, marks. */
void layers_edge(struct area *framed, const struct scene_view *scene);

/* layers_legend.c: every mark that is on the chart, with as many words as have room. */
void layers_legend(const struct area *framed, const struct scene_view *scene);

extern const struct pane pane_layers, pane_layer;

/* The run and the layer that are looked at; NULL and 0 where there is none. */
const struct run_view *layers_run(const struct scene_view *scene);
int layers_chosen(const struct scene_view *scene);

#endif
