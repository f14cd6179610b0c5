/*
 * Checkpoints in bounded memory: a pool that keeps every second one whenever it is full.
 */
#include "sim/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Where so much is not to be had, half of what is: the rest is for what else comes. */
static void take_pool(struct history *h, size_t bytes)
{
    h->size = bytes;
    h->pool = memory_try(bytes, 1);
    if (h->pool)
        return;
    while (!h->pool && h->size > 0) {
        h->size /= 2;
        h->pool = memory_try(h->size, 1);
    }
    free(h->pool);
    h->size /= 2;
    h->pool = memory_new(h->size, 1);
}

void history_start(struct history *h, size_t bytes)
{
    int64_t first = h->first;

    history_free(h);
    h->first = h->spacing = first;
    take_pool(h, bytes);
    h->list = memory_new(CHECKPOINTS_MAX, sizeof *h->list);
}

void history_free(struct history *h)
{
    free(h->pool);
    free(h->list);
    *h = (struct history){0};
}

static size_t used(const struct history *h)
{
    return h->count ? h->list[h->count - 1].offset + h->list[h->count - 1].size : 0;
}

static void thin(struct history *h)
{
    size_t at = 0;
    int kept = 0;

    h->spacing *= 2;
    for (int i = 0; i < h->count; i++) {
        struct checkpoint c = h->list[i];

        if (c.step % h->spacing != 0)
            continue;
        memmove(h->pool + at, h->pool + c.offset, c.size);
        h->list[kept++] =
            (struct checkpoint){.step = c.step, .offset = at, .size = c.size};
        at += c.size;
    }
    h->count = kept;
}

bool history_is_due(const struct history *h, int64_t step)
{
    return (step & ((h->spacing ? h->spacing : h->first) - 1)) == 0;
}

unsigned char *history_add(struct history *h, int64_t step, size_t size)
{
    struct checkpoint *last;

    if (h->count > 0 && h->list[h->count - 1].step >= step)
        return NULL;
    while (h->count == CHECKPOINTS_MAX || (used(h) + size > h->size && h->count > 0))
        thin(h);
    if (!history_is_due(h, step) || used(h) + size > h->size)
        return NULL;
    last = &h->list[h->count];
    *last = (struct checkpoint){.step = step, .offset = used(h), .size = size};
    h->count++;
    return h->pool + last->offset;
}

static int count_until(const struct history *h, int64_t step)
{
    int low = 0, high = h->count;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (h->list[middle].step <= step)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const unsigned char *history_find(const struct history *h, int64_t step)
{
    int count = count_until(h, step);

    return count ? h->pool + h->list[count - 1].offset : NULL;
}

void history_forget_after(struct history *h, int64_t step)
{
    h->count = count_until(h, step);
}
