#ifndef OPTIM_VELOCITY_H
#define OPTIM_VELOCITY_H

#include "optim/optimizer.h"

/*
 * What gradient descent with and without momentum share. The velocity is PyTorch's: v = g
 * in the first update that has momentum, then v = momentum * v + (1 - dampening) * g. It
 * takes one state vector and one scalar.
 */

enum { VELOCITY_VECTORS = 1, VELOCITY_SCALARS = 1 };

/* Brings the velocity up to date and returns it, [n]; without momentum, the gradient. */
const double *velocity_update(struct step *s);

/* x -= lr * d, for d[n]. */
void velocity_descend(struct step *s, const double *d);

/*
 * The rate limit of the heavy ball, 2 (1 + b) / ((1 - dampening) lambda), which without
 * momentum is 2 / lambda: where the roots of z^2 - (1 + b - lr (1 - dampening) lambda) z
 * + b leave the unit circle.
 */
double velocity_rate_limit(const struct settings *set, double lambda);

/* The size of that polynomial's larger root: what an optimizer's `growth` is. */
double velocity_growth(const struct settings *set, double lr, double lambda);

/* Of the larger root of z^2 - trace z + determinant. */
double velocity_larger_root(double trace, double determinant);

#endif
