/* Matrix products by tiles that stay in registers, and fixed-order sums. */
#include "math/matrix.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#if defined(__AVX512F__)
#define BYTES 64
#elif defined(__AVX__)
#define BYTES 32
#else
#define BYTES 16
#endif

#define VECTOR double __attribute__((vector_size(BYTES)))
#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 16")

enum {
    LANES = BYTES / 8,
    VECTORS = BYTES == 16 ? 2 : 3, /* side by side in a tile */
    ROWS = BYTES == 64 ? 8 : 4,
    COLS = VECTORS * LANES,
    BLOCK = 128, /* of k at a time, so that what they need of b stays near */
    SUMS = 16    /* interleaved sums; fixed, since it decides about bits */
};

/* A vector that lies anywhere in memory. */
struct loose {
    VECTOR numbers;
} __attribute__((packed, may_alias));

/*
 * One tile of out, as many rows and vectors as its function says, over `depth` steps of
 * k.
 */
struct tile {
    size_t depth;
    const double *a;
    size_t a_row, a_col;
    const double *b; /* whole vectors */
    size_t b_row;
    const double *from; /* where the sums begin: a number a row, or out itself; or NULL */
    size_t from_row;
    bool goes_on; /* from is out */
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

INLINE VECTOR begin(const struct tile *t, int i, int v)
{
    const double *from = t->from + (size_t)i * t->from_row;

    if (!t->from)
        return (VECTOR){0};
    return t->goes_on ? load(from + v * LANES) : *from - (VECTOR){0};
}

INLINE void run_tile(const struct tile *t, const int rows, const int vectors)
{
    double *const out = t->out;
    const size_t out_row = t->out_row, a_row = t->a_row;
    VECTOR sums[ROWS][VECTORS];

    UNROLL for (int i = 0; i < rows; i++) UNROLL for (int v = 0; v < vectors; v++)
        sums[i][v] = begin(t, i, v);
    for (size_t k = 0; k < t->depth; k++) {
        const double *ak = t->a + k * t->a_col, *bk = t->b + k * t->b_row;
        VECTOR b[VECTORS];

        UNROLL for (int v = 0; v < vectors; v++) b[v] = load(bk + v * LANES);
        UNROLL for (int i = 0; i < rows; i++)
        {
            double a = ak[(size_t)i * a_row];

            UNROLL for (int v = 0; v < vectors; v++) sums[i][v] += a * b[v];
        }
    }
    UNROLL for (int i = 0; i < rows; i++) UNROLL for (int v = 0; v < vectors; v++)
        store(out + (size_t)i * out_row + v * LANES, sums[i][v]);
}

/* On to the rows below these. */
INLINE void go_down(struct tile *t, size_t rows)
{
    t->a += rows * t->a_row;
    t->out += rows * t->out_row;
    t->from = t->from ? t->from + rows * t->from_row : NULL;
}

/* All rows of one block of k, in tiles of so many vectors. */
typedef void rows_function(size_t rows, struct tile t);

#define RUN_ROWS(vectors)                                      \
    static void run_rows_##vectors(size_t rows, struct tile t) \
    {                                                          \
        for (; rows >= ROWS; rows -= ROWS, go_down(&t, ROWS))  \
            run_tile(&t, ROWS, vectors);                       \
        for (; rows > 0; rows--, go_down(&t, 1))               \
            run_tile(&t, 1, vectors);                          \
    }

RUN_ROWS(1)
RUN_ROWS(2)
#if BYTES > 16
RUN_ROWS(3)
#endif

static rows_function *const RUN_ROWS_OF[] = {
    NULL,
    run_rows_1,
    run_rows_2,
#if BYTES > 16
    run_rows_3,
#endif
};

/* A column of tiles: where in b and out it begins, and its width. */
struct column {
    size_t j, cols;
    size_t vectors;
    double *out; /* room for whole vectors */
    size_t out_row;
};

/* The rows of b from k on; of a column that is no whole number of vectors a copy. */
static void take_rows(const struct product *p, const struct column *c, size_t k,
                      struct tile *t, double *copy)
{
    size_t whole = c->vectors * LANES;

    t->b = p->b + k * p->b_row + c->j;
    t->b_row = p->b_row;
    if (c->cols == whole)
        return;
    memset(copy, 0, t->depth * whole * sizeof(double));
    for (size_t i = 0; i < t->depth; i++)
        memcpy(copy + i * whole, t->b + i * p->b_row, c->cols * sizeof(double));
    t->b = copy;
    t->b_row = whole;
}

static void run_column(const struct product *p, const struct column *c)
{
    double copy[BLOCK * COLS];
    struct tile t = {.a_row = p->a_row,
                     .a_col = p->a_col,
                     .from = p->start,
                     .from_row = 1,
                     .out = c->out,
                     .out_row = c->out_row};

    for (size_t k = 0; k < p->depth; k += BLOCK) {
        t.depth = p->depth - k < BLOCK ? p->depth - k : BLOCK;
        t.a = p->a + k * p->a_col;
        take_rows(p, c, k, &t, copy);
        RUN_ROWS_OF[c->vectors](p->rows, t);
        t.from = c->out;
        t.from_row = c->out_row;
        t.goes_on = true;
    }
}

enum { RAGGED_ROWS = 256 };

/*
 * The last column, no whole number of vectors: by a buffer, so that nothing beyond it is
 * written.
 */
static void run_ragged(const struct product *p, struct column c)
{
    double out[RAGGED_ROWS * COLS];
    struct product part = *p;

    c.out = out;
    c.out_row = c.vectors * LANES;
    for (size_t i = 0; i < p->rows; i += RAGGED_ROWS) {
        part.rows = p->rows - i < RAGGED_ROWS ? p->rows - i : RAGGED_ROWS;
        part.a = p->a + i * p->a_row;
        part.start = p->start ? p->start + i : NULL;
        run_column(&part, &c);
        for (size_t r = 0; r < part.rows; r++)
            memcpy(p->out + (i + r) * p->out_row + c.j, out + r * c.out_row,
                   c.cols * sizeof(double));
    }
}

/*
 * How many vectors the next column takes: no column is left with one, which is slow, if
 * it can be.
 */
static size_t vectors_of(size_t left)
{
    if (left == VECTORS + 1)
        return (VECTORS + 1) / 2;
    return left < VECTORS ? left : VECTORS;
}

static void multiply(const struct product *p)
{
    for (size_t j = 0; j < p->cols;) {
        size_t left = p->cols - j, vectors = vectors_of((left + LANES - 1) / LANES);
        struct column c = {.j = j,
                           .cols = left < vectors * LANES ? left : vectors * LANES,
                           .vectors = vectors,
                           .out = p->out + j,
                           .out_row = p->out_row};

        if (c.cols % LANES == 0)
            run_column(p, &c);
        else
            run_ragged(p, c);
        j += c.cols;
    }
}

/*
 * Two rows of a square exchange the blocks beside its diagonal: LOW is what the upper one
 * has then, numbered through both, and HIGH what the lower one has.
 */
#if BYTES == 64
#define LOW_4 0, 1, 2, 3, 8, 9, 10, 11
#define HIGH_4 4, 5, 6, 7, 12, 13, 14, 15
#define LOW_2 0, 1, 8, 9, 4, 5, 12, 13
#define HIGH_2 2, 3, 10, 11, 6, 7, 14, 15
#define LOW_1 0, 8, 2, 10, 4, 12, 6, 14
#define HIGH_1 1, 9, 3, 11, 5, 13, 7, 15
#elif BYTES == 32
#define LOW_2 0, 1, 4, 5
#define HIGH_2 2, 3, 6, 7
#define LOW_1 0, 4, 2, 6
#define HIGH_1 1, 5, 3, 7
#else
#define LOW_1 0, 2
#define HIGH_1 1, 3
#endif

#if defined(__clang__)
#define MIX(above, below, ...) __builtin_shufflevector(above, below, __VA_ARGS__)
#else
#define PLACES long long __attribute__((vector_size(BYTES)))
#define MIX(above, below, ...) __builtin_shuffle(above, below, (PLACES){__VA_ARGS__})
#endif

#define EXCHANGE(rows, apart)                                    \
    UNROLL for (int at = 0; at < LANES; at++) if (!(at & apart)) \
    {                                                            \
        const VECTOR above = rows[at], below = rows[at | apart]; \
                                                                 \
        rows[at] = MIX(above, below, LOW_##apart);               \
        rows[at | apart] = MIX(above, below, HIGH_##apart);      \
    }

/* LANES numbers a side: halves change places, then halves of these. */
INLINE void transpose_square(const struct transposition *t, size_t i, size_t j)
{
    VECTOR rows[LANES];

    UNROLL for (size_t r = 0; r < LANES; r++) rows[r] =
        load(t->a + (i + r) * t->a_row + j);
#if BYTES == 64
    EXCHANGE(rows, 4)
#endif
#if BYTES >= 32
    EXCHANGE(rows, 2)
#endif
    EXCHANGE(rows, 1)
    UNROLL for (size_t r = 0; r < LANES; r++)
        store(t->out + (j + r) * t->out_row + i, rows[r]);
}

static void transpose(const struct transposition *t)
{
    size_t rows = t->rows / LANES * LANES, cols = t->cols / LANES * LANES;

    for (size_t i = 0; i < rows; i += LANES)
        for (size_t j = 0; j < cols; j += LANES)
            transpose_square(t, i, j);
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = i < rows ? cols : 0; j < t->cols; j++)
            t->out[j * t->out_row + i] = t->a[i * t->a_row + j];
}

/* By halves: those that are half of them apart, a quarter, and so on. */
static double add_up(double *sums)
{
    UNROLL for (int apart = SUMS / 2; apart > 0; apart /= 2)
        UNROLL for (int s = 0; s < apart; s++) sums[s] += sums[s + apart];
    return sums[0];
}

static double sum(size_t n, const double *a)
{
    double sums[SUMS];
    size_t i = 0;

    UNROLL for (int s = 0; s < SUMS; s++) sums[s] = 0;
    for (; i + SUMS <= n; i += SUMS)
        UNROLL for (int s = 0; s < SUMS; s++) sums[s] += a[i + (size_t)s];
    for (int s = 0; i < n; i++, s++)
        sums[s] += a[i];
    return add_up(sums);
}

static double dot(size_t n, const double *a, const double *b)
{
    double sums[SUMS];
    size_t i = 0;

    UNROLL for (int s = 0; s < SUMS; s++) sums[s] = 0;
    for (; i + SUMS <= n; i += SUMS)
        UNROLL for (int s = 0; s < SUMS; s++) sums[s] +=
            a[i + (size_t)s] * b[i + (size_t)s];
    for (int s = 0; i < n; i++, s++)
        sums[s] += a[i] * b[i];
    return add_up(sums);
}

static double squares(const struct matrix *of)
{
    double sums[SUMS];

    UNROLL for (int s = 0; s < SUMS; s++) sums[s] = 0;
    for (size_t r = 0; r < of->rows; r++) {
        const double *a = of->a + r * of->a_row;
        size_t i = 0;

        for (; i + SUMS <= of->cols; i += SUMS)
            UNROLL for (int s = 0; s < SUMS; s++) sums[s] +=
                a[i + (size_t)s] * a[i + (size_t)s];
        for (int s = 0; i < of->cols; i++, s++)
            sums[s] += a[i] * a[i];
    }
    return add_up(sums);
}

static void add_scaled(size_t n, double factor, const double *a, double *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] += factor * a[i];
}

static void adam(size_t n, const struct adam_rule *rule)
{
    const double b1 = rule->beta1, b2 = rule->beta2, rate = rule->rate, eps = rule->eps;
    const double *g = rule->g;
    double *restrict m = rule->m, *restrict v = rule->v, *restrict x = rule->x;

    for (size_t i = 0; i < n; i++) {
        m[i] = b1 * m[i] + (1 - b1) * g[i];
        v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i];
        x[i] -= rate * m[i] / (sqrt(v[i]) + eps);
    }
}

#define JOIN(a, b) a##b
#define NAME_OF_SET(set) JOIN(matrix_kernels_, set)
#define ACTIVATIONS_OF_SET(set) JOIN(activation_kernels_, set)

extern const struct activation_kernel ACTIVATIONS_OF_SET(KERNEL_SET)[ACTIVATION_COUNT];
extern const struct matrix_kernels NAME_OF_SET(KERNEL_SET);

const struct matrix_kernels NAME_OF_SET(KERNEL_SET) = {
    .multiply = multiply,
    .transpose = transpose,
    .sum = sum,
    .dot = dot,
    .squares = squares,
    .add_scaled = add_scaled,
    .adam = adam,
    .activation = ACTIVATIONS_OF_SET(KERNEL_SET),
};
