/*
 * Runs a formula over a grid, each step for a block of points at a time: what is the same everywhere
 * once, what depends on y alone once a row, what depends on x alone once a column.
 */
#include "formula_program.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/kernels.h"

enum {
    BLOCK = 256,    /* points; such blocks fit the first cache a dozen times */
    BLOCK_UNIT = 8, /* doubles in a cache line */
    BLOCKS_MAX =
        1024 * 1024, /* doubles in all blocks; longer formulas have narrower ones */
};

/* The part of a grid that is in the blocks: some columns and some rows. */
struct patch {
    struct formula *f;
    const struct kernels *kernels;
    int columns, rows;
    int row; /* the row that is being computed */
};

static double *block_of(const struct formula *f, uint32_t slot)
{
    return f->blocks + (slot - f->once) * f->block_width;
}

static size_t round_up(size_t count)
{
    return (count + BLOCK_UNIT - 1) / BLOCK_UNIT * BLOCK_UNIT;
}

/* Blocks as wide as the slots allow, and the columns in as few and as equal ones as that allows. */
static size_t choose_width(const struct formula *f, const struct grid *grid)
{
    size_t slots = f->slots - f->once,
           most = BLOCKS_MAX / slots / BLOCK_UNIT * BLOCK_UNIT;
    size_t cols = (size_t)grid->cols, pieces;

    most = most > BLOCK ? BLOCK : most < BLOCK_UNIT ? BLOCK_UNIT : most;
    pieces = (cols + most - 1) / most;
    return round_up((cols + pieces - 1) / pieces);
}

static void make_blocks(struct formula *f, size_t width)
{
    size_t count = (f->slots - f->once) * width + BLOCK_UNIT;
    uintptr_t start;

    if (width > f->block_width) {
        free(f->blocks_memory);
        f->blocks_memory = memory_new(count, sizeof *f->blocks_memory);
        start = (uintptr_t)f->blocks_memory;
        f->blocks = f->blocks_memory +
                    (round_up(start / sizeof(double)) - start / sizeof(double));
        f->block_width = width;
    }
}

/* An operand as a kernel wants it: where it starts, and 1 if it goes on from point to point. */
struct span {
    const double *at;
    size_t stride;
};

static struct span span_of(const struct patch *p, enum stage stage, uint32_t slot,
                           enum stage needed_by)
{
    const double *block;

    if (stage == STAGE_ONCE)
        return (struct span){&p->f->values[slot], 0};
    block = block_of(p->f, slot);
    if (stage == STAGE_Y && needed_by == STAGE_POINT)
        return (struct span){block + p->row, 0};
    return (struct span){block, 1};
}

static void run_unary(const struct rule *rule, const struct kernels *kernels, size_t n,
                      const double *a, double *out)
{
    const char *at = (const char *)kernels + rule->block;

    if (rule->has_block) {
        (*(kernel_unary *const *)at)(n, a, out);
        return;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = rule->unary(a[i]);
}

static void run_step(const struct patch *p, const struct step *s, size_t n, double *out)
{
    const struct rule *rule = &formula_rules[s->code];
    const char *kernel = (const char *)p->kernels + rule->block;
    struct span a = span_of(p, s->stage_a, s->a, s->stage);
    struct span b = span_of(p, s->stage_b, s->b, s->stage);

    if (rule->unary)
        run_unary(rule, p->kernels, n, a.at, out);
    else if (rule->has_block)
        (*(kernel_binary *const *)kernel)(n, a.at, a.stride, b.at, b.stride, out);
    else
        for (size_t i = 0; i < n; i++)
            out[i] = rule->binary(a.at[i * a.stride], b.at[i * b.stride]);
}

static void run_stage(const struct patch *p, enum stage stage)
{
    const struct formula *f = p->f;
    size_t n = (size_t)(stage == STAGE_Y ? p->rows : p->columns);

    for (int i = f->stage_end[stage - 1]; i < f->stage_end[stage]; i++)
        run_step(p, &f->steps[i], n, block_of(f, f->steps[i].out));
}

static void copy(size_t n, struct span from, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = from.at[i * from.stride];
}

/* The last step writes where its result is wanted. */
static void run_row(const struct patch *p, double *out)
{
    const struct formula *f = p->f;
    int last = f->count - 1;

    for (int i = f->stage_end[STAGE_X]; i < last; i++)
        run_step(p, &f->steps[i], (size_t)p->columns, block_of(f, f->steps[i].out));
    if (f->result_stage == STAGE_POINT)
        run_step(p, &f->steps[last], (size_t)p->columns, out);
    else
        copy((size_t)p->columns, span_of(p, f->result_stage, f->result, STAGE_POINT),
             out);
}

static void fill(double *block, double from, double by, int first, int count)
{
    for (int i = 0; i < count; i++)
        block[i] = from + (double)(first + i) * by;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* The rows whose blocks of y are ready. */
static void run_rows(struct patch *p, const struct grid *grid, double *out)
{
    for (int column = 0; column < grid->cols; column += p->columns) {
        p->columns = smaller((int)p->f->block_width, grid->cols - column);
        fill(block_of(p->f, p->f->once), grid->x0, grid->dx, column, p->columns);
        run_stage(p, STAGE_X);
        for (p->row = 0; p->row < p->rows; p->row++)
            run_row(p, out + (size_t)p->row * (size_t)grid->cols + column);
    }
}

void formula_grid_with(const struct kernels *kernels, struct formula *f,
                       const struct grid *grid, const double *quantities, int from,
                       int to, double *out)
{
    struct patch p = {.f = f, .kernels = kernels};

    make_blocks(f, choose_width(f, grid));
    formula_run(f, quantities, f->stage_end[STAGE_ONCE]);
    for (int row = from; row < to; row += p.rows) {
        p.rows = smaller((int)f->block_width, to - row);
        p.columns = 0;
        fill(block_of(f, f->once + 1), grid->y0, grid->dy, row, p.rows);
        run_stage(&p, STAGE_Y);
        run_rows(&p, grid, out + (size_t)(row - from) * (size_t)grid->cols);
    }
}

void formula_grid(struct formula *f, const struct grid *grid, const double *quantities,
                  int from, int to, double *out)
{
    formula_grid_with(kernels_best(), f, grid, quantities, from, to, out);
}
