/* Chooses one thing of a row, by its name or by going round. */
#include "app/cycle.h"

#include <string.h>

#include "app/arguments.h"
#include "base/nearest.h"

static int count(const struct cycle *cycle)
{
    int n = 0;

    while (cycle->name(cycle->context, n))
        n++;
    return n;
}

int cycle_find(const struct cycle *cycle, const struct word *word, struct err *err)
{
    struct nearest near = nearest_begin(word->text);
    char hint[NEAREST_HINT];
    const char *name;

    for (int i = 0; (name = cycle->name(cycle->context, i)); i++) {
        if (strcmp(name, word->text) == 0)
            return i;
        nearest_offer(&near, name);
    }
    fail_at(err, word->col, "no %s is called \"%s\"%s", cycle->what, word->text,
            nearest_hint(&near, hint));
    return -1;
}

bool cycle_choose(const struct cycle *cycle, struct words *w, int *chosen,
                  struct err *err)
{
    struct word word;
    int n = count(cycle), to;

    if (!argument_word(w, &word, "a name, next or previous,", err) ||
        !argument_end(w, err))
        return false;
    if (n == 0)
        return fail(err, "there is no %s", cycle->what);
    if (strcmp(word.text, "next") == 0)
        to = (*chosen + 1) % n;
    else if (strcmp(word.text, "previous") == 0)
        to = (*chosen + n - 1) % n;
    else
        to = cycle_find(cycle, &word, err);
    if (to >= 0)
        *chosen = to;
    return to >= 0;
}
