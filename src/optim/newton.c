/* A jump to where the second-order picture of the landscape has no gradient. */
#include <float.h>
#include <math.h>

#include "math/eigen.h"
#include "optim/optimizer.h"

/* Linear equations a p = b, [n][n + 1] with b as the last column. */
struct equations {
    int n;
    double rows[EIGEN_MAX][EIGEN_MAX + 1];
};

static double largest(int n, const double *row)
{
    double most = 0;

    for (int i = 0; i < n; i++)
        most = fabs(row[i]) <= most ? most : fabs(row[i]);
    return most;
}

/* Divides each row by its largest entry, to judge pivots by; false for a row of zeros. */
static bool scale_rows(struct equations *e)
{
    for (int i = 0; i < e->n; i++) {
        double most = largest(e->n, e->rows[i]);

        if (most == 0)
            return false;
        for (int j = 0; j <= e->n; j++)
            e->rows[i][j] /= most;
    }
    return true;
}

static void swap_rows(struct equations *e, int a, int b)
{
    for (int j = 0; j <= e->n; j++) {
        double kept = e->rows[a][j];

        e->rows[a][j] = e->rows[b][j];
        e->rows[b][j] = kept;
    }
}

/* Clears column k below row k; false where what is left there is nothing but rounding. */
static bool eliminate(struct equations *e, int k)
{
    int pivot = k;

    for (int i = k + 1; i < e->n; i++)
        if (fabs(e->rows[i][k]) > fabs(e->rows[pivot][k]))
            pivot = i;
    swap_rows(e, k, pivot);
    if (fabs(e->rows[k][k]) <= 4 * e->n * DBL_EPSILON)
        return false;
    for (int i = k + 1; i < e->n; i++) {
        double factor = e->rows[i][k] / e->rows[k][k];

        for (int j = k; j <= e->n; j++)
            e->rows[i][j] -= factor * e->rows[k][j];
    }
    return true;
}

/* The solution to p[n]; false, and p as it was, where there is none or many. */
static bool solve(struct equations *e, double *p)
{
    bool regular = scale_rows(e);

    for (int k = 0; k < e->n && regular; k++)
        regular = eliminate(e, k);
    for (int i = e->n - 1; i >= 0 && regular; i--) {
        p[i] = e->rows[i][e->n];
        for (int j = i + 1; j < e->n; j++)
            p[i] -= e->rows[i][j] * p[j];
        p[i] /= e->rows[i][i];
    }
    return regular;
}

static void step(struct step *s)
{
    struct equations e = {.n = s->n};
    double h[EIGEN_MAX * EIGEN_MAX];

    objective_hessian(s->f, s->x, h);
    for (int i = 0; i < s->n; i++) {
        for (int j = 0; j < s->n; j++)
            e.rows[i][j] = h[i * s->n + j] + (i == j ? s->set->damping : 0);
        e.rows[i][s->n] = s->g[i];
    }
    solve(&e, s->g);
    for (int i = 0; i < s->n; i++)
        s->x[i] -= s->lr * s->g[i];
}

/* On a quadratic each step leaves 1 - lr lambda / (lambda + damping) of the way. */
static double rate_limit(const struct settings *set, double lambda)
{
    return 2 * (lambda + set->damping) / lambda;
}

static double growth(const struct settings *set, double lr, double lambda)
{
    return fabs(1 - lr * lambda / (lambda + set->damping));
}

static const struct setting_default uses[] = {USES(lr, 1), USES(damping, 0), USES_END};

const struct optimizer optimizer_newton = {
    .name = "newton",
    .rule =
        "x -= lr (H + damping I)^-1 g; the gradient itself where that can't be solved",
    .paper = "Newton, De analysi, 1669; Levenberg, A method for the solution of certain "
             "non-linear problems in least squares, 1944",
    .uses = uses,
    .looks_again = true,
    .needs_hessian = true,
    .step = step,
    .rate_limit = rate_limit,
    .growth = growth,
};
