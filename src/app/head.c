/* What the lines of a scene's head put into the scene. */
#include <math.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/scene.h"
#include "base/number.h"

static bool take_text(struct words *w, char **out, const char *what, struct err *err)
{
    int col;

    *out = argument_text(w, &col, what, err);
    return *out != NULL;
}

static bool title(struct scene *scene, struct words *w, struct err *err)
{
    return take_text(w, &scene->title, "the scene's title", err);
}

static bool about(struct scene *scene, struct words *w, struct err *err)
{
    return take_text(w, &scene->about, "a line of explanation", err);
}

static bool landscape(struct scene *scene, struct words *w, struct err *err)
{
    scene->formula_at.line = scene->reading;
    scene->formula =
        argument_text(w, &scene->formula_at.col, "a formula of x or of x and y", err);
    return scene->formula != NULL;
}

static bool constant_range(struct landscape_constant *c, struct words *w, struct err *err)
{
    double reach = 10 * fmax(1, fabs(c->value)), range[2] = {-reach, reach};
    struct word word;
    bool found;

    if (!argument_maybe(w, &word, &found, err) ||
        (found && !argument_range(&word, range, err)))
        return false;
    c->low = range[0];
    c->high = range[1];
    return (c->low <= c->value && c->value <= c->high) ||
           fail_at(err, word.col, "the value of %s lies outside of its range", c->name);
}

static bool constant(struct scene *scene, struct words *w, struct err *err)
{
    struct landscape_constant *c = &scene->constant[scene->constants];
    struct word word;

    if (scene->constants == LANDSCAPE_CONSTANTS)
        return fail(err, "more than %d constants", LANDSCAPE_CONSTANTS);
    if (!argument_word(w, &word, "the constant's name", err))
        return false;
    if (!landscape_name_is_free(word.text, err)) {
        err->col = word.col;
        return false;
    }
    for (int i = 0; i < scene->constants; i++)
        if (strcmp(scene->constant[i].name, word.text) == 0)
            return fail_at(err, word.col, "there is a constant %s already", word.text);
    strcpy(c->name, word.text);
    if (!argument_number(w, &c->value, "the constant's value", err) ||
        !constant_range(c, w, err))
        return false;
    scene->constants++;
    return true;
}

static bool domain(struct scene *scene, struct words *w, struct err *err)
{
    struct word word;
    bool found = true;

    scene->domain_at = (struct scene_axes){.line = scene->reading};
    if (!argument_word(w, &word, "X0:X1 [Y0:Y1]", err))
        return false;
    scene->domain_at.col = word.col;
    while (found && scene->domain_at.axes < AXES) {
        int axis = scene->domain_at.axes++;
        double range[2];

        if (!argument_range(&word, range, err))
            return false;
        scene->domain.low[axis] = range[0];
        scene->domain.high[axis] = range[1];
        if (!argument_maybe(w, &word, &found, err))
            return false;
    }
    return !found || fail_at(err, word.col, "a domain has at most %d ranges", AXES);
}

static bool start(struct scene *scene, struct words *w, struct err *err)
{
    struct word word;
    bool found = true;

    scene->start_at = (struct scene_axes){.line = scene->reading};
    if (!argument_word(w, &word, "X [Y]", err))
        return false;
    scene->start_at.col = word.col;
    while (found && scene->start_at.axes < AXES) {
        if (!number_read(word.text, &scene->start[scene->start_at.axes++]))
            return fail_at(err, word.col, "\"%s\" is no number: write start X [Y]",
                           word.text);
        if (!argument_maybe(w, &word, &found, err))
            return false;
    }
    return !found || fail_at(err, word.col, "a start has at most %d numbers", AXES);
}

static bool paused(struct scene *scene, struct words *w, struct err *err)
{
    scene->paused = true;
    return argument_end(w, err);
}

const struct command head_commands[] = {
    {
        .name = "title",
        .usage = "title TEXT",
        .help = "the scene's name",
        .places = COMMAND_HEAD | COMMAND_ONCE,
        .head = title,
    },
    {
        .name = "about",
        .usage = "about TEXT",
        .help = "one line of explanation",
        .places = COMMAND_HEAD | COMMAND_ONCE,
        .head = about,
    },
    {
        .name = "landscape",
        .usage = "landscape FORMULA",
        .help = "what is minimized: f(x) or f(x, y), to the end of the line",
        .places = COMMAND_HEAD | COMMAND_ONCE,
        .head = landscape,
    },
    {
        .name = "constant",
        .usage = "constant NAME VALUE [MIN:MAX]",
        .help = "a letter of the formula that can be changed live",
        .places = COMMAND_HEAD,
        .head = constant,
    },
    {
        .name = "domain",
        .usage = "domain X0:X1 [Y0:Y1]",
        .help = "the window of the map; -5:5 where it is missing",
        .places = COMMAND_HEAD | COMMAND_ONCE,
        .head = domain,
    },
    {
        .name = "start",
        .places = COMMAND_HEAD | COMMAND_ONCE,
        .head = start,
    },
    {
        .name = "seed",
        .places = COMMAND_HEAD | COMMAND_ONCE,
    },
    {
        .name = "paused",
        .usage = "paused",
        .help = "the scene opens with its clock standing still",
        .places = COMMAND_HEAD | COMMAND_ONCE,
        .head = paused,
    },
    {0},
};
