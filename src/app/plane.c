/* The command that chooses what spans the slice of a net's loss. */
#include <stdio.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/cycle.h"
#include "app/session.h"

static const char *name_of_plane(const void *context, int i)
{
    (void)context;
    return plane_kind_name(i);
}

static const struct cycle KINDS = {.what = "slice", .name = name_of_plane};

/* Whether `again` is all that is left of the line. */
static bool is_again(const struct words *words)
{
    struct words w = *words;
    struct word word;
    struct err err;

    return words_next(&w, &word, &err) == WORDS_READ && strcmp(word.text, "again") == 0 &&
           argument_end(&w, &err);
}

static bool choose(struct session *s, struct words *w, struct err *err)
{
    char line[32];

    if (!cycle_choose(&KINDS, w, &s->view.plane, err))
        return false;
    snprintf(line, sizeof line, "slice %s", plane_kind_name(s->view.plane));
    session_answer(s, line, plane_kind_help(s->view.plane));
    return true;
}

static bool slice(struct session *s, struct words *w, struct err *err)
{
    if (sim_snapshot(s->sim)->layers == 0)
        return fail(err, "a slice is of a net's loss; a landscape is seen on its map");
    if (!is_again(w))
        return choose(s, w, err);
    s->view.plane_turn++;
    return true;
}

const struct command plane_commands[] = {
    {
        .name = "slice",
        .usage = "slice KIND|next|previous|again",
        .help = "what spans the slice of a net's loss; again: from the present weights",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = slice,
    },
    {0},
};
