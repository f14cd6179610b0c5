#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/*
 * Memory that is there: when none is left the program says so and exits with status 1
 * (what is registered with atexit gives the terminal back first). No caller tests for
 * NULL, but that of memory_try.
 */

/*
 * count objects of size bytes each, zeroed; the caller frees them. Stops on overflow too.
 */
void *memory_new(size_t count, size_t size);

/* So many doubles, zeroed, that begin where a line of the cache does: 64 bytes. */
double *memory_new_lines(size_t count);

/* Like memory_new, or NULL where so much is not to be had: for what can do with less. */
void *memory_try(size_t count, size_t size);

/* Like realloc for count objects of size bytes each; what is added is not zeroed. */
void *memory_resize(void *old, size_t count, size_t size);

/* The next count numbers of a block, which has room for all that are taken of it. */
static inline double *memory_carve(double **from, size_t count)
{
    double *at = *from;

    *from += count;
    return at;
}

/* A copy of the text; the caller frees it. */
char *memory_copy_text(const char *text);

#endif
