/* gradscape list: names, one a line. */
#include <stdio.h>
#include <string.h>

#include "app/listing.h"
#include "app/subcommand.h"
#include "base/nearest.h"

static int width_of(const struct listing *listing)
{
    struct listed row;
    int width = 0;

    for (int i = 0; listing->row(i, &row); i++)
        if ((int)strlen(row.name) > width)
            width = (int)strlen(row.name);
    return width;
}

static void print(FILE *file, const void *context)
{
    const struct listing *listing = context;
    int width = width_of(listing);
    struct listed row;

    for (int i = 0; listing->row(i, &row); i++)
        if (row.text[0])
            fprintf(file, "%-*s  %s\n", width, row.name, row.text);
        else
            fprintf(file, "%s\n", row.name);
}

static void refuse(const char *word, struct err *err)
{
    struct nearest near = nearest_begin(word);
    char hint[NEAREST_HINT];

    for (const struct listing *l = listings(); l->name; l++)
        nearest_offer(&near, l->name);
    fail(err, "list knows no kind \"%s\"%s (`gradscape list kinds` has them)", word,
         nearest_hint(&near, hint));
}

static enum exit_status run(const struct request *request)
{
    const struct listing *listing = listing_find(request->operand[0]);
    struct err err;

    if (!listing) {
        refuse(request->operand[0], &err);
        return complain(EXIT_USAGE, &err);
    }
    return print_whole(print, listing);
}

static const struct option *const OPTIONS[] = {NULL};

const struct subcommand list_subcommand = {
    .name = "list",
    .operands = "KIND",
    .least = 1,
    .most = 1,
    .kind = "kinds",
    .options = OPTIONS,
    .help = "print everything of a kind, one a line, the name first",
    .run = run,
};
