/* How the learning rate changes with the number of updates done. */
#include "optim/schedule.h"

#include <math.h>

#include "math/elementary.h"

static const double RISE = 0.3, DIVIDE_START = 25, DIVIDE_END = 1e4; /* of one_cycle */
static const double BETTER = 1 - 1e-4, LEAST_CHANGE = 1e-8;          /* of plateau */

/* From `from` to `to` along half a cosine, `share` of the way. */
static double anneal(double from, double to, double share)
{
    return to + (from - to) * (1 + math_cos(MATH_PI * share)) / 2;
}

static double rate_constant(const struct settings *set,
                            const struct schedule_memory *memory, double done)
{
    (void)memory;
    (void)done;
    return set->lr;
}

static double rate_step(const struct settings *set, const struct schedule_memory *memory,
                        double done)
{
    (void)memory;
    return set->lr * math_pow(set->schedule_gamma, floor(done / set->schedule_period));
}

static double rate_exponential(const struct settings *set,
                               const struct schedule_memory *memory, double done)
{
    (void)memory;
    return set->lr * math_pow(set->schedule_gamma, done);
}

static double rate_linear(const struct settings *set,
                          const struct schedule_memory *memory, double done)
{
    double share = fmin(done, set->schedule_period) / set->schedule_period;

    (void)memory;
    return set->lr *
           (set->schedule_start + (set->schedule_end - set->schedule_start) * share);
}

static double rate_cosine(const struct settings *set,
                          const struct schedule_memory *memory, double done)
{
    (void)memory;
    return anneal(set->lr, set->schedule_min, done / set->schedule_period);
}

static double rate_cosine_restarts(const struct settings *set,
                                   const struct schedule_memory *memory, double done)
{
    double period = set->schedule_period;

    (void)memory;
    return anneal(set->lr, set->schedule_min,
                  (done - period * floor(done / period)) / period);
}

static double rate_polynomial(const struct settings *set,
                              const struct schedule_memory *memory, double done)
{
    double share = fmin(done, set->schedule_period) / set->schedule_period;

    (void)memory;
    return set->lr * math_pow(1 - share, set->schedule_power);
}

static double rate_one_cycle(const struct settings *set,
                             const struct schedule_memory *memory, double done)
{
    double top = RISE * set->schedule_period - 1, end = set->schedule_period - 1;
    double first = set->lr / DIVIDE_START, last = first / DIVIDE_END;

    (void)memory;
    if (done <= top)
        return anneal(first, set->lr, top > 0 ? done / top : 0);
    return done < end ? anneal(set->lr, last, (done - top) / (end - top)) : last;
}

static double rate_plateau(const struct settings *set,
                           const struct schedule_memory *memory, double done)
{
    (void)done;
    return set->lr * memory->reduced;
}

#define ROW(word, line) {#word, line, rate_##word},

static const struct schedule table[] = {SCHEDULES(ROW){NULL, NULL, NULL}};

const struct schedule *schedules(void)
{
    return table;
}

struct schedule_memory schedule_start(void)
{
    return (struct schedule_memory){.best = HUGE_VAL, .bad = 0, .reduced = 1};
}

double schedule_rate(const struct settings *set, const struct schedule_memory *memory,
                     double done)
{
    double rate = table[(int)set->schedule].rate(set, memory, done);

    return done + 1 < set->warmup ? rate * ((done + 1) / set->warmup) : rate;
}

static void reduce(const struct settings *set, struct schedule_memory *memory)
{
    double old = set->lr * memory->reduced;
    double next = fmax(old * set->schedule_gamma, set->schedule_min);

    if (old - next > LEAST_CHANGE)
        memory->reduced = next / set->lr;
}

void schedule_observe(const struct settings *set, struct schedule_memory *memory,
                      double loss)
{
    if (table[(int)set->schedule].rate != rate_plateau)
        return;
    if (loss < memory->best * BETTER) {
        memory->best = loss;
        memory->bad = 0;
    } else {
        memory->bad++;
    }
    if (memory->bad > set->schedule_period) {
        reduce(set, memory);
        memory->bad = 0;
    }
}
