#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * The words of a line of the language: separated by blanks; "quotes" keep blanks; `#` at
 * the start of the line or after a blank begins a comment, except between quotes.
 */

enum { WORD_MAX = 256 }; /* bytes of a word with its NUL; a longer one is an error */

struct word {
    char text[WORD_MAX]; /* without its quotes */
    int col;             /* where it begins, in characters from 1 */
};

/* A place in a line; begin with `struct words w = {.line = line}`. */
struct words {
    const char *line; /* ends at its NUL or newline */
    size_t at;        /* bytes read */
    size_t counted;   /* bytes whose characters have been counted */
    int characters;   /* in those */
};

enum words_result { WORDS_READ, WORDS_END, WORDS_BAD };

/* Reads one word; WORDS_BAD and an err for an open quote or a word that is too long. */
enum words_result words_next(struct words *w, struct word *word, struct err *err);

/* The column, from 1, of what has not been read yet. */
int words_column(struct words *w);

/*
 * The rest of the line as it stands, without blanks at its ends and without a comment;
 * one pair of quotes around the whole of it is taken off. The caller frees it. col gets
 * where it begins.
 */
char *words_rest(struct words *w, int *col);

/*
 * Takes `name=value` apart in place: cuts text at the first = and returns the value, NULL
 * where there is none or the name is empty.
 */
char *word_split_setting(struct word *word);

#endif
