/* The names in a formula, and what to say of one that nobody knows. */
#include "math/formula_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "math/elementary.h"

enum {
    NAME_SHOWN = 40, /* of an unknown name, in a message */
    NAME_TRIED = 32, /* longest name for which similar ones are sought */
};

struct number_row {
    const char *name;
    double value;
};

static const struct number_row NUMBERS[] = {
    {"pi", MATH_PI},
    {"e", 2.71828182845904523536},
};

enum { NUMBER_COUNT = sizeof NUMBERS / sizeof *NUMBERS };

/* What other languages call it. */
struct foreign_row {
    const char *theirs, *ours;
};

static const struct foreign_row FOREIGN[] = {
    {"ln", "log"},           {"arcsin", "asin"}, {"arccos", "acos"}, {"arctan", "atan"},
    {"arctan2", "atan2"},    {"sgn", "sign"},    {"fabs", "abs"},    {"power", "pow"},
    {"logistic", "sigmoid"}, {"minimum", "min"}, {"maximum", "max"}, {"tg", "tan"},
};

/* A name that may or may not be one. */
struct word {
    const char *text;
    size_t length;
};

struct vocabulary {
    const struct formula_scope *scope;
    bool functions; /* which of the two kinds of name would be right */
};

static struct token token_of(struct word w)
{
    return (struct token){.kind = TOKEN_NAME, .start = w.text, .length = w.length};
}

bool formula_find_number(const struct token *t, double *value)
{
    for (int i = 0; i < NUMBER_COUNT; i++)
        if (token_is(t, NUMBERS[i].name)) {
            *value = NUMBERS[i].value;
            return true;
        }
    return false;
}

int formula_find_function(const struct token *t)
{
    const struct formula_function *all = formula_functions();

    for (int i = 0; all[i].name; i++)
        if (token_is(t, all[i].name))
            return i;
    return -1;
}

static bool is_known(const struct vocabulary *v, struct word w)
{
    struct token t = token_of(w);
    double ignored;

    if (w.length == 0)
        return false;
    if (v->functions)
        return formula_find_function(&t) >= 0;
    return formula_find_number(&t, &ignored) ||
           v->scope->find(v->scope->context, w.text, w.length) >= 0;
}

static const char *translate(const struct token *t)
{
    for (size_t i = 0; i < sizeof FOREIGN / sizeof *FOREIGN; i++)
        if (token_is(t, FOREIGN[i].theirs))
            return FOREIGN[i].ours;
    return NULL;
}

static bool try_letters(const struct vocabulary *v, char *text, size_t length, size_t at)
{
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz_0123456789.";
    char was = text[at];

    for (const char *c = LETTERS; *c; c++) {
        text[at] = *c;
        if (is_known(v, (struct word){text, length}))
            return true;
    }
    text[at] = was;
    return false;
}

static void swap(char *text)
{
    char first = text[0];

    text[0] = text[1];
    text[1] = first;
}

/*
 * One wrong letter, one too many, one missing, two in the wrong order: each is tried at
 * each place.
 */
static bool find_wrong(const struct vocabulary *v, char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (try_letters(v, text, length, i))
            return true;
    return false;
}

static bool find_swapped(const struct vocabulary *v, char *text, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++) {
        swap(text + i);
        if (is_known(v, (struct word){text, length}))
            return true;
        swap(text + i);
    }
    return false;
}

static bool find_missing(const struct vocabulary *v, char *text, size_t length)
{
    for (size_t i = 0; i <= length; i++) {
        memmove(text + i + 1, text + i, length - i + 1);
        if (try_letters(v, text, length + 1, i))
            return true;
        memmove(text + i, text + i + 1, length - i + 1);
    }
    return false;
}

static bool find_extra(const struct vocabulary *v, char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char was = text[i];

        memmove(text + i, text + i + 1, length - i);
        if (is_known(v, (struct word){text, length - 1}))
            return true;
        memmove(text + i + 1, text + i, length - i);
        text[i] = was;
    }
    return false;
}

static bool find_lower(const struct vocabulary *v, char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] >= 'A' && text[i] <= 'Z')
            text[i] = (char)(text[i] - 'A' + 'a');
    return is_known(v, (struct word){text, length});
}

/*
 * The known name nearest to the token's, in out; short names are too near to everything.
 */
static bool find_similar(const struct vocabulary *v, const struct token *t,
                         char out[NAME_TRIED + 2])
{
    size_t length = t->length;

    if (length > NAME_TRIED)
        return false;
    memcpy(out, t->start, length);
    out[length] = '\0';
    if (find_lower(v, out, length))
        return true;
    if (length < 3)
        return false;
    return find_swapped(v, out, length) || find_extra(v, out, length) ||
           find_missing(v, out, length) || find_wrong(v, out, length);
}

static bool is_digits(struct word w)
{
    return strspn(w.text, "0123456789") >= w.length;
}

/* Where a name is two factors side by side: the length of the first, else 0. */
static size_t find_product(const struct vocabulary *v, const struct token *t)
{
    struct vocabulary factor = {.scope = v->scope, .functions = false};

    for (size_t i = t->length < NAME_TRIED ? t->length : 1; i-- > 1;) {
        struct word rest = {t->start + i, t->length - i};

        if (is_known(&factor, (struct word){t->start, i}) &&
            (is_known(v, rest) || is_digits(rest)))
            return i;
    }
    return 0;
}

static bool refuse_function(const struct token *t, struct err *err)
{
    struct buffer names = {0};

    for (const struct formula_function *f = formula_functions(); f->name; f++)
        buffer_format(&names, " %s", f->name);
    fail_at(err, t->col, "there is no function %.*s; there are%s",
            t->length > NAME_SHOWN ? NAME_SHOWN : (int)t->length, t->start, names.text);
    buffer_free(&names);
    return false;
}

bool formula_refuse_name(const struct token *t, bool called,
                         const struct formula_scope *scope, struct err *err)
{
    struct vocabulary v = {.scope = scope, .functions = called};
    const char *kind = called ? "function" : "name", *ours = translate(t);
    int shown = t->length > NAME_SHOWN ? NAME_SHOWN : (int)t->length;
    char similar[NAME_TRIED + 2];
    size_t first;

    if (called && ours)
        return fail_at(err, t->col, "there is no function %.*s: write %s", shown,
                       t->start, ours);
    first = find_product(&v, t);
    if (first > 0)
        return fail_at(err, t->col, "%.*s is not known: to multiply write %.*s*%.*s",
                       shown, t->start, (int)first, t->start, (int)(t->length - first),
                       t->start + first);
    if (find_similar(&v, t, similar))
        return fail_at(err, t->col, "there is no %s %.*s: did you mean %s?", kind, shown,
                       t->start, similar);
    if (called)
        return refuse_function(t, err);
    return fail_at(err, t->col, "%.*s is not known here; expected is %s", shown, t->start,
                   scope->expected);
}
