/* The chosen layer: every quantity's value, and how its numbers are spread. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "draw/line.h"
#include "draw/scale.h"
#include "pane/layers.h"

enum {
    EIGHTHS = 8,
    TEXT = 80,
    HALF_LEAST = 17, /* columns in which a quantity and its value fit as a rule */
    CHART_ROWS = 2,  /* at least, its labels included */
    CHART_MOST = 6,
    CHART_COLS = 24, /* at least, where charts stand side by side */
    CHART_GAP = 4,
    END_DIGITS = 2
};

static const struct layer_view *layer_of(const struct scene_view *scene)
{
    const struct run_view *run = layers_run(scene);

    return run ? &run->layer[layers_chosen(scene)] : NULL;
}

/* Numbers */

/* A quantity and its value; those of the bars stand out. */
static void write_quantity(struct line *l, const struct scene_view *scene,
                           const struct layer_quantity *quantity)
{
    char text[TEXT];

    layer_quantity_tell(quantity, layer_of(scene), text, sizeof text);
    line_format(l, quantity == layer_quantity_chosen(scene->view) ? ROLE_KEY : ROLE_DIM,
                "%s ", quantity->sign);
    line_text(l, ROLE_VALUE, text);
}

static int columns_taken(const struct scene_view *scene,
                         const struct layer_quantity *quantity)
{
    char text[TEXT];

    layer_quantity_tell(quantity, layer_of(scene), text, sizeof text);
    return text_columns(quantity->sign) + text_columns(text) + 2;
}

/* As many beside each other as have room; returns the rows taken, also of no canvas. */
static int write_numbers(const struct area *area, const struct scene_view *scene,
                         bool drawn)
{
    int halves = area->cols / HALF_LEAST, half = area->cols / (halves < 1 ? 1 : halves);
    int row = 0, col = 0;

    for (const struct layer_quantity *q = layer_quantities(); q->name; q++) {
        int cols = columns_taken(scene, q), taken = (cols + half - 1) / half * half;
        struct line l;

        if (col > 0 && col + cols > area->cols) {
            row++;
            col = 0;
        }
        if (drawn) {
            l = line_of(area, row);
            l.col = col + 1;
            write_quantity(&l, scene, q);
        }
        col += taken;
    }
    return row + 1;
}

/* Why theory has nothing to say of this net; the rows that it takes. */
static int write_refusal(const struct area *area, const struct scene_view *scene)
{
    const char *why = layers_run(scene)->theory;

    return why[0] && area->rows > 0 ? area_wrap(area, ROLE_DIM, why) : 0;
}

/* Charts */

/* Numbers in the bins that column c of cols stands for. */
static int64_t sum_of(const struct histogram *h, int c, int cols)
{
    int from = c * HISTOGRAM_BINS / cols, to = (c + 1) * HISTOGRAM_BINS / cols;
    int64_t sum = 0;

    for (int bin = from; bin < to || bin == from; bin++)
        sum += h->count[bin];
    return sum;
}

static void draw_column(const struct area *a, int col, double share)
{
    const uint32_t *levels = a->canvas->glyphs->levels;
    int filled = (int)(share * a->rows * EIGHTHS + 0.5);

    if (share > 0 && filled == 0)
        filled = 1;
    for (int row = 0; row < a->rows; row++) {
        int here = filled - (a->rows - 1 - row) * EIGHTHS;

        if (here > 0)
            area_put(a, col, row,
                     (struct cell){.glyph = levels[here > EIGHTHS ? EIGHTHS : here],
                                   .ink = ROLE_CURVE});
    }
}

static void draw_columns(const struct area *a, const struct histogram *h)
{
    int64_t most = 1;

    for (int c = 0; c < a->cols; c++)
        most = sum_of(h, c, a->cols) > most ? sum_of(h, c, a->cols) : most;
    for (int c = 0; c < a->cols; c++)
        draw_column(a, c, (double)sum_of(h, c, a->cols) / (double)most);
}

/* Its ends at the ends, what it is in the middle. */
static void write_labels(const struct area *a, const struct histogram *h,
                         const char *name)
{
    char low[NUMBER_TEXT], high[NUMBER_TEXT], text[TEXT];
    struct line l = line_of(a, 0);

    snprintf(text, sizeof text, "%s", name);
    if (h->lost > 0)
        snprintf(text, sizeof text, "%s, %lld lost", name, (long long)h->lost);
    number_brief(h->low, END_DIGITS, low);
    number_brief(h->high, END_DIGITS, high);
    line_text(&l, ROLE_DIM, low);
    line_to(&l, (a->cols - text_columns(text)) / 2);
    line_text(&l, ROLE_PLAIN, text);
    line_to(&l, a->cols - text_columns(high));
    line_text(&l, ROLE_DIM, high);
}

static void draw_chart(const struct area *a, const struct histogram *h, const char *name)
{
    struct area columns = area_part(a, (struct box){0, 0, a->cols, a->rows - 1});
    struct area labels = area_part(a, (struct box){0, a->rows - 1, a->cols, 1});

    draw_columns(&columns, h);
    write_labels(&labels, h, name);
}

/* Side by side where they are broad enough, else below each other. */
static void draw_charts(const struct area *a, const struct histograms *all)
{
    bool wide = a->cols >= HISTOGRAM_KINDS * (CHART_COLS + 1);
    int fit = wide ? HISTOGRAM_KINDS : a->rows / CHART_ROWS;
    int count = fit < HISTOGRAM_KINDS ? fit : HISTOGRAM_KINDS;

    for (int i = 0; i < count; i++) {
        int from = i * a->rows / count, to = (i + 1) * a->rows / count;
        int left = i * a->cols / count, right = (i + 1) * a->cols / count;
        struct box box = wide ? (struct box){left, 0, right - left - CHART_GAP, a->rows}
                              : (struct box){0, from, a->cols, to - from};
        struct area part = area_part(a, box);

        if (part.rows >= CHART_ROWS && all->of[i].total > 0)
            draw_chart(&part, &all->of[i], histogram_name((enum histogram_kind)i));
    }
}

/* The pane */

static bool applies(const struct scene_view *scene)
{
    return scene->snap->layers > 0;
}

static int rows(const struct scene_view *scene, int cols)
{
    const struct area area = {.cols = cols};

    return layer_of(scene)
               ? write_numbers(&area, scene, false) + HISTOGRAM_KINDS * CHART_MOST
               : 1;
}

/* Jacobians cost the most, so they wait until the keys go here. */
static void ask(const struct scene_view *scene, int cols, int rows_shown,
                struct asks *asks)
{
    const struct view *view = scene->view;
    bool close = panes()[view->focus] == &pane_layer;

    (void)cols;
    (void)rows_shown;
    asks_add(asks, (struct ask){.kind = ASK_LAYERS, .run = view->run});
    asks_add(asks, (struct ask){.kind = ASK_HISTOGRAM,
                                .run = view->run,
                                .layer = layers_chosen(scene)});
    if (close)
        asks_add(asks, (struct ask){.kind = ASK_JACOBIAN, .run = view->run});
}

static void draw(struct area *area, const struct scene_view *scene)
{
    const struct histograms *histograms = scene->snap->histograms;
    struct area lower;
    int taken;

    if (!layer_of(scene))
        return;
    taken = write_numbers(area, scene, true);
    lower = area_part(area, (struct box){1, taken, area->cols - 2, area->rows - taken});
    taken += write_refusal(&lower, scene);
    lower = area_part(area, (struct box){1, taken, area->cols - 2, area->rows - taken});
    if (histograms && histograms->layer == layers_chosen(scene) && lower.cols > 0)
        draw_charts(&lower, histograms);
}

static void note(const struct scene_view *scene, char *out, size_t size)
{
    const struct run_view *run = layers_run(scene);
    const struct layer_view *layer = layer_of(scene);

    if (layer)
        snprintf(out, size, "%s of %s%s%s", layer->name, run->name,
                 layer->state == LAYER_ALIVE ? "" : ", ",
                 layer->state == LAYER_ALIVE ? "" : layer_state_name(layer->state));
}

/* Whether all the charts have room in so many columns and rows below the numbers. */
static bool has_room(const struct scene_view *scene, const struct area *inside)
{
    int left = inside->rows - write_numbers(inside, scene, false) -
               (layers_run(scene)->theory[0] != '\0');
    bool wide = inside->cols >= HISTOGRAM_KINDS * (CHART_COLS + 1);

    return left >= (wide ? CHART_ROWS : CHART_ROWS * HISTOGRAM_KINDS);
}

/* What is left out, and how to see it, upon the lower edge. */
static void edge(struct area *framed, const struct scene_view *scene)
{
    struct area inside =
        area_part(framed, (struct box){1, 1, framed->cols - 2, framed->rows - 2});
    struct line l = line_of(framed, framed->rows - 1);

    if (!layer_of(scene) || has_room(scene, &inside))
        return;
    l.col = 1;
    line_text(&l, ROLE_KEY, " m ");
    line_text(&l, ROLE_DIM, "shows its histograms ");
}

/* Its numbers are for a second look. */
static bool idle(const struct scene_view *scene)
{
    (void)scene;
    return true;
}

const struct pane pane_layer = {
    .name = "layer",
    .title = "layer",
    .help = "the chosen layer's numbers, and how its activations, gradients and weights "
            "are spread",
    .least = 4,
    .weight = 3,
    .applies = applies,
    .idle = idle,
    .rows = rows,
    .ask = ask,
    .draw = draw,
    .note = note,
    .edge = edge,
};
