/* The gradient that rules see: with noise, clipped, with L2 decay, and counted. */
#include "optim/objective.h"

#include <math.h>

#include "optim/optimizer.h"

static double dot(int n, const double *a, const double *b)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* |g|, also where the squares leave the range of a double. */
static double norm(int n, const double *g)
{
    double sum = dot(n, g, g), most = 0;

    if (sum > 1e-280 && sum < 1e280)
        return sqrt(sum);
    for (int i = 0; i < n; i++)
        most = fabs(g[i]) <= most ? most : fabs(g[i]);
    if (most == 0)
        return 0;
    sum = 0;
    for (int i = 0; i < n; i++)
        sum += (g[i] / most) * (g[i] / most);
    return most * sqrt(sum);
}

static double clip_norm(double limit, int n, double *g)
{
    double factor = limit / norm(n, g);

    if (!(factor < 1))
        return 1;
    for (int i = 0; i < n; i++)
        g[i] *= factor;
    return factor;
}

static void clip_value(double limit, int n, double *g)
{
    for (int i = 0; i < n; i++)
        g[i] = g[i] > limit ? limit : g[i] < -limit ? -limit : g[i];
}

double objective_clip(const struct settings *set, int n, double *g)
{
    if (set->clip == CLIP_NORM)
        return clip_norm(set->clip_at, n, g);
    if (set->clip == CLIP_VALUE)
        clip_value(set->clip_at, n, g);
    return 1;
}

static double l2_of(const struct settings *set)
{
    return set->decay == DECAY_L2 ? set->weight_decay : 0;
}

/* g += factor * v, unless g is NULL. */
static void add(int n, double *g, double factor, const double *v)
{
    for (int i = 0; g && i < n; i++)
        g[i] += factor * v[i];
}

double objective_gradient(struct objective *f, const double *at, double *g)
{
    double value = f->gradient(f->context, at, g), decay = l2_of(f->set);

    f->evals += 1;
    if (f->noise) {
        value += dot(f->n, f->noise, at);
        add(f->n, g, 1, f->noise);
    }
    if (g)
        objective_clip(f->set, f->n, g);
    if (decay != 0) {
        value += 0.5 * decay * dot(f->n, at, at);
        add(f->n, g, decay, at);
    }
    return value;
}

void objective_hessian_times(struct objective *f, const double *at, const double *v,
                             double *out)
{
    f->hessian_times(f->context, at, v, out);
    f->evals += 1;
    add(f->n, out, l2_of(f->set), v);
}

void objective_hessian(struct objective *f, const double *at, double *h)
{
    double decay = l2_of(f->set);

    f->hessian(f->context, at, h);
    f->evals += f->n;
    for (int i = 0; i < f->n; i++)
        h[i * f->n + i] += decay;
}
