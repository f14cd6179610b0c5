#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stddef.h>
#include <stdint.h>

/*
 * UTF-8 as this program needs it: independent of any locale, safe to show on any
 * terminal.
 */

/* What stands for a character that is malformed or must not reach a terminal. */
#define TEXT_REPLACEMENT 0xFFFDu

/*
 * Reads the character at s, which ends in a NUL: writes its code point and returns its
 * length in bytes, 0 at the end. A malformed byte is one character, TEXT_REPLACEMENT.
 */
size_t text_decode(const char *s, uint32_t *point);

/* Writes the code point in UTF-8 to out, 4 bytes at the most; returns how many. */
size_t text_encode(uint32_t point, char out[4]);

/*
 * True for what may be shown: no control character (C0, DEL, C1), no bidirectional
 * control, no line or paragraph separator, no surrogate, no malformed byte.
 */
int text_is_safe(uint32_t point);

/*
 * Columns that the character takes in a terminal: 0 (combining), 1 or 2 (East Asian
 * wide).
 */
int text_width(uint32_t point);

/* Columns that the whole text takes. */
int text_columns(const char *s);

/*
 * Copies s to out, at most size - 1 bytes, whole characters only, ended by a NUL: a
 * control character becomes a blank, anything else unsafe a question mark.
 */
void text_clean(char *out, size_t size, const char *s);

#endif
