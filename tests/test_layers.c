/*
 * The panes of a net's layers, drawn from numbers that are known: bars, ghosts, marks of
 * theory and of what died, in every set of glyphs and at any size.
 */
#include "pane/held.h"
#include "pane/layer_quantity.h"
#include "pane/pane.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "golden.h"

enum { LAYERS_MOST = 101 };

extern const struct pane pane_layers, pane_layer;

/* A run whose layers' numbers are set by hand. */
struct picture {
    char names[LAYERS_MOST][16];
    struct layer_view layer[LAYERS_MOST];
    struct run_view run;
    struct snapshot snap;
    struct view view;
    struct histograms histograms;
    struct canvas canvas;
};

static struct picture p; /* too large for the stack */

/* Gradients fall from layer to layer by this factor on the way back. */
static void set_up(int layers, double factor)
{
    memset(&p, 0, sizeof p);
    for (int l = 0; l < layers; l++) {
        double g = pow(factor, layers - 1 - l);

        snprintf(p.names[l], sizeof p.names[l], "%d", l + 1);
        p.layer[l] = (struct layer_view){.name = l < layers - 1 ? p.names[l] : "out",
                                         .gradient = g,
                                         .flow = g / 2,
                                         .weight = 3,
                                         .update = 1e-3,
                                         .gradient_before = NAN,
                                         .flow_before = NAN,
                                         .weight_before = NAN,
                                         .jacobian = NAN,
                                         .product = NAN,
                                         .known = true,
                                         .mean = 0.25,
                                         .spread = 0.5};
    }
    p.run = (struct run_view){.name = "sgd",
                              .optimizer = "sgd",
                              .rule = "",
                              .paper = "",
                              .verdict = "",
                              .theory = "",
                              .formula = "net",
                              .layers = layers,
                              .layer = p.layer,
                              .stretched = -1,
                              .twin_of = -1};
    p.snap = (struct snapshot){.title = "",
                               .about = "",
                               .formula = "net",
                               .note = "",
                               .layers = layers,
                               .runs = 1,
                               .run = &p.run};
    p.view =
        (struct view){.maximized = -1, .glyphs = glyphs_find("half"), .colours = 256};
}

static void draw_pane(const struct pane *pane, int cols, int rows)
{
    const struct scene_view scene = {.snap = &p.snap, .view = &p.view};
    struct area framed, inside;

    p.canvas.glyphs = p.view.glyphs;
    p.canvas.colours = p.view.colours;
    canvas_resize(&p.canvas, cols, rows);
    framed = area_whole(&p.canvas);
    inside = area_frame(&framed, &(struct frame){.number = 6, .title = pane->title});
    pane->draw(&inside, &scene);
    if (pane->edge)
        pane->edge(&framed, &scene);
}

static void draw(int cols, int rows)
{
    draw_pane(&pane_layers, cols, rows);
}

static void done(void)
{
    canvas_free(&p.canvas);
}

static char *text_of(int row)
{
    static char out[4 * 256];
    char *to = out;

    for (int col = 0; col < p.canvas.cols; col++)
        to += text_encode(p.canvas.cells[row * p.canvas.cols + col].glyph, to);
    *to = '\0';
    return out;
}

static bool says(const char *text)
{
    for (int row = 0; row < p.canvas.rows; row++)
        if (strstr(text_of(row), text))
            return true;
    return false;
}

static int count(uint32_t glyph)
{
    int found = 0;

    for (int i = 0; i < p.canvas.cols * p.canvas.rows; i++)
        found += p.canvas.cells[i].glyph == glyph;
    return found;
}

static struct cell cell_at(int col, int row)
{
    return p.canvas.cells[row * p.canvas.cols + col];
}

/* Of a column of the picture below: five bars over 1e-5 to 1, ten rows from row 2 on. */
enum { BASE = 11, BAR_ROWS = 10, BARS_FROM = 6, PITCH = 8 };

static int filled(int layer)
{
    int cells = 0;

    for (int row = 1; row <= BASE; row++)
        cells += cell_at(BARS_FROM + PITCH * layer, row).glyph == u'█';
    return cells;
}

/* The row of a value. */
static int row_of(double value)
{
    int eighths = (int)((log10(value) + 5) / 5 * 8 * BAR_ROWS + 0.5);

    return BASE - (eighths - 1) / 8;
}

static void bars_are_as_high_as_their_decades(void **state)
{
    (void)state;
    set_up(5, 0.1);
    draw(47, 15);
    for (int l = 0; l < 5; l++) {
        double cells = (log10(p.layer[l].gradient) + 5) / 5 * BAR_ROWS;

        assert_int_equal(filled(l), (int)(cells + 0.3));
    }
    assert_true(says("▲1") && says("out") && says("layer 1: 1.00e-4"));
    assert_true(says("0.001") && says("0.1"));
    done();
}

static void the_ghost_stands_where_the_step_before_was(void **state)
{
    struct cell above, within;

    (void)state;
    set_up(5, 0.1);
    p.layer[0].gradient_before = 1e-2;
    p.layer[4].gradient_before = 1e-3;
    p.layer[2].gradient_before = p.layer[2].gradient;
    draw(47, 15);
    above = cell_at(BARS_FROM, row_of(1e-2));
    within = cell_at(BARS_FROM + 4 * PITCH, row_of(1e-3));
    assert_true(above.glyph == u'═' && above.ground == ROLE_PLAIN);
    assert_true(within.glyph == u'═' && within.ground == ROLE_RUNNER);
    assert_int_equal(count(u'═'), 2 * (PITCH - 1) + 1);
    assert_true(says("═ before 0.01"));
    done();
}

static void theory_has_a_mark_and_its_band(void **state)
{
    (void)state;
    set_up(5, 0.1);
    p.layer[0].theory = true;
    p.layer[0].gradient_theory = 2e-2;
    p.layer[0].gradient_low = 2e-3;
    p.layer[0].gradient_high = 2e-1;
    draw(47, 15);
    assert_int_equal(count(u'◆'), 2); /* and one in the legend */
    assert_true(says("◆ theory 0.02"));
    assert_true(count(u'│') > 2 * 13);
    p.view.quantity = 2;
    draw(47, 15);
    assert_int_equal(count(u'◆'), 0);
    done();
}

static void theory_that_knows_no_number_shows_none(void **state)
{
    (void)state;
    set_up(5, 0.1);
    for (int l = 0; l < 5; l++) {
        p.layer[l].theory = true;
        p.layer[l].gradient_theory = l ? p.layer[l].gradient : NAN;
        p.layer[l].gradient_low = p.layer[l].gradient_high = p.layer[l].gradient_theory;
    }
    draw(80, 15);
    assert_int_equal(count(u'◆'), 5); /* of four layers, and one in the legend */
    assert_true(says("◆ theory, not of 1") && !says("nan"));
    done();
}

static void whoever_does_not_live_is_marked(void **state)
{
    static const struct {
        enum layer_state state;
        uint32_t mark;
        const char *legend;
    } CASES[] = {
        {LAYER_LOST, '/', "/ 1 lost"},           {LAYER_EXPLODING, u'↑', "↑ 1 exploding"},
        {LAYER_DEAD, 'd', "d 1 dead"},           {LAYER_VANISHED, u'↓', "↓ 1 vanished"},
        {LAYER_SATURATED, 's', "s 1 saturated"}, {LAYER_RESTING, u'·', "· 1 resting"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        for (int layers = 3; layers <= LAYERS_MOST; layers += 49) {
            set_up(layers, 0.9);
            p.layer[layers / 2].state = CASES[i].state;
            draw(44, 15);
            assert_true(says(CASES[i].legend));
            assert_true(
                strchr(text_of(12), CASES[i].mark < 128 ? (int)CASES[i].mark : 0xE2) ||
                CASES[i].mark == u'·');
            done();
        }
}

/* Between neighbours that live its bar is short, and a line goes up to theirs. */
static void one_dead_layer_of_a_hundred_is_seen(void **state)
{
    (void)state;
    set_up(101, 1);
    p.layer[40].gradient = 1e-9;
    p.layer[40].state = LAYER_VANISHED;
    draw(44, 18);
    assert_int_equal(count(u'↓'), 2);
    assert_true(count(u'│') > 2 * 16 + 5 && count(u'▒') >= 1);
    p.view.layer = 40;
    draw(44, 18);
    assert_true(says("layer 41: 1.00e-9") && says("▲41"));
    done();
}

static void what_is_not_known_is_said_in_words(void **state)
{
    (void)state;
    set_up(4, 0.5);
    for (const struct layer_quantity *q = layer_quantities(); q->name; q++) {
        for (int l = 0; l < 4; l++)
            p.layer[l].gradient = p.layer[l].flow = p.layer[l].weight = NAN;
        for (int l = 0; l < 4; l++)
            p.layer[l].known = false;
        p.view.quantity = (int)(q - layer_quantities());
        draw(60, 15);
        assert_true(strlen(q->unknown) > 10 && strlen(q->help) > 10);
        assert_int_equal(count(u'█'), 0);
        done();
    }
}

static void any_number_is_drawn_at_any_size(void **state)
{
    static const double ODD[] = {0, -1, 1e-300, 1e300, INFINITY, -INFINITY, NAN};
    static const char *const GLYPHS[] = {"ascii", "half", "braille"};
    static const int LAYERS[] = {1, 2, 21, LAYERS_MOST};

    (void)state;
    for (int i = 0; i < 7 * 4 * 3; i++)
        for (int rows = 1; rows < 30; rows += 4)
            for (int cols = 1; cols < 120; cols += 17) {
                int layers = LAYERS[i / 7 % 4];

                set_up(layers, 0.7);
                p.view.glyphs = glyphs_find(GLYPHS[i / 28]);
                p.layer[layers / 2].gradient = p.layer[layers / 2].weight = ODD[i % 7];
                p.layer[layers / 2].gradient_before = ODD[(i + 3) % 7];
                p.layer[layers / 2].mean = p.layer[layers / 2].jacobian =
                    ODD[(i + 1) % 7];
                p.view.quantity = (rows + cols) % 8;
                p.view.layer = cols;
                draw(cols + 2, rows + 2);
                for (int k = 0; i < 28 && k < p.canvas.cols * p.canvas.rows; k++)
                    assert_true(p.canvas.cells[k].glyph < 128);
                draw_pane(&pane_layer, cols + 2, rows + 2);
                done();
            }
}

static void the_layer_pane_shows_numbers_and_how_they_are_spread(void **state)
{
    (void)state;
    set_up(5, 0.1);
    p.view.layer = 2;
    p.snap.histograms = &p.histograms;
    p.histograms.layer = 2;
    for (int i = 0; i < HISTOGRAM_KINDS; i++)
        p.histograms.of[i] = (struct histogram){
            .low = -2, .high = 6, .total = 48, .count = {[0] = 16, [31] = 32}};
    draw_pane(&pane_layer, 44, 18);
    assert_true(says("|dL/dW| 0.01") && says("|W| 3") && says("mean 0.25 sd 0.5"));
    assert_true(says("-2") && says("activations") && says("dL/dW") && says("weights"));
    assert_true(count(u'█') >= 3);
    p.histograms.layer = 1;
    draw_pane(&pane_layer, 44, 18);
    assert_int_equal(count(u'█'), 0);
    assert_false(says(" m shows its histograms"));
    draw_pane(&pane_layer, 44, 8);
    assert_true(says(" m shows its histograms"));
    done();
}

/* A second run, of another net; its gradients do not fall. */
static struct run_view two_runs[2];

static void add_twin(int layers)
{
    static struct layer_view even[LAYERS_MOST];

    for (int l = 0; l < layers; l++) {
        even[l] = p.layer[0];
        even[l].gradient = 1;
        even[l].name = p.names[l];
    }
    even[layers - 1].name = "out";
    p.run.twin_of = -1;
    two_runs[0] = two_runs[1] = p.run;
    two_runs[1].name = "sgd_norm";
    two_runs[1].slot = 2;
    two_runs[1].own = 1;
    two_runs[1].twin_of = 0;
    two_runs[1].layers = layers;
    two_runs[1].layer = even;
    p.snap.runs = 2;
    p.snap.run = two_runs;
}

static int in_role(enum role role)
{
    int found = 0;

    for (int i = 0; i < p.canvas.cols * p.canvas.rows; i++)
        found += p.canvas.cells[i].ink == role && p.canvas.cells[i].glyph != ' ';
    return found;
}

static void bars_of_two_nets_stand_beside_each_other(void **state)
{
    (void)state;
    set_up(5, 0.1);
    add_twin(5);
    draw(47, 15);
    assert_true(says("o sgd") && says("x sgd_norm") && says(" 1: o 1.0e-4 x 1 "));
    assert_true(cell_at(BARS_FROM + 1, BASE).ink == ROLE_RUNNER);
    assert_true(cell_at(BARS_FROM + 5, BASE).ink == ROLE_OF_RUNNER(2));
    assert_true(cell_at(BARS_FROM + 1, BASE).glyph == cell_at(BARS_FROM + 5, BASE).glyph);
    assert_int_equal(cell_at(BARS_FROM + 4, 1).ink, ROLE_OF_RUNNER(2));
    p.view.run = 1;
    draw(47, 15);
    assert_true(cell_at(BARS_FROM + 1, BASE).ink == ROLE_OF_RUNNER(2));
    done();
}

static void nets_of_other_depths_stand_above_each_other(void **state)
{
    (void)state;
    set_up(21, 0.3);
    add_twin(6);
    draw(44, 18);
    assert_true(in_role(ROLE_OF_RUNNER(0)) > 20 && in_role(ROLE_OF_RUNNER(2)) > 20);
    assert_true(cell_at(1, 7).glyph == 'o' && cell_at(1, 15).glyph == 'x');
    draw(44, 9); /* no room for two */
    assert_int_equal(in_role(ROLE_OF_RUNNER(2)), 6 + 1);
    assert_true(cell_at(7, 1).glyph == 'x' && cell_at(41, 1).glyph == 'x');
    p.view.run = 1; /* the shallow one has the bars */
    draw(44, 9);
    assert_true(in_role(ROLE_OF_RUNNER(0)) > 10 && says("o sgd"));
    done();
}

static void the_legend_has_every_mark_that_is_on_the_chart(void **state)
{
    (void)state;
    for (int cols = 36; cols <= 100; cols += 8) {
        set_up(5, 0.1);
        add_twin(5);
        for (int l = 0; l < 4; l++)
            p.layer[l].theory = true;
        p.layer[1].gradient_theory = p.layer[2].gradient_theory = 1;
        p.layer[2].state = LAYER_DEAD;
        two_runs[1].layer = p.layer; /* as its net, with a state that the first has not */
        p.layer[3].state = LAYER_SATURATED;
        p.layer[4].gradient = 0;
        p.layer[0].gradient_before = 1;
        draw(cols, 15);
        for (const uint32_t *mark = (const uint32_t[]){'d', 's', '/', u'◆', u'═', 0};
             *mark; mark++) {
            char text[8] = "";

            text_encode(*mark, text);
            assert_non_null(strstr(text_of(14), text));
        }
        done();
    }
}

static void a_mark_that_is_not_on_the_chart_is_not_in_the_legend(void **state)
{
    (void)state;
    set_up(5, 0.1);
    p.layer[0].gradient_before = p.layer[0].gradient;
    draw(47, 15);
    assert_true(!says("before") && count(u'═') == 0);
    done();
}

/* The output's size is another: what the layers within do is to be seen. */
static void the_output_does_not_widen_the_axis_of_activations(void **state)
{
    (void)state;
    set_up(5, 1);
    p.layer[4].mean = 500;
    for (int i = 0; layer_quantities()[i].name; i++)
        if (strcmp(layer_quantities()[i].name, "activation") == 0)
            p.view.quantity = i;
    draw(47, 11);
    assert_true(count(u'█') >= 28 && text_of(2)[3] == '1' && says("█─█"));
    done();
}

static void bars_beside_each_other_have_the_shapes_of_their_runs(void **state)
{
    (void)state;
    set_up(5, 0.1);
    add_twin(5);
    for (int l = 0; l < 5; l++)
        p.layer[l].state = LAYER_DEAD;
    p.view.colours = 0;
    draw(47, 15);
    assert_true(count('o') >= 5 && count('x') >= 5);
    assert_true(count(u'░') > 10 && count(u'▓') + count(u'▒') > 10);
    assert_true(cell_at(BARS_FROM, BASE).glyph != cell_at(BARS_FROM + 5, BASE).glyph);
    done();
}

/* Too many for two columns a layer, and too few rows for two charts. */
static void a_net_without_room_for_bars_shows_its_shape(void **state)
{
    (void)state;
    set_up(21, 0.3);
    add_twin(21);
    draw(44, 9); /* and before its row of marks, and in the legend */
    assert_int_equal(in_role(ROLE_OF_RUNNER(2)), 21 + 2);
    done();
}

static void equal_nets_stand_alone(void **state)
{
    (void)state;
    set_up(5, 0.1);
    add_twin(5);
    two_runs[1].twin_of = -1;
    two_runs[1].own = 0;
    draw(47, 15);
    assert_int_equal(in_role(ROLE_OF_RUNNER(2)), 0);
    assert_true(says(" 1 more run "));
    done();
}

/* Each is marked, the one that lets nothing pass above all, and said in words. */
static void the_layer_that_nothing_passes_stands_out(void **state)
{
    struct cell mark = {0};

    (void)state;
    set_up(6, 1);
    for (int l = 1; l < 5; l++) {
        p.layer[l].state = LAYER_DEAD;
        p.layer[l].dead = l == 3 ? 1 : 0.9;
    }
    draw(80, 15);
    assert_true(says("D nothing passes 4") && says("d 3 dead"));
    for (int i = 0; i < p.canvas.cols * (p.canvas.rows - 1); i++)
        mark = p.canvas.cells[i].glyph == 'D' ? p.canvas.cells[i] : mark;
    assert_true(mark.style & STYLE_REVERSE);
    done();
}

static void a_line_across_the_bars_stands_behind_them_and_is_explained(void **state)
{
    static const char *const NAMES[] = {"jacobian", "update"};

    (void)state;
    for (int k = 0; k < 2; k++) {
        set_up(6, 1);
        for (int i = 0; layer_quantities()[i].name; i++)
            if (strcmp(layer_quantities()[i].name, NAMES[k]) == 0)
                p.view.quantity = i;
        for (int l = 0; l < 6; l++) {
            p.layer[l].jacobian = 3;
            p.layer[l].update = 1;
            p.layer[l].gradient_before = 1;
        }
        draw(60, 15);
        assert_true(says(k ? "─ 0.001 is a good pace" : "─ 1 keeps the size"));
        assert_true(says("█─█"));
        done();
    }
}

static void every_broad_bar_has_its_value(void **state)
{
    (void)state;
    for (int flat = 0; flat < 2; flat++) {
        set_up(20, flat ? 1 : 0.3);
        draw(122, 30);
        for (int l = 0; l < 20; l++) {
            char value[16], text[NUMBER_TEXT];

            snprintf(value, sizeof value, " %s ",
                     number_brief(p.layer[l].gradient, 2, text));
            assert_true(says(value));
        }
        done();
    }
}

static void a_share_is_called_by_its_kind_and_only_where_there_is_one(void **state)
{
    int idle = 0;

    (void)state;
    while (strcmp(layer_quantities()[idle].name, "silent") != 0)
        idle++;
    set_up(5, 1);
    p.view.quantity = idle;
    for (int l = 0; l < 5; l++)
        p.layer[l].dead = NAN;
    draw(80, 15);
    assert_true(says("layer 1: 0% saturated") && says(" 0% "));
    for (int l = 0; l < 5; l++)
        p.layer[l].saturated = NAN;
    draw(80, 15);
    assert_true(says("neither die nor come to an end") && says("layer 1: -"));
    done();
}

/* Numbers that go up and down: it grows once, and is another where it would be empty. */
static void an_axis_holds_still(void **state)
{
    static const struct {
        double low, high, held_low, held_high;
    } ROWS[] = {
        {-3, 2, -3, 2},   {-3, 4, -3, 4},  {-2, 2, -3, 4}, {-3, 3, -3, 4},
        {-12, 1, -12, 1}, {-8, 0, -12, 1}, {-3, 1, -3, 1},
    };
    struct held_axis held = {0};

    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct axis axis =
            axis_held(&held, 7, (struct axis){ROWS[i].low, ROWS[i].high, true});

        assert_true(axis.low == ROWS[i].held_low && axis.high == ROWS[i].held_high);
    }
    assert_true(axis_held(&held, 8, (struct axis){-2, 1, true}).low == -2);
    assert_true(axis_held(NULL, 8, (struct axis){-1, 1, true}).low == -1);
}

/* Every state, a ghost, a mark of theory: what a stranger has to be able to read. */
static void everything_at_once(int layers)
{
    set_up(layers, layers > 50 ? 0.9 : 0.4);
    for (int l = 0; l < layers; l++) {
        struct layer_view *layer = &p.layer[l];

        layer->state = l < layers / 3 ? LAYER_VANISHED : LAYER_ALIVE;
        layer->theory = l % 2 == 0;
        layer->gradient_theory = 3 * layer->gradient;
        layer->gradient_low = layer->gradient;
        layer->gradient_high = 9 * layer->gradient;
        layer->gradient_before = l == layers - 2 ? 1e-3 : layer->gradient;
    }
    p.layer[layers / 2].state = LAYER_DEAD;
    p.layer[layers - 1].state = LAYER_SATURATED;
    p.view.layer = 1;
}

/* What a golden frame is of. */
static const struct frame_row {
    const char *name;
    int layers, cols, rows;
    const char *glyphs;
    int colours, twin; /* layers of a second net, 0: none */
} FRAMES[] = {
    {"layers-5-44x11", 5, 44, 11, "half", 256, 0},
    {"layers-5-44x11-ascii", 5, 44, 11, "ascii", 0, 0},
    {"layers-20-44x11", 20, 44, 11, "half", 256, 0},
    {"layers-20-44x19-mono", 20, 44, 19, "half", 0, 0},
    {"layers-100-44x11", 100, 44, 11, "half", 256, 0},
    {"layers-100-120x30", 100, 120, 30, "quadrant", 256, 0},
    {"layers-5-44x19-twin", 5, 44, 19, "half", 256, 5},
    {"layers-20-44x19-twin", 20, 44, 19, "ascii", 0, 6},
    {"layers-20-20x7", 20, 20, 7, "half", 256, 0},
};

static void every_frame_is_as_it_was_agreed_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FRAMES / sizeof *FRAMES; i++) {
        const struct frame_row *row = &FRAMES[i];

        everything_at_once(row->layers);
        if (row->twin)
            add_twin(row->twin);
        p.view.glyphs = glyphs_find(row->glyphs);
        p.view.colours = row->colours;
        draw(row->cols, row->rows);
        golden_check(&p.canvas, row->name);
        done();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_frame_is_as_it_was_agreed_on),
        cmocka_unit_test(bars_are_as_high_as_their_decades),
        cmocka_unit_test(the_ghost_stands_where_the_step_before_was),
        cmocka_unit_test(theory_has_a_mark_and_its_band),
        cmocka_unit_test(theory_that_knows_no_number_shows_none),
        cmocka_unit_test(whoever_does_not_live_is_marked),
        cmocka_unit_test(one_dead_layer_of_a_hundred_is_seen),
        cmocka_unit_test(what_is_not_known_is_said_in_words),
        cmocka_unit_test(any_number_is_drawn_at_any_size),
        cmocka_unit_test(bars_of_two_nets_stand_beside_each_other),
        cmocka_unit_test(nets_of_other_depths_stand_above_each_other),
        cmocka_unit_test(the_legend_has_every_mark_that_is_on_the_chart),
        cmocka_unit_test(a_mark_that_is_not_on_the_chart_is_not_in_the_legend),
        cmocka_unit_test(the_output_does_not_widen_the_axis_of_activations),
        cmocka_unit_test(bars_beside_each_other_have_the_shapes_of_their_runs),
        cmocka_unit_test(a_net_without_room_for_bars_shows_its_shape),
        cmocka_unit_test(equal_nets_stand_alone),
        cmocka_unit_test(the_layer_that_nothing_passes_stands_out),
        cmocka_unit_test(a_line_across_the_bars_stands_behind_them_and_is_explained),
        cmocka_unit_test(every_broad_bar_has_its_value),
        cmocka_unit_test(a_share_is_called_by_its_kind_and_only_where_there_is_one),
        cmocka_unit_test(an_axis_holds_still),
        cmocka_unit_test(the_layer_pane_shows_numbers_and_how_they_are_spread),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
