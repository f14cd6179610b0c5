/* Who enters the race: an optimizer with what is said of it, read from a line. */
#include "sim/commands.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"

bool command_need(struct words *w, struct word *word, const char *what, struct err *err)
{
    enum words_result result = words_next(w, word, err);

    if (result == WORDS_END)
        return fail_at(err, word->col, "here should be %s", what);
    return result == WORDS_READ;
}

bool command_end(struct words *w, struct err *err)
{
    struct word word;
    enum words_result result = words_next(w, &word, err);

    if (result == WORDS_READ)
        return fail_at(err, word.col, "nothing should follow, but here is \"%s\"",
                       word.text);
    return result == WORDS_END;
}

struct entrant entrant_of(const struct sim *sim, const struct run *run)
{
    return (struct entrant){.sim = sim,
                            .optimizer = run->optimizer,
                            .inner = optimizer_inner(run->optimizer, &run->set),
                            .set = run->set,
                            .own = run->own,
                            .pretrain_steps = run->pretraining.steps};
}

static void list_settings(const struct entrant *e, char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < SETTINGS_COUNT && used < size; i++)
        if (optimizer_uses(e->optimizer, e->inner, i) && !settings_is_common(i))
            used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "",
                                     settings_row(i)->name);
}

struct nearest entrant_nearest(const struct sim *sim, const char *name)
{
    struct nearest near = nearest_begin(name);

    for (int i = 0; i < SETTINGS_COUNT; i++)
        nearest_offer(&near, settings_row(i)->name);
    for (int i = 0; i < sim->problem->own_rows; i++)
        nearest_offer(&near, sim->problem->rows[i].name);
    return near;
}

bool entrant_refuse(const struct nearest *near, struct err *err)
{
    char hint[NEAREST_HINT];

    return fail(err, "no setting is called \"%s\"%s (`list parameters` names them all)",
                near->word, nearest_hint(near, hint));
}

static bool refuse(const struct sim *sim, const char *name, struct err *err)
{
    const struct nearest near = entrant_nearest(sim, name);

    for (int i = 0; i < SIM_PARAMS; i++)
        if (strcmp(sim_param_rows()[i].name, name) == 0)
            return fail(err,
                        "%s is of the whole simulation, not a runner's: set %s VALUE",
                        name, name);
    return entrant_refuse(&near, err);
}

/* A setting of the problem that is to be the runner's own. */
static bool set_own(struct entrant *e, const char *name, const char *value,
                    struct err *err)
{
    int row = own_find(e->sim, name);
    double number;

    if (row < 0 && own_refuses(e->sim, name, err))
        return false;
    if (row < 0)
        return refuse(e->sim, name, err);
    if (!param_read(&e->sim->problem->rows[row], value, &number, err))
        return false;
    own_put(&e->own, row, number);
    return true;
}

bool entrant_set(struct entrant *e, const char *name, const char *value, struct err *err)
{
    char own[128];
    double number;
    int i = settings_find(name);

    if (i < 0)
        return set_own(e, name, value, err);

    if (settings_is_of_data(i) && e->sim->problem->examples == 0)
        return fail(err, "%s is for problems with data: a landscape has none", name);
    if (optimizer_uses(e->optimizer, e->inner, i)) {
        if (!param_read(settings_row(i), value, &number, err))
            return false;
        settings_set(&e->set, i, number);
        return true;
    }
    list_settings(e, own, sizeof own);
    return fail(err, "%s has no %s; of its own it has %s", e->optimizer->name, name,
                own[0] ? own : "none");
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool is_run_name(const char *name)
{
    return name[0] && strchr(LETTERS, name[0]) &&
           strspn(name, LETTERS "0123456789_") == strlen(name);
}

/* Whom it takes over from may leave it its name. */
static bool is_taken(const struct entrant *e, const char *name)
{
    int other = sim_find_run(e->sim, name, strlen(name));

    return other >= 0 && e->sim->run[other] != e->leaves;
}

static bool name_entrant(struct entrant *e, const char *name, struct err *err)
{
    if (strlen(name) >= RUN_NAME)
        return fail(err, "a runner's name has at most %d letters, this one %zu",
                    RUN_NAME - 1, strlen(name));
    if (!is_run_name(name))
        return fail(
            err,
            "\"%s\" can't be a runner's name: write a letter, then letters, digits or _",
            name);
    if (is_taken(e, name))
        return fail(err, "there is a runner %s already", name);
    strcpy(e->name, name);
    return true;
}

void entrant_find_name(struct entrant *e)
{
    snprintf(e->name, RUN_NAME, "%s", e->optimizer->name);
    for (int k = 2; is_taken(e, e->name); k++)
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
        if (!entrant_set(e, word.text, value, err)) {
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

static bool read_setting(struct entrant *e, struct word *word, struct err *err)
{
    const char *value = word_split_setting(word);

    if (!value)
        return fail(err, "here should be name=value, not \"%s\"", word->text);
    if (strcmp(word->text, "as") == 0)
        return name_entrant(e, value, err);
    return entrant_set(e, word->text, value, err);
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

bool entrant_read(struct words *w, struct entrant *e, struct err *err)
{
    struct word word;
    enum words_result result;

    if (!command_need(w, &word, "an optimizer", err))
        return false;
    e->optimizer = optimizer_find(word.text);
    if (!e->optimizer)
        return refuse_optimizer(&word, err);
    e->set = optimizer_settings(e->optimizer, NULL);
    e->inner = NULL;
    if (e->optimizer->has_inner && !read_inner(*w, e, err))
        return false;
    while ((result = words_next(w, &word, err)) == WORDS_READ)
        if (!read_setting(e, &word, err)) {
            err->col = word.col;
            return false;
        }
    if (result == WORDS_END && e->optimizer->needs_hessian &&
        !e->sim->problem->kind->hessian)
        return fail(err, "%s needs the whole Hessian, which only a landscape has here",
                    e->optimizer->name);
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

bool entrant_enter(struct sim *sim, const struct entrant *e, struct err *err)
{
    struct run head = {.optimizer = e->optimizer, .set = e->set, .own = e->own};

    if (sim->runs == RUNS_MAX)
        return fail(err, "%d runners race already: drop one first", RUNS_MAX);
    head.slot = free_slot(sim);
    head.twin_of = e->twin_of;
    head.twin_in = e->twin_in;
    head.pretraining.steps = e->pretrain_steps;
    strcpy(head.name, e->name);
    sim_add_run(sim, run_new(sim, &head));
    return true;
}

bool command_race(struct sim *sim, const char *arguments, struct err *err)
{
    struct words w = {.line = arguments};
    struct entrant e = {.sim = sim};

    if (!entrant_read(&w, &e, err))
        return false;
    if (!e.name[0])
        entrant_find_name(&e);
    return entrant_enter(sim, &e, err);
}
