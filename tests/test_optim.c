/* Optimizers: against PyTorch, and each one for what all of them promise. */
#include "race.h"

#include "optim/list.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const TRAJECTORIES = "tests/trajectories";

static bool close_to(double want, double got)
{
    return fabs(want - got) <= 1e-9 * fmax(1, fabs(want));
}

/* The landscape that a trajectory's file name begins with. */
static landscape *landscape_of(const char *name)
{
    for (int i = 0; landscapes[i].name; i++)
        if (strncmp(landscapes[i].name, name, strlen(landscapes[i].name)) == 0)
            return landscapes[i].of;
    return NULL;
}

/* Reads the start and the race of a scene. */
static bool read_scene(const char *name, struct race *r)
{
    char path[300], line[300];
    double x = 0, y = 0;
    bool begun = false;
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", TRAJECTORIES, name);
    file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        sscanf(line, "start %lf %lf", &x, &y);
        if (strncmp(line, "race", 4) == 0)
            begun = race_begin(r, landscape_of(name), line);
    }
    if (file)
        fclose(file);
    r->x[0] = x;
    r->x[1] = y;
    return begun;
}

/* Steps the race along the rows of its CSV; false at the first that differs. */
static bool follows(const char *name, struct race *r)
{
    char path[300], line[300];
    double step, x, y, loss;
    bool agrees = true;
    int rows = 0;
    FILE *file;

    snprintf(path, sizeof path, "%s/%.*s.csv", TRAJECTORIES, (int)strcspn(name, "."),
             name);
    file = fopen(path, "r");
    while (file && agrees && fgets(line, sizeof line, file)) {
        if (sscanf(line, "%lf,%lf,%lf,%lf", &step, &x, &y, &loss) != 4)
            continue;
        while (r->done < step)
            race_step(r, 0);
        agrees = close_to(x, r->x[0]) && close_to(y, r->x[1]) &&
                 close_to(loss, r->of(r->x, NULL, NULL));
        rows++;
    }
    if (file)
        fclose(file);
    return agrees && rows > 1;
}

static void all_trajectories_are_pytorchs(void **state)
{
    DIR *folder = opendir(TRAJECTORIES);
    struct dirent *entry;
    int agree = 0, all = 0;

    (void)state;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        struct race r;

        if (!strstr(entry->d_name, ".scene"))
            continue;
        all++;
        if (read_scene(entry->d_name, &r) && follows(entry->d_name, &r))
            agree++;
        else
            print_error("%s differs at step %g\n", entry->d_name, r.done);
    }
    closedir(folder);
    assert_int_equal(agree, all);
    assert_int_equal(all, 62);
}

/*
 * The rows of races.txt: landscape, start | race | live rate at a step | steps, x, mean.
 */
static bool ends_as(const char *line)
{
    char name[32], race[400];
    double start[2], at, rate, steps, x[2], mean[2];
    struct race r;

    if (sscanf(line, "%31s %lf %lf|%399[^|]|%lf %lf|%lf %lf %lf %lf %lf", name, start,
               start + 1, race, &at, &rate, &steps, x, x + 1, mean, mean + 1) != 11 ||
        !race_begin(&r, landscape_of(name), race))
        return false;
    memcpy(r.x, start, sizeof r.x);
    while (r.done < steps) {
        if (at > 0 && r.done == at)
            race_set_rate(&r, rate);
        race_step(&r, 0);
    }
    if (r.set.average == AVERAGE_NONE)
        memcpy(r.mean, r.x, sizeof r.mean);
    return close_to(x[0], r.x[0]) && close_to(x[1], r.x[1]) &&
           close_to(mean[0], r.mean[0]) && close_to(mean[1], r.mean[1]);
}

static void settings_mean_what_they_mean_in_pytorch(void **state)
{
    FILE *file = fopen("tests/races.txt", "r");
    char line[800];
    int agree = 0, all = 0;

    (void)state;
    assert_non_null(file);
    for (; fgets(line, sizeof line, file); all++) {
        if (ends_as(line))
            agree++;
        else
            print_error("differs: %s", line);
    }
    fclose(file);
    assert_int_equal(agree, all);
    assert_int_equal(all, 62);
}

/* Every optimizer of the list, and every inner one of those that take one. */

struct entry {
    const struct optimizer *o, *inner;
};

static int list_entries(struct entry *out)
{
    const struct param *words = settings_row(SETTING(inner));
    int count = 0;

    for (const struct optimizer *const *o = optimizers(); *o; o++) {
        if (!(*o)->has_inner)
            out[count++] = (struct entry){.o = *o};
        for (int i = 0; (*o)->has_inner && words->choices[i]; i++)
            out[count++] = (struct entry){*o, optimizer_find(words->choices[i])};
    }
    return count;
}

enum { ENTRIES_MAX = 128, N = 5, STATE = 256 };

static const double GUARD = 12345.678;

/* A bowl in five dimensions, its curvatures 1 to 5 and a little mixed. */
static void wide_hessian(void *context, const double *at, double *h)
{
    (void)context;
    (void)at;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            h[i * N + j] = i == j ? i + 1 : abs(i - j) == 1 ? 0.3 : 0;
}

static double wide_bowl(void *context, const double *at, double *g)
{
    double h[N * N], value = 0;

    wide_hessian(context, at, h);
    for (int i = 0; i < N; i++) {
        double sum = 0;

        for (int j = 0; j < N; j++)
            sum += h[i * N + j] * at[j];
        value += 0.5 * at[i] * sum;
        if (g)
            g[i] = sum;
    }
    return value;
}

static double nowhere(void *context, const double *at, double *g)
{
    (void)context;
    (void)at;
    for (int i = 0; g && i < N; i++)
        g[i] = NAN;
    return NAN;
}

static double cliff(void *context, const double *at, double *g)
{
    (void)context;
    for (int i = 0; g && i < N; i++)
        g[i] = -HUGE_VAL;
    return -HUGE_VAL * at[0];
}

/*
 * A runner in five dimensions, with exactly the memory that it asks for between guards.
 */
struct wide {
    struct entry e;
    struct settings set;
    struct objective f;
    double x[N], g[N], t;
    double vectors[STATE], scalars[STATE], scratch[STATE];
};

static struct wide wide_begin(struct entry e)
{
    struct wide w = {.e = e, .set = optimizer_settings(e.o, e.inner)};
    int vectors = optimizer_vectors(e.o, &w.set) * N, scalars;

    scalars = optimizer_scalars(e.o, &w.set);
    assert_true(vectors < STATE && scalars < STATE);
    w.f = (struct objective){.n = N, .gradient = wide_bowl, .hessian = wide_hessian};
    for (int i = 0; i < N; i++)
        w.x[i] = 1 + 0.25 * i;
    for (int i = 0; i < STATE; i++) {
        w.vectors[i] = i < vectors ? 0 : GUARD;
        w.scalars[i] = i < scalars ? 0 : GUARD;
    }
    return w;
}

/* What is not state is spoilt before each step, so that nothing can be kept there. */
static void wide_step(struct wide *w)
{
    struct step s = {.set = &w->set,
                     .n = N,
                     .t = ++w->t,
                     .lr = w->set.lr,
                     .x = w->x,
                     .g = w->g,
                     .value = NAN,
                     .vectors = w->vectors,
                     .scalars = w->scalars,
                     .scratch = w->scratch,
                     .f = &w->f};
    int scratch = optimizer_scratch(w->e.o, &w->set) * N;

    assert_true(scratch < STATE);
    w->f.set = &w->set;
    for (int i = 0; i < N; i++)
        w->g[i] = NAN;
    for (int i = 0; i < STATE; i++)
        w->scratch[i] = i < scratch ? NAN : GUARD;
    optimizer_step(w->e.o, &s);
}

static void assert_guards(const struct wide *w)
{
    for (int i = optimizer_vectors(w->e.o, &w->set) * N; i < STATE; i++)
        assert_true(w->vectors[i] == GUARD);
    for (int i = optimizer_scalars(w->e.o, &w->set); i < STATE; i++)
        assert_true(w->scalars[i] == GUARD);
    for (int i = optimizer_scratch(w->e.o, &w->set) * N; i < STATE; i++)
        assert_true(w->scratch[i] == GUARD);
}

static void every_optimizer_goes_down_a_bowl_in_the_memory_it_asked_for(void **state)
{
    struct entry entries[ENTRIES_MAX];
    int count = list_entries(entries);

    (void)state;
    for (int k = 0; k < count; k++) {
        struct wide w = wide_begin(entries[k]);
        double start = wide_bowl(NULL, w.x, NULL), end;

        while (w.t < 300)
            wide_step(&w);
        assert_guards(&w);
        end = wide_bowl(NULL, w.x, NULL);
        if (!(end < start && end >= 0))
            print_error("%s: %g\n", entries[k].o->name, end);
        assert_true(end < start && end >= 0);
    }
}

static void the_state_is_all_that_an_optimizer_remembers(void **state)
{
    struct entry entries[ENTRIES_MAX];
    int count = list_entries(entries);

    (void)state;
    for (int k = 0; k < count; k++) {
        struct wide w = wide_begin(entries[k]), copy;

        while (w.t < 7)
            wide_step(&w);
        copy = w;
        for (int i = 0; i < 20; i++)
            wide_step(&w);
        for (int i = 0; i < 20; i++)
            wide_step(&copy);
        assert_memory_equal(w.x, copy.x, sizeof w.x);
    }
}

static void no_optimizer_loops_or_hides_it_where_there_are_no_numbers(void **state)
{
    static double (*const lost[])(void *context, const double *at, double *g) = {nowhere,
                                                                                 cliff};
    struct entry entries[ENTRIES_MAX];
    int count = list_entries(entries);

    (void)state;
    for (int k = 0; k < 2 * count; k++) {
        struct wide w = wide_begin(entries[k / 2]);

        wide_step(&w);
        w.f.gradient = lost[k % 2];
        w.f.evals = 0;
        wide_step(&w);
        assert_true(w.f.evals <= 100);
        assert_guards(&w);
        assert_true(k % 2 || isnan(w.x[0]));
    }
}

static void every_optimizer_says_what_it_is(void **state)
{
    (void)state;
    for (const struct optimizer *const *o = optimizers(); *o; o++) {
        assert_ptr_equal(optimizer_find((*o)->name), *o);
        assert_true(strlen((*o)->rule) > 8 && !strchr((*o)->rule, '\n'));
        assert_true(strlen((*o)->paper) > 20);
        assert_true(!(*o)->rate_limit == !(*o)->growth);
    }
    assert_null(optimizer_find("none"));
}

static void defaults_are_within_their_rows_and_used(void **state)
{
    struct entry entries[ENTRIES_MAX];
    int count = list_entries(entries);
    bool used[SETTINGS_COUNT] = {false};

    (void)state;
    for (int k = 0; k < count; k++) {
        struct settings set = optimizer_settings(entries[k].o, entries[k].inner);

        for (int i = 0; i < SETTINGS_COUNT; i++) {
            const struct param *row = settings_row(i);

            assert_true(settings_get(&set, i) >= row->low &&
                        settings_get(&set, i) <= row->high);
            used[i] = used[i] || optimizer_uses(entries[k].o, entries[k].inner, i);
        }
    }
    for (int i = 0; i < SETTINGS_COUNT; i++) {
        const struct param *row = settings_row(i);

        assert_true(used[i] && strlen(row->help) > 10 && row->unit);
        assert_int_equal(settings_find(row->name), i);
        assert_true(row->kind == PARAM_CHOICE ||
                    row->notch > (row->notch_by == NOTCH_MULTIPLY));
    }
    assert_int_equal(settings_find("none"), -1);
}

static void inner_ones_are_those_that_look_at_one_gradient(void **state)
{
    const struct param *row = settings_row(SETTING(inner));
    int i = 0;

    (void)state;
    for (const struct optimizer *const *o = optimizers(); *o; o++) {
        if ((*o)->looks_again)
            continue;
        assert_string_equal(row->choices[i], (*o)->name);
        assert_ptr_equal(optimizer_inner(&optimizer_sam, &(struct settings){.inner = i}),
                         *o);
        i++;
    }
    assert_null(row->choices[i]);
}

static void pytorchs_defaults_are_the_defaults(void **state)
{
    static const struct {
        const char *name;
        double lr, momentum, weight_decay, eps, alpha, beta2;
    } rows[] = {{"sgd", 0.01, 0, 0, 1e-8, 0.99, 0.999},
                {"momentum", 0.01, 0.9, 0, 1e-8, 0.99, 0.999},
                {"nesterov", 0.01, 0.9, 0, 1e-8, 0.99, 0.999},
                {"adagrad", 0.01, 0, 0, 1e-10, 0.99, 0.999},
                {"rmsprop", 0.01, 0, 0, 1e-8, 0.99, 0.999},
                {"adadelta", 1, 0, 0, 1e-6, 0.99, 0.999},
                {"adam", 1e-3, 0, 0, 1e-8, 0.99, 0.999},
                {"adamw", 1e-3, 0, 0.01, 1e-8, 0.99, 0.999},
                {"amsgrad", 1e-3, 0, 0, 1e-8, 0.99, 0.999},
                {"adamax", 2e-3, 0, 0, 1e-8, 0.99, 0.999},
                {"nadam", 2e-3, 0, 0, 1e-8, 0.99, 0.999},
                {"radam", 1e-3, 0, 0, 1e-8, 0.99, 0.999},
                {"rprop", 0.01, 0, 0, 1e-8, 0.99, 0.999},
                {"asgd", 0.01, 0, 0, 1e-8, 0.75, 0.999}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings set = optimizer_settings(optimizer_find(rows[i].name), NULL);

        assert_true(set.lr == rows[i].lr && set.momentum == rows[i].momentum);
        assert_true(set.weight_decay == rows[i].weight_decay && set.eps == rows[i].eps);
        assert_true(set.alpha == rows[i].alpha && set.beta2 == rows[i].beta2);
    }
}

/* Where it ends with the decay, from where it began and where it ended without. */
static double decayed_end(const struct entry *e, double start, double plain,
                          double shrink)
{
    if (e->o == &optimizer_lookahead)
        return plain + 0.5 * start * (shrink - 1);
    if (e->o->looks_again && !e->o->has_inner)
        return plain * shrink;
    return plain + start * (shrink - 1);
}

static void decoupled_decay_reaches_every_optimizer_once(void **state)
{
    struct entry entries[ENTRIES_MAX];
    int count = list_entries(entries);

    (void)state;
    for (int k = 0; k < count; k++) {
        struct wide plain = wide_begin(entries[k]), decayed;

        plain.set.weight_decay = 0;
        plain.set.decay = DECAY_DECOUPLED;
        plain.set.sync_period = 1;
        plain.set.lambd = 0;
        decayed = plain;
        decayed.set.weight_decay = 0.1;
        wide_step(&plain);
        wide_step(&decayed);
        for (int i = 0; i < N; i++)
            assert_true(
                fabs(decayed.x[i] - decayed_end(&entries[k], 1 + 0.25 * i, plain.x[i],
                                                1 - 0.1 * plain.set.lr)) < 1e-12);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_trajectories_are_pytorchs),
        cmocka_unit_test(settings_mean_what_they_mean_in_pytorch),
        cmocka_unit_test(every_optimizer_goes_down_a_bowl_in_the_memory_it_asked_for),
        cmocka_unit_test(the_state_is_all_that_an_optimizer_remembers),
        cmocka_unit_test(no_optimizer_loops_or_hides_it_where_there_are_no_numbers),
        cmocka_unit_test(every_optimizer_says_what_it_is),
        cmocka_unit_test(defaults_are_within_their_rows_and_used),
        cmocka_unit_test(inner_ones_are_those_that_look_at_one_gradient),
        cmocka_unit_test(pytorchs_defaults_are_the_defaults),
        cmocka_unit_test(decoupled_decay_reaches_every_optimizer_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
