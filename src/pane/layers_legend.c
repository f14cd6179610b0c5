/*
 * The legend of the bars, upon the frame below them. Where room is short, numbers go
 * first, then the chosen run's name, then words, then the other's name; a mark that is on
 * the chart never does. Of what comes and goes with every step the room is left free, so
 * that the rest holds still.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/layers.h"

enum { ITEMS_MOST = 20, ITEM_TEXT = 80, NUMBER_DIGITS = 2, REFUSAL_LEAST = 22 };

/* How much of an item is left out. */
enum shortness { NOTHING, NUMBERS, CHOSEN, WORDS, AWAITED, OTHER };

struct item {
    struct layer_mark mark; /* glyph 0: it has none */
    enum shortness name;    /* CHOSEN or OTHER: it is that run's name */
    bool passing;           /* it comes and goes: its words give way first, */
    bool awaited;           /* and while it is not there its mark's room is left free */
    bool plain;             /* without its words the mark says nothing, either */
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
        item->name = i == 0 ? CHOSEN : OTHER;
        snprintf(item->text, sizeof item->text, "%s", shown[i]->name);
    }
}

/* Of more runs than are shown it is said that there are more. */
static void add_others(struct legend *l)
{
    static const char *const RUNS[RUNS_MAX + 1] = {
        [2] = "2 runs", [3] = "3 runs", [4] = "4 runs", [5] = "5 runs",
        [6] = "6 runs", [7] = "7 runs", [8] = "8 runs",
    };
    const struct run_view *shown[SHOWN_MOST];
    int runs = l->scene->snap->runs, rest = runs - layers_shown(l->scene, shown);

    if (rest > 0 && runs <= RUNS_MAX)
        snprintf(add(l, (struct layer_mark){0, ROLE_DIM}, RUNS[runs])->text, ITEM_TEXT,
                 "%d more run%s", rest, rest == 1 ? "" : "s");
}

static int count_state(const struct run_view *run, enum layer_state state)
{
    int count = 0;

    for (int i = 0; run && i < run->layers; i++)
        count += run->layer[i].state == state && !layer_is_cut(&run->layer[i]);
    return count;
}

/* "5", and of two runs "5 of o, 2 of +". */
static void write_counts(const struct run_view *const shown[SHOWN_MOST],
                         const int count[SHOWN_MOST], char *out, size_t size)
{
    int used = 0;

    if (!shown[1]) {
        snprintf(out, size, "%d", count[0]);
        return;
    }
    for (int i = 0; i < SHOWN_MOST; i++)
        if (count[i] > 0)
            used += snprintf(out + used, size - (size_t)used, "%s%d of %c",
                             used > 0 ? ", " : "", count[i],
                             (int)glyph_runner(shown[i]->slot));
}

static void add_state(struct legend *l, enum layer_state state)
{
    const struct run_view *shown[SHOWN_MOST] = {NULL};
    struct layer_mark mark = layer_mark_of(l->scene->view->glyphs, state);
    bool marked = is_on_chart(l->framed, mark, true);
    const char *name = layer_state_name(state);
    int count[SHOWN_MOST];
    char counts[32];

    layers_shown(l->scene, shown);
    for (int i = 0; i < SHOWN_MOST; i++)
        count[i] = count_state(shown[i], state);
    if (count[0] == 0 && (count[1] == 0 || !marked))
        return;
    write_counts(shown, count, counts, sizeof counts);
    snprintf(add(l, mark, name)->text, ITEM_TEXT, "%s %s", counts, name);
}

/* The layer that lets nothing pass, by name, or how many there are. */
static void add_cut(struct legend *l)
{
    const struct layer_mark mark = {LAYER_CUT, ROLE_BAD};
    const struct run_view *shown[SHOWN_MOST] = {NULL};
    const char *name = "";
    int count = 0;

    layers_shown(l->scene, shown);
    for (int i = 0; i < SHOWN_MOST && shown[i]; i++)
        for (int k = 0; k < shown[i]->layers; k++)
            if (layer_is_cut(&shown[i]->layer[k])) {
                name = shown[i]->layer[k].name;
                count++;
            }
    if (count == 1)
        snprintf(add(l, mark, "cut")->text, ITEM_TEXT, "nothing passes %s", name);
    else if (count > 1)
        snprintf(add(l, mark, "cut")->text, ITEM_TEXT, "%d cut", count);
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
static struct item *add_number(struct legend *l, struct layer_mark mark, const char *what,
                               double value)
{
    char number[NUMBER_TEXT];
    struct item *item = add(l, mark, what);

    snprintf(item->text, sizeof item->text, "%s", what);
    if (isfinite(value))
        snprintf(item->text, sizeof item->text, "%s %s", what,
                 number_brief(value, NUMBER_DIGITS, number));
    return item;
}

static void add_theory(struct legend *l, const struct run_view *run,
                       const struct reading *r)
{
    const struct layer_mark mark = {l->scene->view->glyphs->theory, ROLE_TANGENT};
    struct item *item;

    if (!is_on_chart(l->framed, mark, false))
        return;
    item = add_number(l, mark, "theory", r->theory ? r->expected : NAN);
    if (!r->theory)
        snprintf(item->text, ITEM_TEXT, "theory, not of %s",
                 run->layer[layers_chosen(l->scene)].name);
    item->brief = r->theory ? item->brief : item->text;
}

/* Layers outnumber columns: several stand in one. */
static bool shares_columns(const struct legend *l)
{
    return layers_run(l->scene)->layers > l->framed->cols - 2;
}

/* Between which numbers two nets of three lie, whether there is room for a band or not. */
static void add_band(struct legend *l, const struct reading *r)
{
    struct layer_mark mark = {l->scene->view->glyphs->vertical, ROLE_DIM};
    bool marked = is_on_chart(l->framed, mark, false) && !shares_columns(l);
    char low[NUMBER_TEXT], high[NUMBER_TEXT];

    if (!r->theory || !isfinite(r->low) || !(r->high > r->low))
        return;
    mark.glyph = marked ? mark.glyph : 0;
    snprintf(add(l, mark, marked ? "2 of 3 nets" : "")->text, ITEM_TEXT,
             "2 of 3 nets %s to %s", number_brief(r->low, NUMBER_DIGITS, low),
             number_brief(r->high, NUMBER_DIGITS, high));
}

/* What is no bar: the line to compare with, and the mean. */
static void add_lines(struct legend *l, const struct layer_quantity *quantity,
                      const struct run_view *run)
{
    const struct glyphs *set = l->scene->view->glyphs;
    struct layer_mark line = {set->rule, ROLE_AXIS}, mean = {set->horizontal, ROLE_VALUE};
    struct reading r = quantity->read(&run->layer[layers_chosen(l->scene)]);

    if (quantity->line_means && is_on_chart(l->framed, line, false))
        snprintf(add(l, line, quantity->line_means)->text, ITEM_TEXT, "%s",
                 quantity->line_means);
    if (!isnan(r.middle))
        snprintf(add(l, mean, "mean")->text, ITEM_TEXT,
                 "mean, bars one sd to either side");
}

/* A measurement that the run has left behind says of which step it is. */
static void add_age(struct legend *l, const struct run_view *run)
{
    if (run->stretched >= 0 && run->stretched != run->steps)
        snprintf(add(l, (struct layer_mark){0, ROLE_DIM}, "")->text, ITEM_TEXT,
                 "of step %lld", (long long)run->stretched);
}

/* Whether theory has a say of this quantity, and none of this net. */
static bool is_refused(const struct scene_view *scene)
{
    const struct layer_quantity *quantity = layer_quantity_chosen(scene->view);
    const struct run_view *run = layers_run(scene);

    return quantity->ask == ASK_THEORY && run->theory[0];
}

/* What a line above a bar of several layers is. */
static void add_reach(struct legend *l)
{
    const struct layer_mark mark = {l->scene->view->glyphs->vertical, ROLE_DIM};
    struct item *item;

    if (!shares_columns(l) || !is_on_chart(l->framed, mark, false))
        return;
    item = add(l, mark, "to the greatest");
    snprintf(item->text, ITEM_TEXT, "from the least to the greatest of neighbours");
    item->plain = true;
}

static void add_before(struct legend *l, const struct reading *r)
{
    const struct layer_mark mark = {l->scene->view->glyphs->before, ROLE_VALUE};
    bool marked = is_on_chart(l->framed, mark, false);
    struct item *item;

    if (!marked && !isfinite(r->before))
        return;
    item = add_number(l, mark, "before", is_refused(l->scene) ? NAN : r->before);
    item->passing = true;
    item->awaited = !marked;
}

static void collect(struct legend *l)
{
    const struct layer_quantity *quantity = layer_quantity_chosen(l->scene->view);
    const struct run_view *run = layers_run(l->scene);
    struct reading r = quantity->read(&run->layer[layers_chosen(l->scene)]);

    add_runs(l);
    add_cut(l);
    for (enum layer_state state = LAYER_ALIVE + 1; state <= LAYER_SATURATED; state++)
        add_state(l, state);
    add_none(l);
    add_lines(l, quantity, run);
    if (quantity->ask == ASK_JACOBIAN)
        add_age(l, run);
    add_theory(l, run, &r);
    add_before(l, &r);
    add_reach(l);
    add_band(l, &r);
    if (!is_refused(l->scene))
        add_others(l);
}

/* What is left of an item; NULL where it is left out. */
static const char *text_of(const struct item *item)
{
    if (item->awaited)
        return item->left_out < AWAITED ? "" : NULL;
    if (item->name)
        return item->left_out < item->name ? item->text : NULL;
    if (item->left_out < NUMBERS)
        return item->text;
    if (item->left_out < WORDS && item->brief && item->brief[0])
        return item->brief;
    return item->mark.glyph && !item->plain ? "" : NULL;
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

/* The last ones give way first. */
static void shorten(struct legend *l)
{
    bool crowded = !fits(l);

    for (int i = 0; crowded && i < l->count; i++)
        if (l->item[i].passing)
            l->item[i].left_out = WORDS;
    for (enum shortness left_out = NUMBERS; left_out <= OTHER; left_out++)
        for (int i = l->count - 1; i >= 0 && !fits(l); i--)
            if (l->item[i].left_out < left_out)
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

/* Why theory has nothing to say, as many words as there is room for. */
static void write_refusal(struct line *l, const struct scene_view *scene)
{
    const char *ellipsis = l->area.canvas->glyphs->ellipsis, *why;
    int room = l->area.cols - 1 - l->col - 2, bytes;
    char text[160];

    if (!is_refused(scene) || room < REFUSAL_LEAST)
        return;
    why = layers_run(scene)->theory;
    snprintf(text, sizeof text, "no theory: %c%s", why[0] | 0x20, why + 1);
    bytes = (int)strlen(text);
    if (bytes > room) {
        bytes = room - text_columns(ellipsis);
        while (bytes > 0 && text[bytes] != ' ')
            bytes--;
        snprintf(text + bytes, sizeof text - (size_t)bytes, "%s", ellipsis);
    }
    write_item(l, (struct layer_mark){0, ROLE_DIM}, text);
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

        if (text && !legend.item[i].awaited)
            write_item(&l, legend.item[i].mark, text);
    }
    write_refusal(&l, scene);
}
