/*
 * Reads the text of a formula: operators wait on a stack of their own until what follows
 * binds less tightly, so that nesting costs memory and never the machine's stack.
 */
#include "math/formula_program.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"
#include "math/formula_lex.h"
#include "math/formula_names.h"

enum waiting_kind {
    WAITING_INFIX,
    WAITING_SIGN,
    WAITING_NOT,
    WAITING_OPEN,
    WAITING_CALL
};

/* What waits for its right side, or for its closing parenthesis. */
struct waiting {
    uint32_t col;
    uint8_t kind;
    uint8_t level;    /* enum level; LEVEL_NONE for parentheses */
    uint8_t code;     /* the operation, of a call too */
    uint8_t complete; /* arguments of a call that are followed by a comma */
};

struct reader {
    struct lexer lexer;
    const struct formula_scope *scope;
    struct err *err;
    struct builder builder;
    struct waiting *waiting;
    uint32_t waiting_count, waiting_size;
    struct operand *operands;
    uint32_t operand_count, operand_size;
    struct token token, before;
};

static const struct waiting *top(const struct reader *r)
{
    static const struct waiting none = {.kind = WAITING_OPEN};

    return r->waiting_count ? &r->waiting[r->waiting_count - 1] : &none;
}

static bool push_waiting(struct reader *r, struct waiting w)
{
    if (r->waiting_count == FORMULA_NESTING)
        return fail_at(r->err, r->token.col,
                       "nested too deeply: at most %d levels may be open",
                       FORMULA_NESTING);
    if (r->waiting_count == r->waiting_size) {
        r->waiting_size = r->waiting_size ? r->waiting_size * 2 : 64;
        r->waiting = memory_resize(r->waiting, r->waiting_size, sizeof *r->waiting);
    }
    w.col = (uint32_t)r->token.col;
    r->waiting[r->waiting_count++] = w;
    return true;
}

static void push_operand(struct reader *r, struct operand x)
{
    if (r->operand_count == r->operand_size) {
        r->operand_size = r->operand_size ? r->operand_size * 2 : 64;
        r->operands = memory_resize(r->operands, r->operand_size, sizeof *r->operands);
    }
    r->operands[r->operand_count++] = x;
}

static struct operand pop_operand(struct reader *r)
{
    assert(r->operand_count > 0);
    return r->operands[--r->operand_count];
}

/* Does what waits on top. */
static bool reduce(struct reader *r)
{
    struct waiting w = *top(r);
    struct operand b = pop_operand(r);
    struct operand a = formula_rules[w.code].binary ? pop_operand(r) : b;

    r->waiting_count--;
    push_operand(r, build(&r->builder, w.code, a, b));
    if (r->builder.operations <= FORMULA_OPERATIONS)
        return true;
    return fail_at(r->err, (int)w.col,
                   "the formula is too long: it may have at most %d different operations",
                   FORMULA_OPERATIONS);
}

/* Does all that binds at least as tightly as level. */
static bool reduce_to(struct reader *r, enum level level)
{
    while (top(r)->level >= level && top(r)->level != LEVEL_NONE)
        if (!reduce(r))
            return false;
    return true;
}

static bool reduce_all(struct reader *r)
{
    return reduce_to(r, LEVEL_OR);
}

static int quoted(const struct token *t)
{
    return t->length > 30 ? 30 : (int)t->length;
}

static const char *name_of(const struct waiting *call)
{
    return formula_functions()[call->code - OP_FIRST_FUNCTION].name;
}

static bool refuse_count(struct reader *r, const struct waiting *call, const char *given)
{
    const struct formula_function *f =
        &formula_functions()[call->code - OP_FIRST_FUNCTION];

    return fail_at(r->err, (int)call->col, "%s takes %s, not %s: write %s(%s)", f->name,
                   f->arguments == 1 ? "one argument" : "two arguments", given, f->name,
                   f->arguments == 1 ? "a" : "a, b");
}

static bool refuse_missing(struct reader *r)
{
    const struct token *t = &r->token;

    if (r->before.kind == TOKEN_END && t->kind == TOKEN_END)
        return fail_at(r->err, t->col,
                       "the formula is empty: write one, as in x^2 + 3*y^2, or a number");
    if (t->kind == TOKEN_CLOSE && r->before.kind == TOKEN_OPEN &&
        top(r)->kind == WAITING_CALL)
        return refuse_count(r, top(r), "none");
    if (t->kind == TOKEN_END)
        return fail_at(
            r->err, t->col,
            "the formula ends after %.*s, where a number, a name or ( is expected",
            quoted(&r->before), r->before.start);
    return fail_at(r->err, t->col, "a number, a name or ( is expected before %.*s",
                   quoted(t), t->start);
}

static bool read_minus(struct reader *r)
{
    if (top(r)->kind == WAITING_SIGN) {
        r->waiting_count--;
        return true;
    }
    return push_waiting(
        r,
        (struct waiting){.kind = WAITING_SIGN, .level = LEVEL_SIGN, .code = OP_negate});
}

static bool read_not(struct reader *r)
{
    if (top(r)->level > LEVEL_NOT)
        return fail_at(r->err, r->token.col,
                       "not binds less tightly than what is before it: "
                       "put it and what it denies in parentheses");
    return push_waiting(
        r, (struct waiting){.kind = WAITING_NOT, .level = LEVEL_NOT, .code = OP_not});
}

static bool read_prefix(struct reader *r)
{
    switch (r->token.infix->code) {
    case OP_add:
        return true;
    case OP_subtract:
        return read_minus(r);
    case OP_not:
        return read_not(r);
    default:
        return refuse_missing(r);
    }
}

static bool read_call(struct reader *r, int function)
{
    struct waiting call = {
        .kind = WAITING_CALL,
        .code = (uint8_t)(OP_FIRST_FUNCTION + function),
    };

    if (!lexer_sees_open(&r->lexer))
        return fail_at(r->err, r->token.col, "%s is a function: write %s(%s)",
                       name_of(&call), name_of(&call),
                       formula_functions()[function].arguments == 1 ? "a" : "a, b");
    return push_waiting(r, call) && lexer_next(&r->lexer, &r->token);
}

/* A name where an operand is expected; *done when it is a whole one. */
static bool read_name(struct reader *r, bool *done)
{
    int function = formula_find_function(&r->token), number;
    double value;

    if (function >= 0)
        return read_call(r, function);
    *done = true;
    if (formula_find_number(&r->token, &value)) {
        push_operand(r, build_literal(value));
        return true;
    }
    number = r->scope->find(r->scope->context, r->token.start, r->token.length);
    if (number < 0)
        return formula_refuse_name(&r->token, lexer_sees_open(&r->lexer), r->scope,
                                   r->err);
    push_operand(r, build_quantity(&r->builder, number));
    return true;
}

/* Where an operand is expected: it, or what may stand before it. */
static bool read_operand(struct reader *r, bool *done)
{
    switch (r->token.kind) {
    case TOKEN_NUMBER:
        push_operand(r, build_literal(r->token.number));
        *done = true;
        return true;
    case TOKEN_NAME:
        return read_name(r, done);
    case TOKEN_OPEN:
        return push_waiting(r, (struct waiting){.kind = WAITING_OPEN});
    case TOKEN_OPERATOR:
        return read_prefix(r);
    default:
        return refuse_missing(r);
    }
}

static bool refuse_chain(struct reader *r)
{
    return fail_at(
        r->err, r->token.col,
        "comparisons do not chain: instead of 0 < x < 1 write 0 < x and x < 1");
}

static bool refuse_neighbour(struct reader *r)
{
    const struct token *a = &r->before, *b = &r->token;

    return fail_at(r->err, b->col,
                   "an operator is missing before %.*s: to multiply write %.*s*%.*s",
                   quoted(b), b->start, quoted(a), a->start, quoted(b), b->start);
}

static bool read_infix(struct reader *r)
{
    const struct infix *i = r->token.infix;
    enum level right = i->level == LEVEL_POWER ? LEVEL_POWER + 1 : i->level;

    if (i->code == OP_not)
        return fail_at(r->err, r->token.col,
                       "an operator is missing before not: write and not, or or not");
    if (i->level == LEVEL_COMPARE) {
        if (!reduce_to(r, LEVEL_COMPARE + 1))
            return false;
        if (top(r)->level == LEVEL_COMPARE)
            return refuse_chain(r);
    }
    return reduce_to(r, right) &&
           push_waiting(r, (struct waiting){.kind = WAITING_INFIX,
                                            .level = (uint8_t)i->level,
                                            .code = (uint8_t)i->code});
}

static bool close_call(struct reader *r)
{
    const struct waiting *call = top(r);

    if (call->complete + 1 !=
        formula_functions()[call->code - OP_FIRST_FUNCTION].arguments)
        return refuse_count(r, call, "one");
    return reduce(r);
}

static bool read_close(struct reader *r)
{
    if (!reduce_all(r))
        return false;
    if (r->waiting_count == 0)
        return fail_at(r->err, r->token.col,
                       "this ) closes nothing: delete it, or put a ( before");
    if (top(r)->kind == WAITING_CALL)
        return close_call(r);
    r->waiting_count--;
    return true;
}

static bool read_comma(struct reader *r)
{
    const struct waiting *w;

    if (!reduce_all(r))
        return false;
    w = top(r);
    if (w->kind != WAITING_CALL)
        return fail_at(r->err, r->token.col,
                       "this comma separates nothing: it stands between "
                       "the arguments of a function; 1.5 has a point");
    if (w->complete + 1 == formula_functions()[w->code - OP_FIRST_FUNCTION].arguments)
        return refuse_count(r, w, "more");
    r->waiting[r->waiting_count - 1].complete++;
    return true;
}

static bool read_end(struct reader *r)
{
    if (!reduce_all(r))
        return false;
    if (r->waiting_count > 0)
        return fail_at(r->err, (int)top(r)->col, "%s( is never closed: a ) is missing",
                       top(r)->kind == WAITING_CALL ? name_of(top(r)) : "this ");
    return true;
}

/* Where an operand is whole: what may follow. *done when another operand is expected. */
static bool read_after(struct reader *r, bool *more)
{
    switch (r->token.kind) {
    case TOKEN_OPERATOR:
        *more = true;
        return read_infix(r);
    case TOKEN_COMMA:
        *more = true;
        return read_comma(r);
    case TOKEN_CLOSE:
        return read_close(r);
    case TOKEN_END:
        return read_end(r);
    default:
        return refuse_neighbour(r);
    }
}

static bool read_all(struct reader *r)
{
    bool whole = false;

    do {
        bool changes = false;

        r->before = r->token;
        if (!lexer_next(&r->lexer, &r->token))
            return false;
        if (whole ? !read_after(r, &changes) : !read_operand(r, &changes))
            return false;
        whole = whole != changes;
    } while (r->token.kind != TOKEN_END);
    return true;
}

struct formula *formula_read(const char *text, const struct formula_scope *scope,
                             struct err *err)
{
    struct reader r = {
        .lexer = {.at = text, .col = 1, .conditions = scope->conditions, .err = err},
        .scope = scope,
        .err = err,
    };
    struct operand result = {.node = -1};
    bool good = read_all(&r);

    if (good)
        result = pop_operand(&r);
    free(r.waiting);
    free(r.operands);
    if (good)
        return formula_plan(&r.builder, result);
    builder_free(&r.builder);
    return NULL;
}
