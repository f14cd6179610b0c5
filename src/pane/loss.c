/*
 * The loss of every runner over the steps, on a logarithmic axis wherever that is
 * possible.
 */
#include <math.h>
#include <stdio.h>

#include "draw/plot.h"
#include "pane/curve.h"
#include "pane/pane.h"

enum { DECADES_A_ROW = 2 }; /* at most */

/* Of a run that has diverged what is so many times above the others. */
#define SIGHT 1e3

/* What is drawn: the loss above `base`, by decades, or the loss itself. */
struct scale {
    bool log;
    double base; /* 0, or the lowest value that is known, below all losses */
    double low, high, steps;
};

static double loss_of(const struct run_view *run, int k)
{
    return k < run->trace.count ? run->trace.samples[k].loss : run->loss;
}

static void stretch(struct scale *s, double loss)
{
    if (!isfinite(loss))
        return;
    s->low = fmin(s->low, loss);
    s->high = fmax(s->high, loss);
}

/* The lowest minimum on the map; inf for none. */
static double lowest_minimum(const struct snapshot *snap)
{
    double lowest = INFINITY;

    for (int i = 0; i < snap->landmarks; i++)
        if (snap->landmark[i].kind == POINT_MINIMUM)
            lowest = fmin(lowest, snap->landmark[i].value);
    return lowest;
}

/* Rounding may put a loss a little below the minimum. */
static bool lies_below(double base, double loss)
{
    return base <= loss + 1e-9 * fmax(1, fabs(loss));
}

static void stretch_by(struct scale *s, const struct run_view *run, double most)
{
    s->steps = fmax(s->steps, (double)run->steps);
    for (int k = 0; k <= run->trace.count; k++)
        if (loss_of(run, k) <= most)
            stretch(s, loss_of(run, k));
}

/* The greatest loss that a run that has diverged may have on the axis. */
static double sight_of(const struct snapshot *snap, const struct scale *living)
{
    double most = fmax(0, living->high);

    for (int i = 0; i < snap->runs; i++)
        most = fmax(most, fabs(loss_of(&snap->run[i], 0)));
    return SIGHT * most;
}

/* Who has diverged leaves the axis to the others. */
static struct scale scale_of(const struct snapshot *snap)
{
    struct scale s = {.low = INFINITY, .high = -INFINITY, .base = lowest_minimum(snap)};
    double sight;

    for (int i = 0; i < snap->runs; i++)
        if (snap->run[i].state != RUN_DIVERGED)
            stretch_by(&s, &snap->run[i], INFINITY);
    sight = sight_of(snap, &s);
    for (int i = 0; i < snap->runs; i++)
        if (snap->run[i].state == RUN_DIVERGED)
            stretch_by(&s, &snap->run[i], sight);
    if (s.low > 0 && !(s.base < 0))
        s.base = 0;
    s.log = s.base == 0 ? s.low >= 0 : lies_below(s.base, s.low);
    return s;
}

static struct axis axis_of(const struct scale *s, const struct snapshot *snap, int rows)
{
    double least = INFINITY;

    if (!s->log)
        return axis_holding(s->low, s->high);
    for (int i = 0; i < snap->runs; i++)
        for (int k = 0; k <= snap->run[i].trace.count; k++) {
            double above = loss_of(&snap->run[i], k) - s->base;

            if (above > 0)
                least = fmin(least, above);
        }
    return axis_decades(least, s->high - s->base, rows * DECADES_A_ROW);
}

static struct point point_of(const struct scale *s, const struct run_view *run, int k)
{
    double step =
        k < run->trace.count ? (double)(k * run->trace.stride) : (double)run->steps;
    double loss = loss_of(run, k);

    return (struct point){step, s->log ? loss - s->base : loss};
}

/* Of samples [from, to), the numbers of the least and the greatest, in their order. */
static void find_extremes(const struct run_view *run, int from, int to, int ends[2])
{
    int low = from, high = from;

    for (int k = from; k < to; k++) {
        low = loss_of(run, k) < loss_of(run, low) ? k : low;
        high = loss_of(run, k) > loss_of(run, high) ? k : high;
    }
    ends[0] = low < high ? low : high;
    ends[1] = low < high ? high : low;
}

/*
 * With more samples than there is room for, only the least and the greatest of some
 * neighbours.
 */
static void draw_curve(const struct plot *p, const struct scale *s,
                       const struct run_view *run)
{
    struct pen pen = curve_pen(run->slot);
    struct point last = point_of(s, run, 0);
    int end = run->trace.count + 1,
        stride = run->trace.count / (p->area.cols * 2 + 1) + 1;

    for (int k = 0; k < end; k += stride) {
        int ends[2];

        find_extremes(run, k, k + stride < end ? k + stride : end, ends);
        for (int i = 0; i < 2; i++) {
            struct point next = point_of(s, run, ends[i]);

            plot_line(p, pen, last, next);
            last = next;
        }
    }
    plot_line(p, pen, last, point_of(s, run, run->trace.count));
}

static void draw_head(const struct plot *p, const struct scale *s,
                      const struct run_view *run)
{
    curve_head(p, run->slot, point_of(s, run, run->trace.count));
}

static void draw(struct area *area, const struct scene_view *scene)
{
    const struct snapshot *snap = scene->snap;
    struct scale scale = scale_of(snap);
    struct plot plot = plot_with_axes(area, axis_counting(scale.steps),
                                      axis_of(&scale, snap, area->rows));
    int chosen = scene->view->run;

    for (int i = 0; i < snap->runs; i++)
        if (i != chosen)
            draw_curve(&plot, &scale, &snap->run[i]);
    if (chosen >= 0 && chosen < snap->runs)
        draw_curve(&plot, &scale, &snap->run[chosen]);
    for (int i = 0; i < snap->runs; i++)
        draw_head(&plot, &scale, &snap->run[i]);
    if (chosen >= 0 && chosen < snap->runs)
        draw_head(&plot, &scale, &snap->run[chosen]);
}

static void note(const struct scene_view *scene, char *out, size_t size)
{
    struct scale scale = scale_of(scene->snap);
    char base[NUMBER_TEXT];

    if (!scale.log)
        snprintf(out, size, "linear");
    else if (scale.base == 0)
        snprintf(out, size, "log");
    else
        snprintf(out, size, "log of f %s %s", scale.base < 0 ? "+" : "-",
                 number_brief(fabs(scale.base), 3, base));
}

static void ask(const struct scene_view *scene, int cols, int rows, struct asks *asks)
{
    (void)cols;
    (void)rows;
    asks_add(asks, (struct ask){.kind = ASK_LANDMARKS, .window = scene->view->window});
}

const struct pane pane_loss = {
    .name = "loss",
    .title = "loss",
    .help = "the loss of every runner over the steps",
    .least = 3,
    .weight = 5,
    .ask = ask,
    .draw = draw,
    .note = note,
};
