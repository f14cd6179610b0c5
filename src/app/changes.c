/* What the last line changed, so that it can be taken back, or compared with. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/session.h"

/* Every parameter as it stands: the constants, then the settings of every run. */
enum { PARAMETERS_MAX = 32 + RUNS_MAX * SETTINGS_VIEW_MAX };

struct standing {
    int run; /* -1: common to all */
    struct setting_view setting;
};

struct standings {
    int runs, count;
    const char *optimizer[RUNS_MAX];
    struct standing list[PARAMETERS_MAX];
};

static void add_standing(struct standings *all, int run,
                         const struct setting_view *setting)
{
    if (all->count < PARAMETERS_MAX)
        all->list[all->count++] = (struct standing){.run = run, .setting = *setting};
}

static void take_standings(struct session *s, struct standings *all)
{
    const struct snapshot *snap = sim_snapshot(s->sim);

    all->runs = snap->runs;
    all->count = 0;
    for (int i = 0; i < snap->constants; i++)
        add_standing(all, -1, &snap->constant[i]);
    for (int run = 0; run < snap->runs; run++)
        for (int i = 0; i < snap->run[run].settings; i++)
            add_standing(all, run, &snap->run[run].setting[i]);
    for (int run = 0; run < snap->runs; run++)
        all->optimizer[run] = snap->run[run].optimizer;
}

/* What a runner has not of its own is the common one; nan where there is neither. */
static double value_in(const struct standings *all, const struct standing *of)
{
    double value = NAN;

    for (int i = 0; i < all->count; i++) {
        const struct standing *here = &all->list[i];

        if (here->setting.row == of->setting.row &&
            (here->run < 0 || here->run == of->run))
            value = here->setting.value;
    }
    return value;
}

struct changes {
    int count;
    struct change list[CHANGES_MAX];
};

static void add_change(struct changes *all, const struct change *change)
{
    for (int i = 0; i < all->count; i++)
        if (strcmp(all->list[i].name, change->name) == 0)
            return;
    if (all->count < CHANGES_MAX)
        all->list[all->count++] = *change;
}

/* Two states, and where changes between them go. */
struct comparison {
    const struct snapshot *snap;
    const struct standings *old, *now;
    struct changes changes;
};

/* Those of one of the two that stand otherwise in the other. */
static void find_changes(struct comparison *c, const struct standings *list)
{
    for (int i = 0; i < list->count; i++) {
        const struct standing *of = &list->list[i];
        struct change change = {.row = of->setting.row,
                                .before = value_in(c->old, of),
                                .after = value_in(c->now, of)};

        if (!(fabs(change.before - change.after) > 0))
            continue;
        snprintf(change.name, sizeof change.name, "%s%s%s",
                 of->run < 0 ? "" : c->snap->run[of->run].name, of->run < 0 ? "" : ".",
                 change.row->name);
        add_change(&c->changes, &change);
    }
}

/*
 * When the racers themselves are others now, there is nothing that could be swapped back.
 */
static bool are_others(const struct standings *old, const struct standings *now)
{
    bool others = old->runs != now->runs;

    for (int i = 0; !others && i < now->runs; i++)
        others = old->optimizer[i] != now->optimizer[i];
    return others;
}

static void note_changes(struct session *s, const struct standings *old,
                         const struct standings *now)
{
    struct comparison c = {.snap = sim_snapshot(s->sim), .old = old, .now = now};

    if (old->runs == now->runs && are_others(old, now))
        s->changes = 0;
    if (are_others(old, now))
        return;
    find_changes(&c, now);
    find_changes(&c, old);
    if (c.changes.count == 0)
        return;
    s->changes = c.changes.count;
    memcpy(s->change, c.changes.list, sizeof s->change);
}

bool session_change(struct session *s, const char *line, struct err *err)
{
    struct standings old, now;

    take_standings(s, &old);
    if (!sim_command(s->sim, line, err))
        return false;
    take_standings(s, &now);
    note_changes(s, &old, &now);
    if (sim_snapshot(s->sim)->note[0])
        session_tell_outcome(s, line, sim_snapshot(s->sim)->note);
    return true;
}
