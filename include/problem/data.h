#ifndef PROBLEM_DATA_H
#define PROBLEM_DATA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Data sets: rows of inputs with a class or a number to be learnt. All of a drawn one is
 * a function of its settings and the seed. Moons, circles and blobs are scikit-learn's
 * (Pedregosa et al. 2011), but for the generator.
 */

/* clang-format off */

/* The one list: name, standard noise on inputs, on labels, and a line for people. */
#define DATA_SETS(ROW) \
    ROW(xor, 0.15, 0, "four corners, the class is whether the signs differ") \
    ROW(blobs, 1, 0, "round clouds, `classes` of them, about centres in [-10, 10]^2") \
    ROW(moons, 0.1, 0, "two half circles that reach into each other") \
    ROW(circles, 0.05, 0, "a circle within another") \
    ROW(spirals, 0.02, 0, "`arms` spirals of a turn and a half about one centre") \
    ROW(checkerboard, 0, 0, "the squares of a board of four by four") \
    ROW(sine, 0, 0.1, "regression: sin(x) over two periods") \
    ROW(plane, 0, 0.1, "linear regression: 2 x - y + 0.5")

/* clang-format on */

#define DATA_ENUM(name, noise, label_noise, text) DATA_##name,
enum data_set { DATA_SETS(DATA_ENUM) DATA_table }; /* the last: from a file */
#undef DATA_ENUM

enum { SAMPLES_MAX = 100000, INPUTS_MAX = 256, CLASSES_MAX = 16 };

struct data_settings {
    double data;    /* enum data_set */
    double samples; /* rows in all; of a table every row is taken */
    double noise;   /* sigma of what is added to each input */
    /* share of flipped labels, or sigma of what is added to a number */
    double label_noise;
    double augment; /* sigma of the jitter that inputs get anew in every batch */
    double test;    /* share that is held out */
    double arms;    /* of spirals */
    double classes; /* of blobs */
};

/* The cells of a CSV file; cells is owned by whoever has the table. */
struct table {
    int rows, cols;
    double *cells; /* [rows][cols] */
};

/*
 * Reads numbers separated by commas, a row a line; the first line may be a header. NULL
 * cells and an err with line and column for anything else: text, an empty cell, rows of
 * different lengths, one column alone, too many rows or columns.
 */
bool table_read(const char *text, struct table *out, struct err *err);

struct data {
    int inputs;
    int classes;     /* 0: the label is a number to be learnt */
    int rows, tests; /* the training part, and what is held out behind it */
    double *x;       /* [rows + tests][inputs] */
    double *label;   /* [rows + tests] a class from 0, or the number */
};

/*
 * Draws a set, or takes the table's rows (its last column is the label: a class where all
 * are whole numbers from 0 to below CLASSES_MAX and every class occurs). Which rows are
 * held out is drawn, too; label noise spares them, so that they measure what was learnt.
 * At least one row trains.
 */
struct data *data_new(const struct data_settings *set, const struct table *table,
                      uint64_t seed);
void data_free(struct data *data); /* NULL is fine */

#endif
