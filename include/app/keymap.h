#ifndef APP_KEYMAP_H
#define APP_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/*
 * What keys do: one table for the screen, for help, for `list keys` and for the README. A
 * key is bound to a line of the language, which is shown when it is pressed. In the line
 * some words stand for what is at hand: N is the count typed before the key (1 without
 * one), RUN and SETTING are the chosen ones, SEED is the seed after the present one, STEP
 * the present step and AHEAD the steps known beyond it.
 */
struct key_row {
    const char *keys; /* names of term/key.h, separated by blanks; NULL ends the table */
    /* where it holds: "" everywhere, a pane's name, or one of those below */
    const char *context;
    const char *line;
    const char *help; /* one line */
    const char *hint; /* a word for the line of keys; NULL: not shown there */
};

/* Contexts that are no panes. While one of the first three holds, nothing else does. */
#define CONTEXT_PROMPT "prompt"
#define CONTEXT_MENU "menu"
#define CONTEXT_HELP "help"
#define CONTEXT_CROSS "cross"

const struct key_row *key_rows(void);

/* The row of this key in this context, and in no other; NULL for none. */
const struct key_row *keymap_find(const char *context, const char *key);

/* What the words in a row's line stand for. */
struct key_values {
    int64_t count;
    const char *run, *setting; /* "" for none */
    uint64_t seed;
    int64_t step, ahead;
};

/* Adds the row's line with values in place of words. */
void keymap_expand(const struct key_row *row, const struct key_values *values,
                   struct buffer *out);

/* The first key of the row, as a line of keys shows it: `arrows` for the cursor keys. */
void keymap_label(const struct key_row *row, char *out, size_t size);

/*
 * Adds the line of keys for a context: its own hints, then, unless it is exclusive,
 * everybody's.
 */
void keymap_hints(const char *const contexts[], struct buffer *out);

/* True for the contexts in which no other key works. */
bool keymap_is_exclusive(const char *context);

#endif
