/* Reads a command line by the rows of the options that its subcommand takes. */
#include "app/request.h"

#include <stdlib.h>
#include <string.h>

#include "app/subcommand.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/number.h"

struct reader {
    struct request *request;
    char **argv; /* the next word */
    struct err *err;
};

/* One word of the command line that names an option. */
struct spelling {
    char name[40];
    const char
        *value; /* joined to it with = or directly after the letter; NULL for none */
};

static bool looks_like_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && !number_is(word);
}

static struct spelling spell(const char *word)
{
    size_t length = strcspn(word, "=");
    bool is_long = word[1] == '-';
    struct spelling s = {.value = word[length] == '=' ? word + length + 1 : NULL};

    if (!is_long && length > 2) {
        s.value = word + 2;
        length = 2;
    }
    if (length >= sizeof s.name)
        length = sizeof s.name - 1;
    memcpy(s.name, word, length);
    return s;
}

const struct option *request_option(const struct subcommand *subcommand, const char *name)
{
    for (const struct option *const *o = subcommand->options; *o; o++)
        if (strcmp((*o)->name, name) == 0 ||
            ((*o)->letter && strcmp((*o)->letter, name) == 0))
            return *o;
    return NULL;
}

static bool refuse_option(const struct subcommand *subcommand, const char *word,
                          struct err *err)
{
    struct nearest near = nearest_begin(word);
    char hint[NEAREST_HINT];

    for (const struct option *const *o = subcommand->options; *o; o++)
        nearest_offer(&near, (*o)->name);
    return fail(err, "%s has no option %s%s", subcommand->name, word,
                nearest_hint(&near, hint));
}

static bool take(struct reader *r, const struct option *option, const char *value)
{
    struct err why;

    if (option->take(r->request, value, &why))
        return true;
    return fail(r->err, "%s: %s", option->name, why.text);
}

static bool take_option(struct reader *r, const char *word)
{
    struct spelling s = spell(word);
    const struct option *option = request_option(r->request->subcommand, s.name);

    if (!option)
        return refuse_option(r->request->subcommand, word[1] == '-' ? s.name : word,
                             r->err);
    if (!s.value) {
        if (!*r->argv || looks_like_option(*r->argv))
            return fail(r->err, "%s needs a value: %s %s", s.name, s.name, option->value);
        s.value = *r->argv++;
    }
    if (!take(r, option, s.value))
        return false;
    for (int i = 1; i < option->most && *r->argv && number_is(*r->argv); i++)
        if (!take(r, option, *r->argv++))
            return false;
    return true;
}

static bool check_operands(const struct request *request, struct err *err)
{
    const struct subcommand *s = request->subcommand;

    const char *gap = s->operands[0] ? " " : "";

    if (request->operands < s->least)
        return fail(err, "%s needs %s: gradscape %s %s", s->name, s->operands, s->name,
                    s->operands);
    if (request->operands > s->most)
        return fail(err, "%s takes no \"%s\": gradscape %s%s%s", s->name,
                    request->operand[s->most], s->name, gap, s->operands);
    return true;
}

static void begin(struct request *request, const struct subcommand *subcommand,
                  size_t words)
{
    *request = (struct request){
        .subcommand = subcommand,
        .operand = memory_new(words, sizeof *request->operand),
        .set = memory_new(words, sizeof *request->set),
        .act = memory_new(words, sizeof *request->act),
        .steps = 200,
        .every = 1,
        .cols = 80,
        .rows = 24,
        .colours = -1,
    };
}

bool request_read(struct request *request, const struct subcommand *subcommand,
                  char **argv, struct err *err)
{
    struct reader reader = {.request = request, .argv = argv, .err = err};
    bool options = true;
    size_t words = 0;

    while (argv[words])
        words++;
    begin(request, subcommand, words);
    while (*reader.argv) {
        const char *word = *reader.argv++;

        if (options && strcmp(word, "--") == 0)
            options = false;
        else if (!options || !looks_like_option(word))
            request->operand[request->operands++] = word;
        else if (!take_option(&reader, word))
            return false;
    }
    return check_operands(request, err);
}

void request_free(struct request *request)
{
    free(request->operand);
    free(request->set);
    free(request->act);
}
