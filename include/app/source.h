#ifndef APP_SOURCE_H
#define APP_SOURCE_H

#include "base/err.h"

/* Where a scene or a data set comes from, read into memory: text without NUL bytes. */
struct source {
    char
        *name; /* what messages call it: the file as it was named, a built-in's name, - */
    char *text; /* ended by a NUL */
};

enum {
    SOURCE_MOST = 16 << 20
}; /* bytes; a longer file is an error, so that /dev/zero ends */

/* True when the word means a file or standard input, not a built-in scene. */
bool source_is_file(const char *word);

/*
 * What is wanted. Only a scene that the command line names may be a pipe or a device, for
 * whose text the program waits; the others are read while a screen must answer.
 */
enum source_kind { SOURCE_SCENE, SOURCE_SCENE_LIVE, SOURCE_DATA };

/*
 * SCENE as the command line names it: a file if it has a slash or ends in .scene, - for
 * standard input, else a built-in scene. The name is there even when reading fails, and
 * it is clean. To be freed in either case.
 */
bool source_read(struct source *source, const char *word, enum source_kind kind,
                 struct err *err);
void source_free(struct source *source);

#endif
