#ifndef OPTIM_LIST_H
#define OPTIM_LIST_H

/*
 * The one list of optimizers: a row here and a file src/optim/NAME.c that ends in
 * `const struct optimizer optimizer_NAME` are all that a new one needs.
 */

struct optimizer;

/* clang-format off */

/* Those whose update is a function of the one gradient at hand: they can be `inner`. */
#define OPTIMIZERS_BY_GRADIENT(ROW) \
    ROW(sgd) \
    ROW(momentum) \
    ROW(nesterov) \
    ROW(adagrad) \
    ROW(rmsprop) \
    ROW(adadelta) \
    ROW(adam) \
    ROW(adamw) \
    ROW(amsgrad) \
    ROW(adamax) \
    ROW(nadam) \
    ROW(radam) \
    ROW(rprop) \
    ROW(asgd) \
    ROW(lion)

/* Those that look at the objective again: at other points, or at its Hessian. */
#define OPTIMIZERS_BY_OBJECTIVE(ROW) \
    ROW(newton) \
    ROW(saddle_free_newton) \
    ROW(lbfgs) \
    ROW(lookahead) \
    ROW(sam)

/* clang-format on */

#define OPTIMIZERS(ROW) OPTIMIZERS_BY_GRADIENT(ROW) OPTIMIZERS_BY_OBJECTIVE(ROW)

#define OPTIMIZER_EXTERN(name) extern const struct optimizer optimizer_##name;
OPTIMIZERS(OPTIMIZER_EXTERN)
#undef OPTIMIZER_EXTERN

#endif
