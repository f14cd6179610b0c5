/*
 * The table of keys, row by row, and what keys do to a race on a screen that nobody sees.
 */
#include "app/command.h"
#include "app/keymap.h"
#include "app/library.h"
#include "pane/pane.h"
#include "problem/net.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#undef fail /* ours is meant here */

#include "screenless.h"

static const char *next_key(const char *keys, char out[KEY_NAME])
{
    size_t length = strcspn(keys, " ");

    snprintf(out, KEY_NAME, "%.*s", (int)length, keys);
    return keys + length + strspn(keys + length, " ");
}

static void every_key_is_one_that_a_terminal_sends(void **state)
{
    char key[KEY_NAME];

    (void)state;
    for (const struct key_row *row = key_rows(); row->keys; row++)
        for (const char *keys = row->keys; *keys;) {
            keys = next_key(keys, key);
            assert_true(key_called(key) != 0);
        }
}

static void no_key_stands_twice_in_a_context(void **state)
{
    char key[KEY_NAME];

    (void)state;
    for (const struct key_row *row = key_rows(); row->keys; row++)
        for (const char *keys = row->keys; *keys;) {
            keys = next_key(keys, key);
            assert_ptr_equal(keymap_find(row->context, key), row);
        }
}

static bool is_pane(const char *name)
{
    for (const struct pane *const *p = panes(); *p; p++)
        if (strcmp((*p)->name, name) == 0)
            return true;
    return false;
}

static void contexts_are_panes_or_what_can_be_open(void **state)
{
    (void)state;
    for (const struct key_row *row = key_rows(); row->keys; row++)
        assert_true(row->context[0] == '\0' || strcmp(row->context, CONTEXT_CROSS) == 0 ||
                    keymap_is_exclusive(row->context) || is_pane(row->context));
}

static void lines_begin_with_commands_of_the_language(void **state)
{
    (void)state;
    for (const struct key_row *row = key_rows(); row->keys; row++) {
        struct words w = {.line = row->line};
        struct command command;
        struct word word;
        struct err err;

        words_next(&w, &word, &err);
        if (strcmp(word.text, "edit") != 0 && strcmp(word.text, "pick") != 0)
            assert_true(command_find(word.text, &command, &err) >= 0);
    }
}

static void help_fits_the_smallest_wide_screen(void **state)
{
    (void)state;
    for (const struct key_row *row = key_rows(); row->keys; row++)
        assert_true(strlen(row->keys) <= 18 && strlen(row->help) <= 56);
}

/* Brings about the context in which the row holds. */
static void enter(struct live *l, const char *context)
{
    struct err err;
    char line[64];

    if (strcmp(context, CONTEXT_CROSS) == 0)
        press(l, "c");
    else if (strcmp(context, CONTEXT_PROMPT) == 0)
        press(l, ":");
    else if (strcmp(context, CONTEXT_MENU) == 0)
        press(l, "s");
    else if (strcmp(context, CONTEXT_HELP) == 0)
        press(l, "?");
    snprintf(line, sizeof line, "focus %s", context[0] ? context : "parameters");
    if (is_pane(context) || !context[0])
        assert_true(session_obey(l->session, line, &err));
}

static bool is_net_row(const char *name)
{
    for (size_t i = 0; i < NET_SETTINGS; i++)
        if (strcmp(net_row(i)->name, name) == 0)
            return true;
    return false;
}

static const char A_NET[] = "symmetric-zeros";

static bool is_of_nets(const char *line)
{
    char name[64];

    return sscanf(line, "nudge %63s", name) == 1 &&
           (is_net_row(name) || strcmp(name, "batch") == 0);
}

/* Where there is the context: keys of a pane or a line that only nets have need a net. */
static struct live *begin_for(const struct key_row *row)
{
    const char *context = row->context;
    struct live *l = is_of_nets(row->line) ? begin_on(A_NET) : begin();
    const struct scene_view look = session_look(l->session);

    for (const struct pane *const *p = panes(); *p; p++)
        if (strcmp((*p)->name, context) == 0 && (*p)->applies && !(*p)->applies(&look)) {
            end(l);
            return begin_on(A_NET);
        }
    return l;
}

static void every_key_gives_its_line_or_opens_what_covers_it(void **state)
{
    char key[KEY_NAME];

    (void)state;
    for (const struct key_row *row = key_rows(); row->keys; row++)
        for (const char *keys = row->keys; *keys;) {
            struct live *l = begin_for(row);

            keys = next_key(keys, key);
            enter(l, "");
            press(l, "5 n Right x 2 b");
            enter(l, row->context);
            l->session->message[0] = '\0';
            press(l, key);
            if (l->session->view.message_is_error)
                print_message("%s in %s: %s\n", key, row->context, l->session->message);
            assert_false(l->session->view.message_is_error);
            if (!keymap_is_exclusive(row->context) && strcmp(row->line, "moment") != 0) {
                bool covered = l->prompt.open || l->menu.kind != MENU_NONE;
                const char *line = strncmp(row->line, "nudge ", 6) ? row->line : "set";
                const char *shown = l->session->message;
                size_t name = covered ? 0 : strcspn(line, " ");

                assert_int_equal(strncmp(shown, line, name), 0);
                assert_true(shown[0] != '\0' || covered);
            }
            end(l);
        }
}

static int64_t step_of(struct live *l)
{
    return sim_step_number(l->session->sim);
}

static const struct run_view *run_of(struct live *l, int i)
{
    return &sim_snapshot(l->session->sim)->run[i];
}

static double setting_of(struct live *l, int run, const char *name)
{
    const struct run_view *r = run_of(l, run);

    for (int i = 0; i < r->settings; i++)
        if (strcmp(r->setting[i].row->name, name) == 0)
            return r->setting[i].value;
    return NAN;
}

static void counts_and_keys_typed_ahead_all_count(void **state)
{
    static const struct {
        const char *keys;
        int64_t step;
    } CASES[] = {
        {"n", 1},         {"n n n", 3},          {"1 0 n", 10},
        {"1 0 n 3 b", 7}, {"2 5 . 5 , u", 19},   {"PgDn PgUp", 0},
        {"PgDn Home", 0}, {"PgDn Home End", 50}, {"PgDn g G", 50},
        {"3 Esc n", 1},   {"9 9 y n", 1},        {"? Alt-n", 1},
        {": Alt-n n", 2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct live *l = begin();

        press(l, CASES[i].keys);
        assert_int_equal(step_of(l), CASES[i].step);
        end(l);
    }
}

static void keys_wait_while_steps_are_under_way_and_looking_does_not(void **state)
{
    struct live *l = begin();
    struct err err;

    (void)state;
    for (const char *c = "1000nn2b"; *c; c++)
        live_press(l, (uint32_t)*c);
    assert_int_equal(step_of(l), 0);
    live_press(l, '?');
    assert_int_equal(l->menu.kind, MENU_HELP);
    while (session_is_busy(l->session)) {
        session_work(l->session, 100, &err);
        live_obey_waiting(l);
    }
    assert_int_equal(step_of(l), 999);
    end(l);
}

static void escape_stops_the_steps_under_way(void **state)
{
    struct live *l = begin();
    struct err err;

    (void)state;
    for (const char *c = "999999999nnn"; *c; c++)
        live_press(l, (uint32_t)*c);
    session_work(l->session, 10, &err);
    live_press(l, PRESS_ESCAPE);
    assert_false(session_is_busy(l->session));
    live_obey_waiting(l);
    assert_int_equal(step_of(l), 10);
    end(l);
}

static void the_chosen_setting_changes_and_changes_back(void **state)
{
    struct live *l = begin();
    double before, after;

    (void)state;
    before = setting_of(l, 0, "lr");
    enter(l, "");
    press(l, "Right");
    after = setting_of(l, 0, "lr");
    assert_true(after > before);
    press(l, "x");
    assert_true(setting_of(l, 0, "lr") == before);
    press(l, "x");
    assert_true(setting_of(l, 0, "lr") == after);
    press(l, "=");
    assert_true(l->prompt.open);
    press(l, "0 . 2 5 Enter");
    assert_false(l->prompt.open);
    assert_true(setting_of(l, 0, "lr") == 0.25);
    end(l);
}

static void runners_come_change_and_go(void **state)
{
    struct live *l = begin();
    int runs = sim_snapshot(l->session->sim)->runs;

    (void)state;
    enter(l, "");
    press(l, "o r a d a m Enter");
    assert_int_equal(sim_snapshot(l->session->sim)->runs, runs + 1);
    assert_string_equal(run_of(l, runs)->optimizer, "radam");
    press(l, "( O n a d a m Enter");
    assert_int_equal(sim_snapshot(l->session->sim)->runs, runs + 1);
    assert_string_equal(run_of(l, runs)->optimizer, "nadam");
    press(l, "D");
    assert_int_equal(sim_snapshot(l->session->sim)->runs, runs);
    end(l);
}

static void the_start_moves_with_the_cross(void **state)
{
    struct live *l = begin();
    double x = sim_snapshot(l->session->sim)->start[0];

    (void)state;
    press(l, "c 4 l k");
    assert_true(l->session->view.has_cross);
    press(l, "Enter");
    assert_false(l->session->view.has_cross);
    assert_true(sim_snapshot(l->session->sim)->start[0] > x);
    end(l);
}

static void the_prompt_completes_and_remembers(void **state)
{
    struct live *l = begin();

    (void)state;
    press(l, ": n u Tab");
    assert_string_equal(l->prompt.text, "nudge ");
    press(l, "Ctrl-U s t e p Space 3 Enter : Up");
    assert_string_equal(l->prompt.text, "step 3");
    press(l, "Esc : r a c e Space a d a m Tab Tab");
    assert_string_equal(l->prompt.text, "race adam");
    press(l, "Tab");
    assert_string_equal(l->prompt.text, "race adamw");
    press(l, "Ctrl-U s e t Space s g d . c l i p Tab Tab");
    assert_string_equal(l->prompt.text, "set sgd.clip");
    press(l, "Space n o Tab");
    assert_string_equal(l->prompt.text, "set sgd.clip no");
    press(l, "r Tab");
    assert_string_equal(l->prompt.text, "set sgd.clip norm ");
    press(l, "Ctrl-U s e t Space l r Tab Ctrl-U s e t Space Tab");
    assert_null(strchr(l->candidates.word[0], '.'));
    assert_null(strchr(l->candidates.word[1], '.'));
    end(l);
}

static void the_prompt_completes_what_a_net_can_have_of_its_own(void **state)
{
    struct live *l = begin();
    struct err err;

    (void)state;
    assert_true(session_obey(l->session, "open compare", &err));
    press(l, ": r a c e Space s g d Space n o r Tab");
    assert_string_equal(l->prompt.text, "race sgd norm=");
    press(l, "Ctrl-U s e t Space s g d . r e s Tab Tab");
    assert_string_equal(l->prompt.text, "set sgd.residual o");
    press(l, "Ctrl-U c o m p a r e Space s h a l l o w . a c Tab r e l Tab");
    assert_string_equal(l->prompt.text, "compare shallow.activation relu ");
    press(l, "Ctrl-U e x p e c t Space s h a l l o w . u p d Tab");
    assert_string_equal(l->prompt.text, "expect shallow.update.");
    end(l);
}

static void a_long_name_in_a_list_stands_apart_from_its_text(void **state)
{
    const struct overlay_row row = {
        .left = "a-name-that-is-much-longer-than-others", .right = "text", .note = ""};
    const struct overlay list = {.title = "list", .note = "", .row = &row, .count = 1};
    struct canvas canvas = {.glyphs = glyphs_find("ascii")};
    char text[81] = "";

    (void)state;
    canvas_resize(&canvas, 80, 3);
    overlay_draw(&canvas, &list);
    for (int col = 0; col < 80; col++)
        text[col] = (char)canvas.cells[80 + col].glyph;
    assert_non_null(strstr(text, "others  text"));
    canvas_free(&canvas);
}

static void a_command_may_be_cut_short_at_the_prompt(void **state)
{
    struct live *l = begin();

    (void)state;
    press(l, ": n u Space 2 Enter");
    assert_false(l->prompt.open);
    assert_string_equal(l->session->view.message, "set sgd.lr 0.0156");
    press(l, ": q Enter");
    assert_true(l->session->quit);
    end(l);
}

static void a_line_that_fails_stays_and_marks_where_it_went_wrong(void **state)
{
    struct live *l = begin();

    (void)state;
    press(l, ": s t e p Space x Enter");
    assert_true(l->prompt.open);
    assert_true(l->session->view.message_is_error);
    assert_int_equal(prompt_column(&l->prompt), 6);
    assert_true(l->prompt.bad == 5 && l->prompt.bad_end == 6);
    press(l, "Backspace 3");
    assert_string_equal(l->prompt.text, "step 3");
    assert_true(l->prompt.bad == l->prompt.bad_end);
    press(l, ":");
    assert_string_equal(l->prompt.text, "step 3:");
    end(l);
}

static void a_colon_after_a_line_that_failed_begins_anew(void **state)
{
    struct live *l = begin();

    (void)state;
    press(l, ": b o g u s Enter : s t e p Space 3 Enter");
    assert_false(l->prompt.open);
    assert_string_equal(l->session->view.message, "step 3");
    end(l);
}

static void pasted_text_does_nothing_but_stand_in_the_prompt(void **state)
{
    struct live *l = begin();

    (void)state;
    for (const char *c = "q:quit\r10n"; *c; c++)
        live_press(l, (uint32_t)(unsigned char)*c | PRESS_PASTED);
    assert_false(l->session->quit);
    assert_int_equal(step_of(l), 0);
    press(l, ":");
    for (const char *c = "step 2\r\nquit\r"; *c; c++)
        live_press(l, (uint32_t)(unsigned char)*c | PRESS_PASTED);
    assert_true(l->prompt.open);
    assert_string_equal(l->prompt.text, "step 2quit");
    end(l);
}

static void every_menu_lists_something_and_its_lines_are_obeyed(void **state)
{
    (void)state;
    for (const struct menu_row *m = menus(); m->name; m++) {
        struct live *l = begin();
        struct buffer line = {0};
        struct menu_about about;
        struct err err;

        cure_case_of(sim_snapshot(l->session->sim), 0, &about.cures);
        assert_true(menu_open(&l->menu, m->name, &about, &err));
        assert_true(l->menu.overlay.count > 0);
        assert_true(menu_take(&l->menu, &line));
        assert_true(session_obey(l->session, line.text, &err));
        buffer_free(&line);
        end(l);
    }
}

static void any_keys_in_any_order_do_no_harm(void **state)
{
    struct live *l = begin();
    uint32_t random = 7;
    int rows = 0;

    (void)state;
    while (key_rows()[rows].keys)
        rows++;
    for (int i = 0; i < 20000; i++) {
        char key[KEY_NAME];
        uint32_t code;

        random = random * 1103515245u + 12345u;
        next_key(key_rows()[(random >> 8) % (unsigned)rows].keys, key);
        code = random >> 30 ? key_called(key) : 32 + (random >> 16) % 95;
        if (strcmp(key, "F") == 0 || (l->prompt.open && code == PRESS_ENTER))
            code = PRESS_ESCAPE;
        live_press(l, code);
        session_stop(l->session);
        live_obey_waiting(l);
        l->session->quit = false;
    }
    end(l);
}

static void numbers_that_wait_for_their_frame_keep_nobody_awake(void **state)
{
    struct live *l = begin();
    double now = live_now();

    (void)state;
    l->stale = true;
    l->next_numbers = now - 1;
    l->next_frame = now + 1000;
    assert_true(live_patience(l) > 500);
    l->next_numbers = now + 2000;
    assert_true(live_patience(l) > 1500);
    l->jammed = true;
    assert_true(live_patience(l) < 0);
    end(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_one_that_a_terminal_sends),
        cmocka_unit_test(no_key_stands_twice_in_a_context),
        cmocka_unit_test(contexts_are_panes_or_what_can_be_open),
        cmocka_unit_test(lines_begin_with_commands_of_the_language),
        cmocka_unit_test(help_fits_the_smallest_wide_screen),
        cmocka_unit_test(every_key_gives_its_line_or_opens_what_covers_it),
        cmocka_unit_test(counts_and_keys_typed_ahead_all_count),
        cmocka_unit_test(keys_wait_while_steps_are_under_way_and_looking_does_not),
        cmocka_unit_test(escape_stops_the_steps_under_way),
        cmocka_unit_test(the_chosen_setting_changes_and_changes_back),
        cmocka_unit_test(runners_come_change_and_go),
        cmocka_unit_test(the_start_moves_with_the_cross),
        cmocka_unit_test(the_prompt_completes_and_remembers),
        cmocka_unit_test(the_prompt_completes_what_a_net_can_have_of_its_own),
        cmocka_unit_test(a_long_name_in_a_list_stands_apart_from_its_text),
        cmocka_unit_test(a_command_may_be_cut_short_at_the_prompt),
        cmocka_unit_test(a_line_that_fails_stays_and_marks_where_it_went_wrong),
        cmocka_unit_test(a_colon_after_a_line_that_failed_begins_anew),
        cmocka_unit_test(pasted_text_does_nothing_but_stand_in_the_prompt),
        cmocka_unit_test(every_menu_lists_something_and_its_lines_are_obeyed),
        cmocka_unit_test(any_keys_in_any_order_do_no_harm),
        cmocka_unit_test(numbers_that_wait_for_their_frame_keep_nobody_awake),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
