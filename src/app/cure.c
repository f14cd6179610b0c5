/* The table of what to try, and the order in which a diagnosis asks for it. */
#include "app/cure.h"

#include <stddef.h>
#include <string.h>

#include "base/words.h"
#include "problem/net.h"
#include "sim/snapshot.h"

static const struct cure CURES[] = {
    {"batchnorm", "set norm batch",
     "each unit's mean and spread over the batch are put right, in every layer",
     "vanishing saturated dead_units plateau little_learnt", CURE_NET, VAIN_SAME},
    {"residual", "set residual on", "a way around every layer, forward and back",
     "vanishing", CURE_NET, VAIN_SAME},
    {"relu", "set activation relu", "half of the units pass the gradient on as it is",
     "vanishing saturated plateau", CURE_NET, VAIN_SAME},
    {"he", "set init he", "first weights of the size that relu needs; starts anew",
     "vanishing", CURE_NET, VAIN_SAME},
    {"xavier", "set init xavier",
     "first weights of the size that tanh needs; starts anew",
     "exploding saturated symmetric", CURE_NET, VAIN_SAME},
    {"gain", "set gain 1", "first weights as large as their rule says; starts anew",
     "exploding saturated vanishing", CURE_NET, VAIN_SAME},
    {"pretrain", "pretrain 50",
     "layer after layer learns its own input first, 50 steps each", "vanishing", CURE_NET,
     VAIN_SAME},
    {"shallow", "set depth 2", "fewer layers: the oldest cure; starts anew", "vanishing",
     CURE_NET, VAIN_LOWER},
    {"compare", "compare norm batch",
     "from the start, with and without batch norm, side by side", "vanishing", CURE_NET,
     VAIN_SAME},
    {"leaky", "set activation leaky_relu", "a relu that is never quite silent",
     "dead_units", CURE_NET, VAIN_SAME},
    {"clip", "set clip norm", "a long gradient is cut to the length clip_at",
     "exploding diverged thrown large_updates", CURE_ANYWHERE, VAIN_SAME},
    {"slower", "nudge lr -3", "half of the chosen runner's learning rate",
     "diverged overshooting exploding dead_units large_updates noise_floor zigzag thrown "
     "edge_of_stability",
     CURE_ANYWHERE, VAIN_SAME},
    {"faster", "nudge lr 3", "twice the chosen runner's learning rate",
     "creeping small_updates plateau", CURE_ANYWHERE, VAIN_SAME},
    {"adam", "become adam", "each parameter gets a rate of its own",
     "plateau small_updates little_learnt at_saddle zigzag ravine creeping",
     CURE_ANYWHERE, VAIN_SAME},
    {"momentum", "become momentum", "a ball that rolls: small pushes add up",
     "zigzag ravine at_saddle creeping local_minimum", CURE_ANYWHERE, VAIN_SAME},
    {"newton", "become saddle_free_newton", "goes by the curvature, away from saddles",
     "at_saddle zigzag ravine at_maximum", CURE_LANDSCAPE, VAIN_SAME},
    {"rprop", "become rprop", "goes by the signs of the gradient alone, not its size",
     "plateau", CURE_ANYWHERE, VAIN_SAME},
    {"noise", "set noise 0.1", "shakes every gradient: off saddles, out of small basins",
     "at_saddle local_minimum at_maximum", CURE_ANYWHERE, VAIN_SAME},
    {"elsewhere", "cross on", "move the start: arrows aim, Enter plants it",
     "local_minimum converged", CURE_LANDSCAPE, VAIN_SAME},
    {"average", "set average ema", "keeps the mean of where it has been, which is calmer",
     "noise_floor", CURE_ANYWHERE, VAIN_SAME},
    {"cosine", "set schedule cosine", "the rate falls to nothing over schedule_period",
     "noise_floor overshooting", CURE_ANYWHERE, VAIN_SAME},
    {"warmup", "set warmup 20", "the rate grows over the first 20 steps",
     "large_updates exploding", CURE_ANYWHERE, VAIN_SAME},
    {"layernorm", "set norm layer", "each row's mean and spread over the layer's units",
     "exploding", CURE_NET, VAIN_SAME},
    {"weightnorm", "set norm weight", "length and direction of the weights apart",
     "exploding", CURE_NET, VAIN_SAME},
    {"dropout", "set dropout 0.5", "half of the units silent in each step, others each",
     "memorizing", CURE_NET, VAIN_SAME},
    {"decay", "set weight_decay 0.01", "a price on large weights", "memorizing exploding",
     CURE_ANYWHERE, VAIN_SAME},
    {"augment", "set augment 0.1", "inputs get a new jitter in every batch", "memorizing",
     CURE_NET, VAIN_SAME},
    {"samples", "set samples 2000", "more data to learn from; starts anew", "memorizing",
     CURE_NET, VAIN_HIGHER},
    {"smaller", "set width 8", "a net too small to learn by heart; starts anew",
     "memorizing", CURE_NET, VAIN_LOWER},
    {"larger", "nudge batch 1", "twice the rows in each step, with less noise", "",
     CURE_NET, VAIN_SAME},
    {0},
};

const struct cure *cures(void)
{
    return CURES;
}

_Static_assert(sizeof CURES / sizeof *CURES <= CURES_MAX, "a bit for each");

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

/* The run's own first, then what is common to all. */
static const struct setting_view *find(const struct snapshot *snap, int run,
                                       const char *name)
{
    const struct run_view *r = &snap->run[run];

    for (int i = 0; i < r->settings; i++)
        if (strcmp(r->setting[i].row->name, name) == 0)
            return &r->setting[i];
    for (int i = 0; i < snap->constants; i++)
        if (strcmp(snap->constant[i].row->name, name) == 0)
            return &snap->constant[i];
    return NULL;
}

static bool is_of_file(const struct setting_view *setting, const struct snapshot *snap)
{
    return setting == &snap->constant[NET_SETTING(data.samples)] &&
           (enum data_set)snap->constant[NET_DATA].value == DATA_table;
}

/* set NAME VALUE, compare NAME VALUE; other lines are never in vain. */
static bool is_vain(const struct cure *cure, const struct snapshot *snap, int run)
{
    struct words w = {.line = cure->line};
    struct word verb, name, value;
    const struct setting_view *now;
    struct err err;
    double to;

    if (words_next(&w, &verb, &err) != WORDS_READ ||
        (strcmp(verb.text, "set") != 0 && strcmp(verb.text, "compare") != 0) ||
        words_next(&w, &name, &err) != WORDS_READ ||
        words_next(&w, &value, &err) != WORDS_READ)
        return false;
    now = find(snap, run, name.text);
    if (!now || !param_read(now->row, value.text, &to, &err))
        return false;
    return now->value == to || (cure->vain == VAIN_LOWER && now->value < to) ||
           (cure->vain == VAIN_HIGHER && (now->value > to || is_of_file(now, snap)));
}

uint64_t cures_in_vain(const struct snapshot *snap, int run)
{
    uint64_t vain = 0;

    for (int k = 0; run < snap->runs && CURES[k].name; k++)
        vain |= (uint64_t)is_vain(&CURES[k], snap, run) << k;
    return vain;
}

const struct cure *cure_at(int i, const struct cure_case *about)
{
    const enum cure_for elsewhere = about->net ? CURE_LANDSCAPE : CURE_NET;

    for (int first = 1; first >= 0; first--)
        for (const struct cure *cure = CURES; cure->name; cure++)
            if (cure->place != elsewhere && !(about->vain >> (cure - CURES) & 1) &&
                helps(cure, about->diagnosis) == first && i-- == 0)
                return cure;
    return NULL;
}
