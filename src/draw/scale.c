/* Axes: from numbers to places along an edge, and the round numbers written there. */
#include "draw/scale.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ROOT_HALF 0.70710678118654752
#define FAR 1e300 /* an axis around one number goes no further */
#define TINY 1e-9 /* of a step: rounding, not distance */
#define LOG10_2 0.30102999566398120
#define LOG10_E 0.43429448190325183

/* log(m) = 2 atanh((m - 1) / (m + 1)), m near 1. */
static double log_near_one(double m)
{
    double t = (m - 1) / (m + 1), square = t * t, sum = 0;

    for (int k = 19; k >= 1; k -= 2)
        sum = sum * square + 1.0 / k;
    return 2 * t * sum;
}

double scale_log10(double x)
{
    int exponent;
    double m;

    if (!(x > 0) || isinf(x))
        return x == 0 ? -INFINITY : x > 0 ? x : NAN;
    m = frexp(x, &exponent);
    if (m < ROOT_HALF) {
        m *= 2;
        exponent--;
    }
    return log_near_one(m) * LOG10_E + exponent * LOG10_2;
}

double scale_power10(int k)
{
    char text[16];

    snprintf(text, sizeof text, "1e%d", k);
    return strtod(text, NULL);
}

/* The greatest k with 10^k <= x, x positive and finite. */
static int decade_below(double x)
{
    int k = (int)floor(scale_log10(x));

    if (scale_power10(k) > x)
        k--;
    else if (scale_power10(k + 1) <= x)
        k++;
    return k;
}

double axis_share(const struct axis *axis, double value)
{
    if (axis->log && value <= 0)
        return -INFINITY;
    if (axis->log)
        value = scale_log10(value);
    if (!isfinite(value))
        return value;
    return (value / 2 - axis->low / 2) / (axis->high / 2 - axis->low / 2);
}

/* 10^x by whole decades and a square-rooted rest: enough for a pixel. */
static double power10(double x)
{
    double whole = floor(x), rest = x - whole, root = 10,
           power = scale_power10((int)whole);

    for (int i = 0; i < 40; i++) {
        root = sqrt(root);
        rest *= 2;
        if (rest >= 1) {
            power *= root;
            rest -= 1;
        }
    }
    return power;
}

double axis_value(const struct axis *axis, double share)
{
    double place = axis->low * (1 - share) + axis->high * share;

    return axis->log ? power10(place) : place;
}

struct axis axis_between(double low, double high)
{
    double middle, margin;

    if (low < high && isfinite(high / 2 - low / 2))
        return (struct axis){.low = low, .high = high};
    middle = isfinite(low) ? fmax(-FAR, fmin(FAR, low)) : 0;
    margin = fmax(1, fabs(middle) / 2);
    return (struct axis){.low = middle - margin, .high = middle + margin};
}

struct axis axis_counting(double n)
{
    double high = 10;

    while (high < n && high < 1e300)
        high *= 2;
    return (struct axis){.low = 0, .high = high};
}

struct axis axis_holding(double low, double high)
{
    double size = 1, quarter;
    int exponent;

    if (!isfinite(low) || !isfinite(high) || low > high || fabs(low) > FAR ||
        fabs(high) > FAR)
        return axis_between(low, high);
    if (high > low) {
        frexp(high - low, &exponent);
        size = ldexp(1, exponent);
    }
    for (;; size *= 2) {
        quarter = floor(low / (size / 4)) * (size / 4);
        if (quarter + size >= high && quarter + size > quarter)
            return (struct axis){.low = quarter, .high = quarter + size};
    }
}

struct axis axis_decades(double low, double high, int most)
{
    int first, last;

    if (!(high > 0) || isinf(high))
        high = 1;
    if (!(low > 0) || low > high)
        low = high;
    first = decade_below(low);
    last = decade_below(high);
    if (scale_power10(last) < high || last == first)
        last++;
    if (last - first > most)
        first = last - most;
    return (struct axis){.low = first, .high = last, .log = true};
}

static const int MANTISSAS[] = {1, 2, 5};

/* i steps of mantissa * 10^decade, rounded once: 3 * 0.1 is 0.3. */
static double multiple(double i, int mantissa, int decade)
{
    return decade < 0 ? i * mantissa / scale_power10(-decade)
                      : i * mantissa * scale_power10(decade);
}

/*
 * The finest steps of 1, 2 or 5 times 10^decade, 10^(decade + 1), ... that are few
 * enough.
 */
static int round_ticks(const struct axis *axis, int decade, int most, double *ticks)
{
    int count = 0;

    for (int rank = 0;; rank++) {
        int mantissa = MANTISSAS[rank % 3], ten = decade + rank / 3;
        double step = multiple(1, mantissa, ten);
        double first = ceil(axis->low / step - TINY);
        double last = floor(axis->high / step + TINY);

        if (last - first + 1 > most)
            continue;
        for (; count <= last - first; count++)
            ticks[count] = multiple(first + count, mantissa, ten) + 0.0;
        return count;
    }
}

int axis_ticks(const struct axis *axis, int most, double ticks[TICKS_MAX])
{
    double span = axis->high - axis->low;
    int count;

    if (most > TICKS_MAX)
        most = TICKS_MAX;
    if (most < 1 || !isfinite(span))
        return 0;
    count = round_ticks(axis, axis->log ? 0 : decade_below(span) - 2, most, ticks);
    for (int i = 0; axis->log && i < count; i++)
        ticks[i] = scale_power10((int)ticks[i]);
    return count;
}

const char *axis_label(double tick, char out[NUMBER_TEXT])
{
    double size = fabs(tick);

    if (size == 0 || (size >= 1e-3 && size < 1e5))
        return number_brief(tick, 6, out);
    for (int digits = 1; digits <= 6; digits++)
        if (fabs(strtod(number_brief(tick, digits, out), NULL) / tick - 1) < TINY)
            break;
    return out;
}
