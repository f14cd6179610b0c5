/* gradscape dump: a whole net at one step, as JSON. */
#include "sim/dump.h"

#include <stdio.h>

#include "app/prepare.h"
#include "base/output.h"

static enum exit_status write_dump(const struct buffer *text,
                                   const struct request *request)
{
    struct output out;
    struct err err;

    if (!output_open(&out, request->output, &err))
        return complain(EXIT_FAILED, &err);
    fwrite(text->text, 1, text->used, out.file);
    return output_close(&out, &err) ? EXIT_DONE : complain(EXIT_FAILED, &err);
}

static enum exit_status run(const struct request *request)
{
    enum exit_status status = EXIT_FAILED;
    struct session *s = prepare(request, &status);
    struct buffer text = {0};
    struct err err;

    if (s && sim_dump(s->sim, request->run, &text, &err))
        status = write_dump(&text, request);
    else if (s)
        status = complain_of(EXIT_FAILED, s->scene->name, &err);
    buffer_free(&text);
    session_free(s);
    return status;
}

static const struct option *const OPTIONS[] = {
    &option_at, &option_run, &option_seed, &option_set, &option_do, &option_output, NULL,
};

const struct subcommand dump_subcommand = {
    .name = "dump",
    .operands = "SCENE",
    .least = 1,
    .most = 1,
    .kind = "scenes",
    .options = OPTIONS,
    .help = "the whole net at a step, as JSON: data, batch, weights, gradients",
    .run = run,
};
