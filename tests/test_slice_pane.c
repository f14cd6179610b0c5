/* The slice's pane: marks stand where the numbers say, and no number upsets it. */
#include "scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "draw/encode.h"

enum { COLS = 40, ROWS = 20, POINTS = 5 };

static struct scene scene; /* too large for the stack */
static struct slice slice;
static struct slice_point way[POINTS];

static const struct pane *slice_pane(void)
{
    for (int i = 0; panes()[i]; i++)
        if (strcmp(panes()[i]->name, "slice") == 0)
            return panes()[i];
    return NULL;
}

/* A valley along a straight way to the right. */
static void open_scene(void)
{
    scene_open(&scene, 2);
    scene.snap.dims = 0;
    scene.snap.layers = 3;
    scene.raster = (struct raster){.window = {{-8, -4}, {8, 4}},
                                   .cols = COLS,
                                   .rows = ROWS,
                                   .done = ROWS,
                                   .values = scene.heights,
                                   .version = 1};
    for (int i = 0; i < COLS * ROWS; i++)
        scene.heights[i] = abs(i / COLS - ROWS / 2) / 5.0 - 1;
    for (int i = 0; i < POINTS; i++)
        way[i] = (struct slice_point){.x = i - 6, .far = 6 - i, .steps = i};
    slice = (struct slice){
        .words = "",
        .known = true,
        .axis = {{.share = 0.9, .curvature = NAN}, {.share = 0.05, .curvature = NAN}},
        .raster = &scene.raster,
        .done = 1,
        .paths = 1,
        .taken = 4};
    slice.path[0] = (struct slice_path){
        .count = POINTS, .point = way, .head = {.x = 3, .y = 2, .steps = 5}};
    scene.snap.slice = &slice;
}

static void draw_pane(struct canvas *c)
{
    const struct scene_view view = {
        .snap = &scene.snap, .view = &scene.view, .budget = 100000};
    struct area area = area_whole(c);

    slice_pane()->draw(&area, &view);
    slice_pane()->edge(&area, &view);
}

static struct canvas canvas_of(int cols, int rows)
{
    struct canvas c = {.glyphs = scene.view.glyphs, .colours = scene.view.colours};

    canvas_resize(&c, cols, rows);
    return c;
}

static uint32_t glyph_at(const struct canvas *c, double x, double y)
{
    int rows = c->rows - 2; /* of words above */
    int col = (int)((x + 8) / 16 * c->cols), row = (int)((4 - y) / 8 * rows) + 2;

    return c->cells[row * c->cols + col].glyph;
}

static void marks_stand_where_the_numbers_say(void **state)
{
    struct canvas c;

    (void)state;
    open_scene();
    scene.view.glyphs = glyphs_find("ascii");
    scene.view.colours = 0;
    c = canvas_of(COLS, ROWS + 2);
    slice_pane()->draw(
        &(struct area){.canvas = &c, .cols = c.cols, .rows = c.rows},
        &(struct scene_view){.snap = &scene.snap, .view = &scene.view, .budget = 100000});
    assert_int_equal(glyph_at(&c, -6, 0), 'S');
    assert_int_equal(glyph_at(&c, 3, 2), glyph_runner(scene.run[0].slot));
    for (int i = 1; i < POINTS; i++)
        assert_true(glyph_at(&c, way[i].x, 0) != ' ');
    canvas_free(&c);
}

static double wild_number(uint32_t *index)
{
    static const double WILD[] = {NAN, INFINITY, -INFINITY, 1e308, -1e308, 0, 1e-308, 2};
    uint32_t bits[4];

    random_bits((struct random_place){.seed = 5, .index = ++*index}, bits);
    return bits[0] % 2 ? WILD[bits[1] % 8] : (bits[2] / 4294967296.0 - 0.5) * 10;
}

static void make_wild(uint32_t *index)
{
    struct slice_path *path = &slice.path[0];

    for (int i = 0; i < COLS * ROWS; i++)
        scene.heights[i] = wild_number(index);
    for (int i = 0; i < POINTS; i++)
        way[i] = (struct slice_point){.x = wild_number(index), .y = wild_number(index)};
    path->head.x = wild_number(index);
    path->head.y = wild_number(index);
    path->outside = wild_number(index);
    slice.axis[0].share = wild_number(index);
    slice.axis[1].curvature = wild_number(index);
    slice.axis[1].share = NAN;
}

static void no_number_upsets_it(void **state)
{
    uint32_t index = 0;

    (void)state;
    for (int i = 0; i < 200; i++) {
        struct canvas c;

        open_scene();
        scene.view.glyphs = glyph_sets() + i % 4;
        scene.view.colours = i % 3 ? 256 : 0;
        make_wild(&index);
        c = canvas_of(3 + i % 97, 3 + i % 40);
        draw_pane(&c);
        canvas_free(&c);
    }
}

static bool says(const struct canvas *c, const char *words)
{
    struct buffer text = {0};
    bool found;

    encode_text(c, NULL, &text);
    found = strstr(text.text, words) != NULL;
    buffer_free(&text);
    return found;
}

static void draw_framed(struct canvas *c)
{
    const struct scene_view view = {
        .snap = &scene.snap, .view = &scene.view, .budget = 100000};
    struct area framed = area_whole(c), inside;

    canvas_clear(c);
    inside = area_frame(&framed, &(struct frame){.title = "slice"});
    slice_pane()->draw(&inside, &view);
    slice_pane()->edge(&framed, &view);
}

/* Also of a net that has diverged, and where there is one row for it. */
static void its_marks_are_explained(void **state)
{
    for (int small = 0; small < 2; small++) {
        struct canvas c = canvas_of(60, small ? 12 : 24);

        (void)state;
        open_scene();
        draw_framed(&c);
        assert_true(says(&c, small ? "S start, step 4" : "S start  taken at step 4"));
        scene.heights[0] = NAN;
        draw_framed(&c);
        assert_true(says(&c, "/ no number"));
        scene.run[0].state = RUN_DIVERGED;
        slice.axis[0].share = NAN;
        draw_framed(&c);
        assert_true(says(&c, "sgd diverged") && !says(&c, "nan"));
        assert_true(says(&c, "v1, curvature unknown"));
        canvas_free(&c);
    }
}

static void without_a_slice_there_are_words(void **state)
{
    static const char *const WORDS[] = {"", "There is no such thing"};

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct canvas c;
        int written = 0;

        open_scene();
        slice.known = false;
        slice.words = WORDS[i];
        slice.raster = NULL;
        c = canvas_of(60, 10);
        draw_pane(&c);
        for (int k = 0; k < c.cols * c.rows; k++)
            written += c.cells[k].glyph != ' ';
        assert_true(written >= (i == 0 ? 20 : 18));
        assert_true(says(&c, "path: ") == (i == 0));
        canvas_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_stand_where_the_numbers_say),
        cmocka_unit_test(no_number_upsets_it),
        cmocka_unit_test(its_marks_are_explained),
        cmocka_unit_test(without_a_slice_there_are_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
