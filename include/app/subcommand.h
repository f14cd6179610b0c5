#ifndef APP_SUBCOMMAND_H
#define APP_SUBCOMMAND_H

#include <stdio.h>

#include "app/request.h"

struct session;

/* What the program's exit says. */
enum exit_status { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

/*
 * A command of the program: a const descriptor at the end of its file. To add one: a
 * file, and one row of the list in subcommands.c. Usage, manual, completion and the
 * reading of options follow.
 */
struct subcommand {
    const char *name;
    const char *operands; /* as usage shows them: SCENE... */
    int least, most;      /* how many operands */
    const char *kind;     /* the `list` kind that completes an operand; NULL for none */
    const struct option *const *options; /* ended by NULL */
    const char *help;                    /* one line */
    enum exit_status (*run)(const struct request *request);

    /*
     * The look that its options ask for, before any --do is obeyed, which may change it;
     * NULL where nothing is drawn.
     */
    bool (*dress)(struct session *s, const struct request *request, struct err *err);
};

/*
 * What the program does when it is given no command's name: the screen. Not part of the
 * list.
 */
extern const struct subcommand live_subcommand;

/* All of them in the order of the list, ended by NULL. */
const struct subcommand *const *subcommands(void);

/* By name, or NULL. */
const struct subcommand *subcommand_find(const char *name);

/* Prints to standard output, and complains when not all of it could be written. */
typedef void print_function(FILE *file, const void *context);
enum exit_status print_whole(print_function *print, const void *context);

/*
 * Prints `gradscape: message` and gives the status back, so that it is one line at the
 * caller's.
 */
enum exit_status complain(enum exit_status status, const struct err *err);

/*
 * The same for what a file says: `name:line:col: message`, the place only where the
 * message has one.
 */
enum exit_status complain_of(enum exit_status status, const char *name,
                             const struct err *err);

#endif
