#ifndef TERM_KEY_H
#define TERM_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Keys out of the bytes that a terminal sends. What is no key of a known name is
 * swallowed whole, so that no part of an unknown sequence is taken for something typed.
 */

/*
 * A key: a character's code point or one of these, joined by | with what was held down.
 */
enum press {
    PRESS_ENTER = 13,
    PRESS_TAB = 9,
    PRESS_ESCAPE = 27,
    PRESS_FIRST = 0x110000,
    PRESS_UP = PRESS_FIRST,
    PRESS_DOWN,
    PRESS_LEFT,
    PRESS_RIGHT,
    PRESS_HOME,
    PRESS_END,
    PRESS_PAGE_UP,
    PRESS_PAGE_DOWN,
    PRESS_INSERT,
    PRESS_DELETE,
    PRESS_BACKSPACE,
    PRESS_F1, /* up to F12 */
    PRESS_LAST = PRESS_F1 + 11,
    PRESS_CODE = 0x1FFFFF, /* the key without what follows */
    PRESS_SHIFT = 1 << 24,
    PRESS_ALT = 1 << 25,
    PRESS_CTRL = 1 << 26,
    PRESS_PASTED = 1 << 27 /* not typed: it came out of a clipboard */
};

enum { KEY_NAME = 32 };

/*
 * The key's name, as help shows it and the keymap writes it: n, Space, Left, Ctrl-L,
 * Shift-Tab, F1.
 */
const char *keys_name(uint32_t key, char out[KEY_NAME]);

/* True for a character that can stand in a line of text. */
bool keys_is_text(uint32_t key);

/* Bytes that have come and are not keys yet. Start with `struct keys k = {0}`. */
enum { KEYS_ROOM = 4096, KEYS_LEARNED = 32, KEY_BYTES = 12 };

struct keys {
    char bytes[KEYS_ROOM + 1]; /* [used], ended by a NUL */
    size_t used, at;           /* those before `at` have been read */
    bool pasting;
    int learned;
    struct {
        char bytes[KEY_BYTES];
        uint32_t key;
    } learnt[KEYS_LEARNED];
};

/*
 * From now on these bytes are this key. Sequences of xterm, the Linux console and rxvt
 * are known.
 */
void keys_learn(struct keys *k, const char *bytes, uint32_t key);

/* How many more bytes can be fed now. */
size_t keys_room(struct keys *k);
void keys_feed(struct keys *k, const char *bytes, size_t count);

/*
 * The next key; false while there is none. An escape sequence that has only begun waits
 * for more bytes (keys_wait says so) until `late` says that none will come.
 */
bool keys_next(struct keys *k, bool late, uint32_t *key);
bool keys_wait(const struct keys *k);

#endif
