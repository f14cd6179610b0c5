#ifndef BASE_PARAM_H
#define BASE_PARAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/number.h"

/*
 * One row for every number that a person can set: its name, what it may be, and how a key
 * changes it. The scene's reader, `set`, the arrow keys, the panel, completion and the
 * manual all read the row. Every value is a double: a count is a whole one, a choice the
 * index of its word, a switch 0 or 1.
 */
enum param_kind { PARAM_REAL, PARAM_COUNT, PARAM_CHOICE };

enum param_notch { NOTCH_ADD, NOTCH_MULTIPLY };

struct param {
    const char *name;
    enum param_kind kind;
    double low, high; /* inclusive; of a choice: 0 and its last index */
    /* what one press of a key does: adds notch, or multiplies by it */
    enum param_notch notch_by;
    double notch; /* positive; a factor is above 1 */
    double least; /* of a multiplied one from 0 on: what comes next to 0; 0 says 1e-6 */
    const char *const *choices; /* ended by NULL; NULL unless a choice */
    const char *unit;           /* "" for a pure number */
    const char *help;           /* one line, what it means */
};

/* Reads text as a value of this row. The message says what would have been right. */
bool param_read(const struct param *row, const char *text, double *value,
                struct err *err);

/*
 * The value as param_read takes it: a choice's word, else the shortest exact decimal
 * text. Good as long as out is.
 */
const char *param_text(const struct param *row, double value, char out[NUMBER_TEXT]);

/* What may be written: "0 to 1", "a whole number from 1", "none, norm or value". */
void param_range(const struct param *row, char *out, size_t size);

/*
 * The value `notches` presses away (negative for down), inside the range. A multiplied
 * value is rounded to three digits, so that it stays short to type, and goes from 0 to
 * `least` and back; a count changes by 1 at least; a choice goes round.
 */
double param_notch(const struct param *row, double value, int notches);

#endif
