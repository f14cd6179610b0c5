/* The optimizers by name, what they start with, and what all their updates share. */
#include "optim/optimizer.h"

#include <string.h>

#include "optim/list.h"

#define POINTER(name) &optimizer_##name,

static const struct optimizer *const list[] = {OPTIMIZERS(POINTER) NULL};

const struct optimizer *const *optimizers(void)
{
    return list;
}

static int index_of(const struct optimizer *o)
{
    int i = 0;

    while (list[i] != o)
        i++;
    return i;
}

const struct optimizer *optimizer_find(const char *name)
{
    for (int i = 0; list[i]; i++)
        if (strcmp(list[i]->name, name) == 0)
            return list[i];
    return NULL;
}

const struct optimizer *optimizer_inner(const struct optimizer *o,
                                        const struct settings *set)
{
    return o->has_inner ? list[(int)set->inner] : NULL;
}

static void take_defaults(struct settings *set, const struct optimizer *o)
{
    for (const struct setting_default *use = o->uses; use->setting >= 0; use++)
        settings_set(set, use->setting, use->value);
}

struct settings optimizer_settings(const struct optimizer *o,
                                   const struct optimizer *inner)
{
    struct settings set = settings_defaults();

    if (o->has_inner) {
        set.inner = inner ? index_of(inner) : 0;
        take_defaults(&set, list[(int)set.inner]);
    }
    take_defaults(&set, o);
    return set;
}

static bool uses(const struct optimizer *o, int i)
{
    for (const struct setting_default *use = o->uses; use->setting >= 0; use++)
        if (use->setting == i)
            return true;
    return o->has_inner && i == SETTING(inner);
}

bool optimizer_uses(const struct optimizer *o, const struct optimizer *inner, int i)
{
    return settings_is_common(i) || uses(o, i) || (inner && uses(inner, i));
}

int optimizer_vectors(const struct optimizer *o, const struct settings *set)
{
    const struct optimizer *inner = optimizer_inner(o, set);

    return o->vectors + (inner ? inner->vectors : 0);
}

int optimizer_scalars(const struct optimizer *o, const struct settings *set)
{
    const struct optimizer *inner = optimizer_inner(o, set);

    return o->scalars + (inner ? inner->scalars : 0);
}

int optimizer_scratch(const struct optimizer *o, const struct settings *set)
{
    const struct optimizer *inner = optimizer_inner(o, set);

    return o->scratch + (inner ? inner->scratch : 0);
}

void optimizer_step(const struct optimizer *o, struct step *s)
{
    s->value = objective_gradient(s->f, s->x, s->g);
    optimizer_apply(o, s);
}

static void decay(struct step *s)
{
    if (s->set->decay != DECAY_DECOUPLED || s->set->weight_decay == 0)
        return;
    for (int i = 0; i < s->n; i++)
        s->x[i] *= 1 - s->lr * s->set->weight_decay;
}

static void set_stride(struct step *s)
{
    if (s->stride == 0)
        s->stride = (size_t)s->n;
}

void optimizer_apply(const struct optimizer *o, struct step *s)
{
    set_stride(s);
    if (!o->looks_again)
        decay(s);
    o->step(s);
    if (o->looks_again && !o->has_inner)
        decay(s);
}

struct step optimizer_inner_step(const struct optimizer *o, const struct step *s)
{
    struct step inner = *s;

    inner.vectors = VECTOR(s, o->vectors);
    inner.scalars = s->scalars + o->scalars;
    inner.scratch = SCRATCH(s, o->scratch);
    return inner;
}

void optimizer_rate_changed(const struct optimizer *o, struct step *s)
{
    const struct optimizer *inner = optimizer_inner(o, s->set);

    set_stride(s);
    if (o->rate_changed)
        o->rate_changed(s);
    if (inner && inner->rate_changed) {
        struct step share = optimizer_inner_step(o, s);

        inner->rate_changed(&share);
    }
}
