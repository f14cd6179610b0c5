/*
 * How fast the program is beside plain C that does the same, measured in one run, so that
 * the machine does not matter: maps of every built-in landscape, Adam on a landscape, one
 * step back after a million, steps of a deep net. What has no such twin is measured beside
 * a goal: a ratio above 1 keeps it.
 */
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "app/library.h"
#include "app/scene.h"
#include "base/memory.h"
#include "bench_frame.h"
#include "bench_net.h"
#include "landscapes.h"
#include "problem/net_curve.h"
#include "problem/net_state.h"
#include "sim/state.h"

enum { COLS = 400, ROWS = 240, POINTS = COLS * ROWS, TRIES = 15 };

static const double AGREE = 1e-9;
static const double BACK_SECONDS = 0.033; /* a frame: no key may wait longer */

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void report(const char *name, double ours, double reference, const char *unit)
{
    printf("%-28s %12.4g %12.4g %-16s %8.2f\n", name, ours, reference, unit,
           ours / reference);
}

/* Maps */

static void fill_by_hand(const struct landscape *l, const struct grid *g, double *out)
{
    for (int j = 0; j < g->rows; j++)
        for (int i = 0; i < g->cols; i++)
            out[j * g->cols + i] = l->value(g->x0 + i * g->dx, g->y0 + j * g->dy);
}

static void agree(const char *name, const double *a, const double *b)
{
    for (int i = 0; i < POINTS; i++) {
        double size = fmax(1, fabs(a[i]));

        if (!(fabs(a[i] - b[i]) <= AGREE * size) && !(isnan(a[i]) && isnan(b[i])) &&
            a[i] != b[i]) {
            fprintf(stderr, "bench: %s differs at point %d: %g and %g\n", name, i, a[i],
                    b[i]);
            exit(1);
        }
    }
}

static struct grid grid_of(const struct snapshot *snap)
{
    const struct window *w = &snap->domain;
    struct grid g = {.x0 = w->low[0], .y0 = w->low[1], .cols = COLS, .rows = ROWS};

    if (snap->dims == 1) {
        g.cols = POINTS;
        g.rows = 1;
    }
    g.dx = (w->high[0] - w->low[0]) / g.cols;
    g.dy = (w->high[1] - w->low[1]) / g.rows;
    return g;
}

struct map {
    const struct landscape *landscape;
    struct problem *problem;
    struct grid grid;
    double *ours, *reference; /* [POINTS] */
};

static double time_ours(const struct map *m)
{
    double best = DBL_MAX;

    for (int i = 0; i < TRIES; i++) {
        double start = now();

        m->problem->kind->raster(m->problem, &m->grid, 0, m->grid.rows, m->ours);
        best = fmin(best, now() - start);
    }
    return best;
}

static double time_reference(const struct map *m)
{
    double best = DBL_MAX;

    for (int i = 0; i < TRIES; i++) {
        double start = now();

        fill_by_hand(m->landscape, &m->grid, m->reference);
        best = fmin(best, now() - start);
    }
    return best;
}

static struct scene *read_scene(const char *name, const char *text)
{
    struct source source = {.name = (char *)name, .text = (char *)text};
    struct err err;
    struct scene *scene = scene_read(&source, &err);

    if (scene)
        return scene;
    fprintf(stderr, "bench: %s:%d:%d: %s\n", name, err.line, err.col, err.text);
    exit(1);
}

static struct sim *open_scene(const struct scene *scene)
{
    struct err err;
    struct sim *sim = scene_open(scene, &err);

    if (sim)
        return sim;
    fprintf(stderr, "bench: %s:%d:%d: %s\n", scene->name, err.line, err.col, err.text);
    exit(1);
}

static void bench_map(const struct landscape *landscape)
{
    struct scene *scene =
        read_scene(landscape->name, library_find(landscape->name)->text);
    struct sim *sim = open_scene(scene);
    struct err err;
    struct map m = {
        .landscape = landscape,
        .problem = scene_problem(scene, &err),
        .grid = grid_of(sim_snapshot(sim)),
        .ours = memory_new(POINTS, sizeof(double)),
        .reference = memory_new(POINTS, sizeof(double)),
    };
    double ours = time_ours(&m), reference = time_reference(&m);

    agree(landscape->name, m.ours, m.reference);
    report(landscape->name, 1e-6 * POINTS / ours, 1e-6 * POINTS / reference,
           "M points/s");
    free(m.ours);
    free(m.reference);
    problem_free(m.problem);
    sim_free(sim);
    scene_free(scene);
}

/* Steps */

static const char ROSENBROCK[] = "landscape (1-x)^2 + 100*(y-x^2)^2\n"
                                 "domain -2:2 -1:3\nstart -1.2 1\nrace adam lr=0.001\n";

enum { STEPS = 1000000, PROVED = 1000 };

/* Adam as one would write it for this one landscape; Kingma and Ba (2014). */
static void adam_by_hand(double at[2], int steps)
{
    double m[2] = {0}, v[2] = {0}, b1 = 1, b2 = 1;

    for (int step = 0; step < steps; step++) {
        double x = at[0], y = at[1], valley = y - x * x;
        double g[2] = {-2 * (1 - x) - 400 * x * valley, 200 * valley};

        b1 *= 0.9;
        b2 *= 0.999;
        for (int i = 0; i < 2; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            at[i] -= 0.001 / (1 - b1) * m[i] / (sqrt(v[i]) / sqrt(1 - b2) + 1e-8);
        }
    }
}

static double seconds_back(struct sim *sim)
{
    double start = now();

    sim_back(sim, 1);
    return now() - start;
}

/* Both are the same rule: they are at the same point after some steps. */
static void prove_adam(struct sim *sim)
{
    double at[2] = {-1.2, 1};
    const struct run_view *run;

    for (int i = 0; i < PROVED; i++)
        sim_step(sim);
    adam_by_hand(at, PROVED);
    run = &sim_snapshot(sim)->run[0];
    if (fabs(run->x[0] - at[0]) <= AGREE && fabs(run->x[1] - at[1]) <= AGREE)
        return;
    fprintf(stderr, "bench: adam is elsewhere: %g %g and %g %g\n", run->x[0], run->x[1],
            at[0], at[1]);
    exit(1);
}

static void bench_steps(void)
{
    struct scene *scene = read_scene("rosenbrock", ROSENBROCK);
    struct sim *sim = open_scene(scene);
    double at[2] = {-1.2, 1}, start, ours, reference;
    volatile double end; /* so that the compiler cannot leave the loop out */

    prove_adam(sim);
    start = now();
    for (int i = PROVED; i < STEPS; i++)
        sim_step(sim);
    ours = now() - start;
    start = now();
    adam_by_hand(at, STEPS);
    end = at[0];
    reference = now() - start;
    report("adam, history kept", 1e-6 * (STEPS - PROVED) / ours, 1e-6 * STEPS / reference,
           "M steps/s");
    report("back 1 from step 1000000", 1 / seconds_back(sim), 1 / BACK_SECONDS,
           "a second, 33 ms");
    sim_free(sim);
    scene_free(scene);
    (void)end;
}

/* Nets */

static const char DEEP[] =
    "net depth=20 width=64 activation=tanh\n"
    "data moons samples=128 test=0\nrace adam lr=0.001 batch=128\n";

enum { NET_STEPS = 20, HAND_STEPS = 2, NET_TURNS = 40, NET_TRIES = 200 };

static double seconds_a_step(struct sim *sim, int steps)
{
    double start = now();

    for (int i = 0; i < steps; i++)
        sim_step(sim);
    return (now() - start) / steps;
}

static double seconds_by_hand(struct hand *hand)
{
    double start = now();

    for (int i = 0; i < HAND_STEPS; i++)
        hand_step(hand);
    return (now() - start) / HAND_STEPS;
}

/* In turns, so that a busy machine is busy for both. Returns our seconds a step. */
static double race_by_hand(struct sim *sim, struct hand *hand)
{
    double ours = DBL_MAX, reference = DBL_MAX;

    for (int turn = 0; turn < NET_TURNS; turn++) {
        ours = fmin(ours, seconds_a_step(sim, NET_STEPS));
        reference = fmin(reference, seconds_by_hand(hand));
    }
    report("net 20 x 64, batch 128, adam", 1 / ours, 1 / reference, "steps/s");
    return ours;
}

static const double NORMS_SHARE = 0.03; /* of a step, at the most */

/* |dL/dW| and |dL/dz| of every layer, which a step works out for those who look. */
static double seconds_of_norms(struct sim *sim)
{
    struct run *run = sim->run[0];
    struct net *net = net_of(sim->problem);
    double best = DBL_MAX;
    volatile double sum = 0;

    for (int try = 0; try < NET_TRIES; try++) {
        double start = now();

        for (int l = 0; l < run->layers; l++) {
            layers_observe(sim, run, l);
            sum += net_size_of_flow(net, &net->layers[l], net->layers[l].h);
        }
        best = fmin(best, now() - start);
    }
    (void)sum;
    return best;
}

static double seconds_of_gradient(struct sim *sim, double *out)
{
    double best = DBL_MAX;

    for (int try = 0; try < NET_TRIES; try++) {
        double start = now();

        problem_gradient(sim->problem, run_x(sim->run[0]), out);
        best = fmin(best, now() - start);
    }
    return best;
}

/* The Hessian times the gradient. */
static double seconds_of_product(struct sim *sim, double *out)
{
    struct net_curve *curve = net_curve_new(net_of(sim->problem));
    double best = DBL_MAX;

    net_curve_place(curve, run_x(sim->run[0]));
    for (int try = 0; try < NET_TRIES; try++) {
        double start = now();
        int slice = INT_MAX;

        net_curve_begin(curve, run_gradient(sim->run[0]), out);
        while (!net_curve_go_on(curve, &slice))
            slice = INT_MAX;
        best = fmin(best, now() - start);
    }
    net_curve_free(curve);
    return best;
}

static void bench_net(void)
{
    struct scene *scene = read_scene("deep", DEEP);
    struct sim *sim = open_scene(scene);
    struct hand *hand = memory_new(1, sizeof *hand);
    double *out = memory_new((size_t)sim->problem->n, sizeof *out), step;

    hand_make(hand);
    step = race_by_hand(sim, hand);
    report("  its norms by layer", step / seconds_of_norms(sim), 1 / NORMS_SHARE,
           "to a step, 3 %");
    report("  its Hessian times a vector", 1 / seconds_of_product(sim, out),
           1 / seconds_of_gradient(sim, out), "a second");
    free(out);
    sim_free(sim);
    scene_free(scene);
}

/* Frames */

static const double FRAME_SECONDS = 2e-3; /* of a net, besides its steps */

enum { SPEED = 20, PACED_STEPS = 60 }; /* steps a second, and so frames */

static const char SHALLOW[] = "net depth=8 width=32 activation=tanh\n"
                              "data moons samples=200\n"
                              "race sgd lr=0.05 batch=32\nrace adam batch=32\n";

static const char WIDE[] = "net depth=20 width=64 activation=tanh\n"
                           "data moons samples=200\nrace adam batch=32\n";

static void write_scene(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    if (file && fputs(text, file) != EOF && fclose(file) == 0)
        return;
    perror(path);
    exit(1);
}

/*
 * Of the processor, for a step at the pace of the screen but without one: after a rest the
 * caches are cold, and a step takes longer than one of many.
 */
static double seconds_a_step_in_time(struct sim *sim)
{
    const struct timespec rest = {.tv_nsec = 1000000000 / SPEED};
    double seconds = 0;

    for (int i = 0; i < PACED_STEPS; i++) {
        double start;

        nanosleep(&rest, NULL);
        start = now();
        sim_step(sim);
        seconds += now() - start;
    }
    return seconds / PACED_STEPS;
}

static void bench_frame(const char *program, const char *name, const char *text)
{
    static const char PATH[] = "build/bench.scene";
    const struct played played = {.program = program, .scene = PATH};
    struct scene *scene = read_scene(name, text);
    struct sim *sim = open_scene(scene);
    double step = seconds_a_step_in_time(sim), frame;

    write_scene(PATH, text);
    frame = seconds_a_second(&played) / SPEED - step;
    report(name, 1 / frame, 1 / FRAME_SECONDS, "frames/s of CPU");
    sim_free(sim);
    scene_free(scene);
}

int main(int count, char **words)
{
    printf("%-28s %12s %12s %-16s %8s\n", "", "ours", "reference", "", "ratio");
    for (const struct landscape *l = LANDSCAPES; l->name; l++)
        bench_map(l);
    bench_steps();
    bench_net();
    if (count < 2)
        return 0;
    bench_frame(words[1], "frame of 2 nets 8 x 32", SHALLOW);
    bench_frame(words[1], "frame of a net 20 x 64", WIDE);
    return 0;
}
