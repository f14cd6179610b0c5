/* Chooses one thing of a row, by its name or by going round. */
#include "app/cycle.h"

#include <stdio.h>
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

/* ": dark, light" where all of them fit, else nothing. */
static void name_all(const struct cycle *cycle, char *out, size_t size)
{
    size_t used = 0;
    const char *name;

    out[0] = '\0';
    for (int i = 0; (name = cycle->name(cycle->context, i)); i++) {
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : ": ", name);
        if (used >= size) {
            out[0] = '\0';
            return;
        }
    }
}

int cycle_find(const struct cycle *cycle, const struct word *word, struct err *err)
{
    struct nearest near = nearest_begin(word->text);
    char hint[NEAREST_HINT], all[128];
    const char *name;

    for (int i = 0; (name = cycle->name(cycle->context, i)); i++) {
        if (strcmp(name, word->text) == 0)
            return i;
        nearest_offer(&near, name);
    }
    name_all(cycle, all, sizeof all);
    fail_at(err, word->col, "no %s is called \"%s\"%s", cycle->what, word->text,
            near.best ? nearest_hint(&near, hint) : all);
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
