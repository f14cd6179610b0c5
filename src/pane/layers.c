/* A net layer by layer: which layer learns, and which one gets nothing. */
#include "pane/layers.h"

#include <math.h>
#include <stdio.h>

#include "draw/line.h"

enum {
    NAMES_FROM = 4,   /* rows from which the layers' names are worth one, */
    MARKS_FROM = 5,   /* and the marks of those that do not live */
    STACK_FROM = 9,   /* and two nets stand one above the other, */
    MARKS_OF_TWO = 6, /* or below the bars of one both have their marks */
    MARGIN = 6,       /* columns that numbers beside the bars take */
    PITCH = 3         /* columns a layer that bars of two nets need beside each other */
};

const struct run_view *layers_run(const struct scene_view *scene)
{
    const struct run_view *run = view_chosen(scene->view, scene->snap);

    return run && run->layers > 0 ? run : NULL;
}

int layers_chosen(const struct scene_view *scene)
{
    const struct run_view *run = layers_run(scene);
    int last = run ? run->layers - 1 : 0, chosen = scene->view->layer;

    return chosen < 0 ? 0 : chosen > last ? last : chosen;
}

/* How well a run stands beside the chosen one: its twin best, then whose net is another. */
static int fitness(const struct run_view *chosen, const struct run_view *run)
{
    if (run == chosen || run->layers == 0)
        return 0;
    if (run->twin_of == chosen->slot || chosen->twin_of == run->slot)
        return 3;
    return (run->own > 0) != (chosen->own > 0) ? 1 + (run->optimizer == chosen->optimizer)
                                               : 0;
}

int layers_shown(const struct scene_view *scene, const struct run_view *shown[SHOWN_MOST])
{
    int best = 0;

    shown[0] = layers_run(scene);
    for (int i = 0; shown[0] && i < scene->snap->runs; i++) {
        const struct run_view *run = &scene->snap->run[i];
        int fits = fitness(shown[0], run);

        if (fits > best || (fits == best && fits == 3))
            shown[1] = run;
        best = fits > best ? fits : best;
    }
    return (shown[0] != NULL) + (best > 0);
}

static bool is_unknown(const struct layer_quantity *quantity, const struct run_view *run)
{
    for (int l = 0; l < run->layers; l++)
        if (!isnan(quantity->read(&run->layer[l]).value))
            return false;
    return true;
}

/* In words, where there is nothing to draw yet. */
static void write_unknown(const struct area *area, const struct layer_quantity *quantity,
                          const struct run_view *run)
{
    bool can = !quantity->none || !run->layer[0].known;
    char text[160];

    snprintf(text, sizeof text, "%s", can ? quantity->unknown : quantity->none);
    if (quantity->ask == ASK_JACOBIAN)
        snprintf(text, sizeof text, "%s: %.0f%% are done", quantity->unknown,
                 100 * run->stretching);
    area_wrap(area, ROLE_DIM, text);
}

static struct area row_of(const struct area *area, int row)
{
    return area_part(area, (struct box){0, row, area->cols, 1});
}

/* What of an area is left for bars, and which rows below them. */
struct rows {
    int marks;
    bool names;
};

static struct area upper_part(const struct area *a, struct rows rows)
{
    return area_part(a, (struct box){0, 0, a->cols, a->rows - rows.marks - rows.names});
}

/* At the left edge: what follows in this row is that run's. */
static void put_shape(const struct area *area, int row, const struct run_view *run)
{
    area_put(area, 0, row,
             (struct cell){.glyph = glyph_runner(run->slot),
                           .ink = (uint8_t)ROLE_OF_RUNNER(run->slot)});
}

/* Below the marks of the one that has the bars those of the other. */
static void mark_other(const struct area *area, const struct chart *c, int row)
{
    struct area marks = row_of(area, row + 1);
    struct chart other = *c;

    other.run = c->other;
    chart_mark(&other, &marks);
    put_shape(area, row, c->run);
    put_shape(area, row + 1, c->other);
}

static void draw_chart(const struct area *area, const struct chart *c, struct rows rows)
{
    int below = c->air + c->area.rows;
    struct area marks = row_of(area, below), names = row_of(area, below + rows.marks);
    struct chart whole = *c;

    bars_draw(c);
    if (rows.marks > 0)
        chart_mark(c, &marks);
    if (rows.marks > 1)
        mark_other(area, c, below);
    whole.sides = 1;
    if (rows.names && c->side == 0)
        chart_name(&whole, &names);
}

/* Each layer's columns are shared. */
static void draw_beside(const struct area *area, const struct scene_view *scene,
                        const struct run_view *const shown[SHOWN_MOST])
{
    const struct rows rows = {area->rows >= MARKS_FROM, area->rows >= NAMES_FROM};
    struct area upper = upper_part(area, rows);

    for (int side = 0; side < SHOWN_MOST; side++) {
        struct chart c = chart_of(scene, shown[side], &upper, SHOWN_MOST);

        c.side = side;
        draw_chart(area, &c, rows);
    }
}

static void draw_stacked(const struct area *area, const struct scene_view *scene,
                         const struct run_view *const shown[SHOWN_MOST])
{
    int half = area->rows / 2;

    for (int side = 0; side < SHOWN_MOST; side++) {
        bool names = side == 1 || shown[0]->layers != shown[1]->layers;
        const struct rows rows = {1, names};
        struct area part = area_part(area, (struct box){0, side ? half : 0, area->cols,
                                                        side ? area->rows - half : half});
        struct area upper = upper_part(&part, rows);
        struct chart c = chart_of(scene, shown[side], &upper, 1);

        draw_chart(&part, &c, rows);
        put_shape(&part, c.air + c.area.rows, shown[side]);
    }
}

static void draw_alone(const struct area *area, const struct scene_view *scene,
                       const struct run_view *const shown[SHOWN_MOST])
{
    bool both = shown[1] && shown[1]->layers == shown[0]->layers;
    const struct rows rows = {(area->rows >= MARKS_FROM) +
                                  (both && area->rows >= MARKS_OF_TWO),
                              area->rows >= NAMES_FROM};
    struct area upper = upper_part(area, rows);
    struct chart c = chart_of(scene, shown[0], &upper, 1);

    c.other = shown[1];
    draw_chart(area, &c, rows);
}

static void draw(struct area *area, const struct scene_view *scene)
{
    const struct layer_quantity *quantity = layer_quantity_chosen(scene->view);
    const struct run_view *shown[SHOWN_MOST] = {NULL};
    int count = layers_shown(scene, shown);
    bool alike = count == SHOWN_MOST && shown[0]->layers == shown[1]->layers;
    int pitch;

    if (count == 0 || area->cols < 1 || area->rows < 1)
        return;
    pitch = (area->cols - MARGIN) / shown[0]->layers;
    if (is_unknown(quantity, shown[0]))
        write_unknown(area, quantity, shown[0]);
    else if (alike && pitch >= PITCH)
        draw_beside(area, scene, shown);
    else if (count == SHOWN_MOST && area->rows >= STACK_FROM)
        draw_stacked(area, scene, shown);
    else if (alike && pitch >= SHOWN_MOST)
        draw_beside(area, scene, shown);
    else
        draw_alone(area, scene, shown);
}

static bool applies(const struct scene_view *scene)
{
    return scene->snap->layers > 0;
}

static void ask(const struct scene_view *scene, int cols, int rows, struct asks *asks)
{
    const struct layer_quantity *quantity = layer_quantity_chosen(scene->view);
    const struct run_view *shown[SHOWN_MOST];

    (void)cols;
    (void)rows;
    for (int i = layers_shown(scene, shown) - 1; i >= 0; i--) {
        int run = (int)(shown[i] - scene->snap->run);

        asks_add(asks, (struct ask){.kind = ASK_LAYERS, .run = run});
        if (quantity->ask != ASK_LAYERS)
            asks_add(asks, (struct ask){.kind = quantity->ask, .run = run});
    }
}

const struct pane pane_layers = {
    .name = "layers",
    .title = "layers",
    .help =
        "a bar a layer, the first one left: its gradient or another quantity, what it "
        "was a step before, and what theory expects",
    .least = 5,
    .weight = 10,
    .below = true,
    .applies = applies,
    .ask = ask,
    .draw = draw,
    .edge = layers_edge,
};
