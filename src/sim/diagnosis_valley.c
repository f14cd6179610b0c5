/*
 * Diagnoses of valleys, steep across and flat along, and of the way that is left in them.
 */
#include "sim/diagnoses.h"

#include <math.h>
#include <stdio.h>

enum { PACE_STEPS = 10 };

bool is_near_minimum(const struct sim *sim, const struct curvature *c,
                     const struct run *run)
{
    return c->values[0] > 0 && curvature_newton_distance(c, run->n, run->data + run->n) <
                                   NEAR * sim->diagonal;
}

double way_left(struct sim *sim, const struct run *run)
{
    struct curvature c;
    double way;

    curvature_of(sim, run, &c);
    if (!(c.values[0] > 0))
        return NAN;
    way = curvature_newton_distance(&c, run->n, run->data + run->n);
    return way < REACH * sim->diagonal ? way : NAN;
}

/* zigzag */

bool zigzag_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    const struct thresholds *t = &sim->thresholds;
    struct curvature c;

    if (run->diverged || run->n < 2 || run->steps < PACE_STEPS || run->set.noise > 0 ||
        run->path.turn > t->zigzag_turn)
        return false;
    curvature_of(sim, run, &c);
    return c.values[0] > 0 && c.condition > t->zigzag_condition;
}

void zigzag_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    struct curvature c;

    curvature_of(sim, run, &c);
    snprintf(
        out, size,
        "%s zigzags in a ravine: curvatures %s and %s (condition %s), updates turn back.",
        run->name, N(c.values[0]), N(c.values[run->n - 1]), N(c.condition));
}

/* ravine */

bool ravine_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    const double *move = run_move(run);
    struct curvature c;
    double along = 0, across = 0;

    if (!run->optimizer->rate_limit || run->diverged || run->n < 2 ||
        run->steps < PACE_STEPS || run->set.noise > 0 || !(run->path.turn > 0.9))
        return false;
    curvature_of(sim, run, &c);
    for (int k = 0; k < run->n; k++) {
        along += c.vectors[0][k] * move[k];
        across += c.vectors[run->n - 1][k] * move[k];
    }
    return c.values[run->n - 1] > 0 && c.condition > sim->thresholds.ravine_condition &&
           fabs(along) > fabs(across) && run_rate(run) > 0.1 * c.rate_limit &&
           !is_near_minimum(sim, &c, run);
}

void ravine_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    struct curvature c;

    curvature_of(sim, run, &c);
    snprintf(
        out, size,
        "%s follows a ravine: curvature %s across caps lr at %s, |g| along it is %s.",
        run->name, N(c.values[run->n - 1]), N(c.rate_limit), N(run_grad_norm(run)));
}

/* creeping */

bool creeping_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    return !run->diverged && run->steps >= PACE_STEPS &&
           run_state_of(sim, run) == RUN_RUNNING &&
           run->path.length < sim->thresholds.creep_pace * way_left(sim, run);
}

void creeping_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];

    snprintf(out, size, "%s creeps: a step moves it %s, the minimum is about %s away.",
             run->name, N(run->path.length), N(way_left(sim, run)));
}
