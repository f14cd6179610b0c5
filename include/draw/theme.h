#ifndef DRAW_THEME_H
#define DRAW_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "draw/canvas.h"

/*
 * How roles look: two palettes, for a dark and for a light ground, each with 256, 16, 8
 * colours or none.
 *
 * With 256 only indices 16 to 255 are used, because 0 to 15 are the user's own. Runners'
 * colours follow Okabe and Ito, "Color universal design" (2008), darkened for the light
 * ground until they can be read; the bands of a map rise (or fall) steadily in lightness,
 * so that no eye needs the hue. Contrast as in WCAG 2.1: at least 4.5 for text, 3 for
 * frames and runners.
 */
struct theme {
    bool light;  /* the terminal's ground is light */
    int colours; /* 0, 8, 16, 256 */
};

/* The words of the setting, dark and light; NULL past the last. */
const char *theme_name(int i);

/* False for a word that is none of them. */
bool theme_read(const char *word, bool *light);

/* What a terminal is told. Colours are indices, COLOUR_OWN the terminal's own one. */
enum { COLOUR_OWN = -1 };

struct paint {
    int ink, ground;
    unsigned style; /* STYLE_* */
};

struct paint theme_paint(const struct theme *theme, struct cell cell);

/* The colour of a role, whether it is used as ink or as ground. */
int theme_colour(const struct theme *theme, enum role role);

/*
 * How many bands of a map can be told apart: BANDS_MAX, fewer with few colours, 0 with
 * none.
 */
int theme_bands(int colours);

/* Band number i of count, 0 lowest: the roles are spread over the whole ramp. */
enum role theme_band(int i, int count);

/* One letter for a role, for tests that print the roles of a screen as text. */
char role_letter(enum role role);

/* Of the 256 colours of xterm: 0xRRGGBB (0 to 15 as xterm has them). */
uint32_t colour_rgb(int index);

/* The ground and the ink that a picture has where the theme says COLOUR_OWN. */
uint32_t theme_own_ground(const struct theme *theme);
uint32_t theme_own_ink(const struct theme *theme);

#endif
