#ifndef SIM_CURE_H
#define SIM_CURE_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/snapshot.h"

/*
 * What can be tried against what a diagnosis tells: one table, for the words of a
 * diagnosis, the menu of cures and `list cures`. Each is one line of the language.
 */
enum cure_for { CURE_ANYWHERE, CURE_LANDSCAPE, CURE_NET };

/* Whom a cure is for: a runner, and what is common to all. */
struct patient {
    const struct run_view *run;
    int runs; /* that race; of one alone a line need not name it */
    int constants;
    const struct setting_view *constant; /* [constants] */
};

/* A cure for a runner, and the setting that it is about: as it stands, as it would be. */
struct dose {
    const struct patient *who;
    const struct setting_view *now;
    double to;
};

struct cure {
    const char *name;  /* one word; NULL ends the table */
    const char *line;  /* set norm batch */
    const char *help;  /* what it does */
    const char *helps; /* diagnoses that it answers, separated by blanks */
    enum cure_for place;
    /* what makes it vain or worse besides that it would change nothing; NULL: nothing */
    bool (*is_vain)(const struct dose *dose);
    /* whether it answers those diagnoses for this runner; NULL: it does */
    bool (*fits)(const struct patient *who);
};

enum { CURES_MAX = 64, CURE_LINE = 96 };

const struct cure *cures(void);

struct patient patient_of(const struct snapshot *snap, int run);

/* As this runner has it, its own first, then what is common to all; NULL for none. */
const struct setting_view *patient_setting(const struct patient *who, const char *name);

/*
 * The line by which a cure acts on this runner: its own value where it has one. False
 * where it would change nothing, or make it worse.
 */
bool cure_line(const struct cure *cure, const struct patient *who, char out[CURE_LINE]);

/*
 * "set norm batch, set gain 1 or set depth 2": the first few that answer a diagnosis, in
 * at most `room` bytes unless one alone takes more; "" where none is left. Without a
 * patient: of nets, as the table has them.
 */
enum { CURES_NAMED = 160 };

void cure_name_some(const char *diagnosis, const struct patient *who, size_t room,
                    char out[CURES_NAMED]);

struct cure_case {
    bool net;              /* or a landscape */
    const char *diagnosis; /* its name, or "" */
    /* of each row of the table; "" for those that are left out */
    char line[CURES_MAX][CURE_LINE];
    bool answers[CURES_MAX]; /* the diagnosis */
};

/* For this runner of the snapshot; where nobody races all of them as they are. */
void cure_case_of(const struct snapshot *snap, int run, struct cure_case *out);

/*
 * The number in the table of cure i of them, those that answer the diagnosis first; -1
 * past the last.
 */
int cure_at(int i, const struct cure_case *about);

#endif
