#ifndef DRAW_SCALE_H
#define DRAW_SCALE_H

#include <stdbool.h>

#include "base/number.h"

/*
 * From numbers to places along an edge and back, and the round numbers that are written
 * there. Everything here is for the eye: twelve digits, the same on every machine.
 */

/* log10 of x: -inf for 0, nan below 0. */
double scale_log10(double x);

/* 10^k; 0 and inf beyond what a double holds. */
double scale_power10(int k);

/*
 * An axis runs from low to high, low < high, both finite. On a logarithmic one they are
 * powers of ten: -3 is 0.001.
 */
struct axis {
    double low, high;
    bool log;
};

/*
 * Where value stands: 0 at low, 1 at high, outside beyond; nan for nan, never for
 * anything else.
 */
double axis_share(const struct axis *axis, double value);

/* What stands at that share. */
double axis_value(const struct axis *axis, double share);

/*
 * Axes that move seldom: they depend on the numbers alone and jump by factors of two
 * (linear) or by whole decades (logarithmic), so a moving number leaves them where they
 * are for long.
 *
 * axis_counting: from 0 to the least of 10, 20, 40, 80, ... that holds n.
 * axis_holding: linear, holds low and high; its size is a power of two.
 * axis_decades: logarithmic, whole decades that hold low and high; what is not positive
 * is ignored. At most `most` decades, the lowest ones dropped.
 * axis_between: exactly this one.
 */
struct axis axis_counting(double n);
struct axis axis_holding(double low, double high);
struct axis axis_decades(double low, double high, int most);
struct axis axis_between(double low, double high);

/*
 * Round numbers on the axis, ascending: steps of 1, 2 or 5 times a power of ten, on a
 * logarithmic axis powers of ten. At most `most`, which is at most TICKS_MAX; returns how
 * many.
 */
enum { TICKS_MAX = 32 };
int axis_ticks(const struct axis *axis, int most, double ticks[TICKS_MAX]);

/* A tick as text, as short as it can be: 0.25, 1200, 1e-6. */
const char *axis_label(double tick, char out[NUMBER_TEXT]);

#endif
