#ifndef TESTS_BENCH_NET_H
#define TESTS_BENCH_NET_H

/*
 * A training step of a deep tanh net with Adam as one writes it down first: three loops a
 * layer, a row at a time, with libm. What the program's own step is measured against.
 */

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HAND_DEPTH = 20, HAND_WIDTH = 64, HAND_BATCH = 128, HAND_INPUTS = 2 };

struct hand_layer {
    int inputs, units;
    double *w, *b, *gw, *gb, *mw, *vw, *mb, *vb; /* [units][inputs], [units] */
    double *a;                                   /* [HAND_BATCH][units] */
    double *d;                                   /* [HAND_BATCH][units] */
};

struct hand {
    struct hand_layer layer[HAND_DEPTH + 1];
    double x[HAND_BATCH][HAND_INPUTS], t[HAND_BATCH];
    double b1, b2;
};

static double *hand_room(int count)
{
    return memory_new((size_t)count, sizeof(double));
}

static void hand_make(struct hand *h)
{
    unsigned seed = 1;

    h->b1 = h->b2 = 1;
    for (int l = 0; l <= HAND_DEPTH; l++) {
        struct hand_layer *n = &h->layer[l];
        int count;

        n->inputs = l ? HAND_WIDTH : HAND_INPUTS;
        n->units = l < HAND_DEPTH ? HAND_WIDTH : 1;
        count = n->inputs * n->units;
        n->w = hand_room(count), n->gw = hand_room(count);
        n->mw = hand_room(count), n->vw = hand_room(count);
        n->b = hand_room(n->units), n->gb = hand_room(n->units);
        n->mb = hand_room(n->units), n->vb = hand_room(n->units);
        n->a = hand_room(HAND_BATCH * n->units), n->d = hand_room(HAND_BATCH * n->units);
        for (int i = 0; i < count; i++) {
            seed = seed * 1664525u + 1013904223u;
            n->w[i] = (seed / 4294967296.0 - 0.5) * sqrt(24.0 / (n->inputs + n->units));
        }
    }
    for (int r = 0; r < HAND_BATCH; r++) {
        h->x[r][0] = sin(r), h->x[r][1] = cos(3 * r);
        h->t[r] = r % 2;
    }
}

static const double *hand_input(const struct hand *h, int l, int r)
{
    return l ? h->layer[l - 1].a + r * HAND_WIDTH : h->x[r];
}

static void hand_forward(struct hand *h, int l)
{
    struct hand_layer *n = &h->layer[l];

    for (int r = 0; r < HAND_BATCH; r++)
        for (int u = 0; u < n->units; u++) {
            const double *in = hand_input(h, l, r);
            double sum = n->b[u];

            for (int k = 0; k < n->inputs; k++)
                sum += n->w[u * n->inputs + k] * in[k];
            n->a[r * n->units + u] = l < HAND_DEPTH ? tanh(sum) : sum;
        }
}

static void hand_backward(struct hand *h, int l)
{
    struct hand_layer *n = &h->layer[l];

    memset(n->gw, 0, (size_t)(n->inputs * n->units) * sizeof(double));
    memset(n->gb, 0, (size_t)n->units * sizeof(double));
    if (l)
        memset(h->layer[l - 1].d, 0, HAND_BATCH * HAND_WIDTH * sizeof(double));
    for (int r = 0; r < HAND_BATCH; r++)
        for (int u = 0; u < n->units; u++) {
            const double *in = hand_input(h, l, r);
            double a = n->a[r * n->units + u], d = n->d[r * n->units + u];

            if (l < HAND_DEPTH)
                d *= 1 - a * a;
            n->gb[u] += d;
            for (int k = 0; k < n->inputs; k++)
                n->gw[u * n->inputs + k] += d * in[k];
            for (int k = 0; l && k < n->inputs; k++)
                h->layer[l - 1].d[r * n->inputs + k] += d * n->w[u * n->inputs + k];
        }
}

static void hand_adam(const struct hand *h, int count, double *x, const double *g,
                      double *m, double *v)
{
    for (int i = 0; i < count; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
        x[i] -= 0.001 / (1 - h->b1) * m[i] / (sqrt(v[i]) / sqrt(1 - h->b2) + 1e-8);
    }
}

static void hand_step(struct hand *h)
{
    struct hand_layer *out = &h->layer[HAND_DEPTH];

    for (int l = 0; l <= HAND_DEPTH; l++)
        hand_forward(h, l);
    for (int r = 0; r < HAND_BATCH; r++)
        out->d[r] = (1 / (1 + exp(-out->a[r])) - h->t[r]) / HAND_BATCH;
    for (int l = HAND_DEPTH; l >= 0; l--)
        hand_backward(h, l);
    h->b1 *= 0.9;
    h->b2 *= 0.999;
    for (int l = 0; l <= HAND_DEPTH; l++) {
        struct hand_layer *n = &h->layer[l];

        hand_adam(h, n->inputs * n->units, n->w, n->gw, n->mw, n->vw);
        hand_adam(h, n->units, n->b, n->gb, n->mb, n->vb);
    }
}

#endif
