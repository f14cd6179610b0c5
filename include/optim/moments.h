#ifndef OPTIM_MOMENTS_H
#define OPTIM_MOMENTS_H

#include "optim/optimizer.h"

/*
 * What Adam and its kin share: running means of the gradient (m, state vector 0) and of
 * its square (v, state vector 1), and the corrections of their bias toward the zero that
 * they began with. Kingma & Ba, "Adam: a method for stochastic optimization" (2015).
 */

enum { MOMENTS_VECTORS = 2, MOMENTS_SCALARS = 4 };

/* What the rules of the kin begin with. */
#define MOMENTS_RULE "m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; "
#define MOMENTS_RATE "x -= lr m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + eps)"

struct moments {
    double *m, *v;         /* [n], brought up to date by moments_update */
    double power1, power2; /* beta1^t, beta2^t */
};

struct moments moments_update(struct step *s);

/*
 * beta^t for update number t, one multiplication a step while beta stays the same:
 * memo[2] is state of the rule, zero before the first step, that holds the last beta and
 * its power.
 */
double moments_power(double memo[2], double beta, double t);

/* Adam's step, which AdamW only decays in another manner. */
void moments_adam_step(struct step *s);

#endif
