#ifndef FORMULA_PROGRAM_H
#define FORMULA_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "math/formula.h"

/*
 * How a formula is kept, for the files formula_*.c alone. Text becomes nodes
 * (formula_read.c, formula_build.c), nodes become a program of steps over numbered slots
 * (formula_plan.c), and the program is run at a point (formula_point.c) or over a grid
 * (formula_grid.c) by the rules of each operation (formula_rules.c).
 */

/* Functions that a formula can call: name, arguments, help. Order is that of the help. */
#define FORMULA_FUNCTIONS(F)                                                   \
    F(sin, 1, "sine, of radians")                                              \
    F(cos, 1, "cosine, of radians")                                            \
    F(tan, 1, "tangent, of radians")                                           \
    F(asin, 1, "inverse sine, in radians")                                     \
    F(acos, 1, "inverse cosine, in radians")                                   \
    F(atan, 1, "inverse tangent, in radians")                                  \
    F(sinh, 1, "hyperbolic sine")                                              \
    F(cosh, 1, "hyperbolic cosine")                                            \
    F(tanh, 1, "hyperbolic tangent")                                           \
    F(exp, 1, "e to the power of the argument")                                \
    F(log, 1, "natural logarithm")                                             \
    F(sqrt, 1, "square root")                                                  \
    F(abs, 1, "absolute value; its derivative at 0 is 0")                      \
    F(sign, 1, "-1, 0 or 1; its derivative is 0")                              \
    F(min, 2, "the smaller argument; at a tie the derivative is half of each") \
    F(max, 2, "the larger argument; at a tie the derivative is half of each")  \
    F(pow, 2, "pow(a, b) is a^b")                                              \
    F(atan2, 2, "atan2(y, x): the angle of the point (x, y), from -pi to pi")  \
    F(hypot, 2, "hypot(a, b): the square root of a^2 + b^2")                   \
    F(sigmoid, 1, "1 / (1 + exp(-x))")                                         \
    F(softplus, 1, "log(1 + exp(x))")                                          \
    F(relu, 1, "max(x, 0); its derivative at 0 is 0")                          \
    F(erf, 1, "error function")

enum operation {
    OP_literal,
    OP_quantity,
#define DECLARE(name, arguments, help) OP_##name,
    FORMULA_FUNCTIONS(DECLARE)
#undef DECLARE
        OP_negate,
    OP_add,
    OP_subtract,
    OP_multiply,
    OP_divide,
    OP_square,
    OP_reciprocal,
    OP_half_power, /* a^0.5: the square root, but for -0 and -infinity */
    OP_less,
    OP_less_equal,
    OP_greater,
    OP_greater_equal,
    OP_equal,
    OP_not_equal,
    OP_and,
    OP_or,
    OP_not,
    OP_COUNT,
    OP_FIRST_FUNCTION = OP_sin,
};

/*
 * An operation at one point: its operands and value, and, filled in by the rule, its
 * partials. An operand is cut off where the result does not depend on it at all, as on
 * the loser of a minimum: its slope is 0 then, and no infinity further out makes that
 * NaN.
 */
struct local {
    double a, b, value;
    bool by_a, by_b; /* which operands vary; the other's partials need not be filled in */
    bool cut_a, cut_b; /* which operands are cut off */
    double fa, fb;
    double faa, fbb;
    double fab; /* of fa by b */
    double fba; /* of fb by a: the same but at PyTorch's kinks */
};

/* Which second partials of an operation are not zero everywhere. */
enum { CURVES_AA = 1, CURVES_AB = 2, CURVES_BB = 4, CURVES_ALL = 7 };

/* What there is to know about an operation. */
struct rule {
    double (*unary)(double a); /* one of unary and binary; none for leaves */
    double (*binary)(double a, double b);
    void (*slope)(
        struct local *l); /* fills in fa, fb; NULL where the derivative is no question */
    void (*curve)(struct local *l); /* the second partials, after slope */
    unsigned curves;
    bool has_block; /* block is the kernel's place in struct kernels */
    size_t block;
};

extern const struct rule formula_rules[OP_COUNT];

/* An operand on its way into a program: a number, or a node. */
struct operand {
    double literal;
    int32_t node; /* -1 for a number */
};

/* A literal keeps its bits in a and b, a quantity its number in a. */
struct node {
    uint32_t code, a, b;
};

/* A program in the making: each node once, operands before what uses them. */
struct builder {
    struct node *nodes;
    uint32_t count, size;
    uint32_t *table; /* open addressing; index of a node plus 1, 0 for empty */
    uint32_t table_size;
    int operations; /* nodes that are no leaves */
};

void builder_free(struct builder *b);
struct operand build_literal(double value);
struct operand build_quantity(struct builder *b, int number);

/* The operation on a and b (b is ignored by unary ones): folded, shared or new. */
struct operand build(struct builder *b, enum operation code, struct operand x,
                     struct operand y);

/* The index of the operand's node, made where it is a number. */
uint32_t build_node(struct builder *b, struct operand x);

/*
 * The numbers of a dual; a derivative that may be other than 0 is there, and has its bit.
 */
enum { D_VALUE, D_X, D_Y, D_XX, D_XY, D_YY, D_COUNT };

#define D_BIT(derivative) (1u << (derivative))

/* A value with its derivatives; those that are not there are 0. */
struct dual {
    double d[D_COUNT];
    unsigned there;
};

/*
 * What is computed together over a grid: once, once a row, once a column, at each point.
 */
enum stage { STAGE_ONCE, STAGE_Y, STAGE_X, STAGE_POINT, STAGES };

struct step {
    uint8_t code;
    uint8_t stage, stage_a, stage_b;
    uint32_t a, b, out; /* slots; b is SLOT_NOTHING for a unary operation */
    bool only_next;     /* nothing but the next step uses the result */
};

/* A quantity that is used, and the slot in which it is expected. */
struct leaf {
    int number;
    uint32_t slot;
};

enum { SLOT_NOTHING }; /* a slot that holds 0, for ever */

/*
 * Steps are sorted by stage, and slots are shared by results that do not live at the same
 * time. Slots below `once` hold what is the same at all points of a grid; slots `once`
 * and `once + 1` are x and y.
 */
struct formula {
    struct step *steps;
    int count;
    int stage_end[STAGES];
    struct leaf *leaves;
    int leaf_count;
    uint32_t slots, once;
    uint32_t result;
    uint8_t result_stage;
    double *values;           /* a number a slot; literals are always there */
    struct dual *duals;       /* the same with derivatives */
    struct grid_memory *grid; /* NULL before the first grid */
};

void formula_free_grid(struct grid_memory *m);

/* The formula with this result; empties the builder. */
struct formula *formula_plan(struct builder *b, struct operand result);

/* Computes the first `steps` steps at a point, into f->values. */
void formula_run(struct formula *f, const double *quantities, int steps);

#endif
