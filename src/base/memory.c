/* Memory that is there, or the end of the program. */
#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE = 64, LINE_DOUBLES = LINE / sizeof(double) };

static void *present(void *block)
{
    if (block)
        return block;
    fputs("gradscape: out of memory\n", stderr);
    exit(1);
}

void *memory_try(size_t count, size_t size)
{
    return calloc(count ? count : 1, size ? size : 1);
}

void *memory_new(size_t count, size_t size)
{
    return present(memory_try(count, size));
}

double *memory_new_lines(size_t count)
{
    size_t lines = count / LINE_DOUBLES + 1;
    double *block;

    if (lines > SIZE_MAX / LINE)
        return present(NULL);
    block = present(aligned_alloc(LINE, lines * LINE));
    memset(block, 0, lines * LINE);
    return block;
}

void *memory_resize(void *old, size_t count, size_t size)
{
    size_t bytes = count * size;

    if (size && count > SIZE_MAX / size)
        return present(NULL);
    return present(realloc(old, bytes ? bytes : 1));
}

char *memory_copy_text(const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(memory_new(size, 1), text, size);
}
