#ifndef APP_LISTING_H
#define APP_LISTING_H

#include <stdbool.h>

/*
 * Everything that has a name, kind by kind, read from the tables where the names are
 * typed. `list`, the manual and the completion of shells walk these.
 */
struct listed {
    const char *name; /* borrowed until the next row */
    char text[320];   /* one line: what it is */
};

struct listing {
    const char *name;                       /* scenes; NULL ends the table */
    const char *title;                      /* of its section in the manual */
    const char *help;                       /* one line: what its rows are */
    bool (*row)(int i, struct listed *out); /* false past the last */
};

const struct listing *listings(void);

/* By name, or NULL. */
const struct listing *listing_find(const char *name);

#endif
