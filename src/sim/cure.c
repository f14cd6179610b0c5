/*
 * The table of what to try, the line that each cure is for a runner, and the order in
 * which a diagnosis asks for them.
 */
#include "sim/cure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "math/matrix.h"
#include "optim/settings.h"
#include "problem/net.h"

static const struct setting_view *constant_of(const struct patient *who, const char *name)
{
    for (int i = 0; i < who->constants; i++)
        if (strcmp(who->constant[i].row->name, name) == 0)
            return &who->constant[i];
    return NULL;
}

static const struct setting_view *setting_of(const struct run_view *run, const char *name)
{
    for (int i = 0; i < run->settings; i++)
        if (strcmp(run->setting[i].row->name, name) == 0)
            return &run->setting[i];
    return NULL;
}

/* Its own first, then what is common to all. */
static const struct setting_view *find(const struct patient *who, const char *name)
{
    const struct setting_view *own = setting_of(who->run, name);

    return own ? own : constant_of(who, name);
}

/* A number of the net, as this runner has it; nan where there is no net. */
static double value_of(const struct patient *who, size_t net_setting)
{
    const struct setting_view *now = find(who, net_row(net_setting)->name);

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
    const struct setting_view *clip = setting_of(d->who->run, "clip");

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

struct patient patient_of(const struct snapshot *snap, int run)
{
    return (struct patient){.run = &snap->run[run],
                            .runs = snap->runs,
                            .constants = snap->constants,
                            .constant = snap->constant};
}

/* Lines */

/* A line for one runner: its verb and what follows. */
struct order {
    const struct patient *who;
    const struct cure *cure;
    struct word verb, name, value;
};

static bool is_own(const struct run_view *run, const struct setting_view *setting)
{
    return setting >= run->own_setting && setting < run->own_setting + run->own;
}

/* What is not the runner's own needs no name of it where it is alone or all share it. */
static bool needs_name(const struct patient *who, const struct setting_view *now)
{
    const char *name = now->row->name;

    return now != constant_of(who, name) &&
           (who->runs > 1 || is_own(who->run, now) || constant_of(who, name));
}

static bool set_to(const struct order *o, const struct setting_view *now, double to,
                   char out[CURE_LINE])
{
    const struct dose dose = {.who = o->who, .now = now, .to = to};
    const bool named = needs_name(o->who, now);
    char value[NUMBER_TEXT];

    snprintf(out, CURE_LINE, "set %s%s%.40s %s", named ? o->who->run->name : "",
             named ? "." : "", now->row->name, param_text(now->row, to, value));
    return now->value != to && !(o->cure->is_vain && o->cure->is_vain(&dose));
}

static bool set_line(const struct order *o, char out[CURE_LINE])
{
    const struct setting_view *now = find(o->who, o->name.text);
    struct err err;
    double to;

    return now && param_read(now->row, o->value.text, &to, &err) &&
           set_to(o, now, to, out);
}

/* By so many notches, as the value that they come to. */
static bool nudge_line(const struct order *o, char out[CURE_LINE])
{
    const struct setting_view *now = find(o->who, o->name.text);
    double notches;

    return now && number_read(o->value.text, &notches) &&
           set_to(o, now, param_notch(now->row, now->value, (int)notches), out);
}

/* A bare name is meant of the chosen runner. */
static bool compare_line(const struct order *o, char out[CURE_LINE])
{
    bool differs = set_line(o, out);

    snprintf(out, CURE_LINE, "%s", o->cure->line);
    return differs;
}

static bool become_line(const struct order *o, char out[CURE_LINE])
{
    snprintf(out, CURE_LINE, "%s", o->cure->line);
    return strcmp(o->who->run->optimizer, o->name.text) != 0;
}

static bool pretrain_line(const struct order *o, char out[CURE_LINE])
{
    const struct run_view *run = o->who->run;
    const struct dose dose = {.who = o->who};

    snprintf(out, CURE_LINE, "%.20s %s%s%.20s", o->verb.text,
             o->who->runs > 1 ? run->name : "", o->who->runs > 1 ? " " : "",
             o->name.text);
    return run->pretrain == 0 && run->layers > 1 &&
           !(o->cure->is_vain && o->cure->is_vain(&dose));
}

struct verb {
    const char *name;
    bool (*line)(const struct order *order, char out[CURE_LINE]);
};

static const struct verb VERBS[] = {{"set", set_line},
                                    {"nudge", nudge_line},
                                    {"compare", compare_line},
                                    {"become", become_line},
                                    {"pretrain", pretrain_line}};

bool cure_line(const struct cure *cure, const struct patient *who, char out[CURE_LINE])
{
    struct words w = {.line = cure->line};
    struct order order = {.who = who, .cure = cure};
    struct err err;

    if (words_next(&w, &order.verb, &err) == WORDS_READ &&
        words_next(&w, &order.name, &err) == WORDS_READ)
        words_next(&w, &order.value, &err);
    for (size_t i = 0; i < sizeof VERBS / sizeof *VERBS; i++)
        if (strcmp(VERBS[i].name, order.verb.text) == 0)
            return VERBS[i].line(&order, out);
    snprintf(out, CURE_LINE, "%s", cure->line);
    return true;
}

/* Which of them */

static bool has_word(const struct cure *cure, const char *diagnosis)
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

/* Without a patient: anybody. */
static bool answers(const struct cure *cure, const char *diagnosis,
                    const struct patient *who)
{
    return has_word(cure, diagnosis) && (!who || !cure->fits || cure->fits(who));
}

void cure_case_of(const struct snapshot *snap, int run, struct cure_case *out)
{
    const bool races = run < snap->runs;
    const struct patient who = races ? patient_of(snap, run) : (struct patient){0};

    out->net = snap->layers > 0;
    out->diagnosis = races && who.run->findings > 0 ? who.run->finding[0].name : "";
    for (int k = 0; CURES[k].name; k++) {
        snprintf(out->line[k], CURE_LINE, "%s", CURES[k].line);
        if (races && !cure_line(&CURES[k], &who, out->line[k]))
            out->line[k][0] = '\0';
        out->answers[k] = answers(&CURES[k], out->diagnosis, races ? &who : NULL);
    }
}

int cure_at(int i, const struct cure_case *about)
{
    const enum cure_for elsewhere = about->net ? CURE_LANDSCAPE : CURE_NET;

    for (int first = 1; first >= 0; first--)
        for (int k = 0; CURES[k].name; k++)
            if (CURES[k].place != elsewhere && about->line[k][0] &&
                about->answers[k] == first && i-- == 0)
                return k;
    return -1;
}

/* In words */

enum { NAMED = 3 /* cures, at the most */ };

/* The first that answer it, at most so many; how many there are. */
static int choose(const char *diagnosis, const struct patient *who, bool net,
                  char line[NAMED][CURE_LINE])
{
    const enum cure_for elsewhere = net ? CURE_LANDSCAPE : CURE_NET;
    int count = 0;

    for (const struct cure *cure = CURES; cure->name && count < NAMED; cure++) {
        if (cure->place == elsewhere || !answers(cure, diagnosis, who))
            continue;
        snprintf(line[count], CURE_LINE, "%s", cure->line);
        count += !who || cure_line(cure, who, line[count]);
    }
    return count;
}

static size_t join(char line[NAMED][CURE_LINE], int count, char out[CURES_NAMED])
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < count && used < CURES_NAMED; i++) {
        const char *between = i == 0 ? "" : i == count - 1 ? " or " : ", ";

        used +=
            (size_t)snprintf(out + used, CURES_NAMED - used, "%s%s", between, line[i]);
    }
    return used;
}

void cure_name_some(const char *diagnosis, const struct patient *who, size_t room,
                    char out[CURES_NAMED])
{
    char line[NAMED][CURE_LINE];
    int count = choose(diagnosis, who, !who || who->run->layers > 0, line);

    while (join(line, count, out) > room && count > 1)
        count--;
}
