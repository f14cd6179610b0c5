#ifndef APP_USAGE_H
#define APP_USAGE_H

#include <stdio.h>

/*
 * Prints one command of the program (a struct subcommand) with its options, or all of
 * them when the context is NULL: what --help says. A print_function.
 */
void usage_print(FILE *file, const void *context);

#endif
