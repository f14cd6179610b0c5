#ifndef MATH_MATRIX_H
#define MATH_MATRIX_H

#include <stddef.h>

/*
 * Products, sums and activations over matrices of doubles, compiled once for each
 * instruction set like the kernels that they are part of (math/kernels.h). Each output is
 * summed by itself, in the order of k, and vectors run across outputs, so that every set
 * gives the same bits.
 */

/*
 * out[i][j] = start[i] + sum over k of a(i, k) * b[k][j], i < rows, j < cols, k < depth,
 * with a(i, k) = a[i * a_row + k * a_col]: either matrix or its transpose.
 */
struct product {
    size_t rows, cols, depth;
    const double *a;
    size_t a_row, a_col;
    const double *b;
    size_t b_row;
    const double *start; /* [rows]; NULL for zeros */
    double *out;         /* apart from a and b */
    size_t out_row;
};

/* out[j * out_row + i] = a[i * a_row + j], i < rows, j < cols; out apart from a. */
struct transposition {
    size_t rows, cols;
    const double *a;
    size_t a_row;
    double *out;
    size_t out_row;
};

/*
 * Numbers to which the rows of matrices are padded: a whole number of the widest tiles.
 */
enum { MATRIX_TILE = 16 };

#define MATRIX_PAD(n) (((size_t)(n) + MATRIX_TILE - 1) / MATRIX_TILE * MATRIX_TILE)

/*
 * The activation functions a = f(z) of nets, with their lines for people: the one list of
 * them.
 */
#define ACTIVATIONS(ROW)                               \
    ROW(linear, "z")                                   \
    ROW(sigmoid, "1 / (1 + exp(-z))")                  \
    ROW(tanh, "tanh(z)")                               \
    ROW(relu, "max(z, 0)")                             \
    ROW(leaky_relu, "z, below 0 a hundredth of it")    \
    ROW(elu, "z, below 0 exp(z) - 1")                  \
    ROW(selu, "1.0507 z, below 0 1.7581 (exp(z) - 1)") \
    ROW(gelu, "z (1 + erf(z / sqrt(2))) / 2")          \
    ROW(silu, "z / (1 + exp(-z))")                     \
    ROW(softplus, "log(1 + exp(z))")                   \
    ROW(softsign, "z / (1 + |z|)")

#define ACTIVATION_ENUM(name, text) ACTIVATION_##name,
enum activation { ACTIVATIONS(ACTIVATION_ENUM) ACTIVATION_COUNT };
#undef ACTIVATION_ENUM

/* At a kink the slope is PyTorch's: 0 for relu, the lower side's for its kin. */
struct activation_kernel {
    void (*forward)(size_t n, const double *z, double *a); /* a may be z */

    /* d[i] *= f'(z[i]), given a[i] = f(z[i]). */
    void (*backward)(size_t n, const double *z, const double *a, double *d);

    /* d[i] *= f''(z[i]), likewise; at a kink f'' is 0, or that of the lower side. */
    void (*bend)(size_t n, const double *z, const double *a, double *d);
};

/* m and v are brought up to date with g, then x -= rate m / (sqrt(v) / root + eps). */
struct adam_rule {
    double beta1, beta2, rate, root, eps;
    const double *g;   /* [n] */
    double *m, *v, *x; /* [n], all apart */
};

struct matrix_kernels {
    void (*multiply)(const struct product *p);
    void (*transpose)(const struct transposition *t);

    /* Eight interleaved sums, added up in a fixed order. */
    double (*sum)(size_t n, const double *a);
    double (*dot)(size_t n, const double *a, const double *b);

    void (*add_scaled)(size_t n, double factor, const double *a,
                       double *out); /* out += */

    /* Adam's update of many parameters (optim/moments.h has the letters). */
    void (*adam)(size_t n, const struct adam_rule *rule);
    const struct activation_kernel *activation; /* [ACTIVATION_COUNT] */
};

#endif
