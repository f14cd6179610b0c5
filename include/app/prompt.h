#ifndef APP_PROMPT_H
#define APP_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A line being typed, with its cursor and the lines typed before. */
enum { PROMPT_BYTES = 512, HISTORY_LINES = 64 };

struct prompt {
    bool open;
    char text[PROMPT_BYTES]; /* whole characters of UTF-8, ended by a NUL */
    size_t at;               /* where the cursor stands, in bytes */
    bool refused;        /* the line was obeyed in vain, and stands there unchanged; */
    size_t bad, bad_end; /* these bytes of it are to blame, none where they are equal */
    char history[HISTORY_LINES][PROMPT_BYTES]; /* the newest last */
    int lines, line; /* how many there are, and which is shown; `lines` for none */
    char draft[PROMPT_BYTES]; /* what was typed before the history was looked at */
};

void prompt_open(struct prompt *p, const char *text);

/*
 * The same with a line that was obeyed in vain, its word in column col (from 1; 0 for
 * none) marked until something is edited; a colon begins anew.
 */
void prompt_refuse(struct prompt *p, const char *text, int col);
void prompt_close(struct prompt *p);

/* Puts a character where the cursor is; nothing where there is no room. */
void prompt_type(struct prompt *p, uint32_t point);

/* Puts text in place of the bytes from `from` to the cursor. */
void prompt_replace(struct prompt *p, size_t from, const char *text);

/* Keeps the line for the history, and closes. */
void prompt_keep(struct prompt *p);

/* Where the cursor stands, or any byte, in columns. */
int prompt_column(const struct prompt *p);
int prompt_column_of(const struct prompt *p, size_t byte);

/*
 * Does what a word of the keymap's lines `edit WORD` says; false for a word that is none
 * of them.
 */
bool prompt_edit(struct prompt *p, const char *word);

#endif
