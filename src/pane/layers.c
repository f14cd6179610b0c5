/* A net's gradient by layer: which layer learns, and which one gets nothing. */
#include <math.h>
#include <stdio.h>

#include "draw/plot.h"
#include "pane/pane.h"

enum { EIGHTHS = 8, DECADES_A_ROW = 4 /* at most */, GAP_FROM = 3 };

static bool applies(const struct scene_view *scene)
{
    return scene->snap->layers > 0;
}

static const struct run_view *run_of(const struct scene_view *scene)
{
    int i = scene->view->run;

    return i >= 0 && i < scene->snap->runs ? &scene->snap->run[i] : NULL;
}

static void stretch(double ends[2], double value)
{
    if (!isfinite(value) || value <= 0)
        return;
    ends[0] = fmin(ends[0], value);
    ends[1] = fmax(ends[1], value);
}

/* Whole decades that hold both norms of every layer. */
static struct axis axis_of(const struct run_view *run, int layers, int rows)
{
    double ends[2] = {1, 1};

    for (int i = 0; i < layers; i++) {
        stretch(ends, run->layer[i].gradient);
        if (run->layer[i].known)
            stretch(ends, run->layer[i].flow);
    }
    return axis_decades(ends[0] / 10, ends[1], rows * DECADES_A_ROW);
}

/* Columns [from, to) of layer i; broad ones leave a gap. */
static void columns_of(const struct area *a, int i, int layers, int span[2])
{
    span[0] = i * a->cols / layers;
    span[1] = (i + 1) * a->cols / layers;
    if (span[1] - span[0] >= GAP_FROM)
        span[1]--;
    if (span[1] == span[0])
        span[1]++;
}

static void draw_bar(const struct plot *plot, const int span[2], enum role role,
                     double value)
{
    const struct area *a = &plot->area;
    double share = value > 0 && isfinite(value) ? axis_share(&plot->y, value) : 0;
    int filled = (int)(fmin(fmax(share, 0), 1) * a->rows * EIGHTHS + 0.5);

    for (int row = 0; row < a->rows; row++) {
        int here = filled - (a->rows - 1 - row) * EIGHTHS;

        here = here < 0 ? 0 : here > EIGHTHS ? EIGHTHS : here;
        for (int col = span[0]; here > 0 && col < span[1]; col++)
            area_put(a, col, row,
                     (struct cell){.glyph = a->canvas->glyphs->levels[here],
                                   .ink = (uint8_t)role});
    }
}

/* A norm that is zero or no number has no bar, but a mark that says so. */
static void draw_nothing(const struct plot *plot, const int span[2])
{
    const struct area *a = &plot->area;

    area_put(a, (span[0] + span[1] - 1) / 2, a->rows - 1,
             (struct cell){.glyph = a->canvas->glyphs->undefined, .ink = ROLE_BAD});
}

static void draw_flow(const struct plot *plot, const int span[2], double flow)
{
    const struct area *a = &plot->area;
    int col, row;

    if (!plot_cell(plot, (struct point){plot->x.low, flow}, &col, &row))
        return;
    for (col = span[0]; col < span[1]; col++)
        area_put(
            a, col, row,
            (struct cell){.glyph = a->canvas->glyphs->horizontal, .ink = ROLE_VALUE});
}

static void draw(struct area *area, const struct scene_view *scene)
{
    const struct run_view *run = run_of(scene);
    int layers = run ? run->layers : 0;
    struct plot plot;

    if (layers < 1)
        return;
    plot = plot_with_axes(area, axis_between(0.5, layers + 0.5),
                          axis_of(run, layers, area->rows));
    for (int i = 0; i < layers; i++) {
        const struct layer_view *layer = &run->layer[i];
        int span[2];

        columns_of(&plot.area, i, layers, span);
        draw_bar(&plot, span, ROLE_OF_RUNNER(run->slot), layer->gradient);
        if (!(layer->gradient > 0) || !isfinite(layer->gradient))
            draw_nothing(&plot, span);
        if (layer->known)
            draw_flow(&plot, span, layer->flow);
    }
}

static void ask(const struct scene_view *scene, int cols, int rows, struct asks *asks)
{
    (void)cols;
    (void)rows;
    asks_add(asks, (struct ask){.kind = ASK_LAYERS, .run = scene->view->run});
}

static void note(const struct scene_view *scene, char *out, size_t size)
{
    const struct run_view *run = run_of(scene);

    snprintf(out, size, "bars |dL/dW|, lines |dL/dz|%s%s", run ? " of " : "",
             run ? run->name : "");
}

const struct pane pane_layers = {
    .name = "layers",
    .title = "layers",
    .help = "a net's gradient by layer, first layer left: of its weights, and through it",
    .least = 5,
    .weight = 8,
    .large = true,
    .applies = applies,
    .ask = ask,
    .draw = draw,
    .note = note,
};
