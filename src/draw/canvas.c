/* The grid of cells, and areas that nothing leaves. */
#include "draw/canvas.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"

bool cell_equal(struct cell a, struct cell b)
{
    return a.glyph == b.glyph && a.ink == b.ink && a.ground == b.ground &&
           a.style == b.style;
}

struct cell cell_blank(enum role ground)
{
    return (struct cell){.glyph = ' ', .ink = ROLE_PLAIN, .ground = (uint8_t)ground};
}

static int clamp(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

void canvas_resize(struct canvas *c, int cols, int rows)
{
    c->cols = clamp(cols, 1, CANVAS_MOST);
    c->rows = clamp(rows, 1, CANVAS_MOST);
    c->cells =
        memory_resize(c->cells, (size_t)c->cols * (size_t)c->rows, sizeof *c->cells);
    if (!c->glyphs)
        c->glyphs = glyph_sets();
    canvas_clear(c);
}

void canvas_clear(struct canvas *c)
{
    size_t count = (size_t)c->cols * (size_t)c->rows;

    for (size_t i = 0; i < count; i++)
        c->cells[i] = cell_blank(ROLE_PLAIN);
}

void canvas_free(struct canvas *c)
{
    free(c->cells);
    *c = (struct canvas){0};
}

struct area area_whole(struct canvas *c)
{
    return (struct area){.canvas = c, .cols = c->cols, .rows = c->rows};
}

/* Cuts the stretch [at, at + size) to [0, room). */
static void cut(int *at, int *size, int room)
{
    long from = *at, to = from + (*size > 0 ? *size : 0);

    from = from < 0 ? 0 : from > room ? room : from;
    to = to < from ? from : to > room ? room : to;
    *at = (int)from;
    *size = (int)(to - from);
}

struct area area_part(const struct area *a, struct box box)
{
    cut(&box.col, &box.cols, a->cols);
    cut(&box.row, &box.rows, a->rows);
    return (struct area){.canvas = a->canvas,
                         .col = a->col + box.col,
                         .row = a->row + box.row,
                         .cols = box.cols,
                         .rows = box.rows};
}

static bool inside(const struct area *a, int col, int row)
{
    return col >= 0 && row >= 0 && col < a->cols && row < a->rows;
}

static struct cell *cell_at(const struct area *a, int col, int row)
{
    const struct canvas *c = a->canvas;

    return c->cells + (size_t)(a->row + row) * (size_t)c->cols + (size_t)(a->col + col);
}

struct cell area_get(const struct area *a, int col, int row)
{
    return inside(a, col, row) ? *cell_at(a, col, row) : cell_blank(ROLE_PLAIN);
}

/* What pictures are made of: safe, and one column wide. */
static bool is_drawing(uint32_t glyph)
{
    return (glyph >= 0x2500 && glyph < 0x2600) || (glyph >= 0x2800 && glyph < 0x2900);
}

static uint32_t make_safe(const struct glyphs *set, uint32_t glyph)
{
    if (glyph < 0x20 || (glyph >= 0x7F && glyph < 0xA0))
        return ' ';
    if (glyph < 0x7F)
        return glyph;
    if (!set->utf8)
        return '?';
    return is_drawing(glyph) || (text_is_safe(glyph) && text_width(glyph) > 0) ? glyph
                                                                               : '?';
}

/* The cell is about to change: the other half of a wide character goes, too. */
static void break_wide(const struct area *a, int col, int row)
{
    struct cell *cell = cell_at(a, col, row);

    if (cell->glyph == CELL_TAIL && a->col + col > 0)
        cell[-1].glyph = ' ';
    if (a->col + col + 1 < a->canvas->cols && cell[1].glyph == CELL_TAIL)
        cell[1].glyph = ' ';
}

void area_put(const struct area *a, int col, int row, struct cell cell)
{
    int width;

    if (!inside(a, col, row))
        return;
    cell.glyph = make_safe(a->canvas->glyphs, cell.glyph);
    cell.spare = 0;
    width = is_drawing(cell.glyph) ? 1 : text_width(cell.glyph);
    if (width == 2 && col + 1 >= a->cols) {
        cell.glyph = ' ';
        width = 1;
    }
    break_wide(a, col, row);
    if (width == 2) {
        struct cell tail = cell;

        break_wide(a, col + 1, row);
        tail.glyph = CELL_TAIL;
        *cell_at(a, col + 1, row) = tail;
    }
    *cell_at(a, col, row) = cell;
}

void area_fill(const struct area *a, struct cell cell)
{
    for (int row = 0; row < a->rows; row++)
        for (int col = 0; col < a->cols; col++)
            area_put(a, col, row, cell);
}
