/* What every problem has in common: calls go to its kind. */
#include "problem/problem.h"

#include <limits.h>
#include <math.h>
#include <stddef.h>

double problem_gradient(struct problem *p, const double *at, double *g)
{
    return p->kind->gradient(p, at, g);
}

double problem_hessian(struct problem *p, const double *at, double *g, double *h)
{
    return p->kind->hessian(p, at, g, h);
}

bool problem_evaluate(struct problem *p, struct evaluation *e, int *slice)
{
    if (p->kind->evaluate)
        return p->kind->evaluate(p, e, slice);
    e->value = problem_gradient(p, e->at, e->g);
    *slice -= 1;
    return true;
}

bool problem_assess(struct problem *p, struct assessment *a, int *slice)
{
    if (p->kind->assess)
        return p->kind->assess(p, a, slice);
    a->out = (struct figures){NAN, NAN, NAN, NAN};
    return true;
}

void problem_figures(struct problem *p, const double *at, struct figures *out)
{
    struct assessment a = {.at = at};
    int slice = INT_MAX;

    while (!problem_assess(p, &a, &slice))
        slice = INT_MAX;
    *out = a.out;
}

int problem_cost(const struct problem *p)
{
    return p->kind->cost ? p->kind->cost(p) : 1;
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
