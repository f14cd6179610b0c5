/*
 * A landscape: a typed formula of x, or of x and y, with constants that can be changed
 * live.
 */
#include "problem/landscape.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_CONSTANT = 2 }; /* x and y are quantities 0 and 1 */

struct landscape {
    struct problem problem;
    struct formula *formula;
    struct param rows[LANDSCAPE_CONSTANTS];
    char names[LANDSCAPE_CONSTANTS][LANDSCAPE_NAME];
    /* x, y, then the constants */
    double quantities[FIRST_CONSTANT + LANDSCAPE_CONSTANTS];
};

static struct landscape *landscape_of(struct problem *p)
{
    return (struct landscape *)p;
}

static void move_to(struct landscape *l, const double *at)
{
    l->quantities[0] = at[0];
    l->quantities[1] = l->problem.n > 1 ? at[1] : 0;
}

static double gradient(struct problem *p, const double *at, double *g)
{
    struct landscape *l = landscape_of(p);
    struct jet jet;

    move_to(l, at);
    if (!g)
        return formula_value(l->formula, l->quantities);
    formula_gradient(l->formula, l->quantities, &jet);
    g[0] = jet.x;
    if (p->n > 1)
        g[1] = jet.y;
    return jet.value;
}

static double hessian(struct problem *p, const double *at, double *g, double *h)
{
    struct landscape *l = landscape_of(p);
    struct jet jet;

    move_to(l, at);
    formula_jet(l->formula, l->quantities, &jet);
    g[0] = jet.x;
    h[0] = jet.xx;
    if (p->n > 1) {
        g[1] = jet.y;
        h[1] = h[2] = jet.xy;
        h[3] = jet.yy;
    }
    return jet.value;
}

static void hessian_times(struct problem *p, const double *at, const double *v,
                          double *out)
{
    double g[2], h[4] = {0};

    hessian(p, at, g, h);
    if (p->n == 1) {
        out[0] = h[0] * v[0];
        return;
    }
    out[0] = h[0] * v[0] + h[1] * v[1];
    out[1] = h[2] * v[0] + h[3] * v[1];
}

static void raster(struct problem *p, const struct grid *grid, int from, int to,
                   double *out)
{
    struct landscape *l = landscape_of(p);

    formula_grid(l->formula, grid, l->quantities, from, to, out);
}

static void destroy(struct problem *p)
{
    formula_free(landscape_of(p)->formula);
    free(p);
}

static const struct problem_kind kind = {
    .name = "landscape",
    .gradient = gradient,
    .hessian = hessian,
    .hessian_times = hessian_times,
    .raster = raster,
    .free = destroy,
};

static bool is_name(const char *name)
{
    if (!isalpha((unsigned char)name[0]) || strlen(name) >= LANDSCAPE_NAME)
        return false;
    for (const char *c = name; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '_')
            return false;
    return true;
}

static bool is_taken(const char *name)
{
    static const char *const RESERVED[] = {"x", "y", "pi", "e", "and", "or", "not", NULL};

    for (int i = 0; RESERVED[i]; i++)
        if (strcmp(RESERVED[i], name) == 0)
            return true;
    for (const struct formula_function *f = formula_functions(); f->name; f++)
        if (strcmp(f->name, name) == 0)
            return true;
    return false;
}

bool landscape_name_is_free(const char *name, struct err *err)
{
    if (!is_name(name))
        return fail(err,
                    "\"%s\" can't be a constant's name: write a letter, then letters, "
                    "digits or _",
                    name);
    if (is_taken(name))
        return fail(
            err, "%s means something else in a formula: give the constant another name",
            name);
    return true;
}

static bool same_name(const char *name, const char *text, size_t length)
{
    return strlen(name) == length && memcmp(name, text, length) == 0;
}

static int find(const void *context, const char *name, size_t length)
{
    const struct landscape *l = context;

    if (length == 1 && (name[0] == 'x' || name[0] == 'y'))
        return name[0] == 'y';
    for (int i = 0; i < l->problem.constants; i++)
        if (same_name(l->names[i], name, length))
            return FIRST_CONSTANT + i;
    return -1;
}

static double notch_of(const struct landscape_constant *c)
{
    double span = c->high - c->low, notch = 1;

    while (notch > span / 20)
        notch /= 10;
    while (notch < span / 200)
        notch *= 10;
    return notch;
}

static bool add_constant(struct landscape *l, const struct landscape_constant *c,
                         struct err *err)
{
    int i = l->problem.constants;

    if (i == LANDSCAPE_CONSTANTS)
        return fail(err, "a landscape has at most %d constants", LANDSCAPE_CONSTANTS);
    if (!landscape_name_is_free(c->name, err))
        return false;
    if (find(l, c->name, strlen(c->name)) >= 0)
        return fail(err, "there is a constant %s already", c->name);
    strcpy(l->names[i], c->name);
    l->rows[i] = (struct param){.name = l->names[i],
                                .kind = PARAM_REAL,
                                .low = c->low,
                                .high = c->high,
                                .notch_by = NOTCH_ADD,
                                .notch = notch_of(c),
                                .unit = "",
                                .help = "a constant of the formula"};
    l->quantities[FIRST_CONSTANT + i] = c->value;
    l->problem.constants++;
    return true;
}

static bool read_text(struct landscape *l, const struct landscape_text *text,
                      struct err *err)
{
    const struct formula_scope scope = {
        .find = find, .context = l, .expected = "x, y, pi, e, a function or a constant"};

    for (int i = 0; i < text->constants; i++)
        if (!add_constant(l, &text->constant[i], err))
            return false;
    l->formula = formula_read(text->formula, &scope, err);
    if (!l->formula)
        return false;
    l->problem.n = text->dims ? text->dims : formula_uses(l->formula, 1) ? 2 : 1;
    if (l->problem.n == 1 && formula_uses(l->formula, 1))
        return fail_at(err, 1,
                       "the formula uses y, so it needs a second range and start");
    return true;
}

struct problem *landscape_new(const struct landscape_text *text, struct err *err)
{
    struct landscape *l = memory_new(1, sizeof *l);

    l->problem.kind = &kind;
    l->problem.rows = l->rows;
    l->problem.values = l->quantities + FIRST_CONSTANT;
    if (read_text(l, text, err))
        return &l->problem;
    destroy(&l->problem);
    return NULL;
}
