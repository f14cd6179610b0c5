#ifndef TESTS_NET_PLAIN_H
#define TESTS_NET_PLAIN_H

/*
 * A net computed the plain way, one number after another in long double and with libm:
 * what the fast one has to agree with. Only the loss; its gradient by differences.
 */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "problem/net.h"

enum { PLAIN_UNITS = 16, PLAIN_ROWS = 64 };

static inline long double plain_act(enum activation f, long double z)
{
    switch (f) {
    case ACTIVATION_sigmoid:
        return 1 / (1 + expl(-z));
    case ACTIVATION_tanh:
        return tanhl(z);
    case ACTIVATION_relu:
        return z > 0 ? z : 0;
    case ACTIVATION_leaky_relu:
        return z > 0 ? z : 0.01 * z;
    case ACTIVATION_elu:
        return z > 0 ? z : expl(z) - 1;
    case ACTIVATION_selu:
        return 1.0507009873554804934193349852946L *
               (z > 0 ? z : 1.6732632423543772848170429916717L * (expl(z) - 1));
    case ACTIVATION_gelu:
        return z * (1 + erfl(z / sqrtl(2))) / 2;
    case ACTIVATION_silu:
        return z / (1 + expl(-z));
    case ACTIVATION_softplus:
        return logl(1 + expl(z));
    case ACTIVATION_softsign:
        return z / (1 + fabsl(z));
    default:
        return z;
    }
}

struct plain {
    const struct net *net;
    const double *at;
    int rows;
    long double h[PLAIN_ROWS][PLAIN_UNITS];
};

static inline void plain_normalize(long double *v, int count, int apart)
{
    long double mean = 0, var = 0;

    for (int i = 0; i < count; i++)
        mean += v[i * apart] / count;
    for (int i = 0; i < count; i++)
        var += (v[i * apart] - mean) * (v[i * apart] - mean) / count;
    for (int i = 0; i < count; i++)
        v[i * apart] = (v[i * apart] - mean) / sqrtl(var + 1e-5);
}

static inline void plain_sums(struct plain *p, const struct net_shape *s,
                              long double z[PLAIN_ROWS][PLAIN_UNITS])
{
    for (int r = 0; r < p->rows; r++)
        for (int u = 0; u < s->units; u++) {
            const double *w = p->at + s->weights + u * s->inputs;
            long double length = 0, sum = 0;

            for (int k = 0; k < s->inputs; k++) {
                length += (long double)w[k] * w[k];
                sum += w[k] * p->h[r][k];
            }
            if (s->normalized == NORM_weight)
                sum *= length > 0 ? p->at[s->scale + (size_t)u] / sqrtl(length) : 0;
            z[r][u] = sum + p->at[s->bias + (size_t)u];
        }
}

static inline void plain_layer(struct plain *p, int l, bool training)
{
    struct net_shape s = net_shape(p->net, l);
    bool hidden = s.normalized != NORM_none;
    long double z[PLAIN_ROWS][PLAIN_UNITS];
    double mask[WIDTH_MAX];
    enum activation f = ACTIVATION_linear;

    for (int i = 0; i < ACTIVATION_COUNT; i++)
        if (strcmp(net_row(NET_SETTING(activation))->choices[i], s.activation) == 0)
            f = (enum activation)i;
    plain_sums(p, &s, z);
    for (int u = 0; s.normalized == NORM_batch && u < s.units; u++)
        plain_normalize(&z[0][u], p->rows, PLAIN_UNITS);
    for (int r = 0; s.normalized == NORM_layer && r < p->rows; r++)
        plain_normalize(z[r], s.units, 1);
    for (int r = 0; r < p->rows; r++) {
        bool masked = training && net_mask(p->net, l, r, mask);

        for (int u = 0; u < s.units; u++) {
            long double a = z[r][u], before = p->h[r][u];

            if (hidden && s.normalized != NORM_weight)
                a = a * p->at[s.scale + (size_t)u] + p->at[s.shift + (size_t)u];
            a = plain_act(f, a) * (masked ? mask[u] : 1);
            p->h[r][u] = s.residual ? a + before : a;
        }
    }
}

static inline long double plain_row_loss(const struct net *net, const long double *z,
                                         const double *t)
{
    long double sum = 0, chosen = 0;

    switch ((enum loss)net_settings_of(net)->loss) {
    case LOSS_mse:
        return (z[0] - t[0]) * (z[0] - t[0]);
    case LOSS_bce:
        return -(t[0] * logl(1 / (1 + expl(-z[0]))) +
                 (1 - t[0]) * logl(1 / (1 + expl(z[0]))));
    default:
        for (int i = 0; i < net_outputs(net); i++) {
            sum += expl(z[i]);
            chosen += t[i] * z[i];
        }
        return logl(sum) - chosen;
    }
}

/* The loss of rows x[rows][inputs], `row` of them those of the data. */
static inline long double plain_loss(struct plain *p, const int *row, bool training)
{
    int layers = (int)net_settings_of(p->net)->depth + 1,
        inputs = net_data(p->net)->inputs;
    long double sum = 0;

    for (int r = 0; r < p->rows; r++)
        for (int k = 0; k < inputs; k++)
            p->h[r][k] = training ? net_batch_row(p->net, r)[k]
                                  : net_data(p->net)->x[row[r] * inputs + k];
    for (int l = 0; l < layers; l++)
        plain_layer(p, l, training);
    for (int r = 0; r < p->rows; r++) {
        double target[CLASSES_MAX];

        net_target(p->net, row[r], target);
        sum += plain_row_loss(p->net, p->h[r], target);
    }
    return sum / p->rows;
}

/*
 * The derivative by parameter i: central differences, two of them so that h^4 is what is
 * left.
 */
static inline double plain_slope(struct plain *p, double *at, int i)
{
    static const double STEP[2] = {1e-6, 2e-6};
    long double slope[2];
    const int *row;
    double kept = at[i];

    p->rows = net_batch(p->net, &row);
    p->at = at;
    for (int k = 0; k < 2; k++) {
        volatile double up = kept + STEP[k], down = kept - STEP[k];
        long double high, low;

        at[i] = up;
        high = plain_loss(p, row, true);
        at[i] = down;
        low = plain_loss(p, row, true);
        slope[k] = (high - low) / ((long double)up - down);
    }
    at[i] = kept;
    return (double)((4 * slope[0] - slope[1]) / 3);
}

#endif
