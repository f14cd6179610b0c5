#ifndef SIM_OWN_H
#define SIM_OWN_H

#include "problem/problem.h"
#include "sim/sim.h"

/*
 * What a runner's net has different from the common one. Such a runner has a variant: a
 * problem for itself, of the same seed and data, so that it meets the same samples in the
 * same order and the same masks; it follows the common one in all that is not its own.
 */

struct run;

/*
 * Settings of the problem that are a runner's own; row counts the problem's rows. Those
 * that are not in the list are as they are for everybody.
 */
enum { OWN_MAX = 16 };

struct own_value {
    int row;
    double value;
};

struct own {
    int count;
    struct own_value list[OWN_MAX];
};

/* The problem of a runner that has settings of its own. */
struct variant {
    struct problem *problem; /* NULL where nobody has */
    uint64_t seed;
    double *begin; /* [n] where that runner begins */
};

bool own_has(const struct own *own, int row);
void own_put(struct own *own, int row, double value);
int own_find(const struct sim *sim, const char *name); /* such a row; -1 for none */
/* True and an err where name is a number that no runner can have to itself. */
bool own_refuses(const struct sim *sim, const char *name, struct err *err);
/* Makes the variant of the run's slot what its list says; nothing where that is empty. */
void own_settle(struct sim *sim, const struct run *run);
void own_close(struct sim *sim, int slot);
void own_tidy(struct sim *sim); /* closes all that nobody minimizes */
/* The one whose problem p is, which is not the common one. */
struct variant *own_variant(struct sim *sim, const struct problem *p);
/* Its shape or seed is another: finds out where its runner begins now. */
void own_begin(struct sim *sim, struct variant *v);
void own_follow_seed(struct sim *sim);
/* The common problem has another value: so have the variants without one of their own. */
void own_follow_common(struct sim *sim, int row, double value);
/* Gives run i a value of its own, or none where it is the common one. */
bool own_set(struct sim *sim, int i, const struct own_value *to, struct err *err);

#endif
