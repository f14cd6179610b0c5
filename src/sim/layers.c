/*
 * What becomes of a net's layers from one step to the next: norms that its steps give away
 * anyhow, kept beside what they were before, and a word for each layer.
 */
#include <math.h>

#include "math/elementary.h"
#include "math/kernels.h"
#include "problem/net.h"
#include "sim/layers.h"

const char *layer_state_name(enum layer_state state)
{
    static const char *const NAMES[] = {
        [LAYER_ALIVE] = "alive",         [LAYER_RESTING] = "resting",
        [LAYER_LOST] = "lost",           [LAYER_EXPLODING] = "exploding",
        [LAYER_DEAD] = "dead",           [LAYER_VANISHED] = "vanished",
        [LAYER_SATURATED] = "saturated",
    };

    return NAMES[state];
}

double layers_squares(size_t n, const double *v)
{
    return kernels_best()->matrix->dot(n, v, v);
}

void layers_observe(struct sim *sim, struct run *run, int l)
{
    const struct net *net = net_of(run_problem(sim, run));
    const struct layer *layer = &run_problem(sim, run)->layer[l];
    const double *g = run_gradient(run) + layer->from;
    size_t weights = (size_t)layer->weights, rest = (size_t)layer->count - weights;
    struct layer_past *past = &run_layers_past(run)[l];
    double squares = layers_squares(weights, g);

    past->flow = net ? net_flow(net, l) : NAN;
    past->gradient = study_size_of(weights, g, squares);
    past->squares = squares + layers_squares(rest, g + weights);
}

void layers_leave(struct run *run)
{
    for (int l = 0; l < run->layers; l++) {
        struct layer_past *past = &run_layers_past(run)[l];

        past->flow_before = past->flow;
        past->gradient_before = past->gradient;
    }
}

static double square_between(const double *a, const double *b)
{
    return (*a - *b) * (*a - *b);
}

double layers_squares_between(size_t n, const double *a, const double *b)
{
    double sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0; /* none waits for another */
    size_t i = 0;

    for (; i + 4 <= n; i += 4) {
        sum0 += square_between(a + i, b + i);
        sum1 += square_between(a + i + 1, b + i + 1);
        sum2 += square_between(a + i + 2, b + i + 2);
        sum3 += square_between(a + i + 3, b + i + 3);
    }
    if (i < n)
        sum0 += square_between(a + i, b + i);
    if (i + 1 < n)
        sum1 += square_between(a + i + 1, b + i + 1);
    if (i + 2 < n)
        sum2 += square_between(a + i + 2, b + i + 2);
    return (sum0 + sum2) + (sum1 + sum3);
}

void layers_weigh(const struct sim *sim, struct run *run, int l)
{
    const struct layer *layer = &run_problem(sim, run)->layer[l];
    const double *x = run_x(run) + layer->from, *old = run_previous(run) + layer->from;
    size_t n = (size_t)layer->weights;
    struct layer_past *past = &run_layers_past(run)[l];

    past->weight = study_size_of(n, x, layers_squares(n, x));
    past->weight_before = study_size_of(n, old, layers_squares(n, old));
    past->update = sqrt(layers_squares_between(n, x, old));
    past->away = layers_squares_between((size_t)layer->count, x,
                                        run_begin(sim, run) + layer->from);
}

void layers_weigh_all(const struct sim *sim, struct run *run)
{
    for (int l = 0; !run->weighed && l < run->layers; l++)
        layers_weigh(sim, run, l);
    run->weighed = true;
}

void layers_look(const struct sim *sim, struct run *run, int l)
{
    struct layer_past *past = &run_layers_past(run)[l];
    struct layer_work work;

    net_look(net_of(run_problem(sim, run)), run_x(run), l, &work);
    past->mean = work.mean;
    past->spread = work.spread;
    past->saturated = work.saturated;
    past->dead = work.dead;
}

bool layers_look_at_all(struct sim *sim, struct run *run)
{
    if (run->looked)
        return true;
    if (!run_look(sim, run))
        return false;
    for (int l = 0; l < run->layers; l++)
        layers_look(sim, run, l);
    run->looked = true;
    return true;
}

/*
 * Once after each snapshot, so that a step a frame needs no pass more, and many steps a
 * frame pay for one look.
 */
static bool is_awaited(struct sim *sim, const struct run *run)
{
    bool awaited = sim->work.awaited[run->slot];

    sim->work.awaited[run->slot] = false;
    return awaited;
}

void layers_observed(struct sim *sim, struct run *run)
{
    sim->looked.id = run->id;
    sim->looked.steps = run->steps;
    if (sim->work.wants_layers && is_awaited(sim, run))
        layers_look_at_all(sim, run);
}

void layers_forget(struct run *run)
{
    for (int l = 0; l < run->layers; l++) {
        struct layer_past *past = &run_layers_past(run)[l];

        past->flow_before = past->gradient_before = NAN;
    }
    layers_renew(run);
}

double layers_greatest(struct sim *sim, struct run *run, layer_number *of, int *whose)
{
    double most = -INFINITY;

    for (int l = 0; l < run->layers; l++) {
        double value = of(sim, run, l);

        if (value > most) {
            most = value;
            *whose = l;
        }
    }
    return most;
}

static double update(struct sim *sim, struct run *run, int l)
{
    return run_layer_update(sim, run, l);
}

double layers_update(struct sim *sim, struct run *run, int *whose)
{
    if (run->steps == 0 || run->renewed)
        return NAN;
    return layers_greatest(sim, run, update, whose);
}

#define RECENT 0.1  /* weight of the newest in what is usual */
#define LEAST 1e-30 /* so that nothing takes long to come back from 0 */
#define MARK_ENDS 2 /* how far beyond its threshold a mark ends */

static double level_of(double value)
{
    return math_log(fmax(value, LEAST));
}

static double usual_of(const struct run *run, int l)
{
    return run_layers_past(run)[l].usual;
}

bool layer_explodes(const struct sim *sim, const struct run *run, int l)
{
    const struct thresholds *t = &sim->thresholds;
    double usual = usual_of(run, l), last = usual_of(run, run->layers - 1);

    if (run_layers_past(run)[l].mark > 0)
        usual += level_of(MARK_ENDS);
    return run_is_whole(run) &&
           (usual > level_of(t->exploding_gradient) ||
            (usual > last + level_of(t->exploding_ratio) && !run->path.learnt));
}

/*
 * Of one number only the sign is left by a norm that takes its size out: its weights have
 * no slope to follow, and need none.
 */
static bool has_no_slope(const struct sim *sim, const struct run *run, int l)
{
    const struct net_shape shape = net_shape(net_of(run_problem(sim, run)), l);

    return shape.inputs == 1 && l < run->layers - 1 &&
           (shape.normalized == NORM_batch || shape.normalized == NORM_weight);
}

static bool gets_little(const struct sim *sim, const struct run *run, int l)
{
    const struct thresholds *t = &sim->thresholds;
    double usual = usual_of(run, l), last = usual_of(run, run->layers - 1);

    if (run_layers_past(run)[l].mark < 0)
        usual -= level_of(MARK_ENDS);
    if (isnan(usual) && run_is_thin(sim, run))
        return run_usual_rows(sim, run) < ROWS_LEAST;
    return !has_no_slope(sim, run, l) && (usual < last + level_of(t->vanishing_ratio) ||
                                          usual < level_of(t->vanishing_gradient));
}

/* An update that a batch could say nothing to says nothing. */
static bool has_stopped(struct sim *sim, struct run *run)
{
    int whose;

    return !run->idle &&
           layers_update(sim, run, &whose) < sim->thresholds.vanishing_update;
}

bool layer_vanishes(struct sim *sim, struct run *run, int l)
{
    return run_is_whole(run) && !run->path.learnt &&
           (gets_little(sim, run, l) || has_stopped(sim, run));
}

bool layers_are_idle(const struct sim *sim, const struct run *run)
{
    const struct layer_past *last = &run_layers_past(run)[run->layers - 1];

    return run->layers > 0 &&
           (run_is_thin(sim, run) || last->flow < sim->thresholds.vanishing_gradient);
}

void layers_renew(struct run *run)
{
    for (int l = 0; l < run->layers; l++) {
        run_layers_past(run)[l].usual = NAN;
        run_layers_past(run)[l].mark = 0;
    }
}

static void follow(struct layer_past *past)
{
    double now = level_of(past->gradient);

    if (!isfinite(now))
        return;
    past->usual = isnan(past->usual) ? now : past->usual + RECENT * (now - past->usual);
}

void layers_follow(const struct sim *sim, struct run *run)
{
    if (run->occasion.pretrain || layers_are_idle(sim, run))
        return;
    for (int l = 0; l < run->layers; l++)
        follow(&run_layers_past(run)[l]);
    for (int l = 0; l < run->layers; l++)
        run_layers_past(run)[l].mark = layer_explodes(sim, run, l) ? 1
                                       : gets_little(sim, run, l)  ? -1
                                                                   : 0;
}

static enum layer_state state_of(struct sim *sim, struct run *run,
                                 const struct layer_view *list, int l)
{
    const struct thresholds *t = &sim->thresholds;

    if (run->diverged || !isfinite(list[l].gradient))
        return LAYER_LOST;
    if (layer_explodes(sim, run, l))
        return LAYER_EXPLODING;
    if (list[l].dead > t->dead_share)
        return LAYER_DEAD;
    if (layer_vanishes(sim, run, l))
        return LAYER_VANISHED;
    return list[l].saturated > t->saturated_share ? LAYER_SATURATED : LAYER_ALIVE;
}

/* While one layer learns alone the others' gradients are zero, and that is no harm. */
static enum layer_state state_alone(const struct run *run, const struct layer_view *l,
                                    bool learns)
{
    if (run->diverged || !isfinite(l->gradient))
        return LAYER_LOST;
    return learns ? LAYER_ALIVE : LAYER_RESTING;
}

void layers_see(struct sim *sim, struct run *run, struct layer_view *list)
{
    bool moved = run->steps > 0 && !run->diverged && !run->renewed;

    sim->work.awaited[run->slot] = true;
    for (int l = 0; l < run->layers; l++) {
        const struct layer_past *past = &run_layers_past(run)[l];

        list[l].flow = past->flow;
        list[l].flow_before = past->flow_before;
        list[l].gradient_before = past->gradient_before;
        list[l].weight_before = moved ? run_layer_weight_before(sim, run, l) : NAN;
        list[l].state = run->occasion.pretrain
                            ? state_alone(run, &list[l], l == run->occasion.pretrain - 1)
                            : state_of(sim, run, list, l);
    }
}
