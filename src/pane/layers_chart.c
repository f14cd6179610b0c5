/* Bars over layers: which columns stand for which of them, and how high a number is. */
#include <math.h>

#include "pane/held.h"
#include "pane/layers.h"

enum {
    DECADES_A_ROW = 4, /* at most */
    GAP_FROM = 3,      /* columns of a bar that leaves a gap to the next one */
    COLS_A_BAR = 24,   /* a broader one gains nothing */
    ROWS_FOR_AIR = 6,  /* from here on there is room above the bars for their values, */
    ROWS_FOR_TWO =
        10, /* and from here on for two rows where they are broader than bars */
    COLS_A_VALUE = 8
};

struct group chart_group(const struct chart *c, int i)
{
    int pitch = c->area.cols / c->groups, bar = pitch < GAP_FROM ? pitch : pitch - 1;
    int used = pitch > 1 ? c->groups * pitch : c->area.cols;
    int from = i * used / c->groups;
    struct group g = {.first = i * c->layers / c->groups,
                      .last = (i + 1) * c->layers / c->groups,
                      .col = from,
                      .cols = pitch > 1 ? bar : (i + 1) * used / c->groups - from};

    if (bar > COLS_A_BAR) {
        g.col += (bar - COLS_A_BAR) / 2;
        g.cols = COLS_A_BAR;
    }
    if (c->sides == 2 && g.cols > 1) {
        g.cols /= 2;
        g.col += c->side * g.cols;
    }
    return g;
}

int chart_group_of(const struct chart *c, int layer)
{
    int i = 0;

    while (i < c->groups - 1 && chart_group(c, i).last <= layer)
        i++;
    return i;
}

struct layer_mark layer_mark_of(const struct glyphs *set, enum layer_state state)
{
    const struct layer_mark marks[] = {
        [LAYER_ALIVE] = {0, ROLE_PLAIN},
        [LAYER_RESTING] = {set->ghost, ROLE_DIM},
        [LAYER_LOST] = {set->undefined, ROLE_BAD},
        [LAYER_EXPLODING] = {set->arrow[2], ROLE_BAD},
        [LAYER_DEAD] = {'d', ROLE_BAD},
        [LAYER_VANISHED] = {set->arrow[6], ROLE_BAD},
        [LAYER_SATURATED] = {'s', ROLE_WARN},
    };

    return marks[state];
}

enum layer_state group_state(const struct chart *c, const struct group *g)
{
    enum layer_state worst = c->run->layer[g->first].state;

    for (int l = g->first; l < g->last; l++) {
        enum layer_state state = c->run->layer[l].state;

        if (worst <= LAYER_RESTING || (state > LAYER_RESTING && state < worst))
            worst = state;
    }
    return worst;
}

bool layer_is_cut(const struct layer_view *layer)
{
    return layer->state == LAYER_DEAD && layer->known && layer->dead >= 1;
}

/* The least and the greatest number that the axis has to hold. */
struct range {
    double low, high;
};

static void hold(struct range *r, double value, bool log)
{
    if (!isfinite(value) || (log && value <= 0))
        return;
    r->low = fmin(r->low, value);
    r->high = fmax(r->high, value);
}

static void hold_run(struct range *r, const struct layer_quantity *quantity,
                     const struct run_view *run)
{
    bool log = quantity->scale == QUANTITY_DECADES;
    int count = quantity->hidden && run->layers > 1 ? run->layers - 1 : run->layers;

    for (int l = 0; l < count; l++) {
        struct reading reading = quantity->read(&run->layer[l]);

        hold(r, reading.value, log);
        if (!log && isfinite(reading.value))
            hold(r, reading.from, log);
        if (reading.theory)
            hold(r, reading.expected, log);
    }
}

static struct axis axis_needed(const struct scene_view *scene,
                               const struct layer_quantity *quantity, int rows)
{
    bool log = quantity->scale == QUANTITY_DECADES;
    const struct run_view *shown[SHOWN_MOST];
    struct range r = {INFINITY, -INFINITY};

    if (quantity->scale == QUANTITY_SHARE)
        return axis_between(0, 1);
    hold(&r, quantity->line, log);
    if (!log)
        hold(&r, 0, log);
    for (int i = layers_shown(scene, shown); i > 0; i--)
        hold_run(&r, quantity, shown[i - 1]);
    if (quantity->scale == QUANTITY_FROM_ZERO)
        return axis_holding(r.low, r.high);
    if (r.low > r.high)
        return axis_decades(0.1, 1, rows * DECADES_A_ROW);
    return axis_decades(r.low / 10, r.high, rows * DECADES_A_ROW);
}

/*
 * One axis for all that is shown, so that it can be compared; it holds still while that is
 * the same.
 */
static struct axis axis_of(const struct scene_view *scene,
                           const struct layer_quantity *quantity, int rows)
{
    const struct run_view *shown[SHOWN_MOST];
    uint64_t key = (uint64_t)(quantity - layer_quantities()) << 16 | (uint64_t)rows;

    for (int i = layers_shown(scene, shown); i > 0; i--)
        key = key * 4096 + (uint64_t)shown[i - 1]->slot * 256 +
              (uint64_t)shown[i - 1]->layers;
    return axis_held(scene->held, key, axis_needed(scene, quantity, rows));
}

/* Rows above the bars, which are left to their values. */
static int air_over(const struct layer_quantity *quantity, int pitch,
                    const struct area *area)
{
    if (pitch < VALUE_PITCH || area->rows < ROWS_FOR_AIR || quantity->tell)
        return 0;
    return pitch < COLS_A_VALUE && area->rows >= ROWS_FOR_TWO ? 2 : 1;
}

struct chart chart_of(const struct scene_view *scene, const struct run_view *run,
                      const struct area *area, int sides)
{
    const struct layer_quantity *quantity = layer_quantity_chosen(scene->view);
    int air = air_over(quantity, area->cols / run->layers / sides, area);
    struct area below = area_part(area, (struct box){0, air, area->cols, area->rows});
    struct plot plot = plot_with_heights(&below, axis_of(scene, quantity, below.rows));
    int cols = plot.area.cols < 1 ? 1 : plot.area.cols;

    return (struct chart){.area = plot.area,
                          .air = air,
                          .y = plot.y,
                          .quantity = quantity,
                          .run = run,
                          .layers = run->layers,
                          .groups = run->layers < cols ? run->layers : cols,
                          .chosen = layers_chosen(scene),
                          .sides = sides};
}
