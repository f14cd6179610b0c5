/* gradscape: a laboratory for gradient descent in a terminal. */
#include <stdio.h>
#include <string.h>

#include "app/library.h"
#include "app/source.h"
#include "app/subcommand.h"
#include "app/usage.h"
#include "base/nearest.h"

static const char HELP[] = "--help";

static bool asks_for_help(char **argv)
{
    for (; *argv && strcmp(*argv, "--") != 0; argv++)
        if (strcmp(*argv, HELP) == 0)
            return true;
    return false;
}

static enum exit_status obey(const struct subcommand *subcommand, char **argv)
{
    struct request request;
    struct err err;
    enum exit_status status;

    if (asks_for_help(argv))
        return print_whole(usage_print, subcommand);
    status = request_read(&request, subcommand, argv, &err) ? subcommand->run(&request)
                                                            : complain(EXIT_USAGE, &err);
    request_free(&request);
    return status;
}

/* What is neither a command nor a scene. */
static enum exit_status refuse(const char *word)
{
    struct nearest near = nearest_begin(word);
    char hint[NEAREST_HINT];
    struct err err;

    for (const struct subcommand *const *s = subcommands(); *s; s++)
        nearest_offer(&near, (*s)->name);
    for (const struct library_scene *scene = library_scenes; scene->name; scene++)
        nearest_offer(&near, scene->name);
    fail(&err, "there is no command and no scene \"%s\"%s (see gradscape --help)", word,
         nearest_hint(&near, hint));
    return complain(EXIT_USAGE, &err);
}

static void print_version(FILE *file, const void *context)
{
    (void)context;
    fprintf(file, "gradscape %s\n", VERSION);
}

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    const struct subcommand *subcommand = subcommand_find(word);

    if (subcommand)
        return obey(subcommand, argv + 2);
    if (strcmp(word, HELP) == 0 || strcmp(word, "-h") == 0)
        return print_whole(usage_print, NULL);
    if (strcmp(word, "--version") == 0)
        return print_whole(print_version, NULL);
    if (word[0] && word[0] != '-' && !source_is_file(word) && !library_find(word))
        return refuse(word);
    return obey(&live_subcommand, argv + (argc > 0));
}
