#ifndef APP_CYCLE_H
#define APP_CYCLE_H

#include "base/words.h"

/* A row of things with names, one of which is chosen. */
struct cycle {
    const char *what;                                /* pane; for messages */
    const char *(*name)(const void *context, int i); /* NULL past the last */
    const void *context;
};

/*
 * Reads NAME, next or previous (both go round) as the line's last word and changes what
 * is chosen.
 */
bool cycle_choose(const struct cycle *cycle, struct words *w, int *chosen,
                  struct err *err);

/* The number of the thing called word, or -1 and an err that names the nearest one,
 * or all where they are few. */
int cycle_find(const struct cycle *cycle, const struct word *word, struct err *err);

#endif
