/*
 * Canvas, areas, lines of text, frames: what is drawn stays where it belongs and is safe
 * to show.
 */
#include "planes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "draw/line.h"

static void assert_glyphs(const struct canvas *c, const char *want)
{
    struct buffer got = {0};

    write_glyphs(c, &got);
    assert_string_equal(got.text, want);
    buffer_free(&got);
}

static void assert_roles(const struct canvas *c, const char *want)
{
    struct buffer got = {0};

    write_roles(c, &got);
    assert_string_equal(got.text, want);
    buffer_free(&got);
}

static void an_area_is_the_part_of_its_parent_that_exists(void **state)
{
    static const struct {
        struct box asked, got;
    } rows[] = {
        {{1, 1, 3, 2}, {1, 1, 3, 2}},   {{-2, -1, 4, 3}, {0, 0, 2, 2}},
        {{8, 3, 9, 9}, {8, 3, 2, 1}},   {{20, 20, 3, 3}, {10, 4, 0, 0}},
        {{3, 2, -5, -5}, {3, 2, 0, 0}}, {{2, 1, 2147483647, 2147483647}, {2, 1, 8, 3}},
    };
    struct canvas c = new_canvas(10, 4, "ascii", 0);
    struct area whole = area_whole(&c);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct area part = area_part(&whole, rows[i].asked);

        assert_int_equal(part.col, rows[i].got.col);
        assert_int_equal(part.row, rows[i].got.row);
        assert_int_equal(part.cols, rows[i].got.cols);
        assert_int_equal(part.rows, rows[i].got.rows);
    }
    canvas_free(&c);
}

static void nothing_is_drawn_outside_an_area(void **state)
{
    struct canvas c = new_canvas(6, 3, "half", 256);
    struct area whole = area_whole(&c);
    struct area part = area_part(&whole, (struct box){1, 1, 3, 1});
    struct line l = line_of(&part, 0);

    (void)state;
    area_fill(&part, (struct cell){.glyph = '#', .ink = ROLE_BAD});
    area_put(&part, -1, 0, (struct cell){.glyph = 'x'});
    area_put(&part, 3, 0, (struct cell){.glyph = 'x'});
    area_put(&part, 0, 1, (struct cell){.glyph = 'x'});
    area_put(&part, 2, 0, (struct cell){.glyph = u'漢'});
    line_text(&l, ROLE_GOOD, "long text");
    assert_glyphs(&c, "      |\n lo…  |\n      |\n");
    assert_roles(&c, "      |\n ggg  |\n      |\n");
    canvas_free(&c);
}

static void unsafe_text_never_reaches_a_cell(void **state)
{
    static const struct {
        const char *text, *glyphs, *want;
    } rows[] = {
        {"a\033[2Jb", "half", "a [2Jb   |\n"},
        {"a\tb\nc\177d", "half", "a b c d  |\n"},
        {"a\302\233b\302\205", "half", "a b      |\n"},
        {"a\342\200\256b\342\201\246", "half", "a?b?     |\n"},
        {"\377\300\200x", "half", "???x     |\n"},
        {"caf\303\251", "half", "café     |\n"},
        {"caf\303\251 \342\226\200", "ascii", "caf? ?   |\n"},
        {"e\314\201x", "half", "ex       |\n"},
        {"\346\274\242\345\255\227x", "half", "漢字x    |\n"},
        {"\346\274\242x", "ascii", "? x      |\n"},
        {"12345678\346\274\242", "half", "12345678…|\n"},
        {"漢漢漢漢漢", "half", "漢漢漢漢…|\n"},
        {"123456789", "ascii", "123456789|\n"},
        {"1234567890", "ascii", "1234567..|\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canvas c = new_canvas(9, 1, rows[i].glyphs, 0);
        struct area whole = area_whole(&c);
        struct line l = line_of(&whole, 0);

        line_text(&l, ROLE_PLAIN, rows[i].text);
        assert_glyphs(&c, rows[i].want);
        canvas_free(&c);
    }
}

static void half_of_a_wide_character_never_stays(void **state)
{
    struct canvas c = new_canvas(6, 1, "half", 0);
    struct area whole = area_whole(&c);
    struct cell wide = {.glyph = u'漢'}, narrow = {.glyph = 'x'};

    (void)state;
    area_put(&whole, 0, 0, wide);
    area_put(&whole, 2, 0, wide);
    area_put(&whole, 4, 0, wide);
    area_put(&whole, 1, 0, narrow);
    assert_glyphs(&c, " x漢漢|\n");
    area_put(&whole, 3, 0, wide);
    assert_glyphs(&c, " x 漢 |\n");
    area_put(&whole, 3, 0, narrow);
    assert_glyphs(&c, " x x  |\n");
    canvas_free(&c);
}

static void a_line_is_written_piece_by_piece(void **state)
{
    struct canvas c = new_canvas(20, 2, "ascii", 0);
    struct area whole = area_whole(&c);
    struct line l = line_of(&whole, 0);

    (void)state;
    line_text(&l, ROLE_DIM, "lr ");
    line_format(&l, ROLE_VALUE, "%d", 12);
    line_to(&l, 8);
    line_glyph(&l, ROLE_KEY, 'q');
    line_right(&l, ROLE_GOOD, "end");
    line_text(&l, ROLE_BAD, "nothing");
    l = line_of(&whole, 1);
    line_text(&l, ROLE_PLAIN, "taken already");
    line_right(&l, ROLE_GOOD, "too long here");
    assert_glyphs(&c, "lr 12   q        end|\ntaken alreadytoo l..|\n");
    assert_roles(&c, "dd vv   k        ggg|\n             ggg ggg|\n");
    canvas_free(&c);
}

static void words_are_wrapped_over_rows(void **state)
{
    static const struct {
        const char *text;
        int rows;
        const char *want;
    } rows[] = {
        {"one two three", 2, "one two   |\nthree     |\n"},
        {"one two three four five", 3, "one two t…|\n          |\n"},
        {"abcdefghijklm", 2, "abcdefghij|\nklm       |\n"},
        {"", 1, "          |\n          |\n"},
        {"ends here  and there", 2, "ends here |\nand there |\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canvas c = new_canvas(10, 2, "half", 0);
        struct area whole = area_whole(&c);
        struct area part =
            area_part(&whole, (struct box){0, 0, 10, rows[i].rows > 2 ? 1 : 2});

        assert_int_equal(area_wrap(&part, -1, rows[i].text), rows[i].rows);
        assert_int_equal(area_wrap(&part, ROLE_PLAIN, rows[i].text), rows[i].rows);
        assert_glyphs(&c, rows[i].want);
        canvas_free(&c);
    }
}

static void a_gauge_shows_the_share(void **state)
{
    static const struct {
        double share;
        const char *want;
    } rows[] = {
        {0, "|o--------||\n"},     {1, "|--------o||\n"},    {0.5, "|----o----||\n"},
        {-0.1, "|---------||\n"},  {1.01, "|---------||\n"}, {NAN, "|---------||\n"},
        {1e300, "|---------||\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canvas c = new_canvas(11, 1, "ascii", 0);
        struct area whole = area_whole(&c);
        struct line l = line_of(&whole, 0);

        line_gauge(&l, ROLE_VALUE, (struct gauge){.cols = 11, .share = rows[i].share});
        assert_glyphs(&c, rows[i].want);
        canvas_free(&c);
    }
}

static void a_frame_carries_its_title_and_returns_its_inside(void **state)
{
    /* clang-format off */
    static const struct {
        struct frame frame;
        const char *glyphs, *want;
    } rows[] = {
        {{.number = 1, .title = "map"}, "ascii",
         "+1 map -----+|\n|.          ||\n+-----------+|\n"},
        {{.number = 1, .title = "map", .focused = true}, "ascii",
         "+1 map =====+|\n|.          ||\n+===========+|\n"},
        {{.number = 2, .title = "m", .note = "log"}, "half",
         "┌2 m ── log ┐|\n│.          │|\n└───────────┘|\n"},
        {{.number = 2, .title = "m", .joined = true}, "half",
         "├2 m ───────┤|\n│.          │|\n└───────────┘|\n"},
        {{.number = 2, .title = "m", .focused = true}, "half",
         "╔2 m ═══════╗|\n║.          ║|\n╚═══════════╝|\n"},
        {{.number = 3, .title = "a long title", .note = "x", .focused = true}, "half",
         "╔3 a long t…╗|\n║.          ║|\n╚═══════════╝|\n"},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canvas c = new_canvas(13, 3, rows[i].glyphs, 0);
        struct area whole = area_whole(&c), inside;

        inside = area_frame(&whole, &rows[i].frame);
        assert_int_equal(inside.cols, 11);
        assert_int_equal(inside.rows, 1);
        area_put(&inside, 0, 0, (struct cell){.glyph = '.'});
        assert_glyphs(&c, rows[i].want);
        canvas_free(&c);
    }
}

static void every_size_of_frame_is_drawn(void **state)
{
    (void)state;
    for (int cols = 1; cols < 12; cols++)
        for (int rows = 1; rows < 4; rows++) {
            struct canvas c = new_canvas(cols, rows, "half", 256);
            struct area whole = area_whole(&c);

            area_frame(&whole, &(struct frame){.number = 7,
                                               .title = "title",
                                               .note = "note",
                                               .focused = cols % 2 == 0});
            canvas_free(&c);
        }
}

static void blanks_fill_what_a_resize_adds(void **state)
{
    struct canvas c = new_canvas(2, 1, "ascii", 0);
    struct area whole = area_whole(&c);

    (void)state;
    area_fill(&whole, (struct cell){.glyph = 'x'});
    canvas_resize(&c, 3, 2);
    assert_glyphs(&c, "   |\n   |\n");
    canvas_resize(&c, -5, 100000);
    assert_int_equal(c.cols, 1);
    assert_int_equal(c.rows, CANVAS_MOST);
    canvas_free(&c);
    assert_null(c.cells);
}

/* Random cells in random areas, with the characters that make trouble. */
static void random_drawing_leaves_whole_characters(void **state)
{
    static const uint32_t glyphs[] = {'a',   ' ',    u'漢',      0,   7,
                                      0x301, 0xD800, 0xFFFFFFFF, u'█'};
    struct canvas c = new_canvas(17, 5, "half", 256);
    struct area whole = area_whole(&c);

    (void)state;
    for (uint32_t i = 0; i < 20000; i++) {
        uint32_t bits[4];
        struct area part;

        random_bits((struct random_place){.seed = 1, .index = i}, bits);
        part = area_part(
            &whole, (struct box){(int)(bits[0] % 25) - 4, (int)(bits[1] % 9) - 2,
                                 (int)(bits[0] >> 16) % 12, (int)(bits[1] >> 16) % 5});
        area_put(&part, (int)(bits[2] % 12) - 1, (int)(bits[2] >> 16) % 5 - 1,
                 (struct cell){.glyph = glyphs[bits[3] % 9]});
    }
    for (int k = 0; k < c.cols * c.rows; k++) {
        bool wide = text_width(c.cells[k].glyph) == 2;

        if (wide)
            assert_true(k % c.cols < c.cols - 1);
        if (k + 1 < c.cols * c.rows)
            assert_int_equal(wide, c.cells[k + 1].glyph == CELL_TAIL);
        if (c.cells[k].glyph != CELL_TAIL)
            assert_true(text_is_safe(c.cells[k].glyph));
    }
    canvas_free(&c);
}

static void dots_of_every_glyph_set_come_back(void **state)
{
    (void)state;
    for (const struct glyphs *set = glyph_sets(); set->name; set++) {
        unsigned count = 1u << (set->across * set->down);

        assert_ptr_equal(glyphs_find(set->name), set);
        for (unsigned bits = 0; bits < count; bits++)
            if (count > 2)
                assert_int_equal(glyph_dots(set, glyph_of_dots(set, bits)), bits);
    }
    assert_null(glyphs_find("sextant"));
}

/*
 * Walks the bytes of a set's row: every 32-bit field between its pointers is a character.
 */
static void the_ascii_set_is_ascii(void **state)
{
    const struct glyphs *set = glyphs_find("ascii");
    const uint32_t *first = &set->horizontal;
    const uint32_t *end = &set->down_mark + 1;

    (void)state;
    for (const uint32_t *glyph = first; glyph < end; glyph++)
        assert_true(*glyph < 0x7F);
    for (int slot = 0; slot < RUNNERS_MAX; slot++)
        for (int other = 0; other < slot; other++)
            assert_int_not_equal(glyph_runner(slot), glyph_runner(other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_area_is_the_part_of_its_parent_that_exists),
        cmocka_unit_test(nothing_is_drawn_outside_an_area),
        cmocka_unit_test(unsafe_text_never_reaches_a_cell),
        cmocka_unit_test(half_of_a_wide_character_never_stays),
        cmocka_unit_test(a_line_is_written_piece_by_piece),
        cmocka_unit_test(words_are_wrapped_over_rows),
        cmocka_unit_test(a_gauge_shows_the_share),
        cmocka_unit_test(a_frame_carries_its_title_and_returns_its_inside),
        cmocka_unit_test(every_size_of_frame_is_drawn),
        cmocka_unit_test(blanks_fill_what_a_resize_adds),
        cmocka_unit_test(random_drawing_leaves_whole_characters),
        cmocka_unit_test(dots_of_every_glyph_set_come_back),
        cmocka_unit_test(the_ascii_set_is_ascii),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
