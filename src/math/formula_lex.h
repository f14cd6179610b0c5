#ifndef FORMULA_LEX_H
#define FORMULA_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "math/formula_program.h"

/* The words and signs of a formula. */
enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,
    TOKEN_OPERATOR,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
};

/* How tight an operator binds, loosest first. */
enum level {
    LEVEL_NONE,
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_COMPARE,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_SIGN,
    LEVEL_POWER,
};

struct infix {
    const char *text;
    enum level level;
    enum operation code;
};

struct token {
    enum token_kind kind;
    const char *start; /* in the text */
    size_t length;     /* bytes */
    int col;           /* characters, from 1 */
    double number;
    const struct infix *infix;
};

struct lexer {
    const char *at;
    int col;
    bool conditions;
    struct err *err;
};

/* The next token; false, and an error, where there is none. */
bool lexer_next(struct lexer *l, struct token *t);

/* True when the next token is (. */
bool lexer_sees_open(const struct lexer *l);

/* True when the token's text is that word. */
bool token_is(const struct token *t, const char *word);

#endif
