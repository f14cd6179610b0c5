/*
 * The losses over a plane: how much of it is shown, and each loss in its turn, the coarse
 * picture first.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/elementary.h"
#include "sim/slice.h"

enum { COARSEST = 9, FINER = 3, GRAIN_MOST = 4 };

#define LOG10_E 0.43429448190325182765

/* A picture of more multiplications is drawn with larger cells. */
static const double PICTURE_MOST = 2e10;

/* A way that rises little beside the other axis is not blown up further than this. */
static const double FLATTEST = 1.0 / 8;

/* A power of two that leaves room around [low, high], and where it stands stays still. */
static void hold(double low, double high, double least, double window[2])
{
    int e;
    double size, middle;

    frexp(1.25 * fmax(high - low, least), &e);
    size = ldexp(1, e);
    middle = rint((low / 2 + high / 2) / (size / 8)) * (size / 8);
    window[0] = middle - size / 2;
    window[1] = middle + size / 2;
}

static void open_on_path(const struct slice_state *s, const struct slice_way *way,
                         struct window *w)
{
    double low[2] = {0, 0}, high[2] = {0, 0}, least;

    for (int i = 0; i < way->count; i++) {
        low[0] = fmin(low[0], way->mark[i].x);
        high[0] = fmax(high[0], way->mark[i].x);
        low[1] = fmin(low[1], way->mark[i].y);
        high[1] = fmax(high[1], way->mark[i].y);
    }
    least = s->view.axis[1].random ? high[0] - low[0] : (high[0] - low[0]) * FLATTEST;
    for (int k = 0; k < 2; k++) {
        double ends[2];

        hold(low[k], high[k], k ? least : 0, ends);
        w->low[k] = ends[0];
        w->high[k] = ends[1];
    }
}

/* As far as a random direction reaches. */
static void open_on_lengths(const struct slice_state *s, struct window *w)
{
    for (int k = 0; k < 2; k++) {
        w->low[k] = -s->length[k];
        w->high[k] = s->length[k];
    }
}

/* Where a bowl of that curvature is as high again as the loss is now. */
static void open_on_curvature(const struct slice_state *s, struct window *w)
{
    for (int k = 0; k < 2; k++) {
        double reach = sqrt(2 * s->height / fabs(s->strength[k]));
        int e;

        frexp(isfinite(reach) && reach > 0 ? reach : 1, &e);
        w->low[k] = -ldexp(1, e);
        w->high[k] = ldexp(1, e);
    }
}

void slice_open(struct sim *sim, struct slice_state *s)
{
    struct run *run = slice_run(sim, s->id);
    struct window *w = &s->raster.window;

    if (s->ask.plane == PLANE_PATH)
        open_on_path(s, &s->way[run->slot], w);
    else if (s->ask.plane == PLANE_HESSIAN)
        open_on_curvature(s, w);
    else
        open_on_lengths(s, w);
    s->view.known = true;
    slice_begin_raster(sim, s);
}

/* How many cells of the screen, along each direction, share a loss. */
static int grain_of(const struct slice_state *s)
{
    double cost = slice_cost(s->problem) * s->ask.cols * s->ask.rows;
    int grain = 1;

    while (cost / (grain * grain) > PICTURE_MOST && grain < GRAIN_MOST)
        grain++;
    return grain;
}

void slice_begin_raster(struct sim *sim, struct slice_state *s)
{
    struct raster *r = &s->raster;
    int grain = grain_of(s);
    size_t cells;

    r->cols = (s->ask.cols + grain - 1) / grain;
    r->rows = (s->ask.rows + grain - 1) / grain;
    cells = (size_t)r->cols * (size_t)r->rows;
    if (cells > s->losses_room) {
        s->losses = memory_resize(s->losses, cells, sizeof(double));
        s->losses_room = cells;
    }
    r->values = s->losses;
    r->done = 0;
    r->version = ++sim->work.versions;
    s->stride = COARSEST;
    s->next = s->known = 0;
    s->weighing = false;
    s->stage = SLICE_RASTER;
}

/* A block of cells that share a loss for now, and the cell in its middle. */
struct block {
    int col, row, cols, rows; /* clipped */
    int at_col, at_row;
    bool known; /* the coarser block around it has the same middle */
};

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int blocks_across(const struct slice_state *s)
{
    return (s->raster.cols + s->stride - 1) / s->stride;
}

static int blocks_down(const struct slice_state *s)
{
    return (s->raster.rows + s->stride - 1) / s->stride;
}

static struct block block_of(const struct slice_state *s)
{
    const struct raster *r = &s->raster;
    int x = s->next % blocks_across(s), y = s->next / blocks_across(s), size = s->stride;

    return (struct block){.col = x * size,
                          .row = y * size,
                          .cols = least(size, r->cols - x * size),
                          .rows = least(size, r->rows - y * size),
                          .at_col = least(x * size + size / 2, r->cols - 1),
                          .at_row = least(y * size + size / 2, r->rows - 1),
                          .known = size < COARSEST && x % FINER == 1 && y % FINER == 1};
}

/* The weights at the middle of the cell. */
static void place_weights(struct slice_state *s, const struct block *b)
{
    const struct raster *r = &s->raster;
    const struct window *w = &r->window;
    double x = w->low[0] + (w->high[0] - w->low[0]) * (b->at_col + 0.5) / r->cols;
    double y = w->high[1] - (w->high[1] - w->low[1]) * (b->at_row + 0.5) / r->rows;

    for (size_t k = 0; k < s->n; k++)
        s->weighed[k] = s->centre[k] + x * s->axis[0][k] + y * s->axis[1][k];
}

static void fill(struct slice_state *s, const struct block *b, double loss)
{
    double value = isfinite(loss) ? LOG10_E * math_log(loss) : NAN;

    for (int row = b->row; row < b->row + b->rows; row++)
        for (int col = b->col; col < b->col + b->cols; col++)
            s->losses[(size_t)row * (size_t)s->raster.cols + (size_t)col] = value;
}

/* To the next block, or to smaller ones; true past the last. */
static bool pass_on(struct slice_state *s)
{
    if (++s->next < blocks_across(s) * blocks_down(s))
        return false;
    s->raster.done = s->raster.rows;
    s->next = 0;
    s->stride /= FINER;
    return s->stride == 0;
}

/* One loss, or a part of it; true when it is there. */
static bool weigh(struct slice_state *s, const struct block *b, int *units)
{
    if (!s->weighing) {
        place_weights(s, b);
        s->loss = (struct assessment){.at = s->weighed, .training = true};
        *units -= 1 + (int)(4 * (double)s->n / SLICE_UNIT);
    }
    s->weighing = !problem_assess(s->twin, &s->loss, units);
    if (!s->weighing)
        fill(s, b, s->loss.out.loss);
    return !s->weighing;
}

bool slice_make_raster(struct sim *sim, struct slice_state *s, int *units)
{
    bool done = false;

    while (*units > 0 && !done) {
        struct block b = block_of(s);

        if (!b.known) {
            if (!weigh(s, &b, units))
                break;
            s->known++;
        }
        done = pass_on(s);
    }
    s->raster.version = ++sim->work.versions;
    s->view.done = (double)s->known / ((double)s->raster.cols * s->raster.rows);
    return done;
}
