/* Another optimizer takes over from a runner, where it stands. */
#include <stdio.h>
#include <string.h>

#include "sim/commands.h"

/* What was chosen for the runner and not by its optimizer stays chosen; but for lr. */
static void keep_common(const struct run *run, struct entrant *e)
{
    const struct settings old =
        optimizer_settings(run->optimizer, optimizer_inner(run->optimizer, &run->set));
    const struct settings usual = optimizer_settings(e->optimizer, e->inner);

    for (int i = 0; i < SETTINGS_COUNT; i++)
        if (settings_is_common(i) && i != SETTING(lr) &&
            settings_get(&run->set, i) != settings_get(&old, i) &&
            settings_get(&e->set, i) == settings_get(&usual, i))
            settings_set(&e->set, i, settings_get(&run->set, i));
}

/* sgd, sgd2: a name that nobody gave it goes with the optimizer. */
static bool is_named_after(const struct run *run)
{
    size_t length = strlen(run->optimizer->name);

    return strncmp(run->name, run->optimizer->name, length) == 0 &&
           strspn(run->name + length, "0123456789") == strlen(run->name + length);
}

/* The number of the runner that the next word names; -1 and an err for none. */
static int read_run(struct words *w, const struct sim *sim, struct err *err)
{
    struct word name;
    int i;

    if (!command_need(w, &name, "a runner's name", err))
        return -1;
    i = sim_find_run(sim, name.text, strlen(name.text));
    if (i < 0)
        fail_at(err, name.col, "no runner is called \"%s\"", name.text);
    return i;
}

static void take_over(struct sim *sim, int i, const struct entrant *e)
{
    struct run head = *sim->run[i];

    head.optimizer = e->optimizer;
    head.set = e->set;
    strcpy(head.name, e->name);
    head.memory = schedule_start();
    head.occasion.batch = (int)e->set.batch;
    head.occasion.shuffle = e->set.shuffle != 0;
    head.diverged = false;
    run_rebuild(sim, i, &head);
    sim_make_noise_room(sim, sim->run[i]);
    run_observe(sim, sim->run[i]);
}

static void tell(struct sim *sim, const struct run *run, const struct entrant *e)
{
    if (e->optimizer == run->optimizer)
        snprintf(sim->note, sizeof sim->note, "%s goes on with the settings given",
                 run->name);
    else
        snprintf(sim->note, sizeof sim->note, "%s goes on from where %s stands",
                 e->optimizer->name, run->name);
}

bool command_replace(struct sim *sim, const char *arguments, struct err *err)
{
    struct words w = {.line = arguments};
    struct entrant e = {.sim = sim};
    struct run *run;
    int i = read_run(&w, sim, err);

    if (i < 0)
        return false;
    e.leaves = run = sim->run[i];
    if (!entrant_read(&w, &e, err))
        return false;
    if (e.own.count > 0)
        return fail(err, "its net stays what it is: write set %s.NAME VALUE", run->name);
    keep_common(run, &e);
    tell(sim, run, &e);
    if (!e.name[0] && !is_named_after(run))
        strcpy(e.name, run->name);
    else if (!e.name[0])
        entrant_find_name(&e);
    take_over(sim, i, &e);
    return true;
}
