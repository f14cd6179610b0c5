/* Running means of the gradient and of its square. */
#include "optim/moments.h"

#include <math.h>

#include "math/elementary.h"
#include "math/kernels.h"

static const double VANISHED = 1e-300;

double moments_power(double memo[2], double beta, double t)
{
    memo[1] = t > 1 && memo[0] == beta ? memo[1] * beta : math_pow(beta, t);
    memo[0] = beta;
    if (memo[1] < VANISHED)
        memo[1] = 0; /* products below the normal numbers are slow and never reach 0 */
    return memo[1];
}

/* The moments before this update, the powers of the betas with it. */
static struct moments begin(struct step *s)
{
    return (struct moments){.m = VECTOR(s, 0),
                            .v = VECTOR(s, 1),
                            .power1 = moments_power(s->scalars, s->set->beta1, s->t),
                            .power2 = moments_power(s->scalars + 2, s->set->beta2, s->t)};
}

struct moments moments_update(struct step *s)
{
    double beta1 = s->set->beta1, beta2 = s->set->beta2;
    struct moments now = begin(s);

    for (int i = 0; i < s->n; i++) {
        double g = s->g[i];

        now.m[i] = beta1 * now.m[i] + (1 - beta1) * g;
        now.v[i] = beta2 * now.v[i] + (1 - beta2) * g * g;
    }
    return now;
}

enum { MANY = 64 }; /* parameters from which on finding the kernel costs nothing */

/*
 * lr mhat / (sqrt(vhat) + eps) with both corrections drawn into the rate and eps, which
 * leaves one division a parameter.
 */
static struct adam_rule rule_of(const struct step *s, const struct moments *now)
{
    double root = sqrt(1 - now->power2);

    return (struct adam_rule){.beta1 = s->set->beta1,
                              .beta2 = s->set->beta2,
                              .rate = s->lr * root / (1 - now->power1),
                              .eps = s->set->eps * root,
                              .g = s->g,
                              .m = now->m,
                              .v = now->v,
                              .x = s->x};
}

/* The same digits as below, many at a time. */
static void step_many(struct step *s)
{
    struct moments now = begin(s);
    const struct adam_rule rule = rule_of(s, &now);

    kernels_best()->matrix->adam((size_t)s->n, &rule);
}

void moments_adam_step(struct step *s)
{
    struct moments now;
    struct adam_rule rule;

    if (s->n >= MANY) {
        step_many(s);
        return;
    }
    now = moments_update(s);
    rule = rule_of(s, &now);
    for (int i = 0; i < s->n; i++)
        s->x[i] -= rule.rate * now.m[i] / (sqrt(now.v[i]) + rule.eps);
}
