/*
 * What the bars mean, upon the frame: above, the quantity and the chosen layer's value;
 * below, the legend.
 */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/layers.h"

enum { TEXT = 240, VALUE = 64, TITLE_EXTRA = 9, NUMBER_DIGITS = 2 };

/* With fewer digits where two stand beside each other. */
static void write_one(const struct layer_quantity *quantity,
                      const struct layer_view *layer, int count, char out[VALUE])
{
    double value = quantity->read(layer).value;
    char number[NUMBER_TEXT];

    if (count == 1 || quantity->tell || isnan(value))
        layer_quantity_tell(quantity, layer, out, VALUE);
    else
        snprintf(out, VALUE, "%s", number_brief(value, NUMBER_DIGITS, number));
}

/* The chosen layer's value, and the other run's where two are shown: 1.2e-13 : 0.3. */
static void write_value(const struct scene_view *scene, char *out, size_t size)
{
    const struct layer_quantity *quantity = layer_quantity_chosen(scene->view);
    const struct run_view *shown[SHOWN_MOST];
    int count = layers_shown(scene, shown), chosen = layers_chosen(scene);
    char value[SHOWN_MOST][VALUE] = {"", ""};

    for (int i = 0; i < count; i++)
        if (chosen < shown[i]->layers)
            write_one(quantity, &shown[i]->layer[chosen], count, value[i]);
    snprintf(out, size, "%s%s%s", value[0], value[1][0] ? " : " : "", value[1]);
}

/* The chosen layer in words, from the longest to the shortest; "" past the last. */
static void write_note(const struct scene_view *scene, int shorter, char *out,
                       size_t size)
{
    const struct run_view *run = layers_run(scene);
    const struct layer_quantity *quantity = layer_quantity_chosen(scene->view);
    const struct layer_view *layer = &run->layer[layers_chosen(scene)];
    struct reading r = quantity->read(layer);
    char value[VALUE], expected[NUMBER_TEXT], theory[VALUE] = "";

    write_value(scene, value, sizeof value);
    if (r.theory)
        snprintf(theory, sizeof theory, ", theory %s",
                 number_brief(r.expected, NUMBER_DIGITS, expected));
    if (shorter == 0)
        snprintf(out, size, "%s of %s, layer %s: %s%s", quantity->sign, run->name,
                 layer->name, value, theory);
    else if (shorter == 1)
        snprintf(out, size, "%s, layer %s: %s%s", quantity->sign, layer->name, value,
                 theory);
    else if (shorter == 2)
        snprintf(out, size, "%s, layer %s: %s", quantity->sign, layer->name, value);
    else if (shorter == 3)
        snprintf(out, size, "%s %s", quantity->sign, value);
    else
        snprintf(out, size, "%s", shorter == 4 ? quantity->sign : "");
}

/* The longest that leaves the title alone. */
static void draw_note(const struct area *framed, const struct scene_view *scene)
{
    char text[TEXT];
    int cols, shorter = 0, taken = text_columns(pane_layers.title) + TITLE_EXTRA;
    struct line l;

    do {
        write_note(scene, shorter++, text, sizeof text);
        cols = text_columns(text);
    } while (cols > 0 && cols + taken > framed->cols);
    if (cols == 0)
        return;
    l = line_of(framed, 0);
    l.col = framed->cols - cols - 3;
    line_glyph(&l, ROLE_DIM, ' ');
    line_text(&l, ROLE_VALUE, text);
    line_glyph(&l, ROLE_DIM, ' ');
}

void layers_edge(struct area *framed, const struct scene_view *scene)
{
    if (!layers_run(scene))
        return;
    draw_note(framed, scene);
    layers_legend(framed, scene);
}
