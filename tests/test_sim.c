/* A simulation: commands, steps, stepping back, and what the snapshot says of them. */
#include "base/random.h"
#include "optim/optimizer.h"
#include "problem/landscape.h"
#include "sim/condition.h"
#include "sim/diagnosis.h"
#include "sim/sim.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct sim *open_sim(const char *formula, double x, double y)
{
    const struct landscape_constant a = {.name = "a", .value = 1, .low = 0, .high = 100};
    const struct landscape_text text = {
        .formula = formula, .dims = isnan(y) ? 1 : 2, .constants = 1, .constant = &a};
    struct err err = {.text = ""};
    struct problem *problem = landscape_new(&text, &err);

    assert_string_equal(err.text, "");
    return sim_new(&(struct sim_plan){.title = "test",
                                      .formula = formula,
                                      .problem = problem,
                                      .domain = {.low = {-3, -3}, .high = {3, 3}},
                                      .start = {x, isnan(y) ? 0 : y},
                                      .seed = 7});
}

static void command(struct sim *sim, const char *line)
{
    struct err err = {.text = ""};

    if (!sim_command(sim, line, &err))
        fail_msg("%s: %s", line, err.text);
}

static void steps(struct sim *sim, int64_t count)
{
    while (count-- > 0)
        sim_step(sim);
}

/* Everything that a snapshot says in numbers and texts, as one line. */
static void describe(struct sim *sim, char *out, size_t size)
{
    const struct snapshot *s = sim_snapshot(sim);
    size_t used = (size_t)snprintf(out, size, "%lld %llu", (long long)s->step,
                                   (unsigned long long)s->seed);

    for (int i = 0; i < s->constants; i++)
        used += (size_t)snprintf(out + used, size - used, " %.17g", s->constant[i].value);
    for (int i = 0; i < s->runs; i++) {
        const struct run_view *r = &s->run[i];

        used += (size_t)snprintf(out + used, size - used,
                                 "; %s %d %.17g %.17g %.17g %.17g %.17g %s", r->name,
                                 r->slot, r->x[0], r->x[1], r->loss, r->lr, r->evals,
                                 run_state_name(r->state));
        for (int k = 0; k < r->findings; k++)
            used +=
                (size_t)snprintf(out + used, size - used, " %s", r->finding[k].sentence);
        used += (size_t)snprintf(out + used, size - used, " %d@%lld", r->trace.count,
                                 (long long)r->trace.stride);
        for (int k = 0; k < r->trace.count && used < size - 64; k += 97)
            used += (size_t)snprintf(out + used, size - used, " %.17g",
                                     r->trace.samples[k].loss);
        for (int k = 0; k < r->settings && used < size - 64; k++)
            used +=
                (size_t)snprintf(out + used, size - used, " %.9g", r->setting[k].value);
    }
}

#define ROSENBROCK "(1-x)^2 + 100*(y-x^2)^2"

/* One runner of each optimizer, in sims of at most eight. */
static struct sim *open_race(int first)
{
    struct sim *sim = open_sim(ROSENBROCK, -1.2, 1);
    char line[128];

    for (int i = first; i < first + 4 && optimizers()[i]; i++) {
        snprintf(line, sizeof line, "race %s lr=0.001 noise=0.1", optimizers()[i]->name);
        command(sim, line);
    }
    return sim;
}

static int optimizer_count(void)
{
    int count = 0;

    while (optimizers()[count])
        count++;
    return count;
}

static void test_stepping_back_restores_every_optimizer_exactly(void **state)
{
    static char there[65536], back[65536];

    (void)state;
    for (int first = 0; first < optimizer_count(); first += 4) {
        struct sim *sim = open_race(first);

        steps(sim, 137);
        describe(sim, there, sizeof there);
        steps(sim, 500);
        sim_back(sim, 500);
        describe(sim, back, sizeof back);
        assert_string_equal(there, back);
        steps(sim, 500);
        sim_back(sim, 1000000);
        assert_int_equal(sim_step_number(sim), 0);
        steps(sim, 137);
        describe(sim, back, sizeof back);
        assert_string_equal(there, back);
        sim_free(sim);
    }
}

static void test_a_million_steps_back_is_exact(void **state)
{
    static char first[65536], last[65536], again[65536];
    struct sim *sim = open_sim(ROSENBROCK, -1.2, 1);

    (void)state;
    command(sim, "race adam lr=0.001");
    steps(sim, 1);
    describe(sim, first, sizeof first);
    steps(sim, 199998);
    describe(sim, last, sizeof last);
    steps(sim, 1);
    sim_back(sim, 1);
    describe(sim, again, sizeof again);
    assert_string_equal(last, again);
    sim_back(sim, 199998);
    describe(sim, again, sizeof again);
    assert_string_equal(first, again);
    sim_free(sim);
}

static void test_commands_are_repeated_at_their_steps(void **state)
{
    static char there[65536], back[65536];
    struct sim *sim = open_sim("a*x^2 + 3*y^2", 2, 1);

    (void)state;
    command(sim, "race sgd lr=0.01");
    steps(sim, 10);
    command(sim, "set lr 0.05");
    steps(sim, 10);
    command(sim, "race adam lr=0.1");
    command(sim, "set a 4");
    steps(sim, 70);
    command(sim, "drop sgd");
    command(sim, "race momentum lr=0.001");
    steps(sim, 30);
    command(sim, "seed 9");
    describe(sim, there, sizeof there);
    sim_back(sim, 115);
    assert_int_equal(sim_step_number(sim), 5);
    assert_int_equal(sim_snapshot(sim)->runs, 1);
    assert_true(sim_snapshot(sim)->constant[0].value == 1);
    steps(sim, 115);
    describe(sim, back, sizeof back);
    assert_string_equal(there, back);
    sim_back(sim, 40);
    sim_seek(sim, 120);
    sim_finish(sim);
    describe(sim, back, sizeof back);
    assert_string_equal(there, back);
    sim_free(sim);
}

/* Does again, from nothing, what the log of `sim` says, up to its present step. */
static struct sim *replay(struct sim *sim)
{
    struct sim *twin = open_sim("a*x^2 + 3*y^2 + 0.1*x^3*y", 1, 1);
    const char *line;
    int64_t step;

    for (int i = 0; sim_log(sim, i, &step, &line); i++) {
        steps(twin, step - sim_step_number(twin));
        command(twin, line);
    }
    steps(twin, sim_step_number(sim) - sim_step_number(twin));
    return twin;
}

/* What a hurried hand might do; some of it fails, which must change nothing. */
static void meddle(struct sim *sim, const uint32_t bits[4])
{
    static const char *const LINES[] = {
        "race sgd lr=0.01 noise=0.3",
        "race adam",
        "race lbfgs",
        "race sam inner=momentum",
        "drop sgd",
        "drop adam2",
        "set lr 0.02",
        "set a 2",
        "set adam.beta1 0.5",
        "start 0.5 -0.5",
        "seed 3",
        "set sam.inner adam",
        "set average ema",
        "set clip norm",
        "set history_mb 0.05",
        "race rprop",
        "race newton lr=0.5",
        "set lbfgs.history 3",
        "set saddle_radius 0.2",
        "race no_such",
        "set lr",
    };
    struct err err;

    switch (bits[0] % 8) {
    case 0:
    case 1:
    case 2:
        steps(sim, bits[1] % 150);
        break;
    case 3:
        sim_back(sim, bits[1] % 300);
        break;
    case 4:
        sim_seek(sim, bits[1] % 500);
        sim_work(sim, (int)(bits[2] % 40));
        break;
    default:
        sim_command(sim, LINES[bits[1] % (sizeof LINES / sizeof LINES[0])], &err);
    }
    if (bits[3] % 100 == 0)
        sim_reset(sim);
}

static void test_whatever_was_done_the_log_alone_gives_the_same_moment(void **state)
{
    static char there[65536], again[65536];

    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        struct sim *sim = open_sim("a*x^2 + 3*y^2 + 0.1*x^3*y", 1, 1), *twin;
        uint32_t bits[4];

        for (uint64_t i = 0; i < 120; i++) {
            random_bits((struct random_place){.seed = seed, .step = i}, bits);
            meddle(sim, bits);
        }
        sim_finish(sim);
        twin = replay(sim);
        describe(sim, there, sizeof there);
        describe(twin, again, sizeof again);
        assert_string_equal(there, again);
        sim_free(twin);
        sim_free(sim);
    }
}

static void test_a_new_command_drops_what_came_later(void **state)
{
    struct sim *sim = open_sim("x^2 + y^2", 1, 1);

    (void)state;
    command(sim, "race sgd lr=0.01");
    steps(sim, 50);
    command(sim, "set lr 0.5");
    steps(sim, 50);
    sim_back(sim, 60);
    assert_true(sim_snapshot(sim)->last_step == 100);
    command(sim, "set lr 0.02");
    assert_true(sim_snapshot(sim)->last_step == 40);
    steps(sim, 60);
    assert_true(sim_snapshot(sim)->run[0].lr == 0.02);
    sim_free(sim);
}

static void test_history_of_no_size_is_exact_too(void **state)
{
    static char there[65536], back[65536];
    static const char *const SIZES[] = {"0", "0.01", "0.1", "2"};

    (void)state;
    for (int i = 0; i < 4; i++) {
        struct sim *sim = open_race(4);
        char line[64];

        snprintf(line, sizeof line, "set history_mb %s", SIZES[i]);
        command(sim, line);
        steps(sim, 3000);
        describe(sim, there, sizeof there);
        steps(sim, 3001);
        sim_back(sim, 3001);
        describe(sim, back, sizeof back);
        assert_string_equal(there, back);
        sim_free(sim);
    }
}

static void test_reset_begins_anew_with_the_present_settings(void **state)
{
    struct sim *sim = open_sim("x^2 + y^2", 1, 1);

    (void)state;
    command(sim, "race sgd lr=0.01");
    steps(sim, 50);
    command(sim, "set lr 0.25");
    command(sim, "race adam");
    steps(sim, 5);
    sim_reset(sim);
    assert_true(sim_step_number(sim) == 0);
    assert_true(sim_snapshot(sim)->runs == 2);
    assert_true(sim_snapshot(sim)->run[0].lr == 0.25);
    assert_true(sim_snapshot(sim)->run[0].x[0] == 1);
    sim_free(sim);
}

static void test_a_runner_added_later_begins_at_the_start(void **state)
{
    struct sim *sim = open_sim("x^2 + y^2", 1, 1);
    const struct snapshot *s;

    (void)state;
    command(sim, "race sgd lr=0.01");
    steps(sim, 50);
    command(sim, "race sgd lr=0.01");
    s = sim_snapshot(sim);
    assert_string_equal(s->run[1].name, "sgd2");
    assert_true(s->run[1].steps == 0 && s->run[1].x[0] == 1);
    steps(sim, 50);
    assert_true(sim_snapshot(sim)->run[1].steps == 50);
    sim_free(sim);
}

static void test_runners_meet_the_same_noise(void **state)
{
    struct sim *sim = open_sim("0*x + 0*y", 1, 1);
    const struct snapshot *s;

    (void)state;
    command(sim, "race sgd lr=0.5 noise=1");
    command(sim, "race sgd lr=0.5 noise=1");
    steps(sim, 20);
    s = sim_snapshot(sim);
    assert_true(s->run[0].x[0] == s->run[1].x[0] && s->run[0].x[0] != 1);
    sim_free(sim);
}

static void test_divergence_keeps_the_last_finite_point(void **state)
{
    struct sim *sim = open_sim("x^4 + y^2", 2, 1);
    const struct run_view *run;

    (void)state;
    command(sim, "race sgd lr=1");
    command(sim, "race adam");
    steps(sim, 40);
    run = &sim_snapshot(sim)->run[0];
    assert_int_equal(run->state, RUN_DIVERGED);
    assert_true(isfinite(run->loss) && isfinite(run->x[0]) && fabs(run->x[0]) <= 1e150);
    assert_non_null(strstr(run->verdict, "became"));
    assert_true(sim_snapshot(sim)->run[1].steps == 40);
    assert_false(sim_is_over(sim));
    command(sim, "drop adam");
    assert_true(sim_is_over(sim));
    sim_free(sim);
}

struct error_case {
    const char *line;
    int col;
    const char *text;
};

static void test_bad_commands_say_where_and_change_nothing(void **state)
{
    static const struct error_case CASES[] = {
        {"rce sgd", 1, "no command"},
        {"race", 5, "an optimizer"},
        {"race adm", 6, "no optimizer"},
        {"race adam lr", 11, "name=value"},
        {"race adam lr=abc", 11, "lr"},
        {"race adam lr=-1", 11, "lr"},
        {"race adam rho=1", 11, "adam has no rho"},
        {"race adam nonsense=1", 11, "nonsense"},
        {"race adam as=sgd", 11, "already"},
        {"race adam as=1a", 11, "can't be"},
        {"race adam as=abcdefghijklmnopqrstuvwxyzabcdefgh", 11,
         "at most 31 letters, this one 34"},
        {"race lookahead inner=lookahead", 16, "inner"},
        {"drop adam", 6, "no runner"},
        {"drop", 5, "name"},
        {"drop sgd now", 10, "nothing should follow"},
        {"set lr", 7, "value"},
        {"set lr x", 5, "lr"},
        {"set adam.lr 1", 5, "no runner"},
        {"set zzz 1", 5, "zzz"},
        {"set beta1 0.5", 5, "no runner here"},
        {"set a 101", 5, "a"},
        {"start 1", 8, "a number"},
        {"start 1 b", 9, "not a number"},
        {"seed -1", 6, "whole number"},
        {"seed 1.5", 6, "whole number"},
        {"race \"adam", 6, "quote"},
    };
    static char before[65536], after[65536];
    struct sim *sim = open_sim("a*x^2 + y^2", 1, 1);

    (void)state;
    command(sim, "race sgd");
    steps(sim, 3);
    describe(sim, before, sizeof before);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct err err = {.text = ""};

        assert_false(sim_command(sim, CASES[i].line, &err));
        if (!strstr(err.text, CASES[i].text) || err.col != CASES[i].col)
            fail_msg("%s: col %d: %s", CASES[i].line, err.col, err.text);
    }
    describe(sim, after, sizeof after);
    assert_string_equal(before, after);
    sim_free(sim);
}

struct claim {
    const char *formula;
    double x, y;
    const char *race;
    int steps;
    const char *condition;
};

static void test_diagnoses_hold_where_they_should(void **state)
{
    static const struct claim CLAIMS[] = {
        {"x^2 + y^2", 1, 1, "race sgd lr=0.1", 200,
         "converged and not at_saddle and not plateau"},
        {"x^2 - y^2 + 0.1*y^4", 1.5, 0, "race sgd lr=0.1", 100,
         "at_saddle and not converged"},
        {"x^2 - y^2 + 0.1*y^4", 1.5, 1, "race sgd lr=0.1", 100,
         "not at_saddle and converged"},
        {"x^2 + 20*y^2", 2, 1, "race sgd lr=0.048", 20, "zigzag and not overshooting"},
        {"x^2 + 20*y^2", 2, 1, "race sgd lr=0.051", 5, "overshooting"},
        {"x^2 + 20*y^2", 2, 1, "race adam", 20, "not overshooting"},
        {"x^2 + y^2", 2, 1, "race sgd lr=1e-6", 50, "creeping and not plateau"},
        {"1 - exp(-3*(x^2+y^2))", 2, 1, "race sgd lr=0.1", 50, "plateau"},
        {"x^2 + y^2", 1, 1, "race sgd lr=0.1 noise=1", 100, "noise_floor"},
        {"x^4 - 2*x^2 + 0.2*x + y^2", 2, 1, "race sgd lr=0.02", 300, "local_minimum"},
        {"x^4 - 2*x^2 + 0.2*x + y^2", -2, 1, "race sgd lr=0.02", 300,
         "not local_minimum"},
        {"x^2 + y^2 + exp(8*(-x-2))", -2.9, 1, "race sgd lr=0.1", 1, "thrown"},
        {"x^4 + y^2", 2, 1, "race sgd lr=1", 30, "diverged"},
        {"x^4 + y^4 - 4*x^2 - 4*y^2", 0.3, 0.2, "race newton lr=0.1", 100,
         "at_maximum and not plateau"},
        {"(x^2 + 200*y^2)/2", 2, 0.5, "race sgd lr=0.0098", 250, "not plateau"},
        {"(1 - x)^2 + 100*(y - x^2)^2", -1.2, 1, "race sgd lr=0.001", 100, "not plateau"},
        {"x^2 - y^2 + 0.1*y^4", 2, 0.001, "race momentum lr=0.01", 45,
         "at_saddle and not escaped"},
        {"x^2 - y^2 + 0.1*y^4", 2, 0.001, "race momentum lr=0.01", 70,
         "escaped and not at_saddle"},
        {"x^2 - y^2 + 0.1*y^4", 2, 0.001, "race momentum lr=0.01", 18,
         "not at_saddle and not escaped"},
        {"(1 - x)^2 + 100*(y - x^2)^2", -1.2, 1, "race sgd lr=0.001", 100, "ravine"},
        {"(x^2 + 200*y^2)/2", 2, 0.5, "race sgd lr=0.0098", 250,
         "ravine and not settling"},
        {"(x^2 + 200*y^2)/2", 2, 0.5, "race sgd lr=0.0098", 600,
         "settling and not ravine"},
        {"x^4 - 4*x^2 + x", 2.1, NAN, "race momentum lr=0.005", 4, "not local_minimum"},
        {"x^4 - 4*x^2 + x", 2.1, NAN, "race momentum lr=0.005", 200, "local_minimum"},
        {"x^2 + y^2", 1, 1, "race sgd lr=0.3 noise=1", 92,
         "noise_floor and grad_norm > sqrt(2)"},
        {"log(x) + y", -1, 1, "race sgd", 0, "diverged"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof CLAIMS / sizeof CLAIMS[0]; i++) {
        struct sim *sim = open_sim(CLAIMS[i].formula, CLAIMS[i].x, CLAIMS[i].y);
        struct err err = {.text = ""};
        struct condition *c;
        struct buffer values = {0};

        command(sim, CLAIMS[i].race);
        steps(sim, CLAIMS[i].steps);
        c = condition_read(CLAIMS[i].condition, sim, &err);
        assert_string_equal(err.text, "");
        condition_explain(c, sim, &values);
        if (!condition_holds(c, sim))
            fail_msg("%s: %s: %s", CLAIMS[i].formula, CLAIMS[i].race, values.text);
        buffer_free(&values);
        condition_free(c);
        sim_free(sim);
    }
}

static void test_the_time_to_escape_is_what_theory_gives(void **state)
{
    static const char *const RACES[] = {"race sgd lr=0.02", "race momentum lr=0.002",
                                        "race nesterov lr=0.002"};

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct sim *sim = open_sim("x^2 - y^2 + 0.001*y^4", 0.2, 1e-6);
        struct err err = {.text = ""};
        struct condition *c;

        command(sim, RACES[i]);
        steps(sim, 600);
        c = condition_read("escape_steps > 0.9*escape_forecast and "
                           "escape_steps < 1.1*escape_forecast + 20",
                           sim, &err);
        assert_non_null(c);
        if (!condition_holds(c, sim)) {
            struct buffer values = {0};

            condition_explain(c, sim, &values);
            fail_msg("%s: %s", RACES[i], values.text);
        }
        condition_free(c);
        sim_free(sim);
    }
}

static void test_conditions_name_runners_settings_and_diagnoses(void **state)
{
    struct sim *sim = open_sim("x^2 + y^2", 1, 1);
    struct err err = {.text = ""};
    struct condition *c;
    struct buffer values = {0};

    (void)state;
    command(sim, "race sgd lr=0.25");
    command(sim, "race adam as=a1");
    steps(sim, 1);
    c = condition_read(
        "sgd.lr == 0.25 and a1.beta1 == 0.9 and x == 0.5 and not a1.diverged", sim, &err);
    assert_non_null(c);
    assert_true(condition_holds(c, sim));
    condition_explain(c, sim, &values);
    assert_string_equal(values.text,
                        "sgd.lr = 0.25, a1.beta1 = 0.9, x = 0.5, a1.diverged = 0");
    condition_free(c);
    buffer_free(&values);
    assert_null(condition_read("nobody.loss < 1", sim, &err));
    assert_int_equal(err.col, 1);
    assert_null(condition_read("loss < ", sim, &err));
    assert_null(condition_read("sgd.nothing > 0", sim, &err));
    sim_free(sim);
}

static void test_critical_points_are_found_and_told_apart(void **state)
{
    struct sim *sim = open_sim("(x^2 + y - 11)^2 + (x + y^2 - 7)^2", 0,
                               0); /* in -3:3 some are cut off */
    struct asks asks = {0};
    const struct snapshot *s;
    int kinds[5] = {0};

    (void)state;
    asks_add(&asks, (struct ask){.kind = ASK_LANDMARKS,
                                 .window = {.low = {-6, -6}, .high = {6, 6}}});
    sim_ask(sim, &asks);
    sim_finish(sim);
    s = sim_snapshot(sim);
    for (int i = 0; i < s->landmarks; i++)
        kinds[s->landmark[i].kind]++;
    assert_int_equal(kinds[POINT_MINIMUM], 4);
    assert_int_equal(kinds[POINT_SADDLE], 4);
    assert_int_equal(kinds[POINT_MAXIMUM], 1);
    sim_free(sim);
}

static void test_asks_fill_the_raster_from_the_top_and_alter_no_run(void **state)
{
    static char before[65536], after[65536];
    struct sim *sim = open_sim("x + 10*y", 1, 1);
    struct asks asks = {0};
    const struct raster *r;

    (void)state;
    command(sim, "race sgd lr=0.1 noise=0.5");
    command(sim, "race lookahead inner=adam");
    steps(sim, 3);
    describe(sim, before, sizeof before);
    asks_add(&asks, (struct ask){.kind = ASK_RASTER,
                                 .window = {.low = {0, 0}, .high = {4, 2}},
                                 .cols = 4,
                                 .rows = 2});
    asks_add(&asks, (struct ask){.kind = ASK_NEXT, .run = -1});
    asks_add(&asks, (struct ask){.kind = ASK_CURVATURE, .run = -1});
    sim_ask(sim, &asks);
    sim_finish(sim);
    r = sim_snapshot(sim)->raster;
    assert_int_equal(r->done, 2);
    assert_true(r->values[0] == 0.5 + 15 && r->values[7] == 3.5 + 5);
    assert_true(sim_snapshot(sim)->run[0].has_next);
    describe(sim, after, sizeof after);
    assert_string_equal(before, after);
    {
        double next = sim_snapshot(sim)->run[0].next[0];

        sim_step(sim);
        assert_true(sim_snapshot(sim)->run[0].x[0] == next);
    }
    sim_free(sim);
}

static void test_one_dimension_works_alike(void **state)
{
    struct sim *sim = open_sim("x^4 - 4*x^2 + x", 2, NAN);
    struct asks asks = {0};

    (void)state;
    command(sim, "race sgd lr=0.01");
    steps(sim, 500);
    asks_add(&asks,
             (struct ask){.kind = ASK_LANDMARKS, .window = {.low = {-3}, .high = {3}}});
    sim_ask(sim, &asks);
    sim_finish(sim);
    assert_int_equal(sim_snapshot(sim)->landmarks, 3);
    assert_int_equal(sim_snapshot(sim)->run[0].state, RUN_CONVERGED);
    assert_string_equal(sim_snapshot(sim)->run[0].finding[0].name, "local_minimum");
    sim_free(sim);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stepping_back_restores_every_optimizer_exactly),
        cmocka_unit_test(test_a_million_steps_back_is_exact),
        cmocka_unit_test(test_commands_are_repeated_at_their_steps),
        cmocka_unit_test(test_whatever_was_done_the_log_alone_gives_the_same_moment),
        cmocka_unit_test(test_a_new_command_drops_what_came_later),
        cmocka_unit_test(test_history_of_no_size_is_exact_too),
        cmocka_unit_test(test_reset_begins_anew_with_the_present_settings),
        cmocka_unit_test(test_a_runner_added_later_begins_at_the_start),
        cmocka_unit_test(test_runners_meet_the_same_noise),
        cmocka_unit_test(test_divergence_keeps_the_last_finite_point),
        cmocka_unit_test(test_bad_commands_say_where_and_change_nothing),
        cmocka_unit_test(test_diagnoses_hold_where_they_should),
        cmocka_unit_test(test_the_time_to_escape_is_what_theory_gives),
        cmocka_unit_test(test_conditions_name_runners_settings_and_diagnoses),
        cmocka_unit_test(test_critical_points_are_found_and_told_apart),
        cmocka_unit_test(test_asks_fill_the_raster_from_the_top_and_alter_no_run),
        cmocka_unit_test(test_one_dimension_works_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
