/* The lines of a scene's head that make a net and its data. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/scene.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "optim/optimizer.h"

/* Rows [from, to) of the net are what the line may set. */
struct range {
    size_t from, to;
};

static const struct range NET = {0, NET_DATA};
static const struct range DATA = {NET_DATA + 1, NET_SETTINGS};

/* On its own line a number of the data needs no data. before its name. */
static const char *short_name(size_t i)
{
    const char *name = net_row(i)->name, *dot = strchr(name, '.');

    return dot ? dot + 1 : name;
}

/* A name that belongs into another line, the nearest one of this, or all of them. */
static bool refuse_name(const struct range *range, const char *name, struct err *err)
{
    struct nearest near = nearest_begin(name);
    char hint[NEAREST_HINT], names[160] = "";
    size_t used = 0;

    for (size_t i = 0; i < NET_SETTINGS; i++)
        if (i != NET_DATA && strcmp(short_name(i), name) == 0)
            return fail(err, "%s belongs in the line %s", name,
                        i < NET_DATA ? "net" : "data");
    if (settings_find(name) >= 0)
        return fail(err, "%s belongs in the line race", name);
    for (size_t i = range->from; i < range->to; i++) {
        nearest_offer(&near, short_name(i));
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s",
                                 used ? ", " : "", short_name(i));
    }
    if (!near.best)
        return fail(err, "nothing here is called \"%.20s\": there is %s", name, names);
    return fail(err, "nothing here is called \"%s\"%s", name, nearest_hint(&near, hint));
}

static bool take_setting(struct scene_net *net, const struct range *range,
                         struct word *word, struct err *err)
{
    const char *value = word_split_setting(word);

    if (!value)
        return fail(err, "here should be name=value, not \"%s\"", word->text);
    for (size_t i = range->from; i < range->to; i++)
        if (strcmp(short_name(i), word->text) == 0) {
            net->given[i] = true;
            return net_means(i, (enum data_set)net->set.data.data, err) &&
                   param_read(net_row(i), value, &((double *)&net->set)[i], err);
        }
    return refuse_name(range, word->text, err);
}

static bool take_settings(struct scene *scene, const struct range *range, struct words *w,
                          struct err *err)
{
    struct word word;
    bool found;

    for (;;) {
        if (!argument_maybe(w, &word, &found, err))
            return false;
        if (!found)
            return true;
        if (!take_setting(&scene->net, range, &word, err)) {
            err->col = word.col;
            return false;
        }
    }
}

static bool net(struct scene *scene, struct words *w, struct err *err)
{
    scene->net.line = scene->reading;
    return take_settings(scene, &NET, w, err);
}

static bool is_table(const char *word)
{
    size_t length = strlen(word);

    return strchr(word, '/') || (length > 4 && strcmp(word + length - 4, ".csv") == 0);
}

static bool data(struct scene *scene, struct words *w, struct err *err)
{
    struct scene_net *net = &scene->net;
    struct word word;

    net->data_line = scene->reading;
    if (!argument_word(w, &word, "the name of a data set, or a file.csv", err))
        return false;
    net->data_col = word.col;
    if (is_table(word.text)) {
        net->table = memory_copy_text(word.text);
        net->set.data.data = DATA_table;
    } else if (!param_read(net_row(NET_DATA), word.text, &net->set.data.data, err) ||
               net->set.data.data == DATA_table) {
        return fail_at(
            err, word.col,
            "no data set is called \"%s\": `gradscape list data` names them, and a "
            "file ends in .csv",
            word.text);
    }
    return take_settings(scene, &DATA, w, err);
}

const struct command net_commands[] = {
    {
        .name = "net",
        .usage =
            "net [depth= width= activation= init= gain= norm= residual= dropout= loss=]",
        .help = "a feed-forward net; depth counts its hidden layers",
        .places = COMMAND_HEAD | COMMAND_ONCE,
        .head = net,
    },
    {
        .name = "data",
        .usage = "data NAME|FILE.csv [samples= noise= label_noise= augment= test= arms= "
                 "classes=]",
        .help = "what the net learns: a drawn set, or a file of numbers, the target last",
        .places = COMMAND_HEAD | COMMAND_ONCE,
        .head = data,
    },
    {0},
};

/* A file's own place stands in the message; the err's is the word that names the file. */
static bool read_table(const struct scene_net *net, struct table *table, struct err *err)
{
    struct source source;
    char path[WORD_MAX + 2];
    struct err why;
    bool done;

    snprintf(path, sizeof path, "%s%s", strchr(net->table, '/') ? "" : "./", net->table);
    done = source_read(&source, path, SOURCE_DATA, &why);
    if (!done)
        fail(err, "%s: %s", net->table, why.text);
    else if (!(done = table_read(source.text, table, &why)))
        fail(err, "%s, line %d, column %d: %s", net->table, why.line, why.col, why.text);
    source_free(&source);
    if (!done)
        err_move(err, net->data_line, net->data_col);
    return done;
}

/* What the scene leaves open: the usual noise of its data, the loss that fits them. */
static void complete(struct scene_net *net, const struct table *table)
{
    struct data_settings usual = net->set.data;

    net_standard_noise(&usual);
    if (!net->given[NET_SETTING(data.noise)])
        net->set.data.noise = usual.noise;
    if (!net->given[NET_SETTING(data.label_noise)])
        net->set.data.label_noise = usual.label_noise;
    if (!net->given[NET_SETTING(loss)])
        net->set.loss = net_loss_for(&net->set, table);
}

struct problem *scene_net(const struct scene *scene, uint64_t seed, struct err *err)
{
    struct scene_net net = scene->net;
    struct table table = {0};
    struct problem *problem;

    if (net.table && !read_table(&net, &table, err))
        return NULL;
    complete(&net, net.table ? &table : NULL);
    problem = net_new(&net.set, net.table ? &table : NULL, seed, err);
    if (problem)
        return problem;
    free(table.cells);
    err_move(err, net.line, 1);
    return NULL;
}
