/* gradscape render: the screen as text or a picture. */
#include <stdio.h>
#include <string.h>

#include "app/picture.h"
#include "app/prepare.h"
#include "base/output.h"

enum { MOST_COLOURS = 256 };

static const char *format_of(const struct request *request)
{
    return request->format ? request->format : encoders()[0].name;
}

/*
 * Plain text has no colours: heights are characters there, unless colours are asked for.
 */
static int colours_of(const struct request *request)
{
    if (request->colours >= 0)
        return request->colours;
    return strcmp(format_of(request), encoders()[0].name) == 0 ? 0 : MOST_COLOURS;
}

/* The look that the command line asks for, as the commands that choose it live. */
static bool dress(struct session *s, const struct request *request, struct err *err)
{
    struct buffer line = {0};
    bool done;

    s->cols = request->cols;
    s->rows = request->rows;
    buffer_format(&line, "colours %d", colours_of(request));
    done = session_obey(s, line.text, err);
    if (done && request->glyphs) {
        buffer_clear(&line);
        buffer_format(&line, "glyphs \"%s\"", request->glyphs);
        done = session_obey(s, line.text, err);
    }
    if (done && request->theme) {
        buffer_clear(&line);
        buffer_format(&line, "theme \"%s\"", request->theme);
        done = session_obey(s, line.text, err);
    }
    buffer_free(&line);
    return done;
}

static enum exit_status write_picture(struct session *s, const struct request *request)
{
    struct buffer text = {0};
    struct output out;
    struct err err;
    bool done;

    if (!output_open(&out, request->output, &err))
        return complain(EXIT_FAILED, &err);
    picture_draw(s, picture_encoder(format_of(request)), &text);
    fwrite(text.text, 1, text.used, out.file);
    buffer_free(&text);
    done = output_close(&out, &err);
    return done ? EXIT_DONE : complain(EXIT_FAILED, &err);
}

static enum exit_status run(const struct request *request)
{
    enum exit_status status = EXIT_DONE;
    struct session *s = prepare(request, &status);

    if (s)
        status = write_picture(s, request);
    session_free(s);
    return status;
}

static const struct option *const OPTIONS[] = {
    &option_size,  &option_at,     &option_seed,   &option_set,
    &option_do,    &option_format, &option_glyphs, &option_colours,
    &option_theme, &option_output, NULL,
};

const struct subcommand render_subcommand = {
    .name = "render",
    .operands = "SCENE",
    .least = 1,
    .most = 1,
    .kind = "scenes",
    .options = OPTIONS,
    .help = "the screen at a step, as text or a picture",
    .run = run,
    .dress = dress,
};
