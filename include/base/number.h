#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>

/* Numbers as people write and read them; no locale changes the decimal point. */

enum { NUMBER_TEXT = 32 }; /* bytes that any number takes in text, with its NUL */

/*
 * Reads a whole word as a decimal number (1, -0.5, 1e-3). False for anything else, also
 * inf and nan.
 */
bool number_read(const char *word, double *value);

/* True for a word that number_read takes. */
bool number_is(const char *word);

/* `%.17g`, or `nan`, `inf`, `-inf`: the digits give back the very same double. */
const char *number_exact(double value, char out[NUMBER_TEXT]);

/* The same for JSON, which has no such words: `null` for what is not finite. */
const char *number_json(double value, char out[NUMBER_TEXT]);

/*
 * The fewest digits that read back as the very same double; nan, inf, -inf. From 0.0001 to
 * below 1e15 without an exponent.
 */
const char *number_short(double value, char out[NUMBER_TEXT]);

/*
 * For a reader in the last row: `digits` significant digits, exponents without padding
 * (1.2e-3, not 1.2e-03), 0.001 to 99999 without an exponent.
 */
const char *number_brief(double value, int digits, char out[NUMBER_TEXT]);

#endif
