/*
 * The lowest layer: random numbers, text that is safe to show, numbers, errors with a
 * place.
 */
#include "base/buffer.h"
#include "base/err.h"
#include "base/number.h"
#include "base/random.h"
#include "base/text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#undef fail /* ours is meant here */

struct known_answer {
    struct random_place place;
    uint32_t bits[4];
};

/*
 * The known answers that the authors of Philox publish with it, for 4x32 with 10 rounds.
 */
static void test_random_bits_are_those_of_philox(void **state)
{
    static const struct known_answer ANSWERS[] = {
        {{0, 0, 0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffffffffffff, (enum random_stream)0xffffffff, 0xffffffffffffffff,
          0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x299f31d0a4093822, (enum random_stream)0x03707344, 0x85a308d3243f6a88,
          0x13198a2e},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        uint32_t bits[4];

        random_bits(ANSWERS[i].place, bits);
        assert_memory_equal(bits, ANSWERS[i].bits, sizeof bits);
    }
}

static void test_uniform_numbers_fill_the_open_interval_evenly(void **state)
{
    double sum = 0, squares = 0, pair[2];
    int count = 20000;

    (void)state;
    for (int i = 0; i < count; i++) {
        random_uniform((struct random_place){.seed = 3, .step = (uint64_t)i}, pair);
        for (int k = 0; k < 2; k++) {
            assert_true(pair[k] > 0 && pair[k] < 1);
            sum += pair[k];
            squares += pair[k] * pair[k];
        }
    }
    assert_true(fabs(sum / (2 * count) - 1.0 / 2) < 0.005);
    assert_true(fabs(squares / (2 * count) - 1.0 / 3) < 0.005);
}

struct text_case {
    const char *given, *clean;
};

static void test_unsafe_characters_never_pass(void **state)
{
    static const struct text_case CASES[] = {
        {"plain", "plain"},
        {"\033[31mred", " [31mred"},
        {"a\tb\r\nc\x7f", "a b  c "},
        {"\xc2\x9b"
         "31m",
         " 31m"}, /* C1: CSI */
        {"\xe2\x80\xae"
         /* right-to-left override */
         "flip",
         "?flip"},
        {"\xe2\x81\xa6"
         "x",
         "?x"}, /* an isolate */
        /* malformed */
        {"\xff\xfe", "??"},
        /* overlong */
        {"\xc0\x80", "??"},
        /* a surrogate */
        {"\xed\xa0\x80", "?"},
        {"\xc3\xa9 \xce\xbb \xe4\xb8\xad", "\xc3\xa9 \xce\xbb \xe4\xb8\xad"},
        {"cut\xe4\xb8", "cut??"},
    };
    char out[64];

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        text_clean(out, sizeof out, CASES[i].given);
        assert_string_equal(out, CASES[i].clean);
    }
    text_clean(out, 4, "\xe4\xb8\xad\xe4\xb8\xad");
    assert_string_equal(out, "\xe4\xb8\xad");
}

static void test_every_code_point_survives_encoding(void **state)
{
    char out[5];

    (void)state;
    for (uint32_t point = 1; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 251) {
        uint32_t again;
        size_t length = text_encode(point, out);

        out[length] = '\0';
        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        assert_int_equal(text_decode(out, &again), length);
        assert_int_equal(again, point);
    }
    assert_int_equal(text_columns("a\xe4\xb8\xad\xcc\x81"), 3);
}

static void test_numbers_read_and_write(void **state)
{
    static const char *const WRONG[] = {"",    "x",    "1x",  "e5",    "1e", "--1", "inf",
                                        "nan", "0x10", "1 2", "1e999", "+",  "."};
    static const double VALUES[] = {0.1, 1e-300, 123456789, -2.5, 1.0 / 3, 5e-324};
    static const struct {
        double value;
        const char *text;
    } SHORT[] = {
        {0.1, "0.1"},       {20, "20"},
        {-300, "-300"},     {0, "0"},
        {100000, "100000"}, {123456.5, "123456.5"},
        {0.0001, "0.0001"}, {0.00012, "0.00012"},
        {0.00009, "9e-5"},  {999999999999999, "999999999999999"},
        {1e15, "1e15"},     {4e14, "400000000000000"},
    };
    char out[NUMBER_TEXT];
    double value;

    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
        assert_false(number_read(WRONG[i], &value));
    for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; i++) {
        assert_true(number_read(number_exact(VALUES[i], out), &value) &&
                    value == VALUES[i]);
        assert_true(number_read(number_short(VALUES[i], out), &value) &&
                    value == VALUES[i]);
    }
    for (size_t i = 0; i < sizeof SHORT / sizeof SHORT[0]; i++)
        assert_string_equal(number_short(SHORT[i].value, out), SHORT[i].text);
    assert_string_equal(number_exact(NAN, out), "nan");
    assert_string_equal(number_exact(-INFINITY, out), "-inf");
    assert_string_equal(number_brief(0.0012345, 3, out), "0.00123");
    assert_string_equal(number_brief(1.2345e-5, 2, out), "1.2e-5");
    assert_string_equal(number_brief(-1e6, 3, out), "-1.00e6");
    assert_string_equal(number_brief(0, 3, out), "0");
}

static void test_an_error_moves_to_its_place_in_the_larger_text(void **state)
{
    struct err err;

    (void)state;
    assert_false(fail_at(&err, 4, "bad \033[2J %d", 7));
    assert_string_equal(err.text, "bad  [2J 7");
    err_move(&err, 3, 10);
    assert_int_equal(err.line, 3);
    assert_int_equal(err.col, 13);
    assert_false(fail(&err, "whole"));
    err_move(&err, 2, 5);
    assert_int_equal(err.col, 5);
}

static void test_a_buffer_grows(void **state)
{
    struct buffer b = {0};

    (void)state;
    for (int i = 0; i < 1000; i++)
        buffer_format(&b, "%d,", i % 10);
    assert_int_equal(b.used, 2000);
    assert_int_equal(strlen(b.text), 2000);
    buffer_clear(&b);
    assert_string_equal(b.text, "");
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_bits_are_those_of_philox),
        cmocka_unit_test(test_uniform_numbers_fill_the_open_interval_evenly),
        cmocka_unit_test(test_unsafe_characters_never_pass),
        cmocka_unit_test(test_every_code_point_survives_encoding),
        cmocka_unit_test(test_numbers_read_and_write),
        cmocka_unit_test(test_an_error_moves_to_its_place_in_the_larger_text),
        cmocka_unit_test(test_a_buffer_grows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
