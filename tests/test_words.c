/* A line of the language, taken apart; and the word that was probably meant. */
#include "base/nearest.h"
#include "base/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A line, and its words with | between. */
struct split {
    const char *line, *words;
};

static const struct split SPLITS[] = {
    {"step 5", "step|5"},
    {"  race\tadam  lr=0.1 ", "race|adam|lr=0.1"},
    {"", ""},
    {"   \t ", ""},
    {"# all of it", ""},
    {"  # all of it", ""},
    {"a # the rest", "a"},
    {"a #", "a"},
    {"a#b c", "a#b|c"},
    {"say \"two words\" x", "say|two words|x"},
    {"say \"a # b\"", "say|a # b"},
    {"as=\"a b\"c", "as=a bc"},
    {"\"\"", ""},
    {"a\nb", "a"},
    {"a\r", "a"},
};

static void words_are_separated_by_blanks_and_quotes_keep_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SPLITS / sizeof *SPLITS; i++) {
        struct words w = {.line = SPLITS[i].line};
        struct word word;
        struct err err;
        char all[256] = "";
        bool first = true;

        while (words_next(&w, &word, &err) == WORDS_READ) {
            if (!first)
                strcat(all, "|");
            strcat(all, word.text);
            first = false;
        }
        assert_string_equal(all, SPLITS[i].words);
    }
}

static void words_know_their_column_in_characters(void **state)
{
    struct words w = {.line = "\xC3\xA4\xC3\xB6 b"};
    struct word word;
    struct err err;

    (void)state;
    assert_int_equal(words_next(&w, &word, &err), WORDS_READ);
    assert_int_equal(word.col, 1);
    assert_int_equal(words_next(&w, &word, &err), WORDS_READ);
    assert_int_equal(word.col, 4);
    assert_int_equal(words_next(&w, &word, &err), WORDS_END);
}

static void columns_of_a_very_long_line_are_counted_once(void **state)
{
    enum { WORDS = 1000000 };
    static char line[2 * WORDS + 1];
    struct words w = {.line = line};
    struct word word;
    struct err err;
    int read = 0;

    (void)state;
    for (int i = 0; i < WORDS; i++)
        memcpy(line + 2 * i, "a ", 2);
    while (words_next(&w, &word, &err) == WORDS_READ)
        assert_int_equal(word.col, 1 + 2 * read++);
    assert_int_equal(read, WORDS);
}

static void an_open_quote_and_an_endless_word_are_errors_with_a_column(void **state)
{
    char line[2 * WORD_MAX];
    struct words open = {.line = "say \"no end"}, endless = {.line = line};
    struct word word;
    struct err err;

    (void)state;
    memset(line, 'a', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    assert_int_equal(words_next(&open, &word, &err), WORDS_READ);
    assert_int_equal(words_next(&open, &word, &err), WORDS_BAD);
    assert_int_equal(err.col, 5);
    assert_int_equal(words_next(&endless, &word, &err), WORDS_BAD);
    assert_int_equal(err.col, 1);
}

struct rest {
    const char *line, *rest;
    int col;
};

static const struct rest RESTS[] = {
    {"title  The gradient is zero  # why", "The gradient is zero", 8},
    {"title \"a # b\"", "a # b", 8},
    {"title \"a\" and \"b\"", "\"a\" and \"b\"", 7},
    {"title", "", 6},
    {"title # nothing", "", 7},
    {"landscape x^2 + y^2\r", "x^2 + y^2", 11},
};

static void the_rest_of_a_line_keeps_its_blanks_and_loses_its_comment(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof RESTS / sizeof *RESTS; i++) {
        struct words w = {.line = RESTS[i].line};
        struct word word;
        struct err err;
        int col;
        char *rest;

        assert_int_equal(words_next(&w, &word, &err), WORDS_READ);
        rest = words_rest(&w, &col);
        assert_string_equal(rest, RESTS[i].rest);
        assert_int_equal(col, RESTS[i].col);
        free(rest);
    }
}

static void a_setting_is_cut_at_its_first_equals_sign(void **state)
{
    struct word setting = {.text = "a=b=c"}, none = {.text = "abc"},
                empty = {.text = "=c"};

    (void)state;
    assert_string_equal(word_split_setting(&setting), "b=c");
    assert_string_equal(setting.text, "a");
    assert_null(word_split_setting(&none));
    assert_null(word_split_setting(&empty));
}

/*
 * What was written, and what is meant among step, back, landscape, momentum; NULL for
 * none of them.
 */
struct slip {
    const char *written, *meant;
};

static const struct slip SLIPS[] = {
    {"stpe", "step"},
    {"stp", "step"},
    {"bakc", "back"},
    {"landscap", "landscape"},
    {"mometum", "momentum"},
    {"land", "landscape"},
    {"xyzzy", NULL},
    {"", NULL},
    {"q", NULL},
};

static void the_nearest_word_is_a_few_slips_away_or_none(void **state)
{
    static const char *const WORDS[] = {"step", "back", "landscape", "momentum"};

    (void)state;
    for (size_t i = 0; i < sizeof SLIPS / sizeof *SLIPS; i++) {
        struct nearest near = nearest_begin(SLIPS[i].written);

        for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++)
            nearest_offer(&near, WORDS[k]);
        if (SLIPS[i].meant)
            assert_string_equal(near.best ? near.best : "none", SLIPS[i].meant);
        else
            assert_null(near.best);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_separated_by_blanks_and_quotes_keep_them),
        cmocka_unit_test(words_know_their_column_in_characters),
        cmocka_unit_test(columns_of_a_very_long_line_are_counted_once),
        cmocka_unit_test(an_open_quote_and_an_endless_word_are_errors_with_a_column),
        cmocka_unit_test(the_rest_of_a_line_keeps_its_blanks_and_loses_its_comment),
        cmocka_unit_test(a_setting_is_cut_at_its_first_equals_sign),
        cmocka_unit_test(the_nearest_word_is_a_few_slips_away_or_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
