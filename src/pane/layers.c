/* A net layer by layer: which layer learns, and which one gets nothing. */
#include "pane/layers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/line.h"

enum {
    DECADES_A_ROW = 4, /* at most */
    GAP_FROM = 3,      /* columns of a bar that leaves a gap to the next one */
    COLS_A_BAR = 12,   /* a broader one gains nothing */
    NAMES_FROM = 4,    /* rows from which the layers' names are worth one, */
    MARKS_FROM = 5     /* and the marks of those that do not live */
};

const struct run_view *layers_run(const struct scene_view *scene)
{
    int i = scene->view->run;

    return i >= 0 && i < scene->snap->runs && scene->snap->run[i].layers > 0
               ? &scene->snap->run[i]
               : NULL;
}

int layers_chosen(const struct scene_view *scene)
{
    const struct run_view *run = layers_run(scene);
    int last = run ? run->layers - 1 : 0, chosen = scene->view->layer;

    return chosen < 0 ? 0 : chosen > last ? last : chosen;
}

struct group chart_group(const struct chart *c, int i)
{
    int pitch = c->area.cols / c->groups;
    int used = pitch > COLS_A_BAR ? c->groups * COLS_A_BAR
               : pitch > 1        ? c->groups * pitch
                                  : c->area.cols;
    int from = i * used / c->groups;
    struct group g = {.first = i * c->layers / c->groups,
                      .last = (i + 1) * c->layers / c->groups,
                      .col = from,
                      .cols = (i + 1) * used / c->groups - from};

    if (used / c->groups >= GAP_FROM)
        g.cols--;
    return g;
}

int chart_group_of(const struct chart *c, int layer)
{
    int i = 0;

    while (i < c->groups - 1 && chart_group(c, i).last <= layer)
        i++;
    return i;
}

struct layer_mark layer_mark_of(const struct glyphs *set, enum layer_state state)
{
    const struct layer_mark marks[] = {
        [LAYER_ALIVE] = {0, ROLE_PLAIN},
        [LAYER_RESTING] = {set->ghost, ROLE_DIM},
        [LAYER_LOST] = {set->undefined, ROLE_BAD},
        [LAYER_EXPLODING] = {set->arrow[2], ROLE_BAD},
        [LAYER_DEAD] = {'x', ROLE_BAD},
        [LAYER_VANISHED] = {set->arrow[6], ROLE_BAD},
        [LAYER_SATURATED] = {'s', ROLE_WARN},
    };

    return marks[state];
}

enum layer_state group_state(const struct chart *c, const struct group *g)
{
    enum layer_state worst = c->run->layer[g->first].state;

    for (int l = g->first; l < g->last; l++) {
        enum layer_state state = c->run->layer[l].state;

        if (worst <= LAYER_RESTING || (state > LAYER_RESTING && state < worst))
            worst = state;
    }
    return worst;
}

/* The least and the greatest number that the axis has to hold. */
struct range {
    double low, high;
};

static void hold(struct range *r, double value, bool log)
{
    if (!isfinite(value) || (log && value <= 0))
        return;
    r->low = fmin(r->low, value);
    r->high = fmax(r->high, value);
}

static struct range range_of(const struct chart *c)
{
    bool log = c->quantity->scale == QUANTITY_DECADES;
    struct range r = {INFINITY, -INFINITY};

    hold(&r, c->quantity->line, log);
    if (!log)
        hold(&r, 0, log);
    for (int l = 0; l < c->layers; l++) {
        struct reading reading = c->quantity->read(&c->run->layer[l]);

        hold(&r, reading.value, log);
        if (!log && isfinite(reading.value))
            hold(&r, reading.from, log);
        if (reading.theory)
            hold(&r, reading.expected, log);
    }
    return r;
}

static struct axis axis_of(const struct chart *c, int rows)
{
    struct range r;

    if (c->quantity->scale == QUANTITY_SHARE)
        return axis_between(0, 1);
    r = range_of(c);
    if (c->quantity->scale == QUANTITY_FROM_ZERO)
        return axis_holding(r.low, r.high);
    if (r.low > r.high)
        return axis_decades(0.1, 1, rows * DECADES_A_ROW);
    return axis_decades(r.low / 10, r.high, rows * DECADES_A_ROW);
}

static struct chart chart_of(const struct scene_view *scene, const struct area *area)
{
    struct chart c = {.quantity = layer_quantity_chosen(scene->view),
                      .run = layers_run(scene),
                      .layers = layers_run(scene)->layers,
                      .chosen = layers_chosen(scene)};
    int marks = area->rows >= MARKS_FROM, names = area->rows >= NAMES_FROM;
    struct area upper =
        area_part(area, (struct box){0, 0, area->cols, area->rows - marks - names});
    struct plot plot = plot_with_heights(&upper, axis_of(&c, upper.rows));

    c.area = plot.area;
    c.y = plot.y;
    c.groups = c.layers < c.area.cols ? c.layers : c.area.cols;
    return c;
}

static void draw_marks(const struct chart *c, const struct area *row)
{
    int margin = c->area.col - row->col;

    for (int i = 0; i < c->groups; i++) {
        struct group g = chart_group(c, i);
        struct layer_mark mark = layer_mark_of(row->canvas->glyphs, group_state(c, &g));

        if (mark.glyph)
            area_put(row, margin + g.col + (g.cols - 1) / 2, 0,
                     (struct cell){.glyph = mark.glyph,
                                   .ink = (uint8_t)mark.role,
                                   .style = STYLE_BOLD});
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
static void draw_names(const struct chart *c, const struct area *row)
{
    int step = name_step(c);

    write_name(c, row, c->chosen);
    write_name(c, row, c->layers - 1);
    write_name(c, row, 0);
    for (int l = step - 1; l < c->layers - 1; l += step)
        write_name(c, row, l);
}

static bool is_unknown(const struct chart *c)
{
    for (int l = 0; l < c->layers; l++)
        if (!isnan(c->quantity->read(&c->run->layer[l]).value))
            return false;
    return true;
}

static void draw(struct area *area, const struct scene_view *scene)
{
    struct chart c;
    struct area row;
    int marks = area->rows >= MARKS_FROM;

    if (!layers_run(scene) || area->cols < 1 || area->rows < 1)
        return;
    c = chart_of(scene, area);
    if (is_unknown(&c)) {
        area_wrap(&c.area, ROLE_DIM, c.quantity->unknown);
        return;
    }
    bars_draw(&c);
    row = area_part(area, (struct box){0, c.area.rows, area->cols, 1});
    if (marks)
        draw_marks(&c, &row);
    row = area_part(area, (struct box){0, c.area.rows + marks, area->cols, 1});
    draw_names(&c, &row);
}

static bool applies(const struct scene_view *scene)
{
    return scene->snap->layers > 0;
}

static void ask(const struct scene_view *scene, int cols, int rows, struct asks *asks)
{
    const struct layer_quantity *quantity = layer_quantity_chosen(scene->view);

    (void)cols;
    (void)rows;
    asks_add(asks, (struct ask){.kind = ASK_LAYERS, .run = scene->view->run});
    if (quantity->ask != ASK_LAYERS)
        asks_add(asks, (struct ask){.kind = quantity->ask, .run = scene->view->run});
}

const struct pane pane_layers = {
    .name = "layers",
    .title = "layers",
    .help =
        "a bar a layer, the first one left: its gradient or another quantity, what it "
        "was a step before, and what theory expects",
    .least = 5,
    .weight = 8,
    .large = true,
    .applies = applies,
    .ask = ask,
    .draw = draw,
    .edge = layers_edge,
};
