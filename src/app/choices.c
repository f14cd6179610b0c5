/* Commands that choose a runner or a setting and change it by notches. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/arguments.h"
#include "app/clock.h"
#include "app/command.h"
#include "app/cycle.h"
#include "app/session.h"
#include "base/number.h"
#include "optim/optimizer.h"
#include "problem/net.h"

/* The run whose settings are meant, NULL where nobody races. */
static const struct run_view *chosen_run(struct session *s)
{
    const struct scene_view look = session_look(s);

    return look.snap->runs > 0 ? &look.snap->run[s->view.run] : NULL;
}

static const char *run_name(const void *context, int i)
{
    const struct snapshot *snap = context;

    return i < snap->runs ? snap->run[i].name : NULL;
}

static bool runner(struct session *s, struct words *w, struct err *err)
{
    const struct snapshot *snap = session_look(s).snap;
    struct cycle cycle = {.what = "runner", .name = run_name, .context = snap};

    return cycle_choose(&cycle, w, &s->view.run, err);
}

static const char *setting_name(const void *context, int i)
{
    const struct run_view *run = context;

    return i < run->settings ? run->setting[i].row->name : NULL;
}

static bool setting(struct session *s, struct words *w, struct err *err)
{
    const struct run_view *run = chosen_run(s);
    struct cycle cycle = {.what = "setting", .name = setting_name, .context = run};

    if (!run)
        return fail(err, "nobody races: write race OPTIMIZER first");
    return cycle_choose(&cycle, w, &s->view.setting, err);
}

/* A parameter with its present value, under the name that `set` has for it. */
struct target {
    char name[WORD_MAX];
    struct setting_view setting;
};

static bool find_setting(const struct run_view *run, const char *name,
                         struct target *target)
{
    for (int i = 0; i < run->settings; i++)
        if (strcmp(run->setting[i].row->name, name) == 0) {
            snprintf(target->name, sizeof target->name, "%s.%s", run->name, name);
            target->setting = run->setting[i];
            return true;
        }
    return false;
}

/* What its net has different from the common one. */
static bool find_own(const struct run_view *run, const char *name, struct target *target)
{
    for (int i = 0; i < run->own; i++)
        if (strcmp(run->own_setting[i].row->name, name) == 0)
            return find_setting(run, name, target);
    return false;
}

static bool find_constant(const struct snapshot *snap, const char *name,
                          struct target *target)
{
    for (int i = 0; i < snap->constants; i++)
        if (strcmp(snap->constant[i].row->name, name) == 0) {
            snprintf(target->name, sizeof target->name, "%s", name);
            target->setting = snap->constant[i];
            return true;
        }
    return false;
}

/* What follows RUN. where the name begins so, else NULL. */
static const char *behind_run(const struct run_view *run, const char *name)
{
    size_t length = strlen(run->name);

    return strncmp(run->name, name, length) == 0 && name[length] == '.'
               ? name + length + 1
               : NULL;
}

/* RUN.NAME: a setting that it has, or may have, of its own. */
static bool is_setting_of(const struct snapshot *snap, const struct run_view *run,
                          const char *name, struct target *target)
{
    const char *setting = behind_run(run, name);

    if (!setting)
        return false;
    if (find_setting(run, setting, target))
        return true;
    for (int i = 0; i < snap->own_constants; i++)
        if (strcmp(snap->constant[i].row->name, setting) == 0) {
            snprintf(target->name, sizeof target->name, "%s", name);
            target->setting = snap->constant[i];
            return true;
        }
    return false;
}

static const char A_NET[] = "vanishing-sigmoid";

/* A number of nets, or a setting that means something only where there are data. */
static bool is_of_nets(const char *name)
{
    int setting = settings_find(name);

    for (size_t i = 0; i < NET_SETTINGS; i++)
        if (strcmp(net_row(i)->name, name) == 0)
            return true;
    return setting >= 0 && settings_is_of_data(setting);
}

/*
 * RUN.NAME, or NAME: what the chosen runner's net has of its own, a constant, else a
 * setting of the chosen runner.
 */
static bool find_target(struct session *s, const struct word *word, struct target *target,
                        struct err *err)
{
    const struct run_view *chosen = chosen_run(s);
    const struct snapshot *snap = sim_snapshot(s->sim);

    for (int i = 0; i < snap->runs; i++)
        if (is_setting_of(snap, &snap->run[i], word->text, target))
            return true;
    if ((chosen && find_own(chosen, word->text, target)) ||
        find_constant(snap, word->text, target) ||
        (chosen && find_setting(chosen, word->text, target)))
        return true;
    if (snap->layers == 0 && is_of_nets(word->text))
        return fail_at(err, word->col, "there is no net here that has %s: try scene %s",
                       word->text, A_NET);
    return fail_at(err, word->col,
                   "\"%s\" is no setting of the chosen runner and no constant",
                   word->text);
}

static bool chosen_target(struct session *s, struct target *target, struct err *err)
{
    const struct run_view *run = chosen_run(s);

    if (!run || run->settings == 0)
        return fail(err, "no setting is chosen: write nudge NAME NOTCHES");
    return find_setting(run, run->setting[s->view.setting].row->name, target);
}

/* What the line `outcome_of` came to; alone where that is "", and untold where NULL. */
static bool set_value(struct session *s, const struct target *to, const char *outcome_of,
                      struct err *err)
{
    struct buffer line = {0};
    char value[NUMBER_TEXT];
    bool done;

    buffer_format(&line, "set %s %s", to->name,
                  param_text(to->setting.row, to->setting.value, value));
    if (outcome_of && outcome_of[0])
        session_tell_outcome(s, outcome_of, line.text);
    else if (outcome_of)
        session_answer(s, line.text, "");
    done = session_change(s, line.text, err);
    buffer_free(&line);
    return done;
}

struct nudge {
    struct word name; /* empty: the chosen setting */
    int notches;
};

static bool read_nudge(struct words *w, struct nudge *n, struct err *err)
{
    struct word word;
    double number = 1;
    bool found;

    n->name.text[0] = '\0';
    if (!argument_maybe(w, &word, &found, err))
        return false;
    if (found && !number_is(word.text)) {
        n->name = word;
        if (!argument_maybe(w, &word, &found, err))
            return false;
    }
    if (found && (!number_read(word.text, &number) || number != (double)(int)number))
        return fail_at(err, word.col,
                       "\"%s\" is no number of notches: write -1, 1, 2, ...", word.text);
    n->notches = (int)number;
    return argument_end(w, err);
}

static bool nudge(struct session *s, struct words *w, struct err *err)
{
    struct nudge n;
    struct target target;

    if (!read_nudge(w, &n, err))
        return false;
    if (strcmp(n.name.text, clock_speed.name) == 0) {
        s->view.speed = clock_nudge(s->view.speed, n.notches);
        return true;
    }
    if (!(n.name.text[0] ? find_target(s, &n.name, &target, err)
                         : chosen_target(s, &target, err)))
        return false;
    target.setting.value =
        param_notch(target.setting.row, target.setting.value, n.notches);
    return set_value(s, &target, "", err);
}

static bool swap(struct session *s, struct words *w, struct err *err)
{
    struct change change[CHANGES_MAX];
    int changes = s->changes;

    if (!argument_end(w, err))
        return false;
    if (changes == 0)
        return fail(err, "nothing was changed yet: set or nudge a parameter first");
    memcpy(change, s->change, sizeof change);
    for (int i = 0; i < changes; i++) {
        struct target old = {.setting = {change[i].row, change[i].before}};

        snprintf(old.name, sizeof old.name, "%.*s", (int)sizeof change[i].name,
                 change[i].name);
        if (!set_value(s, &old, i == 0 ? w->line : NULL, err))
            return false;
        change[i].before = change[i].after;
        change[i].after = old.setting.value;
    }
    memcpy(s->change, change, sizeof change);
    s->changes = changes;
    return true;
}

/* What has a dot names its runner, but for a constant like data.noise. */
static bool names_run(const struct snapshot *snap, const char *name)
{
    struct target target;

    return strchr(name, '.') && !find_constant(snap, name, &target);
}

/* A bare name is meant of the chosen runner. */
static bool compare_with(struct session *s, const char *name, const char *value,
                         struct err *err)
{
    const struct run_view *run = chosen_run(s);
    bool whole = !run || names_run(sim_snapshot(s->sim), name);
    struct buffer line = {0};
    bool done;

    buffer_format(&line, "compare %s%s%s %s", whole ? "" : run->name, whole ? "" : ".",
                  name, value);
    done = session_change(s, line.text, err);
    buffer_free(&line);
    return done;
}

/* The last change that the chosen runner knows of, else the first of those made. */
static bool compare_last(struct session *s, struct err *err)
{
    const struct run_view *run = chosen_run(s);
    const struct change *change = s->change;
    char value[NUMBER_TEXT];

    if (s->changes == 0)
        return fail(err, "nothing was changed yet: change a setting first, or write "
                         "compare NAME VALUE");
    for (int i = s->changes - 1; run && i >= 0; i--)
        if (behind_run(run, s->change[i].name))
            change = &s->change[i];
    return compare_with(s, change->name, param_text(change->row, change->before, value),
                        err);
}

static bool compare(struct session *s, struct words *w, struct err *err)
{
    struct word name, value;
    bool found;

    if (!argument_maybe(w, &name, &found, err))
        return false;
    if (!found)
        return compare_last(s, err);
    if (!argument_word(w, &value, "its other value", err) || !argument_end(w, err))
        return false;
    if (compare_with(s, name.text, value.text, err))
        return true;
    err->col = name.col;
    return false;
}

static bool obey_with(struct session *s, const char *verb, const char *name,
                      struct err *err)
{
    struct buffer line = {0};
    bool done;

    buffer_format(&line, "%s %s", verb, name);
    done = session_change(s, line.text, err);
    buffer_free(&line);
    return done;
}

static bool take_over(struct session *s, const char *run, const char *optimizer,
                      struct err *err)
{
    struct buffer line = {0};
    bool done;

    buffer_format(&line, "replace %s %s", run, optimizer);
    done = session_change(s, line.text, err);
    buffer_free(&line);
    return done;
}

/*
 * In a net it goes on from the weights as they are. On a landscape it starts; a full race
 * has no room for the new runner until the old one has gone.
 */
static bool become(struct session *s, struct words *w, struct err *err)
{
    const struct run_view *run = chosen_run(s);
    int chosen = s->view.run, last;
    char old[WORD_MAX];
    struct word word;

    if (!argument_word(w, &word, "an optimizer", err) || !argument_end(w, err))
        return false;
    if (!run)
        return fail(err, "nobody races: write race OPTIMIZER first");
    if (!optimizer_find(word.text))
        return fail_at(err, word.col, "no optimizer is called \"%s\"", word.text);
    snprintf(old, sizeof old, "%s", run->name);
    if (sim_snapshot(s->sim)->layers > 0)
        return take_over(s, old, word.text, err);
    if (!obey_with(s, "drop", old, err) || !obey_with(s, "race", word.text, err))
        return false;
    s->changes = 0;
    last = sim_snapshot(s->sim)->runs - 1;
    s->view.run = chosen < last ? last : chosen;
    return true;
}

static const char *layer_name(const void *context, int i)
{
    const struct run_view *run = context;

    return run && i < run->layers ? run->layer[i].name : NULL;
}

static bool layer(struct session *s, struct words *w, struct err *err)
{
    struct cycle cycle = {.what = "layer", .name = layer_name, .context = chosen_run(s)};

    return cycle_choose(&cycle, w, &s->view.layer, err);
}

const struct command choice_commands[] = {
    {
        .name = "runner",
        .usage = "runner RUN|next|previous",
        .help = "choose the runner whose settings are shown and changed",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = runner,
    },
    {
        .name = "setting",
        .usage = "setting NAME|next|previous",
        .help = "choose one of that runner's settings",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = setting,
    },
    {
        .name = "layer",
        .usage = "layer LAYER|next|previous",
        .help = "choose the layer of a net that is told of",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = layer,
    },
    {
        .name = "nudge",
        .usage = "nudge [NAME] [NOTCHES]",
        .help = "change the chosen setting, or the named parameter, by notches; negative "
                "for down",
        .places = COMMAND_ANY_TIME,
        .obey = nudge,
    },
    {
        .name = "become",
        .usage = "become OPTIMIZER",
        .help =
            "another optimizer in the place of the chosen runner; in a net it goes on "
            "from the present weights",
        .places = COMMAND_ANY_TIME,
        .obey = become,
    },
    {
        .name = "swap",
        .usage = "swap",
        .help = "exchange the old and the new value of what was changed last",
        .places = COMMAND_ANY_TIME,
        .obey = swap,
    },
    {
        .name = "compare",
        .places = COMMAND_BREAKS,
        .obey = compare,
    },
    {0},
};
