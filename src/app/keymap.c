/* The table of keys, and lines made of its rows. */
#include "app/keymap.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct key_row ROWS[] = {
    {"Space", "", "toggle", "run or pause", "run"},
    {"n .", "", "step N", "one step forward; 10n goes ten", "step"},
    {"b , u", "", "back N", "one step back, exactly; 10b goes ten", "back"},
    {"PgDn Ctrl-F", "", "step 50", "fifty steps forward", NULL},
    {"PgUp Ctrl-B", "", "back 50", "fifty steps back", NULL},
    {"Home g", "", "back STEP", "back to the start of the run", NULL},
    {"End G", "", "step AHEAD", "forward again to the furthest step known", NULL},
    {"> ]", "", "faster N", "twice the speed", NULL},
    {"< [", "", "slower N", "half the speed", NULL},
    {"F", "", "speed max", "as fast as it goes", NULL},
    {"r", "", "reset", "from the start, settings kept; trails stay as ghosts", NULL},
    {"R", "", "seed SEED", "the next seed: other noise for all runners", NULL},

    {"Right l", "", "nudge N", "the chosen setting one notch up", "set"},
    {"Left h", "", "nudge -N", "the chosen setting one notch down", NULL},
    {"Down j", "", "setting next", "choose the setting below", NULL},
    {"Up k", "", "setting previous", "choose the setting above", NULL},
    {"= Enter", "", "prompt set RUN.SETTING ", "type a value for the chosen setting",
     NULL},
    {"x", "", "swap", "the value before the last change, and back again", NULL},
    {"X", "", "compare", "the last change beside what was before, from the start", NULL},
    {") }", "", "runner next", "choose the next runner", NULL},
    {"( {", "", "runner previous", "choose the runner before", NULL},
    {"o a", "", "menu add", "add a runner: choose its optimizer", "race"},
    {"O", "", "menu change", "another optimizer for the chosen runner", NULL},
    {"D Delete", "", "drop RUN", "take the chosen runner out", NULL},

    {"c", "", "cross on", "move the start: arrows aim, Enter plants it", NULL},
    {"+", "", "zoom N", "the map twice as near", NULL},
    {"-", "", "zoom -N", "the map twice as far", NULL},
    {"f 0", "", "fit", "the map shows the whole domain", NULL},
    {"e", "", "fit runs", "the map shows everywhere that runners have been", NULL},
    {"Shift-Right L", "", "pan N 0", "the map's window to the right", NULL},
    {"Shift-Left H", "", "pan -N 0", "the map's window to the left", NULL},
    {"Shift-Up K", "", "pan 0 N", "the map's window upwards", NULL},
    {"Shift-Down J", "", "pan 0 -N", "the map's window downwards", NULL},
    {"y", "", "quantity next", "the layers' next quantity: gradient, flow, weights, ...",
     NULL},
    {"w", "", "wipe", "wipe away the ghosts of earlier runs", NULL},

    {"t", "", "sharpness", "measure how sharply the loss of each net is curved", NULL},
    {"E", "", "menu cures", "what to try: cures, the fitting ones first", "try"},
    {"A", "", "nudge activation N", "the net's next activation", NULL},
    {"N", "", "nudge norm N", "the net's next norm: batch, layer, weight, none", NULL},
    {"S", "", "nudge residual N", "ways around the net's layers, on and off", NULL},
    {"I", "", "nudge init N", "the net's next first weights; it starts anew", NULL},
    {"U", "", "nudge dropout N", "a twentieth more of the units drop out", NULL},
    {"B", "", "nudge batch N", "twice the rows in each step of the chosen runner", NULL},
    {"C", "", "nudge clip N", "the next way to cut the chosen runner's gradients", NULL},
    {"W", "", "nudge weight_decay N", "more weight decay for the chosen runner", NULL},

    {"s", "", "menu scenes", "choose another scene", "scenes"},
    {":", "", "prompt", "type a command", NULL},
    {"? F1", "", "help", "all keys", "help"},
    {"Tab", "", "focus next", "the keys go to the next pane", NULL},
    {"Shift-Tab", "", "focus previous", "the keys go to the pane before", NULL},
    {"m z", "", "maximize", "that pane alone, or all of them again", NULL},
    {"d", "", "large next", "of a net: what it fits, or another large pane", NULL},
    {"v", "", "layout next", "the panes in another order", NULL},
    {"T", "", "theme next", "the palette for a dark or a light ground", NULL},
    {"Y", "", "glyphs next", "other characters to draw with", NULL},
    {"M", "", "moment", "show the command line that comes to this moment", NULL},
    {"P", "", "prompt picture gradscape.svg",
     "write a picture: .svg, .ans with colours, or .txt", NULL},
    {"Ctrl-L", "", "redraw", "paint the screen anew", NULL},
    {"Esc", "", "close", "leave what is open, or stop the steps under way", NULL},
    {"q Q F10", "", "quit", "end the program", "quit"},

    {"Right", "map", "pan N 0", "the map's window to the right", "look around"},
    {"Left", "map", "pan -N 0", "the map's window to the left", NULL},
    {"Up", "map", "pan 0 N", "the map's window upwards", NULL},
    {"Down", "map", "pan 0 -N", "the map's window downwards", NULL},
    {"Right l", "slice", "slice next", "another plane through the weights", "plane"},
    {"Left h", "slice", "slice previous", "the plane before", NULL},
    {"Enter", "slice", "slice again", "the slice through the present weights", "anew"},
    {"Down j", "runs", "runner next", "choose the next runner", "choose"},
    {"Up k", "runs", "runner previous", "choose the runner before", NULL},
    {"Right l", "layers", "layer next", "choose the next layer", "layer, quantity"},
    {"Left h", "layers", "layer previous", "choose the layer before", NULL},
    {"Down j", "layers", "quantity next", "the bars show the next quantity", NULL},
    {"Up k", "layers", "quantity previous", "the bars show the one before", NULL},
    {"Right l", "layer", "layer next", "choose the next layer", "layer, quantity"},
    {"Left h", "layer", "layer previous", "choose the layer before", NULL},
    {"Down j", "layer", "quantity next", "the bars show the next quantity", NULL},
    {"Up k", "layer", "quantity previous", "the bars show the one before", NULL},

    {"Right l", CONTEXT_CROSS, "aim N 0", "the cross to the right", "aim"},
    {"Left h", CONTEXT_CROSS, "aim -N 0", "the cross to the left", NULL},
    {"Up k", CONTEXT_CROSS, "aim 0 N", "the cross upwards", NULL},
    {"Down j", CONTEXT_CROSS, "aim 0 -N", "the cross downwards", NULL},
    {"Enter", CONTEXT_CROSS, "plant", "runners start there; at step 0 they move there",
     "plant"},
    {"c Esc", CONTEXT_CROSS, "cross off", "leave the start where it is", NULL},

    {"Down Ctrl-N", CONTEXT_MENU, "pick next", "the row below", NULL},
    {"Up Ctrl-P", CONTEXT_MENU, "pick previous", "the row above", "choose"},
    {"PgDn", CONTEXT_MENU, "pick later", "a screen further", NULL},
    {"PgUp", CONTEXT_MENU, "pick earlier", "a screen back", NULL},
    {"Home", CONTEXT_MENU, "pick first", "the first row", NULL},
    {"End", CONTEXT_MENU, "pick last", "the last row", NULL},
    {"Enter", CONTEXT_MENU, "pick this", "take it; letters find a row", "take"},
    {"Backspace", CONTEXT_MENU, "pick wider", "one letter fewer to find", NULL},
    {"Esc Ctrl-G", CONTEXT_MENU, "close", "take none", "leave"},

    {"Down j n", CONTEXT_HELP, "pick next", "a row down", "scroll"},
    {"Up k p", CONTEXT_HELP, "pick previous", "a row up", NULL},
    {"PgDn Space f", CONTEXT_HELP, "pick later", "a screen down", NULL},
    {"PgUp b", CONTEXT_HELP, "pick earlier", "a screen up", NULL},
    {"Home g", CONTEXT_HELP, "pick first", "to the top", NULL},
    {"End G", CONTEXT_HELP, "pick last", "to the end", NULL},
    {"Esc q ? Enter F1", CONTEXT_HELP, "close", "leave", "leave"},

    {"Enter", CONTEXT_PROMPT, "edit obey", "do it", "do it"},
    {"Tab", CONTEXT_PROMPT, "edit complete", "complete the word; again: the next one",
     "complete"},
    {"Shift-Tab", CONTEXT_PROMPT, "edit uncomplete", "the completion before", NULL},
    {"Up Ctrl-P", CONTEXT_PROMPT, "edit earlier", "the line typed before", NULL},
    {"Down Ctrl-N", CONTEXT_PROMPT, "edit later", "the line typed after", NULL},
    {"Left Ctrl-B", CONTEXT_PROMPT, "edit left", "a character to the left", NULL},
    {"Right Ctrl-F", CONTEXT_PROMPT, "edit right", "a character to the right", NULL},
    {"Alt-b Ctrl-Left", CONTEXT_PROMPT, "edit word-left", "a word to the left", NULL},
    {"Alt-f Ctrl-Right", CONTEXT_PROMPT, "edit word-right", "a word to the right", NULL},
    {"Home Ctrl-A", CONTEXT_PROMPT, "edit start", "to the start of the line", NULL},
    {"End Ctrl-E", CONTEXT_PROMPT, "edit end", "to the end of the line", NULL},
    {"Backspace", CONTEXT_PROMPT, "edit erase", "erase the character before the cursor",
     NULL},
    {"Delete Ctrl-D", CONTEXT_PROMPT, "edit delete",
     "erase the character under the cursor", NULL},
    {"Ctrl-W", CONTEXT_PROMPT, "edit erase-word", "erase the word before the cursor",
     NULL},
    {"Ctrl-U", CONTEXT_PROMPT, "edit erase-start", "erase everything before the cursor",
     NULL},
    {"Ctrl-K", CONTEXT_PROMPT, "edit erase-end", "erase everything from the cursor on",
     NULL},
    {"Esc Ctrl-G", CONTEXT_PROMPT, "close", "leave it", "leave"},
    {0},
};

const struct key_row *key_rows(void)
{
    return ROWS;
}

static bool has_key(const char *keys, const char *key)
{
    size_t length = strlen(key);

    while (*keys) {
        size_t word = strcspn(keys, " ");

        if (word == length && strncmp(keys, key, length) == 0)
            return true;
        keys += word + (keys[word] == ' ');
    }
    return false;
}

const struct key_row *keymap_find(const char *context, const char *key)
{
    for (const struct key_row *row = ROWS; row->keys; row++)
        if (strcmp(row->context, context) == 0 && has_key(row->keys, key))
            return row;
    return NULL;
}

static void add_count(const struct key_values *v, struct buffer *out)
{
    buffer_format(out, "%" PRId64, v->count);
}

static void add_run(const struct key_values *v, struct buffer *out)
{
    buffer_add_text(out, v->run);
}

static void add_setting(const struct key_values *v, struct buffer *out)
{
    buffer_add_text(out, v->setting);
}

static void add_seed(const struct key_values *v, struct buffer *out)
{
    buffer_format(out, "%" PRIu64, v->seed);
}

static void add_step(const struct key_values *v, struct buffer *out)
{
    buffer_format(out, "%" PRId64, v->step);
}

static void add_ahead(const struct key_values *v, struct buffer *out)
{
    buffer_format(out, "%" PRId64, v->ahead);
}

struct word_row {
    const char *word;
    void (*add)(const struct key_values *values, struct buffer *out);
};

static const struct word_row WORDS[] = {
    {"N", add_count},   {"RUN", add_run},   {"SETTING", add_setting},
    {"SEED", add_seed}, {"STEP", add_step}, {"AHEAD", add_ahead},
};

enum { WORDS_COUNT = sizeof WORDS / sizeof *WORDS };

void keymap_expand(const struct key_row *row, const struct key_values *values,
                   struct buffer *out)
{
    static const char CAPITALS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    for (const char *at = row->line; *at;) {
        size_t word = strspn(at, CAPITALS), plain = strcspn(at, CAPITALS);
        int i = 0;

        buffer_add(out, at, plain);
        at += plain;
        if (word == 0)
            continue;
        while (i < WORDS_COUNT &&
               (strlen(WORDS[i].word) != word || strncmp(WORDS[i].word, at, word) != 0))
            i++;
        if (i < WORDS_COUNT)
            WORDS[i].add(values, out);
        else
            buffer_add(out, at, word);
        at += word;
    }
}

static const char ARROWS[] = "Up Down Left Right";

void keymap_label(const struct key_row *row, char *out, size_t size)
{
    snprintf(out, size, "%.*s", (int)strcspn(row->keys, " "), row->keys);
    if (has_key(ARROWS, out))
        snprintf(out, size, "arrows");
}

bool keymap_is_exclusive(const char *context)
{
    return strcmp(context, CONTEXT_PROMPT) == 0 || strcmp(context, CONTEXT_MENU) == 0 ||
           strcmp(context, CONTEXT_HELP) == 0;
}

/* A key that an earlier context has taken is not shown again. */
static bool is_taken(const struct key_row *row, const char *const contexts[], int before)
{
    char key[32];

    snprintf(key, sizeof key, "%.*s", (int)strcspn(row->keys, " "), row->keys);
    for (int i = 0; i < before; i++)
        if (keymap_find(contexts[i], key))
            return true;
    return false;
}

void keymap_hints(const char *const contexts[], struct buffer *out)
{
    char label[32];

    for (int i = 0; contexts[i]; i++)
        for (const struct key_row *row = ROWS; row->keys; row++) {
            if (!row->hint || strcmp(row->context, contexts[i]) != 0 ||
                is_taken(row, contexts, i))
                continue;
            keymap_label(row, label, sizeof label);
            buffer_format(out, "%s%s %s", out->used ? "  " : "", label, row->hint);
        }
}
