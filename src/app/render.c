/* gradscape render: the screen as text or a picture. */
#include <stdio.h>
#include <string.h>

#include "app/picture.h"
#include "app/prepare.h"
#include "base/output.h"

static const char *format_of(const struct request *request)
{
    return request->format ? request->format : encoders()[0].name;
}

/*
 * Plain text has no colours: heights are characters there, unless colours are asked for.
 */
static bool dress(struct session *s, const struct request *request, struct err *err)
{
    bool plain = strcmp(format_of(request), encoders()[0].name) == 0;

    s->cols = request->cols;
    s->rows = request->rows;
    if (plain && request->colours < 0 && !session_obey(s, "colours 0", err))
        return false;
    return prepare_look(s, request, err);
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
