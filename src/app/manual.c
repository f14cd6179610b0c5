/* gradscape man: the manual page, written from the tables. */
#include <stdio.h>
#include <string.h>

#include "app/listing.h"
#include "app/subcommand.h"

/* Characters that troff takes for something else, and how it is told to show them. */
struct escape {
    char character;
    const char *troff;
};

static const struct escape ESCAPES[] = {
    {'\\', "\\e"},  {'-', "\\-"},    {'^', "\\(ha"}, {'~', "\\(ti"},
    {'`', "\\(ga"}, {'\'', "\\(aq"}, {'.', "\\&."},  {0},
};

static void print_text(FILE *file, const char *text)
{
    for (; *text; text++) {
        const struct escape *e = ESCAPES;

        while (e->character && e->character != *text)
            e++;
        if (e->character)
            fputs(e->troff, file);
        else
            fputc(*text, file);
    }
}

static void print_line(FILE *file, const char *text)
{
    print_text(file, text);
    fputc('\n', file);
}

static void print_entry(FILE *file, const char *name, const char *text)
{
    fputs(".TP\n.B ", file);
    print_line(file, name);
    print_line(file, text[0] ? text : name);
}

static void print_synopsis(FILE *file)
{
    for (const struct subcommand *const *s = subcommands(); *s; s++) {
        fputs(s == subcommands() ? ".B gradscape " : ".br\n.B gradscape ", file);
        print_text(file, (*s)->name);
        if ((*s)->operands[0])
            fprintf(file, "\n%s", (*s)->operands);
        for (const struct option *const *o = (*s)->options; *o; o++) {
            fputs("\n[", file);
            print_text(file, (*o)->letter ? (*o)->letter : (*o)->name);
            fputc(' ', file);
            print_text(file, (*o)->value);
            fputc(']', file);
        }
        fputc('\n', file);
    }
}

static void print_option(FILE *file, const struct option *o)
{
    fputs(".TP\n.B ", file);
    if (o->letter) {
        print_text(file, o->letter);
        fputs(", ", file);
    }
    print_text(file, o->name);
    fputc(' ', file);
    print_line(file, o->value);
    print_line(file, o->help);
}

static void print_subcommands(FILE *file)
{
    for (const struct subcommand *const *s = subcommands(); *s; s++) {
        fprintf(file, ".SS %s", (*s)->name);
        fprintf(file, "%s%s\n", (*s)->operands[0] ? " " : "", (*s)->operands);
        print_line(file, (*s)->help);
        for (const struct option *const *o = (*s)->options; *o; o++)
            print_option(file, *o);
    }
}

static void print_listing(FILE *file, const struct listing *listing)
{
    struct listed row;

    fprintf(file, ".SH %s\n", listing->title);
    print_line(file, listing->help);
    for (int i = 0; listing->row(i, &row); i++)
        print_entry(file, row.name, row.text);
}

static const char *const HEAD[] = {
    ".SH NAME",
    "gradscape \\- a laboratory for gradient descent in a terminal",
    ".SH SYNOPSIS",
    NULL,
};

static const char *const DESCRIPTION[] = {
    ".SH DESCRIPTION",
    "One or more optimizers race over a landscape from one start, meeting the same "
    "noise. A scene",
    "says which: a text with one command a line. SCENE is a file if it has a slash or "
    "ends in",
    ".BR .scene ,",
    "else the name of a built\\-in scene;",
    ".B \\-",
    "is standard input. A word that reads as a number is never an option, and",
    ".B \\-\\-",
    "ends options. Nothing is read from the environment.",
    ".SH COMMANDS",
    NULL,
};

static const char *const LANGUAGE[] = {
    ".SH THE LANGUAGE",
    "One command a line; words are separated by blanks, quotes keep blanks, settings are",
    "name=value, and # at the start of a line or after a blank begins a comment. A scene "
    "is a head",
    "and a script: the head ends at the first of step, back, play, wait, until, say, "
    "ask, expect",
    "and mark. The order of the head's lines does not matter, except among race lines. "
    "Where",
    "domain is missing it is \\-5:5; where start is missing it lies at four fifths of "
    "the domain.",
    "A script begins paused;",
    ".B check",
    "runs it, the other commands read the head alone.",
    ".PP",
    "An update is: gradient, noise, clip, L2 decay, rule. The rows of",
    ".B run",
    "give loss and gradient exactly at the position after so many updates, and the rate "
    "that the",
    "next one will use.",
    ".PP",
    "Formulas have + \\- * / \\(ha (to the right, before the sign: \\-x\\(ha2 is "
    "\\-(x\\(ha2)),",
    "parentheses, x y pi e, constants and functions. Conditions compare quantities by < "
    "<= > >= ==",
    "!= and join them by and, or, not:",
    ".B adam.loss < 1e\\-3 and not sgd.diverged",
    ".PP",
    "A bare name means the first runner; a setting and a diagnosis have their names, "
    "too.",
    NULL,
};

static const char *const TAIL[] = {
    ".SH EXIT STATUS",
    "0 for done, 1 for a run, file or claim that failed, 2 for a wrong command line.",
    ".SH EXAMPLES",
    ".nf",
    "gradscape run saddle \\-n 500 \\-e 10",
    "gradscape probe rosenbrock \\-\\-at \\-1.2 1",
    "gradscape render saddle \\-\\-at 100 \\-f svg \\-o saddle.svg",
    "gradscape check my.scene",
    ".fi",
    NULL,
};

static void print_all(FILE *file, const char *const *lines)
{
    for (; *lines; lines++)
        fprintf(file, "%s\n", *lines);
}

static void print_manual(FILE *file, const void *context)
{
    (void)context;
    fprintf(file, ".TH GRADSCAPE 1 \"\" \"gradscape %s\"\n", VERSION);
    print_all(file, HEAD);
    print_synopsis(file);
    print_all(file, DESCRIPTION);
    print_subcommands(file);
    print_all(file, LANGUAGE);
    for (const struct listing *l = listings(); l->name; l++)
        print_listing(file, l);
    print_all(file, TAIL);
}

static enum exit_status run(const struct request *request)
{
    (void)request;
    return print_whole(print_manual, NULL);
}

static const struct option *const OPTIONS[] = {NULL};

const struct subcommand man_subcommand = {
    .name = "man",
    .operands = "",
    .options = OPTIONS,
    .help = "print the manual page; gradscape man | man -l -",
    .run = run,
};
