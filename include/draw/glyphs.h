#ifndef DRAW_GLYPHS_H
#define DRAW_GLYPHS_H

#include <stdbool.h>
#include <stdint.h>

#include "draw/role.h"

/*
 * The characters that pictures are made of: one row a set, from what every terminal has
 * to what few fonts draw well. `ascii` is for the C locale; the characters of `half` are
 * in code page 437, so that the Linux console and any common font have them.
 */
struct glyphs {
    const char *name; /* the word of the setting */
    bool utf8;        /* false: nothing but ASCII may reach the screen */

    /*
     * A cell of a plot has across * down dots; dot (i, j) is bit j * across + i, and
     * dots[bits] is the character with those dots set (dots[0] is a blank). NULL where
     * there is one dot: the curve's own mark stands for it. Braille is computed.
     */
    int across, down;
    const uint32_t *dots;

    uint32_t horizontal, vertical;
    uint32_t corner[4]; /* top left, top right, bottom left, bottom right */
    uint32_t join[2];   /* on the left and on the right, where two frames share an edge */
    uint32_t focus_horizontal, focus_vertical, focus_corner[4];
    uint32_t rule;    /* a thin line inside a pane */
    uint32_t ramp[8]; /* a map without colours, empty to full */
    int ramp_count;
    uint32_t trail[3]; /* where a runner has been: lately, earlier, long ago */
    uint32_t path;     /* between two places where it has been */
    uint32_t ghost;
    uint32_t minimum, saddle, maximum, cross, undefined;
    uint32_t arrow[8]; /* east, north-east, north, ..., south-east */
    uint32_t slope[4]; /* a line lying, falling to the right, upright, rising */
    uint32_t curve;    /* a curve where a cell has one dot */
    uint32_t gauge_left, gauge_line, gauge_knob, gauge_right;
    uint32_t hatch[2];       /* a cell filled faintly, and half */
    uint32_t before, theory; /* what a number was, and what it is expected to be */
    uint32_t levels[9];      /* a cell filled from below by eighths, empty to full */
    uint32_t cursor, chosen, up, down_mark;
    const char *ellipsis;
};

/* All sets, plainest first, ended by a NULL name. */
const struct glyphs *glyph_sets(void);

/* By name, or NULL. */
const struct glyphs *glyphs_find(const char *name);

/*
 * The character of a runner's head: ASCII in every set, so that a shape can be said
 * aloud.
 */
uint32_t glyph_runner(int slot);

/*
 * The character of an example of class k: a letter, and its capital for one that is held
 * out; again ASCII, and letters whose capital is the same, but larger.
 */
uint32_t glyph_example(int k, bool held_out);

/* The character with these dots, and the dots of a character (0 for any other). */
uint32_t glyph_of_dots(const struct glyphs *set, unsigned bits);
unsigned glyph_dots(const struct glyphs *set, uint32_t glyph);

#endif
