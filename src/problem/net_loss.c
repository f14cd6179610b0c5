/* What is made small: losses of the output layer, and how many rows come out right. */
#include <math.h>

#include "math/elementary.h"
#include "problem/net_state.h"

/* One row of the outputs. */
struct answer {
    int outputs;
    size_t stride;   /* between its outputs */
    const double *z; /* [outputs * stride] */
    double label;
    double share; /* 1 / rows: what the row weighs */
    double *d;    /* like z; NULL when no gradient is wanted */
};

/* Returns the row's loss, writes dL/dz. */
typedef double loss_function(const struct answer *a);

static double mse(const struct answer *a)
{
    double error = a->z[0] - a->label;

    if (a->d)
        a->d[0] = 2 * error * a->share;
    return error * error;
}

static double bce(const struct answer *a)
{
    double z = a->z[0], t = a->label;

    if (a->d)
        a->d[0] = (math_sigmoid(z) - t) * a->share;
    return (1 - t) * math_softplus(z) + t * math_softplus(-z);
}

static double cross_entropy(const struct answer *a)
{
    double most = a->z[0], sum = 0;

    for (int i = 1; i < a->outputs; i++)
        most = fmax(most, a->z[(size_t)i * a->stride]);
    for (int i = 0; i < a->outputs; i++)
        sum += math_exp(a->z[(size_t)i * a->stride] - most);
    for (int i = 0; a->d && i < a->outputs; i++)
        a->d[(size_t)i * a->stride] =
            (math_exp(a->z[(size_t)i * a->stride] - most) / sum - (a->label == i)) *
            a->share;
    return math_log(sum) - (a->z[(size_t)a->label * a->stride] - most);
}

static void turn_mse(const struct answer *a, const double *dz, double *out)
{
    out[0] = 2 * dz[0] * a->share;
}

static void turn_bce(const struct answer *a, const double *dz, double *out)
{
    double s = math_sigmoid(a->z[0]);

    out[0] = s * (1 - s) * dz[0] * a->share;
}

/* With p the shares, p_i (dz_i - sum of p_j dz_j); the gradient in a->d knows p. */
static void turn_cross_entropy(const struct answer *a, const double *dz, double *out)
{
    double mean = 0;

    for (int i = 0; i < a->outputs; i++) {
        size_t at = (size_t)i * a->stride;

        out[at] = a->d[at] + (a->label == i) * a->share;
        mean += out[at] * dz[at];
    }
    for (int i = 0; i < a->outputs; i++) {
        size_t at = (size_t)i * a->stride;

        out[at] *= dz[at] - mean / a->share;
    }
}

static int above_half(const struct answer *a)
{
    return a->z[0] > 0.5;
}

static int above_zero(const struct answer *a)
{
    return a->z[0] > 0;
}

static int largest(const struct answer *a)
{
    int best = 0;

    for (int i = 1; i < a->outputs; i++)
        if (a->z[(size_t)i * a->stride] > a->z[(size_t)best * a->stride])
            best = i;
    return best;
}

static double itself(const struct answer *a)
{
    return a->z[0];
}

static double chance_of_one(const struct answer *a)
{
    return math_sigmoid(a->z[0]);
}

/* Of two classes that of class 1, of more that of the likeliest one. */
static double chance(const struct answer *a)
{
    int of = a->outputs == 2 ? 1 : largest(a);
    double sum = 0;

    for (int i = 0; i < a->outputs; i++)
        sum += math_exp(a->z[(size_t)i * a->stride] - a->z[(size_t)of * a->stride]);
    return 1 / sum;
}

struct loss_row {
    loss_function *of;
    int (*said)(const struct answer *a); /* the class */
    double (*value)(const struct answer *a);
    void (*turn)(const struct answer *a, const double *dz, double *out);
};

static const struct loss_row LOSS[] = {
    [LOSS_mse] = {mse, above_half, itself, turn_mse},
    [LOSS_bce] = {bce, above_zero, chance_of_one, turn_bce},
    [LOSS_cross_entropy] = {cross_entropy, largest, chance, turn_cross_entropy},
};

struct saying net_read(const struct net *net, const double *z, size_t stride)
{
    const struct answer a = {.outputs = net->outputs, .stride = stride, .z = z};
    const struct loss_row *row = &LOSS[(int)net->settled.loss];

    return (struct saying){.said = row->said(&a), .value = row->value(&a)};
}

void net_judge_more(const struct net *net, const struct rows *rows,
                    const struct answers *answers, struct verdict *sums)
{
    int kind = (int)net->settled.loss;
    struct answer a = {.outputs = net->outputs,
                       .stride = rows->stride,
                       .share = 1 / (double)rows->count};

    for (size_t i = 0; i < rows->count; i++) {
        a.z = answers->z + i;
        a.d = answers->d ? answers->d + i : NULL;
        a.label = answers->label[i];
        sums->loss += LOSS[kind].of(&a);
        sums->right += LOSS[kind].said(&a) == a.label;
    }
}

struct verdict net_mean(const struct net *net, const struct verdict *sums, size_t count)
{
    double rows = (double)count;

    return (struct verdict){.loss = count ? sums->loss / rows : NAN,
                            .right =
                                count && net->data->classes ? sums->right / rows : NAN};
}

struct verdict net_judge(const struct net *net, const struct rows *rows,
                         const struct answers *answers)
{
    struct verdict sums = {0};

    net_judge_more(net, rows, answers, &sums);
    return net_mean(net, &sums, rows->count);
}

void net_judge_rate(const struct net *net, const struct rows *rows,
                    const struct answers *answers, const struct turning *turning)
{
    int kind = (int)net->settled.loss;
    struct answer a = {.outputs = net->outputs,
                       .stride = rows->stride,
                       .share = 1 / (double)rows->count};

    for (size_t i = 0; i < rows->count; i++) {
        a.z = answers->z + i;
        a.d = answers->d + i;
        a.label = answers->label[i];
        LOSS[kind].turn(&a, turning->dz + i, turning->dd + i);
    }
}

static double entropy(const struct data *data)
{
    double share[CLASSES_MAX] = {0}, sum = 0;

    for (int i = 0; i < data->rows; i++)
        share[(int)data->label[i]] += 1.0 / data->rows;
    for (int i = 0; i < data->classes; i++)
        sum -= share[i] > 0 ? share[i] * math_log(share[i]) : 0;
    return sum;
}

static double variance(const struct data *data)
{
    double mean = 0, sum = 0;

    for (int i = 0; i < data->rows; i++)
        mean += data->label[i] / data->rows;
    for (int i = 0; i < data->rows; i++)
        sum += (data->label[i] - mean) * (data->label[i] - mean);
    return sum / data->rows;
}

double net_chance(const struct net *net)
{
    return (enum loss)net->settled.loss == LOSS_mse ? variance(net->data)
                                                    : entropy(net->data);
}

/* Of a label that is another one, any of `others`, with probability p. */
static double entropy_of_flips(double p, int others)
{
    if (p <= 0)
        return 0;
    return -(1 - p) * math_log(fmax(1 - p, 1e-300)) - p * math_log(p / others);
}

double net_floor(const struct net *net)
{
    double p = net->settled.data.label_noise, left;
    int classes = net->data->classes;

    if (classes == 0)
        left = p * p;
    else if ((enum loss)net->settled.loss == LOSS_mse)
        left = p * (1 - p);
    else
        left = entropy_of_flips(p, classes > 1 ? classes - 1 : 1);
    return fmin(left, net_chance(net));
}
