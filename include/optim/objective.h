#ifndef OPTIM_OBJECTIVE_H
#define OPTIM_OBJECTIVE_H

#include "optim/settings.h"

/*
 * The problem as one runner meets it in one step. Whoever steps the runner fills it in;
 * rules only call objective_* (declared in optim/optimizer.h).
 */
struct objective {
    int n;
    const struct settings *set;
    void *context; /* given back to the three functions */

    /* Exact value at at[n]; exact gradient to g[n] unless g is NULL. */
    double (*gradient)(void *context, const double *at, double *g);
    void (*hessian_times)(void *context, const double *at, const double *v, double *out);
    void (*hessian)(void *context, const double *at, double *h); /* h[n * n], n <= 16 */

    const double *noise; /* [n], added to every gradient of the step; NULL for none */

    /* Counted: a gradient or a value 1, a Hessian times a vector 1, a Hessian n. */
    double evals;
};

/*
 * Cuts g[n] as the settings say: by norm g * min(1, clip_at / |g|) over all of it, by
 * value each component to [-clip_at, clip_at]. Returns the factor of the norm, else 1.
 * What is not finite stays so.
 */
double objective_clip(const struct settings *set, int n, double *g);

#endif
