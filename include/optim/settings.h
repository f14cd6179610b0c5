#ifndef OPTIM_SETTINGS_H
#define OPTIM_SETTINGS_H

#include "base/param.h"

/*
 * Every setting that a runner can have. Optimizers share these rows and give their own
 * defaults; each says which ones it uses. All are doubles (see base/param.h), so that a
 * run's state stays one flat block. To add one: a field here, and its row in settings.c.
 * What each means and may be is said there, for people and programs alike.
 */
struct settings {
    /* every runner's; shuffle is the last of them */
    double lr;
    double weight_decay, decay;
    double clip, clip_at;
    double noise, noise_kind, noise_df;
    double schedule, schedule_period, schedule_gamma, schedule_min;
    double schedule_start, schedule_end, schedule_power, warmup;
    double average, average_decay, average_start;
    double batch, shuffle; /* where there are data */
    /* the rules' */
    double momentum, dampening;
    double lr_decay, initial_accumulator, eps;
    double alpha, centered, rho;
    double beta1, beta2, momentum_decay;
    double eta_minus, eta_plus, step_min, step_max;
    double lambd, t0;
    double damping;
    double history, line_search_max;
    double inner, sync_period, slow_step, radius;
};

enum { SETTINGS_COUNT = sizeof(struct settings) / sizeof(double) };

enum { HISTORY_MAX = 10 }; /* most pairs that lbfgs keeps, and so has state for */

/* The choices, in the order of their words. Those of `inner` are in optim/list.h. */
enum decay { DECAY_L2, DECAY_DECOUPLED };
enum clip { CLIP_NONE, CLIP_NORM, CLIP_VALUE };
enum noise_kind { NOISE_GAUSS, NOISE_STUDENT };
enum average { AVERAGE_NONE, AVERAGE_EMA, AVERAGE_TAIL };

/* Where a setting stands in the struct, counted in doubles. */
#define SETTING(field) ((int)(offsetof(struct settings, field) / sizeof(double)))

/* An optimizer's use of a setting, and the value that it starts with there. */
struct setting_default {
    int setting; /* SETTING(lr); -1 ends a list */
    double value;
};

#define USES(field, value)    \
    {                         \
        SETTING(field), value \
    }
#define USES_END \
    {            \
        -1, 0    \
    }

/* The row of setting number i, 0 <= i < SETTINGS_COUNT. */
const struct param *settings_row(int i);

/* The number of the setting called name, or -1. */
int settings_find(const char *name);

/* True for the settings that every runner has, whatever its optimizer. */
bool settings_is_common(int i);

/* True for those that mean something only where there are data. */
bool settings_is_of_data(int i);

/* What each setting is where no optimizer says otherwise. */
struct settings settings_defaults(void);

double settings_get(const struct settings *s, int i);
void settings_set(struct settings *s, int i, double value);

#endif
