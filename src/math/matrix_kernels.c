/*
 * Matrix products by tiles that stay in registers, fixed-order sums, and the activations of nets. One
 * column of b, a tile wide, is packed together first: rows a power of two apart would evict each other
 * from the cache.
 */
#include "math/matrix.h"

#include <math.h>
#include <string.h>

#include "math/core_error.h"
#include "math/core_exp.h"
#include "math/core_log.h"

#if defined(__AVX512F__)
#define BYTES 64
#elif defined(__AVX__)
#define BYTES 32
#else
#define BYTES 16
#endif

#define VECTOR double __attribute__((vector_size(BYTES)))
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 8")

enum {
    LANES = BYTES / 8,
    VECTORS = 2, /* side by side in a tile */
    ROWS = BYTES == 64 ? 8 : 4,
    COLS = VECTORS * LANES,
    BLOCK = 128, /* of k that is packed at a time */
    SUMS = 8     /* interleaved sums; fixed, since it decides about bits */
};

/* A vector that lies anywhere in memory. */
struct loose {
    VECTOR numbers;
} __attribute__((packed, may_alias));

/* One tile: `rows` rows of out, COLS columns, over `depth` steps of k. */
struct tile {
    size_t depth;
    const double *a;
    size_t a_row, a_col;
    const double *packed; /* [depth][COLS] */
    const double
        *from; /* where the sums begin: [rows] if from_col is 0, else out itself */
    size_t from_row, from_col;
    double *out;
    size_t out_row;
};

INLINE VECTOR load(const double *from)
{
    return ((const struct loose *)(const void *)from)->numbers;
}

INLINE void store(double *to, VECTOR numbers)
{
    ((struct loose *)(void *)to)->numbers = numbers;
}

INLINE void begin_row(const struct tile *t, int i, VECTOR *sums)
{
    UNROLL for (int v = 0; v < VECTORS; v++)
    {
        if (!t->from)
            sums[v] = (VECTOR){0};
        else if (t->from_col)
            sums[v] = load(t->from + (size_t)i * t->from_row + v * LANES);
        else
            sums[v] = t->from[(size_t)i * t->from_row] - (VECTOR){0};
    }
}

INLINE void run_tile(const struct tile *t, const int rows)
{
    VECTOR sums[ROWS][VECTORS];

    UNROLL for (int i = 0; i < rows; i++) begin_row(t, i, sums[i]);
    for (size_t k = 0; k < t->depth; k++) {
        VECTOR b[VECTORS];

        UNROLL for (int v = 0; v < VECTORS; v++) b[v] =
            load(t->packed + k * COLS + v * LANES);
        UNROLL for (int i = 0; i < rows; i++)
        {
            double a = t->a[(size_t)i * t->a_row + k * t->a_col];

            UNROLL for (int v = 0; v < VECTORS; v++) sums[i][v] += a * b[v];
        }
    }
    UNROLL for (int i = 0; i < rows; i++) UNROLL for (int v = 0; v < VECTORS; v++)
        store(t->out + (size_t)i * t->out_row + v * LANES, sums[i][v]);
}

static void run_tall(const struct tile *t)
{
    run_tile(t, ROWS);
}

static void run_flat(const struct tile *t)
{
    run_tile(t, 1);
}

static void pack(const struct product *p, size_t j, size_t k, size_t depth,
                 double *packed)
{
    const double *b = p->b + k * p->b_row + j;

    for (size_t i = 0; i < depth; i++)
        memcpy(packed + i * COLS, b + i * p->b_row, COLS * sizeof(double));
}

/* All rows of out in one column of tiles, over one block of k. */
static void run_column(const struct product *p, const struct tile *first)
{
    struct tile t = *first;
    size_t i = 0;

    for (; i + ROWS <= p->rows; i += ROWS) {
        run_tall(&t);
        t.a += ROWS * t.a_row;
        t.out += ROWS * t.out_row;
        t.from = t.from ? t.from + ROWS * t.from_row : NULL;
    }
    for (; i < p->rows; i++) {
        run_flat(&t);
        t.a += t.a_row;
        t.out += t.out_row;
        t.from = t.from ? t.from + t.from_row : NULL;
    }
}

static void run_blocks(const struct product *p, size_t j, double *out, size_t out_row)
{
    double packed[BLOCK * COLS];
    struct tile t = {.a_row = p->a_row,
                     .a_col = p->a_col,
                     .packed = packed,
                     .from = p->start,
                     .from_row = 1,
                     .out = out,
                     .out_row = out_row};

    for (size_t k = 0; k < p->depth; k += BLOCK) {
        t.depth = p->depth - k < BLOCK ? p->depth - k : BLOCK;
        t.a = p->a + k * p->a_col;
        pack(p, j, k, t.depth, packed);
        run_column(p, &t);
        t.from = out;
        t.from_row = out_row;
        t.from_col = 1;
    }
}

enum { NARROW_ROWS = 256 };

/* The last columns, fewer than a tile: through a buffer, so that nothing beyond them is written. */
static void run_narrow(const struct product *p, size_t j)
{
    double out[NARROW_ROWS * COLS];
    struct product part = *p;

    for (size_t i = 0; i < p->rows; i += NARROW_ROWS) {
        part.rows = p->rows - i < NARROW_ROWS ? p->rows - i : NARROW_ROWS;
        part.a = p->a + i * p->a_row;
        part.start = p->start ? p->start + i : NULL;
        run_blocks(&part, j, out, COLS);
        for (size_t r = 0; r < part.rows; r++)
            memcpy(p->out + (i + r) * p->out_row + j, out + r * COLS,
                   (p->cols - j) * sizeof(double));
    }
}

static void multiply(const struct product *p)
{
    size_t j = 0;

    for (; j + COLS <= p->cols; j += COLS)
        run_blocks(p, j, p->out + j, p->out_row);
    if (j < p->cols)
        run_narrow(p, j);
}

enum { SQUARE = 8 };

static void transpose_square(const struct transposition *t, size_t i, size_t j)
{
    const double *a = t->a + i * t->a_row + j;
    double *out = t->out + j * t->out_row + i;

    for (size_t c = 0; c < SQUARE; c++)
        UNROLL for (size_t r = 0; r < SQUARE; r++) out[c * t->out_row + r] =
            a[r * t->a_row + c];
}

static void transpose(const struct transposition *t)
{
    size_t rows = t->rows / SQUARE * SQUARE, cols = t->cols / SQUARE * SQUARE;

    for (size_t i = 0; i < rows; i += SQUARE)
        for (size_t j = 0; j < cols; j += SQUARE)
            transpose_square(t, i, j);
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = i < rows ? cols : 0; j < t->cols; j++)
            t->out[j * t->out_row + i] = t->a[i * t->a_row + j];
}

static double add_up(const double *sums)
{
    return ((sums[0] + sums[4]) + (sums[2] + sums[6])) +
           ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

static double sum(size_t n, const double *a)
{
    double sums[SUMS] = {0};
    size_t i = 0;

    for (; i + SUMS <= n; i += SUMS)
        UNROLL for (int s = 0; s < SUMS; s++) sums[s] += a[i + (size_t)s];
    for (int s = 0; i < n; i++, s++)
        sums[s] += a[i];
    return add_up(sums);
}

static double dot(size_t n, const double *a, const double *b)
{
    double sums[SUMS] = {0};
    size_t i = 0;

    for (; i + SUMS <= n; i += SUMS)
        UNROLL for (int s = 0; s < SUMS; s++) sums[s] +=
            a[i + (size_t)s] * b[i + (size_t)s];
    for (int s = 0; i < n; i++, s++)
        sums[s] += a[i] * b[i];
    return add_up(sums);
}

static void add_scaled(size_t n, double factor, const double *a, double *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] += factor * a[i];
}

/* Klambauer et al., "Self-normalizing neural networks" (2017). */
#define SELU_SCALE 1.0507009873554804934193349852946
#define SELU_FALL (SELU_SCALE * 1.6732632423543772848170429916717)
#define LEAK 0.01
#define ROOT_HALF 0.70710678118654752440
#define ROOT_TWO_PI 0.39894228040143267794 /* 1 / sqrt(2 pi) */

INLINE double linear_value(double z)
{
    return z;
}

INLINE double linear_slope(double z, double a)
{
    (void)z, (void)a;
    return 1;
}

INLINE double sigmoid_value(double z)
{
    return core_sigmoid(z);
}

INLINE double sigmoid_slope(double z, double a)
{
    (void)z;
    return a * (1 - a);
}

INLINE double tanh_value(double z)
{
    return core_tanh(z);
}

INLINE double tanh_slope(double z, double a)
{
    (void)z;
    return 1 - a * a;
}

INLINE double relu_value(double z)
{
    return z <= 0 ? 0 : z;
}

INLINE double relu_slope(double z, double a)
{
    (void)a;
    return z > 0 ? 1 : 0;
}

INLINE double leaky_relu_value(double z)
{
    return z > 0 ? z : LEAK * z;
}

INLINE double leaky_relu_slope(double z, double a)
{
    (void)a;
    return z > 0 ? 1 : LEAK;
}

INLINE double elu_value(double z)
{
    double below = core_expm1(z);

    return z > 0 ? z : below;
}

INLINE double elu_slope(double z, double a)
{
    return z > 0 ? 1 : a + 1;
}

INLINE double selu_value(double z)
{
    double below = core_expm1(z);

    return z > 0 ? SELU_SCALE * z : SELU_FALL * below;
}

INLINE double selu_slope(double z, double a)
{
    return z > 0 ? SELU_SCALE : a + SELU_FALL;
}

INLINE double gelu_value(double z)
{
    return z * (0.5 + 0.5 * core_erf(z * ROOT_HALF));
}

INLINE double gelu_slope(double z, double a)
{
    (void)a;
    return 0.5 + 0.5 * core_erf(z * ROOT_HALF) +
           z * (ROOT_TWO_PI * core_exp(-0.5 * (z * z)));
}

INLINE double silu_value(double z)
{
    return z * core_sigmoid(z);
}

INLINE double silu_slope(double z, double a)
{
    double s = core_sigmoid(z);

    return s + a * (1 - s);
}

INLINE double softplus_value(double z)
{
    return core_softplus(z);
}

INLINE double softplus_slope(double z, double a)
{
    (void)a;
    return core_sigmoid(z);
}

INLINE double softsign_value(double z)
{
    return z / (1 + fabs(z));
}

INLINE double softsign_slope(double z, double a)
{
    double below = 1 + fabs(z);

    (void)a;
    return 1 / (below * below);
}

#if defined(__clang__)
#pragma clang diagnostic ignored \
    "-Wpass-failed" /* without optimization nothing vectorizes */
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

#define DEFINE(name, text)                                                             \
    static void forward_##name(size_t n, const double *z, double *a)                   \
    {                                                                                  \
        INDEPENDENT                                                                    \
        for (size_t i = 0; i < n; i++)                                                 \
            a[i] = name##_value(z[i]);                                                 \
    }                                                                                  \
    static void backward_##name(size_t n, const double *z, const double *a, double *d) \
    {                                                                                  \
        INDEPENDENT                                                                    \
        for (size_t i = 0; i < n; i++)                                                 \
            d[i] *= name##_slope(z[i], a[i]);                                          \
    }

ACTIVATIONS(DEFINE)

#define JOIN(a, b) a##b
#define NAME_OF_SET(set) JOIN(matrix_kernels_, set)
#define ROW(name, text) [ACTIVATION_##name] = {forward_##name, backward_##name},

extern const struct matrix_kernels NAME_OF_SET(KERNEL_SET);

const struct matrix_kernels NAME_OF_SET(KERNEL_SET) = {
    .multiply = multiply,
    .transpose = transpose,
    .sum = sum,
    .dot = dot,
    .add_scaled = add_scaled,
    .activation = {ACTIVATIONS(ROW)},
};
