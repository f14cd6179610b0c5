#ifndef TESTS_SCENE_H
#define TESTS_SCENE_H

#include <math.h>
#include <string.h>

#include "pane/pane.h"

/* A scene to draw, filled in by hand: two runners on a saddle, or on a double well. */

enum { SCENE_STEPS = 40, SCENE_CELLS = 200 * 120 };

struct scene {
    struct snapshot snap;
    struct view view;
    struct run_view run[RUNS_MAX];
    struct sample trail[RUNS_MAX][SCENE_STEPS];
    struct setting_view constant[1];
    struct landmark landmark[3];
    struct raster raster;
    double heights[SCENE_CELLS];
    struct asks asks;
};

static const char *const scene_clips[] = {"none", "norm", "value", NULL};

#define SCENE_TIMES(by, from) .notch_by = NOTCH_MULTIPLY, .notch = by, .least = from

/* clang-format off */
static const struct param scene_rows[] = {
    {.name = "lr", .high = 1e6, SCENE_TIMES(1.25, 1e-6), .unit = "",
     .help = "learning rate: how long a step is for the gradient at hand"},
    {.name = "momentum", .high = 1, .notch = 0.01, .unit = "",
     .help = "share of its velocity that the ball keeps in each step"},
    {.name = "clip", .kind = PARAM_CHOICE, .high = 2, .notch = 1, .choices = scene_clips,
     .unit = "", .help = "cuts long gradients"},
    {.name = "schedule_period", .kind = PARAM_COUNT, .low = 1, .high = 1e9,
     SCENE_TIMES(1.25, 1), .unit = "updates",
     .help = "how long a piece of the schedule takes"},
};
/* clang-format on */

static inline double scene_height(const struct scene *s, const double *x)
{
    if (s->snap.dims == 1)
        return x[0] * x[0] * x[0] * x[0] - 2 * x[0] * x[0] + 0.3 * x[0];
    return x[0] * x[0] - x[1] * x[1] + 0.1 * x[1] * x[1] * x[1] * x[1];
}

static inline void scene_slope(const struct scene *s, const double *x, double *g)
{
    g[0] = s->snap.dims == 1 ? 4 * x[0] * x[0] * x[0] - 4 * x[0] + 0.3 : 2 * x[0];
    g[1] = s->snap.dims == 1 ? 0 : -2 * x[1] + 0.4 * x[1] * x[1] * x[1];
}

static inline struct sample scene_sample(const struct scene *s, const double *x)
{
    double g[AXES];

    scene_slope(s, x, g);
    return (struct sample){.x = {x[0], x[1]},
                           .loss = scene_height(s, x),
                           .grad_norm = sqrt(g[0] * g[0] + g[1] * g[1])};
}

/* Descent with momentum, by hand. */
static inline void scene_race(struct scene *s, int i, double lr, double momentum)
{
    const double values[] = {lr, momentum, 1, 100};
    struct run_view *r = &s->run[i];
    double x[AXES] = {s->snap.start[0], s->snap.start[1]}, v[AXES] = {0}, g[AXES];

    for (int k = 0; k < SCENE_STEPS; k++) {
        s->trail[i][k] = scene_sample(s, x);
        scene_slope(s, x, g);
        for (int a = 0; a < AXES; a++) {
            v[a] = momentum * v[a] + g[a];
            x[a] -= lr * v[a];
        }
    }
    r->trace = (struct trace){s->trail[i], SCENE_STEPS, 1};
    r->steps = SCENE_STEPS;
    r->evals = SCENE_STEPS;
    r->slot = i;
    r->twin_of = -1;
    r->lr = lr;
    memcpy(r->x, x, sizeof x);
    scene_slope(s, x, r->grad);
    r->loss = scene_sample(s, x).loss;
    r->grad_norm = scene_sample(s, x).grad_norm;
    r->distance = hypot(x[0] - s->snap.start[0], x[1] - s->snap.start[1]);
    r->has_next = true;
    for (int a = 0; a < AXES; a++)
        r->next[a] = x[a] - lr * (momentum * v[a] + r->grad[a]);
    for (int k = 0; k < 4; k++)
        r->setting[r->settings++] =
            (struct setting_view){.row = &scene_rows[k], .value = values[k]};
}

static inline void scene_name(struct run_view *r, const char *name, const char *rule)
{
    r->name = r->optimizer = name;
    r->rule = rule;
    r->paper = "Robbins & Monro, A stochastic approximation method, 1951";
    r->verdict = "";
}

/* What the visible panes ask for. */
static inline void scene_answer(struct scene *s, int cols, int rows)
{
    struct scene_view view = {.snap = &s->snap, .view = &s->view};

    s->asks.count = 0;
    screen_ask(&view, cols, rows, &s->asks);
    for (int i = 0; i < s->asks.count; i++) {
        const struct ask *ask = &s->asks.list[i];
        const struct window *w = &ask->window;

        if (ask->kind != ASK_RASTER || ask->cols * ask->rows > SCENE_CELLS)
            continue;
        s->raster = (struct raster){.window = *w,
                                    .cols = ask->cols,
                                    .rows = ask->rows,
                                    .done = ask->rows,
                                    .values = s->heights};
        for (int k = 0; k < ask->cols * ask->rows; k++) {
            double across = (k % ask->cols + 0.5) / ask->cols;
            double down = (k / ask->cols + 0.5) / ask->rows;
            double x[AXES] = {w->low[0] + across * (w->high[0] - w->low[0]),
                              w->high[1] - down * (w->high[1] - w->low[1])};

            s->heights[k] = scene_height(s, x);
        }
        s->snap.raster = &s->raster;
    }
}

/* dims is 1 or 2. */
static inline void scene_open(struct scene *s, int dims)
{
    static const double lowest = 2.2360679774997898;

    memset(s, 0, sizeof *s);
    s->snap = (struct snapshot){
        .title = dims == 1 ? "Double well" : "Saddle",
        .about = "The gradient is zero, and it is no minimum.",
        .formula = dims == 1 ? "x^4 - 2*x^2 + 0.3*x" : "x^2 - y^2 + 0.1*y^4",
        .dims = dims,
        .domain = {.low = {-3, -3}, .high = {3, 3}},
        .start = {dims == 1 ? 1.8 : 1.5, dims == 1 ? 0 : 0.01},
        .seed = 7,
        .step = SCENE_STEPS,
        .last_step = SCENE_STEPS,
        .constants = 1,
        .constant = s->constant,
        .runs = 2,
        .run = s->run,
        .landmark = s->landmark,
        .complete = true,
    };
    s->constant[0] = (struct setting_view){&scene_rows[1], 0.5};
    if (dims == 2) {
        s->snap.landmarks = 3;
        s->landmark[0] = (struct landmark){.kind = POINT_SADDLE};
        s->landmark[1] =
            (struct landmark){.kind = POINT_MINIMUM, .x = {0, lowest}, .value = -2.5};
        s->landmark[2] =
            (struct landmark){.kind = POINT_MINIMUM, .x = {0, -lowest}, .value = -2.5};
    } else {
        s->snap.domain = (struct window){.low = {-2, 0}, .high = {2, 1}};
    }
    scene_name(&s->run[0], "sgd", "x -= lr g");
    scene_name(&s->run[1], "momentum", "v = momentum v + g; x -= lr v");
    scene_race(s, 0, dims == 1 ? 0.02 : 0.05, 0);
    scene_race(s, 1, dims == 1 ? 0.02 : 0.05, 0.8);
    s->run[0].here = (struct curvature){.known = true,
                                        .values = {-1.96, 2},
                                        .condition = 1.02,
                                        .kind = POINT_SADDLE,
                                        .rate_limit = 1};
    s->run[0].here.hessian[0][0] = 2;
    s->run[0].here.hessian[1][1] = -1.96;
    s->run[0].here.vectors[0][1] = s->run[0].here.vectors[1][0] = 1;
    s->run[0].findings = 1;
    s->run[0].finding[0] = (struct finding){
        .name = "at_saddle",
        .sentence =
            "sgd is at a saddle: |g| 0.855, curvature -1.96 falls mostly along y.",
        .advice = "Momentum, noise, an adaptive rate or saddle_free_newton leaves it."};
    s->view = (struct view){
        .maximized = -1,
        .window = s->snap.domain,
        .speed = 20,
        .message = "",
        .keys = "space run  n step  b back  arrows change  o optimizer  s scenes  "
                "? help  q quit",
        .glyphs = glyphs_find("half"),
        .colours = 256,
        .bands = BANDS_MAX,
    };
}

#endif
