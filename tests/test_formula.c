/* Formulas: what they mean, what is said of wrong ones, and their derivatives. */
#include "scope.h"

#include <stdio.h>
#include <stdlib.h>

static const struct formula_scope CONDITION = {
    .conditions = true,
    .find = find,
    .expected = "a quantity",
};

static double value_of(const char *text, const struct formula_scope *scope)
{
    struct formula *f = read_with(text, scope);
    double q[QUANTITY_COUNT], value;

    set_quantities(q);
    value = formula_value(f, q);
    formula_free(f);
    return value;
}

static struct jet jet_of(const char *text, double x, double y)
{
    struct formula *f = read_with(text, &LANDSCAPE);
    double q[QUANTITY_COUNT];
    struct jet out;

    set_quantities(q);
    q[0] = x;
    q[1] = y;
    formula_jet(f, q, &out);
    formula_free(f);
    return out;
}

static const struct {
    const char *text;
    double value;
} VALUES[] = {
    {"1 + 2*3", 7},
    {"1 - 2 - 3", -4},
    {"12 / 3 / 2", 2},
    {"2^3^2", 512},
    {"-2^2", -4},
    {"(-2)^2", 4},
    {"2^-1", 0.5},
    {"2^--1", 2},
    {"2^-1^2", 0.5},
    {"2*-3", -6},
    {"2 - -3", 5},
    {"- - -2", -2},
    {"+2 - +3", -1},
    {"-x^2", -0.25},
    {"2^-a*4", 0.5},
    {".5 + 5. + 1e-3 + 1E+2", 105.501},
    {"pi", 3.14159265358979323846},
    {"e", 2.71828182845904523536},
    {"((((x))))", 0.5},
    {" \tx\t ", 0.5},
    {"min(x, y) + max(x, y)", -0.75},
    {"pow(a, 2) - a^2", 0},
    {"atan2(0, -1)", 3.14159265358979323846},
    {"hypot(3, -4)", 5},
    {"(-8)^3 + (-2)^-1 + (-1)^101", -513.5},
    {"y^a", -1.953125},
    {"y^(a - 1)", 1.5625},
    {"x^0 + (y - y)^0", 2},
    {"(-2)^0.5", NAN},
    {"(0/0)^0", 1},
    {"1/0", INFINITY},
    {"sign(-3) + sign(0) + sign(2)", 0},
    {"abs(-3) + relu(-2) + relu(2)", 5},
};

static void values_are_those_of_the_grammar(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++) {
        double got = value_of(VALUES[i].text, &LANDSCAPE);

        if (got != VALUES[i].value && !same(got, VALUES[i].value))
            fail_msg("%s is %.17g, not %.17g", VALUES[i].text, got, VALUES[i].value);
    }
}

static const struct {
    const char *text;
    bool holds;
} CONDITIONS[] = {
    {"x < 1", true},
    {"x <= 0.5 and x >= 0.5 and x == 0.5", true},
    {"x != 0.5 or x > 1", false},
    {"not x > 1", true},
    {"not x > 1 and y > 0", false},
    {"not (x > 1 and y > 0)", true},
    {"1 == 1 or 1 == 1 and 1 == 2", true},
    {"(1 == 1 or 1 == 1) and 1 == 2", false},
    {"not not 1", true},
    {"adam.grad.1 == 2", true},
    {"adam.loss*8 == 1", true},
    {"log(-1) == log(-1)", false},
    {"log(-1) != log(-1)", true},
    {"log(-1) < 1 or log(-1) >= 1", false},
    {"log(-1)", true},
    {"log(-1) and 1", false},
    {"not log(-1)", true},
    {"(x < 1)*2 == 2", true},
    {"x + 1 < 2*x + 1", true},
    {"-x < x", true},
};

static void conditions_hold_as_the_grammar_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof CONDITIONS / sizeof *CONDITIONS; i++) {
        double got = value_of(CONDITIONS[i].text, &CONDITION);

        if ((got != 0) != CONDITIONS[i].holds)
            fail_msg("%s is %g", CONDITIONS[i].text, got);
    }
}

/* What is wrong, where, and a part of what is said about it. */
struct wrong {
    const char *text;
    int col;
    const char *said;
};

static const struct wrong WRONG[] = {
    {"", 1, "empty"},
    {"   ", 4, "empty"},
    {"2x", 2, "write 2*x"},
    {"x y", 3, "write x*y"},
    {"2(x)", 2, "write 2*("},
    {"(x)(y)", 4, "write )*("},
    {"2 3", 3, "write 2*3"},
    {"2sin(x)", 2, "write 2*sin"},
    {"xy", 1, "write x*y"},
    {"x2", 1, "write x*2"},
    {"2 + x)", 6, "closes nothing"},
    {"(x + (y)", 1, "never closed"},
    {"2*(x + sin(y)", 3, "never closed"},
    {"1 + sin(x", 5, "sin( is never closed"},
    {"()", 2, "expected before )"},
    {"x +", 4, "ends after +"},
    {"x + * y", 5, "expected before *"},
    {"* x", 1, "expected before *"},
    {"x,", 2, "separates nothing"},
    {"(1, 2)", 3, "separates nothing"},
    {"1,5", 2, "1.5"},
    {"sin x", 1, "write sin(a)"},
    {"sin", 1, "write sin(a)"},
    {"sin()", 1, "one argument, not none"},
    {"2 + sin(x, y)", 5, "one argument, not more"},
    {"min(x)", 1, "two arguments, not one"},
    {"min(x, y, 1)", 1, "two arguments, not more"},
    {"min(x,)", 7, "expected before )"},
    {"min(, x)", 5, "expected before ,"},
    {"foo", 1, "x, y, pi, e or a constant"},
    {"2 + foo(x)", 5, "sin cos tan"},
    {"siin(x)", 1, "did you mean sin?"},
    {"cosine(x)", 1, "sin cos tan"},
    {"ln(x)", 1, "write log"},
    {"Sin(x)", 1, "did you mean sin?"},
    {"X", 1, "did you mean x?"},
    {"x(2)", 2, "write x*("},
    {"1e", 1, "exponent"},
    {"1e+", 1, "exponent"},
    {"2 + 1.2.3", 5, "too many points"},
    {"1..2", 1, "too many points"},
    {".", 1, "lone point"},
    {"1e999", 1, "too large"},
    {"x\xC2\xB2", 2, "write ^2"},
    {"\xCF\x80 x", 1, "write pi"},
    {"x + \xC3\xA9", 5, "\xC3\xA9 is no part"},
    {"x \xE2\x88\x92 1", 3, "write -"},
    {"x + \x01", 5, "cannot be shown"},
    {"x + \xFF", 5, "cannot be shown"},
    {"x @ y", 3, "@ is no part"},
    {"x ** 2", 3, "write ^"},
    {"x = 2", 3, "no ="},
    {"[x]", 1, "write ( and )"},
    {"|x|", 1, "abs(x)"},
    {"x < 1", 3, "for conditions"},
    {"x and y", 3, "for conditions"},
    {"not x", 1, "for conditions"},
    {"adam.loss", 1, "adam is not known"},
};

static const struct wrong WRONG_CONDITIONS[] = {
    {"0 < x < 1", 7, "0 < x and x < 1"},
    {"x == y == 1", 8, "do not chain"},
    {"x = 1", 3, "=="},
    {"x && y", 3, "write and"},
    {"!x", 1, "not"},
    {"2adam.loss", 2, "write 2*adam.loss"},
    {"adam.los < 1", 1, "did you mean adam.loss?"},
    {"sgd.foo < 1", 1, "expected is a quantity"},
    {"1 + not x", 5, "parentheses"},
    {"x not y", 3, "write and not"},
    {"x <", 4, "ends after <"},
    {"x => 1", 3, "write >="},
};

static void assert_wrong(const struct wrong *w, const struct formula_scope *scope)
{
    struct err err = {0};
    struct formula *f = formula_read(w->text, scope, &err);

    if (f)
        fail_msg("%s is no formula", w->text);
    if (err.col != w->col || !strstr(err.text, w->said))
        fail_msg("%s: %d: %s; wanted %d: %s", w->text, err.col, err.text, w->col,
                 w->said);
}

static void errors_say_where_and_what_would_be_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_wrong(&WRONG[i], &LANDSCAPE);
    for (size_t i = 0; i < sizeof WRONG_CONDITIONS / sizeof *WRONG_CONDITIONS; i++)
        assert_wrong(&WRONG_CONDITIONS[i], &CONDITION);
}

static void columns_count_characters_not_bytes(void **state)
{
    const struct wrong row = {"x +\xC2\xA0y", 4, "no part"};

    (void)state;
    assert_wrong(&row, &LANDSCAPE);
}

static bool near(double want, double got)
{
    return same(want, got) || want == got ||
           fabs(want - got) <= 1e-8 * fmax(1, fabs(want));
}

/* Reads `formula;x;y` and six numbers. */
static bool read_reference(char *line, const char **text, double numbers[8])
{
    char *at = strchr(line, ';');

    *text = line;
    for (int i = 0; at && i < 8; i++) {
        *at = '\0';
        numbers[i] = strtod(at + 1, &at);
    }
    return at != NULL;
}

static void derivatives_are_those_of_pytorch(void **state)
{
    FILE *file = fopen("tests/formulas.csv", "r");
    char line[4096];
    int rows = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    for (; fgets(line, sizeof line, file); rows++) {
        const char *text;
        double want[8];
        struct jet got;

        assert_true(read_reference(line, &text, want));
        got = jet_of(text, want[0], want[1]);
        if (!near(want[2], got.value) || !near(want[3], got.x) || !near(want[4], got.y) ||
            !near(want[5], got.xx) || !near(want[6], got.xy) || !near(want[7], got.yy))
            fail_msg("%s at %g %g: %.9g %.9g %.9g %.9g %.9g %.9g", text, want[0], want[1],
                     got.value, got.x, got.y, got.xx, got.xy, got.yy);
    }
    fclose(file);
    assert_true(rows >= 120);
}

static const char *const SHARED[][2] = {
    {"x*x + x*x", "x^2 + x^2"},
    {"sin(x*y) + sin(y*x)", "sin(x*y) + sin(x*y)"},
    {"(x + y)*(y + x)", "(x + y)^2"},
    {"x^-2", "(1/x)^2"},
    {"x^3", "x*x^2"},
    {"x/4", "x*0.25"},
    {"--x", "x"},
    {"2*3*x", "6*x"},
};

static void equal_subexpressions_are_computed_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SHARED / sizeof *SHARED; i++) {
        struct formula *a = read_with(SHARED[i][0], &LANDSCAPE);
        struct formula *b = read_with(SHARED[i][1], &LANDSCAPE);

        assert_int_equal(formula_length(a), formula_length(b));
        formula_free(a);
        formula_free(b);
    }
}

static void uses_tells_what_a_formula_depends_on(void **state)
{
    struct formula *f = read_with("x + a*0", &LANDSCAPE);

    (void)state;
    assert_true(formula_uses(f, 0));
    assert_false(formula_uses(f, 1));
    assert_true(formula_uses(f, 2));
    assert_false(formula_uses(f, 3));
    formula_free(f);
}

/* `open` and `close` around x, count times; the answer is not looked at. */
static bool is_formula(const char *open, const char *middle, const char *close,
                       size_t count)
{
    size_t opens = strlen(open), closes = strlen(close), used = 0;
    char *text = malloc(count * (opens + closes) + strlen(middle) + 1);
    struct formula *f;
    struct err err = {0};

    assert_non_null(text);
    for (size_t i = 0; i < count; i++, used += opens)
        memcpy(text + used, open, opens);
    strcpy(text + used, middle);
    used += strlen(middle);
    for (size_t i = 0; i < count; i++, used += closes)
        memcpy(text + used, close, closes);
    text[used] = '\0';
    f = formula_read(text, &LANDSCAPE, &err);
    free(text);
    if (f) {
        double q[QUANTITY_COUNT];
        struct jet out;

        set_quantities(q);
        formula_jet(f, q, &out);
        assert_true(same(out.value, formula_value(f, q)));
        formula_free(f);
        return true;
    }
    assert_true(err.col > 0 && err.text[0]);
    return false;
}

/* What a million of them is; EITHER is not tried, to save time. */
enum million { EITHER, FORMULA, ERROR };

static const struct {
    const char *open, *middle, *close;
    enum million million;
} NESTS[] = {
    {"(", "x", ")", FORMULA},      {"-", "x", "", FORMULA},
    {"- ", "x", "", EITHER},       {"-(", "x", ")", FORMULA},
    {"x^", "x", "", ERROR},        {"2^", "2", "", FORMULA},
    {"", "x", "^x", EITHER},       {"", "2", "^-2", EITHER},
    {"2^-", "x", "", EITHER},      {"sin(", "x", ")", ERROR},
    {"min(x, ", "x", ")", EITHER}, {"1 + ", "1", "", EITHER},
    {"1+(", "1", ")", FORMULA},    {"x*(y+", "x", ")", ERROR},
    {"x*(1+", "x", "^2)", EITHER}, {"abs(-(", "x", "))", EITHER},
};

enum { NEST_COUNT = sizeof NESTS / sizeof *NESTS };

static void a_thousand_levels_are_a_formula(void **state)
{
    (void)state;
    for (int i = 0; i < NEST_COUNT; i++)
        assert_true(is_formula(NESTS[i].open, NESTS[i].middle, NESTS[i].close, 1000));
}

static void a_million_levels_are_a_formula_or_an_error(void **state)
{
    (void)state;
    for (int i = 0; i < NEST_COUNT; i++)
        if (NESTS[i].million != EITHER)
            assert_int_equal(
                is_formula(NESTS[i].open, NESTS[i].middle, NESTS[i].close, 1000000),
                NESTS[i].million == FORMULA);
    assert_false(is_formula("(", "x", "", 1000000));
    assert_false(is_formula("sin(", "", "", 1000000));
    assert_false(is_formula("", "x", ")", 1000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_those_of_the_grammar),
        cmocka_unit_test(conditions_hold_as_the_grammar_says),
        cmocka_unit_test(errors_say_where_and_what_would_be_right),
        cmocka_unit_test(columns_count_characters_not_bytes),
        cmocka_unit_test(derivatives_are_those_of_pytorch),
        cmocka_unit_test(equal_subexpressions_are_computed_once),
        cmocka_unit_test(uses_tells_what_a_formula_depends_on),
        cmocka_unit_test(a_thousand_levels_are_a_formula),
        cmocka_unit_test(a_million_levels_are_a_formula_or_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
