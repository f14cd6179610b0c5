/* Parameter rows: reading, writing, saying what may be, and turning by keys. */
#include "base/param.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const words[] = {"none", "norm", "value", NULL};

static const struct param real = {.name = "momentum",
                                  .kind = PARAM_REAL,
                                  .high = 1,
                                  .notch_by = NOTCH_ADD,
                                  .notch = 0.1};
static const struct param rate = {.name = "lr",
                                  .kind = PARAM_REAL,
                                  .high = 1e6,
                                  .notch_by = NOTCH_MULTIPLY,
                                  .notch = 1.25,
                                  .least = 1e-4};
static const struct param count = {.name = "period",
                                   .kind = PARAM_COUNT,
                                   .low = 1,
                                   .high = 1e9,
                                   .notch_by = NOTCH_MULTIPLY,
                                   .notch = 1.25};
static const struct param choice = {
    .name = "clip", .kind = PARAM_CHOICE, .high = 2, .choices = words};
static const struct param open_end = {
    .name = "a", .kind = PARAM_REAL, .low = -DBL_MAX, .high = DBL_MAX};
static const struct param open_count = {
    .name = "n", .kind = PARAM_COUNT, .low = 1, .high = HUGE_VAL};
static const struct param positive = {.name = "p", .kind = PARAM_REAL, .high = HUGE_VAL};

static void good_text_is_read(void **state)
{
    static const struct {
        const struct param *row;
        const char *text;
        double value;
    } rows[] = {{&real, "0.5", 0.5},    {&real, "0", 0},      {&real, "1", 1},
                {&real, "1e-8", 1e-8},  {&real, "-0", 0},     {&count, "1", 1},
                {&count, "1e3", 1000},  {&choice, "none", 0}, {&choice, "value", 2},
                {&open_end, "-7", -7.0}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err err;
        double value = NAN;

        assert_true(param_read(rows[i].row, rows[i].text, &value, &err));
        assert_true(value == rows[i].value && !signbit(value + 0.0) == !signbit(value));
    }
}

static void bad_text_gets_a_message_that_says_what_would_be_right(void **state)
{
    static const struct {
        const struct param *row;
        const char *text, *message;
    } rows[] = {{&real, "2", "momentum must be 0 to 1, not 2"},
                {&real, "nan", "momentum must be 0 to 1, not nan"},
                {&real, "", "momentum must be 0 to 1, not nothing"},
                {&real, "0.5x", "momentum must be 0 to 1, not 0.5x"},
                {&rate, "inf", "lr must be 0 to 1e6, not inf"},
                {&count, "0", "period must be a whole number from 1 to 1e9, not 0"},
                {&count, "1.5", "period must be a whole number from 1 to 1e9, not 1.5"},
                {&choice, "Norm", "clip must be none, norm or value, not Norm"},
                {&choice, "1", "clip must be none, norm or value, not 1"},
                {&open_end, "b", "a must be any number, not b"},
                {&open_count, "0", "n must be a whole number from 1, not 0"},
                {&positive, "-1", "p must be 0 or more, not -1"}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err err;
        double value = 42;

        assert_false(param_read(rows[i].row, rows[i].text, &value, &err));
        assert_string_equal(err.text, rows[i].message);
        assert_true(value == 42);
    }
}

static void control_characters_never_reach_a_message(void **state)
{
    struct err err;
    double value;

    (void)state;
    assert_false(param_read(&choice, "\033[2J", &value, &err));
    assert_null(strchr(err.text, '\033'));
}

static void text_reads_back_as_the_same_value(void **state)
{
    static const double values[] = {0, 1.0 / 3, 0.1, 1e-8, 1e6, 123456.789};
    char out[NUMBER_TEXT];
    struct err err;
    double back;

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        assert_true(param_read(&rate, param_text(&rate, values[i], out), &back, &err));
        assert_true(back == values[i]);
    }
    assert_string_equal(param_text(&choice, 1, out), "norm");
}

static void a_range_fits_the_room_it_gets(void **state)
{
    char out[9];

    (void)state;
    param_range(&choice, out, sizeof out);
    assert_string_equal(out, "none, no");
}

static void keys_turn_a_value(void **state)
{
    static const struct {
        const struct param *row;
        double from;
        int notches;
        double to;
    } rows[] = {{&real, 0.1, 2, 0.3},
                {&real, 0.9, 5, 1},
                {&real, 0.05, -1, 0},
                {&rate, 0.01, 1, 0.0125},
                {&rate, 0.01, 3, 0.0195},
                {&rate, 0.0125, -1, 0.01},
                {&rate, 0, 1, 1e-4},
                {&rate, 1e-4, -1, 0},
                {&rate, 1.1e-4, -1, 1e-4},
                {&rate, 0, -5, 0},
                {&rate, 1e6, 1, 1e6},
                {&rate, 1e-8, 1, 1.25e-8},
                {&count, 1, 1, 2},
                {&count, 2, 1, 3},
                {&count, 100, 1, 125},
                {&count, 2, -1, 1},
                {&count, 1, -1, 1},
                {&choice, 2, 1, 0},
                {&choice, 0, -1, 2},
                {&choice, 1, -4, 0},
                {&rate, 0.3, 2000000000, 1e6},
                {&choice, 0, 2000000000, 2}};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        double to = param_notch(rows[i].row, rows[i].from, rows[i].notches);

        if (to != rows[i].to)
            print_error("row %d: %.17g\n", (int)i, to);
        assert_true(to == rows[i].to);
    }
}

static void every_press_moves_until_the_end(void **state)
{
    double value = 0;

    (void)state;
    for (int presses = 0; value < count.high; presses++) {
        double next = param_notch(&count, value < 1 ? 1 : value, 1);

        assert_true(next > value && presses < 200);
        value = next;
    }
    for (value = 1e-3; value < rate.high;) {
        double next = param_notch(&rate, value, 1);

        assert_true(next > value);
        value = next;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_text_is_read),
        cmocka_unit_test(bad_text_gets_a_message_that_says_what_would_be_right),
        cmocka_unit_test(control_characters_never_reach_a_message),
        cmocka_unit_test(text_reads_back_as_the_same_value),
        cmocka_unit_test(a_range_fits_the_room_it_gets),
        cmocka_unit_test(keys_turn_a_value),
        cmocka_unit_test(every_press_moves_until_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
