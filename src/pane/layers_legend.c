/*
 * The legend of the bars, upon the frame below them. Where room is short, names of runs go
 * first, then numbers, then words; a mark that is on the chart never does.
 */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/layers.h"

enum { ITEMS_MOST = 16, ITEM_TEXT = 80, NUMBER_DIGITS = 2 };

/* How much of an item is left out. */
enum shortness { NOTHING, NAMES, NUMBERS, WORDS };

struct item {
    struct layer_mark mark; /* glyph 0: it has none */
    bool name;              /* of a run */
    char text[ITEM_TEXT];
    const char *brief; /* without its number; "" for nothing */
    enum shortness left_out;
};

struct legend {
    const struct area *framed;
    const struct scene_view *scene;
    int count;
    struct item item[ITEMS_MOST];
};

/* What has been drawn is looked at: the legend is of nothing else. */
static bool is_on_chart(const struct area *framed, struct layer_mark mark, bool in_role)
{
    for (int row = 1; row < framed->rows - 1; row++)
        for (int col = 1; col < framed->cols - 1; col++) {
            struct cell cell = area_get(framed, col, row);

            if (cell.glyph == mark.glyph && (!in_role || cell.ink == mark.role))
                return true;
        }
    return false;
}

static struct item *add(struct legend *l, struct layer_mark mark, const char *brief)
{
    struct item *item = &l->item[l->count < ITEMS_MOST - 1 ? l->count++ : l->count];

    *item = (struct item){.mark = mark, .brief = brief};
    return item;
}

/* Of two runs each has its shape and its colour. */
static void add_runs(struct legend *l)
{
    const struct run_view *shown[SHOWN_MOST];
    int count = layers_shown(l->scene, shown);

    for (int i = 0; count == SHOWN_MOST && i < count; i++) {
        struct layer_mark mark = {glyph_runner(shown[i]->slot),
                                  ROLE_OF_RUNNER(shown[i]->slot)};
        struct item *item;

        if (!is_on_chart(l->framed, mark, true))
            continue;
        item = add(l, mark, "");
        item->name = true;
        snprintf(item->text, sizeof item->text, "%s", shown[i]->name);
    }
}

static int count_state(const struct run_view *run, enum layer_state state)
{
    int count = 0;

    for (int i = 0; i < run->layers; i++)
        count += run->layer[i].state == state;
    return count;
}

/* Of two runs both counts, as with the values above: 5 : 0. */
static void add_state(struct legend *l, enum layer_state state)
{
    const struct run_view *shown[SHOWN_MOST] = {NULL};
    struct layer_mark mark = layer_mark_of(l->scene->view->glyphs, state);
    int two = layers_shown(l->scene, shown) == SHOWN_MOST;
    int count = count_state(shown[0], state);
    int other = two ? count_state(shown[1], state) : 0;
    const char *name = layer_state_name(state);
    struct item *item;

    if (count == 0 && (other == 0 || !is_on_chart(l->framed, mark, true)))
        return;
    item = add(l, mark, name);
    if (two)
        snprintf(item->text, sizeof item->text, "%d:%d %s", count, other, name);
    else
        snprintf(item->text, sizeof item->text, "%d %s", count, name);
}

/* A bar of nothing: where no layer is lost, the mark says so. */
static void add_none(struct legend *l)
{
    static const char WORDS_OF_NONE[] = "none";
    const struct glyphs *set = l->scene->view->glyphs;
    const struct layer_mark mark = {set->undefined, ROLE_BAD};
    const struct run_view *shown[SHOWN_MOST] = {NULL};
    int lost = 0;

    for (int i = layers_shown(l->scene, shown); i > 0; i--)
        lost += count_state(shown[i - 1], LAYER_LOST);
    if (lost == 0 && is_on_chart(l->framed, mark, true))
        snprintf(add(l, mark, WORDS_OF_NONE)->text, ITEM_TEXT, "%s", WORDS_OF_NONE);
}

/* With the chosen layer's number, where there is one. */
static void add_number(struct legend *l, struct layer_mark mark, const char *what,
                       double value)
{
    char number[NUMBER_TEXT];
    bool marked = is_on_chart(l->framed, mark, false);
    struct item *item;

    if (!marked && !isfinite(value))
        return;
    item = add(l, marked ? mark : (struct layer_mark){0, ROLE_DIM}, marked ? what : "");
    if (isfinite(value))
        snprintf(item->text, sizeof item->text, "%s %s", what,
                 number_brief(value, NUMBER_DIGITS, number));
    else
        snprintf(item->text, sizeof item->text, "%s", what);
}

/* A measurement that the run has left behind says of which step it is. */
static void add_age(struct legend *l, const struct run_view *run)
{
    if (run->stretched >= 0 && run->stretched != run->steps)
        snprintf(add(l, (struct layer_mark){0, ROLE_DIM}, "")->text, ITEM_TEXT,
                 "of step %lld", (long long)run->stretched);
}

static void collect(struct legend *l)
{
    const struct glyphs *set = l->scene->view->glyphs;
    const struct layer_quantity *quantity = layer_quantity_chosen(l->scene->view);
    const struct run_view *run = layers_run(l->scene);
    struct reading r = quantity->read(&run->layer[layers_chosen(l->scene)]);

    add_runs(l);
    for (enum layer_state state = LAYER_ALIVE + 1; state <= LAYER_SATURATED; state++)
        add_state(l, state);
    add_none(l);
    if (quantity->ask == ASK_JACOBIAN)
        add_age(l, run);
    add_number(l, (struct layer_mark){set->theory, ROLE_TANGENT}, "theory",
               r.theory ? r.expected : NAN);
    add_number(l, (struct layer_mark){set->before, ROLE_VALUE}, "before", r.before);
}

/* What is left of an item; NULL where it is left out. */
static const char *text_of(const struct item *item)
{
    if (item->name)
        return item->left_out < NAMES ? item->text : NULL;
    if (item->left_out < NUMBERS)
        return item->text;
    if (item->left_out < WORDS && item->brief[0])
        return item->brief;
    return item->mark.glyph ? "" : NULL;
}

static int columns_of(struct layer_mark mark, const char *text)
{
    return 1 + (mark.glyph ? 1 : 0) + (mark.glyph && text[0] ? 1 : 0) +
           text_columns(text) + 1;
}

static bool fits(const struct legend *l)
{
    int cols = 2;

    for (int i = 0; i < l->count; i++) {
        const char *text = text_of(&l->item[i]);

        cols += text ? columns_of(l->item[i].mark, text) : 0;
    }
    return cols <= l->framed->cols;
}

/* The last ones give way first; names of runs all at once. */
static void shorten(struct legend *l)
{
    bool crowded = !fits(l);

    for (int i = 0; crowded && i < l->count; i++)
        l->item[i].left_out = NAMES;
    for (enum shortness left_out = NUMBERS; left_out <= WORDS; left_out++)
        for (int i = l->count - 1; i >= 0 && !fits(l); i--)
            l->item[i].left_out = left_out;
}

/* A mark and what it stands for, where all of it has room. */
static bool write_item(struct line *l, struct layer_mark mark, const char *text)
{
    if (l->col + columns_of(mark, text) > l->area.cols - 1)
        return false;
    line_glyph(l, ROLE_DIM, ' ');
    if (mark.glyph)
        line_glyph(l, mark.role, mark.glyph);
    line_format(l, ROLE_DIM, "%s%s ", mark.glyph && text[0] ? " " : "", text);
    return true;
}

/* Why theory has nothing to say, as far as there is room. */
static void write_refusal(struct line *l, const struct scene_view *scene)
{
    const struct layer_mark none = {0, ROLE_DIM};
    const struct run_view *run = layers_run(scene);
    struct reading r =
        layer_quantity_chosen(scene->view)->read(&run->layer[layers_chosen(scene)]);

    if (layer_quantity_chosen(scene->view)->ask != ASK_THEORY || r.theory ||
        !run->theory[0])
        return;
    if (!write_item(l, none, run->theory))
        write_item(l, none, "theory has no say here");
}

void layers_legend(const struct area *framed, const struct scene_view *scene)
{
    struct legend legend = {.framed = framed, .scene = scene};
    struct line l = line_of(framed, framed->rows - 1);

    collect(&legend);
    shorten(&legend);
    l.col = 1;
    for (int i = 0; i < legend.count; i++) {
        const char *text = text_of(&legend.item[i]);

        if (text)
            write_item(&l, legend.item[i].mark, text);
    }
    write_refusal(&l, scene);
}
