/*
 * Two directions that a net keeps from layer to layer: that of equal numbers in all
 * units, since activations have a mean, and that of h itself. What dL/dh has along them
 * at the output is measured, 1 / width of the whole or so, and may outgrow the rest: it is
 * followed here, for each pair of rows, to the leading order in 1 / width.
 */
#include <math.h>

#include "math/elementary.h"
#include "problem/mean_field_state.h"

/* Moments of what comes into a layer and of what leaves it. */
struct moments {
    double mean, square, own; /* before: mean, |h|^2 / N, and that about the mean */
    double stays;             /* 1 where that goes on beside the layer */
    double after;             /* |h|^2 / N about the mean behind it */
    double lean, pull;        /* E z f', E z f' (f - E f) */
    double steep, slope;      /* E z^2 f'^2, E f'^2 */
    double weight;            /* variance of weights times N, as layer norm shrinks it */
};

static struct moments moments_of(const struct mean_field *m, int l, int r)
{
    const struct mean_level *level = &m->levels[l];
    double stays = mean_field_passes_on(m, l) ? 1 : 0, still = m->levelled ? 0 : 1;
    double mean = level->above[r], came = level->came[r];
    double after = stays * mean + level->mean[r];
    double left = stays * (came + 2 * mean * level->mean[r]) + level->square[r];

    return (struct moments){.mean = mean,
                            .square = came,
                            .own = fmax(came - mean * mean, 0),
                            .stays = stays,
                            .after = fmax(left - after * after, 0),
                            .lean = still * level->lean[r],
                            .pull = still * level->pull[r],
                            .steep = still * level->steep[r],
                            .slope = level->slope[r],
                            .weight = m->inner * level->shrink[r] * level->shrink[r]};
}

/* What of the rest comes to lie along either direction, where it did not before. */
static void find_added(const struct moments *p, struct mean_passage *out)
{
    double mean = mean_field_share(p->mean, p->square),
           own = mean_field_share(p->own, p->square);
    double free = p->weight * own * p->slope, kept = p->stays * p->own;
    double with_one = mean * p->pull, with_two = kept + own * p->pull;
    double one = mean * mean * p->steep + free - mean * p->lean * (mean * p->lean) -
                 mean_field_share(with_one * with_one, p->after);
    double both = mean * own * p->steep - p->mean * free -
                  mean * p->lean * (own * p->lean) -
                  mean_field_share(with_one * with_two, p->after);
    double two = kept + own * own * p->steep + p->mean * p->mean * free -
                 own * p->lean * (own * p->lean) -
                 mean_field_share(with_two * with_two, p->after);

    out->added_one = sqrt(fmax(one, 0));
    out->added_two = sqrt(fmax(mean_field_share(two, p->own), 0));
    out->added_both = mean_field_share(both, sqrt(p->own));
}

/*
 * Of N directions so many that the rest loses where it comes through W: equal numbers,
 * and h, along which layer norm has nothing and orthogonal weights what they find.
 */
static double losses(const struct mean_field *m, const struct moments *p)
{
    double along =
        p->steep - p->lean * p->lean - mean_field_share(p->pull * p->pull, p->after);

    if (m->levelled)
        return 1;
    return m->sphere ? 1 + mean_field_share(along, p->weight * p->slope * p->square) : 2;
}

static struct mean_passage passage_of(const struct mean_field *m, int l, int r)
{
    const struct mean_level *level = &m->levels[l];
    const struct moments p = moments_of(m, l, r);
    double root = sqrt(p.own), after = sqrt(p.after);
    double mean = mean_field_share(p.mean, p.square),
           own = mean_field_share(root, p.square);
    double plain = level->square[r] * m->keep - level->mean[r] * level->mean[r];
    struct mean_passage out = {
        .one = {p.stays + mean * p.lean, mean_field_share(mean * p.pull, after)},
        .two = {own * p.lean, mean_field_share(p.stays * root + own * p.pull, after)},
        .flat = mean_field_share(1, sqrt(p.slope) * level->shrink[r]),
        .tilt = mean_field_share(level->tilt[r], p.slope * after),
        .back = {mean_field_share(p.lean, sqrt(p.square)),
                 mean_field_share(mean_field_share(p.pull, sqrt(p.square)), after)},
        .lost = losses(m, &p),
        .kept = p.stays * mean_field_share(root, after),
        .fresh = mean_field_share(1, after),
        .mean = p.stays * p.mean + level->mean[r],
        .bulge = mean_field_share(mean_field_share(sqrt(level->bulge[r]), sqrt(p.slope)),
                                  after * sqrt(fmax(plain, 0)))};

    find_added(&p, &out);
    return out;
}

/* A layer's row r with row s <= r: all that is known of both. */
struct crossing {
    struct mean_field *m;
    int l, r, s;
    const struct mean_passage *p, *q;
    double slope; /* E f' f', as layer norm shrinks it */
    double alike; /* covariance of f with f */
    double angle; /* cosine of h with h before, about their means */
};

/* The same of h behind layer l. */
static double angle_behind(const struct mean_field *m, int l, int r, int s)
{
    const struct mean_passage *p = &m->levels[l].passage[r],
                              *q = &m->levels[l].passage[s];
    double both;

    if (s == r)
        return 1;
    both = m->pairs.inputs[(size_t)(l + 1) * (size_t)m->rows + (size_t)s] / m->units;
    both = (both - p->mean * q->mean) * p->fresh * q->fresh;
    return both > 1 ? 1 : both < -1 ? -1 : both;
}

static struct crossing crossing_of(struct mean_field *m, int l, int r, int s)
{
    const struct mean_level *level = &m->levels[l];
    size_t at = (size_t)l * (size_t)m->rows + (size_t)s;
    struct crossing c = {.m = m,
                         .l = l,
                         .r = r,
                         .s = s,
                         .p = &level->passage[r],
                         .q = &level->passage[s],
                         .angle = l > 0 ? angle_behind(m, l - 1, r, s) : 1};

    if (s < r) {
        c.slope = m->pairs.slopes[at];
        c.alike = m->pairs.alike[at];
    } else {
        c.slope = level->slope[r] * level->shrink[r] * level->shrink[r];
        c.alike = level->square[r] - level->mean[r] * level->mean[r];
    }
    return c;
}

/* What f' leaves of both, where it leaves slope of the rest. */
static double left_of(const struct crossing *c, const struct mean_mode *mode)
{
    const struct mean_passage *p = c->p, *q = c->q;
    double two = p->kept * q->kept * c->angle + p->bulge * q->bulge * c->alike;

    return c->slope *
           (mode->one + q->tilt * mode->there + p->tilt * mode->here + two * mode->two);
}

/* Of row r's a and row s's b, each the parts that come from one and from two above. */
static double carry(const double *a, const double *b, const struct mean_mode *up)
{
    return a[0] * b[0] * up->one + a[0] * b[1] * up->there + a[1] * b[0] * up->here +
           a[1] * b[1] * up->two;
}

/*
 * From dL/dh of a layer to that below. What both directions gain from the rest it loses,
 * through W and beside it.
 */
static struct mean_mode pass(const struct crossing *c, const struct mean_mode *up)
{
    const struct mean_field *m = c->m;
    const struct mean_passage *p = c->p, *q = c->q;
    double stays = mean_field_passes_on(m, c->l) ? 1 : 0, through = m->inner * c->slope;
    double part = (up->rest + up->turned + up->one + up->two) / m->units;
    double fresh = part * c->slope * p->flat * q->flat;
    double both = fresh * (p->added_both + q->added_both) / 2;
    double leaves = stays * (1 - p->kept * q->kept) + (p->lost + q->lost) / 2 * through;
    double keeps = stays + through - leaves / m->units;
    double turned =
        m->inner * left_of(c, up) - (m->sphere ? carry(p->back, q->back, up) : 0);

    return (struct mean_mode){
        .one = carry(p->one, q->one, up) + fresh * p->added_one * q->added_one,
        .there = carry(p->one, q->two, up) + both,
        .here = carry(p->two, q->one, up) + both,
        .two = carry(p->two, q->two, up) + fresh * c->angle * p->added_two * q->added_two,
        .turned = keeps * up->turned + turned +
                  stays * p->fresh * q->fresh * c->alike * up->two,
        .rest = keeps * up->rest};
}

/* What dL/dh of row r behind the last layer has along equal units and along its own h. */
struct amplitude {
    double one, two;
};

static struct amplitude amplitude_of(const struct mean_field *m, int r)
{
    const struct mean_passage *p = &m->levels[m->depth - 1].passage[r];
    double root = sqrt(m->units);

    return (struct amplitude){.one = m->lift[r] / root,
                              .two =
                                  (m->pull[r] - p->mean * m->lift[r]) * p->fresh / root};
}

static struct mean_mode begin(const struct mean_field *m, int r, int s)
{
    int top = m->depth - 1;
    const double *reach = m->pairs.reach + (size_t)top * (size_t)m->rows;
    double all = s < r ? reach[s] : m->levels[top].up[r];
    const struct amplitude a = amplitude_of(m, r), b = amplitude_of(m, s);

    return (struct mean_mode){.one = a.one * b.one,
                              .there = a.one * b.two,
                              .here = a.two * b.one,
                              .two = a.two * b.two,
                              .rest = all - a.one * b.one - a.two * b.two};
}

static void add(const struct crossing *c, const struct mean_mode *mode)
{
    const struct mean_field *m = c->m;
    const struct mean_level *level = &m->levels[c->l];
    struct mean_parts *parts = &m->parts[c->l];
    double all = left_of(c, mode) + c->slope * (mode->turned + mode->rest);

    if (c->s == c->r) {
        parts->flow += all;
        parts->own += all * level->came[c->r] * (c->l > 0 ? m->units : m->inputs);
        return;
    }
    parts->pair +=
        2 * all * m->pairs.inputs[(size_t)c->l * (size_t)m->rows + (size_t)c->s];
}

static void follow(struct mean_field *m, int l, int r)
{
    struct mean_mode *mode = m->pairs.mode;

    for (int s = r; s >= 0; s--) {
        const struct crossing c = crossing_of(m, l, r, s);

        add(&c, &mode[s]);
        if (l > 0)
            mode[s] = pass(&c, &mode[s]);
    }
}

void mean_field_mode(struct mean_field *m, int r)
{
    for (int l = 0; l < m->depth; l++)
        m->levels[l].passage[r] = passage_of(m, l, r);
    for (int s = 0; m->depth > 0 && s <= r; s++)
        m->pairs.mode[s] = begin(m, r, s);
    for (int l = m->depth - 1; l >= 0; l--)
        follow(m, l, r);
}
