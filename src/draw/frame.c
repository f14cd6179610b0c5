/* Frames with their titles. */
#include "draw/canvas.h"

#include "base/text.h"
#include "draw/line.h"

struct edge {
    uint32_t horizontal, vertical;
    const uint32_t *corner;
    enum role role;
};

static struct edge edge_of(const struct glyphs *set, bool focused)
{
    if (focused)
        return (struct edge){set->focus_horizontal, set->focus_vertical,
                             set->focus_corner, ROLE_FOCUS};
    return (struct edge){set->horizontal, set->vertical, set->corner, ROLE_FRAME};
}

static void draw_edges(const struct area *a, const struct edge *edge)
{
    struct cell cell = {.ink = (uint8_t)edge->role};
    int right = a->cols - 1, low = a->rows - 1;

    cell.glyph = edge->horizontal;
    for (int col = 1; col < right; col++) {
        area_put(a, col, 0, cell);
        area_put(a, col, low, cell);
    }
    cell.glyph = edge->vertical;
    for (int row = 1; row < low; row++) {
        area_put(a, 0, row, cell);
        area_put(a, right, row, cell);
    }
    for (int i = 0; i < 4; i++) {
        cell.glyph = edge->corner[i];
        area_put(a, i % 2 ? right : 0, i / 2 ? low : 0, cell);
    }
}

static void write_title(const struct area *a, const struct frame *frame)
{
    struct area room = area_part(a, (struct box){1, 0, a->cols - 2, 1});
    struct line l = line_of(&room, 0);
    enum role role = frame->focused ? ROLE_FOCUS : ROLE_TITLE;

    l.style = STYLE_BOLD;
    if (frame->number > 0)
        line_format(&l, role, "%d ", frame->number);
    line_text(&l, role, frame->title);
    line_glyph(&l, role, ' ');
}

/* Only where the title leaves room. */
static void write_note(const struct area *a, const struct frame *frame)
{
    int cols = frame->note ? text_columns(frame->note) : 0;
    int taken = text_columns(frame->title) + 6;
    struct area room = area_part(a, (struct box){a->cols - cols - 3, 0, cols + 2, 1});
    struct line l = line_of(&room, 0);

    if (cols == 0 || taken + cols + 3 > a->cols)
        return;
    line_glyph(&l, ROLE_DIM, ' ');
    line_text(&l, ROLE_DIM, frame->note);
    line_glyph(&l, ROLE_DIM, ' ');
}

struct area area_frame(const struct area *a, const struct frame *frame)
{
    struct edge edge = edge_of(a->canvas->glyphs, frame->focused);

    draw_edges(a, &edge);
    for (int i = 0; frame->joined && !frame->focused && i < 2; i++)
        area_put(a, i ? a->cols - 1 : 0, 0,
                 (struct cell){.glyph = a->canvas->glyphs->join[i], .ink = ROLE_FRAME});
    write_title(a, frame);
    write_note(a, frame);
    return area_part(a, (struct box){1, 1, a->cols - 2, a->rows - 2});
}
