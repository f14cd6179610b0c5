#ifndef TERM_SIGNALS_H
#define TERM_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Signals of the process, of which there is one. Ordinary ones wait in a table until they
 * are asked for, and wake a poll through a pipe. Those that the program dies of give the
 * terminal back first. One that should end the program does so within a second even while
 * a write to the terminal hangs.
 */

/* From now on; signals that were ignored stay ignored. Does nothing when called again. */
void signals_open(void);

/* Becomes readable when a signal waits. */
int signals_descriptor(void);

/*
 * The next waiting signal: SIGWINCH, SIGTSTP, SIGCONT, or one that is to end the program;
 * 0 for none. Ending ones come first.
 */
int signals_next(void);

/* Whether SIGINT, the last time, came from the keyboard and not from another program. */
bool signals_interrupt_was_typed(void);

/* SIGINT was no end: the second in which the program had to end is called off. */
void signals_forgive(void);

/*
 * How the terminal is given back where nothing but system calls is allowed: these bytes
 * (at most SIGNALS_BYTES, copied) to the descriptor, and the modes that it has at this
 * call. NULL: it has been given back, there is nothing to do.
 */
enum { SIGNALS_BYTES = 512 };
void signals_keep_modes(int descriptor);
void signals_give_back(const char *bytes);

/* Dies of the signal; returns where the signal is ignored or stops nothing. */
void signals_obey(int signal);

#endif
