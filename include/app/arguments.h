#ifndef APP_ARGUMENTS_H
#define APP_ARGUMENTS_H

#include <stdint.h>

#include "base/words.h"

/*
 * The words that follow a command's name, read one after another. `what` says in messages
 * what should have stood there: "a number of steps". Messages carry the column within the
 * line.
 */

/* The next word; an error when there is none. */
bool argument_word(struct words *w, struct word *word, const char *what, struct err *err);

/* The same, false in found and no error when the line ends here. */
bool argument_maybe(struct words *w, struct word *word, bool *found, struct err *err);

bool argument_number(struct words *w, double *value, const char *what, struct err *err);

/*
 * A whole number from least; `fallback` when the line ends here, an error when that is
 * below least.
 */
struct count_rule {
    const char *what;
    int64_t least, fallback;
};

bool argument_count(struct words *w, const struct count_rule *rule, int64_t *value,
                    struct err *err);

/* LOW:HIGH, both finite, LOW < HIGH. */
bool argument_range(const struct word *word, double range[2], struct err *err);

/* The rest of the line, not empty; the caller frees it. NULL and an err otherwise. */
char *argument_text(struct words *w, int *col, const char *what, struct err *err);

/* True when nothing is left. */
bool argument_end(struct words *w, struct err *err);

#endif
