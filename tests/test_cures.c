/* What keys and the menu of cures do to a net, and what they say of it. */
#include "sim/cure.h"
#include "pane/pane.h"
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

#include "screenless.h"

static const char A_NET[] = "symmetric-zeros";

static const struct run_view *run_of(struct live *l, int i)
{
    return &sim_snapshot(l->session->sim)->run[i];
}

static double setting_of(struct live *l, int run, const char *name)
{
    const struct run_view *r = run_of(l, run);

    for (int i = 0; i < r->settings; i++)
        if (strcmp(r->setting[i].row->name, name) == 0)
            return r->setting[i].value;
    return NAN;
}

/* The line that a key of a net came to, and what the net makes of it; or what is seen now. */
struct told_row {
    const char *scene, *keys, *message;
};

static const struct told_row TOLD[] = {
    {"symmetric-zeros", "N", "set norm batch: goes on"},
    {"symmetric-zeros", "A", "set activation relu: goes on"},
    {"symmetric-zeros", "2 A", "set activation leaky_relu: goes on"},
    {"symmetric-zeros", "S", "set residual on: goes on"},
    {"symmetric-zeros", "U", "set dropout 0.05: goes on"},
    {"symmetric-zeros", "I",
     "set init constant: starts anew, but for alike, which has its own"},
    {"symmetric-zeros", "B", "set sgd.batch 64"},
    {"symmetric-zeros", "C", "set sgd.clip norm"},
    {"symmetric-zeros", "W", "set sgd.weight_decay 0.001"},
    {"vanishing-sigmoid", ": d r o p Space s g d Enter : d r o p Space a d a m Enter N",
     "set norm batch"},
    {"symmetric-zeros", ": s e t Space a r m s Space 3 Enter",
     "arms is for the data set spirals alone: moons has no use for it"},
    {"symmetric-zeros", ": s e t Space d e p t h Space 5 Enter",
     "set depth 5: starts anew"},
    {"symmetric-zeros", ": s e t Space n o i s e Space 1 Enter",
     "set noise 1: noise in the gradients; for the data set data.noise"},
    {"symmetric-zeros", ": s e t Space d a t a . n o i s e Space 1 Enter",
     "set data.noise 1: starts anew"},
    {"symmetric-zeros", ": s e t Space d a t a . t e s t Space 0 Enter",
     "data.test is called test: write set test VALUE"},
    {"symmetric-zeros", "y",
     "quantity flow: |dL/dz|: the gradient that flows back through each layer, of which "
     "theory speaks"},
    {"symmetric-zeros", "d",
     "large slice: a net's loss over a plane of its weights, with the ways of the "
     "runners"},
    {"symmetric-zeros", ": s l i c e Space n e x t Enter",
     "slice hessian: the two along which its loss is curved most upwards"},
    {"symmetric-zeros", ": s e t Space d a t a Space s i n e Enter",
     "these targets are numbers, not classes: first set loss mse"},
    {"symmetric-zeros", ": s e t Space d a t a Space a . c s v Enter",
     "a file is read with its scene: write data a.csv in a scene, and open that"},
    {"symmetric-zeros", ": b e c o m e Space s g d Enter",
     "replace sgd sgd: sgd goes on with the settings given"},
    {"spirals", ": s e t Space n o r m Space n o n e Enter",
     "set norm none: so it is already, but for cured, which has its own"},
    {"saddle", "N", "there is no net here that has norm: try scene vanishing-sigmoid"},
    {"saddle", "B", "there is no net here that has batch: try scene vanishing-sigmoid"},
    {"saddle", "C", "set sgd.clip norm"},
};

/* A line in a scene whose runner has a value of its own; whose value is then which. */
struct own_row {
    const char *scene, *before, *line, *message, *name;
    int run;
    double value, common;
};

static const struct own_row OWN[] = {
    {"spirals", "runner cured", "nudge norm 2", "set cured.norm weight: goes on", "norm",
     0, 3, 0},
    {"spirals", "runner cured", "nudge residual 1", "set cured.residual off: goes on",
     "residual", 0, 0, 0},
    {"spirals", "runner plain", "nudge norm 1",
     "set norm batch: goes on, but for cured, which has its own", "norm", 0, 1, 1},
    {"symmetric-zeros", "runner alike", "nudge init 1",
     "set alike.init normal: starts anew", "init", 2, 2, 0},
};

static double common_of(struct live *l, const char *name)
{
    const struct snapshot *snap = sim_snapshot(l->session->sim);

    for (int i = 0; i < snap->constants; i++)
        if (strcmp(snap->constant[i].row->name, name) == 0)
            return snap->constant[i].value;
    return NAN;
}

static void a_key_changes_what_the_chosen_runner_has_of_its_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++) {
        struct live *l = begin_on(OWN[i].scene);
        const struct own_row *row = &OWN[i];
        double own;
        struct err err;

        assert_true(session_obey(l->session, row->before, &err));
        session_tell(l->session, "", false);
        assert_true(session_obey(l->session, row->line, &err));
        assert_string_equal(l->session->view.message, row->message);
        own = setting_of(l, row->run, row->name);
        assert_true(isnan(own) || own == row->value);
        assert_true(common_of(l, row->name) == row->common);
        end(l);
    }
}

/* What a cure is called for a runner of a scene; "" where it is none. */
struct line_row {
    const char *scene;
    int run;
    const char *cure, *line;
};

static const struct line_row LINES[] = {
    {"symmetric-zeros", 0, "xavier", "set init xavier"},
    {"symmetric-zeros", 2, "xavier", "set alike.init xavier"},
    {"symmetric-zeros", 3, "xavier", ""},
    {"spirals", 0, "batchnorm", ""},
    {"spirals", 1, "batchnorm", "set norm batch"},
    {"spirals", 0, "clip", "set cured.clip norm"},
    {"spirals", 0, "slower", "set cured.lr 0.00512"},
    {"spirals", 0, "adam", ""},
    {"spirals", 0, "pretrain", "pretrain cured 50"},
    {"saddle", 0, "slower", "set sgd.lr 0.00512"},
    {"bowl", 0, "elsewhere", "cross on"},
};

static void a_cure_names_whom_it_is_for(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
        struct live *l = begin_on(LINES[i].scene);
        struct cure_case about;
        int k = 0;

        cure_case_of(sim_snapshot(l->session->sim), LINES[i].run, &about);
        while (strcmp(cures()[k].name, LINES[i].cure) != 0)
            k++;
        assert_string_equal(about.line[k], LINES[i].line);
        end(l);
    }
}

static void keys_of_nets_say_what_they_came_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++) {
        struct live *l = begin_on(TOLD[i].scene);

        press(l, TOLD[i].keys);
        assert_string_equal(l->session->view.message, TOLD[i].message);
        end(l);
    }
}

/* Keys, the pane that is alone then (none: all are seen), and the one that has the focus. */
struct alone_row {
    const char *keys, *alone, *focus;
};

static const struct alone_row ALONE[] = {
    {"m", "fit", "fit"},
    {"m Tab", "sharpness", "sharpness"},
    {"m Tab Tab Shift-Tab", "sharpness", "sharpness"},
    {"m Shift-Tab", "layers", "layers"},
    {"m d", "slice", "slice"},
    {"m Tab m", "none", "sharpness"},
    {"m Tab Esc", "none", "sharpness"},
    {"m v", "none", "fit"},
    {"Tab", "none", "sharpness"},
};

static const char *name_of_pane(int pane)
{
    return pane < 0 ? "none" : panes()[pane]->name;
}

static void the_pane_alone_is_the_one_that_has_the_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ALONE / sizeof *ALONE; i++) {
        struct live *l = begin_on("symmetric-zeros");
        const struct view *view = &l->session->view;

        press(l, ALONE[i].keys);
        session_look(l->session);
        assert_string_equal(name_of_pane(view->maximized), ALONE[i].alone);
        assert_string_equal(name_of_pane(view->focus), ALONE[i].focus);
        end(l);
    }
}

/* Of all, whether in vain or not. */
static const struct cure *among(int i, bool net, const char *diagnosis)
{
    struct cure_case about = {.net = net, .diagnosis = diagnosis};
    int k;

    for (k = 0; cures()[k].name; k++) {
        snprintf(about.line[k], CURE_LINE, "%s", cures()[k].line);
        about.answers[k] = diagnosis[0] && strstr(cures()[k].helps, diagnosis);
    }
    k = cure_at(i, &about);
    return k < 0 ? NULL : &cures()[k];
}

static void every_cure_is_obeyed_where_it_is_offered(void **state)
{
    const struct cure *cure;
    struct err err;

    (void)state;
    for (int net = 0; net < 2; net++)
        for (int i = 0; (cure = among(i, net, "")); i++) {
            struct live *l = begin_on(net ? A_NET : "saddle");
            bool obeyed;

            press(l, "5 n");
            obeyed = session_obey(l->session, cure->line, &err);
            if (!obeyed)
                print_message("%s: %s\n", cure->line, err.text);
            assert_true(obeyed);
            end(l);
        }
}

/* Each is there once, whatever is the matter, and diagnoses have one at the top. */
static void cures_of_what_is_the_matter_come_first(void **state)
{
    static const char *const FINE[] = {"healthy", "escaped", "settling", "pretraining"};
    const struct cure *cure;
    int all = 0;

    (void)state;
    while (among(all, true, ""))
        all++;
    for (const struct diagnosis *d = diagnoses(); d->name; d++) {
        bool net = d->of != OF_LANDSCAPES, fine = false;

        for (size_t i = 0; i < sizeof FINE / sizeof *FINE; i++)
            fine = fine || strcmp(FINE[i], d->name) == 0;
        cure = among(0, net, d->name);
        if ((strstr(cure->helps, d->name) != NULL) == fine)
            print_message("%s: %s\n", d->name, cure->line);
        assert_true((strstr(cure->helps, d->name) != NULL) != fine);
        assert_true(!net || (among(all - 1, net, d->name) && !among(all, net, d->name)));
    }
}

struct vain_row {
    const char *before, *cure;
    bool offered;
};

static const struct vain_row VAIN[] = {
    {"set norm batch", "batchnorm", false},
    {"set norm layer", "batchnorm", true},
    {"set norm batch", "compare", false},
    {"set width 8", "smaller", false},
    {"set width 7", "smaller", false},
    {"set width 9", "smaller", true},
    {"set depth 1", "shallow", false},
    {"set depth 3", "shallow", true},
    {"set samples 3000", "samples", false},
    {"set samples 100", "samples", true},
    {"set sgd.clip norm", "clip", false},
    {"set sgd.lr 1", "slower", true},
    {"set sgd.clip norm", "shorter", true},
    {"set sgd.clip none", "shorter", false},
    {"replace sgd adam", "adam", false},
    {"replace sgd nadam", "adam", true},
    {"set gain 3", "gain", true},
    {"set gain 0.3", "gain", false},
    {"set gain 3", "weights", false},
    {"set gain 0.3", "weights", true},
    {"set sgd.norm batch", "batchnorm", false},
    {"set sgd.norm layer", "batchnorm", true},
    {"set dropout 0.7", "dropout", false},
    {"pretrain 5", "pretrain", false},
};

static bool is_offered(struct live *l, const char *name)
{
    struct cure_case about;
    int k;

    cure_case_of(sim_snapshot(l->session->sim), 0, &about);
    for (int i = 0; (k = cure_at(i, &about)) >= 0; i++)
        if (strcmp(cures()[k].name, name) == 0)
            return true;
    return false;
}

static void a_cure_in_vain_is_not_offered(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof VAIN / sizeof *VAIN; i++) {
        struct live *l = begin_on(A_NET);
        struct err err;

        assert_true(session_obey(l->session, VAIN[i].before, &err));
        if (is_offered(l, VAIN[i].cure) != VAIN[i].offered)
            print_message("after %s: %s\n", VAIN[i].before, VAIN[i].cure);
        assert_int_equal(is_offered(l, VAIN[i].cure), VAIN[i].offered);
        end(l);
    }
}

/* A net on a file of eight rows, whose names are free again when it has been read. */
static struct live *begin_on_a_file(void)
{
    char place[] = "/tmp/gradscape-XXXXXX", rows[64], scene[64];
    FILE *file;
    struct live *l;

    assert_non_null(mkdtemp(place));
    snprintf(rows, sizeof rows, "%s/rows.csv", place);
    snprintf(scene, sizeof scene, "%s/rows.scene", place);
    assert_non_null(file = fopen(rows, "w"));
    for (int i = 0; i < 8; i++)
        fprintf(file, "%d,%d,%d\n", i, i * i, i % 2);
    fclose(file);
    assert_non_null(file = fopen(scene, "w"));
    fprintf(file, "net depth=1 width=4\ndata %s\nrace sgd\n", rows);
    fclose(file);
    l = begin_on(scene);
    assert_int_equal(remove(rows) | remove(scene) | remove(place), 0);
    return l;
}

static void more_rows_than_a_file_has_are_refused(void **state)
{
    struct live *l = begin_on_a_file();
    struct err err;

    (void)state;
    press(l, "5 n");
    assert_false(session_obey(l->session, "set samples 2000", &err));
    assert_string_equal(err.text, "the file has 8 rows: all of them are taken");
    assert_int_equal(run_of(l, 0)->steps, 5);
    assert_false(is_offered(l, "samples"));
    assert_true(session_obey(l->session, "set norm batch", &err));
    end(l);
}

/* The optimizer changes, what it has made of the weights does not. */
static void another_optimizer_goes_on_from_the_weights(void **state)
{
    struct live *l = begin_on("vanishing-sigmoid");
    const struct run_view *run;
    struct err err;
    double loss;

    (void)state;
    press(l, "5 n");
    assert_true(session_obey(l->session, "set sgd.clip norm", &err));
    loss = run_of(l, 0)->loss;
    assert_true(session_obey(l->session, "become momentum", &err));
    run = run_of(l, 0);
    assert_string_equal(run->name, "momentum");
    assert_int_equal(run->steps, 5);
    assert_true(run->loss == loss);
    assert_true(setting_of(l, 0, "clip") == 1);
    press(l, "3 n 8 b");
    assert_string_equal(run_of(l, 0)->name, "sgd");
    press(l, "8 n");
    assert_string_equal(run_of(l, 0)->name, "momentum");
    end(l);
}

/* No step was made with the net as it is now: whoever was said to rest may live. */
static void a_cured_net_is_not_judged_by_the_update_before(void **state)
{
    struct live *l = begin_on("vanishing-sigmoid");
    const struct run_view *run = run_of(l, 0);

    (void)state;
    press(l, "5 n");
    assert_int_equal(run_of(l, 0)->layer[1].state, LAYER_VANISHED);
    press(l, "N");
    run = run_of(l, 0);
    assert_int_equal(run->steps, 5);
    for (int i = 0; i < run->layers; i++) {
        assert_int_equal(run->layer[i].state, LAYER_ALIVE);
        assert_true(isnan(run->layer[i].update));
    }
    for (int i = 0; i < run->findings; i++)
        assert_null(strstr(run->finding[i].sentence, "move"));
    press(l, "n");
    assert_true(run_of(l, 0)->layer[1].update > 0);
    press(l, "b");
    assert_true(isnan(run_of(l, 0)->layer[1].update));
    end(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_nets_say_what_they_came_to),
        cmocka_unit_test(a_key_changes_what_the_chosen_runner_has_of_its_own),
        cmocka_unit_test(a_cure_names_whom_it_is_for),
        cmocka_unit_test(the_pane_alone_is_the_one_that_has_the_keys),
        cmocka_unit_test(every_cure_is_obeyed_where_it_is_offered),
        cmocka_unit_test(cures_of_what_is_the_matter_come_first),
        cmocka_unit_test(a_cure_in_vain_is_not_offered),
        cmocka_unit_test(more_rows_than_a_file_has_are_refused),
        cmocka_unit_test(another_optimizer_goes_on_from_the_weights),
        cmocka_unit_test(a_cured_net_is_not_judged_by_the_update_before),
    };

    return cmocka_run_group_tests_name("cures", tests, NULL, NULL);
}
