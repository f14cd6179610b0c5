#ifndef PROBLEM_NET_COPY_H
#define PROBLEM_NET_COPY_H

#include "problem/net.h"

/*
 * A net at one point of its parameters, set apart: it says what the net says there
 * (net_predict), piece by piece, while the net trains on.
 */
struct net_copy;

struct net_copy *net_copy_new(void);
void net_copy_free(struct net_copy *copy); /* NULL is fine */

/*
 * Takes the net as it is at `at`, good until its settings or its seed change. Allocates
 * only where the net is larger than any before. Batch norm still has to learn what is
 * usual: net_copy_work first.
 */
void net_copy_take(struct net_copy *copy, struct net *net, const double *at);

/* Begins with inputs x[count][inputs], count <= NET_PREDICT; x is not needed any more. */
void net_copy_ask(struct net_copy *copy, int count, const double *x);

/*
 * Goes on by whole layers for about *left multiplications, which it takes away; true when
 * what was begun is done.
 */
bool net_copy_work(struct net_copy *copy, double *left);

/* What it says of row i of what was asked. */
struct saying net_copy_read(const struct net_copy *copy, int i);

#endif
