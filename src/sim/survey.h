#ifndef SIM_SURVEY_H
#define SIM_SURVEY_H

#include "sim/run.h"

/* What is known of a landscape to second order: at a point, and of all of it. */

struct landmarks {
    bool known;
    int searched; /* rows of starts that have been tried */
    struct window window;
    int count;
    struct landmark list[LANDMARKS_MAX];
};

/* What is known of the whole domain, found once for each set of constants. */
struct survey {
    bool measured; /* slope is there */
    double slope;
    bool known; /* landmarks are there */
    struct landmarks landmarks;
};

/* curvature.c */
void curvature_at(struct sim *sim, const double *x, struct curvature *out);
void curvature_of(struct sim *sim, const struct run *run, struct curvature *out);
enum run_state run_state_of(struct sim *sim, const struct run *run);
/*
 * Distance from x to the critical point that the quadratic model has; inf where it has
 * none.
 */
double curvature_newton_distance(const struct curvature *c, int n, const double *g);

/* landmarks.c */
/* Tries the next row of starts in l->window; l->known when it was the last. */
void landmarks_search(struct sim *sim, struct landmarks *l);
/* The landmarks of the domain; its slope is there only after survey_slope. */
const struct survey *survey_of(struct sim *sim);
/* The slope that three quarters of the domain stay below. */
double survey_slope(struct sim *sim);
/*
 * Newton's method from x; true where it comes to a critical point that has only curved
 * directions.
 */
bool landmark_from(struct sim *sim, const double *x, struct landmark *out);

#endif
