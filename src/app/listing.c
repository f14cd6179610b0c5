/* Every kind of thing that has a name, as rows of name and text. */
#include "app/listing.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/keymap.h"
#include "app/library.h"
#include "app/scene.h"
#include "draw/glyphs.h"
#include "draw/theme.h"
#include "math/formula.h"
#include "problem/net.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"
#include "pane/layer_quantity.h"
#include "pane/pane.h"
#include "sim/condition.h"
#include "sim/cure.h"
#include "sim/diagnosis.h"

/* Fills the row in, so that a listing's function is one line. */
static bool give(struct listed *out, const char *name, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool give(struct listed *out, const char *name, const char *format, ...)
{
    va_list args;

    if (!name)
        return false;
    out->name = name;
    va_start(args, format);
    vsnprintf(out->text, sizeof out->text, format, args);
    va_end(args);
    return true;
}

static bool scene(int i, struct listed *out)
{
    const struct library_scene *row = &library_scenes[i];
    struct source source = {.name = (char *)row->name, .text = (char *)row->text};
    struct err err;
    struct scene *read;

    if (!row->name)
        return false;
    read = scene_read(&source, &err);
    give(out, row->name, "%s", read && read->about ? read->about : "");
    scene_free(read);
    return true;
}

static bool optimizer(int i, struct listed *out)
{
    const struct optimizer *row = optimizers()[i];

    return row && give(out, row->name, "%s (%s)", row->rule, row->paper);
}

static bool command(int i, struct listed *out)
{
    struct command row;

    return command_row(i, &row) && give(out, row.name, "%s: %s", row.usage, row.help);
}

static bool give_param(struct listed *out, const struct param *row)
{
    char range[128];

    param_range(row, range, sizeof range);
    return give(out, row->name, "%s%s%s; %s", range, row->unit[0] ? " " : "", row->unit,
                row->help);
}

/*
 * The settings of runners, then the numbers of nets and data, then the simulation's own
 * numbers.
 */
static bool parameter(int i, struct listed *out)
{
    const struct param *rows;
    int count = sim_params(&rows);

    if (i < SETTINGS_COUNT)
        return give_param(out, settings_row(i));
    i -= SETTINGS_COUNT;
    if (i < NET_SETTINGS)
        return give_param(out, net_row((size_t)i));
    i -= NET_SETTINGS;
    return i < count && give_param(out, &rows[i]);
}

static bool net_word(size_t setting, int i, struct listed *out)
{
    const struct net_word *row = &net_words(setting)[i];

    return give(out, row->name, "%s", row->help);
}

static bool activation(int i, struct listed *out)
{
    return net_word(NET_SETTING(activation), i, out);
}

static bool init(int i, struct listed *out)
{
    return net_word(NET_SETTING(init), i, out);
}

static bool norm(int i, struct listed *out)
{
    return net_word(NET_SETTING(norm), i, out);
}

static bool loss(int i, struct listed *out)
{
    return net_word(NET_SETTING(loss), i, out);
}

static bool data(int i, struct listed *out)
{
    return net_word(NET_SETTING(data.data), i, out);
}

static bool function(int i, struct listed *out)
{
    const struct formula_function *row = &formula_functions()[i];

    return give(out, row->name, "%s", row->help);
}

static bool condition(int i, struct listed *out)
{
    const struct quantity *row = quantities();
    const struct quantity_of_layers *of_layers = quantities_of_layers();

    for (; row->name; row++)
        if (i-- == 0)
            return give(out, row->name, "%s", row->help);
    return give(out, of_layers[i].name, "%s", of_layers[i].help);
}

static bool diagnosis(int i, struct listed *out)
{
    const struct diagnosis *row = &diagnoses()[i];
    char some[CURES_NAMED];

    if (!row->name || row->advice)
        return give(out, row->name, "%s. %s", row->help, row->advice);
    cure_name_some(row->name, NULL, CURES_NAMED, some);
    return give(out, row->name, "%s. Try %s.", row->help, some);
}

static bool cure(int i, struct listed *out)
{
    const struct cure *row = &cures()[i];

    return give(out, row->name, "%s: %s", row->line ? row->line : "", row->help);
}

static bool schedule(int i, struct listed *out)
{
    const struct schedule *row = &schedules()[i];

    return give(out, row->name, "%s", row->help);
}

static bool pane(int i, struct listed *out)
{
    const struct pane *row = panes()[i];

    return row && give(out, row->name, "%s", row->help);
}

static bool layout(int i, struct listed *out)
{
    struct layout_row row;

    return layout_row(i, &row) && give(out, row.name, "%s", row.help);
}

static bool layer_quantity(int i, struct listed *out)
{
    const struct layer_quantity *row = &layer_quantities()[i];

    return row->name && give(out, row->name, "%s: %s", row->sign, row->help);
}

static bool theme(int i, struct listed *out)
{
    const char *name = theme_name(i);

    return give(out, name, "for a %s ground", name);
}

static bool glyph_set(int i, struct listed *out)
{
    const struct glyphs *row = &glyph_sets()[i];

    return give(out, row->name, "curves of %d by %d dots a cell; %s", row->across,
                row->down, row->utf8 ? "needs UTF-8" : "for any terminal");
}

/* Named by its first key, with its context before it. The name stands behind the text. */
static bool key(int i, struct listed *out)
{
    enum { NAME = sizeof out->text - 32 };
    const struct key_row *row = &key_rows()[i];
    int first;

    if (!row->keys)
        return false;
    first = (int)strcspn(row->keys, " ");
    give(out, out->text + NAME, "%s%s%s: %s", row->line,
         row->keys[first] ? ", also " : "", row->keys[first] ? row->keys + first + 1 : "",
         row->help);
    snprintf(out->text + NAME, 32, "%s%s%.*s", row->context, row->context[0] ? ":" : "",
             first, row->keys);
    return true;
}

static bool kind(int i, struct listed *out)
{
    const struct listing *row = &listings()[i];

    return give(out, row->name, "%s", row->help);
}

static const struct listing LISTINGS[] = {
    {
        .name = "scenes",
        .title = "SCENES",
        .help = "the built-in scenes",
        .row = scene,
    },
    {
        .name = "optimizers",
        .title = "OPTIMIZERS",
        .help = "what can race: its rule and where it comes from",
        .row = optimizer,
    },
    {
        .name = "commands",
        .title = "COMMANDS OF THE LANGUAGE",
        .help = "what a line of a scene, the prompt and --do can say",
        .row = command,
    },
    {
        .name = "parameters",
        .title = "PARAMETERS",
        .help = "every number that can be set, and its range",
        .row = parameter,
    },
    {
        .name = "data",
        .title = "DATA SETS",
        .help = "what a net can learn",
        .row = data,
    },
    {
        .name = "activations",
        .title = "ACTIVATIONS",
        .help = "what a hidden unit can make of its sum",
        .row = activation,
    },
    {
        .name = "inits",
        .title = "FIRST WEIGHTS",
        .help = "how the weights of a net begin",
        .row = init,
    },
    {
        .name = "norms",
        .title = "NORMALIZATIONS",
        .help = "what can be brought to a standard size in a net",
        .row = norm,
    },
    {
        .name = "losses",
        .title = "LOSSES",
        .help = "what a net can make small",
        .row = loss,
    },
    {
        .name = "schedules",
        .title = "SCHEDULES",
        .help = "how the rate changes with the updates",
        .row = schedule,
    },
    {
        .name = "functions",
        .title = "FUNCTIONS",
        .help = "what a formula may call",
        .row = function,
    },
    {
        .name = "conditions",
        .title = "QUANTITIES OF CONDITIONS",
        .help = "what until and expect may ask of a runner",
        .row = condition,
    },
    {
        .name = "diagnoses",
        .title = "DIAGNOSES",
        .help = "what may be happening to a runner; conditions know them too",
        .row = diagnosis,
    },
    {
        .name = "cures",
        .title = "WHAT TO TRY",
        .help = "remedies, each one line; the menu of cures has them",
        .row = cure,
    },
    {
        .name = "panes",
        .title = "PANES",
        .help = "the parts of the screen",
        .row = pane,
    },
    {
        .name = "layouts",
        .title = "LAYOUTS",
        .help = "how panes can stand on the screen",
        .row = layout,
    },
    {
        .name = "quantities",
        .title = "QUANTITIES",
        .help = "what the bars of a net's layers can show",
        .row = layer_quantity,
    },
    {
        .name = "themes",
        .title = "THEMES",
        .help = "the palettes",
        .row = theme,
    },
    {
        .name = "glyphs",
        .title = "GLYPHS",
        .help = "the sets of characters that pictures are made of",
        .row = glyph_set,
    },
    {
        .name = "keys",
        .title = "KEYS",
        .help = "the line that a key gives, its other keys, and what it does",
        .row = key,
    },
    {
        .name = "kinds",
        .title = "KINDS",
        .help = "what `list` can list",
        .row = kind,
    },
    {0},
};

const struct listing *listings(void)
{
    return LISTINGS;
}

const struct listing *listing_find(const char *name)
{
    for (const struct listing *l = LISTINGS; l->name; l++)
        if (strcmp(l->name, name) == 0)
            return l;
    return NULL;
}
