/* The rows of all settings: what each is called, may be, starts with and means. */
#include "optim/settings.h"

#include <string.h>

#include "optim/list.h"
#include "optim/schedule.h"

struct setting {
    struct param row;
    double value; /* that it starts with, where the optimizer says nothing else */
};

#define WORD(name, ...) #name,

static const char *const switch_words[] = {"off", "on", NULL};
static const char *const decay_words[] = {
    [DECAY_L2] = "l2", [DECAY_DECOUPLED] = "decoupled", NULL};
static const char *const clip_words[] = {
    [CLIP_NONE] = "none", [CLIP_NORM] = "norm", [CLIP_VALUE] = "value", NULL};
static const char *const noise_words[] = {
    [NOISE_GAUSS] = "gauss", [NOISE_STUDENT] = "student", NULL};
static const char *const average_words[] = {
    [AVERAGE_NONE] = "none", [AVERAGE_EMA] = "ema", [AVERAGE_TAIL] = "tail", NULL};
static const char *const schedule_words[] = {SCHEDULES(WORD) NULL};
static const char *const inner_words[] = {OPTIMIZERS_BY_GRADIENT(WORD) NULL};

/* clang-format off */
#define ROW(field, start, ...) \
    [SETTING(field)] = {.value = start, .row = {.name = #field, __VA_ARGS__}}
/* clang-format on */
#define REAL(from, to) .kind = PARAM_REAL, .low = from, .high = to
#define COUNT(from, to) .kind = PARAM_COUNT, .low = from, .high = to
#define CHOICE(of) .kind = PARAM_CHOICE, .high = WORDS(of) - 1, .notch = 1, .choices = of
#define WORDS(of) (sizeof(of) / sizeof *(of)-1)
#define ADD(by) .notch_by = NOTCH_ADD, .notch = by
#define TIMES(by, from) .notch_by = NOTCH_MULTIPLY, .notch = by, .least = from
#define SAYS(what) .unit = "", .help = what
#define SAYS_IN(of, what) .unit = of, .help = what

static const struct setting table[SETTINGS_COUNT] = {
    ROW(lr, 0.01, REAL(0, 1e6), TIMES(1.25, 1e-6),
        SAYS("learning rate: how long a step is for the gradient at hand")),
    ROW(weight_decay, 0, REAL(0, 1e3), TIMES(2, 1e-3),
        SAYS("pulls every parameter toward 0, so strongly")),
    ROW(decay, DECAY_L2, CHOICE(decay_words),
        SAYS("l2 adds the pull to the gradient, decoupled shrinks the parameters "
             "themselves")),
    ROW(clip, CLIP_NONE, CHOICE(clip_words),
        SAYS("cuts long gradients: all of it by its norm, or each component by its "
             "value")),
    ROW(clip_at, 1, REAL(0, 1e12), TIMES(1.25, 1e-3),
        SAYS("the longest gradient, or component, that clip lets through")),
    ROW(noise, 0, REAL(0, 1e6), TIMES(1.25, 1e-3),
        SAYS("size (sigma) of the random noise in each component of the gradient")),
    ROW(noise_kind, NOISE_GAUSS, CHOICE(noise_words),
        SAYS("gauss is tame, student has heavy tails: now and then a huge kick")),
    ROW(noise_df, 3, REAL(0.1, 1e3), TIMES(1.25, 0.1),
        SAYS("degrees of freedom of student noise: fewer are wilder, 1 is Cauchy's")),
    ROW(schedule, 0, CHOICE(schedule_words),
        SAYS("how the rate changes while the run goes on")),
    ROW(schedule_period, 100, COUNT(1, 1e9), TIMES(1.25, 1),
        SAYS_IN("updates",
                "how long a piece of the schedule takes; plateau: its patience")),
    ROW(schedule_gamma, 0.1, REAL(0, 2), ADD(0.01),
        SAYS("factor of the rate at each fall of step, exponential and plateau")),
    ROW(schedule_min, 0, REAL(0, 1e6), TIMES(1.25, 1e-6),
        SAYS("the rate that cosine, cosine_restarts and plateau come down to")),
    ROW(schedule_start, 1.0 / 3, REAL(0, 1e3), ADD(0.05),
        SAYS_IN("of lr", "where linear begins, as a factor of lr")),
    ROW(schedule_end, 1, REAL(0, 1e3), ADD(0.05),
        SAYS_IN("of lr", "where linear ends, as a factor of lr")),
    ROW(schedule_power, 1, REAL(0, 100), ADD(0.25),
        SAYS("exponent of polynomial: 1 is a straight line to 0")),
    ROW(warmup, 0, COUNT(0, 1e9), TIMES(1.25, 1),
        SAYS_IN("updates",
                "the rate grows in a straight line over the first so many updates")),
    ROW(average, AVERAGE_NONE, CHOICE(average_words),
        SAYS("a smoothed position beside the run: exponential (ema), or the mean of "
             "its tail")),
    ROW(average_decay, 0.99, REAL(0, 1), ADD(0.01),
        SAYS("share of the old that ema keeps in each update")),
    ROW(average_start, 0, COUNT(0, 1e9), TIMES(1.25, 1),
        SAYS_IN("updates", "the update from which on tail takes the mean")),
    ROW(batch, 32, COUNT(0, 1e9), TIMES(2, 1),
        SAYS_IN("rows", "rows of the data that a step sees; 0 for all of them")),
    ROW(shuffle, 1, CHOICE(switch_words),
        SAYS("every pass goes through the data in an order of its own")),
    ROW(momentum, 0, REAL(0, 1), ADD(0.01),
        SAYS("share of its velocity that the ball keeps in each step")),
    ROW(dampening, 0, REAL(0, 1), ADD(0.05),
        SAYS("share of the new gradient that is kept out of the velocity")),
    ROW(lr_decay, 0, REAL(0, 1e3), TIMES(2, 1e-4),
        SAYS("the rate is divided by 1 + this * (updates done)")),
    ROW(initial_accumulator, 0, REAL(0, 1e12), TIMES(2, 1e-3),
        SAYS("what the sum of squared gradients begins with")),
    ROW(eps, 1e-8, REAL(0, 1e3), TIMES(10, 1e-16),
        SAYS("small number that keeps the denominator from 0")),
    ROW(alpha, 0.99, REAL(0, 1), ADD(0.01),
        SAYS("rmsprop: memory of squared gradients; asgd: exponent of the falling rate")),
    ROW(centered, 0, CHOICE(switch_words),
        SAYS("divide by the spread of the gradient about its mean, not about 0")),
    ROW(rho, 0.9, REAL(0, 1), ADD(0.01),
        SAYS("memory of squared gradients and squared steps")),
    ROW(beta1, 0.9, REAL(0, 0.999999), ADD(0.01),
        SAYS("memory of the mean gradient: near 1 is long")),
    ROW(beta2, 0.999, REAL(0, 0.999999), ADD(0.001),
        SAYS("memory of the squared gradient: near 1 is long")),
    ROW(momentum_decay, 4e-3, REAL(0, 1), TIMES(2, 1e-4),
        SAYS("how fast the momentum of nadam comes up to beta1")),
    ROW(eta_minus, 0.5, REAL(0, 1), ADD(0.05),
        SAYS("factor of a coordinate's step when its gradient changes sign")),
    ROW(eta_plus, 1.2, REAL(1, 100), ADD(0.05),
        SAYS("factor of a coordinate's step when its gradient keeps its sign")),
    ROW(step_min, 1e-6, REAL(0, 1e6), TIMES(2, 1e-12),
        SAYS("shortest step of a coordinate")),
    ROW(step_max, 50, REAL(0, 1e6), TIMES(2, 1e-12),
        SAYS("longest step of a coordinate")),
    ROW(lambd, 1e-4, REAL(0, 1e3), TIMES(2, 1e-6),
        SAYS("how fast the rate of asgd falls; it pulls toward 0, too")),
    ROW(t0, 1e6, REAL(0, 1e12), TIMES(2, 1),
        SAYS_IN("updates", "the update after which asgd begins its mean")),
    ROW(damping, 0, REAL(0, 1e6), TIMES(2, 1e-6),
        SAYS(
            "added to every curvature: larger is shorter steps, closer to the gradient")),
    ROW(history, HISTORY_MAX, COUNT(1, HISTORY_MAX), ADD(1),
        SAYS_IN("pairs", "steps that lbfgs remembers to guess the curvature")),
    ROW(line_search_max, 25, COUNT(1, 100), ADD(1),
        SAYS_IN("evaluations", "most evaluations of a line search")),
    ROW(inner, 0, CHOICE(inner_words), SAYS("the optimizer inside this one")),
    ROW(sync_period, 5, COUNT(1, 10000), ADD(1),
        SAYS_IN("updates", "inner steps that the fast weights take in one step")),
    ROW(slow_step, 0.5, REAL(0, 1), ADD(0.05),
        SAYS("share of the way to the fast weights that the slow ones go")),
    ROW(radius, 0.05, REAL(0, 1e6), TIMES(1.25, 1e-3),
        SAYS("how far uphill sam looks before it steps down")),
};

const struct param *settings_row(int i)
{
    return &table[i].row;
}

int settings_find(const char *name)
{
    for (int i = 0; i < SETTINGS_COUNT; i++)
        if (strcmp(table[i].row.name, name) == 0)
            return i;
    return -1;
}

bool settings_is_common(int i)
{
    return i <= SETTING(shuffle);
}

bool settings_is_of_data(int i)
{
    return i == SETTING(batch) || i == SETTING(shuffle);
}

struct settings settings_defaults(void)
{
    struct settings s;

    for (int i = 0; i < SETTINGS_COUNT; i++)
        settings_set(&s, i, table[i].value);
    return s;
}

double settings_get(const struct settings *s, int i)
{
    return ((const double *)s)[i];
}

void settings_set(struct settings *s, int i, double value)
{
    ((double *)s)[i] = value;
}
