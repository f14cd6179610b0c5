/* What was measured of each run, kept beside its trail in bounded room. */
#include <math.h>
#include <string.h>

#include "sim/sharpness.h"
#include "sim/state.h"

static struct sharpness_series *series_of(struct sim *sim, const struct run *run)
{
    return &sim->sharpness.series[run->slot];
}

/* Samples that were taken after at most so many updates. */
static int count_until(const struct sharpness_series *s, int64_t steps)
{
    int count = s->count;

    while (count > 0 && s->samples[count - 1].steps > steps)
        count--;
    return count;
}

static void thin(struct sharpness_series *s)
{
    int kept = 0;

    for (int i = 0; i < s->count; i += 2)
        s->samples[kept++] = s->samples[i];
    s->count = kept;
    s->spacing *= 2;
}

static void put(struct sharpness_series *s, const struct sharpness_sample *sample)
{
    int at;

    if (s->count == SHARPNESS_SAMPLES)
        thin(s);
    at = count_until(s, sample->steps);
    if (at > 0 && s->samples[at - 1].steps == sample->steps) {
        s->samples[at - 1] = *sample;
        return;
    }
    memmove(&s->samples[at + 1], &s->samples[at],
            (size_t)(s->count - at) * sizeof *s->samples);
    s->samples[at] = *sample;
    s->count++;
}

void sharpness_enter(struct sim *sim, const struct run *run)
{
    struct sharpness_series *s = series_of(sim, run);

    if (sim->repeating && s->owner == run->id)
        return;
    s->owner = run->id;
    s->spacing = 1;
    s->refused = false;
    s->count = 0;
}

static void cut(struct sim *sim, const struct run *run, int64_t last)
{
    struct sharpness_series *s = series_of(sim, run);
    struct sharpness_job *job = &sim->sharpness.jobs[run->slot];

    s->count = count_until(s, last);
    if (job->steps <= last)
        return;
    job->id = 0;
    if (sim->sharpness.measured == job)
        sim->sharpness.measured = NULL;
}

void sharpness_cut(struct sim *sim, const struct run *run)
{
    cut(sim, run, run->steps);
}

void sharpness_changed(struct sim *sim, const struct run *run)
{
    if (sim->repeating)
        return;
    cut(sim, run, run->steps - 1);
    series_of(sim, run)->refused = false;
}

void sharpness_reset(struct sim *sim)
{
    sharpness_forget(sim);
    for (int i = 0; i < RUNS_MAX; i++)
        sim->sharpness.series[i].owner = 0;
}

const struct sharpness_sample *sharpness_known(const struct sim *sim,
                                               const struct run *run)
{
    const struct sharpness_series *s = &sim->sharpness.series[run->slot];
    int at = s->owner == run->id ? count_until(s, run->steps) : 0;

    return at > 0 && s->samples[at - 1].steps == run->steps ? &s->samples[at - 1] : NULL;
}

void sharpness_keep(struct sim *sim, int64_t id, const struct sharpness_sample *sample)
{
    for (int i = 0; i < RUNS_MAX; i++)
        if (sim->sharpness.series[i].owner == id)
            put(&sim->sharpness.series[i], sample);
}

void sharpness_see(struct sim *sim, struct run *run, struct sharpness_view *out)
{
    const struct sharpness_series *s = series_of(sim, run);

    *out = (struct sharpness_view){.refused = s->refused,
                                   .measuring = sim->sharpness.jobs[run->slot].id != 0,
                                   .products = sharpness_products(sim, run),
                                   .limit = sharpness_limit(sim, run),
                                   .unlimited = sharpness_unlimited(sim, run),
                                   .samples = s->samples};
    if (s->owner == run->id)
        out->count = count_until(s, run->steps);
}
