/* Numbers to text and back. */
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool number_read(const char *word, double *value)
{
    char *end;

    if (word[0] == '\0' || strspn(word, "+-.0123456789eE") != strlen(word) ||
        !strpbrk(word, "0123456789"))
        return false;
    if (word[0] == 'e' || word[0] == 'E')
        return false;
    *value = strtod(word, &end);
    return *end == '\0' && isfinite(*value);
}

bool number_is(const char *word)
{
    double ignored;

    return number_read(word, &ignored);
}

static bool write_special(double value, char out[NUMBER_TEXT])
{
    if (isfinite(value))
        return false;
    strcpy(out, isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
    return true;
}

const char *number_exact(double value, char out[NUMBER_TEXT])
{
    if (!write_special(value, out))
        snprintf(out, NUMBER_TEXT, "%.17g", value);
    return out;
}

const char *number_json(double value, char out[NUMBER_TEXT])
{
    return isfinite(value) ? number_exact(value, out) : strcpy(out, "null");
}

/* Drops the padding of an exponent: 1.2e-03 becomes 1.2e-3, 1e+05 becomes 1e5. */
static void trim_exponent(char *out)
{
    char *from = strchr(out, 'e'), *to;

    if (!from)
        return;
    to = ++from;
    if (*from == '-')
        to++;
    from++;
    while (*from == '0' && from[1])
        from++;
    memmove(to, from, strlen(from) + 1);
}

const char *number_short(double value, char out[NUMBER_TEXT])
{
    if (write_special(value, out))
        return out;
    if (fabs(value) < 1e15 && value == rint(value)) {
        snprintf(out, NUMBER_TEXT, "%.0f", value);
        return out;
    }
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(out, NUMBER_TEXT, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            break;
    }
    trim_exponent(out);
    return out;
}

const char *number_brief(double value, int digits, char out[NUMBER_TEXT])
{
    double size = fabs(value);

    if (write_special(value, out))
        return out;
    if (size != 0 && (size < 1e-3 || size >= 1e5))
        snprintf(out, NUMBER_TEXT, "%.*e", digits - 1, value);
    else
        snprintf(out, NUMBER_TEXT, "%.*g", digits, value);
    trim_exponent(out);
    return out;
}
