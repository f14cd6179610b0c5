/*
 * One change, looked at from the start: a runner and its twin that differs in one setting
 * meet the same start, seed and batches.
 */
#include <stdio.h>
#include <string.h>

#include "sim/commands.h"

/* RUN.NAME VALUE, or NAME VALUE of the first runner. */
struct comparison {
    int run;
    const char *setting, *value;
};

static bool find_runner(const struct sim *sim, const struct word *name,
                        struct comparison *c, struct err *err)
{
    const char *dot = strchr(name->text, '.');

    if (sim->runs == 0)
        return fail(err, "nobody races: write race OPTIMIZER first");
    c->setting = name->text;
    if (!dot || sim_find_constant(sim, name->text) >= 0)
        return true;
    c->setting = dot + 1;
    c->run = sim_find_run(sim, name->text, (size_t)(dot - name->text));
    return c->run >= 0 || fail_at(err, name->col, "no runner is called \"%.*s\"",
                                  (int)(dot - name->text), name->text);
}

static double value_of(const struct entrant *e, const struct run *run, const char *name)
{
    int i = settings_find(name), row = own_find(e->sim, name);

    if (i >= 0)
        return settings_get(&e->set, i);
    for (int k = 0; k < e->own.count; k++)
        if (e->own.list[k].row == row)
            return e->own.list[k].value;
    return run_problem(e->sim, run)->values[row];
}

static int number_of(const struct sim *sim, const char *name)
{
    int i = settings_find(name);

    return i >= 0 ? i : SETTINGS_COUNT + own_find(sim, name);
}

/* The place of the run's twin by this setting; -1 for none. */
static int find_twin(const struct sim *sim, const struct run *run, int setting)
{
    for (int i = 0; i < sim->runs; i++)
        if (sim->run[i]->twin_of == run->slot + 1 && sim->run[i]->twin_in == setting)
            return i;
    return -1;
}

enum { TAIL = RUN_NAME - 6, VALUE_LONG = 8 };

/* _norm_none, _depth_5, _lr_0_1: what the twin has. */
static void write_tail(const struct entrant *twin, const struct run *run, char tail[TAIL])
{
    int i = twin->twin_in, row = i - SETTINGS_COUNT;
    const struct param *param =
        row < 0 ? settings_row(i) : &twin->sim->problem->rows[row];
    double value = value_of(twin, run, param->name);
    char number[NUMBER_TEXT];
    const char *text = param_text(param, value, number);

    if (param->kind != PARAM_CHOICE && strlen(text) > VALUE_LONG)
        text = number_brief(value, 4, number);
    snprintf(tail, TAIL, "_%s_%s", param->name, text);
    for (char *c = tail; *c; c++)
        if (strchr(".+-", *c))
            *c = '_';
}

/* Its runner's name and what it has; a number behind where somebody is called so. */
static void find_name(struct entrant *twin, const struct run *run)
{
    char tail[TAIL];
    int room;

    write_tail(twin, run, tail);
    room = RUN_NAME - 2 - (int)strlen(tail);
    for (int k = 1;
         k == 1 || sim_find_run(twin->sim, twin->name, strlen(twin->name)) >= 0; k++)
        snprintf(twin->name, RUN_NAME, k > 1 ? "%.*s%s%d" : "%.*s%s", room, run->name,
                 tail, k);
}

static bool set_twin(const struct run *run, const struct comparison *c,
                     struct entrant *twin, struct err *err)
{
    const struct entrant same = *twin;

    if (!entrant_set(twin, c->setting, c->value, err))
        return false;
    return value_of(twin, run, c->setting) != value_of(&same, run, c->setting) ||
           fail(err, "%s has %s %s already: compare it with another value", run->name,
                c->setting, c->value);
}

/* The last one goes to this place in the order of the races. */
static void move_last(struct sim *sim, int place)
{
    struct run *last = sim->run[sim->runs - 1];

    memmove(&sim->run[place + 1], &sim->run[place],
            (size_t)(sim->runs - 1 - place) * sizeof sim->run[0]);
    sim->run[place] = last;
}

static bool add_twin(struct sim *sim, const struct comparison *c, struct err *err)
{
    const struct run *run = sim->run[c->run];
    struct entrant twin = entrant_of(sim, run);
    int place = sim->runs, old;

    if (!set_twin(run, c, &twin, err))
        return false;
    twin.twin_of = run->slot + 1;
    twin.twin_in = number_of(sim, c->setting);
    old = find_twin(sim, run, twin.twin_in);
    if (old >= 0)
        sim_drop_run(sim, place = old);
    find_name(&twin, run);
    snprintf(sim->note, sizeof sim->note, "%s joins; all begin again at step 0",
             twin.name);
    if (!entrant_enter(sim, &twin, err))
        return false;
    move_last(sim, place);
    return true;
}

bool command_compare(struct sim *sim, const char *arguments, struct err *err)
{
    struct words w = {.line = arguments};
    struct comparison c = {0};
    struct word name, value;

    if (!command_need(&w, &name, "a setting to compare", err) ||
        !command_need(&w, &value, "its other value", err) || !command_end(&w, err) ||
        !find_runner(sim, &name, &c, err))
        return false;
    c.value = value.text;
    if (add_twin(sim, &c, err))
        return true;
    if (err->col == 0)
        err->col = name.col;
    return false;
}
