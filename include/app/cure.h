#ifndef APP_CURE_H
#define APP_CURE_H

#include <stdbool.h>

/*
 * What can be tried against what a diagnosis tells: one table, for the menu of cures and
 * for `list cures`. Each is one line of the language.
 */
enum cure_for { CURE_ANYWHERE, CURE_LANDSCAPE, CURE_NET };

struct cure {
    const char *name;  /* one word; NULL ends the table */
    const char *line;  /* set norm batch */
    const char *help;  /* what it does */
    const char *helps; /* diagnoses that it answers, separated by blanks */
    enum cure_for place;
};

const struct cure *cures(void);

/*
 * Cure i for a net or for a landscape, those that answer the diagnosis first; NULL past
 * the last.
 */
const struct cure *cure_at(int i, bool net, const char *diagnosis);

#endif
