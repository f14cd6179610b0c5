/* Encoders: exact bytes, no more of them than needed, safe in any order of cells. */
#include "draw/encode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "draw/shape.h"
#include "planes.h"

static const struct theme DARK = {false, 256};

static struct cell cell(uint32_t glyph, int ink, int ground)
{
    return (struct cell){.glyph = glyph, .ink = (uint8_t)ink, .ground = (uint8_t)ground};
}

struct sample_row {
    struct cell cells[4];
    int colours;
    const char *text, *ansi;
};

#define BAND(i) (ROLE_BAND + (i))

static const struct sample_row ROWS[] = {
    {{{'a', 0, 0, 0, 0}, {' ', 0, 0, 0, 0}, {'b', 0, 0, 0, 0}, {' ', 0, 0, 0, 0}},
     256,
     "a b\n",
     "a b\n"},
    /* a blank keeps the ink, and a ground of its own is not dropped at the end */
    {{{'a', ROLE_RUNNER, 0, 0, 0},
      {' ', ROLE_BAD, 0, 0, 0},
      {'b', ROLE_RUNNER, 0, 0, 0},
      {' ', 0, BAND(0), 0, 0}},
     256,
     "a b\n",
     "\033[38;5;214ma b\033[48;5;17m \033[0m\n"},
    /* halves are swapped where that saves a change */
    {{{u'▀', BAND(0), BAND(1), 0, 0},
      {u'▀', BAND(1), BAND(0), 0, 0},
      {u'█', BAND(0), BAND(3), 0, 0},
      {u'█', BAND(1), 0, 0, 0}},
     256,
     "▀▀██\n",
     "\033[38;5;17;48;5;18m▀▄█ \033[0m\n"},
    {{{'a', ROLE_BAD, 0, STYLE_BOLD, 0},
      {'b', ROLE_BAD, 0, 0, 0},
      {'c', ROLE_RUNNER, BAND(11), STYLE_UNDERLINE, 0},
      {'d', 0, 0, 0, 0}},
     16,
     "abcd\n",
     "\033[1;91ma\033[0;91mb\033[4;93;47mc\033[0md\n"},
    {{{'a', ROLE_BAD, 0, 0, 0},
      {'o', ROLE_ON_RUNNER, ROLE_RUNNER, 0, 0},
      {' ', 0, ROLE_CHOSEN, 0, 0},
      {'b', 0, 0, 0, 0}},
     0,
     "ao b\n",
     "\033[1ma\033[7mo\033[0;7m \033[0mb\n"},
    {{{u'漢', 0, 0, 0, 0}, {CELL_TAIL, 0, 0, 0, 0}, {'&', 0, 0, 0, 0}, {' ', 0, 0, 0, 0}},
     8,
     "漢&\n",
     "漢&\n"},
};

static void a_row_is_these_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct canvas c = new_canvas(4, 1, "half", ROWS[i].colours);
        struct theme theme = {false, ROWS[i].colours};
        struct buffer text = {0}, ansi = {0};

        memcpy(c.cells, ROWS[i].cells, sizeof ROWS[i].cells);
        encode_text(&c, &theme, &text);
        encode_ansi(&c, &theme, &ansi);
        assert_string_equal(text.text, ROWS[i].text);
        assert_string_equal(ansi.text, ROWS[i].ansi);
        buffer_free(&text);
        buffer_free(&ansi);
        canvas_free(&c);
    }
}

static void a_picture_is_these_elements(void **state)
{
    struct canvas c = new_canvas(6, 1, "half", 256);
    struct buffer svg = {0};

    (void)state;
    c.cells[0] = cell('<', ROLE_RUNNER, 0);
    c.cells[1] = cell('&', ROLE_RUNNER, 0);
    c.cells[2] = cell(u'▀', BAND(3), BAND(4));
    c.cells[3] = cell(u'▀', BAND(3), BAND(4));
    c.cells[4] = cell(u'░', BAND(3), 0);
    encode_svg(&c, &DARK, &svg);
    assert_string_equal(
        svg.text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"48\" height=\"16\" "
        "viewBox=\"0 0 48 "
        "16\" font-family=\"'DejaVu Sans Mono',Menlo,Consolas,monospace\" "
        "font-size=\"13.3\" "
        "xml:space=\"preserve\" shape-rendering=\"crispEdges\">\n"
        "<rect width=\"48\" height=\"16\" fill=\"#121212\"/>\n"
        "<rect x=\"16\" y=\"0\" width=\"16\" height=\"16\" fill=\"#5f5f87\"/>\n"
        "<rect x=\"16\" y=\"0\" width=\"16\" height=\"8\" fill=\"#005f87\"/>\n"
        "<rect x=\"32\" y=\"0\" width=\"8\" height=\"16\" fill=\"#005f87\" "
        "fill-opacity=\"0.25\"/>\n"
        "<text x=\"0\" y=\"12\" textLength=\"16\" fill=\"#ffaf00\">&lt;&amp;</text>\n"
        "</svg>\n");
    buffer_free(&svg);
    canvas_free(&c);
}

static void fill_at_random(struct canvas *c, uint64_t seed)
{
    static const uint32_t glyphs[] = {' ', ' ', ' ', 'o', u'▀', u'▄', u'█', u'─'};
    struct area whole = area_whole(c);

    for (int i = 0; i < c->cols * c->rows; i++) {
        uint32_t bits[4];

        random_bits((struct random_place){.seed = seed, .index = (uint32_t)i}, bits);
        area_put(&whole, i % c->cols, i / c->cols,
                 (struct cell){.glyph = glyphs[bits[0] % 8],
                               .ink = (uint8_t)(bits[1] % ROLE_COUNT),
                               .ground = (uint8_t)(bits[2] % ROLE_COUNT),
                               .style = bits[3] % 8});
    }
}

/* What a terminal shows after the bytes: a glyph and its paint for each cell. */
struct screen {
    struct paint paint[400];
    uint32_t glyph[400];
    int used, cols, col;
};

static void obey(struct paint *now, const int *p, int count)
{
    static const struct paint own = {COLOUR_OWN, COLOUR_OWN, 0};

    for (int i = 0; i < count; i++) {
        int *colour = p[i] / 10 == 3 || p[i] / 10 == 9 ? &now->ink : &now->ground;

        if (p[i] == 0)
            *now = own;
        else if (p[i] < 10)
            now->style |= p[i] == 1   ? STYLE_BOLD
                          : p[i] == 4 ? STYLE_UNDERLINE
                                      : STYLE_REVERSE;
        else if (p[i] % 10 == 8 && p[i] < 50)
            *colour = p[i + 2], i += 2;
        else
            *colour = p[i] % 10 == 9   ? COLOUR_OWN
                      : p[i] / 10 >= 9 ? p[i] % 10 + 8
                                       : p[i] % 10;
    }
}

static void show(struct screen *s, const char *bytes)
{
    struct paint now = {COLOUR_OWN, COLOUR_OWN, 0};
    uint32_t glyph;

    while (*bytes) {
        int p[12], count = 0;

        if (*bytes == '\033') {
            bytes++;
            do {
                bytes++;
                p[count++] = (int)strtol(bytes, (char **)&bytes, 10);
            } while (*bytes == ';');
            assert_int_equal(*bytes++, 'm');
            obey(&now, p, count);
        } else if (*bytes == '\n') {
            assert_int_equal(now.ink, COLOUR_OWN);
            assert_int_equal(now.ground, COLOUR_OWN);
            assert_int_equal(now.style, 0);
            for (; s->col < s->cols; s->col++, s->used++)
                s->glyph[s->used] = ' ', s->paint[s->used] = now;
            s->col = 0;
            bytes++;
        } else {
            bytes += text_decode(bytes, &glyph);
            s->glyph[s->used] = glyph;
            s->paint[s->used++] = now;
            s->col++;
        }
    }
}

/*
 * Colours of the upper and the lower half, and the character where it is none of the
 * blocks.
 */
struct appearance {
    int upper, lower, ink;
    uint32_t glyph;
    unsigned style;
};

static struct appearance appearance_of(uint32_t glyph, struct paint paint, bool colours)
{
    struct appearance a = {paint.ground, paint.ground, paint.ink, glyph, paint.style};

    if (glyph == ' ') {
        a.style &= STYLE_UNDERLINE | STYLE_REVERSE;
        if (!a.style)
            a.ink = 0;
    } else if (colours && !paint.style &&
               (glyph == u'▀' || glyph == u'▄' || glyph == u'█')) {
        a.upper = glyph == u'▄' ? paint.ground : paint.ink;
        a.lower = glyph == u'▀' ? paint.ground : paint.ink;
        a.glyph = ' ';
        a.ink = 0;
    }
    return a;
}

static void a_terminal_shows_what_the_canvas_holds(void **state)
{
    static const int colours[] = {0, 8, 16, 256};

    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct theme theme = {seed / 4 % 2, colours[seed % 4]};
        struct canvas c = new_canvas(20, 5, "half", theme.colours);
        struct screen screen = {.cols = c.cols};
        struct buffer ansi = {0};

        fill_at_random(&c, seed);
        encode_ansi(&c, &theme, &ansi);
        show(&screen, ansi.text);
        assert_int_equal(screen.used, c.cols * c.rows);
        for (int i = 0; i < screen.used; i++) {
            struct paint want = theme_paint(&theme, c.cells[i]);
            struct appearance a = appearance_of(c.cells[i].glyph, want, theme.colours);
            struct appearance b =
                appearance_of(screen.glyph[i], screen.paint[i], theme.colours);

            assert_int_equal(a.upper, b.upper);
            assert_int_equal(a.lower, b.lower);
            assert_int_equal(a.ink, b.ink);
            assert_int_equal(a.glyph, b.glyph);
            assert_int_equal(a.style, b.style);
        }
        buffer_free(&ansi);
        canvas_free(&c);
    }
}

static void encoders_give_the_same_bytes_twice(void **state)
{
    (void)state;
    for (const struct encoder *e = encoders(); e->name; e++) {
        struct canvas c = new_canvas(30, 4, "braille", 256);
        struct buffer first = {0}, second = {0};

        fill_at_random(&c, 9);
        e->encode(&c, &DARK, &first);
        e->encode(&c, &DARK, &second);
        assert_string_equal(first.text, second.text);
        buffer_free(&first);
        buffer_free(&second);
        canvas_free(&c);
    }
}

static void the_cost_is_no_less_than_what_ansi_takes(void **state)
{
    struct canvas c = new_canvas(20, 5, "half", 256);
    struct area whole = area_whole(&c);
    struct buffer ansi = {0};

    (void)state;
    for (int i = 0; i < 100; i++)
        area_put(&whole, i % 20, i / 20, cell(u'▀', BAND(i % 7), BAND(i % 5)));
    encode_ansi(&c, &DARK, &ansi);
    assert_true(encode_cost(&whole) >= ansi.used - 5 * 5);
    buffer_free(&ansi);
    canvas_free(&c);
}

static void shapes_stay_in_their_cell(void **state)
{
    (void)state;
    for (uint32_t glyph = 0; glyph < 0x3000; glyph++) {
        struct shape shape = shape_of(glyph);

        assert_true(shape.count <= SHAPE_RECTS);
        for (int i = 0; i < shape.count; i++) {
            assert_true(shape.rect[i].x >= 0 && shape.rect[i].y >= 0);
            assert_true(shape.rect[i].width > 0 && shape.rect[i].height > 0);
            assert_true(shape.rect[i].x + shape.rect[i].width <= SHAPE_WIDTH);
            assert_true(shape.rect[i].y + shape.rect[i].height <= SHAPE_HEIGHT);
        }
    }
    assert_int_equal(shape_of('x').count, 0);
    assert_int_equal(shape_of(u'█').rect[0].height, SHAPE_HEIGHT);
    assert_int_equal(shape_of(u'▚').count, 2);
    assert_int_equal(shape_of(u'⣿').count, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_these_bytes),
        cmocka_unit_test(a_picture_is_these_elements),
        cmocka_unit_test(a_terminal_shows_what_the_canvas_holds),
        cmocka_unit_test(encoders_give_the_same_bytes_twice),
        cmocka_unit_test(the_cost_is_no_less_than_what_ansi_takes),
        cmocka_unit_test(shapes_stay_in_their_cell),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
