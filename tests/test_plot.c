/*
 * Axes and lines: round numbers, steady axes, and nothing that a wild coordinate can
 * upset.
 */
#include "draw/plot.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "planes.h"

static void logarithms_are_right_to_twelve_digits(void **state)
{
    (void)state;
    for (int k = -323; k <= 308; k++) {
        char text[16];

        snprintf(text, sizeof text, "1e%d", k);
        assert_true(fabs(scale_log10(strtod(text, NULL)) - k) < 1e-9 || k < -307);
        assert_true(fabs(scale_power10(k) / strtod(text, NULL) - 1) < 1e-13 || k < -307);
    }
    for (double x = 1e-5; x < 1e5; x *= 1.37)
        assert_true(fabs(scale_log10(x) - log10(x)) < 1e-13);
    assert_true(scale_log10(0) == -INFINITY && scale_log10(INFINITY) == INFINITY);
    assert_true(isnan(scale_log10(-1)) && isnan(scale_log10(NAN)));
    assert_true(scale_power10(400) == INFINITY && scale_power10(-400) == 0);
}

struct tick_row {
    double low, high;
    bool log;
    int most;
    const char *want;
};

static void ticks_are_round_numbers(void **state)
{
    static const struct tick_row rows[] = {
        {0, 10, false, 6, "0 2 4 6 8 10"},
        {0, 10, false, 5, "0 5 10"},
        {-3, 3, false, 4, "-2 0 2"},
        {-3, 3, false, 7, "-3 -2 -1 0 1 2 3"},
        {0.1, 0.7, false, 8, "0.1 0.2 0.3 0.4 0.5 0.6 0.7"},
        {-1e-7, 3e-7, false, 5, "-1e-7 0 1e-7 2e-7 3e-7"},
        {0, 2560, false, 4, "0 1000 2000"},
        {0, 4e6, false, 3, "0 2e6 4e6"},
        {-6, 2, true, 9, "1e-6 1e-5 1e-4 0.001 0.01 0.1 1 10 100"},
        {-6, 2, true, 5, "1e-6 1e-4 0.01 1 100"},
        {-300, 300, true, 7, "1e-300 1e-200 1e-100 1 1e100 1e200 1e300"},
        {0, 1, false, 0, ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct axis axis = {rows[i].low, rows[i].high, rows[i].log};
        double ticks[TICKS_MAX];
        char got[200] = "", text[NUMBER_TEXT];
        int count = axis_ticks(&axis, rows[i].most, ticks);

        assert_true(count <= rows[i].most);
        for (int k = 0; k < count; k++) {
            strcat(got, k ? " " : "");
            strcat(got, axis_label(ticks[k], text));
        }
        assert_string_equal(got, rows[i].want);
    }
}

static void no_axis_has_too_many_ticks(void **state)
{
    static const double ends[] = {-1.7e308, -1e300, -1e9, -1,  -1e-300, 0,
                                  4e-324,   1e-9,   1,    1e9, 1e300,   1.7e308};

    (void)state;
    for (int i = 0; i < 12; i++)
        for (int k = 0; k < 12; k++)
            for (int most = 0; most < 40; most += 3) {
                struct axis axes[] = {axis_between(ends[i], ends[k]),
                                      axis_holding(ends[i], ends[k]),
                                      axis_decades(ends[i], ends[k], 12)};
                double ticks[TICKS_MAX];

                for (int a = 0; a < 3; a++) {
                    assert_true(axes[a].low < axes[a].high);
                    assert_true(axis_ticks(&axes[a], most, ticks) <= most);
                }
            }
}

static void axes_jump_by_factors_of_two(void **state)
{
    (void)state;
    assert_true(axis_counting(0).high == 10 && axis_counting(10).high == 10);
    assert_true(axis_counting(11).high == 20 && axis_counting(81).high == 160);
    for (double high = 0.01; high < 100; high *= 1.01) {
        struct axis axis = axis_holding(-0.003, high);
        int exponent;

        assert_true(axis.low <= -0.003 && axis.high >= high);
        assert_true(frexp(axis.high - axis.low, &exponent) == 0.5);
        assert_true(axis.high - axis.low <= 4 * (high + 0.003));
    }
    assert_true(axis_decades(0.5e-3, 7, 20).low == -4);
    assert_true(axis_decades(0.5e-3, 7, 20).high == 1);
    assert_true(axis_decades(1e-300, 100, 6).low == -4);
    assert_true(axis_decades(-1, NAN, 6).high > axis_decades(-1, NAN, 6).low);
}

static void shares_and_values_are_inverse(void **state)
{
    static const struct axis axes[] = {
        {-3, 5, false}, {-6, 3, true}, {1e300, 1e301, false}};

    (void)state;
    for (int i = 0; i < 3; i++)
        for (double share = 0; share <= 1; share += 0.125)
            assert_true(fabs(axis_share(&axes[i], axis_value(&axes[i], share)) - share) <
                        1e-10);
    assert_true(isnan(axis_share(&axes[0], NAN)));
    assert_true(axis_share(&axes[1], 0) == -INFINITY);
    assert_true(axis_share(&axes[1], -1) == -INFINITY);
    assert_true(axis_share(&axes[0], INFINITY) == INFINITY);
}

static struct plot plot_on(struct canvas *c)
{
    return (struct plot){area_whole(c), axis_between(0, 4), axis_between(0, 4)};
}

static void a_line_is_as_fine_as_the_glyphs(void **state)
{
    static const struct {
        const char *glyphs, *want;
    } rows[] = {
        {"ascii", "   o|\n  o |\n  o |\noo  |\n"},
        {"half", "   ▄|\n  ▄▀|\n ▄▀ |\n▄▀  |\n"},
        {"quadrant", "   ▗|\n  ▗▘|\n ▗▘ |\n▄▘  |\n"},
        {"braille", "   ⢀|\n  ⢠⠃|\n ⢠⠃ |\n⣠⠃  |\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canvas c = new_canvas(4, 4, rows[i].glyphs, 256);
        struct plot p = plot_on(&c);
        struct buffer got = {0};

        plot_line(&p, (struct pen){ROLE_RUNNER, 'o'}, (struct point){0.25, 0},
                  (struct point){3.75, 3.25});
        write_glyphs(&c, &got);
        assert_string_equal(got.text, rows[i].want);
        buffer_free(&got);
        canvas_free(&c);
    }
}

static void dots_of_one_pen_share_a_cell_and_the_last_pen_wins(void **state)
{
    struct canvas c = new_canvas(1, 1, "braille", 256);
    struct plot p = plot_on(&c);

    (void)state;
    plot_dot(&p, (struct pen){.role = ROLE_RUNNER}, (struct point){0, 4});
    plot_dot(&p, (struct pen){.role = ROLE_RUNNER}, (struct point){4, 0});
    assert_int_equal(c.cells[0].glyph, u'⢁');
    plot_dot(&p, (struct pen){.role = ROLE_RUNNER + 1}, (struct point){4, 0});
    assert_int_equal(c.cells[0].glyph, u'⢀');
    assert_int_equal(c.cells[0].ink, ROLE_RUNNER + 1);
    canvas_free(&c);
}

static void count_cell(void *context, int col, int row)
{
    int *seen = context;

    seen[0]++;
    assert_true(col >= 0 && col < 4 && row >= 0 && row < 4);
}

static void wild_coordinates_are_clipped(void **state)
{
    static const double wild[] = {NAN,    INFINITY, -INFINITY, 1e308, -1e308, 0,
                                  1e-300, 2,        4,         1e20,  -1,     5};
    struct canvas c = new_canvas(4, 4, "braille", 256);
    struct plot p = plot_on(&c);
    int count = sizeof wild / sizeof *wild;

    (void)state;
    for (int i = 0; i < count * count * count * count; i++) {
        struct point ends[2] = {
            {wild[i % count], wild[i / count % count]},
            {wild[i / count / count % count], wild[i / count / count / count]}};
        int seen = 0;

        plot_line(&p, (struct pen){ROLE_RUNNER, 0}, ends[0], ends[1]);
        plot_cells(&p, ends, count_cell, &seen);
        assert_true(seen <= 6);
        if (isnan(ends[0].x + ends[0].y + ends[1].x + ends[1].y) && isnan(ends[0].x))
            assert_int_equal(seen, 0);
    }
    canvas_free(&c);
}

static void a_line_to_infinity_leaves_by_the_edge(void **state)
{
    struct canvas c = new_canvas(4, 2, "ascii", 0);
    struct plot p = plot_on(&c);
    struct buffer got = {0};

    (void)state;
    plot_line(&p, (struct pen){ROLE_RUNNER, 'o'}, (struct point){1.5, 1},
              (struct point){1.5, INFINITY});
    plot_line(&p, (struct pen){ROLE_RUNNER, 'x'}, (struct point){2.5, 1},
              (struct point){1e300, 1});
    write_glyphs(&c, &got);
    assert_string_equal(got.text, " o  |\n oxx|\n");
    buffer_free(&got);
    canvas_free(&c);
}

static void a_cell_and_its_middle_agree(void **state)
{
    struct canvas c = new_canvas(7, 5, "half", 256);
    struct plot p = plot_on(&c);
    int col, row;

    (void)state;
    for (int i = 0; i < 35; i++) {
        assert_true(plot_cell(&p, plot_point(&p, i % 7, i / 7), &col, &row));
        assert_int_equal(row * 7 + col, i);
    }
    assert_true(plot_cell(&p, (struct point){4, 0}, &col, &row) && col == 6 && row == 4);
    assert_false(plot_cell(&p, (struct point){4.1, 0}, &col, &row));
    assert_false(plot_cell(&p, (struct point){NAN, 0}, &col, &row));
    canvas_free(&c);
}

static void numbers_stand_beside_and_below(void **state)
{
    struct canvas c = new_canvas(24, 8, "ascii", 0);
    struct area whole = area_whole(&c);
    struct buffer got = {0};
    struct plot p = plot_with_axes(&whole, axis_counting(40), axis_decades(1e-3, 10, 20));

    (void)state;
    area_put(&p.area, 0, 0, (struct cell){.glyph = '.'});
    area_put(&p.area, p.area.cols - 1, p.area.rows - 1, (struct cell){.glyph = '.'});
    write_glyphs(&c, &got);
    assert_string_equal(got.text, "     .                  |\n"
                                  "   1                    |\n"
                                  "                        |\n"
                                  "                        |\n"
                                  "                        |\n"
                                  "0.01                    |\n"
                                  "                       .|\n"
                                  "     0       20       40|\n");
    buffer_free(&got);
    canvas_free(&c);
}

static void axes_fit_every_area(void **state)
{
    (void)state;
    for (int cols = 1; cols < 40; cols++)
        for (int rows = 1; rows < 12; rows++) {
            struct canvas c = new_canvas(cols, rows, "half", 256);
            struct area whole = area_whole(&c);

            plot_with_axes(&whole, axis_counting(1e9), axis_decades(1e-300, 1e300, 700));
            plot_with_axes(&whole, axis_between(-1e-9, 1e-9), axis_holding(-1e9, 3));
            canvas_free(&c);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logarithms_are_right_to_twelve_digits),
        cmocka_unit_test(ticks_are_round_numbers),
        cmocka_unit_test(no_axis_has_too_many_ticks),
        cmocka_unit_test(axes_jump_by_factors_of_two),
        cmocka_unit_test(shares_and_values_are_inverse),
        cmocka_unit_test(a_line_is_as_fine_as_the_glyphs),
        cmocka_unit_test(dots_of_one_pen_share_a_cell_and_the_last_pen_wins),
        cmocka_unit_test(wild_coordinates_are_clipped),
        cmocka_unit_test(a_line_to_infinity_leaves_by_the_edge),
        cmocka_unit_test(a_cell_and_its_middle_agree),
        cmocka_unit_test(numbers_stand_beside_and_below),
        cmocka_unit_test(axes_fit_every_area),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
