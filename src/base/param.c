/* Reading, writing and turning the numbers that a person can set, all by their rows. */
#include "base/param.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RANGE_TEXT = 200, PRESSES_MAX = 1000 };

static const double LEAST = 1e-6;

static bool read_choice(const struct param *row, const char *text, double *value)
{
    for (int i = 0; row->choices[i]; i++)
        if (strcmp(row->choices[i], text) == 0) {
            *value = i;
            return true;
        }
    return false;
}

static bool read_number(const struct param *row, const char *text, double *value)
{
    double number;

    if (!number_read(text, &number) || !(number >= row->low && number <= row->high))
        return false;
    if (row->kind == PARAM_COUNT && number != floor(number))
        return false;
    *value = number + 0.0; /* never -0 */
    return true;
}

bool param_read(const struct param *row, const char *text, double *value, struct err *err)
{
    char range[RANGE_TEXT];

    if (row->kind == PARAM_CHOICE ? read_choice(row, text, value)
                                  : read_number(row, text, value))
        return true;
    param_range(row, range, sizeof range);
    return fail(err, "%s must be %s, not %.40s", row->name, range,
                *text ? text : "nothing");
}

const char *param_text(const struct param *row, double value, char out[NUMBER_TEXT])
{
    if (row->kind == PARAM_CHOICE)
        return row->choices[(int)value];
    return number_short(value, out);
}

/* Adds to a text that has room for size bytes in all; what does not fit is left out. */
static void append(char *out, size_t size, const char *more)
{
    size_t used = strlen(out);

    snprintf(out + used, size - used, "%s", more);
}

static void list_choices(const struct param *row, char *out, size_t size)
{
    for (int i = 0; row->choices[i]; i++) {
        if (i > 0)
            append(out, size, row->choices[i + 1] ? ", " : " or ");
        append(out, size, row->choices[i]);
    }
}

/* The shortest way to write a limit: 1e6, 0.5, 50. */
static void write_limit(double value, char out[NUMBER_TEXT])
{
    double size = fabs(value), back;
    int digits = size >= 1e-3 && size < 1e5 ? 6 : 1;

    do
        number_brief(value, digits++, out);
    while (digits <= 17 && !(number_read(out, &back) && back == value));
}

static void say_limits(const struct param *row, char *out, size_t size)
{
    char low[NUMBER_TEXT], high[NUMBER_TEXT];
    bool bounded = row->high < DBL_MAX;

    write_limit(row->low, low);
    write_limit(row->high, high);
    if (row->kind == PARAM_COUNT)
        snprintf(out, size, "a whole number from %s%s%s", low, bounded ? " to " : "",
                 bounded ? high : "");
    else if (bounded)
        snprintf(out, size, "%s to %s", low, high);
    else
        snprintf(out, size, row->low > -DBL_MAX ? "%s or more" : "any number", low);
}

void param_range(const struct param *row, char *out, size_t size)
{
    out[0] = '\0';
    if (row->kind == PARAM_CHOICE)
        list_choices(row, out, size);
    else
        say_limits(row, out, size);
}

static double round_to_digits(double value, int digits)
{
    char text[NUMBER_TEXT];

    snprintf(text, sizeof text, "%.*g", digits, value);
    return strtod(text, NULL);
}

/* The value next to the low end of a multiplied row. */
static double least_of(const struct param *row)
{
    if (row->low > 0)
        return row->low;
    if (row->kind == PARAM_COUNT)
        return 1;
    return row->least > 0 ? row->least : LEAST;
}

static double multiply_once(const struct param *row, double value, bool up)
{
    double least = least_of(row), next;

    if (up)
        next = value > 0 ? value * row->notch : least;
    else
        next = value > least ? fmax(value / row->notch, least) : row->low;
    if (row->kind == PARAM_COUNT)
        return rint(next) != value ? rint(next) : value + (up ? 1 : -1);
    return round_to_digits(next, 3) != value ? round_to_digits(next, 3) : next;
}

static double clamp(const struct param *row, double value)
{
    return fmin(fmax(value, row->low), row->high);
}

static double go_round(const struct param *row, double value, int notches)
{
    int count = (int)row->high + 1, at = ((int)value + notches % count) % count;

    return at < 0 ? at + count : at;
}

double param_notch(const struct param *row, double value, int notches)
{
    if (row->kind == PARAM_CHOICE)
        return go_round(row, value, notches);
    if (row->notch_by == NOTCH_ADD)
        return clamp(row, round_to_digits(value + notches * row->notch, 12));
    for (int i = 0; i < abs(notches) && i < PRESSES_MAX; i++)
        value = clamp(row, multiply_once(row, value, notches > 0));
    return value;
}
