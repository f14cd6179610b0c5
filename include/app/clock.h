#ifndef APP_CLOCK_H
#define APP_CLOCK_H

#include "base/param.h"
#include "base/words.h"

/*
 * The row of the clock's rate, in steps a second; `max` beyond it means as fast as it
 * goes.
 */
extern const struct param clock_speed;

/* Reads N or max (inf). */
bool clock_read_speed(struct words *w, double *speed, struct err *err);

/* The speed so many notches away; beyond the row's ends there is max. */
double clock_nudge(double speed, int notches);

#endif
