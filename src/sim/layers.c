/*
 * What becomes of a net's layers from one step to the next: norms that its steps give away
 * anyhow, kept beside what they were before, and a word for each layer.
 */
#include <math.h>

#include "problem/net.h"
#include "sim/state.h"

const char *layer_state_name(enum layer_state state)
{
    static const char *const NAMES[] = {
        [LAYER_ALIVE] = "alive",         [LAYER_LOST] = "lost",
        [LAYER_EXPLODING] = "exploding", [LAYER_DEAD] = "dead",
        [LAYER_VANISHED] = "vanished",   [LAYER_SATURATED] = "saturated",
    };

    return NAMES[state];
}

void layers_observe(struct sim *sim, struct run *run)
{
    const struct net *net = net_of(run_problem(sim, run));

    for (int l = 0; l < run->layers; l++)
        run_layers_past(run)[l].flow = net ? net_flow(net, l) : NAN;
}

void layers_leave(const struct sim *sim, struct run *run)
{
    for (int l = 0; l < run->layers; l++) {
        struct layer_past *past = &run_layers_past(run)[l];

        past->flow_before = past->flow;
        past->gradient_before = run_layer_gradient(sim, run, l);
    }
}

void layers_forget(struct run *run)
{
    for (int l = 0; l < run->layers; l++) {
        struct layer_past *past = &run_layers_past(run)[l];

        past->flow_before = past->gradient_before = NAN;
    }
}

static enum layer_state state_of(const struct sim *sim, const struct layer_view *l,
                                 double last)
{
    const struct thresholds *t = &sim->thresholds;

    if (!isfinite(l->gradient))
        return LAYER_LOST;
    if (l->gradient > t->exploding_ratio * last || l->gradient > t->exploding_gradient)
        return LAYER_EXPLODING;
    if (l->dead > t->dead_share)
        return LAYER_DEAD;
    if (l->gradient < t->vanishing_ratio * last || l->gradient == 0 ||
        (!isnan(l->gradient_before) && l->update < t->vanishing_update))
        return LAYER_VANISHED;
    return l->saturated > t->saturated_share ? LAYER_SATURATED : LAYER_ALIVE;
}

/* While one layer learns alone the others' gradients are zero, and that is no harm. */
static enum layer_state state_alone(const struct layer_view *l)
{
    return isfinite(l->gradient) ? LAYER_ALIVE : LAYER_LOST;
}

void layers_see(struct sim *sim, struct run *run, struct layer_view *list)
{
    bool moved = run->steps > 0 && !run->diverged;

    for (int l = 0; l < run->layers; l++) {
        const struct layer_past *past = &run_layers_past(run)[l];

        list[l].flow = past->flow;
        list[l].flow_before = past->flow_before;
        list[l].gradient_before = past->gradient_before;
        list[l].weight_before = moved ? run_layer_weight_before(sim, run, l) : NAN;
        list[l].state = run->occasion.pretrain
                            ? state_alone(&list[l])
                            : state_of(sim, &list[l], list[run->layers - 1].gradient);
    }
}
