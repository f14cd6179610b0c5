/*
 * The rows of all numbers of a net and its data: what each is called, may be and starts
 * with.
 */
#include "problem/net.h"

struct setting {
    struct param row;
    double value;
};

#define WORD(name, ...) #name,
#define NOISE(name, noise, label_noise, text) [DATA_##name] = {noise, label_noise},

static const char *const switch_words[] = {"off", "on", NULL};
static const char *const activation_words[] = {ACTIVATIONS(WORD) NULL};
static const char *const init_words[] = {INITS(WORD) NULL};
static const char *const norm_words[] = {NORMS(WORD) NULL};
static const char *const loss_words[] = {LOSSES(WORD) NULL};
static const char *const data_words[] = {DATA_SETS(WORD) "file", NULL};
static const double STANDARD_NOISE[][2] = {DATA_SETS(NOISE)};

/* clang-format off */
#define ROW(field, word, start, ...) \
    [NET_SETTING(field)] = {.value = start, \
                            .row = {.name = word, .unit = "", __VA_ARGS__}}
/* clang-format on */
#define WORDS(of) (sizeof(of) / sizeof *(of)-2)
#define REAL(from, to) .kind = PARAM_REAL, .low = from, .high = to
#define COUNT(from, to) .kind = PARAM_COUNT, .low = from, .high = to
#define CHOICE(of) .kind = PARAM_CHOICE, .high = WORDS(of), .notch = 1, .choices = of
#define ADD(by) .notch_by = NOTCH_ADD, .notch = by
#define TIMES(by, from) .notch_by = NOTCH_MULTIPLY, .notch = by, .least = from

static const struct setting table[NET_SETTINGS] = {
    ROW(depth, "depth", 2, COUNT(0, DEPTH_MAX), ADD(1), .help = "hidden layers"),
    ROW(width, "width", 16, COUNT(1, WIDTH_MAX), TIMES(1.25, 1),
        .help = "units in each hidden layer"),
    ROW(activation, "activation", ACTIVATION_tanh, CHOICE(activation_words),
        .help = "what a hidden unit makes of its sum"),
    ROW(init, "init", INIT_xavier, CHOICE(init_words),
        .help = "how the first weights are drawn"),
    ROW(gain, "gain", 1, REAL(0, 1e3), TIMES(1.25, 1e-3),
        .help = "factor of the first weights"),
    ROW(norm, "norm", NORM_none, CHOICE(norm_words),
        .help = "what is brought to a standard size before the activation"),
    ROW(residual, "residual", 0, CHOICE(switch_words),
        .help = "adds a hidden layer's input to its output, where the widths agree"),
    ROW(dropout, "dropout", 0, REAL(0, 0.99), ADD(0.05),
        .help = "share of hidden units that are silenced in each training step"),
    ROW(loss, "loss", LOSS_bce, CHOICE(loss_words), .help = "what is made small"),
    ROW(data.data, "data", DATA_moons, .kind = PARAM_CHOICE, .high = DATA_table - 1,
        .notch = 1, .choices = data_words, .help = "the data set"),
    ROW(data.samples, "samples", 400, COUNT(2, SAMPLES_MAX), TIMES(1.25, 2),
        .help = "rows that are drawn, those held out included"),
    ROW(data.noise, "data.noise", 0.1, REAL(0, 1e3), TIMES(1.25, 1e-3),
        .help = "spread (sigma) of what is added to the data's inputs"),
    ROW(data.label_noise, "label_noise", 0, REAL(0, 1e3), ADD(0.05),
        .help =
            "share of the training labels that is flipped, or sigma of what is added"),
    ROW(data.augment, "augment", 0, REAL(0, 1e3), TIMES(1.25, 1e-3),
        .help = "spread (sigma) of the jitter that inputs get anew in every batch"),
    ROW(data.test, "test", 0.25, REAL(0, 0.99), ADD(0.05),
        .help = "share of the rows that is held out"),
    ROW(data.arms, "arms", 2, COUNT(2, 5), ADD(1),
        .help = "arms of the spirals, a class each"),
    ROW(data.classes, "classes", 2, COUNT(2, CLASSES_MAX), ADD(1),
        .help = "clouds of the blobs, a class each"),
};

const struct param *net_row(size_t i)
{
    return &table[i].row;
}

bool net_means(size_t i, enum data_set set, struct err *err)
{
    enum data_set of = i == NET_SETTING(data.arms)      ? DATA_spirals
                       : i == NET_SETTING(data.classes) ? DATA_blobs
                                                        : set;

    if (i == NET_SETTING(data.samples) && set == DATA_table)
        return fail(err, "samples is for sets that are drawn: of a file all rows count");
    return of == set || fail(err, "%s is for the data set %s alone: %s has no use for it",
                             table[i].row.name, data_words[of],
                             set == DATA_table ? "a file" : data_words[set]);
}

struct net_settings net_defaults(void)
{
    struct net_settings set;

    for (int i = 0; i < NET_SETTINGS; i++)
        ((double *)&set)[i] = table[i].value;
    return set;
}

void net_standard_noise(struct data_settings *data)
{
    if (data->data == DATA_table) {
        data->noise = data->label_noise = 0;
        return;
    }
    data->noise = STANDARD_NOISE[(int)data->data][0];
    data->label_noise = STANDARD_NOISE[(int)data->data][1];
}

#define HELP(name, text) {#name, text},
#define FORM_HELP(name, text, source) {#name, text},
#define DATA_HELP(name, noise, label_noise, text) {#name, text},

static const struct net_word ACTIVATION_HELP[] = {ACTIVATIONS(FORM_HELP){0}};
static const struct net_word INIT_HELP[] = {INITS(HELP){0}};
static const struct net_word NORM_HELP[] = {NORMS(HELP){0}};
static const struct net_word LOSS_HELP[] = {LOSSES(HELP){0}};
static const struct net_word SET_HELP[] = {DATA_SETS(DATA_HELP){0}};

const struct net_word *net_words(size_t setting)
{
    static const struct net_word *const HELPS[NET_SETTINGS] = {
        [NET_SETTING(activation)] = ACTIVATION_HELP,
        [NET_SETTING(init)] = INIT_HELP,
        [NET_SETTING(norm)] = NORM_HELP,
        [NET_SETTING(loss)] = LOSS_HELP,
        [NET_SETTING(data.data)] = SET_HELP,
    };

    return HELPS[setting];
}
