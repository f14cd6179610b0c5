/* Heights over a plane, in bands. */
#include "draw/field.h"

#include <math.h>

#include "draw/encode.h"
#include "draw/theme.h"

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

/*
 * A stretch of heights; halved, because low and high may be the greatest numbers of
 * either sign.
 */
struct stretch {
    double low, half_size;
    int power; /* place u of it, 0 to 1, stands at low + size * u^power */
};

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

/* How bands are spread over the heights at hand: in one stretch or in two. */
struct relief {
    int pieces;
    struct stretch stretch[2];
};

/*
 * Where most heights are low in the range, one stretch lies below and one above the
 * median.
 */
static struct relief relief_of(const double *values, size_t n)
{
    struct relief r = {.pieces = 1};
    struct sorted s;
    double high, median;

    take_sample(&s, values, n);
    if (s.count == 0)
        s.values[s.count++] = s.low = 0;
    high = quantile(&s, SHARE_OF_RANGE);
    median = quantile(&s, 0.5);
    if (high <= s.low)
        high = s.values[s.count - 1];
    r.stretch[0] = stretch_of(s.low, high, median);
    if (r.stretch[0].power == 1 ||
        median / 2 - s.low / 2 <= FLAT * r.stretch[0].half_size)
        return r;
    r.pieces = 2;
    r.stretch[0] = stretch_of(s.low, median, quantile(&s, 0.25));
    r.stretch[1] = stretch_of(median, high, quantile(&s, 0.75));
    return r;
}

static struct bands bands_on(const struct relief *r, int count)
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

struct bands bands_of(const double *values, size_t n, int count)
{
    struct relief relief = relief_of(values, n);

    return bands_on(&relief, count);
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

struct field_look field_best(const struct canvas *canvas, int most_bands)
{
    const struct glyphs *set = canvas->glyphs;
    int most = canvas->colours ? theme_bands(canvas->colours) : set->ramp_count;

    return (struct field_look){
        .bands = most_bands < 2      ? 2
                 : most_bands < most ? most_bands
                                     : most,
        .halves = canvas->colours > 0 && set->utf8,
    };
}

/* Below this many bands whole cells with more bands show more. */
enum { HALVES_LEAST = 6 };

enum { BAND_UNDEFINED = -1, BAND_MISSING = -2 };

/* What a drawing of one field in one area has at hand. */
struct brush {
    const struct area *area;
    const struct field *field;
    struct field_look look;
    struct bands bands;
};

/* The cell of the raster, along one direction, that covers the share; -1 for none. */
static int index_at(double share, double from, double to, int count)
{
    double place = (share - from) / (to - from) * count;

    return place >= 0 && place < count ? (int)place : -1;
}

/* The band at the middle of part `row` of `rows` parts of the height. */
static int band_at(const struct brush *b, int col, int row, int rows)
{
    const struct field *f = b->field;
    int i = index_at((col + 0.5) / b->area->cols, f->left, f->right, f->cols);
    int j = index_at((row + 0.5) / rows, f->top, f->bottom, f->rows);

    if (i < 0 || j < 0 || j >= f->done)
        return BAND_MISSING;
    return bands_find(&b->bands, f->values[(size_t)j * (size_t)f->cols + (size_t)i]);
}

static enum role ground_of(const struct brush *b, int band)
{
    if (band == BAND_MISSING)
        return ROLE_PLAIN;
    return band == BAND_UNDEFINED ? ROLE_UNDEFINED : theme_band(band, b->look.bands);
}

static struct cell undefined_cell(const struct brush *b)
{
    const struct canvas *canvas = b->area->canvas;

    return (struct cell){.glyph = canvas->glyphs->undefined,
                         .ink = ROLE_DIM,
                         .ground = canvas->colours ? ROLE_UNDEFINED : ROLE_PLAIN};
}

static struct cell ramp_cell(const struct brush *b, int band)
{
    const struct glyphs *set = b->area->canvas->glyphs;
    int last = b->look.bands - 1, top = set->ramp_count - 1;
    int rank = band == BAND_MISSING || last < 1 ? 0 : (band * top + last / 2) / last;

    return (struct cell){.glyph = set->ramp[rank], .ink = ROLE_CONTOUR};
}

static struct cell whole_cell(const struct brush *b, int band)
{
    if (band == BAND_UNDEFINED)
        return undefined_cell(b);
    if (!b->area->canvas->colours)
        return ramp_cell(b, band);
    return cell_blank(ground_of(b, band));
}

static struct cell cell_of(const struct brush *b, int col, int row)
{
    int upper, lower;

    if (!b->look.halves)
        return whole_cell(b, band_at(b, col, row, b->area->rows));
    upper = band_at(b, col, 2 * row, 2 * b->area->rows);
    lower = band_at(b, col, 2 * row + 1, 2 * b->area->rows);
    if (upper == lower)
        return whole_cell(b, upper);
    return (struct cell){.glyph = u'▀',
                         .ink = (uint8_t)ground_of(b, upper),
                         .ground = (uint8_t)ground_of(b, lower)};
}

static void paint(const struct brush *b)
{
    for (int row = 0; row < b->area->rows; row++)
        for (int col = 0; col < b->area->cols; col++)
            area_put(b->area, col, row, cell_of(b, col, row));
}

static struct relief relief_of_field(const struct field *f)
{
    return relief_of(f->values, (size_t)f->cols * (size_t)f->done);
}

void field_draw(const struct area *a, const struct field *field, struct field_look look)
{
    struct relief relief = relief_of_field(field);

    paint(&(struct brush){a, field, look, bands_on(&relief, look.bands)});
}

/* Fewer bands first, then whole cells with as many as fit. */
static bool step_down(struct field_look *look, int most)
{
    if (look->halves && look->bands <= HALVES_LEAST)
        *look = (struct field_look){.bands = most};
    else if (look->bands > 1)
        look->bands -= look->bands > 2 ? 2 : 1;
    else
        return false;
    return true;
}

void field_draw_within(const struct area *a, const struct field *field,
                       struct field_look best, size_t budget)
{
    struct relief relief = relief_of_field(field);
    struct field_look look = best;

    do
        paint(&(struct brush){a, field, look, bands_on(&relief, look.bands)});
    while (encode_cost(a) > budget && step_down(&look, best.bands));
}
