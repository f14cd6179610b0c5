/*
 * The commands that change a simulation: each reads its arguments, checks them all, then
 * acts.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/words.h"
#include "sim/state.h"

/* One more word, or false with an err that says what is missing. */
static bool need(struct words *w, struct word *word, const char *what, struct err *err)
{
    enum words_result result = words_next(w, word, err);

    if (result == WORDS_END)
        return fail_at(err, word->col, "here should be %s", what);
    return result == WORDS_READ;
}

static bool need_end(struct words *w, struct err *err)
{
    struct word word;
    enum words_result result = words_next(w, &word, err);

    if (result == WORDS_READ)
        return fail_at(err, word.col, "nothing should follow, but here is \"%s\"",
                       word.text);
    return result == WORDS_END;
}

/* race */

struct entrant {
    bool has_data; /* batch and shuffle mean something */
    const struct optimizer *optimizer, *inner;
    struct settings set;
    char name[RUN_NAME];
};

static void list_settings(const struct entrant *e, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < SETTINGS_COUNT && used < size; i++)
        if (optimizer_uses(e->optimizer, e->inner, i) && !settings_is_common(i))
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "",
                                     settings_row(i)->name);
}

static void offer_rows(struct nearest *near, const struct param *rows, int count)
{
    for (int i = 0; i < count; i++)
        nearest_offer(near, rows[i].name);
}

/* With sim, its own parameters might have been meant, too. */
static bool refuse_setting(const struct sim *sim, const char *name, struct err *err)
{
    struct nearest near = nearest_begin(name);
    char hint[NEAREST_HINT];

    for (int i = 0; i < SETTINGS_COUNT; i++)
        nearest_offer(&near, settings_row(i)->name);
    if (sim) {
        offer_rows(&near, sim_param_rows(), SIM_PARAMS);
        offer_rows(&near, sim->problem->rows, sim->problem->constants);
    }
    return fail(err, "no setting is called \"%s\"%s (`list parameters` names them all)",
                name, nearest_hint(&near, hint));
}

static bool set_word(struct entrant *e, const char *name, const char *value,
                     struct err *err)
{
    char own[128];
    double number;
    int i = settings_find(name);

    if (i >= 0 && settings_is_of_data(i) && !e->has_data)
        return fail(err, "%s is for problems with data: a landscape has none", name);
    if (i >= 0 && optimizer_uses(e->optimizer, e->inner, i)) {
        if (!param_read(settings_row(i), value, &number, err))
            return false;
        settings_set(&e->set, i, number);
        return true;
    }
    list_settings(e, own, sizeof own);
    if (i >= 0)
        return fail(err, "%s has no %s; of its own it has %s", e->optimizer->name, name,
                    own[0] ? own : "none");
    return refuse_setting(NULL, name, err);
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool is_run_name(const char *name)
{
    return name[0] && strlen(name) < RUN_NAME && strchr(LETTERS, name[0]) &&
           strspn(name, LETTERS "0123456789_") == strlen(name);
}

static bool name_entrant(const struct sim *sim, struct entrant *e, const char *name,
                         struct err *err)
{
    if (!is_run_name(name))
        return fail(
            err,
            "\"%s\" can't be a runner's name: write a letter, then letters, digits or _",
            name);
    if (sim_find_run(sim, name, strlen(name)) >= 0)
        return fail(err, "there is a runner %s already", name);
    strcpy(e->name, name);
    return true;
}

static void find_name(const struct sim *sim, struct entrant *e)
{
    snprintf(e->name, RUN_NAME, "%s", e->optimizer->name);
    for (int k = 2; sim_find_run(sim, e->name, strlen(e->name)) >= 0; k++)
        snprintf(e->name, RUN_NAME, "%.20s%d", e->optimizer->name, k);
}

/* inner comes before everything else, since it decides what the other settings are. */
static bool read_inner(struct words w, struct entrant *e, struct err *err)
{
    struct word word;
    enum words_result result;

    while ((result = words_next(&w, &word, err)) == WORDS_READ) {
        const char *value = word_split_setting(&word);

        if (!value || settings_find(word.text) != SETTING(inner))
            continue;
        if (!set_word(e, word.text, value, err)) {
            err->col = word.col;
            return false;
        }
    }
    if (result == WORDS_BAD)
        return false;
    e->inner = optimizer_inner(e->optimizer, &e->set);
    e->set = optimizer_settings(e->optimizer, e->inner);
    return true;
}

static bool read_setting(const struct sim *sim, struct entrant *e, struct word *word,
                         struct err *err)
{
    const char *value = word_split_setting(word);

    if (!value)
        return fail(err, "here should be name=value, not \"%s\"", word->text);
    if (strcmp(word->text, "as") == 0)
        return name_entrant(sim, e, value, err);
    return set_word(e, word->text, value, err);
}

static bool refuse_optimizer(const struct word *word, struct err *err)
{
    struct nearest near = nearest_begin(word->text);
    char hint[NEAREST_HINT];

    for (const struct optimizer *const *o = optimizers(); *o; o++)
        nearest_offer(&near, (*o)->name);
    return fail_at(err, word->col,
                   "no optimizer is called \"%s\"%s (`list optimizers` names them)",
                   word->text, nearest_hint(&near, hint));
}

static bool read_entrant(const struct sim *sim, struct words *w, struct entrant *e,
                         struct err *err)
{
    struct word word;
    enum words_result result;

    if (!need(w, &word, "an optimizer", err))
        return false;
    e->optimizer = optimizer_find(word.text);
    if (!e->optimizer)
        return refuse_optimizer(&word, err);
    e->set = optimizer_settings(e->optimizer, NULL);
    e->inner = NULL;
    if (e->optimizer->has_inner && !read_inner(*w, e, err))
        return false;
    while ((result = words_next(w, &word, err)) == WORDS_READ)
        if (!read_setting(sim, e, &word, err)) {
            err->col = word.col;
            return false;
        }
    return result == WORDS_END;
}

static int free_slot(const struct sim *sim)
{
    bool taken[RUNS_MAX] = {false};
    int slot = 0;

    for (int i = 0; i < sim->runs; i++)
        taken[sim->run[i]->slot] = true;
    while (taken[slot])
        slot++;
    return slot;
}

static bool race(struct sim *sim, const char *arguments, struct err *err)
{
    struct words w = {.line = arguments};
    struct entrant e = {.has_data = sim->problem->examples > 0};
    struct run *run;

    if (!read_entrant(sim, &w, &e, err))
        return false;
    if (sim->runs == RUNS_MAX)
        return fail(err, "%d runners race already: drop one first", RUNS_MAX);
    if (e.optimizer->needs_hessian && !sim->problem->kind->hessian)
        return fail(err, "%s needs the whole Hessian, which only a landscape has here",
                    e.optimizer->name);
    if (!e.name[0])
        find_name(sim, &e);
    run = run_new(sim, e.optimizer, &e.set);
    strcpy(run->name, e.name);
    run->slot = free_slot(sim);
    sim_add_run(sim, run);
    return true;
}

/* drop */

static bool drop(struct sim *sim, const char *arguments, struct err *err)
{
    struct words w = {.line = arguments};
    struct word word;
    int i;

    if (!need(&w, &word, "a runner's name", err) || !need_end(&w, err))
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
    struct run *run = sim->run[i];
    const char *dot = strchr(name->text, '.');
    const struct optimizer *inner = optimizer_inner(run->optimizer, &run->set);
    struct entrant e = {.has_data = sim->problem->examples > 0,
                        .optimizer = run->optimizer,
                        .inner = inner,
                        .set = run->set};

    if (!set_word(&e, dot ? dot + 1 : name->text, value, err))
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

static bool set_constant(struct sim *sim, int i, const char *value, struct err *err)
{
    double number;

    if (!param_read(&sim->problem->rows[i], value, &number, err))
        return false;
    return sim_set_constant(sim, i, number, err);
}

/* A bare name is that of every runner that has such a setting. */
static bool set_everywhere(struct sim *sim, const struct word *name, const char *value,
                           struct err *err)
{
    int i = settings_find(name->text), found = 0;
    double number;

    if (i < 0)
        return refuse_setting(sim, name->text, err);
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
    return found > 0 || fail(err, "no runner here has a %s", name->text);
}

static bool set_named(struct sim *sim, const struct word *name, const char *value,
                      struct err *err)
{
    const char *dot = strchr(name->text, '.');
    int i = find_row(sim->problem->rows, sim->problem->constants, name->text);

    if (i >= 0)
        return set_constant(sim, i, value, err);
    if (dot) {
        i = sim_find_run(sim, name->text, (size_t)(dot - name->text));
        if (i < 0)
            return fail(err, "no runner is called \"%.*s\"", (int)(dot - name->text),
                        name->text);
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

    if (!need(&w, &name, "a parameter's name", err) ||
        !need(&w, &value, "its value", err) || !need_end(&w, err))
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
        if (!need(&w, &word, "a number", err))
            return false;
        if (!number_read(word.text, &x[i]))
            return fail_at(err, word.col, "\"%s\" is not a number", word.text);
    }
    if (!need_end(&w, err))
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

    if (!need(&w, &word, "a whole number", err) || !need_end(&w, err))
        return false;
    if (!number_read(word.text, &number) || number < 0 || number > 0x1p53 ||
        number != (double)(uint64_t)number)
        return fail_at(err, word.col, "\"%s\" is not a whole number from 0 to 2^53",
                       word.text);
    sim_set_seed(sim, (uint64_t)number);
    return true;
}

static const struct sim_command_row COMMANDS[] = {
    {"race", "race OPTIMIZER [name=value ...] [as=NAME]",
     "one more runner, from the common start", race},
    {"drop", "drop RUN", "takes a runner out", drop},
    {"set", "set NAME VALUE | set RUN.NAME VALUE",
     "changes a parameter now: a runner's, a constant, or every runner's that has it",
     set},
    {"start", "start X [Y]", "the common start; at step 0 the runners move there", start},
    {"seed", "seed N", "chooses the random numbers that all runners meet", seed},
    {.name = NULL},
};

const struct sim_command_row *sim_commands(void)
{
    return COMMANDS;
}
