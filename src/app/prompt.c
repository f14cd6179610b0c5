/* Editing one line. */
#include "app/prompt.h"

#include <string.h>

#include "base/text.h"

static bool is_inside(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* The line is another now. */
static void accept(struct prompt *p)
{
    p->refused = false;
    p->bad = p->bad_end = 0;
}

void prompt_open(struct prompt *p, const char *text)
{
    text_clean(p->text, sizeof p->text, text);
    p->at = strlen(p->text);
    p->line = p->lines;
    p->open = true;
    accept(p);
}

void prompt_refuse(struct prompt *p, const char *text, int col)
{
    prompt_open(p, text);
    p->refused = true;
    for (int i = 1; i < col && p->text[p->bad]; i++)
        do
            p->bad++;
        while (is_inside(p->text[p->bad]));
    p->bad_end = p->bad + (col > 0 ? strcspn(p->text + p->bad, " ") : 0);
}

void prompt_close(struct prompt *p)
{
    p->open = false;
}

void prompt_replace(struct prompt *p, size_t from, const char *text)
{
    size_t length = strlen(text), tail = strlen(p->text + p->at) + 1;

    if (from + length + tail > PROMPT_BYTES)
        return;
    memmove(p->text + from + length, p->text + p->at, tail);
    memcpy(p->text + from, text, length);
    p->at = from + length;
    accept(p);
}

void prompt_type(struct prompt *p, uint32_t point)
{
    char bytes[5];

    if (!text_is_safe(point))
        return;
    if (p->refused && point == ':') {
        prompt_open(p, "");
        return;
    }
    bytes[text_encode(point, bytes)] = '\0';
    prompt_replace(p, p->at, bytes);
}

void prompt_keep(struct prompt *p)
{
    bool repeated = p->lines > 0 && strcmp(p->history[p->lines - 1], p->text) == 0;

    p->open = false;
    if (p->text[0] == '\0' || repeated)
        return;
    if (p->lines == HISTORY_LINES) {
        p->lines--;
        memmove(p->history[0], p->history[1], (size_t)p->lines * sizeof *p->history);
    }
    memcpy(p->history[p->lines++], p->text, sizeof p->text);
}

int prompt_column_of(const struct prompt *p, size_t byte)
{
    char before[PROMPT_BYTES];

    memcpy(before, p->text, byte);
    before[byte] = '\0';
    return text_columns(before);
}

int prompt_column(const struct prompt *p)
{
    return prompt_column_of(p, p->at);
}

static void go_left(struct prompt *p)
{
    while (p->at > 0 && is_inside(p->text[--p->at]))
        continue;
}

static void go_right(struct prompt *p)
{
    if (p->text[p->at])
        p->at++;
    while (is_inside(p->text[p->at]))
        p->at++;
}

static void go_word_left(struct prompt *p)
{
    while (p->at > 0 && p->text[p->at - 1] == ' ')
        p->at--;
    while (p->at > 0 && p->text[p->at - 1] != ' ')
        p->at--;
}

static void go_word_right(struct prompt *p)
{
    p->at += strspn(p->text + p->at, " ");
    p->at += strcspn(p->text + p->at, " ");
}

static void go_start(struct prompt *p)
{
    p->at = 0;
}

static void go_end(struct prompt *p)
{
    p->at = strlen(p->text);
}

/* Erases what lies between the cursor and where `go` takes it. */
static void erase_by(struct prompt *p, void (*go)(struct prompt *))
{
    size_t from = p->at;

    go(p);
    if (p->at > from) {
        size_t to = p->at;

        p->at = from;
        from = to;
    }
    memmove(p->text + p->at, p->text + from, strlen(p->text + from) + 1);
}

static void erase(struct prompt *p)
{
    erase_by(p, go_left);
}

static void delete (struct prompt *p)
{
    erase_by(p, go_right);
}

static void erase_word(struct prompt *p)
{
    erase_by(p, go_word_left);
}

static void erase_start(struct prompt *p)
{
    erase_by(p, go_start);
}

static void erase_end(struct prompt *p)
{
    erase_by(p, go_end);
}

static void show_line(struct prompt *p, int line)
{
    if (line < 0 || line > p->lines)
        return;
    if (p->line == p->lines)
        memcpy(p->draft, p->text, sizeof p->draft);
    p->line = line;
    memcpy(p->text, line == p->lines ? p->draft : p->history[line], sizeof p->text);
    go_end(p);
}

static void show_earlier(struct prompt *p)
{
    show_line(p, p->line - 1);
}

static void show_later(struct prompt *p)
{
    show_line(p, p->line + 1);
}

struct edit_row {
    const char *word;
    void (*edit)(struct prompt *p);
};

static const struct edit_row EDITS[] = {
    {"left", go_left},
    {"right", go_right},
    {"word-left", go_word_left},
    {"word-right", go_word_right},
    {"start", go_start},
    {"end", go_end},
    {"erase", erase},
    {"delete", delete},
    {"erase-word", erase_word},
    {"erase-start", erase_start},
    {"erase-end", erase_end},
    {"earlier", show_earlier},
    {"later", show_later},
};

bool prompt_edit(struct prompt *p, const char *word)
{
    for (size_t i = 0; i < sizeof EDITS / sizeof *EDITS; i++)
        if (strcmp(EDITS[i].word, word) == 0) {
            accept(p);
            EDITS[i].edit(p);
            return true;
        }
    return false;
}
