/* What is happening to a run: a table of predicates with their sentences, most important first. */
#include "sim/diagnosis.h"

#include <math.h>
#include <stdio.h>

#include "math/elementary.h"
#include "sim/state.h"

enum { DIGITS = 3, NOISE_STEPS = 20, PACE_STEPS = 10, THROWN_STEPS = 100 };

/* Share of the domain's diagonal within which the quadratic model is taken at its word. */
#define NEAR 0.02

/* A number for a sentence; good until the end of the full expression. */
#define N(value) number_brief(value, DIGITS, (char[NUMBER_TEXT]){0})

static const char *axis_of(const struct curvature *c, int k)
{
    return fabs(c->vectors[k][0]) >= fabs(c->vectors[k][1]) ? "x" : "y";
}

static bool is_outside(const struct sim *sim, const struct run *run)
{
    const struct window *w = &sim->plan.domain;

    for (int i = 0; i < run->n && i < AXES; i++)
        if (run->data[i] < w->low[i] || run->data[i] > w->high[i])
            return true;
    return false;
}

/* diverged */

static bool diverged_holds(struct sim *sim, int i)
{
    return sim->run[i]->diverged;
}

static void diverged_say(struct sim *sim, int i, char *out, size_t size)
{
    char verdict[VERDICT];
    const struct run *run = sim->run[i];

    run_verdict(run, verdict, sizeof verdict);
    snprintf(out, size, "%s diverged: %s. Its last loss was %s.", run->name,
             verdict, N(run->loss));
}

/* converged */

static bool converged_holds(struct sim *sim, int i)
{
    return run_state_of(sim, sim->run[i]) == RUN_CONVERGED;
}

static void converged_say(struct sim *sim, int i, char *out, size_t size)
{
    struct run *run = sim->run[i];
    struct curvature c;

    curvature_of(sim, run, &c);
    snprintf(out, size,
             "%s has converged: |g| %s, no curvature falls (least %s), loss %s.",
             run->name, N(run_grad_norm(run)), N(c.values[0]), N(run->loss));
}

/* thrown */

static bool thrown_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    return run->path.thrown >= 0 &&
           (is_outside(sim, run) || run->steps - run->path.thrown <= THROWN_STEPS);
}

static void thrown_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    const struct path *p = &run->path;

    snprintf(out, size,
             "%s was thrown by a cliff: at step %lld |g| %s made one update of %s.",
             run->name, (long long)p->thrown, N(p->thrown_gradient), N(p->thrown_length));
}

/* overshooting */

static bool overshooting_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    struct curvature c;

    if (!run->optimizer->rate_limit || run->diverged)
        return false;
    curvature_of(sim, run, &c);
    return run_rate(run) > c.rate_limit;
}

static void overshooting_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    struct curvature c;

    curvature_of(sim, run, &c);
    snprintf(out, size,
             "%s overshoots: lr %s is above the limit %s that curvature %s allows here.",
             run->name, N(run_rate(run)), N(c.rate_limit), N(c.values[run->n - 1]));
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

static bool at_saddle_holds(struct sim *sim, int i)
{
    double saddle[AXES];

    return find_saddle(sim, i, saddle);
}

static void at_saddle_say(struct sim *sim, int i, char *out, size_t size)
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
    snprintf(out, size,
             "%s is at a saddle: |g| %s, curvature %s falls mostly along %s.%s",
             run->name, N(run_grad_norm(run)), N(c.values[0]), axis_of(&c, 0), when);
}

/* escaped: a saddle was left not long ago */

static bool escaped_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    const struct path *p = &run->path;

    (void)sim;
    return !run->diverged && p->saddle_entered < 0 && p->saddle_left >= 0 &&
           run->steps - p->saddle_left <= THROWN_STEPS;
}

static void escaped_say(struct sim *sim, int i, char *out, size_t size)
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

static bool is_near_minimum(const struct sim *sim, const struct curvature *c,
                            const struct run *run)
{
    return c->values[0] > 0 && curvature_newton_distance(c, run->n, run->data + run->n) <
                                   NEAR * sim->diagonal;
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

/* The minimum that it has come so close to that nothing is left to gain compared with `lowest`. */
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
    return run->steps > 0 && run->path.length < 0.1 * NEAR * sim->diagonal;
}

static bool local_minimum_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    double lowest;

    if (run->diverged || !is_at_rest(sim, run))
        return false;
    lowest = lowest_known(sim, i);
    return run->loss - lowest > sim->thresholds.lower_gap * fmax(1, fabs(run->loss)) &&
           is_in_minimum(sim, run, lowest);
}

static void local_minimum_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];

    snprintf(out, size, "%s is in a local minimum: loss %s, while one of %s is known.",
             run->name, N(run->loss), N(lowest_known(sim, i)));
}

/* at_maximum */

static bool at_maximum_holds(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    struct curvature c;

    if (run->diverged)
        return false;
    curvature_of(sim, run, &c);
    return c.values[run->n - 1] < 0 &&
           curvature_newton_distance(&c, run->n, run_gradient(run)) <
               NEAR * sim->diagonal;
}

static void at_maximum_say(struct sim *sim, int i, char *out, size_t size)
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
 * Level here and as far as counts as near, so not the floor of a valley or a top; and even across the
 * whole domain such a slope would not come down to the lowest that is known.
 */
static bool is_flat(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    double gap = run->loss - lowest_known(sim, i);
    double least = sim->thresholds.plateau_slope * survey_of(sim)->slope;
    struct curvature c;

    if (!(run_grad_norm(run) < least) ||
        (gap > 0 && run_grad_norm(run) * sim->diagonal > gap))
        return false;
    curvature_of(sim, run, &c);
    return fmax(fabs(c.values[0]), fabs(c.values[run->n - 1])) * NEAR * sim->diagonal <
           least;
}

static bool plateau_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    struct curvature c;
    double saddle[AXES];

    if (run->diverged ||
        run->path.length > sim->thresholds.plateau_pace * sim->diagonal ||
        !is_flat(sim, i))
        return false;
    curvature_of(sim, run, &c);
    return !is_near_minimum(sim, &c, run) && !find_saddle(sim, i, saddle);
}

static void plateau_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    char moves[64] = "";

    if (run->steps > 0)
        snprintf(moves, sizeof moves, "; a step moves it %s", N(run->path.length));
    snprintf(out, size, "%s is on a plateau: |g| %s, where %s is usual%s.", run->name,
             N(run_grad_norm(run)), N(survey_of(sim)->slope), moves);
}

/* noise_floor */

static double noise_size(const struct run *run)
{
    return run->set.noise * sqrt((double)run->n);
}

static bool noise_floor_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    (void)sim;
    return !run->diverged && run->steps >= NOISE_STEPS && run->set.noise > 0 &&
           run->path.slope < noise_size(run);
}

static void noise_floor_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];

    (void)sim;
    snprintf(out, size,
             "%s is at its noise floor: noise %s drowns |g| %s, the loss hovers at %s.",
             run->name, N(noise_size(run)), N(run->path.slope), N(run->path.loss));
}

/* zigzag */

static bool zigzag_holds(struct sim *sim, int i)
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

static void zigzag_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];
    struct curvature c;

    curvature_of(sim, run, &c);
    snprintf(
        out, size,
        "%s zigzags in a ravine: curvatures %s and %s (condition %s), updates turn back.",
        run->name, N(c.values[0]), N(c.values[run->n - 1]), N(c.condition));
}

/* creeping */

/* To the minimum that the quadratic model has; nan where it has none in reach. */
static double way_left(struct sim *sim, const struct run *run)
{
    struct curvature c;
    double way;

    curvature_of(sim, run, &c);
    if (!(c.values[0] > 0))
        return NAN;
    way = curvature_newton_distance(&c, run->n, run->data + run->n);
    return way < sim->diagonal ? way : NAN;
}

static bool creeping_holds(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    return !run->diverged && run->steps >= PACE_STEPS &&
           run_state_of(sim, run) == RUN_RUNNING &&
           run->path.length < sim->thresholds.creep_pace * way_left(sim, run);
}

static void creeping_say(struct sim *sim, int i, char *out, size_t size)
{
    const struct run *run = sim->run[i];

    snprintf(out, size, "%s creeps: a step moves it %s, the minimum is about %s away.",
             run->name, N(run->path.length), N(way_left(sim, run)));
}

#define ROW(word, when, what)                                               \
    {                                                                       \
        .name = #word, .help = when, .advice = what, .holds = word##_holds, \
        .say = word##_say                                                   \
    }

static const struct diagnosis DIAGNOSES[] = {
    ROW(diverged, "a coordinate or the loss is not finite or beyond 1e150",
        "Step back, then try a smaller lr, or clip=norm."),
    ROW(local_minimum, "nothing is left to gain here and a lower point is known",
        "Restart elsewhere, add noise or momentum, or start with a larger lr."),
    ROW(converged, "the gradient is zero and no curvature falls",
        "Move the start, or race another optimizer from here."),
    ROW(thrown, "a steep slope made one update jump far, out of the window or lately",
        "Try clip=norm with a small clip_at, or a smaller lr."),
    ROW(overshooting, "lr is above the rate that is stable at this curvature",
        "Lower lr below the limit, or use a schedule."),
    ROW(at_saddle, "a saddle point lies within saddle_radius",
        "Momentum, noise, an adaptive rate or saddle_free_newton leaves it."),
    ROW(at_maximum, "a maximum is near: every curvature falls",
        "Any rule that goes downhill leaves it; newton seeks whatever is level."),
    ROW(plateau, "the slope is far below the usual one and nothing moves",
        "An adaptive rate (adam, rprop) or a larger lr crosses it."),
    ROW(noise_floor, "gradient noise is larger than the gradient",
        "A smaller or falling lr, or averaging, goes lower."),
    ROW(zigzag, "updates turn back and forth across a narrow valley",
        "Momentum, an adaptive rate or newton goes along it; or lower lr."),
    ROW(escaped, "a saddle was left within the last 100 steps",
        "Step back and change lr or the start to see the time change."),
    ROW(creeping, "a step is a tiny share of the way that is left",
        "Raise lr, or add momentum."),
    {.name = NULL},
};

const struct diagnosis *diagnoses(void)
{
    return DIAGNOSES;
}
