/* An update a part of the parameters at a time. */
#include "optim/update.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "math/kernels.h"
#include "optim/noise.h"
#include "optim/objective.h"

enum { PARAMETERS_A_UNIT = 1024, SCALARS_MAX = 16 };

bool update_has_parts(const struct optimizer *o)
{
    return !o->looks_again;
}

/* Parameters from u->done on that belong together. */
static int part_of(const struct update *u)
{
    int left = u->step.n - u->done;

    return left < UPDATE_PART ? left : UPDATE_PART;
}

static bool has_noise(const struct update *u)
{
    return u->step.set->noise != 0;
}

static bool clips_by_norm(const struct update *u)
{
    return u->step.set->clip == CLIP_NORM;
}

static double decay_of(const struct update *u)
{
    return u->step.set->decay == DECAY_L2 ? u->step.set->weight_decay : 0;
}

/* The rule gets another gradient than the exact one. */
static bool is_altered(const struct update *u)
{
    return has_noise(u) || u->step.set->clip != CLIP_NONE || decay_of(u) != 0;
}

/* The gradient of the part with its noise, to u->g. */
static void take_gradient(struct update *u, int count)
{
    memcpy(u->g, u->known + u->done, (size_t)count * sizeof *u->g);
    for (int i = 0; has_noise(u) && i < count; i++)
        u->g[i] += u->noise[u->done + i];
}

/* The phases, each a part of the parameters at a time. */

static void draw_noise(struct update *u, int count)
{
    struct random_place place = u->place;

    place.index += (uint32_t)u->done;
    noise_draw(u->step.set, place, count, u->noise + u->done);
}

static void sum_squares(struct update *u, int count)
{
    take_gradient(u, count);
    for (int i = 0; i < count; i++)
        u->squares += u->g[i] * u->g[i];
}

/* As objective_clip has it: by norm for all, by value for each. */
static void clip(struct update *u, int count)
{
    if (!clips_by_norm(u))
        objective_clip(u->step.set, count, u->g);
    for (int i = 0; u->factor < 1 && i < count; i++)
        u->g[i] *= u->factor;
}

static void add_decay(struct update *u, int count)
{
    const double *x = u->step.x + u->done;
    double decay = decay_of(u);

    for (int i = 0; decay != 0 && i < count; i++)
        u->g[i] += decay * x[i];
}

/* Each part meets the rule's scalars as they were before the step; the last one's stay. */
static void obey_rule(struct update *u, int count)
{
    int scalars = optimizer_scalars(u->optimizer, u->step.set);
    size_t bytes = (size_t)scalars * sizeof(double);
    struct step part = u->step;
    double kept[SCALARS_MAX];

    assert(scalars <= SCALARS_MAX);
    memcpy(kept, u->step.scalars, bytes);
    part.n = count;
    part.stride = (size_t)u->step.n;
    part.x += u->done;
    part.vectors += u->done;
    part.g = is_altered(u) ? u->g : u->known + u->done;
    optimizer_apply(u->optimizer, &part);
    if (u->done + count < u->step.n)
        memcpy(u->step.scalars, kept, bytes);
}

/* Where the sum of all squares is below that of the bound nobody is beyond it. */
static void look_for_lost(struct update *u, int count)
{
    const double *x = u->step.x + u->done;
    bool fine = kernels_best()->matrix->dot((size_t)count, x, x) <= u->bound * u->bound;

    for (int i = 0; !fine && !u->lost && i < count; i++)
        if (!(fabs(x[i]) <= u->bound)) {
            u->lost = true;
            u->lost_at = u->done + i;
        }
}

static void move(struct update *u, int count)
{
    memcpy(u->before + u->done, u->step.x + u->done, (size_t)count * sizeof(double));
    if (is_altered(u)) {
        take_gradient(u, count);
        clip(u, count);
        add_decay(u, count);
    }
    obey_rule(u, count);
    look_for_lost(u, count);
}

static bool always(const struct update *u)
{
    (void)u;
    return true;
}

static const struct phase {
    bool (*is_due)(const struct update *u);
    void (*act)(struct update *u, int count);
} PHASES[] = {
    {has_noise, draw_noise},
    {clips_by_norm, sum_squares},
    {always, move},
};

enum { PHASE_COUNT = sizeof PHASES / sizeof *PHASES };

/* |g| where the squares leave the range of a double: they are scaled by the greatest. */
static double far_norm(struct update *u)
{
    double most = 0, sum = 0;

    for (int pass = 0; pass < 2; pass++)
        for (u->done = 0; u->done < u->step.n; u->done += UPDATE_PART) {
            int count = part_of(u);

            take_gradient(u, count);
            for (int i = 0; i < count; i++)
                if (pass == 0)
                    most = fabs(u->g[i]) <= most ? most : fabs(u->g[i]);
                else
                    sum += (u->g[i] / most) * (u->g[i] / most);
        }
    return most == 0 ? 0 : most * sqrt(sum);
}

static double factor_of(struct update *u)
{
    bool near = u->squares > 1e-280 && u->squares < 1e280;

    if (!clips_by_norm(u))
        return 1;
    return u->step.set->clip_at / (near ? sqrt(u->squares) : far_norm(u));
}

static void enter_phase(struct update *u)
{
    while (u->phase < PHASE_COUNT && !PHASES[u->phase].is_due(u))
        u->phase++;
    if (u->phase == PHASE_COUNT - 1)
        u->factor = factor_of(u);
    u->done = 0;
}

bool update_go_on(struct update *u, int *slice)
{
    do {
        int count;

        if (u->done == 0)
            enter_phase(u);
        count = part_of(u);
        PHASES[u->phase].act(u, count);
        *slice -= 1 + count / PARAMETERS_A_UNIT;
        u->done += count;
        if (u->done == u->step.n) {
            u->phase++;
            u->done = 0;
        }
    } while (u->phase<PHASE_COUNT && * slice> 0);
    return u->phase == PHASE_COUNT;
}
