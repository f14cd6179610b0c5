#ifndef SIM_HISTORY_H
#define SIM_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/snapshot.h"

/* What is kept of the past: thinned traces to be drawn, and checkpoints to go back to. */

struct run;

/* A place to keep a thinned trace of any length: level j holds every 2^j-th step. */
enum { TRACE_SAMPLES = 1024, TRACE_LEVELS = 32 };

struct trail {
    int64_t owner; /* id of the run that it belongs to; -1 for none */
    /* updates that it knows of: samples 0 .. filled are there; -1 for none */
    int64_t filled;
    struct sample *levels; /* [TRACE_LEVELS][TRACE_SAMPLES] */
};

void trail_add(struct trail *trail, struct run *run);
struct trace trail_view(const struct trail *trail, int64_t steps);

/* Checkpoints in a bounded pool, thinned to every second one when it is full. */
struct checkpoint {
    int64_t step;
    size_t offset, size;
};

enum { CHECKPOINTS_MAX = 65536 };

struct history {
    unsigned char *pool;
    size_t size;
    int64_t first;   /* the spacing to begin with, set before all else */
    int64_t spacing; /* a power of two */
    int count;
    struct checkpoint *list; /* [CHECKPOINTS_MAX], ascending in step */
};

/* With a pool of so many bytes, or of what there is. */
void history_start(struct history *h, size_t bytes);
void history_free(struct history *h);
bool history_is_due(const struct history *h, int64_t step);
/*
 * Room for a checkpoint of `size` bytes at `step`; NULL where one is known or it can't be
 * kept.
 */
unsigned char *history_add(struct history *h, int64_t step, size_t size);
/* The last one at or before step; NULL for none. */
const unsigned char *history_find(const struct history *h, int64_t step);
void history_forget_after(struct history *h, int64_t step);

#endif
