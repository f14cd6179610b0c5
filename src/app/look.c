/* Commands that choose what the screen is drawn with. */
#include <stdio.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/cycle.h"
#include "app/session.h"
#include "base/number.h"
#include "pane/layer_quantity.h"

static const char *name_of_layout(const void *context, int i)
{
    struct layout_row row;

    (void)context;
    return layout_row(i, &row) ? row.name : NULL;
}

static bool layout(struct session *s, struct words *w, struct err *err)
{
    struct cycle cycle = {.what = "layout", .name = name_of_layout};

    if (!cycle_choose(&cycle, w, &s->view.layout, err))
        return false;
    s->view.maximized = -1;
    return true;
}

static const char *name_of_theme(const void *context, int i)
{
    (void)context;
    return theme_name(i);
}

static bool theme(struct session *s, struct words *w, struct err *err)
{
    struct cycle cycle = {.what = "theme", .name = name_of_theme};
    int chosen = s->theme.light;

    if (!cycle_choose(&cycle, w, &chosen, err))
        return false;
    return theme_read(theme_name(chosen), &s->theme.light);
}

static const char *glyph_set_name(const void *context, int i)
{
    (void)context;
    return glyph_sets()[i].name;
}

static bool glyphs(struct session *s, struct words *w, struct err *err)
{
    struct cycle cycle = {.what = "set of glyphs", .name = glyph_set_name};
    int chosen = (int)(s->view.glyphs - glyph_sets());

    if (!cycle_choose(&cycle, w, &chosen, err))
        return false;
    s->view.glyphs = &glyph_sets()[chosen];
    return true;
}

static bool colours(struct session *s, struct words *w, struct err *err)
{
    struct word word;
    double number;

    if (!argument_word(w, &word, "0, 8, 16 or 256", err) || !argument_end(w, err))
        return false;
    if (!number_read(word.text, &number) ||
        (number != 0 && number != 8 && number != 16 && number != 256))
        return fail_at(err, word.col, "\"%s\" is none of 0, 8, 16 and 256", word.text);
    s->view.colours = s->theme.colours = (int)number;
    return true;
}

static bool bands(struct session *s, struct words *w, struct err *err)
{
    struct count_rule rule = {.what = "a number of bands", .least = 2};
    int64_t count;

    if (!argument_count(w, &rule, &count, err) || !argument_end(w, err))
        return false;
    if (count > BANDS_MAX)
        return fail(err, "the map has at most %d bands", BANDS_MAX);
    s->view.bands = (int)count;
    return true;
}

static const char *quantity_name(const void *context, int i)
{
    (void)context;
    return layer_quantities()[i].name;
}

static bool quantity(struct session *s, struct words *w, struct err *err)
{
    struct cycle cycle = {.what = "quantity", .name = quantity_name};

    const struct layer_quantity *chosen;
    char line[64];

    if (!cycle_choose(&cycle, w, &s->view.quantity, err))
        return false;
    chosen = layer_quantity_chosen(&s->view);
    snprintf(line, sizeof line, "quantity %s: %s", chosen->name, chosen->sign);
    session_answer(s, line, chosen->help);
    return true;
}

const struct command look_commands[] = {
    {
        .name = "layout",
        .usage = "layout LAYOUT|next|previous",
        .help = "how the panes stand on the screen",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = layout,
    },
    {
        .name = "theme",
        .usage = "theme THEME|next|previous",
        .help = "the palette: for a dark or for a light ground",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = theme,
    },
    {
        .name = "glyphs",
        .usage = "glyphs GLYPHS|next|previous",
        .help = "the characters that pictures are made of",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = glyphs,
    },
    {
        .name = "colours",
        .usage = "colours 0|8|16|256",
        .help = "how many colours are used",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = colours,
    },
    {
        .name = "quantity",
        .usage = "quantity QUANTITY|next|previous",
        .help = "what the bars of a net's layers show",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = quantity,
    },
    {
        .name = "bands",
        .usage = "bands N",
        .help = "how many steps of height the map shows at the most",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = bands,
    },
    {0},
};
