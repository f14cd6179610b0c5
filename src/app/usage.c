/* How the program is called, from the table of its commands. */
#include "app/usage.h"

#include <stdio.h>

#include "app/subcommand.h"

static void print_option(FILE *file, const struct option *o)
{
    char names[64];

    snprintf(names, sizeof names, "%s%s%s %s", o->letter ? o->letter : "",
             o->letter ? ", " : "", o->name, o->value);
    fprintf(file, "      %-28s %s\n", names, o->help);
}

static void print_subcommand(FILE *file, const struct subcommand *s)
{
    fprintf(file, "  gradscape %s%s%s\n      %s\n", s->name,
            s->name[0] && s->operands[0] ? " " : "", s->operands, s->help);
    for (const struct option *const *o = s->options; *o; o++)
        print_option(file, *o);
}

static const char HEAD[] =
    "gradscape: a laboratory for gradient descent in a terminal\n\n";
static const char TAIL[] =
    "  gradscape --help | --version\n\n"
    "SCENE is a file if it has a slash or ends in .scene, else a built-in's name; - is\n"
    "standard input. `gradscape list kinds` says what there is, `gradscape man` is the "
    "manual.\n";

void usage_print(FILE *file, const void *context)
{
    if (context) {
        print_subcommand(file, context);
        return;
    }
    fputs(HEAD, file);
    print_subcommand(file, &live_subcommand);
    for (const struct subcommand *const *s = subcommands(); *s; s++)
        print_subcommand(file, *s);
    fputs(TAIL, file);
}
