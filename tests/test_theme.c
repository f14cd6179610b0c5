/* Themes: what is drawn can be read, on either ground, by any eye. */
#include "draw/theme.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct theme THEMES[] = {
    {false, 256}, {false, 16}, {false, 8}, {false, 0},
    {true, 256},  {true, 16},  {true, 8},  {true, 0},
};

enum { THEME_COUNT = sizeof THEMES / sizeof *THEMES };

static double linear(uint32_t level)
{
    double share = level / 255.0;

    return share <= 0.03928 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

/* Relative luminance, WCAG 2.1. */
static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 0xFF) +
           0.0722 * linear(rgb & 0xFF);
}

static double contrast(uint32_t a, uint32_t b)
{
    double high = fmax(luminance(a), luminance(b)),
           low = fmin(luminance(a), luminance(b));

    return (high + 0.05) / (low + 0.05);
}

static uint32_t rgb_of(const struct theme *theme, enum role role, uint32_t own)
{
    int colour = theme_colour(theme, role);

    return colour < 0 ? own : colour_rgb(colour);
}

static void with_256_colours_only_fixed_ones_are_used(void **state)
{
    (void)state;
    for (int i = 0; i < THEME_COUNT; i++)
        for (int role = 0; role < ROLE_COUNT; role++) {
            int colour = theme_colour(&THEMES[i], (enum role)role);

            assert_true(colour >= COLOUR_OWN);
            assert_true(colour < (THEMES[i].colours ? THEMES[i].colours : 1));
            if (THEMES[i].colours == 256)
                assert_true(colour == COLOUR_OWN || colour >= 16);
            if (THEMES[i].colours == 0)
                assert_int_equal(colour, COLOUR_OWN);
        }
}

static bool is_ground(enum role role)
{
    return role == ROLE_CHOSEN || role == ROLE_BAR || role == ROLE_UNDEFINED ||
           role == ROLE_ON_RUNNER || role >= ROLE_BAND;
}

static bool is_line(enum role role)
{
    return role == ROLE_FRAME || role == ROLE_AXIS || role == ROLE_CONTOUR ||
           role >= ROLE_RUNNER;
}

/* Grounds that a terminal of that kind may have: black and dark grey, white and paper. */
static void every_ink_stands_out_from_the_ground(void **state)
{
    static const uint32_t grounds[2][2] = {{0x000000, 0x1E1E1E}, {0xFFFFFF, 0xFDF6E3}};

    (void)state;
    for (int light = 0; light < 2; light++)
        for (int role = 0; role < ROLE_COUNT; role++)
            for (int i = 0; i < 2; i++) {
                struct theme theme = {light, 256};
                uint32_t ink = rgb_of(&theme, (enum role)role, theme_own_ink(&theme));

                if (!is_ground((enum role)role))
                    assert_true(contrast(ink, grounds[light][i]) >=
                                (is_line((enum role)role) ? 3 : 4.5));
            }
}

static void heads_stand_out_from_their_ground_and_text_from_the_bars(void **state)
{
    (void)state;
    for (int light = 0; light < 2; light++) {
        struct theme theme = {light, 256};
        uint32_t head = rgb_of(&theme, ROLE_ON_RUNNER, 0);

        for (int slot = 0; slot < RUNNERS_MAX; slot++)
            assert_true(contrast(head, rgb_of(&theme, ROLE_OF_RUNNER(slot), 0)) >= 4.5);
        for (int role = 0; role < ROLE_ON_RUNNER; role++) {
            uint32_t ink = rgb_of(&theme, (enum role)role, theme_own_ink(&theme));

            if (is_ground((enum role)role) || is_line((enum role)role))
                continue;
            assert_true(contrast(ink, rgb_of(&theme, ROLE_CHOSEN, 0)) >= 4.5);
            assert_true(contrast(ink, rgb_of(&theme, ROLE_BAR, 0)) >= 4.5);
        }
    }
}

static void points_stand_out_from_every_region(void **state)
{
    (void)state;
    for (int light = 0; light < 2; light++)
        for (int ink = ROLE_POINT; ink < ROLE_REGION; ink++)
            for (int ground = ROLE_REGION; ground < ROLE_COUNT; ground++) {
                struct theme theme = {light, 256};

                assert_true(contrast(rgb_of(&theme, (enum role)ink, 0),
                                     rgb_of(&theme, (enum role)ground, 0)) >= 3);
            }
}

/* With 16 colours and fewer, of the classes that there usually are. */
static void regions_differ_in_colour(void **state)
{
    (void)state;
    for (int i = 0; i < THEME_COUNT; i++)
        for (int a = 0; a < (THEMES[i].colours == 256 ? REGIONS_MAX : 5); a++)
            for (int b = 0; b < a && THEMES[i].colours > 0; b++)
                assert_int_not_equal(
                    theme_colour(&THEMES[i], ROLE_OF_CLASS(ROLE_REGION, a)),
                    theme_colour(&THEMES[i], ROLE_OF_CLASS(ROLE_REGION, b)));
}

static void bands_rise_steadily_in_lightness(void **state)
{
    (void)state;
    for (int light = 0; light < 2; light++) {
        struct theme theme = {light, 256};

        for (int i = 1; i < BANDS_MAX; i++) {
            double low = luminance(rgb_of(&theme, (enum role)(ROLE_BAND + i - 1), 0));
            double high = luminance(rgb_of(&theme, (enum role)(ROLE_BAND + i), 0));

            assert_true(light ? high < low : high > low);
        }
    }
}

static void as_many_bands_as_a_theme_promises_differ(void **state)
{
    (void)state;
    for (int i = 0; i < THEME_COUNT; i++) {
        int count = theme_bands(THEMES[i].colours);

        for (int band = 1; band < count; band++)
            assert_int_not_equal(theme_colour(&THEMES[i], theme_band(band, count)),
                                 theme_colour(&THEMES[i], theme_band(band - 1, count)));
    }
    assert_int_equal(theme_band(0, 5), ROLE_BAND);
    assert_int_equal(theme_band(4, 5), ROLE_BAND + BANDS_MAX - 1);
    assert_int_equal(theme_band(0, 1), ROLE_BAND);
}

static void runners_differ_in_colour(void **state)
{
    (void)state;
    for (int light = 0; light < 2; light++)
        for (int a = 0; a < RUNNERS_MAX; a++)
            for (int b = 0; b < a; b++) {
                struct theme theme = {light, 256};

                assert_int_not_equal(theme_colour(&theme, ROLE_OF_RUNNER(a)),
                                     theme_colour(&theme, ROLE_OF_RUNNER(b)));
            }
}

static void every_role_has_a_letter_of_its_own(void **state)
{
    (void)state;
    for (int a = 0; a < ROLE_COUNT; a++) {
        assert_true(role_letter((enum role)a) > ' ');
        for (int b = 0; b < a; b++)
            assert_int_not_equal(role_letter((enum role)a), role_letter((enum role)b));
    }
}

static void without_colours_attributes_speak(void **state)
{
    struct theme none = {false, 0}, many = {false, 256};
    struct cell title = {.glyph = 'x', .ink = ROLE_TITLE};
    struct cell head = {.glyph = 'o', .ink = ROLE_ON_RUNNER, .ground = ROLE_RUNNER};

    (void)state;
    assert_int_equal(theme_paint(&none, title).style, STYLE_BOLD);
    assert_int_equal(theme_paint(&many, title).style, 0);
    assert_true(theme_paint(&none, head).style & STYLE_REVERSE);
    assert_int_equal(theme_paint(&none, head).ground, COLOUR_OWN);
}

static void the_cube_and_the_greys_are_xterms(void **state)
{
    (void)state;
    assert_int_equal(colour_rgb(16), 0x000000);
    assert_int_equal(colour_rgb(214), 0xFFAF00);
    assert_int_equal(colour_rgb(231), 0xFFFFFF);
    assert_int_equal(colour_rgb(232), 0x080808);
    assert_int_equal(colour_rgb(255), 0xEEEEEE);
}

static void theme_words_are_dark_and_light(void **state)
{
    bool light;

    (void)state;
    assert_true(theme_read("dark", &light) && !light);
    assert_true(theme_read("light", &light) && light);
    assert_false(theme_read("grey", &light));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(with_256_colours_only_fixed_ones_are_used),
        cmocka_unit_test(every_ink_stands_out_from_the_ground),
        cmocka_unit_test(heads_stand_out_from_their_ground_and_text_from_the_bars),
        cmocka_unit_test(points_stand_out_from_every_region),
        cmocka_unit_test(regions_differ_in_colour),
        cmocka_unit_test(bands_rise_steadily_in_lightness),
        cmocka_unit_test(as_many_bands_as_a_theme_promises_differ),
        cmocka_unit_test(runners_differ_in_colour),
        cmocka_unit_test(every_role_has_a_letter_of_its_own),
        cmocka_unit_test(without_colours_attributes_speak),
        cmocka_unit_test(the_cube_and_the_greys_are_xterms),
        cmocka_unit_test(theme_words_are_dark_and_light),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
