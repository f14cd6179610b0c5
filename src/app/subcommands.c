/* The list of the program's commands. */
#include "app/subcommand.h"

#include <string.h>

#include "base/output.h"

extern const struct subcommand run_subcommand, probe_subcommand, dump_subcommand,
    render_subcommand, check_subcommand, list_subcommand, man_subcommand,
    completion_subcommand;

static const struct subcommand *const SUBCOMMANDS[] = {
    &run_subcommand,    &probe_subcommand,      &dump_subcommand,
    &render_subcommand, &check_subcommand,      &list_subcommand,
    &man_subcommand,    &completion_subcommand, NULL,
};

const struct subcommand *const *subcommands(void)
{
    return SUBCOMMANDS;
}

const struct subcommand *subcommand_find(const char *name)
{
    for (const struct subcommand *const *s = SUBCOMMANDS; *s; s++)
        if (strcmp((*s)->name, name) == 0)
            return *s;
    return NULL;
}

enum exit_status print_whole(print_function *print, const void *context)
{
    struct output out;
    struct err err;

    if (!output_open(&out, NULL, &err))
        return complain(EXIT_FAILED, &err);
    print(out.file, context);
    return output_close(&out, &err) ? EXIT_DONE : complain(EXIT_FAILED, &err);
}

enum exit_status complain(enum exit_status status, const struct err *err)
{
    fprintf(stderr, "gradscape: %s\n", err->text);
    return status;
}

enum exit_status complain_of(enum exit_status status, const char *name,
                             const struct err *err)
{
    if (err->line > 0)
        fprintf(stderr, "%s:%d:%d: %s\n", name, err->line, err->col, err->text);
    else
        fprintf(stderr, "%s: %s\n", name, err->text);
    return status;
}
