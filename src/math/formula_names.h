#ifndef FORMULA_NAMES_H
#define FORMULA_NAMES_H

#include "math/formula_lex.h"

/* The names in a formula, and what to say of one that nobody knows. */

/* pi or e by name. */
bool formula_find_number(const struct token *t, double *value);

/* The function's place in formula_functions(), or -1. */
int formula_find_function(const struct token *t);

/* Says what might have been meant; `called` when ( follows the name. Always false. */
bool formula_refuse_name(const struct token *t, bool called,
                         const struct formula_scope *scope, struct err *err);

#endif
