/* What is done in slices comes to the same bits, however it is cut. */
#include "base/memory.h"
#include "optim/noise.h"
#include "optim/objective.h"
#include "optim/update.h"
#include "problem/net.h"

#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct problem *make(int norm, bool residual)
{
    struct net_settings set = net_defaults();
    struct problem *p;
    struct err err;

    set.depth = 4;
    set.width = 70;
    set.norm = norm;
    set.residual = residual;
    set.dropout = residual ? 0.2 : 0;
    set.data.samples = 700;
    p = net_new(&set, NULL, 3, &err);
    assert_non_null(p);
    return p;
}

static double *new_vector(const struct problem *p)
{
    return memory_new((size_t)p->n, sizeof(double));
}

/* Where the net starts, with a batch of 40 before it. */
static double *begin(struct problem *p)
{
    double *x = new_vector(p);

    p->kind->start(p, x);
    problem_meet(p, &(struct occasion){.batch = 40, .shuffle = true});
    return x;
}

static void evaluate_in_slices(struct problem *p, struct evaluation *e, int size)
{
    int slice = size;

    while (!problem_evaluate(p, e, &slice))
        slice = size;
}

static void compare_evaluation(struct problem *p)
{
    double *x = begin(p), *whole = new_vector(p), *cut = new_vector(p);
    double value = problem_gradient(p, x, whole);

    for (int size = 1; size < 200; size *= 7) {
        struct evaluation e = {.at = x, .g = cut}, alone = {.at = x};

        for (int i = 0; i < p->n; i++)
            cut[i] = NAN;
        evaluate_in_slices(p, &alone, size);
        evaluate_in_slices(p, &e, size);
        assert_true(e.value == value && alone.value == value);
        assert_memory_equal(cut, whole, (size_t)p->n * sizeof(double));
    }
    free(x);
    free(whole);
    free(cut);
}

static void test_a_gradient_in_slices_is_the_gradient(void **state)
{
    (void)state;
    for (int norm = 0; norm < NORM_COUNT; norm++)
        for (int residual = 0; residual < 2; residual++) {
            struct problem *p = make(norm, residual);

            compare_evaluation(p);
            problem_free(p);
        }
}

static void test_figures_in_slices_are_the_figures(void **state)
{
    (void)state;
    for (int norm = 0; norm < NORM_COUNT; norm++) {
        struct problem *p = make(norm, false);
        struct assessment a = {0};
        struct figures whole;
        double *x = begin(p);
        int slice = 1, slices = 0;

        a.at = x;
        problem_figures(p, x, &whole);
        for (; !problem_assess(p, &a, &slice); slice = 1)
            slices++;
        assert_memory_equal(&a.out, &whole, sizeof whole);
        assert_true(slices >= 2 * p->layers - 2);
        free(x);
        problem_free(p);
    }
}

static void test_a_slice_is_as_long_as_asked_for(void **state)
{
    struct problem *p = make(NORM_none, false);
    double *x = begin(p), *g = new_vector(p);
    struct evaluation e = {.at = x, .g = g};
    int slices = 1, slice = 10, cost = problem_cost(p);

    (void)state;
    for (; !problem_evaluate(p, &e, &slice); slice = 10)
        slices++;
    assert_true(cost > 20);
    assert_true(slices >= cost / 20 && slices <= cost / 10 + 1);
    free(x);
    free(g);
    problem_free(p);
}

/* Updates */

enum { MANY = 2 * UPDATE_PART + 1808, STEPS = 3 };

/* A runner on sum of c x^2 / 2 with another c for each coordinate. */
struct walker {
    const struct optimizer *o;
    struct settings set;
    double t;
    double x[MANY], known[MANY], before[MANY], noise[MANY], g[MANY];
    double *vectors, *scalars;
};

static double slope(void *context, const double *at, double *g)
{
    (void)context;
    for (int i = 0; i < MANY; i++)
        g[i] = (1 + i % 7) * at[i] - (i % 3 == 0);
    return 0;
}

static struct walker *new_walker(const struct optimizer *o, const struct settings *set)
{
    struct walker *w = memory_new(1, sizeof *w);

    w->o = o;
    w->set = *set;
    for (int i = 0; i < MANY; i++)
        w->x[i] = (i % 101 - 50) / 25.0;
    w->vectors = memory_new((size_t)optimizer_vectors(o, set) * MANY, sizeof *w->vectors);
    w->scalars = memory_new((size_t)optimizer_scalars(o, set), sizeof *w->scalars);
    return w;
}

static void free_walker(struct walker *w)
{
    free(w->vectors);
    free(w->scalars);
    free(w);
}

static struct step step_of(struct walker *w)
{
    return (struct step){.set = &w->set,
                         .n = MANY,
                         .t = ++w->t,
                         .lr = w->set.lr,
                         .x = w->x,
                         .g = w->g,
                         .vectors = w->vectors,
                         .scalars = w->scalars};
}

static struct random_place place_of(const struct walker *w)
{
    return (struct random_place){
        .seed = 9, .stream = RANDOM_NOISE, .step = (uint64_t)w->t};
}

static void walk_at_once(struct walker *w)
{
    bool noisy = noise_draw(&w->set, place_of(w), MANY, w->noise);
    struct objective f = {
        .n = MANY, .set = &w->set, .gradient = slope, .noise = noisy ? w->noise : NULL};
    struct step step = step_of(w);

    step.f = &f;
    optimizer_step(w->o, &step);
}

static void walk_in_slices(struct walker *w)
{
    struct random_place place = place_of(w);
    struct update u = {.optimizer = w->o,
                       .step = step_of(w),
                       .g = w->g,
                       .known = w->known,
                       .before = w->before,
                       .noise = w->noise,
                       .place = place,
                       .bound = 1e150};
    int slice = 1;

    slope(NULL, w->x, w->known);
    while (!update_go_on(&u, &slice))
        slice = 1;
    assert_false(u.lost);
}

static void compare_walks(const struct optimizer *o, const struct settings *set)
{
    struct walker *whole = new_walker(o, set), *cut = new_walker(o, set);

    for (int i = 0; i < STEPS; i++) {
        walk_at_once(whole);
        walk_in_slices(cut);
    }
    assert_memory_equal(cut->x, whole->x, sizeof whole->x);
    assert_memory_equal(cut->vectors, whole->vectors,
                        (size_t)optimizer_vectors(o, set) * sizeof whole->x);
    assert_memory_equal(cut->scalars, whole->scalars,
                        (size_t)optimizer_scalars(o, set) * sizeof(double));
    free_walker(whole);
    free_walker(cut);
}

static void test_every_update_in_slices_is_the_update(void **state)
{
    (void)state;
    for (const struct optimizer *const *o = optimizers(); *o; o++) {
        struct settings set = optimizer_settings(*o, NULL);

        if (!update_has_parts(*o))
            continue;
        compare_walks(*o, &set);
        set.noise = 0.1;
        set.clip = CLIP_NORM;
        set.weight_decay = 0.1;
        compare_walks(*o, &set);
        set.clip = CLIP_VALUE;
        set.clip_at = 0.3;
        set.decay = DECAY_DECOUPLED;
        compare_walks(*o, &set);
        set.clip = CLIP_NORM;
        set.clip_at = 1e-200;
        compare_walks(*o, &set);
    }
}

static void test_an_update_says_what_was_lost_first(void **state)
{
    const struct optimizer *o = optimizer_find("sgd");
    struct settings set = optimizer_settings(o, NULL);
    struct walker *w = new_walker(o, &set);
    struct update u = {.optimizer = o,
                       .step = step_of(w),
                       .g = w->g,
                       .known = w->known,
                       .before = w->before,
                       .bound = 1e150};
    int slice = INT_MAX;

    (void)state;
    w->known[UPDATE_PART + 5] = NAN;
    w->known[UPDATE_PART + 7] = 1e170;
    assert_true(update_go_on(&u, &slice));
    assert_true(u.lost);
    assert_int_equal(u.lost_at, UPDATE_PART + 5);
    free_walker(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_gradient_in_slices_is_the_gradient),
        cmocka_unit_test(test_figures_in_slices_are_the_figures),
        cmocka_unit_test(test_a_slice_is_as_long_as_asked_for),
        cmocka_unit_test(test_every_update_in_slices_is_the_update),
        cmocka_unit_test(test_an_update_says_what_was_lost_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
