/* Heights as bands: every range is legible, and a frame keeps to its bytes. */
#include "draw/field.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draw/encode.h"
#include "planes.h"

enum { SIDE = 60 };

static struct bands bands_of(const double *values, size_t n, int count)
{
    struct relief relief = relief_of(values, n);

    return bands_on(&relief, count);
}

typedef double height(double x, double y);

static double bowl(double x, double y)
{
    return x * x + y * y;
}

static double saddle(double x, double y)
{
    return x * x - y * y;
}

static double rosenbrock(double x, double y)
{
    return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
}

static double cliff(double x, double y)
{
    return x > 1 ? 1e8 * (x - 1) : x * x + y * y;
}

static double tower(double x, double y)
{
    return x > 1.8 && y > 1.8 ? 1e30 : x + y;
}

static double ledge(double x, double y)
{
    return x < 0.2 ? 100 : (x - 1) * (x - 1) + y * y;
}

static double four_wells(double x, double y)
{
    return x * x * x * x - 3 * x * x + y * y * y * y - 3 * y * y + x / 4;
}

static double waves(double x, double y)
{
    return (x * 3 - floor(x * 3)) * (y * 3 - floor(y * 3));
}

static height *const HEIGHTS[] = {bowl,  saddle, rosenbrock, cliff,
                                  tower, ledge,  four_wells, waves};

static void sample(height *f, double values[SIDE * SIDE])
{
    for (int i = 0; i < SIDE * SIDE; i++)
        values[i] = f(-2 + 4 * (i % SIDE + 0.5) / SIDE, 2 - 4 * (i / SIDE + 0.5) / SIDE);
}

static struct field field_of(const double *values)
{
    return (struct field){.values = values,
                          .cols = SIDE,
                          .rows = SIDE,
                          .done = SIDE,
                          .right = 1,
                          .bottom = 1};
}

static void every_range_shows_several_bands(void **state)
{
    double values[SIDE * SIDE];

    (void)state;
    for (size_t k = 0; k < sizeof HEIGHTS / sizeof *HEIGHTS; k++) {
        int counts[BANDS_MAX] = {0}, met = 0;
        struct bands bands;

        sample(HEIGHTS[k], values);
        bands = bands_of(values, SIDE * SIDE, BANDS_MAX);
        for (int i = 0; i < SIDE * SIDE; i++)
            counts[bands_find(&bands, values[i])]++;
        for (int i = 0; i < BANDS_MAX; i++) {
            met += counts[i] > 0;
            assert_true(counts[i] < SIDE * SIDE * 7 / 10);
        }
        assert_true(met >= BANDS_MAX / 2);
        assert_true(counts[0] > 0 && counts[BANDS_MAX - 1] > 0);
    }
}

static void edges_ascend_and_find_their_bands(void **state)
{
    double values[SIDE * SIDE];

    (void)state;
    for (size_t k = 0; k < sizeof HEIGHTS / sizeof *HEIGHTS; k++)
        for (int count = 1; count <= BANDS_MAX; count++) {
            struct bands bands;

            sample(HEIGHTS[k], values);
            bands = bands_of(values, SIDE * SIDE, count);
            assert_int_equal(bands.count, count);
            for (int i = 1; i < count - 1; i++)
                assert_true(bands.edge[i] > bands.edge[i - 1]);
            for (int i = 0; i < count - 1; i++)
                assert_int_equal(bands_find(&bands, bands.edge[i]), i + 1);
            assert_int_equal(bands_find(&bands, INFINITY), count - 1);
            assert_int_equal(bands_find(&bands, -INFINITY), 0);
            assert_int_equal(bands_find(&bands, NAN), -1);
        }
}

static void strange_heights_give_bands(void **state)
{
    static const struct {
        double values[4];
        int want[4];
    } rows[] = {
        {{3, 3, 3, 3}, {0, 0, 0, 0}},
        {{NAN, NAN, NAN, NAN}, {-1, -1, -1, -1}},
        {{INFINITY, -INFINITY, 0, 1}, {3, 0, 0, 3}},
        {{-1.7e308, 1.7e308, 0, 1}, {0, 3, 2, 2}},
        {{NAN, 1, 2, 3}, {-1, 0, 2, 3}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bands bands = bands_of(rows[i].values, 4, 4);

        for (int k = 0; k < 4; k++)
            assert_int_equal(bands_find(&bands, rows[i].values[k]), rows[i].want[k]);
    }
    assert_int_equal(bands_of(NULL, 0, 7).count, 7);
}

struct drawn_row {
    int colours;
    const char *glyphs_name, *glyphs, *roles;
};

/* Of three rows of the raster two are there; a fourth column lies outside of it. */
static void a_field_is_drawn_as_the_terminal_can(void **state)
{
    static const double values[] = {0, 1, NAN, 1, 0, NAN, 0, 0, 0};
    static const struct drawn_row rows[] = {
        {256, "half", "▀▀/ |\n▀▀▀ |\n", "AQd |\nQAu |\n"},
        {256, "ascii", "  / |\n    |\n", "AQd |\n    |\n"},
        {0, "half", " █/ |\n    |\n", " nd |\n    |\n"},
        {0, "ascii", " M/ |\n    |\n", " nd |\n    |\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct canvas c = new_canvas(4, 2, rows[i].glyphs_name, rows[i].colours);
        struct area whole = area_whole(&c);
        struct field field = {.values = values,
                              .cols = 3,
                              .rows = 3,
                              .done = 2,
                              .right = 0.75,
                              .bottom = 1.125};
        struct buffer glyphs = {0}, roles = {0};

        field_draw(&whole, &field, field_best(&c, 2));
        write_glyphs(&c, &glyphs);
        write_roles(&c, &roles);
        assert_string_equal(glyphs.text, rows[i].glyphs);
        assert_string_equal(roles.text, rows[i].roles);
        buffer_free(&glyphs);
        buffer_free(&roles);
        canvas_free(&c);
    }
}

static void halves_in_one_band_are_a_blank(void **state)
{
    double values[SIDE * SIDE];
    struct canvas c = new_canvas(SIDE, SIDE / 2, "half", 256);
    struct area whole = area_whole(&c);
    struct field field = field_of(values);

    (void)state;
    sample(saddle, values);
    field_draw(&whole, &field, field_best(&c, BANDS_MAX));
    for (int i = 0; i < c.cols * c.rows; i++)
        assert_true(c.cells[i].glyph == ' ' || c.cells[i].ink != c.cells[i].ground);
    canvas_free(&c);
}

static void a_field_keeps_to_its_bytes(void **state)
{
    static const struct {
        int cols, rows;
    } sizes[] = {{42, 18}, {100, 30}, {150, 54}};
    double values[SIDE * SIDE];

    (void)state;
    for (size_t k = 0; k < sizeof HEIGHTS / sizeof *HEIGHTS; k++)
        for (int i = 0; i < 3; i++) {
            struct canvas c = new_canvas(sizes[i].cols, sizes[i].rows, "half", 256);
            struct area whole = area_whole(&c);
            struct field field = field_of(values);
            size_t budget = (size_t)(6 * c.cols * c.rows);

            sample(HEIGHTS[k], values);
            field_draw_within(&whole, &field, field_best(&c, BANDS_MAX), budget);
            assert_true(encode_cost(&whole) <= budget);
            canvas_free(&c);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_range_shows_several_bands),
        cmocka_unit_test(edges_ascend_and_find_their_bands),
        cmocka_unit_test(strange_heights_give_bands),
        cmocka_unit_test(a_field_is_drawn_as_the_terminal_can),
        cmocka_unit_test(halves_in_one_band_are_a_blank),
        cmocka_unit_test(a_field_keeps_to_its_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
