/* A line of the language, taken apart. */
#include "base/words.h"

#include <string.h>

#include "base/memory.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool is_end(char c)
{
    return c == '\0' || c == '\n';
}

int words_column(struct words *w)
{
    for (; w->counted < w->at; w->counted++)
        w->characters += (w->line[w->counted] & 0xC0) != 0x80;
    return w->characters + 1;
}

static bool begins_comment(const struct words *w, size_t at)
{
    return w->line[at] == '#' && (at == 0 || is_blank(w->line[at - 1]));
}

static void skip_blanks(struct words *w)
{
    while (is_blank(w->line[w->at]))
        w->at++;
}

static bool take(struct word *word, size_t *used, char c)
{
    if (*used + 1 >= WORD_MAX)
        return false;
    word->text[(*used)++] = c;
    return true;
}

enum words_result words_next(struct words *w, struct word *word, struct err *err)
{
    size_t used = 0;
    bool quoted = false;

    skip_blanks(w);
    word->col = words_column(w);
    if (is_end(w->line[w->at]) || begins_comment(w, w->at))
        return WORDS_END;
    while (!is_end(w->line[w->at]) && (quoted || !is_blank(w->line[w->at]))) {
        char c = w->line[w->at++];

        if (c == '"') {
            quoted = !quoted;
        } else if (!take(word, &used, c)) {
            fail_at(err, word->col, "this word is longer than %d characters",
                    WORD_MAX - 1);
            return WORDS_BAD;
        }
    }
    word->text[used] = '\0';
    if (quoted) {
        fail_at(err, word->col,
                "the quote that opens here is never closed: write \"...\"");
        return WORDS_BAD;
    }
    return WORDS_READ;
}

static size_t end_of_rest(const struct words *w)
{
    bool quoted = false;
    size_t at = w->at;

    while (!is_end(w->line[at]) && (quoted || !begins_comment(w, at))) {
        if (w->line[at] == '"')
            quoted = !quoted;
        at++;
    }
    return at;
}

static bool is_wrapped(const char *text, size_t length)
{
    return length >= 2 && text[0] == '"' && text[length - 1] == '"' &&
           !memchr(text + 1, '"', length - 2);
}

char *words_rest(struct words *w, int *col)
{
    size_t end, length;
    char *rest;

    skip_blanks(w);
    end = end_of_rest(w);
    length = end - w->at;
    while (length > 0 && is_blank(w->line[w->at + length - 1]))
        length--;
    if (is_wrapped(w->line + w->at, length)) {
        w->at++;
        length -= 2;
    }
    *col = words_column(w);
    rest = memory_new(length + 1, 1);
    memcpy(rest, w->line + w->at, length);
    w->at = end;
    return rest;
}

char *word_split_setting(struct word *word)
{
    char *equals = strchr(word->text, '=');

    if (!equals || equals == word->text)
        return NULL;
    *equals = '\0';
    return equals + 1;
}
