/* Commands that choose a pane: for the keys, for the large place, for the whole screen. */
#include "pane/pane.h"

#include <stdio.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/cycle.h"
#include "app/session.h"

static const char *pane_name(const void *context, int i)
{
    const struct pane *pane = panes()[i];

    (void)context;
    return pane ? pane->name : NULL;
}

static const struct cycle PANES = {.what = "pane", .name = pane_name};

/* Some of the panes. */
struct choice {
    int count;
    int pane[32];
};

static struct choice panes_that(const struct scene_view *look,
                                bool (*fits)(const struct scene_view *, int))
{
    struct choice choice = {0};

    for (int i = 0; panes()[i]; i++)
        if (fits(look, i))
            choice.pane[choice.count++] = i;
    return choice;
}

/* What is or could be on the screen: of those for the large place the one that is. */
static bool may_stand(const struct scene_view *look, int pane)
{
    return pane_applies(look, pane) &&
           (!panes()[pane]->large || pane == pane_in_large_place(look));
}

static const char *choice_name(const void *context, int i)
{
    const struct choice *choice = context;

    return i < choice->count ? panes()[choice->pane[i]]->name : NULL;
}

/* The place of a pane among them; where it is none of them, before the first. */
static int place_of(const struct choice *choice, int pane)
{
    int i = 0;

    while (i < choice->count && choice->pane[i] != pane)
        i++;
    return i < choice->count ? i : -1;
}

static bool goes_round(const struct words *w)
{
    const char *word = w->line + w->at + strspn(w->line + w->at, " ");

    return strcmp(word, "next") == 0 || strcmp(word, "previous") == 0;
}

/* One of the large ones comes to the large place, too; one that is alone gives way. */
static void turn_to(struct session *s, int pane)
{
    const struct scene_view look = session_look(s);

    s->view.focus = pane;
    if (panes()[pane]->large && pane_applies(&look, pane))
        s->view.large = pane;
    if (s->view.maximized >= 0 && pane_applies(&look, pane))
        s->view.maximized = pane;
}

static bool focus(struct session *s, struct words *w, struct err *err)
{
    const struct scene_view look = session_look(s);
    struct choice choice = panes_that(&look, may_stand);
    struct cycle cycle = {.what = "pane", .name = choice_name, .context = &choice};
    int chosen = goes_round(w) ? place_of(&choice, s->view.focus) : s->view.focus;

    if (!goes_round(w)) {
        if (!cycle_choose(&PANES, w, &chosen, err))
            return false;
        turn_to(s, chosen);
        return true;
    }
    if (!cycle_choose(&cycle, w, &chosen, err))
        return false;
    turn_to(s, choice.pane[chosen]);
    return true;
}

static bool maximize(struct session *s, struct words *w, struct err *err)
{
    struct word word;
    bool found;
    int pane = s->view.focus;

    if (!argument_maybe(w, &word, &found, err) || !argument_end(w, err))
        return false;
    if (found) {
        pane = cycle_find(&PANES, &word, err);
        if (pane < 0)
            return false;
    }
    s->view.maximized = s->view.maximized == pane ? -1 : pane;
    if (s->view.maximized >= 0)
        turn_to(s, pane);
    return true;
}

/* Where the old one had the keys, or the whole screen, the new one gets them. */
static bool large(struct session *s, struct words *w, struct err *err)
{
    const struct scene_view look = session_look(s);
    struct choice choice = panes_that(&look, pane_can_be_large);
    struct cycle cycle = {
        .what = "pane of the large place", .name = choice_name, .context = &choice};
    int before = pane_in_large_place(&look), chosen = place_of(&choice, before);
    char line[32];

    if (!cycle_choose(&cycle, w, &chosen, err))
        return false;
    s->view.large = choice.pane[chosen];
    if (s->view.focus == before)
        s->view.focus = s->view.large;
    if (s->view.maximized == before)
        s->view.maximized = s->view.large;
    snprintf(line, sizeof line, "large %s", panes()[s->view.large]->name);
    session_answer(s, line, panes()[s->view.large]->help);
    return true;
}

const struct command pane_commands[] = {
    {
        .name = "focus",
        .usage = "focus PANE|next|previous",
        .help = "choose the pane that the keys go to",
        .places = COMMAND_ANY_TIME,
        .obey = focus,
    },
    {
        .name = "maximize",
        .usage = "maximize [PANE]",
        .help = "show that pane alone, or all of them again",
        .places = COMMAND_ANY_TIME,
        .obey = maximize,
    },
    {
        .name = "large",
        .usage = "large PANE|next|previous",
        .help = "what the large place shows of a net: fit, slice or layers",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = large,
    },
    {0},
};
