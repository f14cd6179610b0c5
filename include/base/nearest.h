#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stdbool.h>

/*
 * What was probably meant: begin with nearest_begin, offer every word that would have
 * been right, and best is the one that is fewest slips away (a letter wrong, missing, too
 * many, or two exchanged); NULL when none is near enough to be a help.
 */
struct nearest {
    const char *word; /* what was written; borrowed */
    const char *best; /* of those offered; borrowed */
    int slips;
};

struct nearest nearest_begin(const char *word);
void nearest_offer(struct nearest *n, const char *candidate);

enum { NEAREST_HINT = 80 };

/* "; did you mean X?", or nothing when there is none. */
const char *nearest_hint(const struct nearest *n, char out[NEAREST_HINT]);

#endif
