#ifndef TESTS_PLANES_H
#define TESTS_PLANES_H

#include "base/buffer.h"
#include "base/text.h"
#include "draw/canvas.h"
#include "draw/theme.h"

/* A canvas as two texts of one shape: what is written, and in which roles. */

static inline void write_glyphs(const struct canvas *c, struct buffer *out)
{
    for (int i = 0; i < c->cols * c->rows; i++) {
        char bytes[4];

        if (c->cells[i].glyph != CELL_TAIL)
            buffer_add(out, bytes, text_encode(c->cells[i].glyph, bytes));
        if (i % c->cols == c->cols - 1)
            buffer_add_text(out, "|\n");
    }
}

/* The letter of the ground where the cell is blank, else that of the ink. */
static inline void write_roles(const struct canvas *c, struct buffer *out)
{
    for (int i = 0; i < c->cols * c->rows; i++) {
        struct cell cell = c->cells[i];
        char letter = role_letter(cell.glyph == ' ' ? cell.ground : cell.ink);

        buffer_add(out, letter == '.' ? " " : &letter, 1);
        if (i % c->cols == c->cols - 1)
            buffer_add_text(out, "|\n");
    }
}

static inline struct canvas new_canvas(int cols, int rows, const char *glyphs,
                                       int colours)
{
    struct canvas c = {.glyphs = glyphs_find(glyphs), .colours = colours};

    canvas_resize(&c, cols, rows);
    return c;
}

#endif
