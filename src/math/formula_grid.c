/*
 * Runs a formula over a grid, each step for a block of points at a time: what is the same
 * everywhere once, what depends on y alone once a row, what depends on x alone once a
 * column.
 */
#include "math/formula_program.h"

#include <stdlib.h>

#include "base/memory.h"
#include "math/fused.h"
#include "math/kernels.h"

enum {
    BLOCK = 256,    /* points: a dozen such blocks fit into the first cache */
    BLOCK_UNIT = 8, /* doubles in a cache line */
    BLOCKS_MAX =
        1024 * 1024, /* doubles in all blocks; longer formulas have narrower ones */
};

/* An operand as a kernel wants it, in row 0; `row` takes it on from row to row. */
struct span {
    const double *at;
    size_t stride; /* from point to point: 0 or 1 */
    size_t row;
};

/* A step, or two at once, ready to be run. */
struct call {
    fused_kernel *fused; /* one of these, or none where the rule has no kernel */
    kernel_unary *unary;
    kernel_binary *binary;
    const struct rule *rule;
    struct span a, b, c; /* c is for the second of two steps */
    double *out;
};

struct grid_memory {
    struct call *calls; /* one a step, but where two were made one, the first is free */
    int call_end;       /* of those for each point */
    double *memory;
    double *blocks; /* in memory: `width` numbers for each slot from `once` on */
    size_t width;
};

/* The part of a grid that is in the blocks. */
struct patch {
    const struct formula *f;
    size_t columns, rows;
};

static double *block_of(const struct formula *f, uint32_t slot)
{
    return f->grid->blocks + (slot - f->once) * f->grid->width;
}

static size_t round_up(size_t count)
{
    return (count + BLOCK_UNIT - 1) / BLOCK_UNIT * BLOCK_UNIT;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * As many points as the memory allows, and the columns in as few and as equal parts as
 * that allows.
 */
static size_t choose_width(const struct formula *f, size_t columns)
{
    size_t slots = f->slots - f->once;
    size_t most = smaller(BLOCK, round_up(BLOCKS_MAX / slots));
    size_t parts = (columns + most - 1) / most;

    return parts > 0 ? round_up((columns + parts - 1) / parts) : BLOCK_UNIT;
}

static void make_blocks(struct formula *f, size_t width)
{
    struct grid_memory *m = f->grid;
    size_t past;

    if (!m)
        m = f->grid = memory_new(1, sizeof *m);
    if (width <= m->width)
        return;
    free(m->memory);
    m->memory = memory_new((f->slots - f->once) * width + BLOCK_UNIT, sizeof *m->memory);
    past = (uintptr_t)m->memory / sizeof *m->memory % BLOCK_UNIT;
    m->blocks = m->memory + (BLOCK_UNIT - past);
    m->width = width;
    if (!m->calls)
        m->calls = memory_new((size_t)f->count, sizeof *m->calls);
}

static struct span span_of(const struct formula *f, enum stage stage, uint32_t slot,
                           enum stage needed_by)
{
    if (stage == STAGE_ONCE)
        return (struct span){&f->values[slot], 0, 0};
    if (stage == STAGE_Y && needed_by == STAGE_POINT)
        return (struct span){block_of(f, slot), 0, 1};
    return (struct span){block_of(f, slot), 1, 0};
}

/* The kernel of a rule: the pointer at its place in the table. */
static void find_kernel(struct call *c, const struct kernels *kernels)
{
    const char *place = (const char *)kernels + c->rule->block;

    if (!c->rule->has_block)
        return;
    if (c->rule->unary)
        c->unary = *(kernel_unary *const *)place;
    else
        c->binary = *(kernel_binary *const *)place;
}

static struct call call_of(const struct formula *f, const struct step *s,
                           const struct kernels *kernels)
{
    struct call c = {
        .rule = &formula_rules[s->code],
        .a = span_of(f, s->stage_a, s->a, s->stage),
        .b = span_of(f, s->stage_b, s->b, s->stage),
        .out = block_of(f, s->out),
    };

    find_kernel(&c, kernels);
    return c;
}

/* The place of an operation among those that can be the first of two, or FIRSTS. */
static enum fused_first first_of(const struct step *s)
{
    switch (s->code) {
    case OP_add:
        return FIRST_ADD;
    case OP_subtract:
        return FIRST_SUBTRACT;
    case OP_multiply:
        return FIRST_MULTIPLY;
    case OP_square:
        return FIRST_SQUARE;
    default:
        return FIRSTS;
    }
}

/* The same for the second, whose operand a is the result of the first, or else its b. */
static enum fused_second second_of(const struct step *s, bool is_a)
{
    switch (s->code) {
    case OP_add:
        return SECOND_ADD;
    case OP_subtract:
        return is_a ? SECOND_SUBTRACT : SECOND_SUBTRACT_FROM;
    case OP_multiply:
        return SECOND_MULTIPLY;
    case OP_square:
        return SECOND_SQUARE;
    default:
        return SECONDS;
    }
}

/* Makes the call do the next step too, if there is a kernel for both. */
static bool fuse(const struct formula *f, const struct step *s, const struct fused *fused,
                 struct call *c)
{
    const struct step *next = s + 1;
    bool is_a = s->only_next && next->a == s->out,
         is_b = s->only_next && next->b == s->out;
    enum fused_first first = first_of(s);
    enum fused_second second = second_of(next, is_a);

    if (is_a == is_b || first == FIRSTS || second == SECONDS)
        return false;
    c->fused = fused->pairs[first][second];
    c->c = is_a ? span_of(f, next->stage_b, next->b, STAGE_POINT)
                : span_of(f, next->stage_a, next->a, STAGE_POINT);
    c->out = block_of(f, next->out);
    return true;
}

static void make_calls(struct formula *f, const struct kernels *kernels)
{
    const struct fused *fused = fused_like(kernels);
    struct call *c = f->grid->calls + f->stage_end[STAGE_ONCE];

    for (int i = f->stage_end[STAGE_ONCE]; i < f->count; i++, c++) {
        *c = call_of(f, &f->steps[i], kernels);
        if (i >= f->stage_end[STAGE_X] && i + 1 < f->count &&
            fuse(f, &f->steps[i], fused, c))
            i++;
    }
    f->grid->call_end = (int)(c - f->grid->calls);
}

static const double *at_row(struct span s, size_t row)
{
    return s.at + row * s.row;
}

static void run_by_rule(const struct call *c, size_t n, size_t row, double *out)
{
    const double *a = at_row(c->a, row), *b = at_row(c->b, row);

    for (size_t i = 0; i < n; i++)
        out[i] = c->rule->unary ? c->rule->unary(a[i])
                                : c->rule->binary(a[i * c->a.stride], b[i * c->b.stride]);
}

static void run_fused(const struct call *c, size_t n, size_t row, double *out)
{
    const struct fused_operands o = {
        .a = at_row(c->a, row),
        .b = at_row(c->b, row),
        .c = at_row(c->c, row),
        .sa = c->a.stride,
        .sb = c->b.stride,
        .sc = c->c.stride,
    };

    c->fused(n, &o, out);
}

static void run_call(const struct call *c, size_t n, size_t row, double *out)
{
    if (c->fused)
        run_fused(c, n, row, out);
    else if (c->binary)
        c->binary(n, at_row(c->a, row), c->a.stride, at_row(c->b, row), c->b.stride, out);
    else if (c->unary)
        c->unary(n, c->a.at, out);
    else
        run_by_rule(c, n, row, out);
}

static void run_stage(const struct formula *f, enum stage stage, size_t n)
{
    for (int i = f->stage_end[stage - 1]; i < f->stage_end[stage]; i++)
        run_call(&f->grid->calls[i], n, 0, f->grid->calls[i].out);
}

static void copy(struct span from, size_t n, size_t row, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = from.at[row * from.row + i * from.stride];
}

/* The last step writes where its result is wanted. */
static void run_row(const struct patch *p, size_t row, double *out)
{
    const struct formula *f = p->f;
    const struct call *c = f->grid->calls + f->stage_end[STAGE_X];
    const struct call *last = f->grid->calls + f->grid->call_end - 1;

    if (f->result_stage != STAGE_POINT) {
        copy(span_of(f, f->result_stage, f->result, STAGE_POINT), p->columns, row, out);
        return;
    }
    for (; c < last; c++)
        run_call(c, p->columns, row, c->out);
    run_call(last, p->columns, row, out);
}

/* The grid's coordinates first, first + 1, ... along one axis. */
static void fill(double *block, const double axis[2], size_t first, size_t count)
{
    for (size_t i = 0; i < count; i++)
        block[i] = axis[0] + (double)(first + i) * axis[1];
}

/* Rows whose blocks of y are ready. */
static void run_rows(struct patch *p, const struct grid *grid, double *out)
{
    const double axis[] = {grid->x0, grid->dx};
    size_t columns = (size_t)grid->cols;

    for (size_t first = 0; first < columns; first += p->columns) {
        p->columns = smaller(p->f->grid->width, columns - first);
        fill(block_of(p->f, p->f->once), axis, first, p->columns);
        run_stage(p->f, STAGE_X, p->columns);
        for (size_t row = 0; row < p->rows; row++)
            run_row(p, row, out + row * columns + first);
    }
}

void formula_grid_with(const struct kernels *kernels, struct formula *f,
                       const struct grid *grid, const double *quantities, int from,
                       int to, double *out)
{
    const double axis[] = {grid->y0, grid->dy};
    size_t end = to > from ? (size_t)to : 0;
    struct patch p = {.f = f};

    make_blocks(f, choose_width(f, (size_t)grid->cols));
    make_calls(f, kernels);
    formula_run(f, quantities, f->stage_end[STAGE_ONCE]);
    for (size_t first = (size_t)from; first < end; first += p.rows) {
        p.rows = smaller(f->grid->width, end - first);
        fill(block_of(f, f->once + 1), axis, first, p.rows);
        run_stage(f, STAGE_Y, p.rows);
        run_rows(&p, grid, out + (first - (size_t)from) * (size_t)grid->cols);
    }
}

void formula_grid(struct formula *f, const struct grid *grid, const double *quantities,
                  int from, int to, double *out)
{
    formula_grid_with(kernels_best(), f, grid, quantities, from, to, out);
}

void formula_free_grid(struct grid_memory *m)
{
    if (!m)
        return;
    free(m->calls);
    free(m->memory);
    free(m);
}
