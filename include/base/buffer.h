#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>

/* Text that grows. Start with `struct buffer b = {0}`, end with buffer_free. */
struct buffer {
    char *text;  /* ended by a NUL once anything was added; NULL before */
    size_t used; /* bytes, without that NUL */
    size_t size;
};

void buffer_add(struct buffer *b, const char *bytes, size_t count);
void buffer_add_text(struct buffer *b, const char *text);
void buffer_format(struct buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Makes it empty and keeps its memory. */
void buffer_clear(struct buffer *b);
void buffer_free(struct buffer *b);

#endif
