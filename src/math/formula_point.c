/*
 * Runs a formula at one point: its value, and with it, in the same order, the derivatives of every step
 * (Wengert, "A simple automatic derivative evaluation program", 1964). A derivative that is zero
 * everywhere is not computed, so that no infinity can turn it into NaN.
 */
#include "formula_program.h"

struct chain {
    const struct step *step;
    const struct rule *rule;
    const double *a, *b; /* derivatives of the operands */
    struct local l;
};

static double apply(const struct step *s, double a, double b)
{
    const struct rule *rule = &formula_rules[s->code];

    return rule->unary ? rule->unary(a) : rule->binary(a, b);
}

void formula_run(struct formula *f, const double *quantities, int steps)
{
    double *v = f->values;

    for (int i = 0; i < f->leaf_count; i++)
        v[f->leaves[i].slot] = quantities[f->leaves[i].number];
    for (const struct step *s = f->steps, *end = s + steps; s < end; s++) {
        double a = v[s->a], b = v[s->b];

        switch (s->code) {
        case OP_add:
            v[s->out] = a + b;
            break;
        case OP_subtract:
            v[s->out] = a - b;
            break;
        case OP_multiply:
            v[s->out] = a * b;
            break;
        case OP_square:
            v[s->out] = a * a;
            break;
        default:
            v[s->out] = apply(s, a, b);
        }
    }
}

double formula_value(struct formula *f, const double *quantities)
{
    formula_run(f, quantities, f->count);
    return f->values[f->result];
}

static struct chain link_operands(const struct step *s, const struct dual *duals)
{
    const double *a = duals[s->a].d, *b = duals[s->b].d;

    return (struct chain){
        .step = s,
        .rule = &formula_rules[s->code],
        .a = a,
        .b = b,
        .l = {.a = a[D_VALUE], .b = b[D_VALUE], .by_a = s->mask_a, .by_b = s->mask_b},
    };
}

/* The derivative i (D_X, D_Y) of the step, by the chain rule. */
static double chain_first(const struct chain *c, int i)
{
    double sum = 0;

    if (c->step->mask_a & D_BIT(i))
        sum += c->l.fa * c->a[i];
    if (c->step->mask_b & D_BIT(i))
        sum += c->l.fb * c->b[i];
    return sum;
}

/* The derivative by i and then by j, which is number ij. */
static double chain_second(const struct chain *c, int i, int j, int ij)
{
    unsigned a = c->step->mask_a, b = c->step->mask_b, curves = c->rule->curves;
    bool a_i = a & D_BIT(i), a_j = a & D_BIT(j), b_i = b & D_BIT(i), b_j = b & D_BIT(j);
    double sum = 0;

    if ((curves & CURVES_AA) && a_i && a_j)
        sum += c->l.faa * c->a[i] * c->a[j];
    if ((curves & CURVES_AB) && a_i && b_j)
        sum += c->l.fab * c->a[i] * c->b[j];
    if ((curves & CURVES_AB) && b_i && a_j)
        sum += c->l.fba * c->b[i] * c->a[j];
    if ((curves & CURVES_BB) && b_i && b_j)
        sum += c->l.fbb * c->b[i] * c->b[j];
    if (a & D_BIT(ij))
        sum += c->l.fa * c->a[ij];
    if (b & D_BIT(ij))
        sum += c->l.fb * c->b[ij];
    return sum;
}

static void step_first(const struct step *s, struct dual *duals)
{
    struct chain c = link_operands(s, duals);
    double *out = duals[s->out].d;

    c.l.value = out[D_VALUE] = apply(s, c.l.a, c.l.b);
    if (s->mask)
        c.rule->slope(&c.l);
    out[D_X] = s->mask & BY_X ? chain_first(&c, D_X) : 0;
    out[D_Y] = s->mask & BY_Y ? chain_first(&c, D_Y) : 0;
}

static void step_second(const struct step *s, struct dual *duals)
{
    struct chain c = link_operands(s, duals);
    double *out = duals[s->out].d;

    c.l.value = out[D_VALUE] = apply(s, c.l.a, c.l.b);
    if (s->mask) {
        c.rule->slope(&c.l);
        c.rule->curve(&c.l);
    }
    out[D_X] = s->mask & BY_X ? chain_first(&c, D_X) : 0;
    out[D_Y] = s->mask & BY_Y ? chain_first(&c, D_Y) : 0;
    out[D_XX] = s->mask & BY_XX ? chain_second(&c, D_X, D_X, D_XX) : 0;
    out[D_XY] = s->mask & BY_XY ? chain_second(&c, D_X, D_Y, D_XY) : 0;
    out[D_YY] = s->mask & BY_YY ? chain_second(&c, D_Y, D_Y, D_YY) : 0;
}

static void load(struct formula *f, const double *quantities)
{
    for (int i = 0; i < f->leaf_count; i++)
        f->duals[f->leaves[i].slot].d[D_VALUE] = quantities[f->leaves[i].number];
}

void formula_gradient(struct formula *f, const double *quantities, struct jet *out)
{
    const double *d = f->duals[f->result].d;

    load(f, quantities);
    for (int i = 0; i < f->count; i++)
        step_first(&f->steps[i], f->duals);
    out->value = d[D_VALUE];
    out->x = d[D_X];
    out->y = d[D_Y];
}

void formula_jet(struct formula *f, const double *quantities, struct jet *out)
{
    const double *d = f->duals[f->result].d;

    load(f, quantities);
    for (int i = 0; i < f->count; i++)
        step_second(&f->steps[i], f->duals);
    *out = (struct jet){d[D_VALUE], d[D_X], d[D_Y], d[D_XX], d[D_XY], d[D_YY]};
}
