/* What stands below the bars: marks of layers that do not live, and the layers' names. */
#include "base/text.h"
#include "draw/line.h"
#include "pane/layers.h"

static bool has_cut(const struct chart *c, const struct group *g)
{
    for (int l = g->first; l < g->last; l++)
        if (layer_is_cut(&c->run->layer[l]))
            return true;
    return false;
}

/* The one that lets nothing pass stands out among those that get nothing from it. */
void chart_mark(const struct chart *c, const struct area *row)
{
    int margin = c->area.col - row->col;

    for (int i = 0; i < c->groups; i++) {
        struct group g = chart_group(c, i);
        struct layer_mark mark = layer_mark_of(row->canvas->glyphs, group_state(c, &g));
        bool cut = has_cut(c, &g);

        if (mark.glyph)
            area_put(
                row, margin + g.col + (g.cols - 1) / 2, 0,
                (struct cell){.glyph = cut ? LAYER_CUT : mark.glyph,
                              .ink = (uint8_t)mark.role,
                              .style = cut ? STYLE_BOLD | STYLE_REVERSE : STYLE_BOLD});
    }
}

static bool is_free(const struct area *row, int col, int cols)
{
    if (col < 0 || col + cols > row->cols)
        return false;
    for (int i = col - 1; i <= col + cols; i++)
        if (area_get(row, i, 0).glyph != ' ')
            return false;
    return true;
}

/* A layer's name below its bar, where no other name stands. */
static void write_name(const struct chart *c, const struct area *row, int layer)
{
    struct group g = chart_group(c, chart_group_of(c, layer));
    const char *name = c->run->layer[layer].name;
    bool chosen = layer == c->chosen;
    int cols = text_columns(name) + chosen;
    int col = c->area.col - row->col + g.col + (g.cols - 1) / 2 - (cols - 1) / 2;
    struct line l = line_of(row, 0);

    if (col + cols > row->cols)
        col = row->cols - cols;
    if (!is_free(row, col, cols))
        return;
    l.col = col;
    if (chosen)
        line_glyph(&l, ROLE_KEY, row->canvas->glyphs->up);
    line_text(&l, chosen ? ROLE_KEY : ROLE_DIM, name);
}

/* Names stand this many layers apart: 1, 2, 5, 10, ... */
static int name_step(const struct chart *c)
{
    static const int STEPS[] = {1, 2, 5, 10, 20, 50};
    int i = 0, widest = c->layers > 100 ? 3 : c->layers > 10 ? 2 : 1;
    struct group last = chart_group(c, c->groups - 1);
    int used = last.col + last.cols;

    while (i < 5 && STEPS[i] * used < (widest + 1) * c->layers)
        i++;
    return STEPS[i];
}

/* What matters comes first and keeps its place. */
void chart_name(const struct chart *c, const struct area *row)
{
    int step = name_step(c);

    write_name(c, row, c->chosen);
    write_name(c, row, c->layers - 1);
    write_name(c, row, 0);
    for (int l = step - 1; l < c->layers - 1; l += step)
        write_name(c, row, l);
}
