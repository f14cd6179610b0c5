/* Lanczos with restarts, as a machine that goes on from one piece of work to the next. */
#include "math/lanczos.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "math/eigen.h"
#include "math/kernels.h"

_Static_assert((int)LANCZOS_BASIS <= (int)EIGEN_MAX,
               "the projected problem has to be small");

enum {
    DRAWN = 1 << 15,  /* numbers drawn in a piece */
    TURNED = 1 << 16, /* coordinates of all vectors that a piece turns */
    BLOCK = 256,      /* of them at a time */
    PASSES = 2,       /* of orthogonalization: once more is enough (Parlett 1980) */
    WANTED_MAX = 4
};

/* Below this share of what it was, a vector is made of rounding. */
#define VANISHED 1e-13

struct lanczos {
    struct lanczos_plan plan;
    const struct matrix_kernels *m;
    enum lanczos_state (*next)(struct lanczos *l); /* what is to be done */
    double *vectors;                               /* [basis + 1][n] */
    int count;      /* of the basis, which is complete; vector `count` is being made */
    int attempts;   /* vectors that were drawn */
    int pass, with; /* of the orthogonalization */
    bool drawn;     /* the new vector is a drawn one, no product */
    size_t at;      /* coordinate, within a phase that goes through them */
    int kept;       /* vectors that turning the basis makes */
    bool last;      /* and they are the results */
    double matrix[LANCZOS_BASIS][LANCZOS_BASIS]; /* v_i A v_j */
    double beta;                                 /* length of what is left of a product */
    double values[LANCZOS_BASIS];                /* of the projected problem, ascending */
    double turns[LANCZOS_BASIS * LANCZOS_BASIS]; /* its vectors */
    double value[WANTED_MAX], residual[WANTED_MAX];
    double lowest, largest; /* of all v A v; of all their sizes */
    bool converged, finite;
    int products;
};

static enum lanczos_state draw(struct lanczos *l);
static enum lanczos_state orthogonalize(struct lanczos *l);
static enum lanczos_state normalize(struct lanczos *l);
static enum lanczos_state turn(struct lanczos *l);

static double *vector(const struct lanczos *l, int i)
{
    return l->vectors + (size_t)i * l->plan.n;
}

size_t lanczos_bytes(const struct lanczos_plan *plan)
{
    return sizeof(struct lanczos) + ((size_t)plan->basis + 1) * plan->n * sizeof(double);
}

struct lanczos *lanczos_new(const struct lanczos_plan *plan)
{
    struct lanczos *l = memory_new(1, sizeof *l);

    l->plan = *plan;
    l->m = kernels_best()->matrix;
    l->vectors = memory_new(((size_t)plan->basis + 1) * plan->n, sizeof(double));
    lanczos_begin(l);
    return l;
}

void lanczos_free(struct lanczos *l)
{
    if (!l)
        return;
    free(l->vectors);
    free(l);
}

/* From then on it goes on with a drawn vector. */
static enum lanczos_state begin_drawing(struct lanczos *l)
{
    l->next = draw;
    l->at = 0;
    l->drawn = true;
    l->attempts++;
    return LANCZOS_BUSY;
}

void lanczos_begin(struct lanczos *l)
{
    l->count = l->attempts = l->products = 0;
    l->lowest = INFINITY;
    l->largest = 0;
    l->converged = false;
    l->finite = true;
    memset(l->matrix, 0, sizeof l->matrix);
    for (int i = 0; i < WANTED_MAX; i++)
        l->value[i] = l->residual[i] = NAN;
    begin_drawing(l);
}

static void begin_orthogonalizing(struct lanczos *l)
{
    l->next = orthogonalize;
    l->pass = l->with = 0;
}

static enum lanczos_state draw(struct lanczos *l)
{
    double *v = vector(l, l->count), pair[2];
    size_t end = l->plan.n - l->at < DRAWN ? l->plan.n : l->at + DRAWN;
    struct random_place place = {
        .seed = l->plan.seed, .stream = RANDOM_LANCZOS, .step = (uint64_t)l->attempts};

    for (; l->at < end; l->at++) {
        place.index = (uint32_t)(l->at / 2);
        if (l->at % 2 == 0)
            random_uniform(place, pair);
        v[l->at] = 2 * pair[l->at % 2] - 1;
    }
    if (end == l->plan.n)
        begin_orthogonalizing(l);
    return LANCZOS_BUSY;
}

static enum lanczos_state ask(struct lanczos *l)
{
    l->products++;
    l->drawn = false;
    begin_orthogonalizing(l);
    return LANCZOS_PRODUCT;
}

/* What a product has along a basis vector is an entry of the projected problem. */
static enum lanczos_state orthogonalize(struct lanczos *l)
{
    double *w = vector(l, l->count), along;
    const double *v = vector(l, l->with);

    if (l->with == l->count) {
        l->with = 0;
        l->next = ++l->pass == PASSES ? normalize : orthogonalize;
        return LANCZOS_BUSY;
    }
    along = l->m->dot(l->plan.n, v, w);
    l->m->add_scaled(l->plan.n, -along, v, w);
    if (!l->drawn) {
        double *entry = &l->matrix[l->with][l->count - 1];

        *entry += along;
        l->matrix[l->count - 1][l->with] = *entry;
    }
    l->with++;
    return LANCZOS_BUSY;
}

static enum lanczos_state finish(struct lanczos *l)
{
    (void)l;
    return LANCZOS_DONE;
}

static enum lanczos_state begin_turning(struct lanczos *l, int kept, bool last)
{
    l->kept = kept;
    l->last = last;
    l->at = 0;
    l->next = turn;
    return LANCZOS_BUSY;
}

static enum lanczos_state end_with_results(struct lanczos *l)
{
    int wanted = l->plan.wanted < l->count ? l->plan.wanted : l->count;

    return begin_turning(l, wanted, true);
}

/* The present results; true when all that are wanted are good enough. */
static bool solve(struct lanczos *l)
{
    int n = l->count, good = 0;
    double packed[LANCZOS_BASIS * LANCZOS_BASIS];

    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            packed[i * n + j] = l->matrix[i][j];
    eigen_symmetric(n, packed, l->values, l->turns);
    l->lowest = fmin(l->lowest, l->values[0]);
    l->largest = fmax(l->largest, fmax(fabs(l->values[0]), fabs(l->values[n - 1])));
    for (int i = 0; i < l->plan.wanted && i < n; i++) {
        l->value[i] = l->values[n - 1 - i];
        l->residual[i] = l->beta * fabs(l->turns[(n - 1 - i) * n + n - 1]);
        good += l->residual[i] <= l->plan.tolerance * l->largest;
    }
    return good == l->plan.wanted;
}

/* The basis has one more vector, and the vector after it has its length in beta. */
static enum lanczos_state judge(struct lanczos *l)
{
    bool good = solve(l), whole = (size_t)l->count == l->plan.n;
    bool vanished = l->beta <= VANISHED * l->largest;

    if (good || whole || l->products >= l->plan.products) {
        l->converged = good || whole;
        return end_with_results(l);
    }
    if (vanished)
        return l->count == l->plan.basis ? begin_turning(l, l->plan.basis - 1, false)
                                         : begin_drawing(l);
    if (l->count == l->plan.basis)
        return begin_turning(l, (l->plan.basis + l->plan.wanted) / 2, false);
    l->next = ask;
    return LANCZOS_BUSY;
}

static void scale(struct lanczos *l, double *v, double factor)
{
    kernels_best()->multiply(l->plan.n, v, 1, &factor, 0, v);
}

static enum lanczos_state fail_to_finish(struct lanczos *l)
{
    l->finite = false;
    l->next = finish;
    for (int i = 0; i < WANTED_MAX; i++)
        l->value[i] = l->residual[i] = NAN;
    return LANCZOS_BUSY;
}

/* A drawn vector is simply taken; a product has to be judged first. */
static enum lanczos_state normalize(struct lanczos *l)
{
    double *w = vector(l, l->count), length = sqrt(l->m->dot(l->plan.n, w, w));

    if (!isfinite(length))
        return fail_to_finish(l);
    if (length > 0)
        scale(l, w, 1 / length);
    if (!l->drawn) {
        l->beta = length;
        return judge(l);
    }
    l->next = ask;
    return LANCZOS_BUSY;
}

/* The vectors of the projected problem, the largest first, become the basis. */
static void turn_block(struct lanczos *l, size_t at, size_t size)
{
    double old[LANCZOS_BASIS][BLOCK];
    int n = l->count;

    for (int i = 0; i < n; i++)
        memcpy(old[i], vector(l, i) + at, size * sizeof(double));
    for (int k = 0; k < l->kept; k++) {
        double *out = vector(l, k) + at;

        memset(out, 0, size * sizeof(double));
        for (int i = 0; i < n; i++)
            l->m->add_scaled(size, l->turns[(n - 1 - k) * n + i], old[i], out);
    }
    if (!l->last)
        memmove(vector(l, l->kept) + at, vector(l, n) + at, size * sizeof(double));
}

/* In the new basis the problem is diagonal; the next product brings its border. */
static enum lanczos_state start_again(struct lanczos *l)
{
    int n = l->count;

    memset(l->matrix, 0, sizeof l->matrix);
    for (int k = 0; k < l->kept; k++)
        l->matrix[k][k] = l->values[n - 1 - k];
    l->count = l->kept;
    if (l->beta <= VANISHED * l->largest)
        return begin_drawing(l);
    l->next = ask;
    return LANCZOS_BUSY;
}

static enum lanczos_state turn(struct lanczos *l)
{
    size_t end = l->plan.n - l->at < TURNED ? l->plan.n : l->at + TURNED;

    for (size_t size; l->at < end; l->at += size) {
        size = end - l->at < BLOCK ? end - l->at : BLOCK;
        turn_block(l, l->at, size);
    }
    if (end < l->plan.n)
        return LANCZOS_BUSY;
    if (!l->last)
        return start_again(l);
    l->next = finish;
    return LANCZOS_BUSY;
}

enum lanczos_state lanczos_go_on(struct lanczos *l, struct lanczos_request *request)
{
    enum lanczos_state state = l->next(l);

    if (state != LANCZOS_PRODUCT)
        return state;
    *request = (struct lanczos_request){.v = vector(l, l->count)};
    l->count++;
    request->out = vector(l, l->count);
    return state;
}

double lanczos_value(const struct lanczos *l, int i)
{
    return l->value[i];
}

double lanczos_residual(const struct lanczos *l, int i)
{
    return l->residual[i];
}

const double *lanczos_vector(const struct lanczos *l, int i)
{
    return vector(l, i);
}

double lanczos_lowest(const struct lanczos *l)
{
    return l->finite ? l->lowest : NAN;
}

bool lanczos_converged(const struct lanczos *l)
{
    return l->converged;
}

int lanczos_products(const struct lanczos *l)
{
    return l->products;
}
