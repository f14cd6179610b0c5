/* Draws the samples of a data set, then mixes, flips and splits them. */
#include "problem/data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "math/elementary.h"
#include "math/normal.h"

/* What a random number of a sample is for: its `step` in the stream. */
enum purpose { FOR_PLACE, FOR_LABEL, FOR_FLIP, FOR_SPLIT, FOR_CENTRE, FOR_INPUTS };

struct draw {
    const struct data_settings *set;
    uint64_t seed;
    int i, count; /* the sample, of so many */
};

static struct random_place place(const struct draw *d, uint64_t purpose)
{
    return (struct random_place){
        .seed = d->seed, .stream = RANDOM_DATA, .step = purpose, .index = (uint32_t)d->i};
}

static void normal(const struct draw *d, uint64_t purpose, double pair[2])
{
    math_normal_pair(place(d, purpose), pair);
}

/* Where i stands among count, from 0 to 1, both ends included. */
static double share(int i, int count)
{
    return count > 1 ? (double)i / (count - 1) : 0;
}

static double draw_xor(const struct draw *d, double *x)
{
    int corner = d->i % 4;

    x[0] = corner & 1 ? 1 : -1;
    x[1] = corner & 2 ? 1 : -1;
    return corner == 1 || corner == 2;
}

static double draw_blobs(const struct draw *d, double *x)
{
    struct draw centre = *d;

    centre.i = d->i % (int)d->set->classes;
    random_uniform(place(&centre, FOR_CENTRE), x);
    x[0] = 20 * x[0] - 10;
    x[1] = 20 * x[1] - 10;
    return centre.i;
}

static double draw_moons(const struct draw *d, double *x)
{
    int outer = d->count / 2;
    bool inner = d->i >= outer;
    double angle =
        MATH_PI * (inner ? share(d->i - outer, d->count - outer) : share(d->i, outer));

    x[0] = inner ? 1 - math_cos(angle) : math_cos(angle);
    x[1] = inner ? 0.5 - math_sin(angle) : math_sin(angle);
    return inner;
}

static double draw_circles(const struct draw *d, double *x)
{
    int outer = d->count / 2;
    bool inner = d->i >= outer;
    double turn =
        inner ? (double)(d->i - outer) / (d->count - outer) : (double)d->i / outer;
    double radius = inner ? 0.8 : 1;

    x[0] = radius * math_cos(2 * MATH_PI * turn);
    x[1] = radius * math_sin(2 * MATH_PI * turn);
    return inner;
}

static double draw_spirals(const struct draw *d, double *x)
{
    int arms = (int)d->set->arms, arm = d->i % arms;
    double along = 0.05 + 0.95 * share(d->i / arms, (d->count + arms - 1) / arms);
    double angle = 2 * MATH_PI * ((double)arm / arms + 1.5 * along);

    x[0] = along * math_cos(angle);
    x[1] = along * math_sin(angle);
    return arm;
}

static double draw_checkerboard(const struct draw *d, double *x)
{
    double u[2];

    random_uniform(place(d, FOR_PLACE), u);
    x[0] = 2 * u[0] - 1;
    x[1] = 2 * u[1] - 1;
    return ((int)(4 * u[0]) + (int)(4 * u[1])) % 2;
}

static double draw_sine(const struct draw *d, double *x)
{
    x[0] = 2 * MATH_PI * (2 * share(d->i, d->count) - 1);
    return math_sin(x[0]);
}

static double draw_plane(const struct draw *d, double *x)
{
    random_uniform(place(d, FOR_PLACE), x);
    x[0] = 2 * x[0] - 1;
    x[1] = 2 * x[1] - 1;
    return 2 * x[0] - x[1] + 0.5;
}

static int two(const struct data_settings *set)
{
    (void)set;
    return 2;
}

static int none(const struct data_settings *set)
{
    (void)set;
    return 0;
}

static int arms(const struct data_settings *set)
{
    return (int)set->arms;
}

static int clouds(const struct data_settings *set)
{
    return (int)set->classes;
}

struct set_row {
    int inputs;
    int (*classes)(const struct data_settings *set);
    double (*draw)(const struct draw *d,
                   double *x); /* writes the inputs, returns the label */
};

static const struct set_row SETS[] = {
    [DATA_xor] = {2, two, draw_xor},
    [DATA_blobs] = {2, clouds, draw_blobs},
    [DATA_moons] = {2, two, draw_moons},
    [DATA_circles] = {2, two, draw_circles},
    [DATA_spirals] = {2, arms, draw_spirals},
    [DATA_checkerboard] = {2, two, draw_checkerboard},
    [DATA_sine] = {1, none, draw_sine},
    [DATA_plane] = {2, none, draw_plane},
};

static void draw_samples(struct data *data, struct draw *d)
{
    const size_t inputs = (size_t)data->inputs;

    for (d->i = 0; d->i < d->count; d->i++)
        data->label[d->i] =
            SETS[(int)d->set->data].draw(d, data->x + (size_t)d->i * inputs);
}

static bool is_class(double label)
{
    return label >= 0 && label < CLASSES_MAX && label == floor(label);
}

/* Classes of the labels when all are classes and each occurs, else 0. */
static int count_classes(const double *label, int count)
{
    bool seen[CLASSES_MAX] = {false};
    int most = 0, classes = 0;

    for (int i = 0; i < count; i++) {
        if (!is_class(label[i]))
            return 0;
        seen[(int)label[i]] = true;
        most = (int)label[i] > most ? (int)label[i] : most;
    }
    for (int k = 0; k <= most; k++)
        classes += seen[k];
    return classes == most + 1 && classes > 1 ? classes : 0;
}

static void take_table(struct data *data, const struct table *table)
{
    for (int i = 0; i < table->rows; i++) {
        const double *row = table->cells + (size_t)i * (size_t)table->cols;

        memcpy(data->x + (size_t)i * (size_t)data->inputs, row,
               (size_t)data->inputs * sizeof(double));
        data->label[i] = row[data->inputs];
    }
    data->classes = count_classes(data->label, table->rows);
}

static void add_noise(struct data *data, struct draw *d)
{
    for (d->i = 0; d->set->noise > 0 && d->i < d->count; d->i++)
        for (int k = 0; k < data->inputs; k++) {
            double pair[2];

            normal(d, FOR_INPUTS + (uint64_t)k / 2, pair);
            data->x[(size_t)d->i * (size_t)data->inputs + (size_t)k] +=
                d->set->noise * pair[k % 2];
        }
}

static void swap(double *a, double *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double kept = a[i];

        a[i] = b[i];
        b[i] = kept;
    }
}

/* Fisher and Yates' shuffle; the training part is what comes first. */
static void mix(struct data *data, struct draw *d)
{
    size_t inputs = (size_t)data->inputs;

    for (d->i = d->count - 1; d->i > 0; d->i--) {
        size_t i = (size_t)d->i,
               k = random_below(place(d, FOR_SPLIT), (uint32_t)d->i + 1);

        if (k == i)
            continue;
        swap(data->x + i * inputs, data->x + k * inputs, inputs);
        swap(data->label + i, data->label + k, 1);
    }
}

static void split(struct data *data, const struct draw *d)
{
    int tests = (int)rint(d->set->test * d->count);

    data->tests = tests < d->count ? tests : d->count - 1;
    data->rows = d->count - data->tests;
}

/* One of the other classes, each as likely, or a number moved. */
static void disturb_label(struct data *data, const struct draw *d)
{
    double u[2], *label = data->label + d->i;

    if (data->classes == 0) {
        normal(d, FOR_LABEL, u);
        *label += d->set->label_noise * u[0];
        return;
    }
    random_uniform(place(d, FOR_FLIP), u);
    if (u[0] < d->set->label_noise)
        *label = fmod(*label + 1 + floor(u[1] * (data->classes - 1)), data->classes);
}

struct data *data_new(const struct data_settings *set, const struct table *table,
                      uint64_t seed)
{
    struct draw d = {
        .set = set, .seed = seed, .count = table ? table->rows : (int)set->samples};
    struct data *data = memory_new(1, sizeof *data);

    data->inputs = table ? table->cols - 1 : SETS[(int)set->data].inputs;
    data->classes = table ? 0 : SETS[(int)set->data].classes(set);
    data->x = memory_new((size_t)d.count * (size_t)data->inputs, sizeof(double));
    data->label = memory_new((size_t)d.count, sizeof(double));
    if (table)
        take_table(data, table);
    else
        draw_samples(data, &d);
    add_noise(data, &d);
    mix(data, &d);
    split(data, &d);
    for (d.i = 0; set->label_noise > 0 && d.i < data->rows; d.i++)
        disturb_label(data, &d);
    return data;
}

void data_free(struct data *data)
{
    if (!data)
        return;
    free(data->x);
    free(data->label);
    free(data);
}
