#ifndef DRAW_ENCODE_H
#define DRAW_ENCODE_H

#include <stddef.h>

#include "base/buffer.h"
#include "draw/canvas.h"
#include "draw/theme.h"

/* A canvas as bytes; the same canvas and theme give the same bytes always. */

/* UTF-8, a line a row, no colours, blanks at the end of a line dropped. */
void encode_text(const struct canvas *c, const struct theme *theme, struct buffer *out);

/*
 * The same with colours and attributes (SGR alone; nothing moves the cursor), in as few
 * bytes as that takes. Every line ends with the terminal's own colours.
 */
void encode_ansi(const struct canvas *c, const struct theme *theme, struct buffer *out);

/*
 * A picture, 8 by 16 pixels a cell, that needs nothing else: block elements, lines of
 * frames and braille are shapes, so that only letters depend on the viewer's monospaced
 * font.
 */
void encode_svg(const struct canvas *c, const struct theme *theme, struct buffer *out);

struct encoder {
    const char *name; /* text, ansi, svg */
    void (*encode)(const struct canvas *c, const struct theme *theme, struct buffer *out);
};

/* Ended by a NULL name. */
const struct encoder *encoders(void);

/*
 * The bytes that a terminal gets when the area is painted anew, on the safe side: both
 * colours are sent whenever one changes, as ncurses does.
 */
size_t encode_cost(const struct area *a);

#endif
