/* Reads a scene: the lines of its head one by one, then the script as it stands. */
#include "app/scene.h"

#include <stdlib.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "base/memory.h"

struct reader {
    struct scene *scene;
    char *rest;              /* the text from the next line on */
    int number;              /* of the line before it */
    int first[COMMANDS_MAX]; /* the line where a command stood first; 0 for none */
    struct err *err;
};

/* Cuts off the next line; NULL at the end of the text. */
static char *next_line(struct reader *r)
{
    char *line = r->rest, *end;

    if (!line || *line == '\0')
        return NULL;
    end = strchr(line, '\n');
    if (end)
        *end = '\0';
    r->rest = end ? end + 1 : NULL;
    r->number++;
    return line;
}

static bool refuse_place(const struct command *row, struct err *err)
{
    return fail(err,
                "%s does not belong in the head: write it after the first of step, back, "
                "play, wait, "
                "until, say, ask, expect, mark",
                row->name);
}

static bool take_line(struct reader *r, const struct scene_line *line,
                      const struct command *row, struct words *w)
{
    struct scene *scene = r->scene;

    if (row->head)
        return row->head(scene, w, r->err) && argument_end(w, r->err);
    scene->line[scene->lines++] = *line;
    return true;
}

/* Reads one line of the head; true in `script` when it is the script's first instead. */
static bool read_line(struct reader *r, const struct scene_line *line, bool *script)
{
    struct words w = {.line = line->text};
    struct word name;
    struct command row;
    bool found;
    int i;

    if (!argument_maybe(&w, &name, &found, r->err))
        return false;
    if (!found)
        return true;
    i = command_find(name.text, &row, r->err);
    if (i < 0)
        return false;
    *script = row.places & COMMAND_ENDS_HEAD;
    if (*script)
        return true;
    if (!(row.places & COMMAND_HEAD))
        return refuse_place(&row, r->err);
    if (row.places & COMMAND_ONCE && r->first[i])
        return fail(r->err, "%s stands on line %d already", name.text, r->first[i]);
    r->first[i] = line->number;
    return take_line(r, line, &row, &w);
}

static void place_error(struct err *err, const struct scene_line *line)
{
    int col = 1 + (int)strspn(line->text, " \t");

    if (err->col == 0)
        err->col = col;
    err_move(err, line->number, 1);
}

static bool read_head(struct reader *r)
{
    struct scene_line line;
    bool script = false;

    while ((line.text = next_line(r))) {
        line.number = r->scene->reading = r->number;
        if (!read_line(r, &line, &script)) {
            place_error(r->err, &line);
            return false;
        }
        if (script) {
            r->scene->script[r->scene->scripts++] = line;
            break;
        }
    }
    return true;
}

static void read_script(struct reader *r)
{
    struct scene_line line;
    struct word word;
    struct err ignored;

    while ((line.text = next_line(r))) {
        struct words w = {.line = line.text};

        line.number = r->number;
        if (words_next(&w, &word, &ignored) != WORDS_END)
            r->scene->script[r->scene->scripts++] = line;
    }
}

/* What a landscape has and a net has not. */
static bool check_net(const struct scene *scene, struct err *err)
{
    int line = scene->domain_at.line ? scene->domain_at.line : scene->start_at.line;

    if (line == 0 && scene->constants == 0)
        return true;
    fail_at(err, 1, "a net has no domain, start or constant: those are a landscape's");
    err->line = line ? line : scene->reading;
    return false;
}

static bool check_head(const struct scene *scene, struct err *err)
{
    if (scene->formula && !scene->net.line && !scene->net.data_line)
        return true;
    if (scene->net.line && !scene->formula)
        return check_net(scene, err);
    if (scene->formula || scene->net.data_line)
        fail_at(err, 1,
                scene->formula ? "a scene has a landscape or a net, not both"
                               : "there are data, but no net: write net depth=2");
    else
        fail_at(err, 1, "there is no landscape and no net: write landscape FORMULA");
    err->line = scene->reading > 0 ? scene->reading : 1;
    return false;
}

static size_t count_lines(const char *text)
{
    size_t lines = 1;

    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static char *without_mark(char *text)
{
    return strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? text + 3 : text;
}

static struct scene *scene_new(const struct source *source)
{
    struct scene *scene = memory_new(1, sizeof *scene);
    size_t lines = count_lines(source->text);

    scene->name = memory_copy_text(source->name);
    scene->text = memory_copy_text(source->text);
    scene->line = memory_new(lines, sizeof *scene->line);
    scene->script = memory_new(lines, sizeof *scene->script);
    scene->speed = SCENE_SPEED;
    scene->net.set = net_defaults();
    return scene;
}

struct scene *scene_read(const struct source *source, struct err *err)
{
    struct scene *scene = scene_new(source);
    struct reader reader = {
        .scene = scene, .rest = without_mark(scene->text), .err = err};

    if (read_head(&reader) && check_head(scene, err)) {
        read_script(&reader);
        return scene;
    }
    scene_free(scene);
    return NULL;
}

void scene_free(struct scene *scene)
{
    if (!scene)
        return;
    free(scene->name);
    free(scene->text);
    free(scene->title);
    free(scene->about);
    free(scene->formula);
    free(scene->net.table);
    free(scene->line);
    free(scene->script);
    free(scene);
}
