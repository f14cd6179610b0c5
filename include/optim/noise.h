#ifndef OPTIM_NOISE_H
#define OPTIM_NOISE_H

#include <stdbool.h>

#include "base/random.h"
#include "optim/settings.h"

/*
 * The gradient noise of a step, to out[n]: in each coordinate, independently, `noise`
 * times a number that is normal (Box & Muller, 1958) or has Student's t distribution with
 * noise_df degrees of freedom, whole or not (Bailey, "Polar generation of random variates
 * with the t-distribution", 1994).
 *
 * A pure function of the settings, the seed and step of `at` (stream RANDOM_NOISE; its
 * index is the number of the first coordinate) and the coordinate, so that all runners meet the same noise but for
 * its size. False, and out as it was, where the settings ask for none.
 */
bool noise_draw(const struct settings *set, struct random_place at, int n, double *out);

#endif
