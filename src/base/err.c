/*
 * Messages about what a person wrote, cleaned so that no terminal can be harmed by
 * quoting them.
 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

static void write_message(struct err *err, const char *format, va_list args)
{
    char raw[sizeof err->text];

    vsnprintf(raw, sizeof raw, format, args);
    text_clean(err->text, sizeof err->text, raw);
}

bool fail(struct err *err, const char *format, ...)
{
    va_list args;

    err->line = 0;
    err->col = 0;
    va_start(args, format);
    write_message(err, format, args);
    va_end(args);
    return false;
}

bool fail_at(struct err *err, int col, const char *format, ...)
{
    va_list args;

    err->line = 0;
    err->col = col;
    va_start(args, format);
    write_message(err, format, args);
    va_end(args);
    return false;
}

void err_move(struct err *err, int line, int col)
{
    err->line = line;
    err->col = err->col > 0 ? err->col + col - 1 : col;
}
