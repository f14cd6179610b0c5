/*
 * What each operation is: its value, its partial derivatives of first and second order,
 * and the kernel that does it for a block of points. At kinks the derivatives are those
 * of PyTorch 1.13. The file is long because all that is known of an operation is here.
 */
#include "math/formula_program.h"

#include <math.h>

#include "math/elementary.h"
#include "math/kernels.h"

static double negate(double a)
{
    return -a;
}

static double square(double a)
{
    return a * a;
}

static double reciprocal(double a)
{
    return 1 / a;
}

/* pow(-0, 0.5) is +0, and pow(-infinity, 0.5) is +infinity. */
static double half_power(double a)
{
    return a == -INFINITY ? INFINITY : sqrt(a) + 0.0;
}

static double sign(double a)
{
    return a > 0 ? 1 : a < 0 ? -1 : a + 0;
}

static double relu(double a)
{
    return a <= 0 ? 0 : a;
}

/* A C operator as a function. */
#define DEFINE(name, sign)                 \
    static double name(double a, double b) \
    {                                      \
        return a sign b;                   \
    }

DEFINE(add, +)
DEFINE(subtract, -)
DEFINE(multiply, *)
DEFINE(divide, /)
DEFINE(less, <)
DEFINE(less_equal, <=)
DEFINE(greater, >)
DEFINE(greater_equal, >=)
DEFINE(equal, ==)
DEFINE(not_equal, !=)

static double minimum(double a, double b)
{
    return a < b || isnan(a) ? a : b;
}

static double maximum(double a, double b)
{
    return a > b || isnan(a) ? a : b;
}

static bool is_true(double a)
{
    return a != 0 && !isnan(a);
}

static double both(double a, double b)
{
    return is_true(a) && is_true(b);
}

static double either(double a, double b)
{
    return is_true(a) || is_true(b);
}

static double not(double a)
{
    return !is_true(a);
}

static void slope_negate(struct local *l)
{
    l->fa = -1;
}

static void slope_add(struct local *l)
{
    l->fa = 1;
    l->fb = 1;
}

static void slope_subtract(struct local *l)
{
    l->fa = 1;
    l->fb = -1;
}

static void slope_multiply(struct local *l)
{
    l->fa = l->b;
    l->fb = l->a;
}

static void curve_multiply(struct local *l)
{
    l->fab = l->fba = 1;
}

static void slope_divide(struct local *l)
{
    l->fa = 1 / l->b;
    l->fb = -l->value / l->b;
}

static void curve_divide(struct local *l)
{
    l->fab = l->fba = -1 / l->b / l->b;
    l->fbb = 2 * (l->value / l->b / l->b);
}

static void slope_square(struct local *l)
{
    l->fa = 2 * l->a;
}

static void curve_square(struct local *l)
{
    l->faa = 2;
}

static void slope_reciprocal(struct local *l)
{
    l->fa = -(l->value * l->value);
}

static void curve_reciprocal(struct local *l)
{
    l->faa = 2 * (l->value * l->value * l->value);
}

static void slope_sqrt(struct local *l)
{
    l->fa = 0.5 / l->value;
}

static void curve_sqrt(struct local *l)
{
    l->faa = -0.5 * l->fa / l->value / l->value;
}

static void slope_sin(struct local *l)
{
    l->fa = math_cos(l->a);
}

static void slope_cos(struct local *l)
{
    l->fa = -math_sin(l->a);
}

static void slope_cosh(struct local *l)
{
    l->fa = math_sinh(l->a);
}

static void slope_sinh(struct local *l)
{
    l->fa = math_cosh(l->a);
}

static void curve_minus_value(struct local *l)
{
    l->faa = -l->value;
}

static void curve_value(struct local *l)
{
    l->faa = l->value;
}

static void slope_tan(struct local *l)
{
    l->fa = 1 + l->value * l->value;
}

static void curve_tan(struct local *l)
{
    l->faa = 2 * l->value * l->fa;
}

static void slope_asin(struct local *l)
{
    l->fa = 1 / sqrt((1 - l->a) * (1 + l->a));
}

static void slope_acos(struct local *l)
{
    slope_asin(l);
    l->fa = -l->fa;
}

static void curve_arc(struct local *l)
{
    l->faa = l->a * (l->fa * l->fa * l->fa);
}

static void slope_atan(struct local *l)
{
    l->fa = 1 / (1 + l->a * l->a);
}

static void curve_atan(struct local *l)
{
    l->faa = -2 * l->a * l->fa * l->fa;
}

/* 1 - tanh^2 would lose every digit where tanh is near 1. */
static void slope_tanh(struct local *l)
{
    double c = 1 / math_cosh(l->a);

    l->fa = c * c;
}

static void curve_tanh(struct local *l)
{
    l->faa = -2 * l->value * l->fa;
}

static void slope_exp(struct local *l)
{
    l->fa = l->value;
}

static void slope_log(struct local *l)
{
    l->fa = 1 / l->a;
}

static void curve_log(struct local *l)
{
    l->faa = -1 / l->a / l->a;
}

static void slope_abs(struct local *l)
{
    l->fa = isnan(l->a) ? 0 : sign(l->a);
}

static void slope_sign(struct local *l)
{
    l->fa = 0;
    l->cut_a = true;
}

static void slope_relu(struct local *l)
{
    l->cut_a = l->a <= 0;
    l->fa = !l->cut_a;
}

/* The derivatives of the smaller and of the larger of two. */
static void choose(struct local *l, bool a_loses, bool b_loses)
{
    l->cut_a = a_loses;
    l->cut_b = b_loses;
    l->fa = l->a == l->b ? 0.5 : !a_loses;
    l->fb = l->a == l->b ? 0.5 : !b_loses;
}

static void slope_minimum(struct local *l)
{
    choose(l, l->a > l->b, l->a < l->b);
}

static void slope_maximum(struct local *l)
{
    choose(l, l->a<l->b, l->a> l->b);
}

static double power(double a, double b)
{
    return b == 0 ? 1 : b == 1 ? a : b == 2 ? a * a : math_pow(a, b);
}

/* The derivative of a^b by a is 0 for b = 0, by b it is 0 for a = 0 and b >= 0. */
static double power_by_base(double a, double b)
{
    return b == 0 ? 0 : b * power(a, b - 1);
}

static double power_by_exponent(double a, double b, double value)
{
    return a == 0 && b >= 0 ? 0 : value * math_log(a);
}

static void slope_pow(struct local *l)
{
    l->cut_a = l->b == 0;
    if (l->by_a)
        l->fa = power_by_base(l->a, l->b);
    if (l->by_b)
        l->fb = power_by_exponent(l->a, l->b, l->value);
}

static void curve_pow(struct local *l)
{
    double a = l->a, b = l->b, below;

    if (l->by_a)
        l->faa = l->cut_a && !l->by_b ? 0 : b * power_by_base(a, b - 1);
    if (!l->by_b)
        return;
    l->fbb = l->fb * math_log(a);
    if (!l->by_a)
        return;
    below = power(a, b - 1);
    l->fab = l->cut_a ? 0 * below : below + b * power_by_exponent(a, b - 1, below);
    l->fba =
        (l->cut_a ? 0 : l->fa * math_log(a)) + (a == 0 && b >= 0 ? NAN : l->value / a);
}

static void slope_atan2(struct local *l)
{
    double r = 1 / (l->a * l->a + l->b * l->b);

    l->fa = l->b * r;
    l->fb = -l->a * r;
}

static void curve_atan2(struct local *l)
{
    double r = 1 / (l->a * l->a + l->b * l->b);

    l->faa = -2 * l->a * l->b * r * r;
    l->fbb = -l->faa;
    l->fab = l->fba = (l->a - l->b) * (l->a + l->b) * r * r;
}

static void slope_hypot(struct local *l)
{
    l->fa = l->a / l->value;
    l->fb = l->b / l->value;
}

static void curve_hypot(struct local *l)
{
    l->faa = l->fb * l->fb / l->value;
    l->fbb = l->fa * l->fa / l->value;
    l->fab = l->fba = -l->fa * l->fb / l->value;
}

static void slope_sigmoid(struct local *l)
{
    l->fa = l->value * math_sigmoid(-l->a);
}

static void curve_sigmoid(struct local *l)
{
    l->faa = l->fa * (1 - 2 * l->value);
}

static void slope_softplus(struct local *l)
{
    l->fa = math_sigmoid(l->a);
}

static void curve_softplus(struct local *l)
{
    l->faa = l->fa * math_sigmoid(-l->a);
}

static void slope_erf(struct local *l)
{
    const double two_by_root_pi = 1.1283791670955126;

    l->fa = two_by_root_pi * math_exp(-(l->a * l->a));
}

static void curve_erf(struct local *l)
{
    l->faa = -2 * l->a * l->fa;
}

#define BLOCK(name) .has_block = true, .block = offsetof(struct kernels, name)

/*
 * An operation of one argument, and one of two; curves says which second partials it has.
 */
#define UNARY(function, by, curve_by, which, kernel)                        \
    {                                                                       \
        .unary = function, .slope = by, .curve = curve_by, .curves = which, \
        BLOCK(kernel)                                                       \
    }
#define BINARY(function, by, curve_by, which, kernel)                        \
    {                                                                        \
        .binary = function, .slope = by, .curve = curve_by, .curves = which, \
        BLOCK(kernel)                                                        \
    }

const struct rule formula_rules[OP_COUNT] = {
    [OP_sin] = UNARY(math_sin, slope_sin, curve_minus_value, CURVES_AA, sin),
    [OP_cos] = UNARY(math_cos, slope_cos, curve_minus_value, CURVES_AA, cos),
    [OP_tan] = UNARY(math_tan, slope_tan, curve_tan, CURVES_AA, tan),
    [OP_asin] = UNARY(math_asin, slope_asin, curve_arc, CURVES_AA, asin),
    [OP_acos] = UNARY(math_acos, slope_acos, curve_arc, CURVES_AA, acos),
    [OP_atan] = UNARY(math_atan, slope_atan, curve_atan, CURVES_AA, atan),
    [OP_sinh] = UNARY(math_sinh, slope_sinh, curve_value, CURVES_AA, sinh),
    [OP_cosh] = UNARY(math_cosh, slope_cosh, curve_value, CURVES_AA, cosh),
    [OP_tanh] = UNARY(math_tanh, slope_tanh, curve_tanh, CURVES_AA, tanh),
    [OP_exp] = UNARY(math_exp, slope_exp, curve_value, CURVES_AA, exp),
    [OP_log] = UNARY(math_log, slope_log, curve_log, CURVES_AA, log),
    [OP_sqrt] = UNARY(sqrt, slope_sqrt, curve_sqrt, CURVES_AA, root),
    [OP_abs] = UNARY(fabs, slope_abs, NULL, 0, magnitude),
    [OP_sign] = UNARY(sign, slope_sign, NULL, 0, sign),
    [OP_sigmoid] = UNARY(math_sigmoid, slope_sigmoid, curve_sigmoid, CURVES_AA, sigmoid),
    [OP_softplus] =
        UNARY(math_softplus, slope_softplus, curve_softplus, CURVES_AA, softplus),
    [OP_relu] = UNARY(relu, slope_relu, NULL, 0, relu),
    [OP_erf] = UNARY(math_erf, slope_erf, curve_erf, CURVES_AA, erf),
    [OP_negate] = UNARY(negate, slope_negate, NULL, 0, negate),
    [OP_square] = UNARY(square, slope_square, curve_square, CURVES_AA, square),
    [OP_reciprocal] =
        UNARY(reciprocal, slope_reciprocal, curve_reciprocal, CURVES_AA, reciprocal),
    [OP_min] = BINARY(minimum, slope_minimum, NULL, 0, minimum),
    [OP_max] = BINARY(maximum, slope_maximum, NULL, 0, maximum),
    [OP_pow] = BINARY(math_pow, slope_pow, curve_pow, CURVES_ALL, power),
    [OP_atan2] = BINARY(math_atan2, slope_atan2, curve_atan2, CURVES_ALL, atan2),
    [OP_hypot] = BINARY(math_hypot, slope_hypot, curve_hypot, CURVES_ALL, hypot),
    [OP_add] = BINARY(add, slope_add, NULL, 0, add),
    [OP_subtract] = BINARY(subtract, slope_subtract, NULL, 0, subtract),
    [OP_multiply] = BINARY(multiply, slope_multiply, curve_multiply, CURVES_AB, multiply),
    [OP_divide] =
        BINARY(divide, slope_divide, curve_divide, CURVES_AB | CURVES_BB, divide),
    [OP_half_power] = {.unary = half_power,
                       .slope = slope_sqrt,
                       .curve = curve_sqrt,
                       .curves = CURVES_AA},
    [OP_less] = {.binary = less},
    [OP_less_equal] = {.binary = less_equal},
    [OP_greater] = {.binary = greater},
    [OP_greater_equal] = {.binary = greater_equal},
    [OP_equal] = {.binary = equal},
    [OP_not_equal] = {.binary = not_equal},
    [OP_and] = {.binary = both},
    [OP_or] = {.binary = either},
    [OP_not] = {.unary = not },
};

#define SHOW(name, arguments, help) {#name, arguments, help},

static const struct formula_function FUNCTIONS[] = {
    FORMULA_FUNCTIONS(SHOW){NULL, 0, NULL}};

const struct formula_function *formula_functions(void)
{
    return FUNCTIONS;
}
