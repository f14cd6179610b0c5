/*
 * What the bars mean, upon the frame: above, the quantity and the chosen layer's value;
 * below, the legend.
 */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/layers.h"

enum {
    TEXT = 240,
    VALUE = 64,
    TITLE_EXTRA = 7,
    NUMBER_DIGITS = 2,
    VALUE_COLS = 7,        /* the widest number: a shorter one makes no room for words, */
    VALUE_COLS_OF_TWO = 19 /* and of two "o 1.2e-13 + 1.2e-13" */
};

/* The chosen layer's value; of two runs both, with their shapes: "o 1.2e-13 + 0.3". */
static int write_value(const struct scene_view *scene, char out[VALUE])
{
    const struct layer_quantity *quantity = layer_quantity_chosen(scene->view);
    const struct run_view *shown[SHOWN_MOST];
    int count = layers_shown(scene, shown), chosen = layers_chosen(scene), used = 0;
    char one[VALUE / 2];

    if (count < SHOWN_MOST) {
        layer_quantity_tell(quantity, &shown[0]->layer[chosen], out, VALUE);
        return VALUE_COLS;
    }
    for (int i = 0; i < count; i++) {
        if (chosen >= shown[i]->layers)
            continue;
        layer_quantity_tell_briefly(quantity, &shown[i]->layer[chosen], one, sizeof one);
        used += snprintf(out + used, VALUE - (size_t)used, "%s%c %s", used ? " " : "",
                         (int)glyph_runner(shown[i]->slot), one);
    }
    return VALUE_COLS_OF_TWO;
}

/*
 * The chosen layer in words, from the longest to the shortest; "" past the last. Returns
 * the columns that it may come to take.
 */
static int write_note(const struct scene_view *scene, int shorter, char out[TEXT])
{
    const struct run_view *run = layers_run(scene), *shown[SHOWN_MOST];
    const struct layer_quantity *quantity = layer_quantity_chosen(scene->view);
    const struct layer_view *layer = &run->layer[layers_chosen(scene)];
    struct reading r = quantity->read(layer);
    bool alone = layers_shown(scene, shown) == 1;
    char value[VALUE], expected[NUMBER_TEXT], theory[VALUE] = "";
    int spare = write_value(scene, value) - text_columns(value);

    if (r.theory)
        snprintf(theory, sizeof theory, ", theory %s",
                 number_brief(r.expected, NUMBER_DIGITS, expected));
    if (shorter == 0)
        snprintf(out, TEXT, "%s%s%s, layer %s: %s%s", quantity->sign, alone ? " of " : "",
                 alone ? run->name : "", layer->name, value, theory);
    else if (shorter == 1)
        snprintf(out, TEXT, "%s, layer %s: %s%s", quantity->sign, layer->name, value,
                 alone ? theory : "");
    else if (shorter == 2)
        snprintf(out, TEXT, "%s, layer %s: %s", quantity->sign, layer->name, value);
    else if (shorter == 3)
        snprintf(out, TEXT, "%s, %s: %s", quantity->sign, layer->name, value);
    else
        snprintf(out, TEXT, "%s", shorter == 4 ? quantity->sign : "");
    return text_columns(out) + (shorter < 4 && spare > 0 ? spare : 0);
}

/* The longest that leaves the title alone. */
static void draw_note(const struct area *framed, const struct scene_view *scene)
{
    char text[TEXT];
    int cols, shorter = 0, taken = text_columns(pane_layers.title) + TITLE_EXTRA;
    struct line l;

    do
        cols = write_note(scene, shorter++, text);
    while (cols > 0 && cols + taken > framed->cols);
    if (cols == 0)
        return;
    l = line_of(framed, 0);
    l.col = framed->cols - text_columns(text) - 3;
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
