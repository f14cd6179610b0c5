/* What a line asked for is made exactly, whoever makes the last part of a step. */
#include "app/session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#undef fail /* ours is meant here */

/* A line, how many units each gets in its turn, and where that leads. */
struct goal_row {
    const char *line;
    int of_goal, of_frame;
    bool reached;
    int64_t step;
};

static const struct goal_row GOALS[] = {
    {"step", 1, 1, true, 1},
    {"step 20", 1, 1, true, 20},
    {"step 20", 1, 200, true, 20},
    {"step 20", 7, 3, true, 20},
    {"step 20", 200, 1, true, 20},
    {"until sgd.steps >= 7 max=20", 1, 1, true, 7},
    {"until sgd.steps >= 7 max=20", 1, 200, true, 7},
    {"until sgd.steps >= 20 max=9", 1, 1, false, 9},
    {"until sgd.steps >= 20 max=9", 1, 200, false, 9},
};

static struct session *open_net(void)
{
    static const char *const LINES[] = {"race sgd as=second", "race adam",
                                        "set norm batch"};
    struct err err;
    char *name;
    struct session *s = session_open("vanishing-sigmoid", &name, &err);

    free(name);
    assert_non_null(s);
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
        assert_true(session_obey(s, LINES[i], &err));
    sim_be_patient(s->sim, PATIENCE_SOME);
    return s;
}

/* In turns, as on the screen; what a frame finishes of a step counts. */
static bool work_in_turns(struct session *s, const struct goal_row *row)
{
    struct share share = {.steps = INT64_MAX};
    bool reached = true;
    struct err err;

    while (session_is_busy(s) && reached) {
        share.units = row->of_goal;
        reached = session_work_on(s, &share, &err);
        sim_work(s->sim, row->of_frame);
    }
    return reached;
}

static void a_goal_is_met_whoever_finishes_its_steps(void **state)
{
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof GOALS / sizeof *GOALS; i++) {
        struct session *s = open_net();

        assert_true(session_command(s, GOALS[i].line, &err));
        assert_true(work_in_turns(s, &GOALS[i]) == GOALS[i].reached);
        assert_int_equal(sim_step_number(s->sim), GOALS[i].step);
        assert_false(session_is_busy(s));
        assert_false(sim_is_stepping(s->sim));
        session_free(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_goal_is_met_whoever_finishes_its_steps),
    };

    return cmocka_run_group_tests_name("goal", tests, NULL, NULL);
}
