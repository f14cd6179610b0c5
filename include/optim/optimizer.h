#ifndef OPTIM_OPTIMIZER_H
#define OPTIM_OPTIMIZER_H

#include <stdbool.h>

#include "optim/settings.h"

/*
 * What an optimizer sees of the problem in one step. The gradient is that of the batch,
 * plus the step's noise, clipped, plus L2 decay (optim/objective.c); all evaluations of
 * one step meet the same batch and the same noise vector, and the value is the one whose
 * gradient that is, but for clipping. Calls are counted.
 */
struct objective;

/* The value at at[n], and its gradient to g[n] unless g is NULL. */
double objective_gradient(struct objective *f, const double *at, double *g);

/* Hessian (of the loss and the L2 decay) at `at` times v[n], to out[n]. */
void objective_hessian_times(struct objective *f, const double *at, const double *v,
                             double *out);

/*
 * The whole Hessian, to h[n * n]; only where the optimizer declares needs_hessian, so n
 * <= 16.
 */
void objective_hessian(struct objective *f, const double *at, double *h);

/*
 * One update of one runner. All pointers are good until the function returns. Vectors and
 * scalars are the rule's own state, zero before the first step, and belong to the
 * runner's flat block.
 *
 * Of a rule that does not look again, each parameter's update is a function of its own
 * numbers and of scalars, and those go on in a manner that depends on no parameter: so it
 * may be given a part of them at a time (optim/update.h).
 */
struct step {
    const struct settings *set;
    int n;        /* parameters */
    double t;     /* number of this update, from 1 */
    double lr;    /* the rate of this update: base, schedule and warm-up multiplied out */
    double *x;    /* [n] position; the rule changes it */
    double *g;    /* [n] gradient at x; the rule may use it as scratch */
    double value; /* at x, the one that g is the gradient of */
    double *vectors;     /* [optimizer_vectors() * stride] one after another */
    size_t stride;       /* 0 means n; more where n is a part of the parameters */
    double *scalars;     /* [optimizer_scalars()] */
    double *scratch;     /* [optimizer_scratch() * n], kept nowhere */
    struct objective *f; /* for rules that look again */
};

/* State vector number i, and scratch vector number i. */
#define VECTOR(s, i) ((s)->vectors + (size_t)(i) * (s)->stride)
#define SCRATCH(s, i) ((s)->scratch + (size_t)(i) * (size_t)(s)->n)

/*
 * An optimizer: a const descriptor at the end of its file. To add one: a file, and one
 * row of the list in optim/list.h.
 *
 * Numbers that are not finite go through an update as they come: divergence is data, and
 * no rule may loop without a bound on its account.
 */
struct optimizer {
    const char *name;
    const char *rule;  /* the update as one line of text, the paper's letters */
    const char *paper; /* author, title, year */
    const struct setting_default
        *uses;          /* beyond the common settings, or with another default */
    int vectors;        /* state vectors of n doubles */
    int scalars;        /* further doubles of state */
    int scratch;        /* vectors of n doubles that a step needs meanwhile */
    bool looks_again;   /* evaluates the objective itself; it can't be an inner one */
    bool needs_hessian; /* the whole Hessian: at most 16 parameters */
    bool has_inner;     /* takes inner=OPTIMIZER; its state follows its own */
    void (*step)(struct step *s); /* the rule: from x and g to the next x */

    /*
     * Whether the mean that the rule keeps of its positions, its state vector 0, has
     * begun after so many updates; NULL where it keeps none.
     */
    bool (*has_mean)(const struct settings *set, double steps);

    /* A live `set lr` reached the runner; NULL where the next step simply uses it. */
    void (*rate_changed)(struct step *s);

    /*
     * The rate below which descent on a quadratic of curvature lambda > 0 is stable; NULL
     * where theory has none. The curvature is that of the whole objective: L2 decay adds
     * weight_decay to it.
     */
    double (*rate_limit)(const struct settings *set, double lambda);

    /*
     * The factor by which the distance from a critical point grows in a step at rate lr,
     * in the long run, along a direction of curvature lambda of either sign; NULL where
     * theory has none.
     */
    double (*growth)(const struct settings *set, double lr, double lambda);
};

/* All optimizers in the order of the list, ended by NULL. */
const struct optimizer *const *optimizers(void);

/* By name, or NULL. */
const struct optimizer *optimizer_find(const char *name);

/* The one that the setting `inner` names, where o has an inner one; else NULL. */
const struct optimizer *optimizer_inner(const struct optimizer *o,
                                        const struct settings *set);

/*
 * The settings that a runner of this optimizer starts with: the inner one's where it has
 * one (NULL means sgd), then its own, with `inner` set to it.
 */
struct settings optimizer_settings(const struct optimizer *o,
                                   const struct optimizer *inner);

/* True when the optimizer (or its inner one, which may be NULL) has use for setting i. */
bool optimizer_uses(const struct optimizer *o, const struct optimizer *inner, int i);

/* What a step of it needs, the inner optimizer's part included. */
int optimizer_vectors(const struct optimizer *o, const struct settings *set);
int optimizer_scalars(const struct optimizer *o, const struct settings *set);
int optimizer_scratch(const struct optimizer *o, const struct settings *set);

/*
 * One whole update: the gradient at x to g, then optimizer_apply. Writes s->value and
 * s->g; the caller fills in all else.
 */
void optimizer_step(const struct optimizer *o, struct step *s);

/*
 * The update for the gradient in s->g: decoupled decay, x *= 1 - lr * weight_decay, and
 * the rule. Rules that look again are decayed after their update, so that they look from
 * where g was taken; where there is an inner optimizer, its updates are the ones that are
 * decayed.
 */
void optimizer_apply(const struct optimizer *o, struct step *s);

/* The inner optimizer's step: the same point and gradient, its own state and scratch. */
struct step optimizer_inner_step(const struct optimizer *o, const struct step *s);

/* A live `set lr` reached the runner, whose rate is s->lr now. */
void optimizer_rate_changed(const struct optimizer *o, struct step *s);

#endif
