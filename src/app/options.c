/* The rows of all options: what follows each, what it means, how it is read. */
#include "app/request.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"

/* 2^53 - 1: a text of more is rounded, and then means another number. */
static const double COUNT_MOST = 9007199254740991.0;

enum { SIDE_MAX = 1000 };

static bool take_count(const char *value, int64_t least, int64_t *out, struct err *err)
{
    double number;

    if (!number_read(value, &number) || number < (double)least || number > COUNT_MOST ||
        number != (double)(int64_t)number)
        return fail(err, "\"%s\" is no whole number from %d to 2^53 - 1", value,
                    (int)least);
    *out = (int64_t)number;
    return true;
}

static bool take_steps(struct request *r, const char *value, struct err *err)
{
    return take_count(value, 0, &r->steps, err);
}

static bool take_every(struct request *r, const char *value, struct err *err)
{
    return take_count(value, 1, &r->every, err);
}

static bool take_at(struct request *r, const char *value, struct err *err)
{
    return take_count(value, 0, &r->at, err);
}

static bool take_seed(struct request *r, const char *value, struct err *err)
{
    int64_t seed = 0;

    if (!take_count(value, 0, &seed, err))
        return false;
    r->has_seed = true;
    r->seed = (uint64_t)seed;
    return true;
}

static bool take_set(struct request *r, const char *value, struct err *err)
{
    const char *equals = strchr(value, '=');

    if (!equals || equals == value || equals[1] == '\0')
        return fail(err, "\"%s\" is no setting: write NAME=VALUE", value);
    r->set[r->sets++] = value;
    return true;
}

static bool take_do(struct request *r, const char *value, struct err *err)
{
    (void)err;
    r->act[r->dos++] = value;
    return true;
}

/* words is a list with | between; the value must be one of them. */
static bool take_word(const char *value, const char *words, const char **out,
                      struct err *err)
{
    size_t length = strlen(value);

    for (const char *word = words; *word;
         word += strcspn(word, "|"), word += *word == '|')
        if (length > 0 && strcspn(word, "|") == length &&
            strncmp(word, value, length) == 0) {
            *out = value;
            return true;
        }
    return fail(err, "\"%s\" is none of %s", value, words);
}

static bool take_rows_format(struct request *r, const char *value, struct err *err)
{
    return take_word(value, option_rows_format.value, &r->format, err);
}

static bool take_format(struct request *r, const char *value, struct err *err)
{
    return take_word(value, option_format.value, &r->format, err);
}

static bool take_output(struct request *r, const char *value, struct err *err)
{
    if (value[0] == '\0')
        return fail(err, "an empty name is no file");
    r->output = value;
    return true;
}

static bool take_point(struct request *r, const char *value, struct err *err)
{
    if (r->axes == 2)
        return fail(err, "the point is given already");
    if (!number_read(value, &r->point[r->axes]))
        return fail(err, "\"%s\" is no number", value);
    r->axes++;
    return true;
}

static bool take_size(struct request *r, const char *value, struct err *err)
{
    int used = 0;

    if (strlen(value) > 9 || strspn(value, "0123456789x") != strlen(value) ||
        sscanf(value, "%dx%d%n", &r->cols, &r->rows, &used) != 2 || value[used] != '\0' ||
        r->cols < 1 || r->rows < 1 || r->cols > SIDE_MAX || r->rows > SIDE_MAX)
        return fail(err,
                    "\"%s\" is no size: write COLSxROWS, 1x1 to %dx%d, such as 80x24",
                    value, SIDE_MAX, SIDE_MAX);
    return true;
}

static bool take_colours(struct request *r, const char *value, struct err *err)
{
    const char *word;
    double number = 0;

    if (!take_word(value, option_colours.value, &word, err))
        return false;
    number_read(word, &number);
    r->colours = (int)number;
    return true;
}

static bool take_glyphs(struct request *r, const char *value, struct err *err)
{
    (void)err;
    r->glyphs = value;
    return true;
}

static bool take_theme(struct request *r, const char *value, struct err *err)
{
    (void)err;
    r->theme = value;
    return true;
}

const struct option option_steps = {
    .name = "--steps",
    .letter = "-n",
    .value = "STEPS",
    .help = "steps to go; 200 unless given",
    .most = 1,
    .take = take_steps,
};

const struct option option_every = {
    .name = "--every",
    .letter = "-e",
    .value = "EVERY",
    .help = "report every so many steps, and the last; 1 unless given",
    .most = 1,
    .take = take_every,
};

const struct option option_seed = {
    .name = "--seed",
    .value = "N",
    .help = "the seed of all random numbers, instead of the scene's",
    .most = 1,
    .take = take_seed,
};

const struct option option_set = {
    .name = "--set",
    .value = "NAME=VALUE",
    .help = "change a parameter before the first step; may be given again",
    .values = "parameters",
    .most = 1,
    .take = take_set,
};

const struct option option_do = {
    .name = "--do",
    .value = "COMMAND",
    .help = "obey a command of the language before the output; may be given again",
    .values = "commands",
    .most = 1,
    .take = take_do,
};

const struct option option_rows_format = {
    .name = "--format",
    .letter = "-f",
    .value = "csv|jsonl",
    .help = "comma-separated values, or one JSON object a line; csv unless given",
    .values = "csv|jsonl",
    .most = 1,
    .take = take_rows_format,
};

const struct option option_output = {
    .name = "--output",
    .letter = "-o",
    .value = "FILE",
    .help = "write there, whole or not at all; - and nothing mean standard output",
    .most = 1,
    .take = take_output,
};

const struct option option_point = {
    .name = "--at",
    .value = "X [Y]",
    .help = "the point",
    .most = 2,
    .take = take_point,
};

const struct option option_size = {
    .name = "--size",
    .value = "COLSxROWS",
    .help = "of the screen; 80x24 unless given",
    .most = 1,
    .take = take_size,
};

const struct option option_at = {
    .name = "--at",
    .value = "STEP",
    .help = "the step to go to first; 0 unless given",
    .most = 1,
    .take = take_at,
};

static bool take_run(struct request *r, const char *value, struct err *err)
{
    (void)err;
    r->run = value;
    return true;
}

const struct option option_run = {
    .name = "--run",
    .value = "NAME",
    .help = "the runner; the first unless given",
    .most = 1,
    .take = take_run,
};

const struct option option_format = {
    .name = "--format",
    .letter = "-f",
    .value = "text|ansi|svg",
    .help =
        "plain text, text with colours for a terminal, or a picture; text unless given",
    .values = "text|ansi|svg",
    .most = 1,
    .take = take_format,
};

const struct option option_glyphs = {
    .name = "--glyphs",
    .value = "G",
    .help = "the glyphs to draw with",
    .values = "glyphs",
    .most = 1,
    .take = take_glyphs,
};

const struct option option_colours = {
    .name = "--colours",
    .value = "0|8|16|256",
    .help = "how many colours; none for text, else 256, unless given",
    .values = "0|8|16|256",
    .most = 1,
    .take = take_colours,
};

const struct option option_theme = {
    .name = "--theme",
    .value = "T",
    .help = "the palette",
    .values = "themes",
    .most = 1,
    .take = take_theme,
};
