/* The characters that pictures are made of. */
#include "draw/glyphs.h"

#include <stddef.h>
#include <string.h>

enum { BRAILLE = 0x2800 };

static const uint32_t HALVES[] = {' ', u'▀', u'▄', u'█'};

static const uint32_t QUADRANTS[] = {' ',  u'▘', u'▝', u'▀', u'▖', u'▌', u'▞', u'▛',
                                     u'▗', u'▚', u'▐', u'▜', u'▄', u'▙', u'▟', u'█'};

#define ASCII_PARTS                                                                      \
    .horizontal = '-', .vertical = '|', .corner = {'+', '+', '+', '+'},                  \
    .join = {'+', '+'}, .focus_horizontal = '=', .focus_vertical = '|',                  \
    .focus_corner = {'+', '+', '+', '+'}, .rule = '-',                                   \
    .ramp = {' ', '-', '~', '=', '!', 'I', 'H', 'M'}, .ramp_count = 8,                   \
    .trail = {0, ':', '.'}, .path = '.', .ghost = '.', .minimum = 'v', .saddle = 'S',    \
    .maximum = '^', .cross = '+', .undefined = '/',                                      \
    .arrow = {'>', '/', '^', '\\', '<', '/', 'v', '\\'}, .slope = {'-', '\\', '|', '/'}, \
    .curve = '*', .gauge_left = '|', .gauge_line = '-', .gauge_knob = 'o',               \
    .gauge_right = '|', .hatch = {'.', ':'}, .before = '~', .theory = 'T',               \
    .levels = {' ', '_', '_', '.', '-', '-', '=', '#', '#'}, .cursor = '_',              \
    .chosen = '>', .up = '^', .down_mark = 'v', .ellipsis = ".."

#define UTF8_PARTS                                                                       \
    .utf8 = true, .horizontal = u'─', .vertical = u'│',                                  \
    .corner = {u'┌', u'┐', u'└', u'┘'}, .join = {u'├', u'┤'}, .focus_horizontal = u'═',  \
    .focus_vertical = u'║', .focus_corner = {u'╔', u'╗', u'╚', u'╝'}, .rule = u'─',      \
    .ramp = {' ', u'░', u'▒', u'▓', u'█'}, .ramp_count = 5, .trail = {u'■', u'•', u'·'}, \
    .path = u'·', .ghost = u'·', .minimum = u'▼', .saddle = u'◆', .maximum = u'▲',       \
    .cross = u'┼', .undefined = '/', .slope = {u'─', '\\', u'│', '/'}, .curve = u'•',    \
    .gauge_left = u'├', .gauge_line = u'─', .gauge_knob = 'o', .gauge_right = u'┤',      \
    .hatch = {u'░', u'▒'}, .before = u'═', .theory = u'◆', .cursor = u'▄',               \
    .chosen = u'►', .up = u'▲', .down_mark = u'▼', .ellipsis = "…"

#define CONSOLE_ARROWS .arrow = {u'→', '/', u'↑', '\\', u'←', '/', u'↓', '\\'}
#define ALL_ARROWS .arrow = {u'→', u'↗', u'↑', u'↖', u'←', u'↙', u'↓', u'↘'}
#define CONSOLE_LEVELS .levels = {' ', '_', '_', u'▄', u'▄', u'▄', u'█', u'█', u'█'}
#define ALL_LEVELS .levels = {' ', u'▁', u'▂', u'▃', u'▄', u'▅', u'▆', u'▇', u'█'}

static const struct glyphs SETS[] = {
    {.name = "ascii", .across = 1, .down = 1, ASCII_PARTS},
    {.name = "half",
     .across = 1,
     .down = 2,
     .dots = HALVES,
     UTF8_PARTS,
     CONSOLE_ARROWS,
     CONSOLE_LEVELS},
    {.name = "quadrant",
     .across = 2,
     .down = 2,
     .dots = QUADRANTS,
     UTF8_PARTS,
     ALL_ARROWS,
     ALL_LEVELS},
    {.name = "braille", .across = 2, .down = 4, UTF8_PARTS, ALL_ARROWS, ALL_LEVELS},
    {.name = NULL},
};

static const char SHAPES[] = "o+x*#@%&";
static const char LETTERS[][2] = {"oO", "xX", "vV", "sS", "zZ", "cC", "wW", "uU"};

enum { LETTERS_COUNT = sizeof LETTERS / sizeof *LETTERS };

/* The bit of braille's dot (i, j), at j * 2 + i. */
static const unsigned BRAILLE_BITS[] = {0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80};

const struct glyphs *glyph_sets(void)
{
    return SETS;
}

const struct glyphs *glyphs_find(const char *name)
{
    for (const struct glyphs *set = SETS; set->name; set++)
        if (strcmp(set->name, name) == 0)
            return set;
    return NULL;
}

uint32_t glyph_runner(int slot)
{
    return (uint32_t)SHAPES[slot & (RUNNERS_MAX - 1)];
}

uint32_t glyph_example(int k, bool held_out)
{
    return (uint32_t)LETTERS[k % LETTERS_COUNT][held_out];
}

uint32_t glyph_of_dots(const struct glyphs *set, unsigned bits)
{
    uint32_t glyph = BRAILLE;

    if (set->dots)
        return set->dots[bits];
    if (bits == 0 || set->down == 1)
        return bits ? set->curve : ' ';
    for (int i = 0; i < 8; i++)
        if (bits >> i & 1)
            glyph |= BRAILLE_BITS[i];
    return glyph;
}

unsigned glyph_dots(const struct glyphs *set, uint32_t glyph)
{
    unsigned bits = 0;

    if (set->dots)
        for (unsigned i = 1; i < 1u << (set->across * set->down); i++)
            if (set->dots[i] == glyph)
                return i;
    if (set->dots || set->down == 1 || glyph < BRAILLE || glyph > BRAILLE + 0xFF)
        return 0;
    for (int i = 0; i < 8; i++)
        if (glyph & BRAILLE_BITS[i])
            bits |= 1u << i;
    return bits;
}
