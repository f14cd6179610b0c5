/* Data sets: what is drawn, what is read, what is held out. */
#include "problem/data.h"
#include "problem/net.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct data_settings settings_of(int data)
{
    struct data_settings set = net_defaults().data;

    set.data = data;
    set.samples = 201;
    net_standard_noise(&set);
    return set;
}

static void test_every_set_has_its_rows_and_classes(void **state)
{
    (void)state;
    for (int kind = 0; kind < DATA_table; kind++) {
        struct data_settings set = settings_of(kind);
        struct data *data = data_new(&set, NULL, 1);
        int counts[CLASSES_MAX] = {0};

        assert_int_equal(data->rows + data->tests, 201);
        assert_int_equal(data->tests, 50);
        for (int i = 0; data->classes && i < 201; i++)
            counts[(int)data->label[i]]++;
        for (int k = 0; kind != DATA_checkerboard && k < data->classes; k++)
            assert_in_range(counts[k], 98, 103);
        data_free(data);
    }
}

static void test_the_seed_alone_decides(void **state)
{
    (void)state;
    for (int kind = 0; kind < DATA_table; kind++) {
        struct data_settings set = settings_of(kind);
        struct data *a = data_new(&set, NULL, 1), *b = data_new(&set, NULL, 1);
        struct data *c = data_new(&set, NULL, 2);
        size_t size = 201 * (size_t)a->inputs * sizeof(double);

        assert_memory_equal(a->x, b->x, size);
        assert_true(memcmp(a->x, c->x, size) != 0);
        data_free(a);
        data_free(b);
        data_free(c);
    }
}

/* Without noise every point lies on the figure that its set is named for. */
static bool on_figure(int kind, const double *x, double label)
{
    double radius = hypot(x[0], x[1]);

    switch (kind) {
    case DATA_xor:
        return fabs(x[0]) == 1 && fabs(x[1]) == 1 && (x[0] * x[1] < 0) == (label == 1);
    case DATA_moons:
        return label == 0
                   ? fabs(radius - 1) < 1e-12 && x[1] > -1e-12
                   : fabs(hypot(x[0] - 1, x[1] - 0.5) - 1) < 1e-12 && x[1] < 0.5 + 1e-12;
    case DATA_circles:
        return fabs(radius - (label == 0 ? 1 : 0.8)) < 1e-12;
    case DATA_spirals:
        return radius <= 1 + 1e-12 && radius >= 0.05 - 1e-12;
    case DATA_checkerboard:
        return ((int)floor(2 * x[0] + 4) + (int)floor(2 * x[1] + 4)) % 2 == label;
    default:
        return true;
    }
}

static void test_points_lie_where_their_name_says(void **state)
{
    (void)state;
    for (int kind = 0; kind < DATA_sine; kind++) {
        struct data_settings set = settings_of(kind);
        struct data *data;

        set.noise = 0;
        data = data_new(&set, NULL, 7);
        for (int i = 0; kind != DATA_blobs && i < 201; i++)
            assert_true(on_figure(kind, data->x + 2 * i, data->label[i]));
        data_free(data);
    }
}

static void test_regression_targets_are_their_function(void **state)
{
    struct data_settings set = settings_of(DATA_sine);
    struct data *data;

    (void)state;
    set.label_noise = 0;
    data = data_new(&set, NULL, 7);
    for (int i = 0; i < 201; i++)
        assert_true(fabs(data->label[i] - sin(data->x[i])) < 1e-12);
    data_free(data);
}

/* Flips that share of the training labels and none that is held out. */
static void test_label_noise_spares_what_is_held_out(void **state)
{
    struct data_settings set = settings_of(DATA_spirals);
    struct data *clean, *noisy;
    int flipped = 0;

    (void)state;
    set.samples = 4000;
    set.arms = 3;
    clean = data_new(&set, NULL, 1);
    set.label_noise = 0.3;
    noisy = data_new(&set, NULL, 1);
    for (int i = 0; i < clean->rows; i++)
        flipped += clean->label[i] != noisy->label[i];
    assert_in_range(flipped, 840, 960);
    assert_memory_equal(clean->label + clean->rows, noisy->label + clean->rows,
                        (size_t)clean->tests * sizeof(double));
    data_free(clean);
    data_free(noisy);
}

static const struct {
    const char *text;
    int rows, cols; /* 0: an error at */
    int line, col;
} FILES[] = {
    {"1,2\n3,4\n", 2, 2, 0, 0},
    {"a,b\n1,2\n3,4", 2, 2, 0, 0},
    {"\xEF\xBB\xBFx, y ,z\r\n1, 2 ,3e-2\r\n\r\n4,\"5\",-6\r\n", 2, 3, 0, 0},
    {"1,2\n3,x\n", 0, 0, 2, 3},
    {"1,2\n3\n", 0, 0, 2, 1},
    {"1,2\n3,\n", 0, 0, 2, 3},
    {"a,b\nc,d\n", 0, 0, 2, 1},
    {"a,1\n2,3\n", 0, 0, 1, 1},
    {"1\n2\n", 0, 0, 1, 1},
    {"1,2\n", 0, 0, 1, 1},
    {"", 0, 0, 1, 1},
    {"1,2\n3,nan\n", 0, 0, 2, 3},
};

static void test_files_are_numbers_or_a_clear_error(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        struct table table;
        struct err err = {0};
        bool good = table_read(FILES[i].text, &table, &err);

        assert_int_equal(good, FILES[i].rows > 0);
        if (good) {
            assert_int_equal(table.rows, FILES[i].rows);
            assert_int_equal(table.cols, FILES[i].cols);
        } else {
            assert_int_equal(err.line, FILES[i].line);
            assert_int_equal(err.col, FILES[i].col);
        }
        free(table.cells);
    }
}

static void test_a_table_is_split_and_its_classes_are_seen(void **state)
{
    struct data_settings set = settings_of(DATA_table);
    struct table table;
    struct err err;
    struct data *data;

    (void)state;
    assert_true(table_read("1,2,0\n3,4,1\n5,6,2\n7,8,1\n", &table, &err));
    data = data_new(&set, &table, 1);
    assert_int_equal(data->inputs, 2);
    assert_int_equal(data->classes, 3);
    assert_int_equal(data->tests, 1);
    data_free(data);
    table.cells[2] = 0.5;
    data = data_new(&set, &table, 1);
    assert_int_equal(data->classes, 0);
    data_free(data);
    free(table.cells);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_set_has_its_rows_and_classes),
        cmocka_unit_test(test_the_seed_alone_decides),
        cmocka_unit_test(test_points_lie_where_their_name_says),
        cmocka_unit_test(test_regression_targets_are_their_function),
        cmocka_unit_test(test_label_noise_spares_what_is_held_out),
        cmocka_unit_test(test_files_are_numbers_or_a_clear_error),
        cmocka_unit_test(test_a_table_is_split_and_its_classes_are_seen),
    };

    return cmocka_run_group_tests_name("data", tests, NULL, NULL);
}
