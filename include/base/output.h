#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"

/*
 * A file that is written whole or not at all: everything goes to a new file in the same
 * folder, which takes the old one's place, and its mode, when all of it is there. What
 * exists and is no regular file (a terminal, a pipe, /dev/full) is written directly, and
 * so is standard output.
 *
 * While a file is being written, SIGINT, SIGTERM and SIGHUP wait, so that no half of it
 * is left behind: a long writer asks output_is_interrupted now and then and drops the
 * output when it says so.
 */
struct output {
    FILE *file;  /* write here; errors are found by output_close */
    char *path;  /* the place it is for; NULL for standard output */
    char *draft; /* where it is written meanwhile; NULL when directly */
};

/*
 * Path NULL or "-" is standard output. The message names the path and the system's
 * reason.
 */
bool output_open(struct output *out, const char *path, struct err *err);

/* A signal waits that will end the program once the output is closed or dropped. */
bool output_is_interrupted(const struct output *out);

/*
 * Puts it in its place. False when anything of it could not be written; then nothing is
 * left.
 */
bool output_close(struct output *out, struct err *err);

/* Leaves everything as it was before output_open. */
void output_drop(struct output *out);

#endif
