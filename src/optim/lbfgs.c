/*
 * A quasi-Newton step: the curvature is guessed from the last few steps, and a line
 * search finds how far to go. It compares values and gradients within one step only,
 * where all meet the same noise.
 */
#include <math.h>
#include <string.h>

#include "optim/optimizer.h"

enum { PAIRS = HISTORY_MAX };

/* State: vectors 0 .. PAIRS - 1 are changes of x, the next PAIRS those of g; a ring. */
enum { HELD, NEXT, SCALARS };

/* Scratch. */
enum { DIRECTION, TRIAL, TRIAL_G, VECTORS_MEANWHILE };

/* The share of the promised fall (Armijo), and of the slope that may be left (Wolfe). */
static const double FALL = 1e-4, FLATTER = 0.9;

static const double STRETCH = 2;

/* A point of the line x + alpha d, with the value there and its derivative in alpha. */
struct point {
    double alpha, value, slope;
};

struct search {
    struct step *s;
    struct point start, last; /* last: where TRIAL and TRIAL_G are */
    int left;                 /* evaluations */
};

static double dot(int n, const double *a, const double *b)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static void add(int n, double *to, double factor, const double *v)
{
    for (int i = 0; i < n; i++)
        to[i] += factor * v[i];
}

static int held(const struct step *s)
{
    return (int)fmin(s->scalars[HELD], s->set->history);
}

/* The index of the pair that was kept `age` steps ago. */
static int pair(const struct step *s, int age)
{
    return ((int)s->scalars[NEXT] - 1 - age + 2 * PAIRS) % PAIRS;
}

/* d = -H g by the two-loop recursion (Nocedal & Wright, algorithm 7.4). */
static void find_direction(struct step *s)
{
    double *d = SCRATCH(s, DIRECTION), a[PAIRS];
    int n = s->n, count = held(s);

    for (int i = 0; i < n; i++)
        d[i] = -s->g[i];
    for (int age = 0; age < count; age++) {
        const double *dx = VECTOR(s, pair(s, age)), *dg = VECTOR(s, PAIRS + pair(s, age));

        a[age] = dot(n, dx, d) / dot(n, dx, dg);
        add(n, d, -a[age], dg);
    }
    if (count > 0) {
        const double *dx = VECTOR(s, pair(s, 0)), *dg = VECTOR(s, PAIRS + pair(s, 0));
        double scale = dot(n, dx, dg) / dot(n, dg, dg);

        for (int i = 0; i < n; i++)
            d[i] *= scale;
    }
    for (int age = count - 1; age >= 0; age--) {
        const double *dx = VECTOR(s, pair(s, age)), *dg = VECTOR(s, PAIRS + pair(s, age));

        add(n, d, a[age] - dot(n, dg, d) / dot(n, dx, dg), dx);
    }
}

/* Keeps the step just found, unless its curvature is not positive. */
static void remember(struct step *s, double alpha)
{
    int n = s->n, next = (int)s->scalars[NEXT];
    double *dx = VECTOR(s, next), *dg = VECTOR(s, PAIRS + next);
    const double *d = SCRATCH(s, DIRECTION), *g = SCRATCH(s, TRIAL_G);

    for (int i = 0; i < n; i++) {
        dx[i] = alpha * d[i];
        dg[i] = g[i] - s->g[i];
    }
    if (!(dot(n, dx, dg) > 1e-10 * dot(n, dg, dg)) &&
        !(dot(n, dx, dg) > 1e-10 * dot(n, dx, dx)))
        return;
    s->scalars[NEXT] = (next + 1) % PAIRS;
    s->scalars[HELD] = fmin(s->scalars[HELD] + 1, PAIRS);
}

static struct point look(struct search *l, double alpha)
{
    struct step *s = l->s;
    const double *d = SCRATCH(s, DIRECTION);
    double *at = SCRATCH(s, TRIAL), *g = SCRATCH(s, TRIAL_G);

    memcpy(at, s->x, (size_t)s->n * sizeof *at);
    add(s->n, at, alpha, d);
    l->last.alpha = alpha;
    l->last.value = objective_gradient(s->f, at, g);
    l->last.slope = dot(s->n, g, d);
    l->left--;
    return l->last;
}

static bool falls_enough(const struct search *l, struct point p)
{
    return p.value <= l->start.value + FALL * p.alpha * l->start.slope;
}

static bool flat_enough(const struct search *l, struct point p)
{
    return fabs(p.slope) <= -FLATTER * l->start.slope;
}

/*
 * The minimum of the cubic through both ends (Nocedal & Wright, 3.59), or their middle
 * where it has none well inside.
 */
static double between(struct point a, struct point b)
{
    double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.alpha - b.alpha);
    double d2 = copysign(sqrt(d1 * d1 - a.slope * b.slope), b.alpha - a.alpha);
    double share = (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);

    if (!(share >= 0.1 && share <= 0.9))
        share = 0.5;
    return b.alpha - (b.alpha - a.alpha) * share;
}

/* Algorithm 3.6: low is the best point so far; one that fulfils both is before high. */
static struct point zoom(struct search *l, struct point low, struct point high)
{
    while (l->left > 0) {
        struct point p = look(l, between(low, high));

        if (!falls_enough(l, p) || p.value >= low.value) {
            high = p;
            continue;
        }
        if (flat_enough(l, p))
            return p;
        if (p.slope * (high.alpha - low.alpha) >= 0)
            high = low;
        low = p;
    }
    return low;
}

/* Algorithm 3.5: a point that fulfils the strong Wolfe conditions, or the best found. */
static struct point search_line(struct search *l, double alpha)
{
    struct point before = l->start, p = l->start;

    while (l->left > 0) {
        p = look(l, alpha);
        if (!falls_enough(l, p) || (before.alpha > 0 && p.value >= before.value))
            return zoom(l, before, p);
        if (flat_enough(l, p))
            return p;
        if (p.slope >= 0)
            return zoom(l, p, before);
        before = p;
        alpha *= STRETCH;
    }
    return p;
}

static double slope_of(struct step *s)
{
    return dot(s->n, s->g, SCRATCH(s, DIRECTION));
}

/* The first step knows no curvature: it is no longer than the rate in any direction. */
static double first_alpha(const struct step *s)
{
    double sum = 0;

    for (int i = 0; i < s->n; i++)
        sum += fabs(s->g[i]);
    return held(s) == 0 && sum > 1 ? s->lr / sum : s->lr;
}

static void step(struct step *s)
{
    struct search l = {.s = s, .left = (int)s->set->line_search_max};
    struct point found;

    find_direction(s);
    if (!(slope_of(s) < 0)) {
        s->scalars[HELD] = 0;
        find_direction(s);
    }
    l.start = (struct point){.value = s->value, .slope = slope_of(s)};
    found = l.start.slope < 0 ? search_line(&l, first_alpha(s)) : l.start;
    if (found.alpha > 0 && found.alpha != l.last.alpha)
        look(&l, found.alpha);
    if (found.alpha > 0)
        remember(s, found.alpha);
    else
        s->scalars[HELD] = 0;
    add(s->n, s->x, isnan(l.start.slope) ? s->lr : found.alpha, SCRATCH(s, DIRECTION));
}

static const struct setting_default uses[] = {USES(lr, 1), USES(history, HISTORY_MAX),
                                              USES(line_search_max, 25), USES_END};

const struct optimizer optimizer_lbfgs = {
    .name = "lbfgs",
    .rule = "d = -H g, H from the last `history` steps; x += a d, a from lr on by a line "
            "search "
            "(strong Wolfe conditions)",
    .paper =
        "Liu & Nocedal, On the limited memory BFGS method for large scale optimization, "
        "1989; Nocedal & Wright, Numerical optimization, algorithms 3.5, 3.6 and 7.4, "
        "2006",
    .uses = uses,
    .vectors = 2 * PAIRS,
    .scalars = SCALARS,
    .scratch = VECTORS_MEANWHILE,
    .looks_again = true,
    .step = step,
};
