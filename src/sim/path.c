/*
 * What a run remembers of its way, so that diagnoses can speak of more than the moment.
 */
#include "sim/state.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "math/elementary.h"
#include "problem/net.h"

enum {
    SADDLE_CHECK = 16, /* steps between two looks for a saddle */
    SADDLE_PACE = 8    /* who crosses the radius in fewer steps passes by */
};

#define RECENT 0.1 /* weight of the newest in the averages */
#define SLOW 0.02  /* in the slow one */

/*
 * Rows that learn for each that is judged: a row that learns takes three times as long, so
 * that is a few hundredths of the time.
 */
enum { ROWS_A_JUDGED_ONE = 12 };

/* How far beyond its threshold each word ends. */
#define BEGUN_ENDS 1.15
#define LEARNT_ENDS 2
#define STILL_ENDS 4
#define MEMORIZES_ENDS 0.7

enum { STILL = 50 /* steps that the averages of the loss need */ };

void path_start(const struct sim *sim, struct run *run)
{
    run->path = (struct path){.slope = run_grad_norm(run),
                              .gradient = run_grad_norm(run),
                              .saddle_entered = -1,
                              .saddle_left = -1,
                              .saddle_forecast = NAN,
                              .saddle_promised = NAN,
                              .thrown = -1};
    path_find_bounds(sim, run);
    path_restart_loss(sim, run);
    if (run->layers == 0)
        memset(run_move(run), 0, (size_t)run->n * sizeof(double));
}

void path_find_bounds(const struct sim *sim, struct run *run)
{
    const struct net *net = net_of(run_problem(sim, run));

    if (!net)
        return;
    run->path.chance = net_chance(net);
    run->path.floor = net_floor(net);
}

double path_left(const struct run *run)
{
    const struct path *p = &run->path;

    return (p->loss - p->floor) / (p->chance - p->floor);
}

bool path_memorizes(const struct sim *sim, const struct run *run)
{
    const struct path *p = &run->path;
    const struct figures *f = &p->judged;
    const struct thresholds *t = &sim->thresholds;
    double ends = p->memorizes ? MEMORIZES_ENDS : 1;

    if (p->judged_at == 0 || !p->begun)
        return false;
    if (isnan(f->accuracy))
        return f->test_loss > ends * t->memorizing_factor * f->loss;
    return f->accuracy - f->test_accuracy > ends * t->memorizing_gap &&
           f->test_loss > f->loss;
}

bool path_is_due(const struct sim *sim, const struct run *run, int64_t steps)
{
    struct problem *p = run_problem(sim, run);
    const struct net *net = net_of(p);
    int64_t rows = run_usual_rows(sim, run), tests = net ? net_data(net)->tests : 0;

    return tests > 0 && (steps - run->path.judged_at) * rows >=
                            ROWS_A_JUDGED_ONE * (p->examples + tests);
}

void path_judge(const struct sim *sim, struct run *run)
{
    run->path.judged = run->figures;
    run->path.judged_at = run->steps;
    run->path.memorizes = path_memorizes(sim, run);
}

static bool is_still(const struct sim *sim, const struct run *run, double ends)
{
    const struct path *p = &run->path;

    return run->steps - p->loss_since >= STILL &&
           fabs(p->loss - p->slow_loss) <
               ends * sim->thresholds.plateau_moved * p->slow_loss;
}

static void judge_loss(const struct sim *sim, struct run *run)
{
    struct path *p = &run->path;
    const struct thresholds *t = &sim->thresholds;
    double left = path_left(run);

    p->begun = left < t->plateau_left * (p->begun ? BEGUN_ENDS : 1);
    p->learnt = left < t->learnt_left * (p->learnt ? LEARNT_ENDS : 1);
    p->still = is_still(sim, run, p->still ? STILL_ENDS : 1);
}

void path_restart_loss(const struct sim *sim, struct run *run)
{
    struct path *p = &run->path;

    p->loss = p->slow_loss = run_step_loss(run);
    p->loss_since = run->steps;
    p->begun = p->learnt = p->still = false;
    if (run->layers > 0)
        judge_loss(sim, run);
}

static void follow_loss(const struct sim *sim, struct run *run)
{
    struct path *p = &run->path;

    if (run_is_thin(sim, run))
        return;
    p->loss += RECENT * (run_step_loss(run) - p->loss);
    p->slow_loss += SLOW * (run_step_loss(run) - p->slow_loss);
    if (run->layers > 0)
        judge_loss(sim, run);
}

static double distance(const double *a, const double *b, int n)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum = math_hypot(sum, a[i] - b[i]);
    return sum;
}

static double saddle_radius(const struct sim *sim)
{
    return sim->thresholds.saddle_radius * sim->diagonal;
}

bool path_find_saddle(struct sim *sim, const struct run *run, double *saddle)
{
    struct landmark found;
    struct curvature c;
    double radius = saddle_radius(sim);
    const double *x = run->data;

    if (run->n < 2 || run->n > AXES || run->path.length > radius / SADDLE_PACE)
        return false;
    curvature_of(sim, run, &c);
    if (!(c.values[0] < 0 && c.values[run->n - 1] > 0) ||
        !(curvature_newton_distance(&c, run->n, run->data + run->n) <= 2 * radius))
        return false;
    if (!landmark_from(sim, x, &found) || found.kind != POINT_SADDLE)
        return false;
    memcpy(saddle, found.x, sizeof found.x);
    return distance(x, saddle, run->n) <= radius;
}

/* How far it is from the saddle along the direction that falls most. */
static double way_down(struct sim *sim, const struct run *run, const double *saddle,
                       struct curvature *c)
{
    double away = 0;

    curvature_at(sim, saddle, c);
    for (int i = 0; i < run->n; i++)
        away += c->vectors[0][i] * (run->data[i] - saddle[i]);
    return fabs(away);
}

double path_forecast(struct sim *sim, const struct run *run, const double *saddle)
{
    struct curvature c;
    double away, growth;

    if (!run->optimizer->growth || run->set.noise > 0 || run->set.schedule != 0)
        return NAN;
    away = way_down(sim, run, saddle, &c);
    growth = run->optimizer->growth(&run->set, run_rate(run), c.values[0]);
    if (away == 0)
        return INFINITY;
    if (!(growth > 1))
        return NAN;
    return fmax(0, math_log(saddle_radius(sim) / away) / math_log(growth));
}

static void leave_saddle(struct run *run)
{
    struct path *p = &run->path;

    p->saddle_left = run->steps;
    p->saddle_took = (double)(run->steps - p->saddle_entered);
    p->saddle_promised = p->saddle_forecast;
    p->saddle_entered = -1;
}

/*
 * Who rolls past the saddle along a direction that rises will be back: that is not to
 * leave it.
 */
static void look_for_escape(struct sim *sim, struct run *run)
{
    struct path *p = &run->path;
    double away = distance(run_x(run), p->saddle, run->n), radius = saddle_radius(sim);
    struct curvature c;

    if (away <= radius)
        return;
    if (way_down(sim, run, p->saddle, &c) > radius)
        leave_saddle(run);
    else if (away > 2 * radius)
        p->saddle_entered = -1;
}

static void look_for_saddle(struct sim *sim, struct run *run)
{
    struct path *p = &run->path;

    if (p->saddle_entered >= 0) {
        look_for_escape(sim, run);
    } else if (run->steps % SADDLE_CHECK == 0 && path_find_saddle(sim, run, p->saddle)) {
        p->saddle_entered = run->steps;
        p->saddle_forecast = path_forecast(sim, run, p->saddle);
    }
}

/* A cliff is steep, and it comes at once: overshooting grows from step to step. */
static void look_for_throw(struct sim *sim, struct run *run, double length)
{
    struct path *p = &run->path;
    const struct thresholds *t = &sim->thresholds;

    if (!(length > t->thrown_share * sim->diagonal) ||
        !(p->gradient > t->thrown_slope * survey_slope(sim)) ||
        (run->steps > 1 && !(length > t->thrown_factor * p->length)))
        return;
    p->thrown = run->steps;
    p->thrown_length = length;
    p->thrown_gradient = p->gradient;
}

/*
 * sqrt(0.1^2) in one: cheap sizes of updates, right as long as no square leaves the
 * range.
 */
static double size_of(const double *v, int n)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum += v[i] * v[i];
    return sqrt(sum);
}

void path_update(struct sim *sim, struct run *run)
{
    struct path *p = &run->path;
    double *move = run_move(run), dot = 0, before, length;

    if (!sim_has_surface(sim)) {
        follow_loss(sim, run);
        return;
    }
    before = size_of(move, run->n);
    for (int i = 0; i < run->n; i++) {
        double moved = run_x(run)[i] - run_previous(run)[i];

        dot += moved * move[i];
        move[i] = moved;
    }
    length = size_of(move, run->n);
    look_for_throw(sim, run, length);
    if (before > 0 && length > 0)
        p->turn += RECENT * (dot / (before * length) - p->turn);
    p->length = run->steps > 1 ? p->length + RECENT * (length - p->length) : length;
    follow_loss(sim, run);
    p->gradient = run_grad_norm(run);
    p->slope += RECENT * (p->gradient - p->slope);
    look_for_saddle(sim, run);
}
