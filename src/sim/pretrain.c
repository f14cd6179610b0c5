/*
 * Greedy layer-wise pre-training: which hidden layer of a run learns alone at a step, and
 * what changes when the next one's turn comes.
 */
#include <stdio.h>
#include <string.h>

#include "problem/net.h"
#include "sim/commands.h"

enum { STEPS_USUAL = 50, STEPS_MAX = 1000000 };

int run_pretrains(const struct sim *sim, const struct run *run, int64_t step)
{
    const struct pretraining *p = &run->pretraining;
    int64_t done = step - p->from, hidden = run_problem(sim, run)->layers - 1;

    if (p->steps == 0 || done < 0 || done >= p->steps * hidden)
        return 0;
    return (int)(done / p->steps) + 1;
}

void run_freeze(const struct sim *sim, struct run *run)
{
    const struct problem *p = run_problem(sim, run);

    for (int l = 0; run->occasion.pretrain && l < p->layers; l++) {
        const struct layer *layer = &p->layer[l];

        if (l != run->occasion.pretrain - 1)
            memcpy(run_x(run) + layer->from, run_previous(run) + layer->from,
                   (size_t)layer->count * sizeof(double));
    }
}

void run_begin_phase(const struct sim *sim, struct run *run)
{
    double *memory = run_vectors(run), *end = (double *)(void *)run_layers_past(run);

    memset(memory, 0, (size_t)(end - memory) * sizeof(double));
    run->memory = schedule_start();
    run->t = 0;
    run->averaged = 0;
    path_restart_loss(sim, run);
    layers_renew(run);
}

static void begin(struct sim *sim, struct run *run, int64_t steps)
{
    int before = run->occasion.pretrain;

    run->pretraining = (struct pretraining){.from = run->steps, .steps = steps};
    run->occasion.pretrain = run_pretrains(sim, run, run->steps);
    if (run->occasion.pretrain == before)
        return;
    run_observe(sim, run);
    run_begin_phase(sim, run);
    layers_follow(sim, run);
}

struct order {
    int run; /* -1: all of them */
    int64_t steps;
};

static bool read_steps(const struct word *word, struct order *order, struct err *err)
{
    double number;

    if (!number_read(word->text, &number) || number != (double)(int64_t)number ||
        number < 0 || number > STEPS_MAX)
        return fail_at(err, word->col,
                       "\"%s\" is no number of steps a layer: write 0 to %d", word->text,
                       STEPS_MAX);
    order->steps = (int64_t)number;
    return true;
}

/* [RUN] [N] */
static bool read_order(const struct sim *sim, const char *arguments, struct order *order,
                       struct err *err)
{
    struct words w = {.line = arguments};
    struct word word;
    enum words_result result = words_next(&w, &word, err);

    *order = (struct order){.run = -1, .steps = STEPS_USUAL};
    if (result == WORDS_READ && !number_is(word.text)) {
        order->run = sim_find_run(sim, word.text, strlen(word.text));
        if (order->run < 0)
            return fail_at(err, word.col, "no runner is called \"%s\"", word.text);
        result = words_next(&w, &word, err);
    }
    if (result == WORDS_READ) {
        if (!read_steps(&word, order, err))
            return false;
        result = words_next(&w, &word, err);
    }
    if (result == WORDS_READ)
        return fail_at(err, word.col, "nothing should follow, but here is \"%s\"",
                       word.text);
    return result == WORDS_END;
}

static void tell(struct sim *sim, const struct order *order)
{
    if (order->steps > 0)
        snprintf(sim->note, sizeof sim->note,
                 "one after another the hidden layers learn their input, %lld steps each",
                 (long long)order->steps);
    else
        snprintf(sim->note, sizeof sim->note, "all layers learn together");
}

static bool is_meant(const struct sim *sim, const struct order *order, int i)
{
    const struct run *run = sim->run[i];

    return (order->run < 0 || order->run == i) && !run->diverged &&
           run_problem(sim, run)->layers > 1;
}

bool command_pretrain(struct sim *sim, const char *arguments, struct err *err)
{
    struct order order;
    int meant = 0;

    if (!net_of(sim->problem))
        return fail(err, "there is no net here whose layers could be pre-trained");
    if (!read_order(sim, arguments, &order, err))
        return false;
    for (int i = 0; i < sim->runs; i++)
        meant += is_meant(sim, &order, i);
    if (meant == 0)
        return fail(err, "nobody races here whose net has a hidden layer to pre-train");
    for (int i = 0; i < sim->runs; i++)
        if (is_meant(sim, &order, i))
            begin(sim, sim->run[i], order.steps);
    tell(sim, &order);
    return true;
}
