/*
 * The simulation's own parameters: how much history it keeps, and what diagnoses compare
 * with.
 */
#include "sim/state.h"

#include <stddef.h>

#define ROW(field, from, to, by, text)                                               \
    [1 + offsetof(struct thresholds, field) / sizeof(double)] = {.name = #field,     \
                                                                 .kind = PARAM_REAL, \
                                                                 .low = from,        \
                                                                 .high = to,         \
                                                                 .notch_by =         \
                                                                     NOTCH_MULTIPLY, \
                                                                 .notch = by,        \
                                                                 .unit = "",         \
                                                                 .help = text}

static const struct param ROWS[SIM_PARAMS] = {
    {.name = "history_mb",
     .kind = PARAM_REAL,
     .low = 0,
     .high = 16384,
     .notch_by = NOTCH_MULTIPLY,
     .notch = 2,
     .unit = "MB",
     .help =
         "memory for stepping back quickly; any step can be had again whatever it is"},
    ROW(saddle_radius, 0, 1, 1.25,
        "at_saddle: share of the window's diagonal within which it is"),
    ROW(plateau_slope, 0, 1, 1.25,
        "plateau: share of the landscape's usual slope it stays below"),
    ROW(plateau_pace, 0, 1, 1.25,
        "plateau: share of the window's diagonal moved in a step"),
    ROW(creep_pace, 0, 1, 1.25,
        "creeping: share of the way to the minimum done in a step"),
    ROW(zigzag_turn, -1, 1, 1.25, "zigzag: mean cosine between updates it stays below"),
    ROW(zigzag_condition, 1, 1e9, 1.25, "zigzag: condition number it is above"),
    ROW(ravine_condition, 1, 1e9, 1.25, "ravine: condition number it is above"),
    ROW(thrown_share, 0, 100, 1.25,
        "thrown: share of the window's diagonal jumped in one step"),
    ROW(thrown_slope, 1, 1e9, 1.25, "thrown: times the landscape's usual slope"),
    ROW(thrown_factor, 1, 1e9, 1.25, "thrown: times the length of the updates before"),
    ROW(lower_gap, 0, 1e9, 1.25, "local_minimum: how much lower the other one lies"),
    ROW(vanishing_ratio, 0, 1, 2,
        "vanishing: gradient of a layer, as a share of the last one's"),
    ROW(vanishing_gradient, 0, 1e12, 2, "vanishing: norm of a layer's gradient"),
    ROW(vanishing_update, 0, 1, 2,
        "vanishing: share of its weights by which every layer moves less"),
    ROW(exploding_ratio, 1, 1e12, 2,
        "exploding: gradient of a layer over the last one's"),
    ROW(exploding_gradient, 0, 1e12, 2, "exploding: norm of any layer's gradient"),
    ROW(dead_share, 0, 1, 1.25, "dead_units: share of a layer's units"),
    ROW(saturated_share, 0, 1, 1.25, "saturated: share of a layer's activations"),
    ROW(plateau_moved, 0, 1, 1.25,
        "plateau of a net: share by which its loss moved over some fifty steps"),
    ROW(plateau_left, 0, 1, 1.25,
        "plateau of a net, little_learnt: share of what can be learnt that is left; 1 is "
        "one "
        "answer to all"),
    ROW(learnt_left, 0, 1, 1.25,
        "vanishing, exploding by the ratio, saturated, small_updates: not told where "
        "less "
        "of what can be learnt is left"),
    ROW(memorizing_gap, 0, 1, 1.25,
        "memorizing: accuracy lost between what it trains on and the rest"),
    ROW(memorizing_factor, 1, 1e9, 1.25,
        "memorizing of numbers: loss over the rest, in those of what it trains on"),
    ROW(large_update, 0, 1e6, 1.25,
        "large_updates: share of its weights that a layer moves in a step"),
    ROW(small_update, 0, 1, 2,
        "small_updates: share of its weights that no layer moves in a step"),
    ROW(edge_share, 0, 10, 1.25,
        "edge_of_stability: from this share of the sharpness that its rate bears"),
    ROW(edge_end, 1, 1e9, 1.25,
        "edge_of_stability: up to this share of it; above, a net is overshooting"),
    [1 + offsetof(struct thresholds, sharpness_every) / sizeof(double)] =
        {.name = "sharpness_every",
         .kind = PARAM_COUNT,
         .low = 0,
         .high = 1e9,
         .notch_by = NOTCH_MULTIPLY,
         .notch = 2,
         .least = 1,
         .unit = "steps",
         .help = "a net's sharpness is measured every so many steps; 0: when asked"},
    ROW(theory_drift, 0, 1e6, 1.25,
        "mean-field theory: share of its first weights that a layer may have moved"),
};

const struct param *sim_param_rows(void)
{
    return ROWS;
}

int sim_params(const struct param **rows)
{
    *rows = ROWS;
    return SIM_PARAMS;
}

bool sim_set_param(struct sim *sim, int i, const char *value, struct err *err)
{
    double number;

    if (!param_read(&ROWS[i], value, &number, err))
        return false;
    if (i > 0) {
        ((double *)&sim->thresholds)[i - 1] = number;
    } else if (number != sim->history_mb) {
        sim->history_mb = number;
        history_start(&sim->history, (size_t)(number * 0x1p20));
    }
    return true;
}

struct thresholds threshold_defaults(void)
{
    return (struct thresholds){.saddle_radius = 0.05,
                               .plateau_slope = 0.02,
                               .plateau_pace = 1e-3,
                               .creep_pace = 1e-3,
                               .zigzag_turn = -0.3,
                               .zigzag_condition = 5,
                               .ravine_condition = 50,
                               .thrown_share = 0.25,
                               .thrown_slope = 5,
                               .thrown_factor = 10,
                               .lower_gap = 1e-3,
                               .vanishing_ratio = 1e-3,
                               .vanishing_gradient = 1e-6,
                               .vanishing_update = 1e-7,
                               .exploding_ratio = 1e3,
                               .exploding_gradient = 1e3,
                               .dead_share = 0.8,
                               .saturated_share = 0.5,
                               .plateau_moved = 0.01,
                               .plateau_left = 0.75,
                               .learnt_left = 0.05,
                               .memorizing_gap = 0.1,
                               .memorizing_factor = 3,
                               .large_update = 0.2,
                               .small_update = 1e-5,
                               .theory_drift = 0.1,
                               .edge_share = 0.9,
                               .edge_end = 1.5};
}
