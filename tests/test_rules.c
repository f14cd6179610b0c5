/*
 * What single rules promise: their limits by theory, and those that PyTorch does not
 * have.
 */
#include "race.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* theory */

static double curve(const double *x, double *g, double *h)
{
    static const double LAMBDA[2] = {4, -0.5};

    for (int i = 0; g && i < 2; i++)
        g[i] = LAMBDA[i] * x[i];
    if (h)
        h[0] = LAMBDA[0], h[1] = h[2] = 0, h[3] = LAMBDA[1];
    return 0.5 * (LAMBDA[0] * x[0] * x[0] + LAMBDA[1] * x[1] * x[1]);
}

/* How much |x[axis]| has grown over many steps at this share of the limit, as its log. */
static double growth_at(const char *line, double share)
{
    struct race r;

    assert_true(race_begin(&r, curve, line));
    r.set.lr = share * r.o->rate_limit(&r.set, 4);
    r.x[0] = 1;
    while (r.done < 3000)
        race_step(&r, 0);
    return log(fabs(r.x[0]));
}

static void at_the_limit_stable_turns_unstable(void **state)
{
    static const char *const lines[] = {"race sgd",
                                        "race sgd momentum=0.5",
                                        "race sgd dampening=0.5",
                                        "race momentum",
                                        "race momentum momentum=0.3 dampening=0.6",
                                        "race momentum momentum=0.99",
                                        "race nesterov",
                                        "race nesterov momentum=0.4 dampening=0.9",
                                        "race nesterov momentum=0",
                                        "race newton",
                                        "race newton damping=3",
                                        "race saddle_free_newton damping=3"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_true(growth_at(lines[i], 0.99) < -5);
        assert_true(growth_at(lines[i], 1.01) > 5);
    }
}

/* The measured growth a step, along both axes, is what `growth` says. */
static void growth_is_what_theory_says(void **state)
{
    static const char *const lines[] = {"race sgd lr=0.1",
                                        "race momentum lr=0.05 momentum=0.8",
                                        "race sgd lr=0.6",
                                        "race nesterov lr=0.02 momentum=0.7",
                                        "race momentum lr=0.3 momentum=0.2 dampening=0.5",
                                        "race nesterov lr=0.1 momentum=0.5 dampening=0.3",
                                        "race newton lr=0.1 damping=3",
                                        "race saddle_free_newton lr=0.1 damping=1"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct race r;
        double before = 0, along_y, theory;

        assert_true(race_begin(&r, curve, lines[i]));
        for (r.x[1] = 1e-100; r.done < 600; race_step(&r, 0))
            if (r.done == 400)
                before = r.x[1];
        along_y = exp(log(fabs(r.x[1] / before)) / 200);
        theory = r.o->growth(&r.set, r.set.lr, -0.5);
        assert_true(fabs(along_y - theory) < 1e-9 * theory);
        assert_true((r.o->growth(&r.set, r.set.lr, 4) > 1) ==
                    (r.set.lr > r.o->rate_limit(&r.set, 4)));
    }
}

/* beyond PyTorch */

static struct race run_race(landscape *of, const char *line, double x, double y)
{
    struct race r;

    assert_true(race_begin(&r, of, line));
    r.x[0] = x;
    r.x[1] = y;
    race_step(&r, 0);
    return r;
}

static void newton_jumps_to_the_bottom_of_a_quadratic(void **state)
{
    struct race r = run_race(bowl, "race newton", 2, 1.5);

    (void)state;
    assert_true(r.x[0] == 0 && r.x[1] == 0);
    r = run_race(bowl, "race newton damping=2", 2, 1.1);
    assert_true(fabs(r.x[0] - 1) < 1e-15 && fabs(r.x[1] - 0.1) < 1e-15);
}

static void newton_seeks_the_saddle_that_the_saddle_free_one_leaves(void **state)
{
    struct race plain = run_race(saddle, "race newton", 1.5, 0.3);
    struct race free_one = run_race(saddle, "race saddle_free_newton", 1.5, 0.3);

    (void)state;
    while (plain.done < 30) {
        race_step(&plain, 0);
        race_step(&free_one, 0);
    }
    assert_true(fabs(plain.x[0]) < 1e-12 && fabs(plain.x[1]) < 1e-12);
    assert_true(fabs(free_one.x[0]) < 1e-6 && fabs(free_one.x[1] - sqrt(5)) < 1e-6);
}

/* A trough at an angle: no curvature along it, and none exactly representable across. */
static double trough(const double *x, double *g, double *h)
{
    double a = 0.1 * x[0] + 0.3 * x[1] - 1;

    if (g)
        g[0] = 0.2 * a, g[1] = 0.6 * a;
    if (h)
        h[0] = 0.2 * 0.1, h[1] = h[2] = 0.2 * 0.3, h[3] = 0.6 * 0.3;
    return a * a;
}

static double slope(const double *x, double *g, double *h)
{
    if (g)
        g[0] = 2, g[1] = -1;
    if (h)
        h[0] = h[1] = h[2] = h[3] = 0;
    return 2 * x[0] - x[1];
}

static void where_newton_has_no_solution_it_follows_the_gradient(void **state)
{
    struct race r = run_race(trough, "race newton lr=0.5", 1, 2);

    (void)state;
    assert_true(fabs(r.x[0] - (1 - 0.5 * 0.2 * -0.3)) < 1e-15);
    assert_true(fabs(r.x[1] - (2 - 0.5 * 0.6 * -0.3)) < 1e-15);
    r = run_race(slope, "race newton lr=0.5", 1, 2);
    assert_true(r.x[0] == 0 && r.x[1] == 2.5);
    r = run_race(slope, "race saddle_free_newton lr=0.5 damping=0", 1, 2);
    assert_true(r.x[0] == 0 && r.x[1] == 2.5);
    r = run_race(trough, "race saddle_free_newton damping=0", 1, 2);
    assert_true(fabs(trough(r.x, NULL, NULL)) < 1e-25);
    assert_true(fabs(r.x[0] - 1) < 1 && fabs(r.x[1] - 2) < 1);
}

static void lbfgs_finds_the_minimum_fast(void **state)
{
    static const struct {
        landscape *of;
        double x, y, steps, evals;
    } rows[] = {{rosenbrock, -1.2, 1, 45, 120},
                {himmelblau, 0, 0, 20, 60},
                {bowl, 2, 1.5, 12, 40},
                {saddle, 1.5, 0.01, 25, 70}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct race r = run_race(rows[i].of, "race lbfgs", rows[i].x, rows[i].y);
        double g[2] = {1, 1}, last = HUGE_VAL;

        while (r.done < rows[i].steps && (g[0] * g[0] + g[1] * g[1] > 1e-14)) {
            race_step(&r, 0);
            assert_true(r.value <= last);
            last = r.value;
            r.of(r.x, g, NULL);
        }
        assert_true(r.done < rows[i].steps && r.evals <= rows[i].evals);
    }
}

static void a_line_search_keeps_to_its_evaluations(void **state)
{
    struct race r = run_race(slope, "race lbfgs line_search_max=9", 0, 0);

    (void)state;
    assert_true(r.evals <= 11 && r.x[0] < -50);
}

static void lion_moves_every_coordinate_alike(void **state)
{
    struct race r = run_race(bowl, "race lion lr=0.25 weight_decay=0.5", 2, 1.5);

    (void)state;
    assert_true(r.x[0] == 2 * (1 - 0.125) - 0.25 && r.x[1] == 1.5 * (1 - 0.125) - 0.25);
    assert_true(fabs(r.vectors[0] - 0.04) < 1e-15 && fabs(r.vectors[1] - 0.3) < 1e-15);
}

static void lookahead_follows_its_inner_optimizer_part_of_the_way(void **state)
{
    static const char *const inner[] = {"adam", "momentum", "rprop", "asgd"};
    char line[100];

    (void)state;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        struct race r, fast;

        snprintf(line, sizeof line,
                 "race lookahead inner=%s sync_period=4 slow_step=0.25", inner[i]);
        assert_true(race_begin(&r, himmelblau, line));
        snprintf(line, sizeof line, "race %s", inner[i]);
        assert_true(race_begin(&fast, himmelblau, line));
        assert_true(r.set.lr == fast.set.lr);
        for (int outer = 1; outer <= 10; outer++) {
            double slow[2] = {r.x[0], r.x[1]};

            memcpy(fast.x, r.x, sizeof r.x);
            while (fast.done < 4 * outer)
                race_step(&fast, 0);
            race_step(&r, 0);
            for (int k = 0; k < 2; k++)
                assert_true(r.x[k] == slow[k] + 0.25 * (fast.x[k] - slow[k]));
        }
    }
}

static void sam_steps_with_the_gradient_from_uphill(void **state)
{
    struct race r = run_race(bowl, "race sam lr=0.1 radius=0.5", 1.5, 0.2);

    (void)state;
    assert_true(fabs(r.x[0] - (1.5 - 0.1 * 2 * (1.5 + 0.5 * 0.6))) < 1e-15);
    assert_true(fabs(r.x[1] - (0.2 - 0.1 * 20 * (0.2 + 0.5 * 0.8))) < 1e-15);
    r = run_race(bowl, "race sam lr=0.1 radius=0.5", 0, 0);
    assert_true(r.x[0] == 0 && r.x[1] == 0);
}

static void a_live_rate_reaches_an_inner_rprop(void **state)
{
    struct race r = run_race(bowl, "race sam inner=rprop lr=0.01", 2, 1.5);

    (void)state;
    race_set_rate(&r, 0.5);
    r.vectors[0] = r.vectors[1] = 0; /* no sign to compare with, so no factor */
    race_step(&r, 0);
    assert_true(fabs(r.x[0] - 1.49) < 1e-15 && fabs(r.x[1] - 0.99) < 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_the_limit_stable_turns_unstable),
        cmocka_unit_test(growth_is_what_theory_says),
        cmocka_unit_test(newton_jumps_to_the_bottom_of_a_quadratic),
        cmocka_unit_test(newton_seeks_the_saddle_that_the_saddle_free_one_leaves),
        cmocka_unit_test(where_newton_has_no_solution_it_follows_the_gradient),
        cmocka_unit_test(lbfgs_finds_the_minimum_fast),
        cmocka_unit_test(a_line_search_keeps_to_its_evaluations),
        cmocka_unit_test(lion_moves_every_coordinate_alike),
        cmocka_unit_test(lookahead_follows_its_inner_optimizer_part_of_the_way),
        cmocka_unit_test(sam_steps_with_the_gradient_from_uphill),
        cmocka_unit_test(a_live_rate_reaches_an_inner_rprop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
