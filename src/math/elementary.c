/*
 * The elementary functions of one number: the cores, and the long way round for huge
 * angles.
 */
#include "math/elementary.h"

#include "math/core_angle.h"
#include "math/core_arc.h"
#include "math/core_error.h"
#include "math/core_exp.h"
#include "math/core_log.h"

#include <stdbool.h>

#define OF_ONE(name)             \
    double math_##name(double x) \
    {                            \
        return core_##name(x);   \
    }

OF_ONE(exp)
OF_ONE(expm1)
OF_ONE(log)
OF_ONE(log1p)
OF_ONE(asin)
OF_ONE(acos)
OF_ONE(atan)
OF_ONE(sinh)
OF_ONE(cosh)
OF_ONE(tanh)
OF_ONE(erf)
OF_ONE(sigmoid)
OF_ONE(softplus)

double math_pow(double x, double y)
{
    return core_power(x, y);
}

double math_atan2(double y, double x)
{
    return core_atan2(y, x);
}

double math_hypot(double x, double y)
{
    return core_hypot(x, y);
}

static bool is_huge(double x)
{
    return fabs(x) > CORE_ANGLE_LIMIT;
}

double math_sin(double x)
{
    return is_huge(x) ? core_sin_of(angle_reduce_huge(x), 0) : core_sin(x);
}

double math_cos(double x)
{
    return is_huge(x) ? core_sin_of(angle_reduce_huge(x), 1) : core_cos(x);
}

double math_tan(double x)
{
    return is_huge(x) ? core_tan_of(angle_reduce_huge(x)) : core_tan(x);
}
