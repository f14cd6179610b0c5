#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stdint.h>

/*
 * Random numbers without a state: each is a pure function of where it is wanted, so that
 * stepping back, replaying and adding a runner change no other number, and all runners
 * meet the same ones.
 *
 * Philox 4x32 with 10 rounds; Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
 * easy as 1, 2, 3" (2011).
 */

/*
 * What the numbers are for; numbers of different streams have nothing to do with one
 * another.
 */
enum random_stream {
    RANDOM_NOISE,   /* gradient noise: step, coordinate */
    RANDOM_RESTART, /* where a restart begins: restart, coordinate */
    RANDOM_WEIGHTS, /* a net's first weights: layer, weight */
    RANDOM_DATA,    /* a data set: which of its numbers, sample */
    RANDOM_ORDER,   /* the order of the rows: epoch, place */
    RANDOM_DROPOUT, /* masks: step and layer, row and unit */
    RANDOM_AUGMENT, /* jitter of inputs: step, row and input */
    RANDOM_PLANE,   /* directions of a slice: its turn, axis and layer, weight */
    RANDOM_LANCZOS, /* where a search for eigenvectors begins: attempt, coordinate */
};

struct random_place {
    uint64_t seed;
    enum random_stream stream;
    uint64_t step;
    uint32_t index;
};

/* 128 random bits for this place. */
void random_bits(struct random_place place, uint32_t bits[4]);

/* Two independent numbers, uniform in (0, 1): never 0, never 1. */
void random_uniform(struct random_place place, double pair[2]);

/*
 * A whole number in [0, count), count < 2^32; of all numbers no more than 2^-32 is
 * favoured.
 */
uint32_t random_below(struct random_place place, uint32_t count);

#endif
