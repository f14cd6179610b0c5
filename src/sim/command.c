/*
 * The commands that change a simulation: each reads its arguments, checks them all, then
 * acts.
 */
#include "sim/commands.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "problem/net.h"

/* drop */

static bool drop(struct sim *sim, const char *arguments, struct err *err)
{
    struct words w = {.line = arguments};
    struct word word;
    int i;

    if (!command_need(&w, &word, "a runner's name", err) || !command_end(&w, err))
        return false;
    i = sim_find_run(sim, word.text, strlen(word.text));
    if (i < 0)
        return fail_at(err, word.col, "no runner is called \"%s\"", word.text);
    sim_drop_run(sim, i);
    return true;
}

/* set */

static bool set_of_run(struct sim *sim, int i, const struct word *name, const char *value,
                       struct err *err)
{
    struct entrant e = entrant_of(sim, sim->run[i]);
    const char *dot = strchr(name->text, '.'), *what = dot ? dot + 1 : name->text;
    struct own_value to = {.row = own_find(sim, what)};

    if (to.row >= 0)
        return param_read(&sim->problem->rows[to.row], value, &to.value, err) &&
               own_set(sim, i, &to, err);
    if (!entrant_set(&e, what, value, err))
        return false;
    run_resettle(sim, i, &e.set);
    return true;
}

static int find_row(const struct param *rows, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(rows[i].name, name) == 0)
            return i;
    return -1;
}

/* A file is read while a scene is opened. */
static bool names_file(const struct param *row, const char *value)
{
    return strcmp(row->name, net_row(NET_DATA)->name) == 0 && strpbrk(value, "./");
}

static bool set_constant(struct sim *sim, int i, const char *value, struct err *err)
{
    double number;

    if (names_file(&sim->problem->rows[i], value))
        return fail(
            err,
            "a file is read with its scene: write data %.60s in a scene, and open "
            "that",
            value);
    if (!param_read(&sim->problem->rows[i], value, &number, err))
        return false;
    return sim_set_constant(sim, i, number, err);
}

/* The simulation's own parameters and the problem's might have been meant, too. */
static bool refuse(const struct sim *sim, const char *name, struct err *err)
{
    struct nearest near = entrant_nearest(sim, name);

    for (int i = 0; i < SIM_PARAMS; i++)
        nearest_offer(&near, sim_param_rows()[i].name);
    for (int i = 0; i < sim->problem->constants; i++)
        nearest_offer(&near, sim->problem->rows[i].name);
    return entrant_refuse(&near, err);
}

static const char OF_DATA[] = "data.";

/* Noise of the gradient and noise of the data are two things. */
static void note_namesake(struct sim *sim, const char *name)
{
    for (int i = 0; i < sim->problem->constants; i++) {
        const char *row = sim->problem->rows[i].name;

        if (strncmp(row, OF_DATA, strlen(OF_DATA)) == 0 &&
            strcmp(row + strlen(OF_DATA), name) == 0)
            snprintf(sim->note, sizeof sim->note,
                     "%.40s in the gradients; for the data set %s", name, row);
    }
}

/* A bare name is that of every runner that has such a setting. */
static bool set_everywhere(struct sim *sim, const struct word *name, const char *value,
                           struct err *err)
{
    int i = settings_find(name->text), found = 0;
    double number;

    if (i < 0)
        return refuse(sim, name->text, err);
    if (!param_read(settings_row(i), value, &number, err))
        return false;
    for (int k = 0; k < sim->runs; k++) {
        const struct run *run = sim->run[k];

        if (!optimizer_uses(run->optimizer, optimizer_inner(run->optimizer, &run->set),
                            i))
            continue;
        found++;
        if (!set_of_run(sim, k, name, value, err))
            return false;
    }
    note_namesake(sim, name->text);
    return found > 0 || fail(err, "no runner here has a %s", name->text);
}

/* data.samples is samples: only what a runner has, too, needs the data. before it. */
static bool refuse_run(const struct sim *sim, const char *name, struct err *err)
{
    const char *rest = name + strlen(OF_DATA);

    if (strncmp(name, OF_DATA, strlen(OF_DATA)) == 0 && sim_find_constant(sim, rest) >= 0)
        return fail(err, "%s is called %s: write set %s VALUE", name, rest, rest);
    return fail(err, "no runner is called \"%.*s\"", (int)strcspn(name, "."), name);
}

static bool set_named(struct sim *sim, const struct word *name, const char *value,
                      struct err *err)
{
    const char *dot = strchr(name->text, '.');
    int i = sim_find_constant(sim, name->text);

    if (i >= 0)
        return set_constant(sim, i, value, err);
    if (dot) {
        i = sim_find_run(sim, name->text, (size_t)(dot - name->text));
        if (i < 0)
            return refuse_run(sim, name->text, err);
        return set_of_run(sim, i, name, value, err);
    }
    i = find_row(sim_param_rows(), SIM_PARAMS, name->text);
    if (i >= 0)
        return sim_set_param(sim, i, value, err);
    return set_everywhere(sim, name, value, err);
}

static bool set(struct sim *sim, const char *arguments, struct err *err)
{
    struct words w = {.line = arguments};
    struct word name, value;

    if (!command_need(&w, &name, "a parameter's name", err) ||
        !command_need(&w, &value, "its value", err) || !command_end(&w, err))
        return false;
    if (set_named(sim, &name, value.text, err))
        return true;
    err->col = name.col;
    return false;
}

/* start */

static bool start(struct sim *sim, const char *arguments, struct err *err)
{
    struct words w = {.line = arguments};
    struct word word;
    double x[AXES] = {0};

    if (!sim_has_surface(sim))
        return fail(err, "a net starts where its seed, init and gain say: set those");
    for (int i = 0; i < sim->problem->n && i < AXES; i++) {
        if (!command_need(&w, &word, "a number", err))
            return false;
        if (!number_read(word.text, &x[i]))
            return fail_at(err, word.col, "\"%s\" is not a number", word.text);
    }
    if (!command_end(&w, err))
        return false;
    memcpy(sim->start, x, sizeof x);
    for (int i = 0; sim->step == 0 && i < sim->runs; i++) {
        run_place(sim, sim->run[i], sim->start);
        trail_add(&sim->trails[sim->run[i]->slot], sim->run[i]);
    }
    return true;
}

/* seed */

static bool seed(struct sim *sim, const char *arguments, struct err *err)
{
    struct words w = {.line = arguments};
    struct word word;
    double number;

    if (!command_need(&w, &word, "a whole number", err) || !command_end(&w, err))
        return false;
    if (!number_read(word.text, &number) || number < 0 || number >= 0x1p53 ||
        number != (double)(uint64_t)number)
        return fail_at(err, word.col, "\"%s\" is not a whole number from 0 to 2^53 - 1",
                       word.text);
    sim_set_seed(sim, (uint64_t)number);
    return true;
}

static const struct sim_command_row COMMANDS[] = {
    {
        .name = "race",
        .usage = "race OPTIMIZER [name=value ...] [as=NAME]",
        .help = "one more runner, from the common start",
        .apply = command_race,
    },
    {
        .name = "drop",
        .usage = "drop RUN",
        .help = "takes a runner out",
        .apply = drop,
    },
    {
        .name = "set",
        .usage = "set NAME VALUE | set RUN.NAME VALUE",
        .help = "changes a parameter now: a runner's, a constant, or every runner's that "
                "has it",
        .apply = set,
    },
    {
        .name = "start",
        .usage = "start X [Y]",
        .help = "the common start; at step 0 the runners move there",
        .apply = start,
    },
    {
        .name = "seed",
        .usage = "seed N",
        .help = "chooses the random numbers that all runners meet",
        .apply = seed,
    },
    {
        .name = "compare",
        .usage = "compare [NAME VALUE | RUN.NAME VALUE]",
        .help = "from the start: a runner and its twin, called after the one setting in "
                "which it differs; without a name in what was changed last",
        .apply = command_compare,
        .resets = true,
    },
    {
        .name = "replace",
        .usage = "replace RUN OPTIMIZER [name=value ...] [as=NAME]",
        .help = "another optimizer takes over from a runner where it stands",
        .apply = command_replace,
    },
    {
        .name = "pretrain",
        .usage = "pretrain [RUN] [N]",
        .help = "each hidden layer alone learns to give back its input, N steps each, "
                "before all go on",
        .apply = command_pretrain,
    },
    {.name = NULL},
};

const struct sim_command_row *sim_commands(void)
{
    return COMMANDS;
}
