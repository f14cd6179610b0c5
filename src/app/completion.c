/*
 * gradscape completion: what a shell needs to complete a command line, from the tables.
 */
#include <stdio.h>
#include <string.h>

#include "app/listing.h"
#include "app/subcommand.h"
#include "base/nearest.h"

/* One shell: the word that names it and how its script is written. */
struct shell {
    const char *name;
    print_function *print;
};

/*
 * The words of a `list` kind, or those that stand in `values` with | between; blanks
 * between them.
 */
static void print_words(FILE *file, const char *values)
{
    const struct listing *listing = values ? listing_find(values) : NULL;
    struct listed row;

    for (int i = 0; listing && listing->row(i, &row); i++)
        fprintf(file, "%s%s", i ? " " : "", row.name);
    for (const char *c = values; !listing && c && *c; c++)
        fputc(*c == '|' ? ' ' : *c, file);
}

/* Text between single quotes of a shell; apostrophes would end them. */
static void print_quoted(FILE *file, const char *text)
{
    for (; *text; text++)
        if (*text == '\'')
            fputs("'\\''", file);
        else
            fputc(*text, file);
}

static void print_subcommand_names(FILE *file)
{
    for (const struct subcommand *const *s = subcommands(); *s; s++)
        fprintf(file, "%s%s", s == subcommands() ? "" : " ", (*s)->name);
}

static void bash_subcommand(FILE *file, const struct subcommand *s)
{
    fprintf(file, "    %s)\n        case $before in\n", s->name);
    for (const struct option *const *o = s->options; *o; o++) {
        fprintf(file, "        %s%s%s) words='", (*o)->letter ? (*o)->letter : "",
                (*o)->letter ? "|" : "", (*o)->name);
        print_words(file, (*o)->values);
        fputs("' ;;\n", file);
    }
    fputs("        *) words='", file);
    print_words(file, s->kind);
    for (const struct option *const *o = s->options; *o; o++)
        fprintf(file, " %s", (*o)->name);
    fputs("' ;;\n        esac ;;\n", file);
}

static void print_bash(FILE *file, const void *context)
{
    (void)context;
    fputs("_gradscape() {\n"
          "    local now=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} "
          "words=\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words='",
          file);
    print_subcommand_names(file);
    fputc(' ', file);
    print_words(file, "scenes");
    fputs("'\n    else\n    case ${COMP_WORDS[1]} in\n", file);
    for (const struct subcommand *const *s = subcommands(); *s; s++)
        bash_subcommand(file, *s);
    fputs("    esac\n    fi\n"
          "    COMPREPLY=($(compgen -W \"$words\" -- \"$now\"))\n"
          "}\ncomplete -o default -F _gradscape gradscape\n",
          file);
}

static void zsh_option(FILE *file, const struct option *o)
{
    fputs(" \\\n            ", file);
    if (o->letter)
        fprintf(file, "'(%s %s)'{%s,%s}", o->letter, o->name, o->letter, o->name);
    else
        fprintf(file, "'*'%s", o->name);
    fputs("'[", file);
    print_quoted(file, o->help);
    fputs("]:value:(", file);
    print_words(file, o->values);
    fputs(")'", file);
}

static void print_zsh(FILE *file, const void *context)
{
    (void)context;
    fputs("#compdef gradscape\n_gradscape() {\n"
          "    if (( CURRENT == 2 )); then\n        compadd -- ",
          file);
    print_subcommand_names(file);
    fputc(' ', file);
    print_words(file, "scenes");
    fputs("\n        _files\n        return\n    fi\n"
          "    local subcommand=$words[2]\n"
          "    shift words; (( CURRENT-- ))\n"
          "    case $subcommand in\n",
          file);
    for (const struct subcommand *const *s = subcommands(); *s; s++) {
        fprintf(file, "    %s)\n        _arguments", (*s)->name);
        for (const struct option *const *o = (*s)->options; *o; o++)
            zsh_option(file, *o);
        if ((*s)->kind) {
            fputs(" \\\n            '*:operand:(", file);
            print_words(file, (*s)->kind);
            fputs(")'", file);
        }
        fputs(" ;;\n", file);
    }
    fputs("    esac\n}\n"
          "if [ \"$funcstack[1]\" = \"_gradscape\" ]; then _gradscape \"$@\"; else\n"
          "compdef _gradscape gradscape; fi\n",
          file);
}

static void fish_option(FILE *file, const struct subcommand *s, const struct option *o)
{
    fprintf(file, "complete -c gradscape -n '__fish_seen_subcommand_from %s'", s->name);
    if (o->letter)
        fprintf(file, " -s %s", o->letter + 1);
    fprintf(file, " -l %s %s -d '", o->name + 2, o->values ? "-x" : "-r");
    print_quoted(file, o->help);
    fputc('\'', file);
    if (o->values) {
        fputs(" -a '", file);
        print_words(file, o->values);
        fputc('\'', file);
    }
    fputc('\n', file);
}

static void print_fish(FILE *file, const void *context)
{
    (void)context;
    fputs("complete -c gradscape -n __fish_use_subcommand -a '", file);
    print_words(file, "scenes");
    fputs("'\n", file);
    for (const struct subcommand *const *s = subcommands(); *s; s++) {
        fprintf(file, "complete -c gradscape -n __fish_use_subcommand -a %s -d '",
                (*s)->name);
        print_quoted(file, (*s)->help);
        fputs("'\n", file);
        for (const struct option *const *o = (*s)->options; *o; o++)
            fish_option(file, *s, *o);
        if (!(*s)->kind)
            continue;
        fprintf(file, "complete -c gradscape -n '__fish_seen_subcommand_from %s' -a '",
                (*s)->name);
        print_words(file, (*s)->kind);
        fputs("'\n", file);
    }
}

static const struct shell SHELLS[] = {
    {.name = "bash", .print = print_bash},
    {.name = "zsh", .print = print_zsh},
    {.name = "fish", .print = print_fish},
};

enum { SHELLS_COUNT = sizeof SHELLS / sizeof *SHELLS };

static const char OPERANDS[] = "bash|zsh|fish";

static enum exit_status run(const struct request *request)
{
    const char *word = request->operand[0];
    struct nearest near = nearest_begin(word);
    char hint[NEAREST_HINT];
    struct err err;

    for (int i = 0; i < SHELLS_COUNT; i++) {
        if (strcmp(SHELLS[i].name, word) == 0)
            return print_whole(SHELLS[i].print, NULL);
        nearest_offer(&near, SHELLS[i].name);
    }
    fail(&err, "completion knows no shell \"%s\"%s (%s)", word, nearest_hint(&near, hint),
         OPERANDS);
    return complain(EXIT_USAGE, &err);
}

static const struct option *const OPTIONS[] = {NULL};

const struct subcommand completion_subcommand = {
    .name = "completion",
    .operands = OPERANDS,
    .least = 1,
    .most = 1,
    .kind = OPERANDS,
    .options = OPTIONS,
    .help = "print a shell's completion of this program's command line",
    .run = run,
};
