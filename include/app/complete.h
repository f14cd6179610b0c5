#ifndef APP_COMPLETE_H
#define APP_COMPLETE_H

#include <stddef.h>

struct session;

/*
 * Words that may stand at the end of a line that is being typed: commands, then what the
 * command's usage line names: runners, settings, values, panes, scenes, ...
 */
enum { CANDIDATES_MAX = 200, CANDIDATE_BYTES = 96 };

struct candidates {
    size_t from; /* the byte of the line where the word begins that is to be completed */
    int count;
    char word[CANDIDATES_MAX][CANDIDATE_BYTES];
};

/* For the line, of which `at` bytes stand before the cursor. */
void complete(struct session *session, const char *line, size_t at,
              struct candidates *found);

#endif
