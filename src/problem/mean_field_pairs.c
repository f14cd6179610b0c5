/* Pairs of rows: how alike they are forward, and what their gradients have in common. */
#include <math.h>
#include <string.h>

#include "math/kernels.h"
#include "problem/mean_field_state.h"

/* Row r with rows [0, r). */
struct pairing {
    struct mean_field *m;
    size_t r;
};

static double product(int n, const double *a, const double *b)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static double *rhos_of(const struct pairing *p, int l)
{
    return p->m->pairs.rho + (size_t)l * (size_t)p->m->rows;
}

static void correlate(const struct pairing *p, int l)
{
    const struct mean_level *level = &p->m->levels[l];
    struct mean_pairs *pairs = &p->m->pairs;
    double factor = l > 0 ? p->m->inner : p->m->first;

    for (size_t s = 0; s < p->r; s++) {
        double rho = factor * pairs->covariance[s] * level->unit[p->r] * level->unit[s];

        rhos_of(p, l)[s] = fmin(fmax(rho, -1), 1);
    }
}

/*
 * E f f to `value`, E f' f' to `slope`: of a bent line f = b z + (1 - b) relu(z) by the
 * closed forms.
 */
static void meet_bent(const struct pairing *p, int l, double *value, double *slope)
{
    const struct mean_field *m = p->m;
    const struct mean_level *level = &m->levels[l];
    const double *rho = rhos_of(p, l);
    double bend = (1 - m->below) * (1 - m->below);

    gaussian_relu_pair(p->r, rho, value, slope);
    for (size_t s = 0; s < p->r; s++) {
        double size = level->unit[p->r] * level->unit[s];

        value[s] = m->below * rho[s] + bend * value[s];
        value[s] *= size > 0 ? level->shrink[p->r] * level->shrink[s] / size : 0;
        slope[s] = m->below + bend * slope[s];
    }
}

static void meet_smooth(const struct pairing *p, int l, const double *spectrum,
                        double *out)
{
    const struct mean_pairs *pairs = &p->m->pairs;
    const struct gaussian_pairs of = {.count = p->r,
                                      .f = spectrum + p->r,
                                      .g = spectrum,
                                      .f_stride = (size_t)p->m->rows,
                                      .g_stride = (size_t)p->m->rows,
                                      .rho = rhos_of(p, l),
                                      .spare = pairs->spare,
                                      .out = out};

    gaussian_pair(&of);
}

static void cross(const struct pairing *p, int l)
{
    const struct mean_field *m = p->m;
    const struct mean_level *level = &m->levels[l];
    const struct mean_pairs *pairs = &m->pairs;
    double *slope = pairs->slopes + (size_t)l * (size_t)m->rows;
    double *alike = pairs->alike + (size_t)l * (size_t)m->rows;
    double size = l > 0 ? m->units : 1, share = l > 0 ? 1 : 1.0 / m->inputs;

    for (size_t s = 0; s < p->r; s++)
        pairs->inputs[(size_t)l * (size_t)m->rows + s] = size * pairs->covariance[s];
    correlate(p, l);
    if (m->bent) {
        meet_bent(p, l, pairs->value, slope);
    } else {
        meet_smooth(p, l, level->value_spectrum, pairs->value);
        meet_smooth(p, l, level->slope_spectrum, slope);
    }
    for (size_t s = 0; s < p->r; s++) {
        slope[s] *= level->shrink[p->r] * level->shrink[s];
        alike[s] = pairs->value[s] - level->mean[p->r] * level->mean[s];
        if (mean_field_passes_on(m, l))
            pairs->value[s] += share * pairs->covariance[s] +
                               level->before[p->r] * level->mean[s] +
                               level->before[s] * level->mean[p->r];
    }
    memcpy(pairs->covariance, pairs->value, p->r * sizeof(double));
}

static void begin(const struct pairing *p)
{
    const struct mean_field *m = p->m;
    size_t inputs = (size_t)m->inputs;

    for (size_t s = 0; s < p->r; s++)
        m->pairs.covariance[s] =
            product(m->inputs, m->x + p->r * inputs, m->x + s * inputs);
}

/* Each pair counts twice. */
static void add_gradient(const struct pairing *p, int l)
{
    struct mean_field *m = p->m;
    const double *inputs = m->pairs.inputs + (size_t)l * (size_t)m->rows;

    for (size_t s = 0; s < p->r; s++)
        m->pair_sum[l] += 2 * m->pairs.flow[s] * inputs[s];
}

static void turn(const struct pairing *p)
{
    struct mean_field *m = p->m;
    const struct mean_pairs *pairs = &m->pairs;
    size_t outputs = (size_t)m->outputs;
    double size = m->depth > 0 ? m->units : 1;

    for (size_t s = 0; s < p->r; s++) {
        pairs->inputs[(size_t)m->depth * (size_t)m->rows + s] =
            size * pairs->covariance[s];
        pairs->flow[s] =
            product(m->outputs, m->error + p->r * outputs, m->error + s * outputs);
    }
    add_gradient(p, m->depth);
}

/* From dL/dh to dL/dz, and down to the layer before. */
static void go_back(const struct pairing *p, int l)
{
    struct mean_field *m = p->m;
    const struct mean_pairs *pairs = &m->pairs;
    const double *slope = pairs->slopes + (size_t)l * (size_t)m->rows;
    double *reach = pairs->reach + (size_t)l * (size_t)m->rows;

    for (size_t s = 0; s < p->r; s++) {
        reach[s] = pairs->flow[s];
        pairs->flow[s] *= slope[s];
    }
    add_gradient(p, l);
    for (size_t s = 0; s < p->r; s++)
        pairs->flow[s] =
            m->inner * pairs->flow[s] + (mean_field_passes_on(m, l) ? reach[s] : 0);
}

void mean_field_pair(struct mean_field *m, int r)
{
    const struct pairing p = {.m = m, .r = (size_t)r};

    begin(&p);
    for (int l = 0; l < m->depth; l++)
        cross(&p, l);
    turn(&p);
    for (size_t s = 0; s < p.r; s++)
        m->pairs.flow[s] *= m->last;
    for (int l = m->depth - 1; l >= 0; l--)
        go_back(&p, l);
}
