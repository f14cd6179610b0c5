#ifndef PROBLEM_MEAN_FIELD_H
#define PROBLEM_MEAN_FIELD_H

#include <stdbool.h>

#include "problem/net.h"

/*
 * What the gradient of a net with random first weights will be in each layer, from the
 * rules alone by which it was made: mean-field theory. Poole et al. (2016) for the way
 * forward, Schoenholz et al. (2017) for the way back and for dropout, Yang & Schoenholz
 * (2017) for residual nets, Hanin & Nica (2018) for what a finite width changes.
 *
 * With N units a layer, W of variance w and inputs h of a row, z = W h is Gaussian of
 * variance
 *
 *     q_1 = w |x|^2,   q_l+1 = w |h_l|^2,   |h|^2 = N E f(z)^2,   z = sqrt(q) u,
 *
 * and the gradient that reaches it from dL/dz of the layer above is
 *
 *     |dL/dz_l|^2 = N w E f'(z)^2 |dL/dz_l+1|^2.
 *
 * A residual layer adds |h|^2 and twice mean(h) mean(f) forward, and passes dL/dh on
 * besides. For the gradient of the weights, which sums over rows, the same is done for
 * each pair of rows with the covariance of their z. Every row goes its own way from its
 * own |x|^2 to its own error at the output, which is measured.
 *
 * That takes W for independent of what came of it. In truth z = W h is known on the way
 * back, and W acts as z h^T / |h|^2 besides what is drawn afresh (Bolthausen 2014; Yang
 * 2020): dL/dh gets h (z . dL/dz) / |h|^2. So what dL/dh has along h, and along equal
 * numbers in all units where E f is not 0, has a growth of its own. At the output it is
 * measured like the error, for it is chance alone there, some 1 / N of the whole; in a
 * residual net it may outgrow the rest, and nets differ by it as by nothing else.
 */
struct mean_field;

/*
 * The norms that a typical net has over the whole batch, the median of many seeds, and
 * the standard deviation of their natural logarithms among nets of this width.
 */
struct mean_field_layer {
    double flow, flow_spread;         /* |dL/dz| */
    double gradient, gradient_spread; /* |dL/dW|; nan where it says nothing of it */
};

/*
 * Why the theory has nothing to say of such a net, in one sentence; "" where it applies.
 */
const char *mean_field_refuses(const struct net_settings *set);

/*
 * Of a net that the theory applies to, whose last evaluation was at `at`, its first
 * weights: takes from there the batch, the errors, and how the last layer's weights turn
 * these. Of a batch of more than MEAN_FIELD_ROWS rows
 * so many are taken, evenly.
 */
enum { MEAN_FIELD_ROWS = 320 };

struct mean_field *mean_field_new(struct problem *p, const double *at);
void mean_field_free(struct mean_field *m); /* NULL is fine */

/* Takes in one more row, some ten microseconds a layer; true when there is none left. */
bool mean_field_go_on(struct mean_field *m);

/*
 * Once all rows are in: the same of what turned out on the way. Nets that differ much in
 * how their signals grow, where growth itself depends on their size, have no typical one.
 */
const char *mean_field_doubts(const struct mean_field *m);

/* Layer l, from 0 to problem.layers - 1; once all rows are in. */
struct mean_field_layer mean_field_layer(const struct mean_field *m, int l);

#endif
