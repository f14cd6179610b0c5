#ifndef PROBLEM_NET_H
#define PROBLEM_NET_H

#include <stddef.h>

#include "base/buffer.h"
#include "math/matrix.h"
#include "problem/data.h"
#include "problem/problem.h"

/*
 * A feed-forward net on a data set: `depth` hidden layers of equal width, one activation
 * for all of them, and an output layer `out` without one. A hidden layer makes of h
 *
 *     h' = mask * act(norm(W h + b)),  plus h where `residual` is on and widths agree.
 *
 * Batch norm: Ioffe & Szegedy (2015); layer norm: Ba, Kiros & Hinton (2016), both with
 * the biased variance, eps 1e-5 and a scale and a shift a unit; weight norm: Salimans &
 * Kingma (2016), a row of W is gain * w / |w|. Dropout: Srivastava et al. (2014), kept
 * units times 1 / (1 - p). Residual: He et al. (2015).
 *
 * At an occasion that pre-trains hidden layer l the value and its gradient are those of
 * that layer as an autoencoder (Hinton, Osindero & Teh 2006; Bengio et al. 2007; tied
 * weights: Vincent et al. 2010). From its input x, what the layer below gives, it makes
 * h = act(norm(W x + b)), without the way around it, and from h the input again:
 *
 *     r = mean(x) + W^T (h - mean(h)),   E = mean of (r - x)^2 over rows and inputs,
 *
 * means over the batch, which are the decoder's best bias. W is what acts, where weight
 * norm has its say. No layer drops units then. The gradient is zero but for layer l.
 *
 * Everything is exact in double precision, and the same at every call: a function of the
 * parameters, the settings, the seed and the occasion.
 */

/* clang-format off */

/* First weights, of a layer with `in` inputs and `out` units; all times `gain`. */
#define INITS(ROW) \
    ROW(zeros, "0: units that begin alike stay alike") \
    ROW(constant, "all weights are `gain`") \
    ROW(normal, "N(0, gain^2 / in)") \
    ROW(uniform, "uniform with the variance of normal") \
    ROW(xavier, "N(0, 2 gain^2 / (in + out)), Glorot & Bengio (2010)") \
    ROW(he, "N(0, 2 gain^2 / in), He et al. (2015)") \
    ROW(lecun, "N(0, gain^2 / in), LeCun et al. (1998)") \
    ROW(orthogonal, "orthonormal rows or columns times gain, Saxe et al. (2014)")

#define NORMS(ROW) \
    ROW(none, "units get W h + b as it is") \
    ROW(batch, "each unit's mean and variance over the batch become 0 and 1") \
    ROW(layer, "each row's mean and variance over the layer become 0 and 1") \
    ROW(weight, "rows of W keep a length of their own, `gain`")

#define LOSSES(ROW) \
    ROW(mse, "mean of squared errors") \
    ROW(bce, "binary cross entropy of one logit, for two classes") \
    ROW(cross_entropy, "cross entropy of the softmax over the classes")

/* clang-format on */

#define NET_ENUM(prefix, name) prefix##_##name
#define INIT_ENUM(name, text) NET_ENUM(INIT, name),
#define NORM_ENUM(name, text) NET_ENUM(NORM, name),
#define LOSS_ENUM(name, text) NET_ENUM(LOSS, name),
enum init { INITS(INIT_ENUM) INIT_COUNT };
enum norm { NORMS(NORM_ENUM) NORM_COUNT };
enum loss { LOSSES(LOSS_ENUM) LOSS_COUNT };
#undef INIT_ENUM
#undef NORM_ENUM
#undef LOSS_ENUM

enum { DEPTH_MAX = 100, WIDTH_MAX = 256, LAYER_NAME = 8 };

/*
 * The numbers of a net that can be set, in the order of their rows; those of its data
 * come last.
 */
struct net_settings {
    double depth, width, activation, init, gain, norm, residual, dropout, loss;
    struct data_settings data;
};

enum { NET_SETTINGS = sizeof(struct net_settings) / sizeof(double) };

/* Where the numbers of the data begin among them. */
enum { NET_DATA = offsetof(struct net_settings, data) / sizeof(double) };

/* The number of a field, such as depth or data.noise. */
#define NET_SETTING(field) (offsetof(struct net_settings, field) / sizeof(double))

/*
 * The row of number i, where data.noise has its long name, since a runner has a noise,
 * too; what it is until somebody says otherwise.
 */
const struct param *net_row(size_t i);
struct net_settings net_defaults(void);

/* Whether number i means something on this data set; else the err says on which. */
bool net_means(size_t i, enum data_set set, struct err *err);

/*
 * The words of a choice with a line for each, ended by a NULL name; NULL for other
 * numbers.
 */
struct net_word {
    const char *name, *help;
};

const struct net_word *net_words(size_t setting);

/* The loss that fits: mse for numbers, bce for two classes, cross_entropy for more. */
enum loss net_loss_for(const struct net_settings *set, const struct table *table);

/* The standard noise of a data set, which a scene that names none gets. */
void net_standard_noise(struct data_settings *data);

/*
 * A net on drawn data, or on the table's rows, whose cells become the net's. NULL and an
 * err where the loss does not fit the data; then the cells stay the caller's.
 */
struct problem *net_new(const struct net_settings *set, const struct table *table,
                        uint64_t seed, struct err *err);

/* The net behind a problem; NULL for any other kind. */
struct net *net_of(struct problem *p);

/* What a layer is and where its numbers stand in the parameter vector. */
struct net_shape {
    int inputs, units;
    const char *activation, *norm;
    bool residual;
    enum norm normalized;
    size_t weights; /* [units][inputs] */
    size_t bias;    /* [units] */
    size_t scale; /* [units]: norm_scale, or weight norm's gain; only in hidden layers */
    size_t shift; /* [units] */
};

/* Layer l, from 0 to problem.layers - 1, the output layer. */
struct net_shape net_shape(const struct net *net, int l);

const struct net_settings *net_settings_of(const struct net *net);
const struct data *net_data(const struct net *net);
int net_outputs(const struct net *net);

/*
 * The least loss over the training part that one answer to all rows can have: the
 * variance of numbers, the entropy of the classes.
 */
double net_chance(const struct net *net);

/*
 * The loss that label noise leaves, in the mean, to who knows what the labels were
 * before: the part of net_chance that cannot be learnt. At most net_chance.
 */
double net_floor(const struct net *net);

/*
 * Of the last pass: the first layer that gave a number that is not finite, or so large
 * that its square is beyond 1e150; or -1.
 */
int net_lost(const struct net *net);

/* The target of a row of the data, to out[net_outputs()]. */
void net_target(const struct net *net, int row, double *out);

/* After problem_meet: the batch's rows, and its inputs as they are after augmentation. */
int net_batch(const struct net *net, const int **rows);
const double *net_batch_row(const struct net *net, int i);

/*
 * What each layer did in the last call of problem_gradient with a gradient; l as above.
 * Statistics over all units and all rows of the batch.
 */
struct layer_work {
    double flow;         /* |dL/dz|, z = W h + b */
    double weight;       /* |W| */
    double mean, spread; /* of its activations, before dropout and residual */
    double saturated; /* share: |a| > 0.97 of tanh, |2a - 1| > 0.97 of sigmoid; else 0 */
    double dead; /* share of units that are 0 or less for every row, of the relu family */
};

void net_look(const struct net *net, const double *at, int l, struct layer_work *out);

/* Whether units of layer l can saturate, or die, as layer_work counts it. */
bool net_saturates(const struct net *net, int l);
bool net_dies(const struct net *net, int l);

/* Of that call: |dL/dz| of layer l alone, which costs nothing. */
double net_flow(const struct net *net, int l);

/* Of that call: the activations of layer l, [units][stride], `rows` of each counting. */
struct net_batch_numbers {
    const double *v;
    size_t units, rows, stride;
};

struct net_batch_numbers net_activations(const struct net *net, int l);

/*
 * The dropout mask of a hidden layer and row of the batch in that call, [units]; false
 * without.
 */
bool net_mask(const struct net *net, int l, int i, double *out);

/*
 * dL/dz of the outputs over the batch, as the last evaluation left them, to
 * out[count][outputs].
 */
void net_errors(const struct net *net, double *out);

/*
 * What the net says at inputs x[count][inputs], to out[count][outputs]: no dropout, batch
 * norm by the training part. count <= NET_PREDICT.
 */
enum { NET_PREDICT = 256 };
void net_predict(struct net *net, const double *at, int count, const double *x,
                 double *out);

/*
 * What one row of outputs z[outputs * stride] means in the terms of the data: a class,
 * and a value. The value of numbers is the number, of two classes the probability of
 * class 1 (with mse the output itself), of more the probability of the class.
 */
struct saying {
    int said;
    double value;
};

struct saying net_read(const struct net *net, const double *z, size_t stride);

/*
 * Adds the net at `at` as JSON, from "loss" to the closing brace: the loss and the
 * gradients of the present batch, the training part, the batch's rows, and every layer
 * with its weights, biases, norms, mask and their gradients. With augment the batch's
 * inputs as they were seen are added. A number that is not finite is null. Where the
 * occasion pre-trains a layer the loss is its E, loss_kind is "reconstruction", the
 * gradients are those of E, and "pretrain" says which layer.
 */
void net_dump(struct net *net, const double *at, struct buffer *out);

#endif
