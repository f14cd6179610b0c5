/* Bytes to keys: characters, control characters and escape sequences. */
#include "term/key.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { ESC = 27, NOTHING = 0, SEQUENCE_MAX = 256 };

/*
 * What stands at the front of the bytes: how many belong to it (0: wait for more), and
 * which key.
 */
struct token {
    size_t length;
    uint32_t key; /* NOTHING: no key */
};

static const char *const NAMES[] = {
    "Up",     "Down",   "Left",      "Right", "Home", "End", "PgUp", "PgDn",
    "Insert", "Delete", "Backspace", "F1",    "F2",   "F3",  "F4",   "F5",
    "F6",     "F7",     "F8",        "F9",    "F10",  "F11", "F12"};

struct character_row {
    uint32_t key;
    const char *name;
};

static const struct character_row CHARACTERS[] = {
    {PRESS_ENTER, "Enter"},
    {PRESS_TAB, "Tab"},
    {PRESS_ESCAPE, "Esc"},
    {' ', "Space"},
};

static void name_code(uint32_t code, char out[KEY_NAME])
{
    char bytes[5] = "";

    for (size_t i = 0; i < sizeof CHARACTERS / sizeof *CHARACTERS; i++)
        if (CHARACTERS[i].key == code) {
            snprintf(out, KEY_NAME, "%s", CHARACTERS[i].name);
            return;
        }
    if (code >= PRESS_FIRST && code <= PRESS_LAST) {
        snprintf(out, KEY_NAME, "%s", NAMES[code - PRESS_FIRST]);
    } else if (code < ' ') {
        snprintf(out, KEY_NAME, "Ctrl-%c", (int)code + '@');
    } else {
        bytes[text_encode(code, bytes)] = '\0';
        snprintf(out, KEY_NAME, "%s", bytes);
    }
}

const char *keys_name(uint32_t key, char out[KEY_NAME])
{
    char code[KEY_NAME];

    name_code(key & PRESS_CODE, code);
    snprintf(out, KEY_NAME, "%s%s%s%.12s", key & PRESS_CTRL ? "Ctrl-" : "",
             key & PRESS_ALT ? "Alt-" : "", key & PRESS_SHIFT ? "Shift-" : "", code);
    return out;
}

bool keys_is_text(uint32_t key)
{
    return !(key & (PRESS_ALT | PRESS_CTRL)) && (key & PRESS_CODE) < PRESS_FIRST &&
           text_is_safe(key & PRESS_CODE);
}

void keys_learn(struct keys *k, const char *bytes, uint32_t key)
{
    if (k->learned == KEYS_LEARNED || strlen(bytes) >= KEY_BYTES || bytes[0] != ESC)
        return;
    memcpy(k->learnt[k->learned].bytes, bytes, strlen(bytes) + 1);
    k->learnt[k->learned++].key = key;
}

size_t keys_room(struct keys *k)
{
    memmove(k->bytes, k->bytes + k->at, k->used - k->at);
    k->used -= k->at;
    k->at = 0;
    k->bytes[k->used] = '\0';
    return KEYS_ROOM - k->used;
}

void keys_feed(struct keys *k, const char *bytes, size_t count)
{
    size_t room = keys_room(k);

    count = count < room ? count : room;
    memcpy(k->bytes + k->used, bytes, count);
    k->used += count;
    k->bytes[k->used] = '\0';
}

bool keys_wait(const struct keys *k)
{
    return k->at < k->used;
}

/*
 * The longest learnt sequence at the front; began tells whether a longer one may still
 * come.
 */
static struct token read_learnt(const struct keys *k, const char *s, size_t n,
                                bool *began)
{
    struct token best = {0};

    *began = false;
    for (int i = 0; i < k->learned; i++) {
        size_t length = strlen(k->learnt[i].bytes);
        bool same = memcmp(s, k->learnt[i].bytes, length < n ? length : n) == 0;

        if (same && length > n)
            *began = true;
        if (same && length <= n && length > best.length)
            best = (struct token){length, k->learnt[i].key};
    }
    return best;
}

/* The numbers of xterm's and rxvt's `ESC [ number ~`. */
struct tilde_row {
    int number;
    uint32_t key;
};

static const struct tilde_row TILDES[] = {
    {1, PRESS_HOME},    {2, PRESS_INSERT},    {3, PRESS_DELETE},   {4, PRESS_END},
    {5, PRESS_PAGE_UP}, {6, PRESS_PAGE_DOWN}, {7, PRESS_HOME},     {8, PRESS_END},
    {11, PRESS_F1},     {12, PRESS_F1 + 1},   {13, PRESS_F1 + 2},  {14, PRESS_F1 + 3},
    {15, PRESS_F1 + 4}, {17, PRESS_F1 + 5},   {18, PRESS_F1 + 6},  {19, PRESS_F1 + 7},
    {20, PRESS_F1 + 8}, {21, PRESS_F1 + 9},   {23, PRESS_F1 + 10}, {24, PRESS_F1 + 11},
};

static uint32_t tilde_key(int number)
{
    for (size_t i = 0; i < sizeof TILDES / sizeof *TILDES; i++)
        if (TILDES[i].number == number)
            return TILDES[i].key;
    return NOTHING;
}

/* The last letter of `ESC [ letter` and `ESC O letter`. */
struct letter_row {
    char letter;
    uint32_t key;
};

static const struct letter_row LETTERS[] = {
    {'A', PRESS_UP},
    {'B', PRESS_DOWN},
    {'C', PRESS_RIGHT},
    {'D', PRESS_LEFT},
    {'H', PRESS_HOME},
    {'F', PRESS_END},
    {'P', PRESS_F1},
    {'Q', PRESS_F1 + 1},
    {'R', PRESS_F1 + 2},
    {'S', PRESS_F1 + 3},
    {'M', PRESS_ENTER},
    {'Z', PRESS_TAB | PRESS_SHIFT},
    {'a', PRESS_UP | PRESS_CTRL},
    {'b', PRESS_DOWN | PRESS_CTRL},
    {'c', PRESS_RIGHT | PRESS_CTRL},
    {'d', PRESS_LEFT | PRESS_CTRL},
};

static uint32_t letter_key(char letter)
{
    for (size_t i = 0; i < sizeof LETTERS / sizeof *LETTERS; i++)
        if (LETTERS[i].letter == letter)
            return LETTERS[i].key;
    return NOTHING;
}

/* The second parameter minus one: shift 1, alt 2, control 4. */
static uint32_t held(int parameter)
{
    int bits = parameter > 0 ? parameter - 1 : 0;

    return (uint32_t)((bits & 1 ? PRESS_SHIFT : 0) | (bits & 2 ? PRESS_ALT : 0) |
                      (bits & 4 ? PRESS_CTRL : 0));
}

enum { PASTE_BEGINS = 200, PASTE_ENDS = 201 };

static uint32_t control_key(struct keys *k, char final, const int parameter[2])
{
    uint32_t key = final == '~' ? tilde_key(parameter[0]) : letter_key(final);

    if (final == '~' && (parameter[0] == PASTE_BEGINS || parameter[0] == PASTE_ENDS))
        k->pasting = parameter[0] == PASTE_BEGINS;
    return key ? key | held(parameter[1]) : NOTHING;
}

static bool is_within(char c, char low, char high)
{
    return c >= low && c <= high;
}

/* `ESC [ parameters letter`; the Linux console's F1 to F5 are `ESC [ [ letter`. */
static struct token read_control(struct keys *k, const char *s, size_t n)
{
    int parameter[2] = {0, 0}, which = 0;
    size_t i = 2;

    if (i < n && s[i] == '[')
        return i + 1 < n ? (struct token){4, is_within(s[3], 'A', 'E')
                                                 ? PRESS_F1 + (uint32_t)(s[3] - 'A')
                                                 : NOTHING}
                         : (struct token){0};
    for (; i < n && i < SEQUENCE_MAX && is_within(s[i], ' ', '?'); i++) {
        if (s[i] == ';')
            which++;
        else if (is_within(s[i], '0', '9') && which < 2 && parameter[which] < 1000)
            parameter[which] = parameter[which] * 10 + s[i] - '0';
    }
    if (i == n)
        return (struct token){0};
    if (!is_within(s[i], '@', '~') || strchr("<=>?", s[2]) || s[i] == 'M')
        return (struct token){is_within(s[i], '@', '~') ? i + 1 : i, NOTHING};
    return (struct token){i + 1, control_key(k, s[i], parameter)};
}

/* A string for the terminal that somebody echoed: up to BEL or ESC \. */
static struct token read_string(const char *s, size_t n)
{
    for (size_t i = 2; i < n && i < SEQUENCE_MAX; i++) {
        if (s[i] == '\a')
            return (struct token){i + 1, NOTHING};
        if (s[i] == ESC && i + 1 < n)
            return (struct token){i + (s[i + 1] == '\\' ? 2 : 0), NOTHING};
    }
    return (struct token){n >= SEQUENCE_MAX ? SEQUENCE_MAX : 0, NOTHING};
}

static struct token read_escape(struct keys *k, const char *s, size_t n)
{
    bool began;
    struct token token = read_learnt(k, s, n, &began);

    if (token.length > 0 || began || n == 1)
        return token;
    switch (s[1]) {
    case '[':
        return read_control(k, s, n);
    case 'O':
        return n > 2 ? (struct token){3, letter_key(s[2])} : token;
    case 'P':
    case ']':
    case '^':
    case '_':
    case 'X':
        return read_string(s, n);
    case 127:
    case 8:
        return (struct token){2, PRESS_BACKSPACE | PRESS_ALT};
    default:
        if (is_within(s[1], ' ', '~'))
            return (struct token){2, (uint32_t)s[1] | PRESS_ALT};
        return (struct token){1, PRESS_ESCAPE};
    }
}

static struct token read_character(const char *s, size_t n)
{
    uint32_t point;
    unsigned char lead = (unsigned char)s[0];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1, i = 1;

    while (i < n && i < want && ((unsigned char)s[i] & 0xC0) == 0x80)
        i++;
    if (i == n && i < want)
        return (struct token){0};
    i = text_decode(s, &point);
    return (struct token){i ? i : 1, point == TEXT_REPLACEMENT ? NOTHING : point};
}

static struct token read_token(struct keys *k)
{
    const char *s = k->bytes + k->at;
    size_t n = k->used - k->at;

    if (s[0] == ESC)
        return read_escape(k, s, n);
    if (s[0] == 127 || s[0] == 8)
        return (struct token){1, PRESS_BACKSPACE};
    if (s[0] == '\n')
        return (struct token){1, PRESS_ENTER};
    if (s[0] == '\0')
        return (struct token){1, NOTHING};
    return read_character(s, n);
}

/*
 * No more bytes will come for what stands there: a lone ESC is a key, anything else is
 * dropped.
 */
static struct token give_up(const struct keys *k)
{
    size_t n = k->used - k->at;
    bool lone = n == 1 && k->bytes[k->at] == ESC;

    return (struct token){n, lone ? PRESS_ESCAPE : NOTHING};
}

bool keys_next(struct keys *k, bool late, uint32_t *key)
{
    while (k->at < k->used) {
        struct token token = read_token(k);

        if (token.length == 0 && !late)
            return false;
        if (token.length == 0)
            token = give_up(k);
        k->at += token.length;
        if (token.key == NOTHING)
            continue;
        *key = token.key | (k->pasting ? PRESS_PASTED : 0);
        return true;
    }
    return false;
}
