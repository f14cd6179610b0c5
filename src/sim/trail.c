/*
 * A run's past in bounded memory, however long it is: level j keeps every 2^j-th step,
 * each level as long as its room lasts, and the finest one that reaches to the present is
 * shown. Stepping back needs nothing undone.
 */
#include "sim/state.h"

#include <math.h>
#include <string.h>

static int level_of(int64_t steps)
{
    int level = 0;

    while (level < TRACE_LEVELS - 1 && steps >= (int64_t)TRACE_SAMPLES << level)
        level++;
    return level;
}

static struct sample *samples_of(const struct trail *trail, int level)
{
    return trail->levels + (size_t)level * TRACE_SAMPLES;
}

/* The level before is full: its every second sample begins this one. */
static void begin_level(struct trail *trail, int level)
{
    const struct sample *from = samples_of(trail, level - 1);
    struct sample *to = samples_of(trail, level);

    for (int i = 0; i < TRACE_SAMPLES / 2; i++)
        to[i] = from[2 * i];
}

void trail_add(struct trail *trail, struct run *run)
{
    int64_t steps = run->steps;
    int level = level_of(steps);
    int64_t index = steps >> level;

    if (steps > trail->filled)
        trail->filled = steps;
    if (index << level != steps || index >= TRACE_SAMPLES)
        return;
    if (level > 0 && steps == (int64_t)TRACE_SAMPLES << (level - 1))
        begin_level(trail, level);
    samples_of(trail, level)[index] =
        (struct sample){.x = {run_x(run)[0], run->n > 1 ? run_x(run)[1] : 0},
                        .loss = run_step_loss(run),
                        .grad_norm = run_grad_norm(run)};
}

struct trace trail_view(const struct trail *trail, int64_t steps)
{
    int level = level_of(steps);
    int64_t count = (steps >> level) + 1;

    return (struct trace){.samples = samples_of(trail, level),
                          .count = count > TRACE_SAMPLES ? TRACE_SAMPLES : (int)count,
                          .stride = (int64_t)1 << level};
}
