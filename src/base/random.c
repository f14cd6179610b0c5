/* Philox 4x32-10: a counter goes in, random bits come out. */
#include "base/random.h"

enum { ROUNDS = 10 };

static const uint32_t MULTIPLIERS[2] = {0xD2511F53, 0xCD9E8D57};
static const uint32_t WEYL[2] = {0x9E3779B9, 0xBB67AE85};

void random_bits(struct random_place place, uint32_t bits[4])
{
    uint32_t key0 = (uint32_t)place.seed, key1 = (uint32_t)(place.seed >> 32);
    uint32_t c0 = (uint32_t)place.step, c1 = (uint32_t)(place.step >> 32);
    uint32_t c2 = place.index, c3 = (uint32_t)place.stream;

    for (int round = 0; round < ROUNDS; round++) {
        uint64_t a = (uint64_t)MULTIPLIERS[0] * c0, b = (uint64_t)MULTIPLIERS[1] * c2;

        c0 = (uint32_t)(b >> 32) ^ c1 ^ key0;
        c1 = (uint32_t)b;
        c2 = (uint32_t)(a >> 32) ^ c3 ^ key1;
        c3 = (uint32_t)a;
        key0 += WEYL[0];
        key1 += WEYL[1];
    }
    bits[0] = c0;
    bits[1] = c1;
    bits[2] = c2;
    bits[3] = c3;
}

void random_uniform(struct random_place place, double pair[2])
{
    uint32_t bits[4];

    random_bits(place, bits);
    for (int i = 0; i < 2; i++) {
        uint64_t wide = (uint64_t)bits[2 * i] << 32 | bits[2 * i + 1];

        pair[i] = ((double)(wide >> 12) + 0.5) * 0x1p-52;
    }
}

uint32_t random_below(struct random_place place, uint32_t count)
{
    uint32_t bits[4];

    random_bits(place, bits);
    return (uint32_t)(((uint64_t)bits[0] * count + ((uint64_t)bits[1] * count >> 32)) >>
                      32);
}
