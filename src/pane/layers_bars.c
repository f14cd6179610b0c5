/* Bars, and on them what was a step before and what theory expects. */
#include <math.h>
#include <stdlib.h>

#include "pane/layers.h"

enum { EIGHTHS = 8, BAND_COLS = 3, HEAD_COLS = 2 };

/* What the layers of one column say together. */
struct summary {
    struct reading one; /* of a single layer, of several the least */
    double most;        /* the greatest value among them */
    int lost;           /* layers without a number, or with none to draw */
    enum layer_state state;
    bool single;
};

bool bar_is_drawn(const struct chart *c, double value)
{
    return isfinite(value) && (!c->y.log || value > 0);
}

static struct summary summary_of(const struct chart *c, const struct group *g)
{
    struct summary s = {
        .state = group_state(c, g), .single = g->last - g->first == 1, .most = -INFINITY};

    for (int l = g->first; l < g->last; l++) {
        struct reading r = c->quantity->read(&c->run->layer[l]);
        bool drawn = bar_is_drawn(c, r.value);

        s.lost += !drawn;
        if (l == g->first || (drawn && !(r.value >= s.one.value)))
            s.one = r;
        if (drawn)
            s.most = fmax(s.most, r.value);
    }
    return s;
}

/*
 * Eighths of a row from the bottom up to a value; one that is there has one, a share of
 * nothing, too.
 */
static int eighths_of(const struct chart *c, double value)
{
    double share = axis_share(&c->y, value);
    int most = c->area.rows * EIGHTHS;
    int filled = (int)(fmin(fmax(share, 0), 1) * most + 0.5);

    return c->quantity->scale != QUANTITY_FROM_ZERO && filled == 0 ? 1 : filled;
}

int bar_row(const struct chart *c, double value)
{
    int row = c->area.rows - 1 - (eighths_of(c, value) - 1) / EIGHTHS;

    return row < 0 ? 0 : row >= c->area.rows ? c->area.rows - 1 : row;
}

static int middle_of(const struct group *g)
{
    return g->col + (g->cols - 1) / 2;
}

/* What a bar is filled with. */
struct fill {
    enum role role;
    uint32_t full; /* a whole cell */
    int from, to;  /* in eighths from the bottom */
};

static void draw_bar(const struct chart *c, const struct group *g,
                     const struct fill *fill)
{
    const struct area *a = &c->area;
    const uint32_t *levels = a->canvas->glyphs->levels;

    for (int row = 0; row < a->rows; row++) {
        int low = (a->rows - 1 - row) * EIGHTHS, top = fill->to - low;
        uint32_t glyph = levels[top > EIGHTHS ? EIGHTHS : top > 0 ? top : 0];

        if (top <= 0 || low + EIGHTHS / 2 < fill->from)
            continue;
        if (glyph == levels[EIGHTHS])
            glyph = fill->full;
        for (int col = g->col; col < g->col + g->cols; col++)
            area_put(a, col, row,
                     (struct cell){.glyph = glyph, .ink = (uint8_t)fill->role});
    }
}

/* A hatched bar ends with a whole cell. */
static int rounded(const struct chart *c, const struct fill *fill, int eighths)
{
    if (fill->full == c->area.canvas->glyphs->levels[EIGHTHS] || eighths <= 0)
        return eighths;
    return eighths < EIGHTHS ? EIGHTHS : (eighths + EIGHTHS / 2) / EIGHTHS * EIGHTHS;
}

/*
 * Colour and texture say at once whose gradient does not live; where there are no colours
 * another net's bars have a texture of their own.
 */
static struct fill fill_of(const struct chart *c, enum layer_state state)
{
    const struct glyphs *set = c->area.canvas->glyphs;
    bool second = c->side > 0 && c->area.canvas->colours == 0;
    uint32_t full = set->levels[EIGHTHS];

    if (state == LAYER_EXPLODING)
        return (struct fill){.role = ROLE_BAD, .full = full};
    if (c->quantity->dies && state != LAYER_ALIVE && state != LAYER_SATURATED)
        return (struct fill){.role = ROLE_GHOST, .full = set->hatch[c->sides == 1]};
    return (struct fill){.role = ROLE_OF_RUNNER(c->run->slot),
                         .full = second ? set->ramp[set->ramp_count - 2] : full};
}

/* A mark upon what stands there already: its colour becomes the ground. */
static void put_mark(const struct chart *c, int col, int row, struct cell mark)
{
    struct cell old = area_get(&c->area, col, row);

    if (old.glyph == c->area.canvas->glyphs->levels[EIGHTHS]) {
        mark.ground = old.ink;
        mark.ink = ROLE_ON_RUNNER;
    }
    area_put(&c->area, col, row, mark);
}

static void draw_across(const struct chart *c, const struct group *g, double value,
                        uint32_t glyph)
{
    for (int col = g->col; col < g->col + g->cols; col++)
        put_mark(c, col, bar_row(c, value),
                 (struct cell){.glyph = glyph, .ink = ROLE_VALUE});
}

/* The band of a mark, beside it; on a narrow bar it would be taken for another mark. */
static void draw_band(const struct chart *c, const struct group *g,
                      const struct reading *r)
{
    uint32_t line = c->area.canvas->glyphs->vertical;
    int col = g->col + (g->cols - 1) / 2;

    if (g->cols < BAND_COLS || !bar_is_drawn(c, r->low) || !bar_is_drawn(c, r->high))
        return;
    for (int row = bar_row(c, r->high); row <= bar_row(c, r->low); row++)
        put_mark(c, col, row, (struct cell){.glyph = line, .ink = ROLE_DIM});
}

static void draw_theory(const struct chart *c, const struct group *g,
                        const struct reading *r)
{
    bool broad = g->cols >= BAND_COLS;
    int from = broad ? g->col + (g->cols - 1) / 2 : g->col;
    int to = broad ? from + 1 : g->col + g->cols;

    draw_band(c, g, r);
    for (int col = from; col < to; col++)
        put_mark(
            c, col, bar_row(c, r->expected),
            (struct cell){.glyph = c->area.canvas->glyphs->theory, .ink = ROLE_TANGENT});
}

/* A line from the least of several layers, which the bar is of, to the greatest. */
static void draw_reach(const struct chart *c, const struct group *g,
                       const struct summary *s, enum role role)
{
    uint32_t line = c->area.canvas->glyphs->vertical;
    int low = s->lost > 0 ? c->area.rows : bar_row(c, s->one.value);

    for (int row = bar_row(c, s->most); row < low; row++)
        area_put(&c->area, middle_of(g), row,
                 (struct cell){.glyph = line, .ink = (uint8_t)role});
}

static void draw_bars(const struct chart *c, const struct group *g,
                      const struct summary *s)
{
    struct fill fill = fill_of(c, s->state);

    fill.from = c->y.log ? 0 : eighths_of(c, fmin(s->one.from, s->one.value));
    if (!s->single && isfinite(s->most))
        draw_reach(c, g, s, fill.role);
    if (s->lost > 0) {
        if (s->state != LAYER_RESTING)
            area_put(&c->area, middle_of(g), c->area.rows - 1,
                     (struct cell){.glyph = c->area.canvas->glyphs->undefined,
                                   .ink = ROLE_BAD});
        return;
    }
    fill.to = rounded(c, &fill, eighths_of(c, s->one.value));
    draw_bar(c, g, &fill);
}

static void put_shape(const struct chart *c, const struct run_view *run, int col, int row)
{
    area_put(&c->area, col, row,
             (struct cell){.glyph = glyph_runner(run->slot),
                           .ink = (uint8_t)ROLE_OF_RUNNER(run->slot),
                           .style = STYLE_BOLD});
}

/* Where a layer of a net of any depth stands, as its share of the way from first to last. */
static int col_of_other(const struct chart *c, int layer)
{
    int depth = c->other->layers - 1;
    struct group first = chart_group(c, 0), last = chart_group(c, c->groups - 1);
    int from = middle_of(&first), way = middle_of(&last) - from;

    if (depth == c->groups - 1) {
        first = chart_group(c, layer);
        return middle_of(&first);
    }
    return depth > 0 ? from + (layer * way + depth / 2) / depth : from + way;
}

/* The run that has no room for bars of its own shows its shape. */
static void draw_other(const struct chart *c)
{
    for (int l = 0; l < c->other->layers; l++) {
        double value = c->quantity->read(&c->other->layer[l]).value;

        if (bar_is_drawn(c, value))
            put_shape(c, c->other, col_of_other(c, l), bar_row(c, value));
    }
}

/* Beside another net's bars each has its run's shape, of narrow ones the chosen one. */
static void draw_head(const struct chart *c, const struct group *g, double value)
{
    int col = middle_of(g), row = bar_row(c, value) - 1;

    if (!bar_is_drawn(c, value) || (g->cols < HEAD_COLS && g->first != c->chosen))
        return;
    if (row < 0 || area_get(&c->area, col, row).glyph != ' ')
        row++;
    put_shape(c, c->run, col, row);
}

static bool has_moved(const struct chart *c, const struct reading *r)
{
    return abs(eighths_of(c, r->before) - eighths_of(c, r->value)) >= EIGHTHS;
}

static void draw_group(const struct chart *c, int i)
{
    const struct glyphs *set = c->area.canvas->glyphs;
    struct group g = chart_group(c, i);
    struct summary s = summary_of(c, &g);
    bool drawn = bar_is_drawn(c, s.one.value);

    draw_bars(c, &g, &s);
    if (drawn && bar_is_drawn(c, s.one.middle))
        draw_across(c, &g, s.one.middle, set->horizontal);
    if (s.single && drawn && bar_is_drawn(c, s.one.before) && has_moved(c, &s.one))
        draw_across(c, &g, s.one.before, set->before);
    if (s.one.theory && bar_is_drawn(c, s.one.expected))
        draw_theory(c, &g, &s.one);
    if (c->sides > 1 && s.single)
        draw_head(c, &g, s.one.value);
}

/* Behind the bars; upon them only where nothing else is left of it. */
static void draw_line(const struct chart *c)
{
    struct cell line = {.glyph = c->area.canvas->glyphs->rule, .ink = ROLE_AXIS};
    double share = axis_share(&c->y, c->quantity->line);
    int row = (int)((1 - share) * c->area.rows), behind = 0;

    if (!(share >= 0 && share <= 1))
        return;
    row = row < c->area.rows ? row : c->area.rows - 1;
    for (int col = 0; col < c->area.cols; col++)
        behind += area_get(&c->area, col, row).glyph == ' ';
    for (int col = 0; col < c->area.cols; col++)
        if (behind == 0 || area_get(&c->area, col, row).glyph == ' ')
            put_mark(c, col, row, line);
}

void bars_draw(const struct chart *c)
{
    for (int i = 0; i < c->groups; i++)
        draw_group(c, i);
    if (!isnan(c->quantity->line))
        draw_line(c);
    if (c->other)
        draw_other(c);
    bars_write_values(c);
}
