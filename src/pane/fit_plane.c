/*
 * What a net says over two inputs: regions of classes, or bands of a number, and the
 * examples upon them.
 */
#include "pane/fit.h"

#include <math.h>

#include "draw/encode.h"
#include "draw/line.h"
#include "draw/theme.h"

enum { SPOT_COLS = 8 };

/* From this probability on a net is said to be sure. */
static const double SURE = 0.75;

/* Regions */

static enum role region_of(int k, bool sure)
{
    return ROLE_OF_CLASS(sure ? ROLE_REGION : ROLE_DOUBT, k);
}

static bool is_sure(const struct fit_picture *p, size_t cell)
{
    double value = p->fit->values[cell];

    if (p->data->classes == 2 && p->fit->said[cell] == 0)
        value = 1 - value;
    return value >= SURE;
}

static int tile_of(const struct tiling *tiling, size_t cell)
{
    const struct fit_picture *p = tiling->context;

    if (isnan(p->fit->values[cell]))
        return -1;
    return 2 * (p->fit->said[cell] % REGIONS_MAX) + is_sure(p, cell);
}

static void lay_tiles(const struct glyphs *set, struct tile tile[2 * REGIONS_MAX])
{
    for (int i = 0; i < 2 * REGIONS_MAX; i++)
        tile[i] = (struct tile){.ground = region_of(i / 2, i % 2),
                                .glyph = set->ramp[i / 2 % set->ramp_count]};
}

static void draw_ground(const struct fit_picture *p, const struct field *field)
{
    int most = field->tiling ? 2 : p->view->bands;

    ground_draw(
        &p->plot.area, p->kept,
        &(struct ground_picture){.field = field,
                                 .key = {.of = &pane_fit,
                                         .version = p->fit->version,
                                         .done = field->done,
                                         .window = p->fit->window,
                                         .best = field_best(p->plot.area.canvas, most)},
                                 .budget = p->budget});
}

static struct field field_of(const struct fit_picture *p)
{
    const struct fit *fit = p->fit;

    return (struct field){.values = fit->values,
                          .cols = fit->cols,
                          .rows = fit->rows,
                          .done = fit->rows,
                          .right = 1,
                          .bottom = 1};
}

static void draw_regions(const struct fit_picture *p)
{
    struct tile tile[2 * REGIONS_MAX];
    struct tiling tiling = {.tile = tile, .of = tile_of, .context = p};
    struct field field = field_of(p);

    lay_tiles(p->view->glyphs, tile);
    field.tiling = &tiling;
    draw_ground(p, &field);
}

static enum role ground_at(const struct fit_picture *p, const double *x)
{
    int cell = fit_cell(p, x);

    if (cell < 0 || p->view->colours == 0)
        return ROLE_PLAIN;
    return isnan(p->fit->values[cell])
               ? ROLE_UNDEFINED
               : region_of(p->fit->said[cell], is_sure(p, (size_t)cell));
}

/* Whether the net takes that row for another class. */
static bool is_wrong(const struct fit_picture *p, int row)
{
    const struct fit *fit = p->fit;
    int rows = p->data->rows, k = (int)p->data->label[row];

    if (!fit)
        return false;
    if (row < rows)
        return row < fit->trained && fit->examples[row] != k;
    return row - rows < fit->held_out && fit->examples[fit->trained + row - rows] != k;
}

/* A wrong one is turned inside out. */
static struct cell example_cell(const struct fit_picture *p, int row)
{
    const double *x = p->data->x + (size_t)row * AXES;
    bool wrong = is_wrong(p, row);
    enum role point = ROLE_OF_CLASS(ROLE_POINT, (int)p->data->label[row]);

    if (wrong && p->view->colours > 0)
        return (struct cell){.ink = ROLE_ON_RUNNER, .ground = (uint8_t)point};
    return (struct cell){.ink = (uint8_t)point,
                         .ground = (uint8_t)ground_at(p, x),
                         .style = wrong ? STYLE_REVERSE : 0};
}

static void put_example(const struct fit_picture *p, int row, bool held_out)
{
    const double *x = p->data->x + (size_t)row * AXES;
    int k = (int)p->data->label[row], at[2];
    struct cell cell = example_cell(p, row);

    cell.glyph = glyph_example(k, held_out);
    if (plot_cell(&p->plot, (struct point){x[0], x[1]}, &at[0], &at[1]))
        area_put(&p->plot.area, at[0], at[1], cell);
}

/* What the net says at a place that has a meaning, and a mark where it is wrong. */
static void write_spot(const struct fit_picture *p, const struct spot *spot)
{
    bool wrong = spot->said != spot->right;
    double sure = spot->said ? spot->value : 1 - spot->value;
    struct line l;
    int col, row;

    if (!plot_cell(&p->plot, (struct point){spot->x[0], spot->x[1]}, &col, &row))
        return;
    l = line_of(&p->plot.area, row);
    l.style = STYLE_BOLD;
    l.col = col > SPOT_COLS / 2 ? col - SPOT_COLS / 2 : 0;
    line_format(&l, wrong ? ROLE_BAD : ROLE_GOOD, " %c %.2f%s",
                (char)glyph_example(spot->said, false), sure, wrong ? "! " : " ");
}

/* Numbers */

/* Bands stand where the labels are, so that they hold still while the net moves. */
static struct relief relief_of_labels(const struct scatter *data)
{
    double middle = data->high / 2 - data->low / 2;

    return (struct relief){
        .pieces = 1, .stretch = {{.low = data->low, .half_size = middle, .power = 1}}};
}

static void draw_surface(const struct fit_picture *p)
{
    struct relief relief = relief_of_labels(p->data);
    struct field field = field_of(p);

    field.relief = &relief;
    draw_ground(p, &field);
}

/* Near: within this part of what the labels span. */
static const double NEAR = 1.0 / 12;

static uint32_t number_glyph(const struct fit_picture *p, int cell, double label)
{
    double above = cell < 0 ? 0 : label - p->fit->values[cell];
    double span = (p->data->high - p->data->low) * NEAR;

    return above > span ? '+' : above < -span ? '-' : 0;
}

/* The ground of an example is the band of its own number. */
static void put_number(const struct fit_picture *p, int row, bool held_out)
{
    const double *x = p->data->x + (size_t)row * AXES;
    struct relief relief = relief_of_labels(p->data);
    struct bands bands = bands_on(&relief, BANDS_MAX);
    int band = bands_find(&bands, p->data->label[row]), at[2];
    uint32_t glyph = number_glyph(p, fit_cell(p, x), p->data->label[row]);
    struct cell cell = {.glyph = glyph ? glyph : glyph_example(0, held_out)};

    cell.ink = band < BANDS_MAX / 2 ? ROLE_VALUE : ROLE_ON_RUNNER;
    cell.ground = (uint8_t)(ROLE_BAND + band);
    if (p->view->colours == 0)
        cell.ink = cell.ground = ROLE_PLAIN;
    if (plot_cell(&p->plot, (struct point){x[0], x[1]}, &at[0], &at[1]))
        area_put(&p->plot.area, at[0], at[1], cell);
}

void fit_draw_plane(const struct fit_picture *p)
{
    bool classes = p->data->classes > 0;

    if (p->fit && classes)
        draw_regions(p);
    else if (p->fit)
        draw_surface(p);
    fit_each(p, classes ? put_example : put_number);
    for (int i = 0; p->fit && i < p->fit->spots; i++)
        write_spot(p, &p->fit->spot[i]);
}
