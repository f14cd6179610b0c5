/*
 * Runs a formula at one point: its value, and with it, in the same order, the derivatives
 * of every step (Wengert, "A simple automatic derivative evaluation program", 1964). A
 * derivative that is zero everywhere is not computed, so that no infinity can turn it
 * into NaN.
 */
#include "math/formula_program.h"

#include <math.h>

struct chain {
    const struct rule *rule;
    const struct dual *a, *b;
    struct local l;
    unsigned kept_a, kept_b; /* derivatives of a and b on which the result's depend */
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

static unsigned vary(const struct dual *d)
{
    return d->there & (D_BIT(D_X) | D_BIT(D_Y));
}

static struct chain link_operands(const struct step *s, const struct dual *duals)
{
    const struct dual *a = &duals[s->a], *b = &duals[s->b];

    return (struct chain){
        .rule = &formula_rules[s->code],
        .a = a,
        .b = b,
        .l = {.a = a->d[D_VALUE],
              .b = b->d[D_VALUE],
              .value = apply(s, a->d[D_VALUE], b->d[D_VALUE]),
              .by_a = vary(a),
              .by_b = vary(b)},
    };
}

/*
 * The derivatives of an operand that go on into the result: all, but where it is cut off
 * only such as are not finite, for they make it NaN.
 */
static unsigned keep(const struct dual *d, bool cut)
{
    unsigned kept = 0;

    if (!cut)
        return d->there;
    for (int i = D_X; i < D_COUNT; i++)
        if ((d->there & D_BIT(i)) && !isfinite(d->d[i]))
            kept |= D_BIT(i);
    return kept;
}

/* The first derivatives of the result, and whether there are any. */
static bool find_slope(struct chain *c)
{
    if (!c->rule->slope || !(c->a->there | c->b->there))
        return false;
    c->rule->slope(&c->l);
    c->kept_a = keep(c->a, c->l.cut_a);
    c->kept_b = keep(c->b, c->l.cut_b);
    return true;
}

/* Derivative i of the operands, times the slope of the operation. */
static double carry(const struct chain *c, int i)
{
    double sum = 0;

    if (c->kept_a & D_BIT(i))
        sum += c->l.fa * c->a->d[i];
    if (c->kept_b & D_BIT(i))
        sum += c->l.fb * c->b->d[i];
    return sum;
}

/*
 * What the curvature of the operation adds to the derivative by i and then by j, number
 * ij.
 */
static void bend(const struct chain *c, const int ij[3], struct dual *out)
{
    unsigned a = c->a->there, b = c->b->there, curves = c->rule->curves;
    unsigned i = D_BIT(ij[0]), j = D_BIT(ij[1]);
    const double *da = c->a->d, *db = c->b->d;
    double sum = 0;
    bool any = false;

    if ((curves & CURVES_AA) && (a & i) && (a & j)) {
        sum += c->l.faa * da[ij[0]] * da[ij[1]];
        any = true;
    }
    if ((curves & CURVES_AB) && (a & i) && (b & j)) {
        sum += c->l.fab * da[ij[0]] * db[ij[1]];
        any = true;
    }
    if ((curves & CURVES_AB) && (b & i) && (a & j)) {
        sum += c->l.fba * db[ij[0]] * da[ij[1]];
        any = true;
    }
    if ((curves & CURVES_BB) && (b & i) && (b & j)) {
        sum += c->l.fbb * db[ij[0]] * db[ij[1]];
        any = true;
    }
    if (any) {
        out->d[ij[2]] += sum;
        out->there |= D_BIT(ij[2]);
    }
}

/* A step by its rule, with first derivatives: right for whatever the numbers are. */
static void step_first(const struct step *s, struct dual *duals)
{
    struct chain c = link_operands(s, duals);
    struct dual *out = &duals[s->out];

    *out = (struct dual){.d[D_VALUE] = c.l.value};
    if (find_slope(&c)) {
        out->there = c.kept_a | c.kept_b;
        out->d[D_X] = carry(&c, D_X);
        out->d[D_Y] = carry(&c, D_Y);
    }
}

/* The same with second derivatives. */
static void step_second(const struct step *s, struct dual *duals)
{
    static const int SECOND[][3] = {{D_X, D_X, D_XX}, {D_X, D_Y, D_XY}, {D_Y, D_Y, D_YY}};
    struct chain c = link_operands(s, duals);
    struct dual *out = &duals[s->out];

    *out = (struct dual){.d[D_VALUE] = c.l.value};
    if (!find_slope(&c))
        return;
    out->there = c.kept_a | c.kept_b;
    for (int i = D_X; i < D_COUNT; i++)
        out->d[i] = carry(&c, i);
    if (!c.rule->curve)
        return;
    c.rule->curve(&c.l);
    for (int i = 0; i < 3; i++)
        bend(&c, SECOND[i], out);
}

/*
 * The commonest operations in line. They count on an absent derivative being 0 and on 0
 * times anything being 0, which holds as long as all is finite; where it is not, the step
 * is done again by its rule.
 */
static void run_first(struct dual *duals, const struct step *s, const struct step *end)
{
    for (; s < end; s++) {
        const struct dual *pa = &duals[s->a], *pb = &duals[s->b];
        const double *a = pa->d, *b = pb->d;
        struct dual *out = &duals[s->out];
        double v, x, y, twice;

        switch (s->code) {
        case OP_add:
            v = a[D_VALUE] + b[D_VALUE];
            x = a[D_X] + b[D_X];
            y = a[D_Y] + b[D_Y];
            break;
        case OP_subtract:
            v = a[D_VALUE] - b[D_VALUE];
            x = a[D_X] - b[D_X];
            y = a[D_Y] - b[D_Y];
            break;
        case OP_multiply:
            v = a[D_VALUE] * b[D_VALUE];
            x = b[D_VALUE] * a[D_X] + a[D_VALUE] * b[D_X];
            y = b[D_VALUE] * a[D_Y] + a[D_VALUE] * b[D_Y];
            break;
        case OP_square:
            twice = 2 * a[D_VALUE];
            v = a[D_VALUE] * a[D_VALUE];
            x = twice * a[D_X];
            y = twice * a[D_Y];
            break;
        default:
            step_first(s, duals);
            continue;
        }
        out->d[D_VALUE] = v;
        out->d[D_X] = x;
        out->d[D_Y] = y;
        out->there = pa->there | pb->there;
        if (!isfinite(v + x + y))
            step_first(s, duals);
    }
}

/*
 * The second derivatives that a product of two first ones has: those of a by those of b.
 */
static unsigned products(unsigned a, unsigned b)
{
    unsigned x = a & D_BIT(D_X), y = a & D_BIT(D_Y);
    unsigned bx = b & D_BIT(D_X), by = b & D_BIT(D_Y);

    return (x && bx ? D_BIT(D_XX) : 0) | ((x && by) || (y && bx) ? D_BIT(D_XY) : 0) |
           (y && by ? D_BIT(D_YY) : 0);
}

static void multiply_second(const double *a, const double *b, double *out)
{
    double va = a[D_VALUE], vb = b[D_VALUE];

    out[D_VALUE] = va * vb;
    out[D_X] = vb * a[D_X] + va * b[D_X];
    out[D_Y] = vb * a[D_Y] + va * b[D_Y];
    out[D_XX] = 2 * (a[D_X] * b[D_X]) + (vb * a[D_XX] + va * b[D_XX]);
    out[D_XY] = a[D_X] * b[D_Y] + a[D_Y] * b[D_X] + (vb * a[D_XY] + va * b[D_XY]);
    out[D_YY] = 2 * (a[D_Y] * b[D_Y]) + (vb * a[D_YY] + va * b[D_YY]);
}

static void square_second(const double *a, double *out)
{
    double twice = 2 * a[D_VALUE];

    out[D_VALUE] = a[D_VALUE] * a[D_VALUE];
    out[D_X] = twice * a[D_X];
    out[D_Y] = twice * a[D_Y];
    out[D_XX] = 2 * (a[D_X] * a[D_X]) + twice * a[D_XX];
    out[D_XY] = 2 * (a[D_X] * a[D_Y]) + twice * a[D_XY];
    out[D_YY] = 2 * (a[D_Y] * a[D_Y]) + twice * a[D_YY];
}

static bool all_finite(const double *d)
{
    return isfinite(d[D_VALUE] + d[D_X] + d[D_Y] + d[D_XX] + d[D_XY] + d[D_YY]);
}

/* The same as run_first, with second derivatives. */
static void run_second(struct dual *duals, const struct step *s, const struct step *end)
{
    for (; s < end; s++) {
        const struct dual *pa = &duals[s->a], *pb = &duals[s->b];
        const double *a = pa->d, *b = pb->d;
        struct dual *out = &duals[s->out];
        unsigned there = pa->there | pb->there;

        switch (s->code) {
        case OP_add:
            for (int i = 0; i < D_COUNT; i++)
                out->d[i] = a[i] + b[i];
            break;
        case OP_subtract:
            for (int i = 0; i < D_COUNT; i++)
                out->d[i] = a[i] - b[i];
            break;
        case OP_multiply:
            multiply_second(a, b, out->d);
            there |= products(pa->there, pb->there);
            break;
        case OP_square:
            square_second(a, out->d);
            there |= products(there, there);
            break;
        default:
            step_second(s, duals);
            continue;
        }
        out->there = there;
        if (!all_finite(out->d))
            step_second(s, duals);
    }
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
    run_first(f->duals, f->steps, f->steps + f->count);
    out->value = d[D_VALUE];
    out->x = d[D_X];
    out->y = d[D_Y];
}

void formula_jet(struct formula *f, const double *quantities, struct jet *out)
{
    const double *d = f->duals[f->result].d;

    load(f, quantities);
    run_second(f->duals, f->steps, f->steps + f->count);
    *out = (struct jet){d[D_VALUE], d[D_X], d[D_Y], d[D_XX], d[D_XY], d[D_YY]};
}
