/*
 * The second order at a point: eigenvalues, the kind of point, and what theory allows
 * there.
 */
#include "sim/state.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "math/eigen.h"
#include "math/elementary.h"

/* Relative sizes below which a gradient or an eigenvalue counts as zero. */
#define GRADIENT_ZERO 1e-6
#define EIGENVALUE_ZERO 1e-9

struct point {
    int n;
    double value, grad_norm;
};

static double norm(const double *v, int n)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum = math_hypot(sum, v[i]);
    return sum;
}

static enum point_kind kind_of(const struct curvature *c, const struct point *p)
{
    double low = c->values[0], high = c->values[p->n - 1];
    double zero = EIGENVALUE_ZERO * fmax(1, fmax(fabs(low), fabs(high)));

    if (!isfinite(p->value) || !(p->grad_norm <= GRADIENT_ZERO * fmax(1, fabs(p->value))))
        return POINT_SLOPE;
    if (low < -zero)
        return high > zero ? POINT_SADDLE : POINT_MAXIMUM;
    return high > zero ? POINT_MINIMUM : POINT_PLATEAU;
}

static double condition_of(const struct curvature *c, int n)
{
    double least = fabs(c->values[0]), most = least;

    for (int k = 1; k < n; k++) {
        least = fmin(least, fabs(c->values[k]));
        most = fmax(most, fabs(c->values[k]));
    }
    return most / least;
}

static void fill(const struct point *p, const double *h, struct curvature *out)
{
    int n = p->n;
    double vectors[AXES * AXES];

    memset(out, 0, sizeof *out);
    eigen_symmetric(n, h, out->values, vectors);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            out->hessian[i][j] = h[i * n + j];
            out->vectors[i][j] = vectors[i * n + j];
        }
    out->known = true;
    out->condition = condition_of(out, n);
    out->kind = kind_of(out, p);
    out->rate_limit = NAN;
}

void curvature_at(struct sim *sim, const double *x, struct curvature *out)
{
    double g[AXES], h[AXES * AXES];
    struct point p = {.n = sim->problem->n};

    p.value = problem_hessian(sim->problem, x, g, h);
    p.grad_norm = norm(g, p.n);
    fill(&p, h, out);
}

void curvature_of(struct sim *sim, const struct run *run, struct curvature *out)
{
    double most;

    curvature_at(sim, run->data, out);
    most = out->values[run->n - 1];
    if (run->optimizer->rate_limit && most > 0)
        out->rate_limit = run->optimizer->rate_limit(&run->set, most);
}

/*
 * A net's Hessian is known by its largest eigenvalue and by the least curvature that was
 * met on the way to it: a label as good as that. The gradient has to be the exact one.
 */
static bool net_converged(const struct sim *sim, const struct run *run)
{
    const struct sharpness_sample *s = sharpness_known(sim, run);

    return s && sharpness_sees_all(sim, run) && s->value > GRADIENT_ZERO &&
           s->lowest >= -EIGENVALUE_ZERO * fmax(1, s->value);
}

/* A small gradient, no falling direction, and some curvature that rises. */
enum run_state run_state_of(struct sim *sim, const struct run *run)
{
    struct curvature c;
    double low, high;

    if (run->diverged)
        return RUN_DIVERGED;
    if (!(run_grad_norm(run) <= GRADIENT_ZERO * fmax(1, fabs(run->loss))))
        return RUN_RUNNING;
    if (!sim_has_surface(sim))
        return net_converged(sim, run) ? RUN_CONVERGED : RUN_RUNNING;
    curvature_of(sim, run, &c);
    low = c.values[0];
    high = c.values[run->n - 1];
    if (low >= -EIGENVALUE_ZERO * fmax(1, fmax(fabs(low), fabs(high))) &&
        high > GRADIENT_ZERO)
        return RUN_CONVERGED;
    return RUN_RUNNING;
}

double curvature_newton_distance(const struct curvature *c, int n, const double *g)
{
    double sum = 0;

    for (int k = 0; k < n; k++) {
        double along = 0;

        for (int i = 0; i < n; i++)
            along += c->vectors[k][i] * g[i];
        if (along == 0)
            continue;
        if (c->values[k] == 0)
            return INFINITY;
        sum = math_hypot(sum, along / c->values[k]);
    }
    return sum;
}

const char *run_state_name(enum run_state state)
{
    static const char *const NAMES[] = {[RUN_RUNNING] = "running",
                                        [RUN_CONVERGED] = "converged",
                                        [RUN_DIVERGED] = "diverged"};

    return NAMES[state];
}

const char *point_kind_name(enum point_kind kind)
{
    static const char *const NAMES[] = {[POINT_SLOPE] = "slope",
                                        [POINT_MINIMUM] = "minimum",
                                        [POINT_SADDLE] = "saddle",
                                        [POINT_MAXIMUM] = "maximum",
                                        [POINT_PLATEAU] = "plateau"};

    return NAMES[kind];
}
