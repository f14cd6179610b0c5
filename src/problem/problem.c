/* What every problem has in common: calls go to its kind. */
#include "problem/problem.h"

#include <stddef.h>

double problem_gradient(struct problem *p, const double *at, double *g)
{
    return p->kind->gradient(p, at, g);
}

double problem_hessian(struct problem *p, const double *at, double *g, double *h)
{
    return p->kind->hessian(p, at, g, h);
}

void problem_free(struct problem *p)
{
    if (p)
        p->kind->free(p);
}

void problem_meet(struct problem *p, const struct occasion *occasion)
{
    if (p->kind->meet)
        p->kind->meet(p, occasion);
}

int occasion_count(const struct occasion *occasion, int examples)
{
    int left = examples - occasion->from;

    return occasion->batch > 0 && occasion->batch < left ? occasion->batch : left;
}

struct occasion occasion_next(const struct occasion *occasion, int examples)
{
    struct occasion next = *occasion;

    next.step++;
    next.from += occasion_count(occasion, examples);
    if (next.from >= examples) {
        next.from = 0;
        next.epoch++;
    }
    return next;
}
