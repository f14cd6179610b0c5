#ifndef SIM_DIAGNOSES_H
#define SIM_DIAGNOSES_H

#include "sim/diagnosis.h"
#include "sim/state.h"

/* What the files of the diagnoses share: their rows' functions, and what more than one of them asks. */

enum { DIGITS = 3, RECENTLY = 100 /* steps that something is spoken of afterwards */ };

/* Share of the domain's diagonal within which the quadratic model is taken at its word. */
#define NEAR 0.02

/* Share of it beyond which nothing is said of the way to a minimum. */
#define REACH 0.5

/* A number for a sentence; good until the end of the full expression. */
#define N(value) number_brief(value, DIGITS, (char[NUMBER_TEXT]){0})

typedef bool diagnosis_holds(struct sim *sim, int run);
typedef void diagnosis_say(struct sim *sim, int run, char *out, size_t size);

/* diagnosis_level.c: where the ground is level */
diagnosis_holds at_saddle_holds, escaped_holds, at_maximum_holds, plateau_holds;
diagnosis_holds local_minimum_holds, settling_holds;
diagnosis_say at_saddle_say, escaped_say, at_maximum_say, plateau_say;
diagnosis_say local_minimum_say, settling_say;

/* diagnosis_valley.c: where it is a valley */
diagnosis_holds zigzag_holds, ravine_holds, creeping_holds;
diagnosis_say zigzag_say, ravine_say, creeping_say;

/* The quadratic model has a minimum within NEAR of the domain's diagonal. */
bool is_near_minimum(const struct sim *sim, const struct curvature *c,
                     const struct run *run);
/* To the minimum that the quadratic model has; nan where it has none within REACH. */
double way_left(struct sim *sim, const struct run *run);

#endif
