/*
 * Panes and the screen: golden frames as two planes, and any size, any number, any key.
 */
#include "scene_net.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/random.h"
#include "draw/encode.h"
#include "golden.h"

static struct scene scene; /* too large for the stack */

static void draw_screen(struct canvas *c)
{
    struct scene_view view = {.snap = &scene.snap, .view = &scene.view};

    if (scene.snap.layers > 0)
        scene_answer_net(&scene, c->cols, c->rows);
    else
        scene_answer(&scene, c->cols, c->rows);
    screen_draw(c, &view);
}

/* Of no dimensions: a net. */
static void open_scene(int dims)
{
    if (dims > 0)
        scene_open(&scene, dims);
    else
        scene_open_net(&scene);
}

static struct canvas draw_at(int cols, int rows)
{
    struct canvas c = {.glyphs = scene.view.glyphs};

    canvas_resize(&c, cols, rows);
    draw_screen(&c);
    return c;
}

/* What a golden frame is of. */
struct frame_row {
    const char *name; /* of the file in tests/frames */
    int dims, cols, rows;
    const char *glyphs;
    int colours;
    void (*adjust)(struct scene *s);
};

static void pause_it(struct scene *s)
{
    s->view.paused = true;
    s->snap.last_step = 90;
    s->view.run = 1;
    s->view.setting = 2;
    s->view.focus = 3;
    s->view.has_cross = true;
    s->view.cross[0] = -1;
    s->view.cross[1] = -1;
}

static void type_command(struct scene *s)
{
    s->view.prompt = "set lr 0.1";
    s->view.cursor = 10;
    s->view.message = "no setting is called \"rate\"";
    s->view.message_is_error = true;
    s->view.speed = INFINITY;
}

static void maximize_loss(struct scene *s)
{
    s->view.maximized = s->view.focus = 2;
}

static void diverge(struct scene *s)
{
    s->run[1].state = RUN_DIVERGED;
    s->run[1].x[0] = 1e200;
    s->run[0].state = RUN_CONVERGED;
    s->snap.landmarks = 0;
    s->run[0].findings = 0;
}

static void choose_the_better_net(struct scene *s)
{
    s->view.run = 1;
}

/* Its name is long, and it differs from the other in a setting of its optimizer. */
static void compare_momentum(struct scene *s)
{
    s->run[1].name = "sgd_momentum_0_8";
    s->run[1].twin_of = 0;
    s->run[1].setting[0].value = s->run[0].setting[0].value;
}

static int pane_called(const char *name)
{
    int i = 0;

    while (strcmp(panes()[i]->name, name) != 0)
        i++;
    return i;
}

static void make_layers_large(struct scene *s)
{
    s->view.large = pane_called("layers");
}

static void maximize_layers(struct scene *s)
{
    s->view.maximized = s->view.focus = pane_called("layers");
}

static const struct frame_row FRAMES[] = {
    {"saddle-80x24", 2, 80, 24, "half", 256, NULL},
    {"saddle-80x24-mono", 2, 80, 24, "half", 0, NULL},
    {"saddle-80x24-ascii", 2, 80, 24, "ascii", 0, pause_it},
    {"saddle-40x12", 2, 40, 12, "half", 256, NULL},
    {"saddle-40x12-ascii", 2, 40, 12, "ascii", 0, type_command},
    {"saddle-50x40", 2, 50, 40, "quadrant", 256, pause_it},
    {"saddle-132x43", 2, 132, 43, "half", 256, pause_it},
    {"saddle-120x20", 2, 120, 20, "braille", 16, diverge},
    {"saddle-200x60", 2, 200, 60, "half", 256, NULL},
    {"saddle-100x30-loss", 2, 100, 30, "half", 8, maximize_loss},
    {"well-80x24", 1, 80, 24, "half", 256, pause_it},
    {"well-80x24-ascii", 1, 80, 24, "ascii", 0, NULL},
    {"well-100x30-quadrant", 1, 100, 30, "quadrant", 256, NULL},
    {"net-80x24", 0, 80, 24, "half", 256, NULL},
    {"net-80x24-ascii", 0, 80, 24, "ascii", 0, choose_the_better_net},
    {"net-80x24-layers", 0, 80, 24, "half", 0, make_layers_large},
    {"net-80x24-twin", 0, 80, 24, "half", 0, compare_momentum},
    {"net-80x24-twin-ascii", 0, 80, 24, "ascii", 0, compare_momentum},
    {"net-40x12", 0, 40, 12, "half", 256, NULL},
    {"net-40x12-ascii", 0, 40, 12, "ascii", 0, maximize_layers},
    {"net-120x40", 0, 120, 40, "half", 16, choose_the_better_net},
    {"too-small-30x3", 2, 30, 3, "ascii", 0, NULL},
};

static void every_frame_is_as_it_was_agreed_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FRAMES / sizeof *FRAMES; i++) {
        struct canvas c;

        open_scene(FRAMES[i].dims);
        scene.view.glyphs = glyphs_find(FRAMES[i].glyphs);
        scene.view.colours = FRAMES[i].colours;
        if (FRAMES[i].adjust)
            FRAMES[i].adjust(&scene);
        c = draw_at(FRAMES[i].cols, FRAMES[i].rows);
        golden_check(&c, FRAMES[i].name);
        canvas_free(&c);
    }
}

static void every_size_is_drawn(void **state)
{
    struct canvas c = {0};
    int count = 0;

    (void)state;
    while (panes()[count])
        count++;
    for (int dims = 0; dims <= 2; dims++)
        for (int cols = 1; cols <= 170; cols += cols < 90 ? 1 : 17)
            for (int rows = 1; rows <= 64; rows += rows < 30 ? 1 : 11) {
                open_scene(dims);
                scene.view.focus = (cols + rows) % count;
                scene.view.large = cols % count;
                scene.view.maximized = rows % 3 ? -1 : cols % count;
                canvas_resize(&c, cols, rows);
                draw_screen(&c);
            }
    canvas_free(&c);
}

static void below_the_least_size_a_line_says_what_is_needed(void **state)
{
    struct buffer text = {0};
    struct canvas c;

    (void)state;
    scene_open(&scene, 2);
    c = draw_at(39, 40);
    encode_text(&c, NULL, &text);
    assert_non_null(strstr(text.text, "needs 40 x 12 cells"));
    buffer_free(&text);
    canvas_free(&c);
}

/* What the net is now has room before what the clock counts. */
static bool screen_says(int cols, int rows, const char *words)
{
    struct canvas c = draw_at(cols, rows);
    struct buffer text = {0};
    bool found;

    encode_text(&c, NULL, &text);
    found = strstr(text.text, words) != NULL;
    buffer_free(&text);
    canvas_free(&c);
    return found;
}

static void the_header_says_what_the_net_is(void **state)
{
    static const struct {
        const char *formula;
        int cols;
        const char *want;
    } ROWS[] = {
        {"net 2-32x20-1 tanh, normal, bce on moons", 80, "tanh, normal… "},
        {"net 2-32x20-1 tanh, batch norm, xavier, bce on moons", 80,
         "batch norm, xavier… "},
        {"net 2-32x8-1 tanh, batch norm, residual, he, bce on moons", 80, "residual… "},
        {"net 2-9x9-1 relu, batch norm, residual, he, bce on moons", 68,
         "relu, batch norm…"},
        {"net 2-9x9-1 relu, he, bce on moons", 120, "relu, he, bce on moons  "},
    };

    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        open_scene(0);
        scene.snap.title = "A net of twenty layers: what does it do?";
        scene.snap.formula = ROWS[i].formula;
        scene.snap.step = 1250;
        assert_true(screen_says(ROWS[i].cols, 24, ROWS[i].want));
        assert_true(screen_says(ROWS[i].cols, 24, "A net"));
    }
}

/* However narrow it is, and whatever was said last. */
static void what_to_try_is_the_last_thing_to_be_cut(void **state)
{
    static const struct {
        int cols, rows;
        const char *message, *want, *end;
    } ROWS[] = {
        {80, 24, "", "sgd vanishes: layer 1 gets a gradient of 1e-7, the last",
         "layers."},
        {80, 24, "quantity flow: |dL/dz|", "|dL/dz|   sgd vanishes: layer 1", "layers."},
        {60, 18, "", "sgd vanishes: layer 1 gets a gradient of 1e-7, the last",
         "layers."},
        {80, 18, "", "sgd vanishes… Try relu", "layers."},
        {40, 12, "", "sgd vanishes… Try relu", "layers."},
        {40, 12, "set lr 0.1", "set lr 0.1   Try relu", "layers."},
        {200, 60, "set sgd.lr 0.1", "sgd vanishes: layer 1 gets a gradient", "layers."},
    };

    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        open_scene(0);
        scene.view.message = ROWS[i].message;
        assert_true(screen_says(ROWS[i].cols, ROWS[i].rows, ROWS[i].want));
        assert_true(screen_says(ROWS[i].cols, ROWS[i].rows, ROWS[i].end));
    }
}

static void what_is_not_known_yet_is_no_number(void **state)
{
    (void)state;
    open_scene(0);
    scene.run[0].loss = scene.run[0].grad_norm = NAN;
    assert_false(screen_says(120, 40, "nan"));
    assert_true(screen_says(120, 40, "►o sgd             -   50%"));
}

/* Its losses leave the axis to the others. */
static void who_has_diverged_does_not_set_the_axis(void **state)
{
    (void)state;
    open_scene(0);
    scene.view.maximized = scene.view.focus = 2;
    assert_true(scene.run[0].trace.count > 4);
    assert_false(screen_says(80, 24, "e140"));
    scene.run[0].loss = 1e140;
    assert_true(screen_says(80, 24, "e140"));
    scene.run[0].state = RUN_DIVERGED;
    assert_false(screen_says(80, 24, "e140"));
}

static void where_there_are_no_colours_the_chosen_word_is_in_brackets(void **state)
{
    (void)state;
    open_scene(0);
    assert_true(screen_says(120, 40, " none norm value "));
    scene.view.colours = 0;
    assert_true(screen_says(120, 40, " none [norm] value "));
    assert_true(screen_says(80, 24, " none[norm]value "));
}

static void a_long_name_is_whole_where_there_is_room(void **state)
{
    (void)state;
    open_scene(0);
    compare_momentum(&scene);
    assert_true(screen_says(120, 40, "+ sgd_momentum_0_8 "));
    assert_true(screen_says(80, 24, "sgd_momentum_0_8: momentum 0.8"));
}

static void the_fit_says_whose_it_is_and_that_it_is_on_its_way(void **state)
{
    struct scene_view view = {.snap = &scene.snap, .view = &scene.view};
    struct canvas c = {.glyphs = glyphs_find("half")};
    struct buffer text = {0};

    (void)state;
    open_scene(0);
    assert_true(screen_says(80, 24, "fit sgd ") && screen_says(120, 40, "fit sgd "));
    assert_false(screen_says(80, 24, "worked out"));
    scene.snap.fit = NULL;
    canvas_resize(&c, 80, 24);
    screen_draw(&c, &view);
    encode_text(&c, NULL, &text);
    assert_non_null(strstr(text.text, "what the net says is being worked out"));
    buffer_free(&text);
    canvas_free(&c);
}

static double wild_number(uint32_t *index)
{
    static const double wild[] = {NAN, INFINITY, -INFINITY, 1e150, -1e308, 1e308,
                                  0,   1e-308,   -0.0,      1,     -3,     2.5};
    uint32_t bits[4];

    random_bits((struct random_place){.seed = 3, .index = ++*index}, bits);
    return bits[0] % 3 ? wild[bits[1] % 12] : (bits[2] / 4294967296.0 - 0.5) * 10;
}

static void make_wild(uint32_t *index)
{
    for (int i = 0; i < scene.snap.runs; i++) {
        struct run_view *r = &scene.run[i];

        r->loss = wild_number(index);
        r->grad_norm = wild_number(index);
        r->lr = wild_number(index);
        r->here.condition = wild_number(index);
        r->here.rate_limit = wild_number(index);
        r->evals = fabs(wild_number(index));
        for (int a = 0; a < AXES; a++) {
            r->x[a] = wild_number(index);
            r->next[a] = wild_number(index);
            r->grad[a] = wild_number(index);
            r->here.values[a] = wild_number(index);
            r->here.vectors[a][1 - a] = wild_number(index);
        }
        for (int k = 0; k < SCENE_STEPS; k++)
            scene.trail[i][k] = (struct sample){{wild_number(index), wild_number(index)},
                                                wild_number(index),
                                                wild_number(index)};
    }
    for (int i = 0; i < scene.snap.landmarks; i++)
        scene.landmark[i].value = scene.landmark[i].x[0] = wild_number(index);
    scene.view.cross[0] = wild_number(index);
    scene.view.speed = wild_number(index);
}

static void no_number_upsets_a_pane(void **state)
{
    uint32_t index = 0;

    (void)state;
    for (int i = 0; i < 300; i++) {
        struct scene_view view = {.snap = &scene.snap, .view = &scene.view};
        struct canvas c = {.glyphs = glyph_sets() + i % 4};

        scene_open(&scene, 1 + i % 2);
        scene.view.glyphs = c.glyphs;
        scene.view.paused = scene.view.has_cross = i % 3 == 0;
        canvas_resize(&c, 80 + i % 60, 24 + i % 30);
        scene_answer(&scene, c.cols, c.rows);
        make_wild(&index);
        for (int k = 0; k < scene.raster.cols * scene.raster.rows; k++)
            scene.heights[k] = wild_number(&index);
        screen_draw(&c, &view);
        canvas_free(&c);
    }
}

static void no_answer_of_a_net_upsets_the_fit(void **state)
{
    uint32_t index = 0;

    (void)state;
    for (int classes = 0; classes <= 16; classes += 4)
        for (int inputs = 1; inputs <= 3; inputs++) {
            struct scene_view view = {.snap = &scene.snap, .view = &scene.view};
            struct canvas c = new_canvas(100, 30, classes % 8 ? "half" : "ascii", 256);

            scene_open_net(&scene);
            scene_net.scatter.classes = classes;
            scene_net.scatter.inputs = inputs;
            scene_answer_net(&scene, c.cols, c.rows);
            for (int i = 0; i < NET_CELLS; i++) {
                scene_net.values[i] = wild_number(&index);
                scene_net.said[i] = (uint8_t)(classes ? i % classes : 0);
            }
            screen_draw(&c, &view);
            canvas_free(&c);
        }
}

static void the_ascii_screen_is_ascii(void **state)
{
    struct buffer text = {0};
    struct canvas c;

    (void)state;
    scene_open(&scene, 2);
    scene.view.glyphs = glyphs_find("ascii");
    scene.snap.title = "caf\303\251 \033[2J \342\200\256";
    c = draw_at(100, 30);
    encode_text(&c, NULL, &text);
    for (size_t i = 0; i < text.used; i++)
        assert_true(text.text[i] == '\n' || (text.text[i] >= ' ' && text.text[i] < 0x7F));
    buffer_free(&text);
    canvas_free(&c);
}

static void a_frame_takes_at_most_8_bytes_a_cell(void **state)
{
    static const struct {
        int cols, rows;
    } sizes[] = {{80, 24}, {120, 40}, {200, 60}, {132, 43}};
    uint32_t index = 0;

    (void)state;
    for (int i = 0; i < 16; i++) {
        struct scene_view view = {.snap = &scene.snap, .view = &scene.view};
        struct theme theme = {i % 2, 256};
        struct canvas c = {.glyphs = glyphs_find("half")};
        struct buffer ansi = {0};

        scene_open(&scene, 2);
        scene.view.maximized = i % 4 == 3 ? 0 : -1;
        canvas_resize(&c, sizes[i % 4].cols, sizes[i % 4].rows);
        scene_answer(&scene, c.cols, c.rows);
        for (int k = 0; i >= 8 && k < scene.raster.cols * scene.raster.rows; k++)
            scene.heights[k] = wild_number(&index);
        screen_draw(&c, &view);
        encode_ansi(&c, &theme, &ansi);
        assert_true(ansi.used <= (size_t)(8 * c.cols * c.rows));
        buffer_free(&ansi);
        canvas_free(&c);
    }
}

/* The part of the screen's text that stands in a pane's frame is searched for. */
static bool shows(const struct canvas *c, const char *what)
{
    struct buffer text = {0};
    bool found;

    encode_text(c, NULL, &text);
    found = strstr(text.text, what) != NULL;
    buffer_free(&text);
    return found;
}

static void what_is_chosen_is_in_sight(void **state)
{
    (void)state;
    scene_open(&scene, 2);
    for (int i = 2; i < RUNS_MAX; i++) {
        scene_name(&scene.run[i], "adam", "x -= lr g");
        scene_race(&scene, i, 0.01 * i, 0);
    }
    scene.snap.runs = RUNS_MAX;
    for (int i = 0; i < RUNS_MAX; i++)
        for (int k = 0; k < 4; k++) {
            struct canvas c;
            char head[8];

            scene.view.run = i;
            scene.view.setting = k;
            c = draw_at(80, 24);
            snprintf(head, sizeof head, "\342\226\272%c", (char)glyph_runner(i));
            assert_true(shows(&c, head));
            snprintf(head, sizeof head, "\342\226\272 %.3s", scene_rows[k].name);
            assert_true(shows(&c, head));
            canvas_free(&c);
        }
}

static void the_last_keys_are_always_shown(void **state)
{
    (void)state;
    for (int cols = 40; cols < 100; cols += 7) {
        struct canvas c;

        scene_open(&scene, 2);
        c = draw_at(cols, 24);
        assert_true(shows(&c, "? help  q quit"));
        canvas_free(&c);
    }
}

static void only_a_paused_map_asks_for_the_next_step(void **state)
{
    (void)state;
    for (int paused = 0; paused < 2; paused++) {
        int kinds[4] = {0};

        scene_open(&scene, 2);
        scene.view.paused = paused;
        scene_answer(&scene, 80, 24);
        for (int i = 0; i < scene.asks.count; i++)
            kinds[scene.asks.list[i].kind]++;
        assert_int_equal(kinds[ASK_RASTER], 1);
        assert_true(kinds[ASK_LANDMARKS] > 0);
        assert_int_equal(kinds[ASK_CURVATURE], 1);
        assert_int_equal(kinds[ASK_NEXT], paused);
    }
}

static void every_pane_says_what_it_is(void **state)
{
    (void)state;
    for (int i = 0; panes()[i]; i++) {
        const struct pane *p = panes()[i];

        assert_true(p->name[0] && p->title[0] && p->help[0]);
        assert_true(p->least > 0 && p->weight > 0 && p->draw);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(p->name, panes()[k]->name);
    }
}

static void a_scene_without_runners_is_drawn(void **state)
{
    (void)state;
    for (int dims = 1; dims <= 2; dims++) {
        struct canvas c = {.glyphs = glyphs_find("half")};
        struct scene_view view = {.snap = &scene.snap, .view = &scene.view};

        scene_open(&scene, dims);
        scene.snap.runs = 0;
        scene.snap.raster = NULL;
        canvas_resize(&c, 90, 30);
        screen_draw(&c, &view);
        assert_true(shows(&c, scene.snap.about));
        assert_true(shows(&c, "Nobody races: o adds a runner."));
        canvas_free(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_frame_is_as_it_was_agreed_on),
        cmocka_unit_test(every_size_is_drawn),
        cmocka_unit_test(the_header_says_what_the_net_is),
        cmocka_unit_test(what_to_try_is_the_last_thing_to_be_cut),
        cmocka_unit_test(what_is_not_known_yet_is_no_number),
        cmocka_unit_test(who_has_diverged_does_not_set_the_axis),
        cmocka_unit_test(where_there_are_no_colours_the_chosen_word_is_in_brackets),
        cmocka_unit_test(a_long_name_is_whole_where_there_is_room),
        cmocka_unit_test(the_fit_says_whose_it_is_and_that_it_is_on_its_way),
        cmocka_unit_test(below_the_least_size_a_line_says_what_is_needed),
        cmocka_unit_test(no_number_upsets_a_pane),
        cmocka_unit_test(no_answer_of_a_net_upsets_the_fit),
        cmocka_unit_test(the_ascii_screen_is_ascii),
        cmocka_unit_test(a_frame_takes_at_most_8_bytes_a_cell),
        cmocka_unit_test(what_is_chosen_is_in_sight),
        cmocka_unit_test(the_last_keys_are_always_shown),
        cmocka_unit_test(only_a_paused_map_asks_for_the_next_step),
        cmocka_unit_test(every_pane_says_what_it_is),
        cmocka_unit_test(a_scene_without_runners_is_drawn),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
