/*
 * What is done to a gradient before and after a rule: noise, clipping, decay, averages.
 */
#include "race.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* clipping */

static void clipping_cuts_the_norm_or_each_component(void **state)
{
    static const struct {
        enum clip clip;
        double at, g[2], cut[2];
    } rows[] = {{CLIP_NONE, 1, {30, 40}, {30, 40}},
                {CLIP_NORM, 5, {30, 40}, {3, 4}},
                {CLIP_NORM, 5, {0.3, -0.4}, {0.3, -0.4}},
                {CLIP_NORM, 5, {0, 0}, {0, 0}},
                {CLIP_NORM, 0, {3, 4}, {0, 0}},
                {CLIP_NORM, 5, {3e200, -4e200}, {3, -4}},
                {CLIP_NORM, 5e-200, {3e-190, 4e-190}, {3e-200, 4e-200}},
                {CLIP_VALUE, 5, {30, 4}, {5, 4}},
                {CLIP_VALUE, 5, {-30, -4}, {-5, -4}},
                {CLIP_VALUE, 5, {-HUGE_VAL, 1e300}, {-5, 5}}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings set = settings_defaults();
        double g[2] = {rows[i].g[0], rows[i].g[1]};

        set.clip = rows[i].clip;
        set.clip_at = rows[i].at;
        objective_clip(&set, 2, g);
        for (int k = 0; k < 2; k++)
            assert_true(fabs(g[k] - rows[i].cut[k]) <= 1e-15 * fabs(rows[i].cut[k]));
    }
}

static void clipping_hides_no_number_that_is_none(void **state)
{
    struct settings set = settings_defaults();

    (void)state;
    for (set.clip = CLIP_NORM; set.clip <= CLIP_VALUE; set.clip++) {
        double g[2] = {NAN, 7};

        objective_clip(&set, 2, g);
        assert_true(isnan(g[0]));
    }
}

/* value, gradient and Hessian of one objective */

static void the_value_is_the_one_whose_gradient_it_is(void **state)
{
    static const double noise[2] = {0.3, -2};
    const double h = 1e-5, x[2] = {0.7, -0.4};
    struct race r;
    struct objective f;
    double g[2];

    (void)state;
    assert_true(race_begin(&r, himmelblau, "race sgd weight_decay=0.7"));
    race_pieces(&r, &f);
    f.noise = noise;
    objective_gradient(&f, x, g);
    for (int i = 0; i < 2; i++) {
        double up[2] = {x[0], x[1]}, down[2] = {x[0], x[1]};

        up[i] += h;
        down[i] -= h;
        assert_true(
            fabs((objective_gradient(&f, up, NULL) - objective_gradient(&f, down, NULL)) /
                     (2 * h) -
                 g[i]) < 1e-6);
    }
}

static void the_hessian_has_the_decay_on_its_diagonal(void **state)
{
    const double x[2] = {0.7, -0.4};
    struct race r;
    struct objective f;
    double h[4], exact[4];

    (void)state;
    assert_true(race_begin(&r, himmelblau, "race sgd weight_decay=0.5"));
    race_pieces(&r, &f);
    objective_hessian(&f, x, h);
    himmelblau(x, NULL, exact);
    assert_true(h[0] == exact[0] + 0.5 && h[3] == exact[3] + 0.5 && h[1] == exact[1]);
    r.set.decay = DECAY_DECOUPLED;
    objective_hessian(&f, x, h);
    assert_true(h[0] == exact[0]);
}

static void evaluations_are_counted(void **state)
{
    static const struct {
        const char *line;
        double evals; /* of five steps */
    } rows[] = {{"race adam", 5},
                {"race newton", 15},
                {"race saddle_free_newton", 15},
                {"race sam inner=adam", 10},
                {"race lookahead sync_period=7 inner=momentum", 35}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct race r;

        assert_true(race_begin(&r, himmelblau, rows[i].line));
        r.x[0] = r.x[1] = 1;
        while (r.done < 5)
            race_step(&r, 0);
        assert_true(r.evals == rows[i].evals);
    }
}

/* noise */

enum { DRAWS = 40000 };

static void draw_many(const struct settings *set, double *out)
{
    for (uint64_t step = 0; step < DRAWS / 2; step++)
        assert_true(noise_draw(set, (struct random_place){.seed = 5, .step = step}, 2,
                               out + 2 * step));
}

/* The share of |draws| below the limit, which is to be 1/2 or 9/10. */
static double share_below(const double *draws, double limit)
{
    int below = 0;

    for (int i = 0; i < DRAWS; i++)
        below += fabs(draws[i]) < limit;
    return (double)below / DRAWS;
}

static void noise_has_the_distribution_asked_for(void **state)
{
    static const struct {
        enum noise_kind kind;
        double df, median, ninety; /* exact, of the size of a draw */
    } rows[] = {{NOISE_GAUSS, 3, 0.674489750196082, 1.64485362695147},
                {NOISE_STUDENT, 1, 1, 6.31375151467504},
                {NOISE_STUDENT, 2.5, 0.783149, 2.558219},
                {NOISE_STUDENT, 3, 0.764892328404345, 2.35336343480182},
                {NOISE_STUDENT, 30, 0.682755693321127, 1.69726088659396}};
    static double draws[DRAWS];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings set = settings_defaults();
        double mean = 0;

        set.noise = 2;
        set.noise_kind = rows[i].kind;
        set.noise_df = rows[i].df;
        draw_many(&set, draws);
        for (int k = 0; k < DRAWS; k++)
            mean += fmin(fmax(draws[k], -6), 6) / DRAWS;
        assert_true(fabs(mean) < 0.06);
        assert_true(fabs(share_below(draws, 2 * rows[i].median) - 0.5) < 0.01);
        assert_true(fabs(share_below(draws, 2 * rows[i].ninety) - 0.9) < 0.006);
    }
}

static void noise_is_common_to_all_runners(void **state)
{
    struct settings small = settings_defaults(), large = small;
    struct random_place at = {.seed = 9, .step = 1000};
    double a[2], b[5];

    (void)state;
    assert_false(noise_draw(&small, at, 2, a));
    small.noise = 1;
    large.noise = 4;
    assert_true(noise_draw(&small, at, 2, a) && noise_draw(&large, at, 5, b));
    assert_true(b[0] == 4 * a[0] && b[1] == 4 * a[1] && a[0] != a[1]);
    at.step++;
    noise_draw(&small, at, 2, b);
    assert_true(a[0] != b[0] && a[1] != b[1]);
    at.seed++;
    noise_draw(&small, at, 2, a);
    assert_true(a[0] != b[0] && a[1] != b[1]);
}

static void coordinates_have_noise_of_their_own(void **state)
{
    struct settings set = settings_defaults();
    static double draws[DRAWS];
    double product = 0, next = 0;

    (void)state;
    set.noise = 1;
    draw_many(&set, draws);
    for (int i = 0; i < DRAWS; i += 2) {
        product += draws[i] * draws[i + 1] / (DRAWS / 2);
        next += i ? draws[i] * draws[i - 2] / (DRAWS / 2) : 0;
    }
    assert_true(fabs(product) < 0.03 && fabs(next) < 0.03);
}

/* averages */

static void observe_all(struct settings *set, int from, int to, struct race *r)
{
    for (int k = from; k <= to; k++) {
        double x[2] = {k, -2 * k};

        average_observe(
            set, k, x,
            &(struct average_memory){.n = 2, .mean = r->mean, .count = &r->count});
    }
}

static void ema_begins_at_the_first_iterate(void **state)
{
    struct settings set = settings_defaults();
    struct race r = {0};

    (void)state;
    set.average = AVERAGE_EMA;
    set.average_decay = 0.75;
    observe_all(&set, 1, 1, &r);
    assert_true(r.mean[0] == 1 && r.mean[1] == -2);
    observe_all(&set, 2, 3, &r);
    assert_true(r.mean[0] == 0.75 * (0.75 * 1 + 0.25 * 2) + 0.25 * 3);
}

static void tail_is_the_mean_from_its_start_on(void **state)
{
    struct settings set = settings_defaults();
    struct race r = {0};

    (void)state;
    set.average = AVERAGE_TAIL;
    set.average_start = 4;
    observe_all(&set, 1, 3, &r);
    assert_true(r.mean[0] == 3);
    observe_all(&set, 4, 10, &r);
    assert_true(fabs(r.mean[0] - 7) < 1e-14 && fabs(r.mean[1] + 14) < 1e-14);
    set.average_start = 0;
    r.count = 0;
    observe_all(&set, 1, 10, &r);
    assert_true(fabs(r.mean[0] - 5.5) < 1e-14);
}

static void an_average_switched_on_again_begins_anew(void **state)
{
    struct settings set = settings_defaults();
    struct race r = {0};

    (void)state;
    set.average = AVERAGE_TAIL;
    observe_all(&set, 1, 10, &r);
    set.average = AVERAGE_NONE;
    observe_all(&set, 11, 12, &r);
    set.average = AVERAGE_EMA;
    observe_all(&set, 13, 13, &r);
    assert_true(r.mean[0] == 13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clipping_cuts_the_norm_or_each_component),
        cmocka_unit_test(clipping_hides_no_number_that_is_none),
        cmocka_unit_test(the_value_is_the_one_whose_gradient_it_is),
        cmocka_unit_test(the_hessian_has_the_decay_on_its_diagonal),
        cmocka_unit_test(evaluations_are_counted),
        cmocka_unit_test(noise_has_the_distribution_asked_for),
        cmocka_unit_test(noise_is_common_to_all_runners),
        cmocka_unit_test(coordinates_have_noise_of_their_own),
        cmocka_unit_test(ema_begins_at_the_first_iterate),
        cmocka_unit_test(tail_is_the_mean_from_its_start_on),
        cmocka_unit_test(an_average_switched_on_again_begins_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
