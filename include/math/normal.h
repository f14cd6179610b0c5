#ifndef MATH_NORMAL_H
#define MATH_NORMAL_H

#include "base/random.h"

/*
 * Two independent numbers of the standard normal distribution for this place; Box and
 * Muller, "A note on the generation of random normal deviates" (1958).
 */
void math_normal_pair(struct random_place place, double pair[2]);

#endif
