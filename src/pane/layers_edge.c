/*
 * What the bars mean, upon the frame: above, the quantity and the chosen layer's value;
 * below, the marks that are there.
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

/* A mark and what it stands for, where all of it has room. */
static bool add(struct line *l, struct layer_mark mark, const char *text)
{
    int cols = text_columns(text) + 2 + 2 * (mark.glyph != 0);

    if (l->col + cols > l->area.cols - 1)
        return false;
    line_glyph(l, ROLE_DIM, ' ');
    if (mark.glyph)
        line_glyph(l, mark.role, mark.glyph);
    line_format(l, ROLE_DIM, "%s%s ", mark.glyph ? " " : "", text);
    return true;
}

/* Of two runs each has its shape and its colour. */
static void add_runs(struct line *l, const struct scene_view *scene)
{
    const struct run_view *shown[SHOWN_MOST];
    int count = layers_shown(scene, shown);

    for (int i = 0; count == SHOWN_MOST && i < count; i++)
        add(l,
            (struct layer_mark){glyph_runner(shown[i]->slot),
                                ROLE_OF_RUNNER(shown[i]->slot)},
            shown[i]->name);
}

static void add_states(struct line *l, const struct scene_view *scene)
{
    const struct run_view *run = layers_run(scene);
    char text[40];

    for (enum layer_state state = LAYER_ALIVE + 1; state <= LAYER_SATURATED; state++) {
        int count = 0;

        for (int i = 0; i < run->layers; i++)
            count += run->layer[i].state == state;
        snprintf(text, sizeof text, "%d %s", count, layer_state_name(state));
        if (count > 0)
            add(l, layer_mark_of(scene->view->glyphs, state), text);
    }
}

/* With the chosen layer's number, where there is one. */
static void add_number(struct line *l, struct layer_mark mark, const char *what,
                       double value)
{
    char text[TEXT], number[NUMBER_TEXT];

    snprintf(text, sizeof text, "%s %s", what,
             number_brief(value, NUMBER_DIGITS, number));
    add(l, mark, text);
}

/* A measurement that the run has left behind says of which step it is. */
static void add_age(struct line *l, const struct run_view *run)
{
    char text[40];

    snprintf(text, sizeof text, "of step %lld", (long long)run->stretched);
    if (run->stretched >= 0 && run->stretched != run->steps)
        add(l, (struct layer_mark){0, ROLE_DIM}, text);
}

/* Why theory has nothing to say, as far as there is room. */
static void add_refusal(struct line *l, const char *why)
{
    const struct layer_mark none = {0, ROLE_DIM};

    if (!add(l, none, why))
        add(l, none, "theory has no say here");
}

static void draw_legend(const struct area *framed, const struct scene_view *scene)
{
    const struct glyphs *set = scene->view->glyphs;
    const struct layer_quantity *quantity = layer_quantity_chosen(scene->view);
    const struct run_view *run = layers_run(scene);
    struct reading r = quantity->read(&run->layer[layers_chosen(scene)]);
    struct line l = line_of(framed, framed->rows - 1);

    l.col = 1;
    add_runs(&l, scene);
    add_states(&l, scene);
    if (quantity->ask == ASK_JACOBIAN)
        add_age(&l, run);
    if (r.theory)
        add_number(&l, (struct layer_mark){set->theory, ROLE_TANGENT}, "theory",
                   r.expected);
    else if (quantity->ask == ASK_THEORY && run->theory[0])
        add_refusal(&l, run->theory);
    if (!isnan(r.before))
        add_number(&l, (struct layer_mark){set->before, ROLE_VALUE}, "before", r.before);
}

void layers_edge(struct area *framed, const struct scene_view *scene)
{
    if (!layers_run(scene))
        return;
    draw_note(framed, scene);
    draw_legend(framed, scene);
}
