/* Bytes of terminals and the keys that they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "term/key.h"

static const struct {
    const char *bytes, *names;
} CASES[] = {
    {"a", "a"},
    {" ", "Space"},
    {"10n", "1 0 n"},
    {"\r", "Enter"},
    {"\n", "Enter"},
    {"\t", "Tab"},
    {"\f", "Ctrl-L"},
    {"\177", "Backspace"},
    {"\b", "Backspace"},
    {"\033", "Esc"},
    {"\033\033", "Esc Esc"},
    {"\033[A\033[B\033[C\033[D", "Up Down Right Left"},
    {"\033OA\033OB\033OC\033OD", "Up Down Right Left"},
    {"\033[H\033[F\033OH\033OF", "Home End Home End"},
    {"\033[1~\033[4~\033[7~\033[8~", "Home End Home End"},
    {"\033[5~\033[6~", "PgUp PgDn"},
    {"\033[2~\033[3~", "Insert Delete"},
    {"\033OP\033[11~\033[[A\033[24~", "F1 F1 F1 F12"},
    {"\033[15~\033[17~", "F5 F6"},
    {"\033[Z", "Shift-Tab"},
    {"\033[1;5C\033[1;2A\033[5;3~", "Ctrl-Right Shift-Up Alt-PgUp"},
    {"\033Od", "Ctrl-Left"},
    {"\033b", "Alt-b"},
    {"\303\251", "\303\251"},
    {"\343\201\202x", "\343\201\202 x"},
    {"\033[99;99;99q", ""},
    {"\033[?1;2cx", "x"},
    {"\033[<0;10;10Mx", "x"},
    {"\033]0;title\ax", "x"},
    {"\033P1$r\033\\x", "x"},
    {"\033[12\033[A", "Up"},
    {"\377\376q", "q"},
    {"\303q", "q"},
    {"\033[", ""},
    {"\303", ""},
    {"\033[200~q\033[201~x", "q x"},
    {"\033!q", "Insert"},
};

static void names_of(struct keys *k, bool late, char *out)
{
    char name[KEY_NAME];
    uint32_t key;

    while (keys_next(k, late, &key)) {
        if (*out)
            strcat(out, " ");
        strcat(out, keys_name(key & ~(uint32_t)PRESS_PASTED, name));
    }
}

static void known_sequences_are_keys_and_others_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct keys k = {0};
        char names[256] = "";

        keys_learn(&k, "\033!q", PRESS_INSERT);
        keys_feed(&k, CASES[i].bytes, strlen(CASES[i].bytes));
        names_of(&k, false, names);
        names_of(&k, true, names);
        assert_string_equal(names, CASES[i].names);
        assert_false(keys_wait(&k));
    }
}

static void the_same_keys_come_out_byte_by_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct keys k = {0};
        char names[256] = "";

        if (strcmp(CASES[i].bytes, "\033\033") == 0)
            continue;
        keys_learn(&k, "\033!q", PRESS_INSERT);
        for (const char *c = CASES[i].bytes; *c; c++) {
            keys_feed(&k, c, 1);
            names_of(&k, false, names);
        }
        names_of(&k, true, names);
        assert_string_equal(names, CASES[i].names);
    }
}

static void what_is_pasted_is_marked(void **state)
{
    struct keys k = {0};
    uint32_t key;

    (void)state;
    keys_feed(&k, "\033[200~q\033[201~x", 14);
    assert_true(keys_next(&k, false, &key));
    assert_int_equal(key, 'q' | PRESS_PASTED);
    assert_true(keys_next(&k, false, &key));
    assert_int_equal(key, 'x');
}

static void garbage_of_any_kind_is_read_to_its_end(void **state)
{
    struct keys k = {0};
    unsigned random = 1;
    uint32_t key;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        char byte;

        random = random * 1103515245u + 12345u;
        byte = random >> 16 & 1 ? (char)(random >> 24) : "\033[O;~]P1"[random >> 20 & 7];
        keys_feed(&k, &byte, 1);
        if ((random >> 18 & 15) == 0)
            while (keys_next(&k, (random >> 22 & 3) == 0, &key))
                assert_true((key & PRESS_CODE) <= PRESS_LAST);
    }
    while (keys_next(&k, true, &key))
        continue;
    assert_false(keys_wait(&k));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_sequences_are_keys_and_others_nothing),
        cmocka_unit_test(the_same_keys_come_out_byte_by_byte),
        cmocka_unit_test(what_is_pasted_is_marked),
        cmocka_unit_test(garbage_of_any_kind_is_read_to_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
