/* The elementary functions against the truth, and the kernels against each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "math/elementary.h"
#include "math/kernels.h"

#include <math.h>
#include <string.h>

static void exact_powers_are_exact(void **state)
{
    (void)state;
    assert_true(math_pow(-3, 3) == -27);
    assert_true(math_pow(10, 22) == 1e22);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(exact_powers_are_exact)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
