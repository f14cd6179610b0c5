#ifndef MATH_FORMULA_H
#define MATH_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * A formula: text read into a flat program of operations, each on the results of earlier
 * ones, equal subexpressions computed once. Reading, evaluating and freeing use no
 * recursion, so text of any depth of nesting is a formula or an error, never a crash.
 *
 * Grammar, loosest first: `or`; `and`; `not`; one of < <= > >= == !=; + -; * /; unary +
 * -; ^ (to the right; its right side may begin with unary signs); parentheses, numbers,
 * names, calls. Comparisons and what joins them are for conditions only
 * (scope->conditions); they give 1 and 0, and do not chain.
 *
 * Derivatives are exact, by forward differentiation of second order along the program. At
 * a kink they are PyTorch's: abs'(0) = relu'(0) = 0, sign' = 0, half of each side at a
 * tie of min or max. x^c with constant c takes whole powers of negative bases. What does
 * not depend on a variable has derivative 0 in it, also where the chain rule would
 * multiply 0 by infinity.
 */

enum {
    FORMULA_VARIABLES = 2,       /* x and y: those that derivatives are taken in */
    FORMULA_OPERATIONS = 262144, /* longest program; longer text gets an error */
    /* most operators and parentheses open at once; the same */
    FORMULA_NESTING = 2097152,
};

/* The names that a formula may use besides functions, pi and e. */
struct formula_scope {
    bool conditions; /* comparisons, and, or, not are allowed; names may contain dots */

    /*
     * The number of the quantity called name (not ended by a NUL; length bytes), or -1
     * for none. In a landscape 0 is x and 1 is y, and 2, 3, ... are its constants. The
     * names that would be right are for the error message: `expected` says them, e.g. "x,
     * y, pi, e or a constant".
     */
    int (*find)(const void *context, const char *name, size_t length);
    const void *context;
    const char *expected;
};

/* owned by who reads it; not shared between threads (it holds its scratch memory) */
struct formula;

/*
 * Reads text; NULL and an err with the column (in characters, from 1) and what was
 * expected there otherwise. The scope is not needed afterwards. `2x` is an error that
 * says to write 2*x.
 */
struct formula *formula_read(const char *text, const struct formula_scope *scope,
                             struct err *err);
void formula_free(struct formula *f);

/* True when the formula depends on quantity `number`. */
bool formula_uses(const struct formula *f, int number);

/* How many operations a point costs, after sharing; for benchmarks and tests. */
int formula_length(const struct formula *f);

/*
 * Value, gradient and Hessian at a point, with respect to quantities 0 and 1 (x and y).
 * Where the formula has one dimension, entries of y are 0.
 */
struct jet {
    double value;
    double x, y;
    double xx, xy, yy;
};

/*
 * quantities[i] is the value of quantity i, for every i that the scope's find gave out.
 */
double formula_value(struct formula *f, const double *quantities);
/* value, x, y */
void formula_gradient(struct formula *f, const double *quantities, struct jet *out);
void formula_jet(struct formula *f, const double *quantities, struct jet *out);

/* A raster: cols * rows points. Point (i, j) is at x0 + i * dx, y0 + j * dy. */
struct grid {
    double x0, dx;
    double y0, dy;
    int cols, rows;
};

/*
 * Values over rows [from, to) of the grid: out[(j - from) * cols + i]. Quantities 0 and 1
 * come from the grid, the others from quantities. What depends on x alone or y alone is
 * computed once a column or a row; the same digits as formula_value at each point. It may
 * allocate once, at its first use for a grid wider than any before.
 */
void formula_grid(struct formula *f, const struct grid *grid, const double *quantities,
                  int from, int to, double *out);

/* The same with kernels of one's choice, for tests that hold their sets equal. */
struct kernels;
void formula_grid_with(const struct kernels *kernels, struct formula *f,
                       const struct grid *grid, const double *quantities, int from,
                       int to, double *out);

/* The functions that a formula may call, for `list functions`; ended by a NULL name. */
struct formula_function {
    const char *name;
    int arguments;
    /* one line: what it is, and its derivative at a kink where it has one */
    const char *help;
};

const struct formula_function *formula_functions(void);

#endif
