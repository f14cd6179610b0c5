/* The average of a run's positions. */
#include "optim/average.h"

/* mean += share * (x - mean); a share of 1 takes x as it is. */
static void blend(const struct average_memory *memory, const double *x, double share)
{
    for (int i = 0; i < memory->n; i++)
        memory->mean[i] =
            share == 1 ? x[i] : (1 - share) * memory->mean[i] + share * x[i];
}

/* The share of the newest position. */
static double share_ema(const struct settings *set, double count)
{
    return count == 1 ? 1 : 1 - set->average_decay;
}

static double share_tail(const struct settings *set, double count)
{
    (void)set;
    return 1 / count;
}

static double (*const shares[])(const struct settings *set, double count) = {
    [AVERAGE_EMA] = share_ema, [AVERAGE_TAIL] = share_tail};

void average_observe(const struct settings *set, double step, const double *x,
                     const struct average_memory *memory)
{
    bool early = set->average == AVERAGE_TAIL && step <= set->average_start;

    if (set->average == AVERAGE_NONE) {
        *memory->count = 0;
        return;
    }
    *memory->count = early ? 1 : *memory->count + 1;
    blend(memory, x, shares[(int)set->average](set, *memory->count));
}
