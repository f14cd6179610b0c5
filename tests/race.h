#ifndef TESTS_RACE_H
#define TESTS_RACE_H

/* One optimizer on one small landscape, by hand, without a simulation. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "optim/average.h"
#include "optim/noise.h"
#include "optim/objective.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"

/* The value at x; the gradient to g and the Hessian to h[4] unless they are NULL. */
typedef double landscape(const double *x, double *g, double *h);

static inline double bowl(const double *x, double *g, double *h)
{
    if (g)
        g[0] = 2 * x[0], g[1] = 20 * x[1];
    if (h)
        h[0] = 2, h[1] = h[2] = 0, h[3] = 20;
    return x[0] * x[0] + 10 * (x[1] * x[1]);
}

static inline double himmelblau(const double *x, double *g, double *h)
{
    double a = x[0] * x[0] + x[1] - 11, b = x[0] + x[1] * x[1] - 7;

    if (g)
        g[0] = 4 * a * x[0] + 2 * b, g[1] = 2 * a + 4 * b * x[1];
    if (h)
        h[0] = 8 * x[0] * x[0] + 4 * a + 2, h[1] = h[2] = 4 * x[0] + 4 * x[1],
        h[3] = 2 + 8 * x[1] * x[1] + 4 * b;
    return a * a + b * b;
}

static inline double rosenbrock(const double *x, double *g, double *h)
{
    double a = 1 - x[0], b = x[1] - x[0] * x[0];

    if (g)
        g[0] = -2 * a - 400 * b * x[0], g[1] = 200 * b;
    if (h)
        h[0] = 2 - 400 * b + 800 * x[0] * x[0], h[1] = h[2] = -400 * x[0], h[3] = 200;
    return a * a + 100 * (b * b);
}

static inline double saddle(const double *x, double *g, double *h)
{
    double y = x[1];

    if (g)
        g[0] = 2 * x[0], g[1] = -2 * y + 0.4 * y * y * y;
    if (h)
        h[0] = 2, h[1] = h[2] = 0, h[3] = -2 + 1.2 * y * y;
    return x[0] * x[0] - y * y + 0.1 * y * y * y * y;
}

static const struct {
    const char *name;
    landscape *of;
} landscapes[] = {{"bowl", bowl},
                  {"himmelblau", himmelblau},
                  {"rosenbrock", rosenbrock},
                  {"saddle", saddle},
                  {NULL, NULL}};

struct race {
    landscape *of;
    const struct optimizer *o;
    struct settings set;
    struct schedule_memory memory;
    double x[2], g[2], noise[2], mean[2], count;
    double done, evals, value;
    double vectors[64], scalars[16], scratch[32];
};

static inline double race_gradient(void *context, const double *at, double *g)
{
    return ((struct race *)context)->of(at, g, NULL);
}

static inline void race_hessian(void *context, const double *at, double *h)
{
    ((struct race *)context)->of(at, NULL, h);
}

/* `set NAME VALUE`; false and a line on standard error for what is wrong. */
static inline bool race_set(struct race *r, const char *name, const char *value)
{
    struct err err;
    double number;
    int i = settings_find(name);

    if (i < 0 || !optimizer_uses(r->o, optimizer_inner(r->o, &r->set), i) ||
        !param_read(settings_row(i), value, &number, &err)) {
        fprintf(stderr, "%s has no %s=%s\n", r->o->name, name, value);
        return false;
    }
    settings_set(&r->set, i, number);
    return true;
}

/* Begins a race as a line `race NAME setting=value ...` says; false if it can't. */
static inline bool race_begin(struct race *r, landscape *of, const char *line)
{
    const char *inner = strstr(line, "inner=");
    char name[64], value[64];
    int used = 0;

    *r = (struct race){.of = of, .memory = schedule_start()};
    if (sscanf(line, "race %63s%n", name, &used) != 1 || !(r->o = optimizer_find(name)))
        return false;
    if (inner && sscanf(inner, "inner=%63s", value) == 1)
        r->set = optimizer_settings(r->o, optimizer_find(value));
    else
        r->set = optimizer_settings(r->o, NULL);
    for (line += used; sscanf(line, " %63[^= \n]=%63s%n", name, value, &used) == 2;
         line += used)
        if (!race_set(r, name, value))
            return false;
    return true;
}

/* One step of the runner, on the given pieces of state and scratch. */
static inline struct step race_pieces(struct race *r, struct objective *f)
{
    *f = (struct objective){.n = 2,
                            .set = &r->set,
                            .context = r,
                            .gradient = race_gradient,
                            .hessian = race_hessian};
    return (struct step){.set = &r->set,
                         .n = 2,
                         .t = r->done + 1,
                         .lr = schedule_rate(&r->set, &r->memory, r->done),
                         .x = r->x,
                         .g = r->g,
                         .vectors = r->vectors,
                         .scalars = r->scalars,
                         .scratch = r->scratch,
                         .f = f};
}

static inline void race_step(struct race *r, uint64_t seed)
{
    struct random_place at = {
        .seed = seed, .stream = RANDOM_NOISE, .step = (uint64_t)r->done};
    struct objective f;
    struct step s = race_pieces(r, &f);

    if (noise_draw(&r->set, at, 2, r->noise))
        f.noise = r->noise;
    optimizer_step(r->o, &s);
    r->done++;
    r->evals += f.evals;
    r->value = r->of(r->x, NULL, NULL);
    schedule_observe(&r->set, &r->memory, r->value);
    average_observe(
        &r->set, r->done, r->x,
        &(struct average_memory){.n = 2, .mean = r->mean, .count = &r->count});
}

/* A live `set lr`. */
static inline void race_set_rate(struct race *r, double lr)
{
    struct objective f;
    struct step s;

    r->set.lr = lr;
    s = race_pieces(r, &f);
    optimizer_rate_changed(r->o, &s);
}

#endif
