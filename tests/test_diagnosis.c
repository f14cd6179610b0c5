/* What is said of nets: where each diagnosis holds, and where it does not. */
#include "app/scene.h"
#include "sim/condition.h"
#include "sim/cure.h"
#include "sim/diagnosis.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#undef fail /* ours is meant here */

/* So many steps into the scene the condition holds; the sentence has the words in it. */
struct told_row {
    const char *scene;
    int steps;
    const char *condition, *words;
};

#define MOONS "data moons samples=60\n"
#define DEEP "net depth=20 width=32 "
#define SHARP                                                             \
    "net depth=2 width=16 activation=tanh init=lecun gain=0.5 loss=mse\n" \
    "data moons samples=80 noise=0.1\n"
#define FALLING                                                                \
    "net depth=20 width=32 activation=tanh init=normal gain=0.5\ndata moons\n" \
    "race sgd lr=0.1"
/* The last batch of an epoch has one row: of 300 rows and 23 a batch. */
#define SHORT_LAST                                                              \
    "net depth=5 width=32 activation=tanh init=xavier norm=batch\ndata moons\n" \
    "race adam lr=0.01 batch=23"
#define SMALL "net depth=2 width=8 activation=tanh init=xavier\n" MOONS

static const struct told_row TOLD[] = {
    {DEEP "activation=sigmoid init=xavier\n" MOONS "race sgd lr=0.1", 1, "vanishing",
     "layer 1 gets a gradient of"},
    {SMALL "race sgd lr=1e-9", 1, "vanishing", "no layer moved by more than"},
    {SMALL "race sgd lr=0.1", 1, "not vanishing", NULL},
    {DEEP "activation=tanh init=normal gain=0.3\n" MOONS "race sgd lr=0.1", 0,
     "vanishing", "no layer gets a gradient of more than"},
    {DEEP "activation=tanh init=normal gain=0.3\n" MOONS "race adam", 5, "vanishing",
     "no layer gets a gradient of more than"},
    {FALLING, 8, "vanishing and not small_updates", "layer 1 gets a gradient of"},
    {SHORT_LAST, 13, "not vanishing and grad.1 < 1e-100", NULL},
    {SHORT_LAST, 14, "not vanishing and not small_updates", NULL},
    {"net depth=3 width=16 activation=tanh init=xavier norm=batch loss=mse\ndata sine\n"
     "race adam lr=0.01",
     60, "not vanishing and ratio < 1e-3", NULL},
    {"net depth=8 width=16 activation=elu init=lecun norm=layer\ndata blobs\n"
     "race adam lr=0.01 batch=64",
     300, "not vanishing and healthy and ratio < 1e-3", NULL},
    {"net depth=2 width=8\ndata moons\nrace lookahead inner=rprop", 100,
     "not exploding and not vanishing and grad.out < 1e-70", NULL},
    {"net depth=3 width=8 norm=batch\n" MOONS "race adam batch=1", 9,
     "thin_batch and not vanishing", "batch norm makes of a single row the same"},
    {"net depth=3 width=8 norm=batch\n" MOONS "race adam batch=2", 9,
     "thin_batch and not vanishing", "batch norm makes of two rows the same"},
    {"net depth=3 width=8 norm=batch\n" MOONS "race adam batch=3", 9, "not thin_batch",
     NULL},
    {DEEP "activation=tanh init=normal gain=10\n" MOONS "race sgd lr=0.01", 0,
     "exploding", "explodes: layer"},
    {DEEP "activation=linear init=normal gain=3\n" MOONS "race sgd lr=0.01", 0,
     "exploding", "explodes: layer"},
    {SMALL "race sgd lr=0.1", 1, "not exploding", NULL},
    {"net depth=2 width=8 activation=tanh init=normal gain=10\n" MOONS "race sgd", 0,
     "saturated", "% of layer"},
    {SMALL "race sgd lr=0.1", 1, "not saturated", NULL},
    {"net depth=3 width=8 activation=relu init=he\n" MOONS "race adam lr=0.5", 30,
     "dead_units", "are silent for every row"},
    {"net depth=3 width=8 activation=relu init=he\n" MOONS "race adam lr=0.003", 30,
     "not dead_units", NULL},
    {"net depth=2 width=8 init=zeros\n" MOONS "race sgd", 3, "symmetric", "stay alike"},
    {"net depth=2 width=8 init=constant gain=0.1\n" MOONS "race sgd", 3, "symmetric",
     "stay alike"},
    {SMALL "race sgd", 3, "not symmetric", NULL},
    {"net depth=2 width=8 init=zeros dropout=0.5\n" MOONS "race sgd", 0, "not symmetric",
     NULL},
    {"net depth=2 width=2 init=constant residual=on\n" MOONS "race sgd", 0,
     "not symmetric", NULL},
    {"net depth=2 width=3 init=constant residual=on\n" MOONS "race sgd", 3, "symmetric",
     "stay alike"},
    {"net depth=2 width=8 activation=relu init=he loss=mse\ndata plane samples=60\n"
     "race sgd lr=1e6",
     40, "diverged", "became"},
    {SMALL "race sgd lr=0.1", 40, "not diverged", NULL},
    {"net depth=8 width=8 activation=linear init=he loss=mse\ndata plane samples=60\n"
     "race sgd lr=1e3",
     9, "diverged", "layer 2's outputs, then the loss became nan at step 2."},
    {"net depth=0 loss=mse\ndata plane samples=60\nrace sgd lr=1e3", 60, "diverged",
     "layer out's outputs, then the loss became"},
    {"net depth=60 width=8 activation=linear init=normal gain=1000 loss=mse\n" MOONS
     "race sgd",
     3, "diverged", "outputs, then the loss became"},
    {SMALL "race sgd lr=5", 5, "large_updates", "one step moved layer"},
    {SMALL "race sgd lr=0.1", 5, "not large_updates and not small_updates", NULL},
    {SMALL "race sgd lr=1e-5", 5, "small_updates and not vanishing",
     "no layer moved by more than"},
    {DEEP "activation=sigmoid init=xavier\n" MOONS "race sgd lr=0.01", 200, "plateau",
     "one answer to all rows has 0.69"},
    {SMALL "race sgd lr=0.1", 60, "not plateau", NULL},
    {"net depth=2 width=64 activation=relu init=he\n"
     "data moons samples=40 label_noise=0.3 test=0.5\nrace adam lr=0.01",
     200, "memorizing", "100% right where it trains"},
    {"net depth=3 width=32 activation=relu init=he loss=mse\n"
     "data sine samples=20 noise=0.5 test=0.5\nrace adam lr=0.01",
     400, "memorizing", "its loss is"},
    {SMALL "race adam lr=0.01", 100, "not memorizing", NULL},
    {"net depth=20 width=32 activation=sigmoid init=normal gain=5\n"
     "data moons samples=40 test=0.5\nseed 5\nrace sgd lr=0.1",
     60, "not memorizing and sgd.accuracy - sgd.test_accuracy > 0.1 and test_loss > loss",
     NULL},
    {SMALL "race adam lr=0.01", 100, "healthy and not little_learnt",
     "times the last one's gradient, steps move 0.0"},
    {SMALL "race adam lr=0.01", 100, "not little_learnt", NULL},
    {SMALL "race sgd lr=0.1", 1, "little_learnt and not healthy",
     "one answer to all rows has 0.69"},
    {"net depth=20 width=32 activation=sigmoid init=normal gain=5\ndata moons\n"
     "race sgd lr=0.1",
     60, "little_learnt and not healthy and loss > 0.7", "has learnt little yet"},
    {DEEP "activation=sigmoid init=xavier\n" MOONS "race sgd lr=0.1", 1, "not healthy",
     NULL},
    {SMALL "race adam\npretrain 10", 13, "pretraining and not healthy",
     "pre-training layer 2 of 2, step 4 of 10: reconstruction error"},
    {SMALL "race adam\npretrain 10", 20, "not pretraining", NULL},
    {SHARP "race sgd lr=0.4 batch=0\nset sharpness_every 100", 600, "edge_of_stability",
     "sharp"},
    {SHARP "race sgd lr=0.1 batch=0\nset sharpness_every 100", 100,
     "not edge_of_stability and not overshooting", NULL},
    {SHARP "race sgd lr=0.4 batch=0\nset sharpness_every 400", 790,
     "edge_of_stability and not overshooting", "sharpness"},
    {SHARP "race sgd lr=4 batch=0\nset sharpness_every 1", 0,
     "overshooting and not edge_of_stability", "lr 4 is 6.79"},
    {SHARP "race sgd lr=0.4 weight_decay=8 batch=0\nset sharpness_every 1", 0,
     "overshooting and not edge_of_stability", "weight_decay 8 alone"},
    {"net depth=1 width=16\ndata blobs samples=60\nrace sgd lr=0.3", 300,
     "healthy and loss < 0.01", NULL},
};

static struct sim *open_text(const char *text)
{
    struct source source = {.name = (char *)"test", .text = (char *)text};
    struct err err;
    struct scene *scene = scene_read(&source, &err);
    struct sim *sim = scene ? scene_open(scene, &err) : NULL;

    if (!sim)
        print_message("%s: %s\n", text, err.text);
    assert_non_null(sim);
    scene_free(scene);
    return sim;
}

static bool holds(struct sim *sim, const char *text)
{
    struct err err;
    struct condition *c = condition_read(text, sim, &err);
    bool yes = c && condition_holds(c, sim);

    condition_free(c);
    return yes;
}

/* The sentences of all that holds, one behind the other. */
static bool is_said(struct sim *sim, const char *words)
{
    const struct run_view *run = &sim_snapshot(sim)->run[0];

    for (int i = 0; i < run->findings; i++)
        if (strstr(run->finding[i].sentence, words))
            return true;
    return false;
}

static void each_diagnosis_holds_where_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
        const struct told_row *row = &TOLD[i];
        struct sim *sim = open_text(row->scene);
        bool fine;

        for (int k = 0; k < row->steps; k++)
            sim_step(sim);
        fine = holds(sim, row->condition) && (!row->words || is_said(sim, row->words));
        if (!fine && sim_snapshot(sim)->run[0].findings > 0)
            print_message("said: %s\n", sim_snapshot(sim)->run[0].finding[0].sentence);
        if (!fine)
            print_message("after %d steps not \"%s\":\n%s\n", row->steps, row->condition,
                          row->scene);
        assert_true(fine);
        sim_free(sim);
    }
}

struct agreement_row {
    const char *scene;
    int steps, pretrain;
};

static const struct agreement_row AGREEMENTS[] = {
    {FALLING, 100, 0},
    {SHORT_LAST, 60, 0},
    {SMALL "race sgd lr=0.1", 60, 0},
    {DEEP "activation=sigmoid init=xavier\n" MOONS "race adam", 30, 0},
    {DEEP "activation=tanh init=normal gain=10\n" MOONS "race sgd lr=0.01", 30, 0},
    {"net depth=4 width=8 activation=tanh init=xavier\n" MOONS "race adam\npretrain 10",
     60, 10},
};

static bool is_marked(const struct run_view *run, enum layer_state state)
{
    int count = 0;

    for (int l = 0; l < run->layers; l++)
        count += run->layer[l].state == state;
    return count > 0;
}

/* Bars and words are of one mind, at every step; a layer that has rested is none. */
static void a_layer_is_marked_where_words_tell_of_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof AGREEMENTS / sizeof *AGREEMENTS; i++) {
        struct sim *sim = open_text(AGREEMENTS[i].scene);

        for (int k = 0; k < AGREEMENTS[i].steps; k++) {
            const struct run_view *run = &sim_snapshot(sim)->run[0];

            assert_int_equal(is_marked(run, LAYER_VANISHED), holds(sim, "vanishing"));
            assert_int_equal(is_marked(run, LAYER_EXPLODING), holds(sim, "exploding"));
            assert_true(!AGREEMENTS[i].pretrain || !is_marked(run, LAYER_VANISHED));
            sim_step(sim);
        }
        sim_free(sim);
    }
}

/* Every row for nets has a scene above in which it holds, and one in which it doesn't. */
static void every_diagnosis_of_nets_is_tried(void **state)
{
    (void)state;
    for (const struct diagnosis *d = diagnoses(); d->name; d++) {
        bool yes = false, no = false;
        char refused[64];

        snprintf(refused, sizeof refused, "not %s", d->name);
        for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
            no = no || strstr(TOLD[i].condition, refused);
            yes = yes || (strncmp(TOLD[i].condition, d->name, strlen(d->name)) == 0);
        }
        assert_true(d->of != OF_NETS || (yes && no));
    }
}

/* So often at the most is it something else that is said first. */
struct calm_row {
    const char *scene;
    int steps, changes;
};

static const struct calm_row CALM[] = {
    {"net depth=3 width=64 activation=relu init=he\n"
     "data moons samples=120 label_noise=0.2 noise=0.25 test=0.5\nrace adam lr=0.005",
     400, 5},
    {"net depth=8 width=32 activation=tanh init=xavier norm=batch residual=on\n"
     "data spirals samples=600\nrace adam lr=0.01",
     400, 8},
    {"net depth=10 width=32 activation=relu init=he gain=1.5\ndata moons\n"
     "race sgd lr=0.1 clip=norm",
     400, 4},
    {"net depth=20 width=32 activation=sigmoid init=normal gain=5\ndata moons\n"
     "race sgd lr=0.1",
     300, 10},
    {FALLING, 400, 2},
    {SHORT_LAST, 200, 3},
};

static const char *first_name(struct sim *sim)
{
    const struct run_view *run = &sim_snapshot(sim)->run[0];

    return run->findings > 0 ? run->finding[0].name : "";
}

static void what_is_said_can_be_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CALM / sizeof *CALM; i++) {
        struct sim *sim = open_text(CALM[i].scene);
        const char *before = first_name(sim);
        int changes = 0;

        for (int k = 0; k < CALM[i].steps; k++) {
            sim_step(sim);
            changes += strcmp(before, first_name(sim)) != 0;
            before = first_name(sim);
        }
        if (changes > CALM[i].changes)
            print_message("%d changes:\n%s\n", changes, CALM[i].scene);
        assert_true(changes <= CALM[i].changes);
        sim_free(sim);
    }
}

static void say_all(struct sim *sim, char *out, size_t size)
{
    const struct run_view *run = &sim_snapshot(sim)->run[0];
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < run->findings && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s %s\n",
                                 run->finding[i].sentence, run->finding[i].advice);
}

/* Whoever looks seldom reads the same, and so does who comes back. */
static void what_is_said_is_of_the_step_alone(void **state)
{
    enum { STEPS = 150, BACK = 53 };
    char at_each[2000], seldom[2000], again[2000];

    (void)state;
    for (size_t i = 0; i < sizeof CALM / sizeof *CALM; i++) {
        struct sim *sim = open_text(CALM[i].scene), *other = open_text(CALM[i].scene);

        for (int k = 0; k < STEPS; k++) {
            sim_step(sim);
            sim_step(other);
            say_all(sim, at_each, sizeof at_each);
        }
        say_all(other, seldom, sizeof seldom);
        assert_string_equal(at_each, seldom);
        sim_back(other, BACK);
        for (int k = 0; k < BACK; k++)
            sim_step(other);
        say_all(other, again, sizeof again);
        assert_string_equal(at_each, again);
        sim_free(sim);
        sim_free(other);
    }
}

/* What is advised, and what is not, because it is so already or would not help. */
struct advice_row {
    const char *scene;
    int steps;
    const char *first, *advised, *silent;
};

static const struct advice_row ADVICE[] = {
    {DEEP "activation=tanh init=normal gain=5\n" MOONS "race sgd clip=norm", 0,
     "exploding", "set norm batch, set gain 1 or set", "clip"},
    {DEEP "activation=tanh init=normal gain=5 norm=weight\n" MOONS "race sgd", 0,
     "exploding", "set norm batch, set gain 1", "lr"},
    {"net depth=3 width=8 activation=relu init=he\n" MOONS "race adam lr=0.5", 30,
     "dead_units", "Try set norm batch or set activation leaky_relu.", "lr"},
    {"net depth=3 width=8 activation=relu init=xavier\n" MOONS "race adam lr=0.5", 30,
     "dead_units", "Try set norm batch, set init he or set activation leaky_relu.",
     "seed"},
    {SMALL "race adam lr=0.001", 2, "little_learnt",
     "Go on, or try set norm batch or set lr 0.00195.", "adam"},
    {SMALL "race sgd lr=0.001", 2, "little_learnt", "become adam", "xavier"},
    {SMALL "race sgd lr=0.001 norm=batch", 2, "little_learnt", "Go on, or try set lr",
     "norm"},
    {DEEP "activation=sigmoid init=xavier\n" MOONS "race sgd", 1, "vanishing",
     "set activation tanh", "pretrain"},
    {DEEP "activation=sigmoid init=he\n" MOONS "race sgd", 1, "vanishing",
     "set activation relu", "init"},
    {DEEP "activation=tanh init=normal gain=0.3\n" MOONS "race sgd", 1, "vanishing",
     "set norm batch, set residual on or set gain 1", "relu"},
    {DEEP "activation=tanh init=normal gain=0.3\n" MOONS
          "race sgd as=one residual=on\nrace sgd init=normal gain=0.2 as=other\n"
          "drop one",
     1, "vanishing", "set other.gain 1", "set gain"},
    {"net depth=2 width=8 init=zeros\n" MOONS "race sgd", 3, "symmetric",
     "Try set init xavier.", "lr"},
    {"net depth=60 width=8 activation=linear init=normal gain=1000 loss=mse\n" MOONS
     "race sgd",
     0, "diverged", "Try set gain 1.", "back"},
    {"net depth=2 width=8 activation=relu init=he loss=mse\ndata plane samples=60\n"
     "race sgd lr=1e6",
     40, "diverged", "Step back and try set lr 107000.", "gain"},
    {SMALL "race sgd lr=5 clip=norm", 1, "large_updates", "set clip_at", "clip norm"},
    {"net depth=3 width=8 norm=batch\n" MOONS "race adam batch=1", 9, "thin_batch",
     "Try set batch 32 or set norm layer.", "norm batch"},
};

static void advice_leaves_out_what_is_so_already(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ADVICE / sizeof *ADVICE; i++) {
        struct sim *sim = open_text(ADVICE[i].scene);
        const struct finding *found;
        bool fine;

        for (int k = 0; k < ADVICE[i].steps; k++)
            sim_step(sim);
        found = &sim_snapshot(sim)->run[0].finding[0];
        fine = sim_snapshot(sim)->run[0].findings > 0 &&
               strcmp(found->name, ADVICE[i].first) == 0 &&
               strstr(found->advice, ADVICE[i].advised) &&
               !strstr(found->advice, ADVICE[i].silent);
        if (!fine)
            print_message("%s\nsaid: %s %s\n", ADVICE[i].scene, found->sentence,
                          found->advice);
        assert_true(fine);
        sim_free(sim);
    }
}

/* A net that is ill from its start, where each line that answers is to cure it. */
struct ailing_row {
    const char *scene, *illness;
};

static const struct ailing_row AILING[] = {
    {"net depth=12 width=16 activation=sigmoid init=xavier\n" MOONS "race sgd lr=0.1",
     "vanishing"},
    {"net depth=20 width=16 activation=tanh init=normal gain=0.3\n" MOONS
     "race sgd lr=0.1",
     "vanishing"},
    {"net depth=20 width=16 activation=softsign init=normal gain=0.3\n" MOONS
     "race sgd lr=0.1",
     "vanishing"},
    {"net depth=12 width=16 activation=sigmoid init=he\n" MOONS "race sgd lr=0.1",
     "vanishing"},
    {"net depth=20 width=32 activation=tanh init=normal gain=5\n" MOONS
     "race sgd lr=0.001 clip=norm",
     "exploding"},
    {"net depth=12 width=16 activation=relu init=he gain=3\n" MOONS
     "race sgd lr=0.001 clip=norm",
     "exploding"},
    {"net depth=3 width=16 activation=tanh init=zeros\n" MOONS "race adam", "symmetric"},
    {"net depth=3 width=16 activation=tanh init=normal gain=10\n" MOONS "race adam",
     "saturated"},
    {"net depth=3 width=16 norm=batch\n" MOONS "race adam batch=1", "thin_batch"},
};

/* Pre-training takes its time, and a comparison is none. */
static bool is_quick(const struct cure *cure)
{
    return strcmp(cure->name, "pretrain") != 0 && strcmp(cure->name, "compare") != 0;
}

static void try_cure(const struct ailing_row *row, int i)
{
    struct sim *sim = open_text(row->scene);
    struct cure_case about;
    struct err err;
    int k;

    cure_case_of(sim_snapshot(sim), 0, &about);
    assert_string_equal(about.diagnosis, row->illness);
    k = cure_at(i, &about);
    if (about.answers[k] && is_quick(&cures()[k])) {
        assert_true(sim_command(sim, about.line[k], &err));
        for (int step = 0; step < 10; step++)
            sim_step(sim);
        if (holds(sim, row->illness))
            print_message("%s\nin spite of %s: %s\n", row->scene, about.line[k],
                          row->illness);
        assert_false(holds(sim, row->illness));
    }
    sim_free(sim);
}

static void what_is_advised_cures(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof AILING / sizeof *AILING; i++)
        for (int k = 0; k < 8; k++)
            try_cure(&AILING[i], k);
}

enum { TWO_ROWS = 152 };

/* Two rows of text at 80 columns hold every sentence with its advice. */
static void sentences_with_their_advice_fit_two_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
        struct sim *sim = open_text(TOLD[i].scene);
        const struct run_view *run;

        for (int k = 0; k < TOLD[i].steps; k++)
            sim_step(sim);
        run = &sim_snapshot(sim)->run[0];
        for (int f = 0; f < run->findings; f++)
            assert_true(strlen(run->finding[f].sentence) +
                            strlen(run->finding[f].advice) <=
                        TWO_ROWS);
        sim_free(sim);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_diagnosis_holds_where_it_should),
        cmocka_unit_test(a_layer_is_marked_where_words_tell_of_it),
        cmocka_unit_test(what_is_said_can_be_read),
        cmocka_unit_test(what_is_said_is_of_the_step_alone),
        cmocka_unit_test(advice_leaves_out_what_is_so_already),
        cmocka_unit_test(what_is_advised_cures),
        cmocka_unit_test(every_diagnosis_of_nets_is_tried),
        cmocka_unit_test(sentences_with_their_advice_fit_two_rows),
    };

    return cmocka_run_group_tests_name("diagnosis", tests, NULL, NULL);
}
