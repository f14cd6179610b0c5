/* The words after a command's name, and what is said when they are wrong. */
#include "app/arguments.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

static const double WHOLE_MOST = 9007199254740992.0; /* 2^53 */
static const double BOUND_MOST =
    1e100; /* so that sizes and areas of windows stay finite */

bool argument_maybe(struct words *w, struct word *word, bool *found, struct err *err)
{
    enum words_result result = words_next(w, word, err);

    *found = result == WORDS_READ;
    return result != WORDS_BAD;
}

bool argument_word(struct words *w, struct word *word, const char *what, struct err *err)
{
    bool found;

    if (!argument_maybe(w, word, &found, err))
        return false;
    return found || fail_at(err, word->col, "%s is missing here", what);
}

bool argument_number(struct words *w, double *value, const char *what, struct err *err)
{
    struct word word;

    if (!argument_word(w, &word, what, err))
        return false;
    return number_read(word.text, value) ||
           fail_at(err, word.col, "\"%s\" is no number: %s is expected", word.text, what);
}

bool argument_count(struct words *w, const struct count_rule *rule, int64_t *value,
                    struct err *err)
{
    struct word word;
    double number;
    bool found;

    if (!argument_maybe(w, &word, &found, err))
        return false;
    *value = rule->fallback;
    if (!found)
        return rule->fallback >= rule->least ||
               fail_at(err, word.col, "%s is missing here", rule->what);
    if (!number_read(word.text, &number) || number < (double)rule->least ||
        number > WHOLE_MOST || number != floor(number))
        return fail_at(err, word.col, "\"%s\" is no whole number from %d: %s is expected",
                       word.text, (int)rule->least, rule->what);
    *value = (int64_t)number;
    return true;
}

static bool read_bound(const char *text, double *value)
{
    return number_read(text, value) && fabs(*value) <= BOUND_MOST;
}

bool argument_range(const struct word *word, double range[2], struct err *err)
{
    struct word low = *word;
    char *colon = strchr(low.text, ':');

    if (colon)
        *colon = '\0';
    if (!colon || !read_bound(low.text, &range[0]) || !read_bound(colon + 1, &range[1]))
        return fail_at(err, word->col, "\"%s\" is no range: write LOW:HIGH, such as -3:3",
                       word->text);
    return range[0] < range[1] ||
           fail_at(err, word->col,
                   "\"%s\" is no range: its first number must be the smaller",
                   word->text);
}

char *argument_text(struct words *w, int *col, const char *what, struct err *err)
{
    char *text = words_rest(w, col);

    if (text[0] != '\0')
        return text;
    free(text);
    fail_at(err, *col, "%s is missing here", what);
    return NULL;
}

bool argument_end(struct words *w, struct err *err)
{
    struct word word;
    bool found;

    if (!argument_maybe(w, &word, &found, err))
        return false;
    return !found || fail_at(err, word.col, "\"%s\" is one word too many", word.text);
}
