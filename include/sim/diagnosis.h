#ifndef SIM_DIAGNOSIS_H
#define SIM_DIAGNOSIS_H

#include "sim/sim.h"

/*
 * What is happening to a run, in a table: one row a diagnosis, what matters most first.
 * The screen, CSV and conditions read the same rows.
 */
enum diagnosis_of { OF_ALL, OF_LANDSCAPES, OF_NETS };

struct diagnosis {
    const char *name; /* at_saddle */
    const char *help; /* when it holds, one line */
    /*
     * What to try. NULL: the cures that answer it (sim/cure.h), and so where one of all
     * holds in a net; those of nets alone that have words of their own keep to them.
     */
    const char *advice;
    const char *first; /* what comes before them, once there were steps; NULL: "Try" */
    enum diagnosis_of of;
    bool (*holds)(struct sim *sim, int run);
    void (*say)(struct sim *sim, int run, char *out, size_t size); /* with live numbers */
};

/* False for a diagnosis of another kind of problem. */
bool diagnosis_holds(const struct diagnosis *d, struct sim *sim, int run);

/* Ended by a NULL name. */
const struct diagnosis *diagnoses(void);

#endif
