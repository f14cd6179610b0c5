#ifndef PROBLEM_NET_JACOBIAN_H
#define PROBLEM_NET_JACOBIAN_H

#include <stdbool.h>

#include "problem/net.h"

/*
 * How much the layers of a net stretch what passes through them. What comes back of a
 * gradient is a product of Jacobians: where each of them shortens, it vanishes; where
 * each lengthens, it explodes (Bengio, Simard & Frasconi, 1994; Pennington, Schoenholz &
 * Ganguli, 2017).
 *
 * The Jacobian of layer l is that of one row's h_l by its h_(l-1), with dropout's mask,
 * norm and residual as they are in the pass; batch norm's statistics are held at those of
 * the batch, layer norm's are the row's own and move with it.
 */

enum { JACOBIAN_ROWS = 8 };

/* Medians over the first JACOBIAN_ROWS rows of the batch, or all of a smaller one. */
struct stretch {
    /*
     * The largest singular value of dh_l / dh_(l-1), of the output layer dz / dh. By
     * Lanczos' method on J'J until four more products raise s^2 by less than 1e-4 of it,
     * or after 100: never more than the true value, and less by a thousandth as a rule.
     */
    double layer;

    /*
     * Of dz / dh_l, the product of all Jacobians after layer l: exact, 1 for the output
     * layer. It is less than the product of the single values wherever their directions
     * differ.
     */
    double product;
};

/* A measurement that is under way; the caller's. */
struct jacobians;

struct jacobians *jacobians_new(void);
void jacobians_free(struct jacobians *j); /* NULL is fine */

/*
 * Begins with the net as it is after problem_gradient at `at`: all that is needed of it
 * is copied, so that it may go on meanwhile.
 */
void jacobians_begin(struct jacobians *j, const struct net *net, const double *at);

/* Works on it, and lowers *slice by the units of some microseconds that it took; true
 * when all is known. */
bool jacobians_work(struct jacobians *j, int *slice);

/* How much of it is done, 0 to 1. */
double jacobians_share(const struct jacobians *j);

/* [layers] when done; the first one first. */
const struct stretch *jacobians_found(const struct jacobians *j);

#endif
