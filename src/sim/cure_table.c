/* The table of what to try: its lines, where they are vain, and where they answer. */
#include <math.h>
#include <string.h>

#include "math/matrix.h"
#include "optim/settings.h"
#include "problem/net.h"
#include "sim/cure.h"

/* A number of the net, as this runner has it; nan where there is no net. */
static double value_of(const struct patient *who, size_t net_setting)
{
    const struct setting_view *now = patient_setting(who, net_row(net_setting)->name);

    return now ? now->value : NAN;
}

/* What makes a cure vain */

static bool is_lower(const struct dose *d)
{
    return d->now->value < d->to;
}

static bool is_higher(const struct dose *d)
{
    return d->now->value > d->to;
}

/* All rows of a file are taken. */
static bool is_enough(const struct dose *d)
{
    return is_higher(d) || value_of(d->who, NET_DATA) == DATA_table;
}

/* Nothing of an update can help who was lost before the first. */
static bool is_unmoved(const struct dose *d)
{
    return d->who->run->state == RUN_DIVERGED && d->who->run->steps == 0;
}

/* What is put right in every batch or row is so whatever the weights are. */
static bool is_put_right(const struct dose *d)
{
    double norm = value_of(d->who, NET_SETTING(norm));

    return norm == NORM_batch || norm == NORM_layer;
}

static bool is_bearable(const struct dose *d)
{
    return is_lower(d) || is_put_right(d);
}

static bool is_large_enough(const struct dose *d)
{
    return is_higher(d) || is_put_right(d);
}

static bool is_uncut(const struct dose *d)
{
    const struct setting_view *clip = patient_setting(d->who, "clip");

    return !clip || clip->value == CLIP_NONE;
}

/* A sigmoid passes back a quarter at the most: where it has learnt its input, too. */
static bool is_sigmoid(const struct patient *who)
{
    return value_of(who, NET_SETTING(activation)) == ACTIVATION_sigmoid;
}

static bool is_squeezed(const struct dose *d)
{
    return is_sigmoid(d->who);
}

/* Where a cure answers */

static bool is_relu(const struct patient *who)
{
    double activation = value_of(who, NET_SETTING(activation));

    return activation == ACTIVATION_relu || activation == ACTIVATION_leaky_relu;
}

/* Of smaller weights than these a relu dies in a deep net. */
static bool has_weights_for_relu(const struct patient *who)
{
    return value_of(who, NET_SETTING(init)) == INIT_he &&
           value_of(who, NET_SETTING(gain)) >= 1;
}

static bool is_moderate(const struct patient *who)
{
    return !(value_of(who, NET_SETTING(gain)) > 1);
}

static const struct cure CURES[] = {
    {"rows", "set batch 32", "more rows in each step", "thin_batch", CURE_NET, is_higher,
     NULL},
    {"batchnorm", "set norm batch",
     "each unit's mean and spread over the batch are put right, in every layer",
     "vanishing exploding saturated dead_units plateau little_learnt", CURE_NET, NULL,
     NULL},
    {"residual", "set residual on", "a way around every layer, forward and back",
     "vanishing plateau", CURE_NET, NULL, NULL},
    {"relu", "set activation relu", "half of the units pass the gradient on as it is",
     "vanishing", CURE_NET, NULL, has_weights_for_relu},
    {"tanh", "set activation tanh", "passes on four times what a sigmoid does",
     "vanishing", CURE_NET, NULL, is_sigmoid},
    {"he", "set init he", "first weights of the size that relu needs; starts anew",
     "dead_units vanishing", CURE_NET, NULL, is_relu},
    {"gain", "set gain 1", "first weights as large as their rule says; starts anew",
     "exploding diverged saturated", CURE_NET, is_bearable, NULL},
    {"weights", "set gain 1",
     "first weights no smaller than their rule says; starts anew", "vanishing", CURE_NET,
     is_large_enough, NULL},
    {"xavier", "set init xavier",
     "first weights of the size that tanh needs; starts anew", "symmetric", CURE_NET,
     NULL, NULL},
    {"pretrain", "pretrain 50",
     "layer after layer learns its own input first, 50 steps each", "vanishing", CURE_NET,
     is_squeezed, NULL},
    {"shallow", "set depth 2", "fewer layers: the oldest cure; starts anew",
     "vanishing exploding", CURE_NET, is_lower, NULL},
    {"compare", "compare norm batch",
     "from the start, with and without batch norm, side by side", "vanishing", CURE_NET,
     NULL, NULL},
    {"leaky", "set activation leaky_relu", "a relu that is never quite silent",
     "dead_units", CURE_NET, NULL, NULL},
    {"layernorm", "set norm layer", "each row's mean and spread over the layer's units",
     "thin_batch exploding", CURE_NET, NULL, NULL},
    {"weightnorm", "set norm weight", "length and direction of the weights apart", "",
     CURE_NET, NULL, NULL},
    {"slower", "nudge lr -3", "half of the chosen runner's learning rate",
     "overshooting large_updates noise_floor zigzag thrown edge_of_stability",
     CURE_ANYWHERE, is_unmoved, NULL},
    {"calmer", "nudge lr -10", "a tenth of the chosen runner's learning rate",
     "diverged exploding", CURE_ANYWHERE, is_unmoved, is_moderate},
    {"clip", "set clip norm", "a long gradient is cut to the length clip_at",
     "diverged thrown large_updates", CURE_ANYWHERE, is_unmoved, NULL},
    {"shorter", "nudge clip_at -6", "the gradient is cut shorter",
     "diverged thrown large_updates", CURE_ANYWHERE, is_uncut, NULL},
    {"faster", "nudge lr 3", "twice the chosen runner's learning rate",
     "small_updates plateau little_learnt creeping", CURE_ANYWHERE, NULL, NULL},
    {"adam", "become adam", "each parameter gets a rate of its own",
     "plateau small_updates little_learnt at_saddle zigzag ravine creeping",
     CURE_ANYWHERE, NULL, NULL},
    {"momentum", "become momentum", "a ball that rolls: small pushes add up",
     "zigzag ravine at_saddle creeping local_minimum", CURE_ANYWHERE, NULL, NULL},
    {"newton", "become saddle_free_newton", "goes by the curvature, away from saddles",
     "at_saddle zigzag ravine at_maximum", CURE_LANDSCAPE, NULL, NULL},
    {"rprop", "become rprop", "goes by the signs of the gradient alone, not its size",
     "plateau", CURE_ANYWHERE, NULL, NULL},
    {"noise", "set noise 0.1", "shakes every gradient: off saddles, out of small basins",
     "at_saddle local_minimum at_maximum", CURE_ANYWHERE, NULL, NULL},
    {"elsewhere", "cross on", "move the start: arrows aim, Enter plants it",
     "local_minimum converged", CURE_LANDSCAPE, NULL, NULL},
    {"average", "set average ema", "keeps the mean of where it has been, which is calmer",
     "noise_floor", CURE_ANYWHERE, NULL, NULL},
    {"cosine", "set schedule cosine", "the rate falls to nothing over schedule_period",
     "noise_floor overshooting", CURE_ANYWHERE, NULL, NULL},
    {"warmup", "set warmup 20", "the rate grows over the first 20 steps", "large_updates",
     CURE_ANYWHERE, NULL, NULL},
    {"free", "set weight_decay 0", "large weights cost nothing", "overshooting",
     CURE_ANYWHERE, NULL, NULL},
    {"dropout", "set dropout 0.5", "half of the units silent in each step, others each",
     "memorizing", CURE_NET, is_higher, NULL},
    {"decay", "set weight_decay 0.01", "a price on large weights", "memorizing",
     CURE_ANYWHERE, is_higher, NULL},
    {"augment", "set augment 0.1", "inputs get a new jitter in every batch", "memorizing",
     CURE_NET, is_higher, NULL},
    {"samples", "set samples 2000", "more data to learn from; starts anew", "memorizing",
     CURE_NET, is_enough, NULL},
    {"smaller", "set width 8", "a net too small to learn by heart; starts anew",
     "memorizing", CURE_NET, is_lower, NULL},
    {"larger", "nudge batch 1", "twice the rows in each step, with less noise", "",
     CURE_NET, NULL, NULL},
    {0},
};

const struct cure *cures(void)
{
    return CURES;
}

_Static_assert(sizeof CURES / sizeof *CURES <= CURES_MAX, "a line for each");
