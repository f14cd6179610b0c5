#ifndef APP_REQUEST_H
#define APP_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* What a command line asks for: its operands, and every option with its default. */
struct request {
    const struct subcommand *subcommand;
    int operands;
    const char *
        *operand; /* [operands]; borrowed from the command line, as all texts here */
    int64_t steps, every;
    int64_t at; /* the step to be at */
    bool has_seed;
    uint64_t seed;
    int sets, dos;
    const char **set;   /* [sets] NAME=VALUE, in their order */
    const char **act;   /* [dos] commands, in their order */
    const char *format; /* NULL: the subcommand's own default */
    const char *output; /* NULL: standard output */
    const char *run;    /* a runner's name; NULL: the first */
    int axes;           /* numbers given with --at X [Y] */
    double point[2];
    int cols, rows;
    const char *glyphs, *theme;
    int colours; /* -1: as many as the format shows */
};

/* One option; a const row in options.c. */
struct option {
    const char *name;   /* --seed */
    const char *letter; /* -n, or NULL */
    const char *value;  /* what follows it, as usage shows it: N */
    const char *help;   /* one line */
    const char *values; /* that complete its value: a `list` kind, or words; NULL: none */
    int most; /* values it takes; further ones only while they read as numbers */

    /* Takes one value into the request; called again for a further one. */
    bool (*take)(struct request *request, const char *value, struct err *err);
};

extern const struct option option_steps, option_every, option_seed, option_set, option_do,
    option_rows_format, option_output, option_point, option_size, option_at,
    option_format, option_run, option_glyphs, option_colours, option_theme;

/*
 * Reads a subcommand's command line, argv after its name. The message says what would
 * have been right. The request is to be freed in either case.
 */
bool request_read(struct request *request, const struct subcommand *subcommand,
                  char **argv, struct err *err);
void request_free(struct request *request);

/* The same option of the subcommand's list, by any of its names; NULL for none. */
const struct option *request_option(const struct subcommand *subcommand,
                                    const char *name);

#endif
