/*
 * Nodes of a formula as it is read: constants folded by the arithmetic that would run
 * later, equal subexpressions made once, and nothing rewritten that could change a digit.
 */
#include "math/formula_program.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static uint32_t hash(struct node n)
{
    uint64_t h = (((uint64_t)n.a << 32) | n.b) * 0x9E3779B97F4A7C15u;

    h ^= h >> 29;
    h = (h + n.code) * 0xBF58476D1CE4E5B9u;
    return (uint32_t)(h >> 32);
}

/* Where the node is in the table, or where it would go. */
static uint32_t *find_place(const struct builder *b, struct node n)
{
    uint32_t at = hash(n) & (b->table_size - 1);

    while (b->table[at] && memcmp(&b->nodes[b->table[at] - 1], &n, sizeof n) != 0)
        at = (at + 1) & (b->table_size - 1);
    return &b->table[at];
}

static void grow(struct builder *b)
{
    b->size = b->size ? b->size * 2 : 64;
    b->nodes = memory_resize(b->nodes, b->size, sizeof *b->nodes);
    free(b->table);
    b->table_size = b->size * 2;
    b->table = memory_new(b->table_size, sizeof *b->table);
    for (uint32_t i = 0; i < b->count; i++)
        *find_place(b, b->nodes[i]) = i + 1;
}

static uint32_t intern(struct builder *b, struct node n)
{
    uint32_t *place;

    if (b->count == b->size)
        grow(b);
    place = find_place(b, n);
    if (*place == 0) {
        b->nodes[b->count] = n;
        *place = ++b->count;
        b->operations += n.code != OP_literal && n.code != OP_quantity;
    }
    return *place - 1;
}

static bool is_literal(struct operand x)
{
    return x.node < 0;
}

static bool is_code(const struct builder *b, struct operand x, enum operation code)
{
    return x.node >= 0 && b->nodes[x.node].code == code;
}

static struct operand operand_of(uint32_t node)
{
    return (struct operand){.node = (int32_t)node};
}

static struct operand fold(enum operation code, double a, double b)
{
    const struct rule *rule = &formula_rules[code];

    return build_literal(rule->unary ? rule->unary(a) : rule->binary(a, b));
}

static struct operand square(struct builder *b, struct operand x)
{
    return build(b, OP_square, x, x);
}

/*
 * Powers that multiplication, division and the square root give within 2 ulp; the square
 * of the reciprocal, unlike the reciprocal of the square, neither overflows nor
 * underflows early.
 */
static bool build_power(struct builder *b, struct operand x, double exponent,
                        struct operand *out)
{
    if (exponent == 0)
        *out = build_literal(1);
    else if (exponent == 1)
        *out = x;
    else if (exponent == 2)
        *out = square(b, x);
    else if (exponent == 3)
        *out = build(b, OP_multiply, square(b, x), x);
    else if (exponent == 4)
        *out = square(b, square(b, x));
    else if (exponent == -1)
        *out = build(b, OP_reciprocal, x, x);
    else if (exponent == -2)
        *out = square(b, build(b, OP_reciprocal, x, x));
    else if (exponent == 0.5)
        *out = build(b, OP_half_power, x, x);
    else
        return false;
    return true;
}

/* Division by a power of two is multiplication by its reciprocal, to the last bit. */
static bool has_exact_reciprocal(double value)
{
    int exponent;

    return fabs(frexp(value, &exponent)) == 0.5 && isnormal(value) && isnormal(1 / value);
}

/* Something else that has the same bits, if there is such a thing. */
static bool rewrite(struct builder *b, enum operation *code, struct operand *x,
                    struct operand *y)
{
    if (*code == OP_negate && is_code(b, *x, OP_negate)) {
        *x = operand_of(b->nodes[x->node].a);
        return true;
    }
    if (*code == OP_pow && is_literal(*y))
        return build_power(b, *x, y->literal, x);
    if (*code == OP_multiply && !is_literal(*x) && x->node == y->node)
        *code = OP_square;
    if (*code == OP_divide && is_literal(*y) && has_exact_reciprocal(y->literal)) {
        *code = OP_multiply;
        *y = build_literal(1 / y->literal);
    }
    return false;
}

/* True where f(a, b) and f(b, a) have the same bits. */
static bool commutes(enum operation code)
{
    return code == OP_add || code == OP_multiply;
}

void builder_free(struct builder *b)
{
    free(b->nodes);
    free(b->table);
    *b = (struct builder){0};
}

struct operand build_literal(double value)
{
    return (struct operand){.literal = value, .node = -1};
}

struct operand build_quantity(struct builder *b, int number)
{
    return operand_of(intern(b, (struct node){OP_quantity, (uint32_t)number, 0}));
}

uint32_t build_node(struct builder *b, struct operand x)
{
    uint64_t bits;

    if (!is_literal(x))
        return (uint32_t)x.node;
    memcpy(&bits, &x.literal, sizeof bits);
    return intern(b, (struct node){OP_literal, (uint32_t)(bits >> 32), (uint32_t)bits});
}

struct operand build(struct builder *b, enum operation code, struct operand x,
                     struct operand y)
{
    struct node n = {.code = code};

    if (rewrite(b, &code, &x, &y))
        return x;
    if (formula_rules[code].unary)
        y = x;
    if (is_literal(x) && is_literal(y))
        return fold(code, x.literal, y.literal);
    n.code = code;
    n.a = build_node(b, x);
    n.b = build_node(b, y);
    if (commutes(code) && n.a > n.b) {
        uint32_t a = n.a;

        n.a = n.b;
        n.b = a;
    }
    return operand_of(intern(b, n));
}
