#ifndef PROBLEM_NET_CURVE_H
#define PROBLEM_NET_CURVE_H

#include "problem/net.h"

/*
 * How a net's loss is curved: exact products of its Hessian with vectors, by
 * differentiating the gradient along the vector (Pearlmutter, "Fast exact multiplication
 * by the Hessian", 1994). Through every activation, norm, residual and loss; at a kink
 * the second derivative of relu and its kin is 0.
 *
 * The loss is that of the whole training part as the figures judge it: no dropout, no
 * jitter, and batch norm by all rows, through whose statistics the derivative flows.
 *
 * A curve has memory of its own and goes on a layer at a time, so that the net may be
 * used for anything else in between.
 */
struct net_curve;

/* Most bytes that one takes. */
enum { NET_CURVE_MOST = 256 << 20 };

/*
 * NULL where it would take more than that. Good until the net's values or seed change;
 * the caller frees it before.
 */
struct net_curve *net_curve_new(struct net *net);
void net_curve_free(struct net_curve *c); /* NULL is fine */

/* Products are at at[n] from now on, which stays as it is until the last of them. */
void net_curve_place(struct net_curve *c, const double *at);

/*
 * Begins to work out the Hessian times v[n], to out[n]; both stay in place until
 * net_curve_go_on has returned true. It does one layer of some rows at the least, goes on
 * while there are units in *slice (problem.h), and takes from it what it did. However it
 * is cut, the numbers are the same.
 */
void net_curve_begin(struct net_curve *c, const double *v, double *out);
bool net_curve_go_on(struct net_curve *c, int *slice);

/* Units of a whole product. */
double net_curve_cost(const struct net_curve *c);

#endif
