/*
 * Scenes: what is read, what is refused and where, and what a session does with its
 * lines.
 */
#include "app/command.h"
#include "app/library.h"
#include "app/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct scene *read_text(const char *text, struct err *err)
{
    struct source source = {.name = (char *)"t", .text = (char *)text};

    return scene_read(&source, err);
}

static struct sim *open_text(const char *text, struct err *err)
{
    struct scene *scene = read_text(text, err);
    struct sim *sim = scene ? scene_open(scene, err) : NULL;

    scene_free(scene);
    return sim;
}

/* Text, and where its error is and what it must speak of. */
struct bad {
    const char *text;
    int line, col;
    const char *says;
};

static const struct bad BADS[] = {
    {"", 1, 1, "landscape FORMULA"},
    {"title a\n", 1, 1, "landscape FORMULA"},
    {"landscape x^2\ntitle a\ntitle b\n", 3, 1, "line 2"},
    {"landscape x^2\nlandscape x\n", 2, 1, "line 1"},
    {"landscape x^2\nseed 1\nseed 2\n", 3, 1, "line 2"},
    {"landscpe x^2\n", 1, 1, "landscape"},
    {"landscape 2x\n", 1, 12, "*"},
    {"landscape x^2 + sni(y)\n", 1, 17, ""},
    {"  landscape x +\n", 1, 16, ""},
    {"landscape\n", 1, 10, "missing"},
    {"landscape x\ndomain 3:-3\n", 2, 8, "smaller"},
    {"landscape x\ndomain 3\n", 2, 8, "LOW:HIGH"},
    {"landscape x\ndomain 0:1 0:1 0:1\n", 2, 16, ""},
    {"landscape x\ndomain nan:1\n", 2, 8, ""},
    {"landscape x*y\ndomain -1:1\n", 2, 8, "Y0:Y1"},
    {"landscape x*y\nstart 1\n", 2, 7, "start X Y"},
    {"landscape x\nstart 1\ndomain 0:1 0:1\n", 2, 7, "start X Y"},
    {"landscape x\nstart a\n", 2, 7, "number"},
    {"landscape x\nstart\n", 2, 6, ""},
    {"landscape x\nconstant x 3\n", 2, 10, ""},
    {"landscape x\nconstant a\n", 2, 11, ""},
    {"landscape x\nconstant a 5 0:1\n", 2, 14, "range"},
    {"landscape x\nconstant a 5\nconstant a 5\n", 3, 10, "already"},
    {"landscape x\nspeed 0\n", 2, 7, ""},
    {"landscape x\nspeed 1 2\n", 2, 9, "too many"},
    {"landscape x\npaused now\n", 2, 8, "too many"},
    {"landscape x\nrace\n", 2, 5, ""},
    {"landscape x\nrace nobody\n", 2, 6, "nobody"},
    {"landscape x\nrace sgd lr=a\n", 2, 10, ""},
    {"landscape x\nrace sgd\nset nothing 3\n", 3, 5, "nothing"},
    {"landscape x\npause\n", 2, 1, "head"},
    {"landscape x\nnet depth=3\n", 2, 1, "landscape"},
    {"net depth=3 noise=0.1\ndata moons\n", 1, 13, "belongs in the line data"},
    {"net depth=3\ndata moons width=3\n", 2, 12, "belongs in the line net"},
    {"net lr=3\ndata moons\n", 1, 5, "lr belongs in the line race"},
    {"net foo=1\ndata moons\n", 1, 5, "there is depth, width,"},
    {"net widht=3\ndata moons\n", 1, 5, "did you mean width?"},
    {"net\ndata moons test=0 arms=5\n", 2, 19, "the data set spirals alone: moons"},
    {"net\ndata moons classes=9\n", 2, 12, "the data set blobs alone: moons"},
    {"net\ndata spirals classes=3\n", 2, 14, "the data set blobs alone: spirals"},
    {"net\ndata d.csv arms=3\n", 2, 12, "the data set spirals alone: a file"},
    {"net\ndata d.csv samples=3\n", 2, 12, "of a file all rows count"},
    {"landscape x\nspeed \"2", 2, 7, "quote"},
};

static void what_is_wrong_is_said_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof BADS / sizeof *BADS; i++) {
        struct err err = {0};
        struct sim *sim = open_text(BADS[i].text, &err);

        if (sim || err.line != BADS[i].line || err.col != BADS[i].col ||
            !strstr(err.text, BADS[i].says))
            fail_msg("%s\n%d:%d: %s", BADS[i].text, err.line, err.col, err.text);
        sim_free(sim);
    }
}

/* A head, how many dimensions it has, its window's x and its start. */
struct good {
    const char *text;
    int dims;
    double low, high, start[2];
    int runs, scripts;
};

static const char SHUFFLED[] = "set lr 0.5\nset adam2.lr 0.1\nrace adam\nrace adam\n"
                               "landscape a*x\nconstant a 2";
static const char SCRIPTED[] = "\n\n# a\n  landscape x^2\n\nrace sgd\nstep 3\n\n# b\n"
                               "expect sgd.x < 1\nnonsense";

static const struct good GOODS[] = {
    {"landscape x^2", 1, -5, 5, {3, 0}, 0, 0},
    {"landscape x^2 + y", 2, -5, 5, {3, 3}, 0, 0},
    {"landscape x^2\ndomain -1:1 -2:2", 2, -1, 1, {0.6, 1.2}, 0, 0},
    {"landscape x^2\nstart 1 2", 2, -5, 5, {1, 2}, 0, 0},
    {"landscape x^2\nstart 1\n", 1, -5, 5, {1, 0}, 0, 0},
    {"start 1\r\nrace adam\r\nlandscape x^2\r\n", 1, -5, 5, {1, 0}, 1, 0},
    {"\xEF\xBB\xBFlandscape x^2 # a comment", 1, -5, 5, {3, 0}, 0, 0},
    {SHUFFLED, 1, -5, 5, {3, 0}, 2, 0},
    {SCRIPTED, 1, -5, 5, {3, 0}, 1, 3},
};

static void a_head_in_any_order_makes_a_simulation(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof GOODS / sizeof *GOODS; i++) {
        const struct good *good = &GOODS[i];
        struct err err = {0};
        struct scene *scene = read_text(good->text, &err);
        struct sim *sim = scene ? scene_open(scene, &err) : NULL;
        const struct snapshot *snap;

        if (!sim)
            fail_msg("%s\n%d:%d: %s", good->text, err.line, err.col, err.text);
        snap = sim_snapshot(sim);
        assert_int_equal(snap->dims, good->dims);
        assert_true(snap->domain.low[0] == good->low &&
                    snap->domain.high[0] == good->high);
        for (int axis = 0; axis < good->dims; axis++)
            assert_true(fabs(snap->start[axis] - good->start[axis]) < 1e-12);
        assert_int_equal(snap->runs, good->runs);
        assert_int_equal(scene->scripts, good->scripts);
        sim_free(sim);
        scene_free(scene);
    }
}

static struct session *open_built_in(const char *word)
{
    struct err err;
    char *name;
    struct session *s = session_open(word, &name, &err);

    if (!s)
        fail_msg("%s:%d:%d: %s", name, err.line, err.col, err.text);
    free(name);
    return s;
}

static void every_built_in_scene_opens(void **state)
{
    (void)state;
    for (const struct library_scene *scene = library_scenes; scene->name; scene++)
        session_free(open_built_in(scene->name));
}

static void obey(struct session *s, const char *line)
{
    struct err err;

    if (!session_obey(s, line, &err))
        fail_msg("%s: %s", line, err.text);
}

static double setting_of(struct session *s, const char *name)
{
    const struct run_view *run = &session_look(s).snap->run[s->view.run];

    for (int i = 0; i < run->settings; i++)
        if (strcmp(run->setting[i].row->name, name) == 0)
            return run->setting[i].value;
    fail_msg("%s has no %s", run->name, name);
    return NAN;
}

static void swap_exchanges_the_old_and_the_new_value(void **state)
{
    struct session *s = open_built_in("saddle");
    double before = setting_of(s, "lr");

    (void)state;
    obey(s, "set sgd.lr 0.25");
    obey(s, "swap");
    assert_true(setting_of(s, "lr") == before);
    obey(s, "swap");
    assert_true(setting_of(s, "lr") == 0.25);
    obey(s, "set lr 0.125");
    obey(s, "swap");
    assert_true(setting_of(s, "lr") == 0.25);
    session_free(s);
}

/* Also where it was everybody's before, or has become so. */
static void swap_knows_what_became_a_runners_own(void **state)
{
    struct session *s = open_built_in("compare");

    (void)state;
    obey(s, "set sgd.norm batch");
    assert_true(setting_of(s, "norm") == 1);
    obey(s, "swap");
    assert_int_equal(session_look(s).snap->run[0].own, 0);
    obey(s, "swap");
    assert_true(setting_of(s, "norm") == 1);
    obey(s, "nudge sgd.residual 1");
    assert_true(setting_of(s, "residual") == 1);
    assert_int_equal(session_look(s).snap->run[0].own, 2);
    session_free(s);
}

static void compare_alone_takes_the_last_change_of_the_chosen_runner(void **state)
{
    static const struct {
        const char *changes[3], *line;
    } ROWS[] = {
        {{"set norm batch"}, "compare sgd.norm none"},
        {{"runner shallow", "set norm batch"}, "compare shallow.norm none"},
        {{"runner shallow", "set lr 0.2"}, "compare shallow.lr 0.05"},
        {{"runner shallow", "set sgd.lr 0.2"}, "compare sgd.lr 0.05"},
        {{"set shallow.depth 4"}, "compare shallow.depth 3"},
        {{"set sgd.gain 2", "step 3", "swap"}, "compare sgd.gain 2"},
        {{"set norm batch", "compare", "compare"}, "compare sgd.norm none"},
    };
    int64_t step;
    const char *line = "";

    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct session *s = open_built_in("compare");

        for (int k = 0; k < 3 && ROWS[i].changes[k]; k++)
            obey(s, ROWS[i].changes[k]);
        obey(s, "step 5");
        obey(s, "compare");
        assert_int_equal(sim_step_number(s->sim), 0);
        assert_int_equal(session_look(s).snap->runs, 3);
        for (int k = 0; sim_log(s->sim, k, &step, &line); k++)
            continue;
        assert_string_equal(line, ROWS[i].line);
        session_free(s);
    }
}

static void nothing_changed_is_nothing_to_compare(void **state)
{
    struct session *s = open_built_in("compare");
    struct err err;

    (void)state;
    assert_false(session_obey(s, "compare", &err));
    assert_non_null(strstr(err.text, "compare NAME VALUE"));
    obey(s, "set samples 50");
    assert_false(session_obey(s, "compare", &err));
    assert_non_null(strstr(err.text, "the same for all runners"));
    session_free(s);
}

/* Another optimizer has settings of its own, which nobody changed. */
static void another_optimizer_is_no_change_of_a_setting(void **state)
{
    static const struct {
        const char *scene, *line;
    } ROWS[] = {
        {"saddle", "become adam"},
        {"compare", "become adam"},
        {"compare", "replace sgd adam"},
    };
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct session *s = open_built_in(ROWS[i].scene);

        obey(s, "set sgd.lr 0.25");
        obey(s, ROWS[i].line);
        assert_false(session_obey(s, "swap", &err));
        assert_false(session_obey(s, "compare", &err));
        assert_non_null(strstr(err.text, "nothing was changed yet"));
        session_free(s);
    }
}

static void compare_names_the_runner_that_is_not_there(void **state)
{
    struct session *s = open_built_in("saddle");
    struct err err;

    (void)state;
    assert_false(session_obey(s, "compare zzz.lr 3", &err));
    assert_string_equal(err.text, "no runner is called \"zzz\"");
    assert_int_equal(err.col, 9);
    obey(s, "set sgd.lr 0.25");
    obey(s, "drop sgd");
    assert_false(session_obey(s, "compare", &err));
    assert_string_equal(err.text, "no runner is called \"sgd\"");
    session_free(s);
}

static void nudge_changes_the_chosen_setting_by_notches(void **state)
{
    struct session *s = open_built_in("saddle");
    double before = setting_of(s, "lr");

    (void)state;
    obey(s, "nudge lr 2");
    assert_true(setting_of(s, "lr") > before);
    obey(s, "swap");
    obey(s, "setting lr");
    obey(s, "nudge");
    assert_true(setting_of(s, "lr") > before);
    obey(s, "runner next");
    assert_int_equal(s->view.run, 1);
    obey(s, "runner previous");
    obey(s, "runner momentum");
    assert_int_equal(s->view.run, 1);
    obey(s, "nudge sgd.lr -1");
    obey(s, "nudge speed 1");
    assert_true(s->view.speed == 2 * SCENE_SPEED);
    session_free(s);
}

static void reset_keeps_the_trails_as_ghosts_and_the_settings(void **state)
{
    struct session *s = open_built_in("saddle");
    double end;

    (void)state;
    obey(s, "set lr 0.0625");
    obey(s, "step 3000");
    end = sim_snapshot(s->sim)->run[1].loss;
    obey(s, "reset");
    assert_int_equal(sim_step_number(s->sim), 0);
    assert_int_equal(s->view.ghosts, sim_snapshot(s->sim)->runs);
    assert_true(s->view.ghost[1].loss == end);
    assert_true(s->view.ghost[1].count > 100 && s->view.ghost[1].count <= GHOST_SAMPLES);
    assert_true(setting_of(s, "lr") == 0.0625);
    obey(s, "wipe");
    assert_int_equal(s->view.ghosts, 0);
    session_free(s);
}

static void the_moment_is_a_command_line_that_comes_to_it(void **state)
{
    struct session *s = open_built_in("saddle");
    struct buffer line = {0};

    (void)state;
    obey(s, "step 20");
    obey(s, "set sgd.lr 0.1");
    obey(s, "step 5");
    session_moment(s, &line);
    assert_string_equal(line.text,
                        "gradscape saddle --do 'step 20' --do 'set sgd.lr 0.1' "
                        "--do 'step 5'");
    buffer_free(&line);
    session_free(s);
}

static void the_view_survives_stepping_back_and_turning_to_another_scene(void **state)
{
    struct session *s = open_built_in("saddle");

    (void)state;
    obey(s, "zoom 1");
    obey(s, "glyphs ascii");
    obey(s, "step 5");
    obey(s, "back 5");
    assert_true(s->view.window.high[0] == 1.5);
    obey(s, "open rosenbrock");
    assert_true(s->view.window.high[0] == 2);
    assert_string_equal(s->view.glyphs->name, "ascii");
    obey(s, "step 3");
    session_free(s);
}

static void the_cross_becomes_the_start(void **state)
{
    struct session *s = open_built_in("saddle");

    (void)state;
    obey(s, "cross 1 -1");
    obey(s, "aim 40 0");
    obey(s, "plant");
    assert_true(fabs(sim_snapshot(s->sim)->start[0] - 7) < 1e-12);
    assert_false(s->view.has_cross);
    session_free(s);
}

static void while_playing_waiting_is_stepping(void **state)
{
    struct session *s = open_built_in("saddle");

    (void)state;
    obey(s, "pause");
    obey(s, "wait 2");
    assert_int_equal(sim_step_number(s->sim), 0);
    obey(s, "play");
    obey(s, "wait 2");
    assert_int_equal(sim_step_number(s->sim), 2 * SCENE_SPEED);
    session_free(s);
}

static void what_takes_long_is_done_in_slices(void **state)
{
    struct session *s = open_built_in("saddle");
    struct err err;

    (void)state;
    assert_true(session_command(s, "step 100", &err));
    assert_true(session_is_busy(s));
    assert_true(session_work(s, 30, &err));
    assert_int_equal(sim_step_number(s->sim), 30);
    assert_true(session_finish(s, &err));
    assert_int_equal(sim_step_number(s->sim), 100);
    assert_true(session_command(s, "step 100", &err));
    assert_true(session_work(s, 10, &err));
    assert_true(session_command(s, "pause", &err));
    assert_false(session_is_busy(s));
    assert_int_equal(sim_step_number(s->sim), 110);
    assert_true(session_command(s, "step 10", &err));
    assert_true(session_command(s, "back 20", &err));
    assert_int_equal(sim_step_number(s->sim), 100);
    assert_false(session_obey(s, "until sgd.lr > 1 max=10", &err));
    assert_true(s->refuted);
    assert_int_equal(sim_step_number(s->sim), 110);
    assert_false(session_is_busy(s));
    session_free(s);
}

/* Lines that no session may take; none of them changes anything. */
static const char *const REFUSED[] = {
    "title x",        "nonsense",
    "step -1",        "step 1.5",
    "step 1 2",       "back x",
    "play now",       "speed fast",
    "wait -1",        "until sgd.loss < 1",
    "until max=3",    "expect",
    "expect sgd.",    "expect bfgs.x>0",
    "focus nowhere",  "runner nobody",
    "setting no",     "nudge no 1",
    "nudge lr 1.5",   "swap",
    "zoom x",         "zoom 999",
    "pan 1",          "window 1:2",
    "fit everything", "cross up",
    "plant",          "theme pink",
    "glyphs none",    "colours 7",
    "bands 1",        "open nosuch",
    "picture",        "picture -",
    "seed -1",        "start 1",
    "drop nobody",    "set lr",
    "race nobody",    "\"open",
};

static void a_line_that_cannot_be_obeyed_changes_nothing(void **state)
{
    struct session *s = open_built_in("saddle");
    struct view before = s->view;

    (void)state;
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++) {
        struct err err = {0};

        if (session_obey(s, REFUSED[i], &err))
            fail_msg("%s was obeyed", REFUSED[i]);
        if (err.text[0] == '\0')
            fail_msg("%s is refused without a word", REFUSED[i]);
        assert_int_equal(sim_step_number(s->sim), 0);
        assert_memory_equal(&before, &s->view, sizeof before);
    }
    session_free(s);
}

static void every_command_has_its_usage_and_help_and_a_name_of_its_own(void **state)
{
    struct command row, other;
    int count = 0;

    (void)state;
    for (int i = 0; command_row(i, &row); i++, count++) {
        assert_true(row.usage && strncmp(row.usage, row.name, strlen(row.name)) == 0);
        assert_true(row.help && row.help[0] && !strchr(row.help, '\n'));
        assert_true(row.places != 0);
        for (int k = 0; k < i && command_row(k, &other); k++)
            assert_string_not_equal(row.name, other.name);
    }
    assert_true(count < COMMANDS_MAX);
}

static void a_script_may_not_touch_files(void **state)
{
    struct session *s = open_built_in("saddle");
    struct err err;

    (void)state;
    s->scripted = true;
    assert_false(session_obey(s, "picture /nonexistent/x.svg", &err));
    assert_false(session_obey(s, "open saddle", &err));
    assert_non_null(strstr(err.text, "script"));
    session_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_said_with_its_place),
        cmocka_unit_test(a_head_in_any_order_makes_a_simulation),
        cmocka_unit_test(every_built_in_scene_opens),
        cmocka_unit_test(swap_exchanges_the_old_and_the_new_value),
        cmocka_unit_test(swap_knows_what_became_a_runners_own),
        cmocka_unit_test(another_optimizer_is_no_change_of_a_setting),
        cmocka_unit_test(compare_names_the_runner_that_is_not_there),
        cmocka_unit_test(compare_alone_takes_the_last_change_of_the_chosen_runner),
        cmocka_unit_test(nothing_changed_is_nothing_to_compare),
        cmocka_unit_test(nudge_changes_the_chosen_setting_by_notches),
        cmocka_unit_test(reset_keeps_the_trails_as_ghosts_and_the_settings),
        cmocka_unit_test(the_moment_is_a_command_line_that_comes_to_it),
        cmocka_unit_test(the_view_survives_stepping_back_and_turning_to_another_scene),
        cmocka_unit_test(the_cross_becomes_the_start),
        cmocka_unit_test(while_playing_waiting_is_stepping),
        cmocka_unit_test(what_takes_long_is_done_in_slices),
        cmocka_unit_test(a_line_that_cannot_be_obeyed_changes_nothing),
        cmocka_unit_test(every_command_has_its_usage_and_help_and_a_name_of_its_own),
        cmocka_unit_test(a_script_may_not_touch_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
