#ifndef PROBLEM_LANDSCAPE_H
#define PROBLEM_LANDSCAPE_H

#include "problem/problem.h"

/*
 * A landscape: f(x) or f(x, y), typed as a formula, with constants that can be changed
 * live.
 */

enum { LANDSCAPE_CONSTANTS = 16, LANDSCAPE_NAME = 24 };

struct landscape_constant {
    char name[LANDSCAPE_NAME];
    double value;
    double low, high;
};

struct landscape_text {
    const char *formula;
    int dims; /* 1 or 2, or 0: as many as the formula names */
    int constants;
    const struct landscape_constant *constant; /* [constants]; copied */
};

/*
 * Reads the formula. NULL and an err otherwise: with the column in the formula, or
 * without one for a constant's name that means something else already.
 */
struct problem *landscape_new(const struct landscape_text *text, struct err *err);

/*
 * True when `name` may be a constant's: a letter, then letters, digits and _, and free to
 * be used.
 */
bool landscape_name_is_free(const char *name, struct err *err);

#endif
