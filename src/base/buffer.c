/* Text that grows. */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void make_room(struct buffer *b, size_t count)
{
    size_t size = b->size ? b->size : 256;

    while (size < b->used + count + 1)
        size *= 2;
    if (size != b->size)
        b->text = memory_resize(b->text, size, 1);
    b->size = size;
}

void buffer_add(struct buffer *b, const char *bytes, size_t count)
{
    make_room(b, count);
    if (count > 0)
        memcpy(b->text + b->used, bytes, count);
    b->used += count;
    b->text[b->used] = '\0';
}

void buffer_add_text(struct buffer *b, const char *text)
{
    buffer_add(b, text, strlen(text));
}

void buffer_format(struct buffer *b, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return;
    make_room(b, (size_t)length);
    va_start(args, format);
    vsnprintf(b->text + b->used, (size_t)length + 1, format, args);
    va_end(args);
    b->used += (size_t)length;
}

void buffer_clear(struct buffer *b)
{
    b->used = 0;
    if (b->text)
        b->text[0] = '\0';
}

void buffer_free(struct buffer *b)
{
    free(b->text);
    *b = (struct buffer){0};
}
