/* Newton's step with every curvature taken as positive: it leaves saddles. */
#include <float.h>
#include <math.h>

#include "math/eigen.h"
#include "optim/optimizer.h"

/* What the gradient along an eigenvector is divided by; 1 where nothing is curved. */
static double divisor(double lambda, double damping, double most)
{
    double size = fabs(lambda) + damping;

    return size <= EIGEN_MAX * DBL_EPSILON * most ? 1 : size;
}

static void step(struct step *s)
{
    double h[EIGEN_MAX * EIGEN_MAX], values[EIGEN_MAX], vectors[EIGEN_MAX * EIGEN_MAX];
    double most;

    objective_hessian(s->f, s->x, h);
    eigen_symmetric(s->n, h, values, vectors);
    most = fmax(fabs(values[0]), fabs(values[s->n - 1]));
    for (int k = 0; k < s->n; k++) {
        const double *v = vectors + k * s->n;
        double along = 0;

        for (int i = 0; i < s->n; i++)
            along += v[i] * s->g[i];
        along /= divisor(values[k], s->set->damping, most);
        for (int i = 0; i < s->n; i++)
            s->x[i] -= s->lr * along * v[i];
    }
}

static double rate_limit(const struct settings *set, double lambda)
{
    return 2 * (lambda + set->damping) / lambda;
}

static double growth(const struct settings *set, double lr, double lambda)
{
    return fabs(1 - lr * lambda / (fabs(lambda) + set->damping));
}

static const struct setting_default uses[] = {USES(lr, 1), USES(damping, 1e-3), USES_END};

const struct optimizer optimizer_saddle_free_newton = {
    .name = "saddle_free_newton",
    .rule = "x -= lr (|H| + damping I)^-1 g, |H| the Hessian with its eigenvalues made "
            "positive",
    .paper = "Dauphin et al., Identifying and attacking the saddle point problem in "
             "high-dimensional non-convex optimization, 2014",
    .uses = uses,
    .looks_again = true,
    .needs_hessian = true,
    .step = step,
    .rate_limit = rate_limit,
    .growth = growth,
};
