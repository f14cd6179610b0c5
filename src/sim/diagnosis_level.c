/* Diagnoses of level ground: saddles, minima, maxima and plateaus. */
#include "sim/diagnoses.h"

#include <math.h>
#include <stdio.h>

#include "math/elementary.h"

static const char *axis_of(const struct curvature *c, int k)
{
    return fabs(c->vectors[k][0]) >= fabs(c->vectors[k][1]) ? "x" : "y";
}

/* at_saddle */

static bool find_saddle(struct sim *sim, int i, double *saddle)
{
    const struct run *run = sim->run[i];

    if (run->diverged)
        return false;
    if (run->path.saddle_entered < 0)
        return path_find_saddle(sim, run, saddle);
    for (int k = 0; k < AXES; k++)
        saddle[k] = run->path.saddle[k];
    return true;
}

bool at_saddle_holds(struct sim *sim, int i)
{
    double saddle[AXES];

    return find_saddle(sim, i, saddle);
}

void at_saddle_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    struct curvature c;
    double saddle[AXES] = {0}, steps;
    char when[64] = "";

    find_saddle(sim, i, saddle);
    curvature_at(sim, saddle, &c);
    steps = path_forecast(sim, run, saddle);
    if (isinf(steps))
        snprintf(when, sizeof when, " Theory: it never leaves.");
    else if (!isnan(steps))
        snprintf(when, sizeof when, " Theory: it leaves in %.0f steps.", ceil(steps));
    snprintf(out, size, "%s is at a saddle: |g| %s, curvature %s along %s.%s", run->name,
             N(run_grad_norm(run)), N(c.values[0]), axis_of(&c, 0), when);
}

/* escaped: a saddle was left not long ago */

bool escaped_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    const struct path *p = &run->path;

    (void)sim;
    return !run->diverged && p->saddle_entered < 0 && p->saddle_left >= 0 &&
           run->steps - p->saddle_left <= RECENTLY;
}

void escaped_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    const struct path *p = &run->path;
    char promised[48] = "";

    if (isfinite(p->saddle_promised))
        snprintf(promised, sizeof promised, "; theory gave it %.0f",
                 ceil(p->saddle_promised));
    snprintf(out, size, "%s left the saddle after %.0f steps there%s.", run->name,
             p->saddle_took, promised);
    (void)sim;
}

/* local_minimum */

/* The lowest loss that is known: another run's, or that of a minimum in the domain. */
static double lowest_known(struct sim *sim, int i)
{
    const struct landmarks *known = &survey_of(sim)->landmarks;
    double lowest = INFINITY;

    for (int k = 0; k < known->count; k++)
        if (known->list[k].kind == POINT_MINIMUM)
            lowest = fmin(lowest, known->list[k].value);
    for (int k = 0; k < sim->runs; k++)
        if (k != i && !sim->run[k]->diverged)
            lowest = fmin(lowest, sim->run[k]->loss);
    return lowest;
}

/*
 * The minimum that it has come so close to that nothing is left to gain compared with
 * `lowest`.
 */
static bool is_in_minimum(struct sim *sim, const struct run *run, double lowest)
{
    struct curvature c;
    struct landmark found;

    curvature_of(sim, run, &c);
    if (!is_near_minimum(sim, &c, run) || !landmark_from(sim, run->data, &found) ||
        found.kind != POINT_MINIMUM)
        return false;
    for (int k = 0; k < run->n; k++)
        if (!(fabs(found.x[k] - run->data[k]) < NEAR * sim->diagonal))
            return false;
    return run->loss - found.value < 0.01 * (found.value - lowest);
}

/* Who still rolls or jumps through a basin may yet leave it. */
static bool is_at_rest(const struct sim *sim, const struct run *run)
{
    return run->path.length < 0.1 * NEAR * sim->diagonal;
}

bool local_minimum_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    double lowest;

    if (run->diverged || run->steps == 0 ||
        (!is_at_rest(sim, run) && run_state_of(sim, run) != RUN_CONVERGED))
        return false;
    lowest = lowest_known(sim, i);
    return run->loss - lowest > sim->thresholds.lower_gap * fmax(1, fabs(run->loss)) &&
           is_in_minimum(sim, run, lowest);
}

void local_minimum_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];

    snprintf(out, size, "%s is in a local minimum: loss %s, while one of %s is known.",
             run->name, N(run->loss), N(lowest_known(sim, i)));
}

/* at_maximum */

bool at_maximum_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    struct curvature c;

    if (run->diverged || !is_at_rest(sim, run))
        return false;
    curvature_of(sim, run, &c);
    return c.values[run->n - 1] < 0 &&
           curvature_newton_distance(&c, run->n, run_gradient(run)) <
               NEAR * sim->diagonal;
}

void at_maximum_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    struct curvature c;

    curvature_of(sim, run, &c);
    snprintf(out, size, "%s is on a maximum: |g| %s, and every curvature falls (%s%s%s).",
             run->name, N(run_grad_norm(run)), N(c.values[0]), run->n > 1 ? ", " : "",
             run->n > 1 ? N(c.values[1]) : "");
}

/* plateau */

/*
 * Where the quadratic model speaks of a minimum, and there is one about as far away as it
 * says.
 */
static bool is_in_basin(struct sim *sim, const struct run *run)
{
    struct landmark found;
    struct curvature c;
    double way, away = 0;

    curvature_of(sim, run, &c);
    if (!(c.values[0] > 0))
        return false;
    if (!landmark_from(sim, run->data, &found) || found.kind != POINT_MINIMUM)
        return is_near_minimum(sim, &c, run);
    way = curvature_newton_distance(&c, run->n, run->data + run->n);
    for (int k = 0; k < run->n; k++)
        away = math_hypot(away, found.x[k] - run->data[k]);
    return away < 2 * way;
}

/*
 * Level here and as far as counts as near, so not the floor of a valley or a top; and
 * even across the whole domain such a slope would not come down to the lowest that is
 * known.
 */
static bool is_flat(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    double gap = run->loss - lowest_known(sim, i);
    double least = sim->thresholds.plateau_slope * survey_slope(sim);
    struct curvature c;

    if (!(run_grad_norm(run) < least) ||
        (gap > 0 && run_grad_norm(run) * sim->diagonal > gap))
        return false;
    curvature_of(sim, run, &c);
    return fmax(fabs(c.values[0]), fabs(c.values[run->n - 1])) * NEAR * sim->diagonal <
           least;
}

bool plateau_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    double saddle[AXES];

    if (!sim_has_surface(sim))
        return stalled_holds(sim, i);
    if (run->diverged ||
        run->path.length > sim->thresholds.plateau_pace * sim->diagonal ||
        !is_flat(sim, i))
        return false;
    return !is_in_basin(sim, run) && !find_saddle(sim, i, saddle);
}

void plateau_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    char moves[64] = "";

    if (!sim_has_surface(sim)) {
        stalled_say(sim, i, out, size);
        return;
    }
    if (run->steps > 0)
        snprintf(moves, sizeof moves, "; a step moves it %s", N(run->path.length));
    snprintf(out, size, "%s is on a plateau: |g| %s, where %s is usual%s.", run->name,
             N(run_grad_norm(run)), N(survey_slope(sim)), moves);
}

/* settling */

bool settling_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    struct curvature c;

    if (run->diverged || run->set.noise > 0 || !is_at_rest(sim, run) ||
        run_state_of(sim, run) != RUN_RUNNING)
        return false;
    curvature_of(sim, run, &c);
    return is_near_minimum(sim, &c, run);
}

void settling_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];

    snprintf(out, size, "%s is close to a minimum: about %s away, |g| %s, loss %s.",
             run->name, N(way_left(sim, run)), N(run_grad_norm(run)), N(run->loss));
}
