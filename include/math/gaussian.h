#ifndef MATH_GAUSSIAN_H
#define MATH_GAUSSIAN_H

#include <stddef.h>

/*
 * Expectations over Gaussian numbers: E f(u) for u of N(0, 1), and E f(u) g(v) for pairs
 * of correlation rho.
 *
 * Nodes are double exponential on either side of 0 (Takahasi & Mori 1974), dense towards
 * it, so that a kink there costs nothing and a step of any width is resolved: 1e-9 for
 * what grows no faster than a power.
 *
 * Pairs are summed in Hermite's polynomials (Mehler 1866): with a_k = E f(u) He_k(u) /
 * sqrt(k!) and b_k of g, E f(u) g(v) = sum over k of rho^k a_k b_k. What lies beyond the
 * last term is known at rho = 1 and -1 (Parseval) and is let fade towards 0.
 */
enum { GAUSSIAN_SIDE = 96, GAUSSIAN_NODES = 2 * GAUSSIAN_SIDE, GAUSSIAN_TERMS = 32 };

/* Numbers that stand for a function: its terms, then the rest of even and of odd ones. */
enum { GAUSSIAN_SPECTRUM = GAUSSIAN_TERMS + 2 };

struct gaussian {
    double u[GAUSSIAN_NODES]; /* node i + GAUSSIAN_SIDE is minus node i */
    double weight[GAUSSIAN_NODES];
    /* weight times He_k / sqrt(k!) there */
    double term[GAUSSIAN_TERMS][GAUSSIAN_NODES];
};

void gaussian_fill(struct gaussian *g);

/* E a(u) and E a(u) b(u), given their values at the nodes. */
double gaussian_mean(const struct gaussian *g, const double *a);
double gaussian_product(const struct gaussian *g, const double *a, const double *b);

/*
 * How E a changes with the logarithm of the variance of u: its first derivative, E (u^2 -
 * 1) a / 2, and its second.
 */
double gaussian_growth(const struct gaussian *g, const double *a);
double gaussian_bend(const struct gaussian *g, const double *a);

/* The spectrum of a function given at the nodes: number k to out[k * stride]. */
void gaussian_spectrum(const struct gaussian *g, const double *a, size_t stride,
                       double *out);

/*
 * E f(u) g(v) of one function f with many g, each with a correlation of its own: f's
 * number k is f[k * f_stride], that of the i-th g is g[k * g_stride + i], to out[i], i <
 * count. rho is in [-1, 1]; spare[count] is for its own use.
 */
struct gaussian_pairs {
    size_t count;
    const double *f, *g;
    size_t f_stride, g_stride;
    const double *rho;
    double *spare, *out;
};

void gaussian_pair(const struct gaussian_pairs *p);

/*
 * E relu(u) relu(v) and E relu'(u) relu'(v) of numbers of variance 1, in closed form: the
 * arc-cosine kernels of order 1 and 0 (Cho & Saul 2009), halved. rho[count] is in [-1,
 * 1]; either out may be NULL.
 */
void gaussian_relu_pair(size_t count, const double *rho, double *relu, double *step);

#endif
