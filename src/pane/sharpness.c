/*
 * The sharpness of nets over the steps, as far as it was measured, beside the sharpness
 * that each runner's rate bears.
 */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "draw/line.h"
#include "draw/plot.h"
#include "pane/curve.h"
#include "pane/pane.h"

enum {
    ROWS_WANTED = 10,
    DECADES_A_ROW = 1,
    DASH = 3,
    TITLE_EXTRA = 9,
    UTF8_MOST = 4,
    ROWS_FOR_WHY = 4
};

extern const struct pane pane_sharpness;

#define IN_SIGHT 3    /* a limit so many times above all else is not drawn */
#define WIDE_RANGE 50 /* from here on the axis is logarithmic */

static bool applies(const struct scene_view *scene)
{
    return scene->snap->layers > 0;
}

static bool is_active(const struct sharpness_view *s)
{
    return s->count > 0 || s->measuring || s->refused;
}

/* The runner that is spoken of: the chosen one, if anything is known of it. */
static const struct run_view *run_of(const struct scene_view *scene)
{
    const struct snapshot *snap = scene->snap;
    const struct run_view *chosen = view_chosen(scene->view, snap);

    if (chosen && is_active(&chosen->sharpness))
        return chosen;
    for (int i = 0; i < snap->runs; i++)
        if (is_active(&snap->run[i].sharpness))
            return &snap->run[i];
    return NULL;
}

static bool idle(const struct scene_view *scene)
{
    return run_of(scene) == NULL;
}

struct range {
    double low, high, steps;
    bool any;
};

static void stretch(struct range *r, const struct run_view *run)
{
    const struct sharpness_view *s = &run->sharpness;

    r->steps = fmax(r->steps, (double)run->steps);
    for (int k = 0; k < s->count; k++) {
        if (!isfinite(s->samples[k].value))
            continue;
        r->any = true;
        r->low = fmin(r->low, s->samples[k].value);
        r->high = fmax(r->high, s->samples[k].value);
    }
}

static bool is_drawn(const struct range *r, const struct sharpness_view *s)
{
    return s->count > 0 && s->limit <= IN_SIGHT * r->high;
}

static struct range range_of(const struct snapshot *snap)
{
    struct range r = {.low = INFINITY, .high = -INFINITY};
    double high;

    for (int i = 0; i < snap->runs; i++)
        stretch(&r, &snap->run[i]);
    high = r.high;
    for (int i = 0; i < snap->runs; i++)
        if (is_drawn(&r, &snap->run[i].sharpness))
            high = fmax(high, snap->run[i].sharpness.limit);
    r.high = high;
    return r;
}

static struct axis axis_of(const struct range *r, int rows)
{
    if (r->low > 0 && r->high > WIDE_RANGE * r->low)
        return axis_decades(r->low, r->high, rows * DECADES_A_ROW);
    return axis_holding(fmin(0, r->low), r->high);
}

/* A dashed line across the plot, with the runner's mark at its end. */
static void draw_limit(const struct plot *p, const struct run_view *run)
{
    const struct glyphs *set = p->area.canvas->glyphs;
    int col, row;

    if (!plot_cell(p, (struct point){p->x.low, run->sharpness.limit}, &col, &row))
        return;
    for (col = 0; col < p->area.cols; col++)
        if ((col + run->slot) % DASH > 0)
            area_put(&p->area, col, row,
                     (struct cell){.glyph = set->horizontal,
                                   .ink = (uint8_t)ROLE_OF_RUNNER(run->slot)});
    area_put(&p->area, p->area.cols - 1, row,
             (struct cell){.glyph = glyph_runner(run->slot),
                           .ink = (uint8_t)ROLE_OF_RUNNER(run->slot)});
}

static struct point point_of(const struct sharpness_sample *s)
{
    return (struct point){(double)s->steps, s->value};
}

static void draw_curve(const struct plot *p, const struct run_view *run)
{
    const struct sharpness_view *s = &run->sharpness;

    for (int k = 1; k < s->count; k++)
        plot_line(p, curve_pen(run->slot), point_of(&s->samples[k - 1]),
                  point_of(&s->samples[k]));
}

static void draw_run(const struct plot *p, const struct run_view *run)
{
    const struct sharpness_view *s = &run->sharpness;

    draw_curve(p, run);
    if (s->count > 0)
        curve_head(p, run->slot, point_of(&s->samples[s->count - 1]));
}

/* The chosen runner on top of the others. */
static void draw_plot(struct area *area, const struct scene_view *scene,
                      const struct range *range)
{
    const struct snapshot *snap = scene->snap;
    const struct run_view *chosen = run_of(scene);
    struct plot plot =
        plot_with_axes(area, axis_counting(range->steps), axis_of(range, area->rows));

    for (int i = 0; i < snap->runs; i++)
        if (is_drawn(range, &snap->run[i].sharpness))
            draw_limit(&plot, &snap->run[i]);
    for (int i = 0; i < snap->runs; i++)
        if (&snap->run[i] != chosen)
            draw_run(&plot, &snap->run[i]);
    if (chosen)
        draw_run(&plot, chosen);
}

enum { WORDS = 120 };

static const char *words_for(const struct run_view *run, char out[WORDS])
{
    const char *words = "It is not a finite number.";

    if (!run)
        words = "Press t: it measures the largest eigenvalue of the loss's Hessian. "
                "set sharpness_every 10 goes on by itself.";
    else if (run->sharpness.refused)
        words = "This net is too large: its Hessian takes too much memory.";
    snprintf(out, WORDS, "%s", words);
    if (run && run->sharpness.measuring)
        snprintf(out, WORDS, "Measuring: product %d of the Hessian ...",
                 run->sharpness.products);
    return out;
}

/* Why its curve has no dashes, in the first row; the rows that it takes. */
static int write_why(const struct area *area, const struct run_view *run)
{
    struct line l = line_of(area, 0);

    if (!run || !isnan(run->sharpness.limit) || area->rows < ROWS_FOR_WHY)
        return 0;
    line_format(&l, ROLE_DIM, "no limit of %s: %s", run->name, run->sharpness.unlimited);
    return 1;
}

static void draw(struct area *area, const struct scene_view *scene)
{
    const struct range range = range_of(scene->snap);
    int taken = range.any ? write_why(area, run_of(scene)) : 0;
    struct area rest =
        area_part(area, (struct box){0, taken, area->cols, area->rows - taken});
    char words[WORDS];

    if (range.any)
        draw_plot(&rest, scene, &range);
    else
        area_wrap(area, ROLE_DIM, words_for(run_of(scene), words));
}

/*
 * What was measured last, from the longest to the shortest: sgd 10.2 at 400, -- limit 10.
 */
static void write_note(const struct run_view *run, const char *dash, int shorter,
                       char *out, size_t size)
{
    const struct sharpness_view *s = &run->sharpness;
    const struct sharpness_sample *last = &s->samples[s->count - 1];
    char value[NUMBER_TEXT], number[NUMBER_TEXT], limit[60] = "", step[40] = "";

    number_brief(last->value, 3, value);
    if (last->steps != run->steps)
        snprintf(step, sizeof step, " at %lld", (long long)last->steps);
    if (!isnan(s->limit))
        snprintf(limit, sizeof limit, ", %s limit %s", dash,
                 number_brief(s->limit, 3, number));
    if (shorter < 2)
        snprintf(out, size, "%s %s%s%s%s", run->name, value, step, limit,
                 shorter == 0 && s->measuring ? ", measuring" : "");
    else if (shorter == 2)
        snprintf(out, size, "%s%s%s", value, step, limit);
    else
        snprintf(out, size, "%s%s", shorter == 3 ? value : "", shorter == 3 ? limit : "");
}

/* As they lie in the plot. */
static void write_dashes(uint32_t glyph, char out[2 * UTF8_MOST + 1])
{
    size_t used = text_encode(glyph, out);

    used += text_encode(glyph, out + used);
    out[used] = '\0';
}

/* The longest that leaves the title alone. */
static void edge(struct area *framed, const struct scene_view *scene)
{
    const struct run_view *run = run_of(scene);
    char text[160], dashes[2 * UTF8_MOST + 1] = "";
    int cols, shorter = 0, taken = text_columns(pane_sharpness.title) + TITLE_EXTRA;
    struct line l = line_of(framed, 0);

    if (!run || run->sharpness.count == 0)
        return;
    write_dashes(framed->canvas->glyphs->horizontal, dashes);
    do {
        write_note(run, dashes, shorter++, text, sizeof text);
        cols = text_columns(text);
    } while (cols > 0 && cols + taken > framed->cols);
    if (cols == 0)
        return;
    l.col = framed->cols - cols - 3;
    line_format(&l, ROLE_VALUE, " %s ", text);
}

static int rows(const struct scene_view *scene, int cols)
{
    struct area none = {.cols = cols};
    char words[WORDS];

    return range_of(scene->snap).any
               ? ROWS_WANTED
               : area_wrap(&none, -1, words_for(run_of(scene), words));
}

const struct pane pane_sharpness = {
    .name = "sharpness",
    .title = "sharpness",
    .help = "largest curvature of each net's loss, and what its rate bears (dashes)",
    .least = 5,
    .weight = 5,
    .applies = applies,
    .idle = idle,
    .rows = rows,
    .draw = draw,
    .edge = edge,
};
