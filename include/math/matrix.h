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

/* A matrix that is only read. */
struct matrix {
    size_t rows, cols;
    const double *a;
    size_t a_row;
};

/*
 * Numbers of a row that a product works out quickest: n and some more, a whole number of
 * the widest vectors.
 */
enum { MATRIX_TILE = 16 };

#define MATRIX_PAD(n) (((size_t)(n) + MATRIX_TILE - 1) / MATRIX_TILE * MATRIX_TILE)

/*
 * From one row of n numbers to the next where nobody else decides: room for MATRIX_PAD(n)
 * of them, and never a multiple of 64, for rows as far apart as that would evict each
 * other from the cache.
 */
#define MATRIX_ROW(n) (MATRIX_PAD(n) + (MATRIX_PAD(n) % 64 == 0 ? MATRIX_TILE / 2 : 0))

/*
 * The activation functions a = f(z) of nets, with their lines for people, and what their
 * derivatives are worked out from: the one list of them.
 */
#define ACTIVATIONS(ROW)                                      \
    ROW(linear, "z", VALUE)                                   \
    ROW(sigmoid, "1 / (1 + exp(-z))", VALUE)                  \
    ROW(tanh, "tanh(z)", VALUE)                               \
    ROW(relu, "max(z, 0)", VALUE)                             \
    ROW(leaky_relu, "z, below 0 a hundredth of it", VALUE)    \
    ROW(elu, "z, below 0 exp(z) - 1", VALUE)                  \
    ROW(selu, "1.0507 z, below 0 1.7581 (exp(z) - 1)", VALUE) \
    ROW(gelu, "z (1 + erf(z / sqrt(2))) / 2", SUM)            \
    ROW(silu, "z / (1 + exp(-z))", SUM)                       \
    ROW(softplus, "log(1 + exp(z))", SUM)                     \
    ROW(softsign, "z / (1 + |z|)", SUM)

#define ACTIVATION_ENUM(name, text, source) ACTIVATION_##name,
enum activation { ACTIVATIONS(ACTIVATION_ENUM) ACTIVATION_COUNT };
#undef ACTIVATION_ENUM

/* What derivatives are worked out from: z, or a alone, so that a may take z's place. */
enum slope_source { SLOPE_OF_VALUE, SLOPE_OF_SUM };

/* At a kink the slope is PyTorch's: 0 for relu, the lower side's for its kin. */
struct activation_kernel {
    enum slope_source source;
    void (*forward)(size_t n, const double *z, double *a); /* a may be z */

    /* d[i] *= f'(z[i]), given a[i] = f(z[i]); z may be a where the source says so. */
    void (*backward)(size_t n, const double *z, const double *a, double *d);

    /* d[i] *= f''(z[i]), likewise; at a kink f'' is 0, or that of the lower side. */
    void (*bend)(size_t n, const double *z, const double *a, double *d);
};

/* m and v are brought up to date with g, then x -= rate m / (sqrt(v) + eps). */
struct adam_rule {
    double beta1, beta2, rate, eps;
    const double *g;   /* [n] */
    double *m, *v, *x; /* [n], all apart */
};

struct matrix_kernels {
    void (*multiply)(const struct product *p);
    void (*transpose)(const struct transposition *t);

    /* Sixteen interleaved sums, added up in a fixed order. */
    double (*sum)(size_t n, const double *a);
    double (*dot)(size_t n, const double *a, const double *b);

    /* The sum of all squares, likewise; sums go on from row to row. */
    double (*squares)(const struct matrix *of);

    void (*add_scaled)(size_t n, double factor, const double *a,
                       double *out); /* out += */

    /* Adam's update of many parameters (optim/moments.h has the letters). */
    void (*adam)(size_t n, const struct adam_rule *rule);
    const struct activation_kernel *activation; /* [ACTIVATION_COUNT] */
};

#endif
