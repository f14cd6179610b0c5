#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

/*
 * What went wrong with something that a person wrote: one line of text that says what is
 * wrong and what would have been right, and where in the text that was read it stands.
 *
 * A function that can fail returns bool and takes a struct err; `return fail(err, ...)`
 * is the whole of its error path. The reader of a larger text moves the place with
 * err_move, and the outermost one prints `file:line:col: text`.
 */
struct err {
    int line;       /* from 1, 0 while nobody has said */
    int col;        /* from 1, in characters; 0 where a column makes no sense */
    char text[256]; /* no newline, no control characters */
};

/* Writes the message, without a place; always false. */
bool fail(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same, at column col of the text that is being read. */
bool fail_at(struct err *err, int col, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * The text that failed began at column col (from 1) of line `line`: makes err's place one
 * of the larger text. A message without a column gets that of the text's first character.
 */
void err_move(struct err *err, int line, int col);

#endif
