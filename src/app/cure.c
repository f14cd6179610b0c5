/* The table of what to try, and the order in which a diagnosis asks for it. */
#include "app/cure.h"

#include <stddef.h>
#include <string.h>

static const struct cure CURES[] = {
    {"batchnorm", "set norm batch",
     "each unit's mean and spread over the batch are put right, in every layer",
     "vanishing saturated dead_units plateau", CURE_NET},
    {"residual", "set residual on", "a way around every layer, forward and back",
     "vanishing", CURE_NET},
    {"relu", "set activation relu", "half of the units pass the gradient on as it is",
     "vanishing saturated plateau", CURE_NET},
    {"he", "set init he", "first weights of the size that relu needs; starts anew",
     "vanishing", CURE_NET},
    {"xavier", "set init xavier",
     "first weights of the size that tanh needs; starts anew",
     "exploding saturated symmetric", CURE_NET},
    {"gain", "set gain 1", "first weights as large as their rule says; starts anew",
     "exploding saturated vanishing", CURE_NET},
    {"pretrain", "pretrain 50",
     "layer after layer learns its own input first, 50 steps each", "vanishing",
     CURE_NET},
    {"shallow", "set depth 2", "fewer layers: the oldest cure; starts anew", "vanishing",
     CURE_NET},
    {"compare", "compare norm batch",
     "from the start, with and without batch norm, side by side", "vanishing", CURE_NET},
    {"leaky", "set activation leaky_relu", "a relu that is never quite silent",
     "dead_units", CURE_NET},
    {"clip", "set clip norm", "a long gradient is cut to the length clip_at",
     "exploding diverged thrown large_updates", CURE_ANYWHERE},
    {"slower", "nudge lr -3", "half of the chosen runner's learning rate",
     "diverged overshooting exploding dead_units large_updates noise_floor zigzag thrown "
     "edge_of_stability",
     CURE_ANYWHERE},
    {"faster", "nudge lr 3", "twice the chosen runner's learning rate",
     "creeping small_updates plateau", CURE_ANYWHERE},
    {"adam", "become adam", "each parameter gets a rate of its own",
     "plateau small_updates at_saddle zigzag ravine creeping", CURE_ANYWHERE},
    {"momentum", "become momentum", "a ball that rolls: small pushes add up",
     "zigzag ravine at_saddle creeping local_minimum", CURE_ANYWHERE},
    {"newton", "become saddle_free_newton", "goes by the curvature, away from saddles",
     "at_saddle zigzag ravine at_maximum", CURE_LANDSCAPE},
    {"rprop", "become rprop", "goes by the signs of the gradient alone, not its size",
     "plateau", CURE_ANYWHERE},
    {"noise", "set noise 0.1", "shakes every gradient: off saddles, out of small basins",
     "at_saddle local_minimum at_maximum", CURE_ANYWHERE},
    {"elsewhere", "cross on", "move the start: arrows aim, Enter plants it",
     "local_minimum converged", CURE_LANDSCAPE},
    {"average", "set average ema", "keeps the mean of where it has been, which is calmer",
     "noise_floor", CURE_ANYWHERE},
    {"cosine", "set schedule cosine", "the rate falls to nothing over schedule_period",
     "noise_floor overshooting", CURE_ANYWHERE},
    {"warmup", "set warmup 20", "the rate grows over the first 20 steps",
     "large_updates exploding", CURE_ANYWHERE},
    {"layernorm", "set norm layer", "each row's mean and spread over the layer's units",
     "exploding", CURE_NET},
    {"weightnorm", "set norm weight", "length and direction of the weights apart",
     "exploding", CURE_NET},
    {"dropout", "set dropout 0.5", "half of the units silent in each step, others each",
     "memorizing", CURE_NET},
    {"decay", "set weight_decay 0.01", "a price on large weights", "memorizing exploding",
     CURE_ANYWHERE},
    {"augment", "set augment 0.1", "inputs get a new jitter in every batch", "memorizing",
     CURE_NET},
    {"samples", "set samples 2000", "more data to learn from; starts anew", "memorizing",
     CURE_NET},
    {"smaller", "set width 8", "a net too small to learn by heart; starts anew",
     "memorizing", CURE_NET},
    {"larger", "nudge batch 1", "twice the rows in each step, with less noise", "",
     CURE_NET},
    {0},
};

const struct cure *cures(void)
{
    return CURES;
}

static bool helps(const struct cure *cure, const char *diagnosis)
{
    size_t length = strlen(diagnosis);
    const char *at = cure->helps;

    while (length > 0 && *at) {
        size_t word = strcspn(at, " ");

        if (word == length && strncmp(at, diagnosis, length) == 0)
            return true;
        at += word + strspn(at + word, " ");
    }
    return false;
}

const struct cure *cure_at(int i, bool net, const char *diagnosis)
{
    const enum cure_for elsewhere = net ? CURE_LANDSCAPE : CURE_NET;

    for (int first = 1; first >= 0; first--)
        for (const struct cure *cure = CURES; cure->name; cure++)
            if (cure->place != elsewhere && helps(cure, diagnosis) == first && i-- == 0)
                return cure;
    return NULL;
}
