/* A formula's grid, value and derivatives: the same digits however they are computed. */
#include "scope.h"

#include <stdio.h>

#include "base/random.h"
#include "math/kernels.h"

/*
 * A random formula in a buffer: what is written grows from `depth` numbers of a stream.
 */
struct writer {
    char text[2000];
    size_t used;
    uint64_t seed;
    uint32_t next;
};

static unsigned draw(struct writer *w, unsigned below)
{
    struct random_place place = {.seed = w->seed, .index = w->next++};
    uint32_t bits[4];

    random_bits(place, bits);
    return bits[0] % below;
}

static void put(struct writer *w, const char *text)
{
    w->used += (size_t)snprintf(w->text + w->used, sizeof w->text - w->used, "%s", text);
}

static void put_leaf(struct writer *w)
{
    static const char *const LEAVES[] = {"x", "y", "x",  "y", "1.5",
                                         "2", "0", "pi", "a", "b"};

    put(w, LEAVES[draw(w, sizeof LEAVES / sizeof *LEAVES)]);
}

static void put_call(struct writer *w)
{
    const struct formula_function *all = formula_functions();
    unsigned count = 0;

    while (all[count].name)
        count++;
    all += draw(w, count);
    put(w, all->name);
    put(w, "(");
    put_leaf(w);
    put(w, all->arguments == 2 ? " + y, " : " * ");
    put_leaf(w);
    put(w, ")");
}

static void put_term(struct writer *w)
{
    static const char *const POWERS[] = {"",    "^2",   "^3",   "^4", "^-1",
                                         "^-2", "^0.5", "^1.5", "^a"};

    switch (draw(w, 4)) {
    case 0:
        put_leaf(w);
        break;
    case 1:
        put(w, "-");
        put_call(w);
        break;
    default:
        put_call(w);
    }
    put(w, POWERS[draw(w, sizeof POWERS / sizeof *POWERS)]);
}

static void write_formula(struct writer *w, uint64_t seed)
{
    static const char *const SIGNS[] = {" + ", " - ", "*", "/"};
    unsigned terms;

    *w = (struct writer){.seed = seed};
    terms = 1 + draw(w, 5);
    for (unsigned i = 0; i < terms; i++) {
        if (i > 0)
            put(w, SIGNS[draw(w, 4)]);
        put_term(w);
    }
}

enum { GRID_COLS = 301, GRID_ROWS = 7 };

static const struct grid GRID = {-2, 0.0137, -1.5, 0.5, GRID_COLS, GRID_ROWS};

static void assert_grid_is_points(const char *text, const struct kernels *kernels)
{
    static double out[GRID_COLS * GRID_ROWS];
    struct formula *f = read_with(text, &LANDSCAPE);
    double q[QUANTITY_COUNT];

    set_quantities(q);
    formula_grid_with(kernels, f, &GRID, q, 0, 3, out);
    formula_grid_with(kernels, f, &GRID, q, 3, GRID_ROWS, out + 3 * GRID_COLS);
    for (int j = 0; j < GRID_ROWS; j++)
        for (int i = 0; i < GRID_COLS; i++) {
            double want;

            q[0] = GRID.x0 + i * GRID.dx;
            q[1] = GRID.y0 + j * GRID.dy;
            want = formula_value(f, q);
            if (!same(out[j * GRID_COLS + i], want))
                fail_msg("%s with %s at %.17g %.17g: %.17g, not %.17g", text,
                         kernels->set, q[0], q[1], out[j * GRID_COLS + i], want);
        }
    formula_free(f);
}

static void a_grid_has_the_digits_of_its_points(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct writer w;

        write_formula(&w, seed);
        for (const struct kernels *const *k = kernels_all(); *k; k++)
            assert_grid_is_points(w.text, *k);
    }
}

static const char *const PLAIN[] = {"1", "x", "y", "a", "x^2", "y^2", "a*2", "x + y"};

static void a_grid_of_one_variable_or_none_is_full(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PLAIN / sizeof *PLAIN; i++)
        assert_grid_is_points(PLAIN[i], kernels_best());
}

/* Two operations, with operands that are one number, one a row, one a column, or all. */
static void a_pair_of_operations_has_the_digits_of_both(void **state)
{
    static const char *const OPERANDS[] = {"a", "y", "x", "(x/y)"};
    static const char *const PAIRS[] = {
        "(x%1$cy)%2$c%3$s",      "%3$s%2$c(x%1$cy)",        "(x/y%1$c%3$s)%2$c%3$s",
        "%3$s%2$c(%3$s%1$cx/y)", "(x/y%1$c%3$s)^2%2$c%3$s",
    };
    static const char SIGNS[] = "+-*";

    (void)state;
    for (int i = 0; i < 3 * 3 * 4 * 5; i++) {
        char text[80];

        snprintf(text, sizeof text, PAIRS[i / 36], SIGNS[i % 3], SIGNS[i / 3 % 3],
                 OPERANDS[i / 9 % 4]);
        for (const struct kernels *const *k = kernels_all(); *k; k++)
            assert_grid_is_points(text, *k);
    }
}

static void gradient_value_and_jet_agree_to_the_last_digit(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        struct writer w;
        struct formula *f;
        double q[QUANTITY_COUNT];
        struct jet jet, gradient;

        write_formula(&w, seed);
        f = read_with(w.text, &LANDSCAPE);
        set_quantities(q);
        formula_jet(f, q, &jet);
        formula_gradient(f, q, &gradient);
        if (!same(jet.value, formula_value(f, q)) || !same(jet.value, gradient.value) ||
            !same(jet.x, gradient.x) || !same(jet.y, gradient.y))
            fail_msg("%s", w.text);
        formula_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grid_has_the_digits_of_its_points),
        cmocka_unit_test(a_grid_of_one_variable_or_none_is_full),
        cmocka_unit_test(a_pair_of_operations_has_the_digits_of_both),
        cmocka_unit_test(gradient_value_and_jet_agree_to_the_last_digit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
