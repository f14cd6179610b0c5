/* Only the gradient's sign counts; each coordinate's step grows until it changes. */
#include <math.h>

#include "optim/optimizer.h"

/* -1, 0 or 1; nan stays nan. */
static double sign(double a)
{
    return a > 0 ? 1 : a < 0 ? -1 : a;
}

static void set_steps(struct step *s)
{
    for (int i = 0; i < s->n; i++)
        VECTOR(s, 1)[i] = s->lr;
}

static double factor_of(const struct settings *set, double turn)
{
    return turn > 0 ? set->eta_plus : turn < 0 ? set->eta_minus : 1;
}

static void step(struct step *s)
{
    double *last = VECTOR(s, 0), *size = VECTOR(s, 1);

    if (s->t == 1)
        set_steps(s);
    for (int i = 0; i < s->n; i++) {
        double turn = sign(s->g[i]) * sign(last[i]);

        size[i] *= factor_of(s->set, turn);
        size[i] = fmin(fmax(size[i], s->set->step_min), s->set->step_max);
        last[i] = turn < 0 ? 0 : s->g[i];
        s->x[i] -= sign(last[i]) * size[i];
    }
}

static const struct setting_default uses[] = {USES(lr, 0.01),      USES(eta_minus, 0.5),
                                              USES(eta_plus, 1.2), USES(step_min, 1e-6),
                                              USES(step_max, 50),  USES_END};

const struct optimizer optimizer_rprop = {
    .name = "rprop",
    .rule =
        "d *= eta_plus where g keeps its sign, eta_minus where it changes (and g = 0); "
        "x -= d sign(g)",
    .paper = "Riedmiller & Braun, A direct adaptive method for faster backpropagation "
             "learning: "
             "the RPROP algorithm, 1993",
    .uses = uses,
    .vectors = 2,
    .step = step,
    .rate_changed = set_steps,
};
