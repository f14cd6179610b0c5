/*
 * Two directions that a residual net keeps from layer to layer: that of equal numbers in
 * all units, since activations have a mean, and that of h itself. What dL/dh has along
 * them is 1 / width of it at first, and may outgrow the rest: it is followed here, to the
 * leading order in 1 / width, as a share of what an endless width would give.
 */
#include <math.h>

#include "math/elementary.h"
#include "problem/mean_field_state.h"

/*
 * Covariance, over nets, of what lies along either direction; what weights have turned
 * from there into others, as unusual as they; and the rest.
 */
struct mode {
    double one, both, two;
    double turned, bulk;
};

/* What a layer makes of the two amplitudes, and what it adds to their covariance. */
struct passage {
    double one[2], two[2];
    double added_one, added_both, added_two;
};

/* Moments of what comes into a layer and of what leaves it. */
struct passing {
    double mean, square, own; /* before: mean, |h|^2 / N, and that about the mean */
    double after;             /* |h|^2 / N about the mean behind it */
    double lean, pull;        /* E z f', E z f' (f - E f) */
    double steep, slope;      /* E z^2 f'^2, E f'^2 */
    double weight;            /* variance of weights times N, as layer norm shrinks it */
};

static struct passing passing_of(const struct mean_field *m, int l, int r)
{
    const struct mean_level *level = &m->levels[l];
    double mean = level->before[r], came = level->came[r], after = mean + level->mean[r];
    double left = came + 2 * mean * level->mean[r] + level->square[r];
    double still = m->levelled ? 0 : 1;

    return (struct passing){.mean = mean,
                            .square = came,
                            .own = fmax(came - mean * mean, 0),
                            .after = fmax(left - after * after, 0),
                            .lean = still * level->lean[r],
                            .pull = still * level->pull[r],
                            .steep = level->steep[r],
                            .slope = level->slope[r],
                            .weight = m->inner * level->shrink[r] * level->shrink[r]};
}

static struct passage passage_of(const struct passing *p)
{
    double mean = mean_field_share(p->mean, p->square),
           own = mean_field_share(p->own, p->square);
    double root = sqrt(p->own), after = sqrt(p->after);
    double free = p->weight * own * p->slope;
    double with_one = mean * p->pull, with_two = p->own + own * p->pull;
    double one = mean * mean * p->steep + free - mean * p->lean * (mean * p->lean) -
                 mean_field_share(with_one * with_one, p->after);
    double both = mean * own * p->steep - p->mean * free -
                  mean * p->lean * (own * p->lean) -
                  mean_field_share(with_one * with_two, p->after);
    double two = p->own + own * own * p->steep + p->mean * p->mean * free -
                 own * p->lean * (own * p->lean) -
                 mean_field_share(with_two * with_two, p->after);

    return (struct passage){
        .one = {1 + mean * p->lean, mean_field_share(mean * p->pull, after)},
        .two = {mean_field_share(own * p->lean, root),
                mean_field_share(root, after) *
                    (1 + mean_field_share(p->pull, p->square))},
        .added_one = fmax(one, 0),
        .added_both = mean_field_share(both, root),
        .added_two = fmax(mean_field_share(two, p->own), 0)};
}

/* The share that comes through W, of what an endless width gives below layer l. */
static double through(const struct mean_field *m, int l, int r)
{
    double down = m->inner * m->levels[l].flow[r];

    return mean_field_share(down, down + m->levels[l].up[r]);
}

static struct mode pass(const struct mean_field *m, int l, int r, const struct mode *up)
{
    const struct passing passing = passing_of(m, l, r);
    const struct passage p = passage_of(&passing);
    double go = through(m, l, r), stay = 1 - go,
           fresh = (up->bulk + up->turned) / m->units;
    double a = p.one[0], b = p.one[1], c = p.two[0], d = p.two[1];

    return (struct mode){.one = stay * (a * a * up->one + 2 * a * b * up->both +
                                        b * b * up->two + fresh * p.added_one),
                         .both = stay * (a * c * up->one + (a * d + b * c) * up->both +
                                         b * d * up->two + fresh * p.added_both),
                         .two = stay * (c * c * up->one + 2 * c * d * up->both +
                                        d * d * up->two + fresh * p.added_two),
                         .turned = up->turned + go * (up->one + up->two),
                         .bulk = up->bulk};
}

void mean_field_mode(struct mean_field *m, int r)
{
    double part = 1 / m->units;
    struct mode mode = {.one = part, .two = part, .bulk = 1 - 2 * part};

    for (int l = m->depth - 1; l >= 0; l--) {
        double flow = m->levels[l].flow[r];

        m->bulk_sum[l] += flow * mode.bulk;
        m->mode_sum[l] += flow * (mode.one + mode.two + mode.turned);
        if (l > 0)
            mode = pass(m, l, r, &mode);
    }
}

struct mean_field_stray mean_field_mode_of(const struct mean_field *m, int l)
{
    double bulk = mean_field_share(m->bulk_sum[l], m->flow_sum[l]);
    double mode = mean_field_share(m->mode_sum[l], m->flow_sum[l]);
    double logs[GAUSSIAN_NODES], mean;

    if (!(bulk > 0))
        return (struct mean_field_stray){0};
    for (int i = 0; i < GAUSSIAN_NODES; i++)
        logs[i] = math_log(bulk + mode * m->gaussian.u[i] * m->gaussian.u[i]);
    mean = gaussian_mean(&m->gaussian, logs);
    return (struct mean_field_stray){
        .shift = mean,
        .variance = fmax(0, gaussian_product(&m->gaussian, logs, logs) - mean * mean)};
}
