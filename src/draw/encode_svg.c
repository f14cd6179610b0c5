/* Cells as a picture of rectangles and runs of letters. */
#include "base/text.h"
#include "draw/encode.h"
#include "draw/shape.h"

enum { WIDTH = SHAPE_WIDTH, HEIGHT = SHAPE_HEIGHT, BASELINE = 12 };

/* One row of the canvas on its way out. */
struct strip {
    struct buffer *out;
    const struct theme *theme;
    const struct cell *cells;
    int cols, row;
};

/* How a cell looks in a picture: real colours, reverse already done. */
struct tone {
    uint32_t ink, ground;
    unsigned style;
};

static struct tone tone_at(const struct strip *s, int col)
{
    const struct theme *theme = s->theme;
    struct paint paint = theme_paint(theme, s->cells[col]);
    uint32_t ink = paint.ink < 0 ? theme_own_ink(theme) : colour_rgb(paint.ink);
    uint32_t ground =
        paint.ground < 0 ? theme_own_ground(theme) : colour_rgb(paint.ground);

    if (paint.style & STYLE_REVERSE)
        return (struct tone){ground, ink, paint.style & ~(unsigned)STYLE_REVERSE};
    return (struct tone){ink, ground, paint.style};
}

static void add_rect(const struct strip *s, struct rect rect, uint32_t colour)
{
    buffer_format(
        s->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%06x\"",
        rect.x, s->row * HEIGHT + rect.y, rect.width, rect.height, (unsigned)colour);
}

static void add_grounds(const struct strip *s)
{
    for (int col = 0, end; col < s->cols; col = end) {
        uint32_t ground = tone_at(s, col).ground;

        for (end = col + 1; end < s->cols && tone_at(s, end).ground == ground;)
            end++;
        if (ground == theme_own_ground(s->theme))
            continue;
        add_rect(s, (struct rect){col * WIDTH, 0, (end - col) * WIDTH, HEIGHT}, ground);
        buffer_add_text(s->out, "/>\n");
    }
}

/* The same shape in cells [from, to): one rectangle for parts that touch. */
static void add_shape(const struct strip *s, const struct shape *shape, int from, int to)
{
    for (int i = 0; i < shape->count; i++) {
        struct rect rect = shape->rect[i];
        bool touch = rect.width == WIDTH;

        for (int col = from; col < to; col += touch ? to - from : 1) {
            struct rect placed = rect;

            placed.x += col * WIDTH;
            placed.width = touch ? (to - from) * WIDTH : rect.width;
            add_rect(s, placed, tone_at(s, col).ink);
            if (shape->opacity < 100)
                buffer_format(s->out, " fill-opacity=\"0.%d\"", shape->opacity);
            buffer_add_text(s->out, "/>\n");
        }
    }
}

static void add_shapes(const struct strip *s)
{
    for (int col = 0, end; col < s->cols; col = end) {
        struct shape shape = shape_of(s->cells[col].glyph);
        uint32_t ink = tone_at(s, col).ink;

        for (end = col + 1; end < s->cols && s->cells[end].glyph == s->cells[col].glyph &&
                            tone_at(s, end).ink == ink;)
            end++;
        add_shape(s, &shape, col, end);
    }
}

struct escape {
    uint32_t glyph;
    const char *name;
};

static const struct escape ESCAPES[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}};

static void add_letter(struct buffer *out, uint32_t glyph)
{
    char bytes[4];

    for (size_t i = 0; i < sizeof ESCAPES / sizeof *ESCAPES; i++)
        if (ESCAPES[i].glyph == glyph) {
            buffer_add_text(out, ESCAPES[i].name);
            return;
        }
    buffer_add(out, bytes, text_encode(glyph, bytes));
}

static bool is_blank(const struct strip *s, int col)
{
    return s->cells[col].glyph == ' ' || s->cells[col].glyph == CELL_TAIL;
}

/* The end of the run of letters that begins at col: of one tone, blanks aside. */
static int run_end(const struct strip *s, int col)
{
    struct tone first = tone_at(s, col);
    int end = col + 1;

    for (int i = end; i < s->cols && !shape_of(s->cells[i].glyph).count; i++) {
        struct tone tone = tone_at(s, i);

        if (s->cells[i].glyph != ' ' &&
            (tone.ink != first.ink || tone.style != first.style))
            break;
        if (s->cells[i].glyph != ' ')
            end = i + 1;
    }
    return end;
}

static void add_run(const struct strip *s, int col, int end)
{
    struct tone tone = tone_at(s, col);

    buffer_format(s->out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" fill=\"#%06x\"",
                  col * WIDTH, s->row * HEIGHT + BASELINE, (end - col) * WIDTH,
                  (unsigned)tone.ink);
    if (tone.style & STYLE_BOLD)
        buffer_add_text(s->out, " font-weight=\"bold\"");
    if (tone.style & STYLE_UNDERLINE)
        buffer_add_text(s->out, " text-decoration=\"underline\"");
    buffer_add_text(s->out, ">");
    for (; col < end; col++)
        if (s->cells[col].glyph != CELL_TAIL)
            add_letter(s->out, s->cells[col].glyph);
    buffer_add_text(s->out, "</text>\n");
}

static void add_letters(const struct strip *s)
{
    for (int col = 0; col < s->cols;) {
        int end = col + 1;

        if (!is_blank(s, col) && !shape_of(s->cells[col].glyph).count) {
            end = run_end(s, col);
            add_run(s, col, end);
        }
        col = end;
    }
}

void encode_svg(const struct canvas *c, const struct theme *theme, struct buffer *out)
{
    int width = c->cols * WIDTH, height = c->rows * HEIGHT;

    buffer_format(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
                  "viewBox=\"0 0 %d %d\" font-family=\"'DejaVu Sans Mono',Menlo,Consolas,"
                  "monospace\" font-size=\"13.3\" xml:space=\"preserve\" "
                  "shape-rendering=\"crispEdges\">\n",
                  width, height, width, height);
    buffer_format(out, "<rect width=\"%d\" height=\"%d\" fill=\"#%06x\"/>\n", width,
                  height, (unsigned)theme_own_ground(theme));
    for (int row = 0; row < c->rows; row++) {
        struct strip strip = {.out = out,
                              .theme = theme,
                              .cells = c->cells + (size_t)row * (size_t)c->cols,
                              .cols = c->cols,
                              .row = row};

        add_grounds(&strip);
        add_shapes(&strip);
        add_letters(&strip);
    }
    buffer_add_text(out, "</svg>\n");
}
