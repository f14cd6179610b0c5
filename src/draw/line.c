/* Rows of text, cut where the room ends. */
#include "draw/line.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

struct line line_of(const struct area *a, int row)
{
    return (struct line){.area = area_part(a, (struct box){0, row, a->cols, 1})};
}

static struct cell cell_of(const struct line *l, enum role ink, uint32_t glyph)
{
    return (struct cell){.glyph = glyph,
                         .ink = (uint8_t)ink,
                         .ground = (uint8_t)l->ground,
                         .style = (uint8_t)l->style};
}

void line_glyph(struct line *l, enum role ink, uint32_t glyph)
{
    area_put(&l->area, l->col, 0, cell_of(l, ink, glyph));
    l->col += text_width(glyph) == 2 ? 2 : 1;
}

/* Writes text as far as it ends before column `end`. */
static void write_until(struct line *l, enum role ink, const char *text, int end)
{
    uint32_t glyph;
    size_t length;

    while ((length = text_decode(text, &glyph)) > 0) {
        int width = text_width(glyph);

        if (l->col + width > end)
            return;
        if (width > 0)
            line_glyph(l, ink, glyph);
        text += length;
    }
}

void line_text(struct line *l, enum role ink, const char *text)
{
    const char *ellipsis = l->area.canvas->glyphs->ellipsis;
    int room = l->area.cols - l->col, dots = text_columns(ellipsis);

    if (room <= 0)
        return;
    if (text_columns(text) <= room) {
        write_until(l, ink, text, l->area.cols);
        return;
    }
    write_until(l, ink, text, l->area.cols - dots);
    write_until(l, ink, ellipsis, l->area.cols);
    l->col = l->area.cols;
}

void line_text_within(struct line *l, enum role ink, const char *text, int cols)
{
    struct line part = *l;

    if (part.area.cols > l->col + cols)
        part.area.cols = l->col + cols;
    line_text(&part, ink, text);
    line_fill(&part);
    l->col += cols;
}

void line_format(struct line *l, enum role ink, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    line_text(l, ink, text);
}

void line_to(struct line *l, int col)
{
    while (l->col < col && l->col < l->area.cols)
        line_glyph(l, ROLE_PLAIN, ' ');
}

void line_right(struct line *l, enum role ink, const char *text)
{
    line_to(l, l->area.cols - text_columns(text));
    line_text(l, ink, text);
}

void line_fill(struct line *l)
{
    line_to(l, l->area.cols);
}

/*
 * The bytes of text that a row of so many columns takes: whole words where there are any.
 */
static size_t row_bytes(const char *text, int cols)
{
    size_t used = 0, word_end = 0, length;
    uint32_t glyph;

    for (int width = 0; (length = text_decode(text + used, &glyph)) > 0; used += length) {
        if (glyph == ' ')
            word_end = used;
        width += text_width(glyph);
        if (width > cols)
            return word_end > 0 ? word_end : used > 0 ? used : length;
    }
    return used;
}

int area_wrap(const struct area *a, int ink, const char *text)
{
    int row = 0;

    for (; *text; row++) {
        size_t bytes = row_bytes(text, a->cols);
        struct line l = line_of(a, row);

        if (ink >= 0 && row < a->rows)
            line_format(&l, (enum role)ink, "%.*s", row < a->rows - 1 ? (int)bytes : -1,
                        text);
        text += bytes;
        while (*text == ' ')
            text++;
    }
    return row > 0 ? row : 1;
}

void line_gauge(struct line *l, enum role ink, struct gauge gauge)
{
    const struct glyphs *set = l->area.canvas->glyphs;
    int inner = gauge.cols - 2;
    int knob = gauge.share >= 0 && gauge.share <= 1
                   ? (int)(gauge.share * (inner - 1) + 0.5)
                   : -1;

    if (inner < 1)
        return;
    line_glyph(l, ROLE_DIM, set->gauge_left);
    for (int i = 0; i < inner; i++)
        line_glyph(l, i == knob ? ink : ROLE_DIM,
                   i == knob ? set->gauge_knob : set->gauge_line);
    line_glyph(l, ROLE_DIM, set->gauge_right);
}
