/* The list of encoders, plain text, and what a repaint costs. */
#include "draw/encode.h"

#include "base/text.h"

void encode_text(const struct canvas *c, const struct theme *theme, struct buffer *out)
{
    (void)theme;
    for (int row = 0; row < c->rows; row++) {
        const struct cell *cells = c->cells + (size_t)row * (size_t)c->cols;
        int end = c->cols;

        while (end > 0 && cells[end - 1].glyph == ' ')
            end--;
        for (int col = 0; col < end; col++) {
            char bytes[4];

            if (cells[col].glyph != CELL_TAIL)
                buffer_add(out, bytes, text_encode(cells[col].glyph, bytes));
        }
        buffer_add_text(out, "\n");
    }
}

/* A blank is painted in the terminal's own ink, which takes a shorter sequence. */
static size_t change_cost(int colours, bool blank)
{
    if (colours < 8)
        return 0;
    if (colours < 256)
        return sizeof "\033[97m\033[107m" - 1;
    return blank ? sizeof "\033[39;49m\033[48;5;255m" - 1
                 : sizeof "\033[38;5;255m\033[48;5;255m" - 1;
}

/* Row starts count as changes: the cursor is sent there. */
size_t encode_cost(const struct area *a)
{
    size_t cost = 0;
    char bytes[4];

    for (int row = 0; row < a->rows; row++) {
        struct cell last = {.spare = 1};

        for (int col = 0; col < a->cols; col++) {
            struct cell cell = area_get(a, col, row);
            bool blank = cell.glyph == ' ';

            if (blank)
                cell.ink = ROLE_PLAIN;
            if (cell.ground != last.ground || cell.style != last.style ||
                cell.ink != last.ink || last.spare)
                cost += change_cost(a->canvas->colours, blank);
            if (cell.glyph != CELL_TAIL)
                cost += text_encode(cell.glyph, bytes);
            last = cell;
        }
    }
    return cost;
}

static const struct encoder ENCODERS[] = {
    {"text", encode_text},
    {"ansi", encode_ansi},
    {"svg", encode_svg},
    {NULL, NULL},
};

const struct encoder *encoders(void)
{
    return ENCODERS;
}
