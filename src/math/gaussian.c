/* Expectations over Gaussian numbers and pairs of them. */
#include "math/gaussian.h"

#include <math.h>

#include "math/elementary.h"
#include "math/kernels.h"

#define STEP (1.0 / 16)

enum {
    FIRST = -52,    /* the least node is exp(t - exp(-t)) at t = FIRST * STEP */
    REST_POWER = 3, /* the rest fades as rho^(REST_POWER * GAUSSIAN_TERMS) */
};

/* He_k / sqrt(k!) by its recurrence. */
static void fill_terms(struct gaussian *g, int i)
{
    double before = 0, now = g->weight[i];

    for (int k = 0; k < GAUSSIAN_TERMS; k++) {
        double next = (g->u[i] * now - sqrt((double)k) * before) / sqrt((double)(k + 1));

        g->term[k][i] = now;
        before = now;
        now = next;
    }
}

void gaussian_fill(struct gaussian *g)
{
    for (int i = 0; i < GAUSSIAN_SIDE; i++) {
        double t = (FIRST + i) * STEP, fall = math_exp(-t), u = math_exp(t - fall);

        g->u[i] = u;
        g->u[i + GAUSSIAN_SIDE] = -u;
        g->weight[i] = STEP * u * (1 + fall) * math_exp(-u * u / 2) / sqrt(2 * MATH_PI);
        g->weight[i + GAUSSIAN_SIDE] = g->weight[i];
        fill_terms(g, i);
        fill_terms(g, i + GAUSSIAN_SIDE);
    }
}

double gaussian_mean(const struct gaussian *g, const double *a)
{
    return kernels_best()->matrix->dot(GAUSSIAN_NODES, g->weight, a);
}

double gaussian_product(const struct gaussian *g, const double *a, const double *b)
{
    double sum = 0;

    for (int i = 0; i < GAUSSIAN_NODES; i++)
        sum += g->weight[i] * (a[i] * b[i]);
    return sum;
}

double gaussian_growth(const struct gaussian *g, const double *a)
{
    double sum = 0;

    for (int i = 0; i < GAUSSIAN_NODES; i++)
        sum += g->weight[i] * ((g->u[i] * g->u[i] - 1) * a[i]);
    return sum / 2;
}

double gaussian_bend(const struct gaussian *g, const double *a)
{
    double sum = 0;

    for (int i = 0; i < GAUSSIAN_NODES; i++) {
        double square = g->u[i] * g->u[i], rise = (square - 1) / 2;

        sum += g->weight[i] * ((rise * rise - square / 2) * a[i]);
    }
    return sum;
}

/* E of the square of the even part of a, and of its odd part. */
static void measure_parts(const struct gaussian *g, const double *a, double out[2])
{
    out[0] = out[1] = 0;
    for (int i = 0; i < GAUSSIAN_SIDE; i++) {
        double even = (a[i] + a[i + GAUSSIAN_SIDE]) / 2;
        double odd = (a[i] - a[i + GAUSSIAN_SIDE]) / 2;

        out[0] += 2 * g->weight[i] * (even * even);
        out[1] += 2 * g->weight[i] * (odd * odd);
    }
}

void gaussian_spectrum(const struct gaussian *g, const double *a, size_t stride,
                       double *out)
{
    const struct matrix_kernels *m = kernels_best()->matrix;
    double rest[2];

    measure_parts(g, a, rest);
    for (size_t k = 0; k < GAUSSIAN_TERMS; k++) {
        double term = m->dot(GAUSSIAN_NODES, g->term[k], a);

        rest[k % 2] -= term * term;
        out[k * stride] = term;
    }
    for (size_t parity = 0; parity < 2; parity++)
        out[(GAUSSIAN_TERMS + parity) * stride] = sqrt(fmax(0, rest[parity]));
}

/* out = (out * rho) + f * g: a step of Horner's rule. */
static void add_term(const struct gaussian_pairs *p, size_t k)
{
    const struct kernels *kernels = kernels_best();

    kernels->multiply(p->count, p->out, 1, p->rho, 1, p->out);
    kernels->matrix->add_scaled(p->count, p->f[k * p->f_stride], p->g + k * p->g_stride,
                                p->out);
}

/* What lies beyond the terms, but for the power of rho that they bring. */
static void begin_with_rest(const struct gaussian_pairs *p)
{
    const struct kernels *k = kernels_best();
    const double *even = p->g + GAUSSIAN_TERMS * p->g_stride, *odd = even + p->g_stride;
    double *power = p->spare;

    k->multiply(p->count, odd, 1, p->f + (GAUSSIAN_TERMS + 1) * p->f_stride, 0, p->out);
    k->multiply(p->count, p->out, 1, p->rho, 1, p->out);
    k->matrix->add_scaled(p->count, p->f[GAUSSIAN_TERMS * p->f_stride], even, p->out);
    k->square(p->count, p->rho, power);
    for (int i = 2; i < GAUSSIAN_TERMS; i *= 2)
        k->square(p->count, power, power);
    for (int i = 1; i < REST_POWER; i++)
        k->multiply(p->count, p->out, 1, power, 1, p->out);
}

void gaussian_pair(const struct gaussian_pairs *p)
{
    begin_with_rest(p);
    for (size_t k = GAUSSIAN_TERMS; k-- > 0;)
        add_term(p, k);
}

void gaussian_relu_pair(size_t count, const double *rho, double *relu, double *step)
{
    for (size_t i = 0; i < count; i++) {
        double share = (MATH_PI - math_acos(rho[i])) / (2 * MATH_PI);

        if (relu)
            relu[i] = sqrt(fmax(0, (1 - rho[i]) * (1 + rho[i]))) / (2 * MATH_PI) +
                      rho[i] * share;
        if (step)
            step[i] = share;
    }
}
