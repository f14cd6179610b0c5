#ifndef TESTS_SCOPE_H
#define TESTS_SCOPE_H

#include "math/formula.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What the formulas of the tests may use, and its value. */
static const struct {
    const char *name;
    double value;
} QUANTITIES[] = {
    {"x", 0.5}, {"y", -1.25},       {"a", 3},
    {"b", 0.7}, {"adam.grad.1", 2}, {"adam.loss", 0.125},
};

enum { QUANTITY_COUNT = sizeof QUANTITIES / sizeof *QUANTITIES };

static inline int find(const void *context, const char *name, size_t length)
{
    (void)context;
    for (int i = 0; i < QUANTITY_COUNT; i++)
        if (strlen(QUANTITIES[i].name) == length &&
            memcmp(QUANTITIES[i].name, name, length) == 0)
            return i;
    return -1;
}

static const struct formula_scope LANDSCAPE = {
    .find = find,
    .expected = "x, y, pi, e or a constant",
};

static inline struct formula *read_with(const char *text,
                                        const struct formula_scope *scope)
{
    struct err err;
    struct formula *f = formula_read(text, scope, &err);

    if (!f)
        fail_msg("%.60s: column %d: %s", text, err.col, err.text);
    return f;
}

static inline void set_quantities(double *q)
{
    for (int i = 0; i < QUANTITY_COUNT; i++)
        q[i] = QUANTITIES[i].value;
}

static inline bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b));
}

#endif
