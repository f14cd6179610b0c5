#ifndef TERM_TERMINAL_H
#define TERM_TERMINAL_H

#include "base/err.h"
#include "term/backend.h"

/*
 * The terminal on standard input and output, through ncurses. There is one a process.
 *
 * It sends what changed and nothing else; of 256 colours those from 16 up. NO_COLOR means
 * none. It learns the terminal's keys, marks what is pasted (see PRESS_PASTED), and gives
 * the terminal back whatever ends the program (see term/signals.h, which it opens).
 */
enum terminal_result {
    TERMINAL_OPEN,
    TERMINAL_NONE,    /* standard input or output is no terminal */
    TERMINAL_UNUSABLE /* TERM is missing, or names one whose cursor cannot be moved */
};

struct terminal_opening {
    struct backend *backend; /* to be closed; NULL unless open */
    char remark[128];        /* one line that the person should see; "" for none */
};

enum terminal_result terminal_open(struct terminal_opening *opening, struct keys *keys,
                                   struct err *err);

/* False while another job has the terminal: it must not be touched then. */
bool terminal_is_ours(void);

/*
 * The nearest descriptions for a TERM that the host has no description of: number i, best
 * first; NULL past the last.
 */
const char *terminal_nearest(const char *type, int i);

#endif
