/*
 * Takes whole quarter turns off angles of any size, with as many bits of 2/pi as that
 * needs.
 */
#include "math/core_angle.h"

enum {
    WORDS = 7,   /* of 2/pi that matter for one exponent: 224 bits */
    PIECES = 5,  /* of the fraction that are kept: 160 bits, of which 62 may cancel */
    LENGTH = 40, /* of the table: 1024 bits for the exponent, and a window */
};

/* 2/pi, 32 bits a word, from the point on. */
static const uint32_t TWO_OVER_PI[LENGTH] = {
    0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab,
    0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e,
    0xe88235f5, 0x2ebb4484, 0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b,
    0xbdf9283b, 0x1ff897ff, 0xde05980f, 0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7,
    0x4f463f66, 0x9e5fea2d, 0x7527bac7, 0xebe5f17b, 0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1,
    0x1f8d5d08, 0x56033046, 0xfc7b6bab, 0xf0cfbc20, 0x9af4361d,
};

/* A whole number, lowest word first. */
struct product {
    uint32_t words[WORDS + 3];
};

/* Adds factor * window, shifted up by `shift` words; window stands highest word first. */
static void add_multiple(struct product *p, uint32_t factor, const uint32_t *window,
                         int shift)
{
    uint64_t carry = 0;

    for (int i = 0; i < WORDS; i++) {
        carry += (uint64_t)factor * window[WORDS - 1 - i] + p->words[i + shift];
        p->words[i + shift] = (uint32_t)carry;
        carry >>= 32;
    }
    p->words[WORDS + shift] += (uint32_t)carry;
}

/* 32 bits from bit `position` on. */
static uint32_t bits_at(const struct product *p, int position)
{
    int word = position / 32;
    uint64_t two = (uint64_t)p->words[word + 1] << 32 | p->words[word];

    return (uint32_t)(two >> position % 32);
}

/*
 * The 160 bits below `point` as a number in [-1/2, 1/2): the nearest whole number is
 * taken off.
 */
static struct core_pair nearest_fraction(const struct product *p, int point)
{
    struct core_pair sum = {0, 0};
    uint32_t flip = bits_at(p, point - 32) >> 31 ? UINT32_MAX : 0;
    double unit = flip ? -0x1p-32 : 0x1p-32;

    for (int i = 0; i < PIECES; i++) {
        double piece = (bits_at(p, point - 32 * (i + 1)) ^ flip) * unit;
        struct core_pair next = core_sum(sum.hi, piece);

        sum = core_sum(next.hi, next.lo + sum.lo);
        unit *= 0x1p-32;
    }
    return sum;
}

static struct core_pair times_half_pi(struct core_pair a)
{
    struct core_pair product = core_product(a.hi, CORE_HALF_PI);

    product.lo += a.hi * CORE_HALF_PI_LOW + a.lo * CORE_HALF_PI;
    return core_sum(product.hi, product.lo);
}

struct core_angle angle_reduce_huge(double x)
{
    uint64_t fraction =
        (core_bits(x) & UINT64_C(0xfffffffffffff)) | UINT64_C(0x10000000000000);
    int exponent =
        (int)(core_bits(x) >> 52 & 0x7ff) - 1075;       /* |x| = fraction * 2^exponent */
    int first = exponent > 2 ? (exponent - 2) / 32 : 0; /* words before are whole turns */
    int point = 32 * (first + WORDS) - exponent;
    struct core_angle angle = {0, {x - x, 0}};
    struct product p = {{0}};

    if (!isfinite(x))
        return angle;
    add_multiple(&p, (uint32_t)fraction, TWO_OVER_PI + first, 0);
    add_multiple(&p, (uint32_t)(fraction >> 32), TWO_OVER_PI + first, 1);
    angle.quarters = bits_at(&p, point) + (bits_at(&p, point - 32) >> 31);
    angle.rest = times_half_pi(nearest_fraction(&p, point));
    if (x < 0) {
        angle.quarters = 0 - angle.quarters;
        angle.rest = (struct core_pair){-angle.rest.hi, -angle.rest.lo};
    }
    return angle;
}
