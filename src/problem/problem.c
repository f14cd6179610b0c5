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
