/* Chooses the edges of bands so that any range of heights is legible. */
#include "draw/bands.h"

#include <math.h>
#include <stdint.h>

#define ROOT_HALF 0.70710678118654752

enum { SAMPLE_MOST = 1024, POWER_MOST = 5 };

/* The highest heights do not count as range; a share of the range below FLAT is none. */
static const double SHARE_OF_RANGE = 0.97, SHARE_OF_CURVE = 0.8, FLAT = 1e-9;

struct sorted {
    int count;
    double values[SAMPLE_MOST]; /* ascending; evenly taken from all */
    double low;                 /* the least of all, not of the sample */
};

static void sort(double *values, int count)
{
    static const int GAPS[] = {701, 301, 132, 57, 23, 10, 4, 1}; /* Ciura (2001) */

    for (size_t g = 0; g < sizeof GAPS / sizeof *GAPS; g++)
        for (int i = GAPS[g]; i < count; i++) {
            double value = values[i];
            int j = i;

            for (; j >= GAPS[g] && values[j - GAPS[g]] > value; j -= GAPS[g])
                values[j] = values[j - GAPS[g]];
            values[j] = value;
        }
}

/*
 * Number k of n heights: all of them where they are few, else spread by the golden ratio.
 */
static size_t pick(uint32_t k, size_t n)
{
    return n <= SAMPLE_MOST ? k : (size_t)((uint64_t)(k * 2654435769u) * n >> 32);
}

static void take_sample(struct sorted *s, const double *values, size_t n)
{
    s->count = 0;
    s->low = INFINITY;
    for (size_t i = 0; i < n; i++)
        if (isfinite(values[i]))
            s->low = fmin(s->low, values[i]);
    for (uint32_t k = 0; k < SAMPLE_MOST && k < n; k++)
        if (isfinite(values[pick(k, n)]))
            s->values[s->count++] = values[pick(k, n)];
    sort(s->values, s->count);
}

/* The value below which the share of the sample lies. */
static double quantile(const struct sorted *s, double share)
{
    return s->values[(int)(share * (s->count - 1) + 0.5)];
}

/* The power that brings the middle of the stretch nearest to the height `middle`. */
static struct stretch stretch_of(double low, double high, double middle)
{
    struct stretch s = {.low = low, .half_size = high / 2 - low / 2, .power = 1};
    double share = (middle / 2 - low / 2) / s.half_size;

    for (double limit = ROOT_HALF / 2; s.power < POWER_MOST && share < limit; limit /= 2)
        s.power++;
    return s;
}

static double stretch_at(const struct stretch *s, double place)
{
    double part = s->half_size;

    for (int i = 0; i < s->power; i++)
        part *= place;
    return s->low + part + part;
}

/*
 * The share of all heights that is crowded into the low end of the range, 0 where none
 * is: there a valley or the foot of a cliff would be one band.
 */
static double low_crowd(const struct sorted *s, double high)
{
    static const double shares[] = {0.5, 0.35, 0.2};

    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        if (quantile(s, shares[i]) / 2 - s->low / 2 <
            (high / 2 - s->low / 2) * shares[i] / 3)
            return shares[i];
    return 0;
}

/* One stretch over all, or one over the low crowd and one above it. */
struct relief relief_of(const double *values, size_t n)
{
    struct relief r = {.pieces = 1};
    struct sorted s;
    double high, crowd, split;

    take_sample(&s, values, n);
    if (s.count == 0)
        s.values[s.count++] = s.low = 0;
    high = quantile(&s, SHARE_OF_RANGE);
    if (high <= s.low)
        high = s.values[s.count - 1];
    crowd = low_crowd(&s, high);
    split = quantile(&s, crowd);
    r.stretch[0] = stretch_of(s.low, high, quantile(&s, 0.5));
    if (crowd == 0 || split / 2 - s.low / 2 <= FLAT * r.stretch[0].half_size)
        return r;
    r.pieces = 2;
    r.stretch[0] = stretch_of(s.low, split, quantile(&s, crowd / 2));
    r.stretch[1] = stretch_of(split, high, quantile(&s, (1 + crowd) / 2));
    return r;
}

struct bands bands_on(const struct relief *r, int count)
{
    struct bands bands = {.count = count < 1 ? 1 : count > BANDS_MAX ? BANDS_MAX : count};

    for (int i = 1; i < bands.count; i++) {
        double place = (double)i * r->pieces / bands.count;
        int piece = place < 1 ? 0 : r->pieces - 1;

        bands.edge[i - 1] = r->stretch[0].half_size > 0
                                ? stretch_at(&r->stretch[piece], place - piece)
                                : INFINITY;
    }
    return bands;
}

struct axis heights_axis(const double *values, size_t n, double shown)
{
    struct sorted s;
    double low, high, most, margin;

    take_sample(&s, values, n);
    if (s.count == 0)
        return axis_between(0, 0);
    if (!isfinite(shown))
        shown = s.low;
    low = fmin(s.low, shown);
    high = fmax(quantile(&s, SHARE_OF_CURVE), shown);
    most = s.values[s.count - 1];
    if (most / 4 - low / 4 <= high - low)
        high = fmax(most, shown);
    margin = (high / 2 - low / 2) / 8;
    return axis_between(low - margin, high + margin);
}

int bands_find(const struct bands *bands, double value)
{
    int band = 0;

    if (isnan(value))
        return -1;
    while (band < bands->count - 1 && value >= bands->edge[band])
        band++;
    return band;
}
