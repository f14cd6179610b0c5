/*
 * The two axes of a slice: principal components of the path, directions of greatest
 * curvature, or random ones.
 */
#include <math.h>
#include <string.h>

#include "base/random.h"
#include "math/kernels.h"
#include "math/normal.h"
#include "problem/net.h"
#include "sim/slice.h"

enum { FLOPS_A_NORMAL = 64 };

/* A second component below this share of the first is made of rounding. */
static const double STRAIGHT = 1e-13;

static void pay(int *units, double multiplications)
{
    *units -= 1 + (int)(multiplications / SLICE_UNIT);
}

/* Random directions */

static void draw_normal(struct random_place at, size_t count, double *out)
{
    for (size_t i = 0; i < count; i += 2) {
        double pair[2];

        at.index = (uint32_t)(i / 2);
        math_normal_pair(at, pair);
        memcpy(out + i, pair, (count - i < 2 ? 1 : 2) * sizeof *out);
    }
}

/* As long as the weights themselves; a direction that is zero stays zero. */
static void fit_row(size_t count, const double *weights, double *direction)
{
    const struct matrix_kernels *m = kernels_best()->matrix;
    double length = sqrt(m->dot(count, direction, direction));
    double factor = length > 0 ? sqrt(m->dot(count, weights, weights)) / length : 0;

    for (size_t i = 0; i < count; i++)
        direction[i] *= factor;
}

static void draw_layer(struct slice_state *s, int axis, int l)
{
    const struct net_shape shape = net_shape(net_of(s->twin), l);
    size_t inputs = (size_t)shape.inputs, units = (size_t)shape.units;
    double *d = s->axis[axis] + shape.weights;
    const struct random_place place = {
        .seed = s->seed,
        .stream = RANDOM_PLANE,
        .step =
            ((uint64_t)s->ask.turn * 2 + (uint64_t)axis) * (DEPTH_MAX + 1) + (uint64_t)l};

    draw_normal(place, inputs * units, d);
    for (size_t u = 0; u < units; u++)
        fit_row(inputs, s->centre + shape.weights + u * inputs, d + u * inputs);
}

/* A layer of an axis. */
static void draw_axis(struct slice_state *s, int axis, int l, int *units)
{
    if (l == 0)
        memset(s->axis[axis], 0, s->n * sizeof(double));
    draw_layer(s, axis, l);
    pay(units, FLOPS_A_NORMAL * (double)s->problem->layer[l].weights);
}

static bool make_random(struct sim *sim, struct slice_state *s, int *units)
{
    int layers = s->problem->layers;

    (void)sim;
    for (; *units > 0 && s->at < 2 * layers; s->at++)
        draw_axis(s, s->at / layers, s->at % layers, units);
    s->view.axis[0] = s->view.axis[1] =
        (struct slice_axis){.random = true, .share = NAN, .curvature = NAN};
    return s->at == 2 * layers;
}

/* Principal components */

static double *place_of(const struct slice_state *s, int i)
{
    return s->place + (size_t)i * s->n;
}

/* The products of place i with itself and with all before it. */
static void multiply_row(struct slice_state *s, int i)
{
    const struct matrix_kernels *m = kernels_best()->matrix;

    for (int j = 0; j <= i; j++) {
        double dot = m->dot(s->n, place_of(s, i), place_of(s, j));

        s->gram[i * SLICE_PLACES + j] = s->gram[j * SLICE_PLACES + i] = dot;
    }
}

static void solve(struct slice_state *s)
{
    const struct matrix_kernels *m = kernels_best()->matrix;
    struct lanczos_request request;
    enum lanczos_state state;

    lanczos_begin(s->principal);
    while ((state = lanczos_go_on(s->principal, &request)) != LANCZOS_DONE)
        for (int i = 0; state == LANCZOS_PRODUCT && i < SLICE_PLACES; i++)
            request.out[i] =
                m->dot(SLICE_PLACES, s->gram + (size_t)i * SLICE_PLACES, request.v);
}

static bool describe_components(struct slice_state *s)
{
    double all = 0;

    for (int i = 0; i < s->places; i++)
        all += s->gram[i * SLICE_PLACES + i];
    if (!(all > 0) || !isfinite(all))
        return false;
    for (int k = 0; k < 2; k++) {
        double strength = lanczos_value(s->principal, k);

        s->view.axis[k] = (struct slice_axis){.share = strength / all, .curvature = NAN};
        s->view.axis[k].random = k > 0 && !(strength > STRAIGHT * s->strength[0]);
        s->strength[k] = strength;
    }
    return true;
}

/* Adds place i to component k, as much as the component's vector has of it. */
static void add_place(struct slice_state *s, int k, int i)
{
    if (i == 0)
        memset(s->axis[k], 0, s->n * sizeof(double));
    kernels_best()->matrix->add_scaled(s->n, lanczos_vector(s->principal, k)[i],
                                       place_of(s, i), s->axis[k]);
}

/*
 * By way of the places' products with each other, since they are few and the weights
 * many: row by row, then a place of a component at a time. A straight path has one.
 */
static bool make_path(struct sim *sim, struct slice_state *s, int *units)
{
    int rows = s->places, full = 3 * rows, last;

    (void)sim;
    if (s->at == 0)
        memset(s->gram, 0, sizeof s->gram);
    for (; *units > 0 && s->at < rows; s->at++) {
        multiply_row(s, s->at);
        pay(units, (double)(s->at + 1) * (double)s->n * 4);
    }
    if (*units <= 0)
        return false;
    if (s->at == rows) {
        solve(s);
        if (!describe_components(s))
            return slice_refuse(
                s, "The path begins with the first update: press n for one.");
    }
    for (; *units > 0 && s->at < full; s->at++) {
        add_place(s, (s->at - rows) / rows, (s->at - rows) % rows);
        pay(units, (double)s->n * 4);
    }
    last = full + (s->view.axis[1].random ? s->problem->layers : 0);
    for (; *units > 0 && s->at < last; s->at++)
        draw_axis(s, 1, s->at - full, units);
    return s->at == last;
}

/* All planes */

/* Makes a unit of it and keeps its length; false where it has none. */
static bool normalize(struct slice_state *s, int k)
{
    double *d = s->axis[k], length = sqrt(kernels_best()->matrix->dot(s->n, d, d));

    s->length[k] = length;
    for (size_t i = 0; i < s->n; i++)
        d[i] /= length;
    return length > 0 && isfinite(length);
}

/* Twice is enough (Parlett 1980). */
static void make_orthogonal(struct slice_state *s)
{
    const struct matrix_kernels *m = kernels_best()->matrix;

    for (int pass = 0; pass < 2; pass++)
        m->add_scaled(s->n, -m->dot(s->n, s->axis[0], s->axis[1]), s->axis[0],
                      s->axis[1]);
}

/* Where the run began is at the left and above, so that a plane taken anew looks alike. */
static void point_axes(struct sim *sim, struct slice_state *s, const struct run *run)
{
    struct slice_point begin = slice_project(s, run_begin(sim, run), 0);
    const bool turned[2] = {begin.x > 0, begin.y < 0};

    for (int k = 0; k < 2; k++)
        for (size_t i = 0; turned[k] && i < s->n; i++)
            s->axis[k][i] = -s->axis[k][i];
}

bool slice_make_plane(struct sim *sim, struct slice_state *s, int *units)
{
    static bool (*const MAKE[])(struct sim *, struct slice_state *, int *) = {
        [PLANE_PATH] = make_path,
        [PLANE_HESSIAN] = slice_make_hessian,
        [PLANE_RANDOM] = make_random,
    };
    bool sound;

    if (!MAKE[s->ask.plane](sim, s, units))
        return false;
    if (s->stage == SLICE_REFUSED)
        return true;
    sound = normalize(s, 0);
    make_orthogonal(s);
    sound = normalize(s, 1) && sound;
    if (!sound)
        return slice_refuse(s, "Here these directions have no length, or coincide.");
    point_axes(sim, s, slice_run(sim, s->id));
    return true;
}
