/* Two palettes, one row a role. */
#include "draw/theme.h"

#include <string.h>

enum {
    OWN = COLOUR_OWN,
    BOLD = STYLE_BOLD,
    UNDERLINE = STYLE_UNDERLINE,
    REVERSE = STYLE_REVERSE
};

/* A colour for 256, 16 and 8 of them. */
struct shades {
    int16_t of256, of16, of8;
};

struct look {
    char letter;
    struct shades dark, light;
    uint8_t as_ink, as_ground; /* attributes without colours */
};

/* clang-format off */
static const struct look LOOKS[ROLE_COUNT] = {
    /*                      dark: 256   16   8     light: 256  16   8   without colours */
    [ROLE_PLAIN] =        {'.', {OWN, OWN, OWN}, {OWN, OWN, OWN},    0, 0},
    [ROLE_DIM] =          {'d', {248,   7, OWN}, {240, OWN, OWN},    0, 0},
    [ROLE_FRAME] =        {'f', {243,   7, OWN}, {245, OWN, OWN},    0, 0},
    [ROLE_TITLE] =        {'t', {255,  15, OWN}, { 16,   0, OWN}, BOLD, 0},
    [ROLE_FOCUS] =        {'F', {221,  11,   3}, { 90,   5,   5}, BOLD, 0},
    [ROLE_KEY] =          {'k', {221,  11,   3}, { 90,   5,   5}, BOLD, 0},
    [ROLE_VALUE] =        {'v', {231,  15, OWN}, { 16,   0, OWN},    0, 0},
    [ROLE_GOOD] =         {'g', { 79,  10,   2}, { 23,   2,   2},    0, 0},
    [ROLE_WARN] =         {'w', {221,  11,   3}, { 94,   5,   5},    0, 0},
    [ROLE_BAD] =          {'b', {210,   9,   1}, {124,   1,   1}, BOLD, 0},
    [ROLE_AXIS] =         {'a', {243,   7, OWN}, {245, OWN, OWN},    0, 0},
    [ROLE_CURVE] =        {'c', {110,  14,   6}, { 25,   4,   4},    0, 0},
    [ROLE_TANGENT] =      {'T', {231,  15,   7}, { 16,   0,   0}, BOLD, 0},
    [ROLE_CONTOUR] =      {'n', {245,   7, OWN}, {244, OWN, OWN},    0, 0},
    [ROLE_GHOST] =        {'h', {250,   7, OWN}, {240, OWN, OWN},    0, 0},
    [ROLE_CROSS] =        {'x', {231,  15,   7}, { 16,   0,   0}, BOLD, 0},
    [ROLE_MINIMUM] =      {'m', {231,  15,   7}, { 16,   0,   0}, BOLD, 0},
    [ROLE_SADDLE] =       {'s', {231,  15,   7}, { 16,   0,   0}, BOLD, 0},
    [ROLE_MAXIMUM] =      {'M', {231,  15,   7}, { 16,   0,   0}, BOLD, 0},
    [ROLE_CHOSEN] =       {'C', {237, OWN, OWN}, {254, OWN, OWN},    0, REVERSE},
    [ROLE_BAR] =          {'B', {235, OWN, OWN}, {254, OWN, OWN},    0, 0},
    [ROLE_ON_RUNNER] =    {'O', { 16,   0,   0}, {231,  15,   7}, BOLD, 0},
    [ROLE_UNDEFINED] =    {'u', { 16,   0,   0}, {255,   7,   7},    0, 0},

    [ROLE_RUNNER + 0] =   {'1', {214,  11,   3}, {130,   3,   3},    0, REVERSE},
    [ROLE_RUNNER + 1] =   {'2', { 81,  14,   6}, { 25,   4,   4},    0, REVERSE},
    [ROLE_RUNNER + 2] =   {'3', { 42,  10,   2}, { 29,   2,   2},    0, REVERSE},
    [ROLE_RUNNER + 3] =   {'4', {175,  13,   5}, {126,   5,   5},    0, REVERSE},
    [ROLE_RUNNER + 4] =   {'5', {228,  15,   7}, { 58,   8,   0},    0, REVERSE},
    [ROLE_RUNNER + 5] =   {'6', {203,   9,   1}, {160,   1,   1},    0, REVERSE},
    [ROLE_RUNNER + 6] =   {'7', {147,  12,   4}, { 55,   6,   6},    0, REVERSE},
    [ROLE_RUNNER + 7] =   {'8', {231,   7,   7}, { 16,   0,   0},    0, REVERSE},

    [ROLE_BAND + 0] =     {'A', { 17,   0,   0}, {231,   7,   7},    0, 0},
    [ROLE_BAND + 1] =     {'D', { 18,   0,   0}, {230,   7,   7},    0, 0},
    [ROLE_BAND + 2] =     {'E', { 19,   0,   0}, {254,   7,   7},    0, 0},
    [ROLE_BAND + 3] =     {'G', { 24,   4,   4}, {253,   6,   6},    0, 0},
    [ROLE_BAND + 4] =     {'H', { 60,   4,   4}, {252,   6,   6},    0, 0},
    [ROLE_BAND + 5] =     {'I', {243,   4,   4}, {250,   6,   6},    0, 0},
    [ROLE_BAND + 6] =     {'J', { 66,   4,   4}, {145,   6,   6},    0, 0},
    [ROLE_BAND + 7] =     {'K', {102,   6,   6}, {109,   4,   4},    0, 0},
    [ROLE_BAND + 8] =     {'L', {137,   6,   6}, {247,   4,   4},    0, 0},
    [ROLE_BAND + 9] =     {'N', {144,   6,   6}, {103,   4,   4},    0, 0},
    [ROLE_BAND + 10] =    {'P', {180,   7,   7}, { 67,   0,   0},    0, 0},
    [ROLE_BAND + 11] =    {'Q', {187,   7,   7}, { 60,   0,   0},    0, 0},

    [ROLE_POINT + 0] =    {'9', {153,  15,   7}, {18,  15,   7}, BOLD, 0},
    [ROLE_POINT + 1] =    {'e', {222,  15,   7}, {88,  15,   7}, BOLD, 0},
    [ROLE_POINT + 2] =    {'i', {120,  15,   7}, {22,  15,   7}, BOLD, 0},
    [ROLE_POINT + 3] =    {'j', {225,  15,   7}, {90,  15,   7}, BOLD, 0},
    [ROLE_POINT + 4] =    {'l', {255,  15,   7}, {16,  15,   7}, BOLD, 0},
    [ROLE_POINT + 5] =    {'o', {224,  15,   7}, {52,  15,   7}, BOLD, 0},
    [ROLE_POINT + 6] =    {'p', {123,  15,   7}, {23,  15,   7}, BOLD, 0},
    [ROLE_POINT + 7] =    {'q', {189,  15,   7}, {55,  15,   7}, BOLD, 0},
    [ROLE_REGION + 0] =   {'R', {19,   4,   4}, {153,   4,   4},    0, 0},
    [ROLE_REGION + 1] =   {'S', {94,   1,   1}, {223,   1,   1},    0, 0},
    [ROLE_REGION + 2] =   {'U', {28,   2,   2}, {157,   2,   2},    0, 0},
    [ROLE_REGION + 3] =   {'V', {90,   5,   5}, {219,   5,   5},    0, 0},
    [ROLE_REGION + 4] =   {'W', {240,   6,   6}, {251,   6,   6},    0, 0},
    [ROLE_REGION + 5] =   {'X', {88,   3,   3}, {217,   3,   3},    0, 0},
    [ROLE_REGION + 6] =   {'Y', {23,   0,   0}, {159,   0,   0},    0, 0},
    [ROLE_REGION + 7] =   {'Z', {61,   0,   0}, {183,   0,   0},    0, 0},
    [ROLE_DOUBT + 0] =    {'0', {17,   0,   0}, {189,   0,   0},    0, 0},
    [ROLE_DOUBT + 1] =    {'r', {58,   0,   0}, {230,   0,   0},    0, 0},
    [ROLE_DOUBT + 2] =    {'y', {22,   0,   0}, {194,   0,   0},    0, 0},
    [ROLE_DOUBT + 3] =    {'z', {53,   0,   0}, {225,   0,   0},    0, 0},
    [ROLE_DOUBT + 4] =    {'!', {236,   0,   0}, {255,   0,   0},    0, 0},
    [ROLE_DOUBT + 5] =    {'?', {52,   0,   0}, {224,   0,   0},    0, 0},
    [ROLE_DOUBT + 6] =    {'$', {16,   0,   0}, {195,   0,   0},    0, 0},
    [ROLE_DOUBT + 7] =    {'%', {60,   0,   0}, {254,   0,   0},    0, 0},
};
/* clang-format on */

enum { NAMES_COUNT = 2 };

static const char *const NAMES[NAMES_COUNT] = {"dark", "light"}; /* by theme.light */

const char *theme_name(int i)
{
    return i < NAMES_COUNT ? NAMES[i] : NULL;
}

bool theme_read(const char *word, bool *light)
{
    *light = strcmp(word, NAMES[true]) == 0;
    return *light || strcmp(word, NAMES[false]) == 0;
}

int theme_colour(const struct theme *theme, enum role role)
{
    const struct shades *shades = theme->light ? &LOOKS[role].light : &LOOKS[role].dark;

    if (theme->colours >= 256)
        return shades->of256;
    if (theme->colours >= 16)
        return shades->of16;
    return theme->colours >= 8 ? shades->of8 : COLOUR_OWN;
}

struct paint theme_paint(const struct theme *theme, struct cell cell)
{
    struct paint paint = {.ink = theme_colour(theme, cell.ink),
                          .ground = theme_colour(theme, cell.ground),
                          .style = cell.style};

    if (theme->colours < 8)
        paint.style |= LOOKS[cell.ink].as_ink | LOOKS[cell.ground].as_ground;
    return paint;
}

int theme_bands(int colours)
{
    return colours >= 256 ? BANDS_MAX : colours >= 8 ? 4 : 0;
}

enum role theme_band(int i, int count)
{
    int last = count - 1;

    if (last < 1)
        return ROLE_BAND;
    return (enum role)(ROLE_BAND + (i * (BANDS_MAX - 1) + last / 2) / last);
}

char role_letter(enum role role)
{
    return LOOKS[role].letter;
}

static const uint32_t BASIC[] = {
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF};

static uint32_t cube_level(int level)
{
    return level == 0 ? 0 : (uint32_t)(55 + 40 * level);
}

uint32_t colour_rgb(int index)
{
    int cube = index - 16;

    if (index < 16)
        return BASIC[index < 0 ? 0 : index];
    if (index >= 232)
        return (uint32_t)(8 + 10 * (index - 232)) * 0x010101;
    return cube_level(cube / 36) << 16 | cube_level(cube / 6 % 6) << 8 |
           cube_level(cube % 6);
}

uint32_t theme_own_ground(const struct theme *theme)
{
    return theme->light ? 0xFFFFFF : 0x121212;
}

uint32_t theme_own_ink(const struct theme *theme)
{
    return theme->light ? 0x1C1C1C : 0xDADADA;
}
