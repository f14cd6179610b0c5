/* Commands that write what there is to a file, and the one that ends it all. */
#include <stdlib.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/picture.h"
#include "app/session.h"
#include "base/output.h"

/* What the name of a picture ends in says how it is written; else it is plain text. */
struct ending {
    const char *ending, *encoder;
};

static const struct ending ENDINGS[] = {
    {".svg", "svg"},
    {".ans", "ansi"},
    {"", "text"},
};

static const struct encoder *encoder_for(const char *path)
{
    const struct ending *e = ENDINGS;
    size_t length = strlen(path);

    while (length < strlen(e->ending) ||
           strcmp(path + length - strlen(e->ending), e->ending) != 0)
        e++;
    return picture_encoder(e->encoder);
}

static bool write_file(const char *path, const struct buffer *text, struct err *err)
{
    struct output out;

    if (!output_open(&out, path, err))
        return false;
    fwrite(text->text, 1, text->used, out.file);
    return output_close(&out, err);
}

static bool read_path(struct words *w, struct word *path, struct err *err)
{
    if (!argument_word(w, path, "a file's name", err) || !argument_end(w, err))
        return false;
    return strcmp(path->text, "-") != 0 ||
           fail_at(err, path->col, "standard output is taken: name a file");
}

static bool picture(struct session *s, struct words *w, struct err *err)
{
    struct buffer text = {0};
    struct word path;
    bool done;

    if (!read_path(w, &path, err))
        return false;
    picture_draw(s, encoder_for(path.text), &text);
    done = write_file(path.text, &text, err);
    s->unfiled = !done;
    buffer_free(&text);
    return done;
}

static bool quit(struct session *s, struct words *w, struct err *err)
{
    if (!argument_end(w, err))
        return false;
    s->quit = true;
    return true;
}

const struct command file_commands[] = {
    {
        .name = "picture",
        .usage = "picture FILE",
        .help = "write the screen to a file: .svg, .ans with colours, else plain text",
        .places = COMMAND_LIVE,
        .obey = picture,
    },
    {
        .name = "open",
        .usage = "open SCENE",
        .help = "leave this scene for another one",
        .places = COMMAND_LIVE | COMMAND_BREAKS,
        .obey = session_turn_to,
    },
    {
        .name = "moment",
        .usage = "moment",
        .help = "show the command line that comes to this very moment",
        .places = COMMAND_LIVE | COMMAND_LOOKS,
        .obey = session_show_moment,
    },
    {
        .name = "quit",
        .usage = "quit",
        .help = "end the program",
        .places = COMMAND_LIVE | COMMAND_BREAKS,
        .obey = quit,
    },
    {0},
};
