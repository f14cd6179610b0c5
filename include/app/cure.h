#ifndef APP_CURE_H
#define APP_CURE_H

#include <stdbool.h>
#include <stdint.h>

struct snapshot;

/*
 * What can be tried against what a diagnosis tells: one table, for the menu of cures and
 * for `list cures`. Each is one line of the language.
 */
enum cure_for { CURE_ANYWHERE, CURE_LANDSCAPE, CURE_NET };

/* Which values of the setting that its line sets make it vain, the very same included. */
enum cure_vain { VAIN_SAME, VAIN_LOWER, VAIN_HIGHER };

struct cure {
    const char *name;  /* one word; NULL ends the table */
    const char *line;  /* set norm batch */
    const char *help;  /* what it does */
    const char *helps; /* diagnoses that it answers, separated by blanks */
    enum cure_for place;
    enum cure_vain vain;
};

enum { CURES_MAX = 64 };

const struct cure *cures(void);

/*
 * Those that would change nothing for this run, or make it worse: bit k is row k of the
 * table. More samples are vain where the data are a file's.
 */
uint64_t cures_in_vain(const struct snapshot *snap, int run);

struct cure_case {
    bool net;              /* or a landscape */
    const char *diagnosis; /* its name, or "" */
    uint64_t vain;         /* cures that are left out */
};

/* Cure i of them, those that answer the diagnosis first; NULL past the last. */
const struct cure *cure_at(int i, const struct cure_case *about);

#endif
