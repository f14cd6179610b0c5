/*
 * Critical points of the landscape: Newton's method from a grid of starts, verified by
 * the Hessian.
 */
#include "sim/state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/eigen.h"
#include "math/elementary.h"

enum { STARTS = 48, STARTS_1D = 768, REACH = 3, ITERATIONS = 40, SURVEY = 16 };

#define GRADIENT_ZERO 1e-9   /* times max(1, |f|, largest eigenvalue) */
#define EIGENVALUE_ZERO 1e-7 /* of the largest, or absolute */
#define SAME 1e-4            /* share of the window within which two points are one */

struct newton {
    double value, g[AXES], step[AXES], values[AXES];
};

/*
 * The step to where the quadratic model is level; false where a direction has no
 * curvature.
 */
static bool newton_step(struct sim *sim, const double *x, struct newton *out)
{
    int n = sim->problem->n;
    double h[AXES * AXES], vectors[AXES * AXES];

    out->value = problem_hessian(sim->problem, x, out->g, h);
    eigen_symmetric(n, h, out->values, vectors);
    memset(out->step, 0, sizeof out->step);
    for (int k = 0; k < n; k++) {
        double along = 0;

        for (int i = 0; i < n; i++)
            along += vectors[k * n + i] * out->g[i];
        if (!isfinite(along) || fabs(out->values[k]) < 1e-300)
            return false;
        for (int i = 0; i < n; i++)
            out->step[i] -= along / out->values[k] * vectors[k * n + i];
    }
    return true;
}

static enum point_kind kind_of(const struct newton *at, int n)
{
    double low = at->values[0], high = at->values[n - 1];
    double zero = EIGENVALUE_ZERO * fmax(1, fmax(fabs(low), fabs(high)));
    double size = fmax(1, fmax(fabs(at->value), fmax(fabs(low), fabs(high))));

    for (int i = 0; i < n; i++)
        if (!(fabs(at->g[i]) <= GRADIENT_ZERO * size))
            return POINT_SLOPE;
    for (int k = 0; k < n; k++)
        if (!(fabs(at->values[k]) > zero))
            return POINT_PLATEAU;
    return low > 0 ? POINT_MINIMUM : high < 0 ? POINT_MAXIMUM : POINT_SADDLE;
}

/* Moves by the step, but no further than an eighth of the domain; the length it had. */
static double bounded_move(struct sim *sim, double *x, const struct newton *at)
{
    int n = sim->problem->n;
    double length = n > 1 ? math_hypot(at->step[0], at->step[1]) : fabs(at->step[0]);
    double most = sim->diagonal / 8, factor = length > most ? most / length : 1;

    for (int i = 0; i < n; i++)
        x[i] += factor * at->step[i];
    return length;
}

bool landmark_from(struct sim *sim, const double *x, struct landmark *out)
{
    struct newton at;
    int n = sim->problem->n;
    double tiny = 1e-13 * sim->diagonal;

    *out = (struct landmark){.kind = POINT_SLOPE};
    memcpy(out->x, x, (size_t)n * sizeof(double));
    for (int i = 0; i < ITERATIONS; i++) {
        if (!newton_step(sim, out->x, &at))
            return false;
        if (!(bounded_move(sim, out->x, &at) > tiny))
            break;
    }
    if (!newton_step(sim, out->x, &at))
        return false;
    out->value = at.value;
    out->kind = kind_of(&at, n);
    return out->kind != POINT_SLOPE && out->kind != POINT_PLATEAU;
}

static bool is_inside(const struct window *w, const double *x, int n)
{
    for (int i = 0; i < n; i++)
        if (!(x[i] >= w->low[i] && x[i] <= w->high[i]))
            return false;
    return true;
}

static bool is_known(const struct landmarks *all, const struct landmark *one, int n)
{
    const struct window *w = &all->window;

    for (int i = 0; i < all->count; i++) {
        bool same = true;

        for (int k = 0; k < n; k++)
            same = same &&
                   fabs(all->list[i].x[k] - one->x[k]) <= SAME * (w->high[k] - w->low[k]);
        if (same)
            return true;
    }
    return false;
}

/*
 * Minima first, then saddles, then maxima; each from the lowest up, then from the left.
 */
static int compare(const void *a, const void *b)
{
    const struct landmark *p = a, *q = b;

    if (p->kind != q->kind)
        return p->kind < q->kind ? -1 : 1;
    if (p->value != q->value)
        return p->value < q->value ? -1 : 1;
    if (p->x[0] != q->x[0])
        return p->x[0] < q->x[0] ? -1 : 1;
    return p->x[1] < q->x[1] ? -1 : p->x[1] > q->x[1];
}

/* Rounds away what is left of the iteration at 0, so that the origin is the origin. */
static void tidy(struct landmark *l, const struct window *w, int n)
{
    for (int i = 0; i < n; i++)
        if (fabs(l->x[i]) < 1e-12 * (w->high[i] - w->low[i]))
            l->x[i] = 0;
}

/* A critical point has a start within its cell, from which the way there is short. */
static bool is_promising(struct sim *sim, const double *x, const struct window *w)
{
    struct newton at;

    if (!newton_step(sim, x, &at))
        return false;
    for (int i = 0; i < sim->problem->n; i++) {
        int count = sim->problem->n == 1 ? STARTS_1D : STARTS;

        if (!(fabs(at.step[i]) <= REACH * (w->high[i] - w->low[i]) / count))
            return false;
    }
    return true;
}

static void try_start(struct sim *sim, const double *x, struct landmarks *out)
{
    struct landmark found;
    int n = sim->problem->n;

    if (out->count == LANDMARKS_MAX || !is_promising(sim, x, &out->window) ||
        !landmark_from(sim, x, &found))
        return;
    tidy(&found, &out->window, n);
    if (is_inside(&out->window, found.x, n) && !is_known(out, &found, n))
        out->list[out->count++] = found;
}

static double between(const struct window *w, int axis, int i, int count)
{
    return w->low[axis] + (i + 0.5) * (w->high[axis] - w->low[axis]) / count;
}

void landmarks_search(struct sim *sim, struct landmarks *l)
{
    bool flat = sim->problem->n == 1;
    int cols = flat ? STARTS_1D : STARTS, rows = flat ? 1 : STARTS;

    for (int i = 0; i < cols; i++) {
        double x[AXES] = {between(&l->window, 0, i, cols), 0};

        if (!flat)
            x[1] = between(&l->window, 1, l->searched, rows);
        try_start(sim, x, l);
    }
    l->known = ++l->searched == rows;
    if (l->known)
        qsort(l->list, (size_t)l->count, sizeof l->list[0], compare);
}

static int compare_slopes(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;

    return p < q ? -1 : p > q;
}

static double usual_slope(struct sim *sim)
{
    const struct window *w = &sim->plan.domain;
    double slopes[SURVEY * SURVEY], g[AXES] = {0};
    int count = 0;

    for (int k = 0; k < SURVEY * SURVEY; k++) {
        double x[AXES] = {between(w, 0, k % SURVEY, SURVEY),
                          between(w, 1, k / SURVEY, SURVEY)};
        double slope;

        problem_gradient(sim->problem, x, g);
        slope = math_hypot(g[0], g[1]);
        if (isfinite(slope))
            slopes[count++] = slope;
    }
    qsort(slopes, (size_t)count, sizeof slopes[0], compare_slopes);
    return count ? slopes[count * 3 / 4] : 0;
}

double survey_slope(struct sim *sim)
{
    if (!sim->survey.measured) {
        sim->survey.slope = usual_slope(sim);
        sim->survey.measured = true;
    }
    return sim->survey.slope;
}

const struct survey *survey_of(struct sim *sim)
{
    if (!sim->survey.known) {
        sim->survey.landmarks = (struct landmarks){.window = sim->plan.domain};
        while (!sim->survey.landmarks.known)
            landmarks_search(sim, &sim->survey.landmarks);
        sim->survey.known = true;
    }
    return &sim->survey;
}
