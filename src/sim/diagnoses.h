#ifndef SIM_DIAGNOSES_H
#define SIM_DIAGNOSES_H

#include "sim/diagnosis.h"
#include "sim/state.h"

/*
 * What the files of the diagnoses share: their rows' functions, and what more than one of
 * them asks.
 */

enum { DIGITS = 3, RECENTLY = 100 /* steps that something is spoken of afterwards */ };

/*
 * Share of the domain's diagonal within which the quadratic model is taken at its word.
 */
#define NEAR 0.02

/* Share of it beyond which nothing is said of the way to a minimum. */
#define REACH 0.5

/* A number for a sentence; good until the end of the full expression. */
#define N(value) number_brief(value, DIGITS, (char[NUMBER_TEXT]){0})

/* diagnosis_level.c: where the ground is level */
bool at_saddle_holds(struct sim *sim, int i);
void at_saddle_say(struct sim *sim, int i, char *out, size_t size);
bool escaped_holds(struct sim *sim, int i);
void escaped_say(struct sim *sim, int i, char *out, size_t size);
bool at_maximum_holds(struct sim *sim, int i);
void at_maximum_say(struct sim *sim, int i, char *out, size_t size);
bool plateau_holds(struct sim *sim, int i);
void plateau_say(struct sim *sim, int i, char *out, size_t size);
bool local_minimum_holds(struct sim *sim, int i);
void local_minimum_say(struct sim *sim, int i, char *out, size_t size);
bool settling_holds(struct sim *sim, int i);
void settling_say(struct sim *sim, int i, char *out, size_t size);

/* diagnosis_valley.c: where it is a valley */
bool zigzag_holds(struct sim *sim, int i);
void zigzag_say(struct sim *sim, int i, char *out, size_t size);
bool ravine_holds(struct sim *sim, int i);
void ravine_say(struct sim *sim, int i, char *out, size_t size);
bool creeping_holds(struct sim *sim, int i);
void creeping_say(struct sim *sim, int i, char *out, size_t size);

/* diagnosis_net.c: what becomes of the gradient and the units of a net */
bool pretraining_holds(struct sim *sim, int i);
void pretraining_say(struct sim *sim, int i, char *out, size_t size);
bool exploding_holds(struct sim *sim, int i);
void exploding_say(struct sim *sim, int i, char *out, size_t size);
bool thin_batch_holds(struct sim *sim, int i);
void thin_batch_say(struct sim *sim, int i, char *out, size_t size);
bool vanishing_holds(struct sim *sim, int i);
void vanishing_say(struct sim *sim, int i, char *out, size_t size);
bool symmetric_holds(struct sim *sim, int i);
void symmetric_say(struct sim *sim, int i, char *out, size_t size);
bool dead_units_holds(struct sim *sim, int i);
void dead_units_say(struct sim *sim, int i, char *out, size_t size);
bool saturated_holds(struct sim *sim, int i);
void saturated_say(struct sim *sim, int i, char *out, size_t size);

/* diagnosis_learning.c: what a net learns, and by what steps; stalled: a plateau of it */
bool stalled_holds(struct sim *sim, int i);
void stalled_say(struct sim *sim, int i, char *out, size_t size);
bool memorizing_holds(struct sim *sim, int i);
void memorizing_say(struct sim *sim, int i, char *out, size_t size);
bool large_updates_holds(struct sim *sim, int i);
void large_updates_say(struct sim *sim, int i, char *out, size_t size);
bool small_updates_holds(struct sim *sim, int i);
void small_updates_say(struct sim *sim, int i, char *out, size_t size);
bool little_learnt_holds(struct sim *sim, int i);
void little_learnt_say(struct sim *sim, int i, char *out, size_t size);
bool healthy_holds(struct sim *sim, int i);
void healthy_say(struct sim *sim, int i, char *out, size_t size);

/* diagnosis_edge.c: where a net is as sharply curved as its rate bears */
bool edge_of_stability_holds(struct sim *sim, int i);
void edge_of_stability_say(struct sim *sim, int i, char *out, size_t size);
/* overshooting, of a net */
bool beyond_edge_holds(struct sim *sim, int i);
void beyond_edge_say(struct sim *sim, int i, char *out, size_t size);

/* The quadratic model has a minimum within NEAR of the domain's diagonal. */
bool is_near_minimum(const struct sim *sim, const struct curvature *c,
                     const struct run *run);
/* To the minimum that the quadratic model has; nan where it has none within REACH. */
double way_left(struct sim *sim, const struct run *run);

#endif
