/* The words and signs of a formula. */
#include "math/formula_lex.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/number.h"
#include "base/text.h"

static const struct infix INFIXES[] = {
    {"or", LEVEL_OR, OP_or},
    {"and", LEVEL_AND, OP_and},
    {"not", LEVEL_NOT, OP_not},
    {"<=", LEVEL_COMPARE, OP_less_equal},
    {">=", LEVEL_COMPARE, OP_greater_equal},
    {"==", LEVEL_COMPARE, OP_equal},
    {"!=", LEVEL_COMPARE, OP_not_equal},
    {"<", LEVEL_COMPARE, OP_less},
    {">", LEVEL_COMPARE, OP_greater},
    {"+", LEVEL_SUM, OP_add},
    {"-", LEVEL_SUM, OP_subtract},
    {"*", LEVEL_PRODUCT, OP_multiply},
    {"/", LEVEL_PRODUCT, OP_divide},
    {"^", LEVEL_POWER, OP_pow},
};

enum { INFIX_COUNT = sizeof INFIXES / sizeof *INFIXES };

/* What is written otherwise elsewhere, the longer before what it begins with. */
struct mistake {
    const char *text, *hint;
};

static const struct mistake MISTAKES[] = {
    {"<>", "write != for is not equal"},
    {"**", "write ^ for a power"},
    {"=<", "write <="},
    {"=>", "write >="},
    {"=", "a condition compares with ==, a formula has no ="},
    {"!", "a condition has not and !=, there is no factorial"},
    {"&", "write and, in a condition"},
    {"|", "write abs(x), or in a condition or"},
    {"%", "there is no remainder; write / 100 for a percentage"},
    {"[", "write ( and )"},
    {"]", "write ( and )"},
    {"{", "write ( and )"},
    {"}", "write ( and )"},
    {";", "arguments are separated by a comma"},
    {"\xC2\xB2", "write ^2"},
    {"\xC2\xB3", "write ^3"},
    {"\xC2\xB7", "write *"},
    {"\xC3\x97", "write *"},
    {"\xC3\xB7", "write /"},
    {"\xCF\x80", "write pi"},
    {"\xE2\x88\x92", "write -"},
    {"\xE2\x80\x93", "write -"},
    {"\xE2\x88\x9A", "write sqrt(x)"},
    {"\xE2\x89\xA4", "write <="},
    {"\xE2\x89\xA5", "write >="},
    {"\xE2\x89\xA0", "write !="},
};

enum { MISTAKE_COUNT = sizeof MISTAKES / sizeof *MISTAKES };

/* Not isalpha and its kin: they depend on the locale. */
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool goes_on(const struct lexer *l, char c)
{
    return is_letter(c) || is_digit(c) || (l->conditions && c == '.');
}

static void advance(struct lexer *l, struct token *t, enum token_kind kind, size_t bytes)
{
    t->kind = kind;
    t->start = l->at;
    t->length = bytes;
    t->col = l->col;
    l->at += bytes;
    l->col += (int)bytes;
}

static size_t count_digits(const char *s)
{
    size_t count = 0;

    while (is_digit(s[count]))
        count++;
    return count;
}

/* As much as a quotation in a message should have of a text. */
static int quoted(size_t length)
{
    return length > 30 ? 30 : (int)length;
}

static size_t measure_exponent(const char *s)
{
    size_t sign = s[1] == '+' || s[1] == '-';
    size_t digits = count_digits(s + 1 + sign);

    return digits ? 1 + sign + digits : 0;
}

/* The number at s, without looking at what follows it. */
static size_t measure_number(const char *s)
{
    size_t length = count_digits(s);

    if (s[length] == '.')
        length += 1 + count_digits(s + length + 1);
    if (s[length] == 'e' || s[length] == 'E')
        length += measure_exponent(s + length);
    return length;
}

static bool convert(struct lexer *l, struct token *t)
{
    struct buffer word = {0};
    bool good;

    buffer_add(&word, t->start, t->length);
    good = number_read(word.text, &t->number);
    buffer_free(&word);
    if (good)
        return true;
    return fail_at(l->err, t->col,
                   "%.*s is too large a number; the largest is about 1.8e308",
                   quoted(t->length), t->start);
}

static bool read_number(struct lexer *l, struct token *t)
{
    size_t length = measure_number(l->at);
    const char *end = l->at + length;
    int shown = quoted(length);

    if (length == 1 && l->at[0] == '.')
        return fail_at(l->err, l->col, "a lone point is no number: write 0 or 0.5");
    if (*end == '.')
        return fail_at(
            l->err, l->col,
            "%.*s. has too many points: a number is written like 1.5 or 1.5e-3", shown,
            l->at);
    if ((*end == 'e' || *end == 'E') && !is_letter(end[1]))
        return fail_at(
            l->err, l->col,
            "the exponent of %.*s%c is missing: write %.*s%c-3, or %.*s*e for the "
            "number e",
            shown, l->at, *end, shown, l->at, *end, shown, l->at);
    advance(l, t, TOKEN_NUMBER, length);
    return convert(l, t);
}

static bool refuse_condition(const struct lexer *l, const struct token *t)
{
    return fail_at(l->err, t->col,
                   "%s is for conditions; a formula is made of + - * / ^ and functions",
                   t->infix->text);
}

static bool take_infix(struct lexer *l, struct token *t, const struct infix *i)
{
    advance(l, t, TOKEN_OPERATOR, strlen(i->text));
    t->infix = i;
    return l->conditions || i->level > LEVEL_COMPARE || refuse_condition(l, t);
}

static bool read_name(struct lexer *l, struct token *t)
{
    size_t length = 1;

    while (goes_on(l, l->at[length]))
        length++;
    *t = (struct token){.start = l->at, .length = length};
    for (int i = 0; i < INFIX_COUNT && is_letter(INFIXES[i].text[0]); i++)
        if (token_is(t, INFIXES[i].text))
            return take_infix(l, t, &INFIXES[i]);
    advance(l, t, TOKEN_NAME, length);
    return true;
}

static bool refuse_character(const struct lexer *l)
{
    uint32_t point;
    size_t length = text_decode(l->at, &point);

    if (!text_is_safe(point))
        return fail_at(l->err, l->col,
                       "a character that cannot be shown (%s%02X) is no part "
                       "of a formula: delete it",
                       point == TEXT_REPLACEMENT ? "byte " : "U+",
                       point == TEXT_REPLACEMENT ? (unsigned char)l->at[0]
                                                 : (unsigned)point);
    return fail_at(
        l->err, l->col,
        "%.*s is no part of a formula: write numbers, names, + - * / ^ and ( )",
        (int)length, l->at);
}

static bool begins(const char *text, const char *with)
{
    return text[0] == with[0] && strncmp(text, with, strlen(with)) == 0;
}

static const struct infix *find_infix(const char *text)
{
    for (int i = 0; i < INFIX_COUNT; i++)
        if (begins(text, INFIXES[i].text))
            return &INFIXES[i];
    return NULL;
}

static const struct mistake *find_mistake(const char *text)
{
    for (int i = 0; i < MISTAKE_COUNT; i++)
        if (begins(text, MISTAKES[i].text))
            return &MISTAKES[i];
    return NULL;
}

/* An operator, or what somebody took for one: whichever is longer. */
static bool read_operator(struct lexer *l, struct token *t)
{
    const struct infix *i = find_infix(l->at);
    const struct mistake *m = find_mistake(l->at);

    if (i && (!m || strlen(i->text) > strlen(m->text)))
        return take_infix(l, t, i);
    if (m)
        return fail_at(l->err, l->col, "%s is no sign of a formula: %s", m->text,
                       m->hint);
    return refuse_character(l);
}

static bool read_sign(struct lexer *l, struct token *t)
{
    static const struct {
        char text;
        enum token_kind kind;
    } SIGNS[] = {{'(', TOKEN_OPEN}, {')', TOKEN_CLOSE}, {',', TOKEN_COMMA}};

    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (SIGNS[i].text == l->at[0]) {
            advance(l, t, SIGNS[i].kind, 1);
            return true;
        }
    return read_operator(l, t);
}

static void skip_blanks(struct lexer *l)
{
    while (is_blank(*l->at)) {
        l->at++;
        l->col++;
    }
}

bool lexer_next(struct lexer *l, struct token *t)
{
    skip_blanks(l);
    if (*l->at == '\0') {
        advance(l, t, TOKEN_END, 0);
        return true;
    }
    if (is_digit(*l->at) || *l->at == '.')
        return read_number(l, t);
    if (is_letter(*l->at))
        return read_name(l, t);
    return read_sign(l, t);
}

bool lexer_sees_open(const struct lexer *l)
{
    return l->at[strspn(l->at, " \t\n\v\f\r")] == '(';
}

bool token_is(const struct token *t, const char *word)
{
    return word[0] == t->start[0] && strlen(word) == t->length &&
           memcmp(word, t->start, t->length) == 0;
}
