/* Schedules: PyTorch's numbers, warm-up, and what a live change of the rate does. */
#include "optim/schedule.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void set_setting(struct settings *set, const char *name, const char *value)
{
    struct err err;
    double number = 0;
    int i = settings_find(name);

    assert_true(i >= 0 && param_read(settings_row(i), value, &number, &err));
    settings_set(set, i, number);
}

/* Reads `name=value name=value` up to a | and returns what follows it. */
static const char *read_settings(const char *line, struct settings *set)
{
    char name[64], value[64];
    int used;

    *set = settings_defaults();
    for (; sscanf(line, " %63[^=|]=%63[^ |]%n", name, value, &used) == 2; line += used)
        set_setting(set, name, value);
    return strchr(line, '|') + 1;
}

/* The losses that plateau was given: falling for ten updates, then not at all. */
static double loss_after(double updates)
{
    return updates < 10 ? 1 - 0.05 * updates : 0.5;
}

static bool agrees_with_line(const char *line)
{
    struct settings set;
    struct schedule_memory memory = schedule_start();
    double done = 0, at, rate;
    int used;

    for (line = read_settings(line, &set);
         sscanf(line, " %lf:%lf%n", &at, &rate, &used) == 2; line += used) {
        while (done < at)
            schedule_observe(&set, &memory, loss_after(++done));
        if (fabs(schedule_rate(&set, &memory, at) - rate) > 1e-12) {
            print_error("at %g: %.17g, not %.17g\n", at, schedule_rate(&set, &memory, at),
                        rate);
            return false;
        }
    }
    return true;
}

static void rates_are_pytorchs(void **state)
{
    FILE *file = fopen("tests/schedules.txt", "r");
    char line[2000];
    int lines = 0;

    (void)state;
    assert_non_null(file);
    for (; fgets(line, sizeof line, file); lines++)
        assert_true(agrees_with_line(line));
    fclose(file);
    assert_int_equal(lines, 18);
}

static void every_word_of_the_setting_has_a_schedule(void **state)
{
    const struct param *row = settings_row(SETTING(schedule));
    const struct schedule *all = schedules();
    int i = 0;

    (void)state;
    for (; all[i].name; i++) {
        assert_string_equal(all[i].name, row->choices[i]);
        assert_true(strlen(all[i].help) > 0);
    }
    assert_null(row->choices[i]);
}

static void every_schedule_is_in_the_table_of_references(void **state)
{
    const struct schedule *all = schedules();
    FILE *file = fopen("tests/schedules.txt", "r");
    static char text[20000];

    (void)state;
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    for (int i = 0; all[i].name; i++) {
        char word[64];

        snprintf(word, sizeof word, "schedule=%s", all[i].name);
        assert_non_null(strstr(text, word));
    }
}

static void warmup_grows_in_a_straight_line(void **state)
{
    struct settings set;
    struct schedule_memory memory = schedule_start();

    (void)state;
    read_settings("lr=0.5 warmup=4|", &set);
    assert_true(schedule_rate(&set, &memory, 0) == 0.125);
    assert_true(schedule_rate(&set, &memory, 2) == 0.375);
    assert_true(schedule_rate(&set, &memory, 3) == 0.5);
    assert_true(schedule_rate(&set, &memory, 1000) == 0.5);
    set.warmup = 0;
    assert_true(schedule_rate(&set, &memory, 0) == 0.5);
}

static void a_new_base_rate_keeps_the_place_in_the_schedule(void **state)
{
    static const char *const lines[] = {"lr=0.5 schedule=step schedule_period=3|",
                                        "lr=0.5 schedule=cosine|",
                                        "lr=0.5 schedule=one_cycle|",
                                        "lr=0.5 schedule=linear warmup=60|",
                                        "lr=0.5 schedule=polynomial|",
                                        "lr=0.5 schedule=plateau|"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct schedule_memory memory = {.best = 1, .bad = 3, .reduced = 0.25};
        struct settings set;
        double before;

        read_settings(lines[i], &set);
        before = schedule_rate(&set, &memory, 30);
        set.lr *= 4;
        assert_true(schedule_rate(&set, &memory, 30) == 4 * before);
    }
}

static void plateau_survives_losses_that_are_no_numbers(void **state)
{
    struct schedule_memory memory = schedule_start();
    struct settings set;

    (void)state;
    read_settings("lr=0.5 schedule=plateau schedule_period=2|", &set);
    for (int k = 0; k < 3; k++)
        schedule_observe(&set, &memory, NAN);
    assert_true(fabs(schedule_rate(&set, &memory, 3) - 0.05) < 1e-15);
    set.lr = 0;
    for (int k = 0; k < 3; k++)
        schedule_observe(&set, &memory, NAN);
    assert_true(schedule_rate(&set, &memory, 6) == 0);
}

static void the_last_value_of_one_cycle_holds(void **state)
{
    struct schedule_memory memory = schedule_start();
    struct settings set;

    (void)state;
    read_settings("lr=0.5 schedule=one_cycle schedule_period=50|", &set);
    for (double done = 49; done < 1e9; done *= 3)
        assert_true(schedule_rate(&set, &memory, done) == 0.5 / 25 / 1e4);
    set.schedule_period = 1;
    assert_true(schedule_rate(&set, &memory, 0) == 0.5 / 25 / 1e4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_are_pytorchs),
        cmocka_unit_test(every_word_of_the_setting_has_a_schedule),
        cmocka_unit_test(every_schedule_is_in_the_table_of_references),
        cmocka_unit_test(warmup_grows_in_a_straight_line),
        cmocka_unit_test(a_new_base_rate_keeps_the_place_in_the_schedule),
        cmocka_unit_test(plateau_survives_losses_that_are_no_numbers),
        cmocka_unit_test(the_last_value_of_one_cycle_holds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
