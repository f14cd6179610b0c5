/* The two directions along which a net's loss is curved most, product by product. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "sim/slice.h"

enum {
    PRODUCTS_LEAST = 24, /* with fewer there is little hope */
    PRODUCTS_MOST = 300,
    NUMBERS_A_UNIT = 2048,         /* of vectors that are orthogonalized */
    BASIS_NUMBERS = (64 << 20) / 8 /* where vectors are long, the basis has few */
};

/* Some two seconds of work. */
static const double UNITS_MOST = 2.8e5;

/* |H v - lambda v| of lambda: enough for a picture. */
#define TOLERANCE 1e-2

/* What is needed in all; false where that is too much. */
static bool prepare(struct slice_state *s)
{
    size_t fitting = BASIS_NUMBERS / s->n;
    double products;
    struct lanczos_plan plan = {
        .n = s->n, .wanted = 2, .basis = LANCZOS_BASIS, .tolerance = TOLERANCE};

    if (!s->curve)
        s->curve = net_curve_new(net_of(s->twin));
    products = s->curve ? UNITS_MOST / net_curve_cost(s->curve) : 0;
    if (products < PRODUCTS_LEAST)
        return false;
    plan.products = products < PRODUCTS_MOST ? (int)products : PRODUCTS_MOST;
    if (fitting < LANCZOS_BASIS)
        plan.basis = fitting < 4 ? 4 : (int)fitting;
    if (s->curved && s->plan.n == plan.n && s->plan.products == plan.products) {
        lanczos_begin(s->curved);
    } else {
        lanczos_free(s->curved);
        s->curved = lanczos_new(&plan);
        s->plan = plan;
    }
    net_curve_place(s->curve, s->centre);
    s->multiplies = false;
    return true;
}

/* A product or a piece of what is made of them; true when the vectors are there. */
static bool go_on(struct slice_state *s, int *units)
{
    struct lanczos_request request;
    enum lanczos_state state;

    if (s->multiplies) {
        s->multiplies = !net_curve_go_on(s->curve, units);
        return false;
    }
    *units -= 1 + (int)(s->n / NUMBERS_A_UNIT);
    state = lanczos_go_on(s->curved, &request);
    if (state == LANCZOS_PRODUCT) {
        net_curve_begin(s->curve, request.v, request.out);
        s->multiplies = true;
    }
    return state == LANCZOS_DONE;
}

static void take_vectors(struct slice_state *s)
{
    for (int k = 0; k < 2; k++) {
        s->strength[k] = lanczos_value(s->curved, k);
        s->view.axis[k] = (struct slice_axis){.share = NAN, .curvature = s->strength[k]};
        memcpy(s->axis[k], lanczos_vector(s->curved, k), s->n * sizeof(double));
    }
}

enum { PREPARING, MULTIPLYING, JUDGING };

bool slice_make_hessian(struct sim *sim, struct slice_state *s, int *units)
{
    (void)sim;
    if (s->at == PREPARING && !prepare(s))
        return slice_refuse(s, "The curvature of so large a net takes more than two "
                               "seconds of work.");
    if (s->at == PREPARING)
        s->at = MULTIPLYING;
    while (*units > 0 && s->at == MULTIPLYING)
        if (go_on(s, units)) {
            s->loss = (struct assessment){.at = s->centre, .training = true};
            s->at = JUDGING;
        }
    if (*units <= 0 || s->at != JUDGING || !problem_assess(s->twin, &s->loss, units))
        return false;
    if (!lanczos_converged(s->curved))
        return slice_refuse(s, "The directions of greatest curvature were not found in "
                               "two seconds of work.");
    s->height = s->loss.out.loss;
    take_vectors(s);
    return true;
}
