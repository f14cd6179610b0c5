/* A ground is drawn again only when it changed, and holds its look. */
#include "pane/ground.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "draw/encode.h"
#include "planes.h"

enum { COLS = 30, ROWS = 10 };

static double heights[COLS * ROWS * 2];

static struct field hills(void)
{
    for (int i = 0; i < COLS * ROWS * 2; i++)
        heights[i] = (i % COLS) * (i % 7) + i / COLS;
    return (struct field){.values = heights,
                          .cols = COLS,
                          .rows = ROWS * 2,
                          .done = ROWS * 2,
                          .right = 1,
                          .bottom = 1};
}

struct easel {
    struct canvas canvas;
    struct ground kept;
    struct field field;
    struct ground_picture picture;
};

static struct easel *set_up(void)
{
    static struct easel e;

    e = (struct easel){.canvas = new_canvas(COLS, ROWS, "half", 256),
                       .kept = {.canvas = new_canvas(COLS, ROWS, "half", 256)},
                       .field = hills()};
    e.picture = (struct ground_picture){
        .field = &e.field,
        .key = {.of = &e, .version = 1, .best = field_best(&e.canvas, BANDS_MAX)},
        .budget = SIZE_MAX};
    return &e;
}

static void take_down(struct easel *e)
{
    canvas_free(&e->canvas);
    canvas_free(&e->kept.canvas);
}

static size_t draw(struct easel *e, struct ground *kept)
{
    struct area whole = area_whole(&e->canvas);

    canvas_clear(&e->canvas);
    ground_draw(&whole, kept, &e->picture);
    return encode_cost(&whole);
}

static void what_is_the_same_is_not_drawn_again(void **state)
{
    struct easel *e = set_up();

    (void)state;
    draw(e, &e->kept);
    e->kept.canvas.cells[0].glyph = 'k';
    draw(e, &e->kept);
    assert_int_equal(e->canvas.cells[0].glyph, 'k');
    e->picture.key.version++;
    draw(e, &e->kept);
    assert_int_not_equal(e->canvas.cells[0].glyph, 'k');
    take_down(e);
}

static void it_becomes_coarser_but_not_finer_again(void **state)
{
    struct easel *e = set_up();
    size_t fine = draw(e, &e->kept), coarse;

    (void)state;
    e->picture.budget = fine / 2;
    coarse = draw(e, &e->kept);
    assert_true(coarse <= fine / 2);
    e->picture.budget = SIZE_MAX;
    assert_int_equal(draw(e, &e->kept), coarse);
    e->picture.key.version++;
    assert_int_equal(draw(e, &e->kept), coarse);
    e->picture.key.kind++;
    assert_int_equal(draw(e, &e->kept), fine);
    take_down(e);
}

static void nothing_is_kept_without_room(void **state)
{
    struct easel *e = set_up();
    size_t fine = draw(e, NULL);

    (void)state;
    e->picture.budget = fine / 2;
    assert_true(draw(e, NULL) <= fine / 2);
    e->picture.budget = SIZE_MAX;
    assert_int_equal(draw(e, NULL), fine);
    canvas_resize(&e->kept.canvas, COLS - 1, ROWS);
    assert_int_equal(draw(e, &e->kept), fine);
    assert_false(e->kept.known);
    take_down(e);
}

static int parity(const struct tiling *tiling, size_t cell)
{
    (void)tiling;
    return cell == 0 ? -1 : (int)(cell % 2);
}

/* Tiles take the place of bands, with colours and without. */
static void tiles_are_drawn_as_they_are(void **state)
{
    static const struct tile TILES[] = {{ROLE_REGION, '.'}, {ROLE_REGION + 1, ':'}};
    const struct tiling tiling = {.tile = TILES, .of = parity};

    (void)state;
    for (int colours = 0; colours <= 256; colours += 256) {
        struct canvas c = new_canvas(4, 1, "ascii", colours);
        struct area whole = area_whole(&c);
        struct field field = {
            .cols = 4, .rows = 1, .done = 1, .right = 1, .bottom = 1, .tiling = &tiling};

        field_draw(&whole, &field, field_best(&c, 2));
        for (int i = 1; i < 4; i++) {
            assert_int_equal(c.cells[i].glyph, colours ? ' ' : TILES[i % 2].glyph);
            assert_int_equal(c.cells[i].ground, colours ? TILES[i % 2].ground : 0);
        }
        assert_int_equal(c.cells[0].glyph, c.glyphs->undefined);
        canvas_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_the_same_is_not_drawn_again),
        cmocka_unit_test(it_becomes_coarser_but_not_finer_again),
        cmocka_unit_test(nothing_is_kept_without_room),
        cmocka_unit_test(tiles_are_drawn_as_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
