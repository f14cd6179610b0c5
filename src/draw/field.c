/* Heights over a plane, drawn as bands. */
#include "draw/field.h"

#include "draw/encode.h"
#include "draw/theme.h"

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

/* The band, or the tile, at the middle of part `row` of `rows` parts of the height. */
static int band_at(const struct brush *b, int col, int row, int rows)
{
    const struct field *f = b->field;
    int i = index_at((col + 0.5) / b->area->cols, f->left, f->right, f->cols);
    int j = index_at((row + 0.5) / rows, f->top, f->bottom, f->rows);
    size_t cell = (size_t)j * (size_t)f->cols + (size_t)i;

    if (i < 0 || j < 0 || j >= f->done)
        return BAND_MISSING;
    return f->tiling ? f->tiling->of(f->tiling, cell)
                     : bands_find(&b->bands, f->values[cell]);
}

static enum role ground_of(const struct brush *b, int band)
{
    if (band == BAND_MISSING)
        return ROLE_PLAIN;
    if (band == BAND_UNDEFINED)
        return ROLE_UNDEFINED;
    return b->field->tiling ? b->field->tiling->tile[band].ground
                            : theme_band(band, b->look.bands);
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

static struct cell tile_cell(const struct brush *b, int tile)
{
    return (struct cell){.glyph = b->field->tiling->tile[tile].glyph,
                         .ink = ROLE_CONTOUR};
}

static struct cell whole_cell(const struct brush *b, int band)
{
    if (band == BAND_UNDEFINED)
        return undefined_cell(b);
    if (b->area->canvas->colours)
        return cell_blank(ground_of(b, band));
    return b->field->tiling && band != BAND_MISSING ? tile_cell(b, band)
                                                    : ramp_cell(b, band);
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
    return f->relief   ? *f->relief
           : f->tiling ? (struct relief){.pieces = 1}
                       : relief_of(f->values, (size_t)f->cols * (size_t)f->done);
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
        look->bands -= look->bands > 4 ? 2 : 1;
    else
        return false;
    return true;
}

struct field_look field_draw_within(const struct area *a, const struct field *field,
                                    struct field_look best, size_t budget)
{
    struct relief relief = relief_of_field(field);
    struct field_look look = best;

    do
        paint(&(struct brush){a, field, look, bands_on(&relief, look.bands)});
    while (encode_cost(a) > budget && step_down(&look, best.bands));
    return look;
}
