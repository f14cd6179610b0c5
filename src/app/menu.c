/* Help and menus: rows of text out of the tables, narrowed by what is typed. */
#include "app/menu.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/keymap.h"
#include "app/listing.h"
#include "base/text.h"

/* A cure is called by the line that it is for the chosen runner. */
static bool cure_row(const struct menu_about *about, int i, struct listed *out)
{
    int k = cure_at(i, &about->cures);

    if (k < 0)
        return false;
    out->name = about->cures.line[k];
    snprintf(out->text, sizeof out->text, "%s", cures()[k].help);
    return true;
}

static const struct menu_row MENUS[] = {
    {"scenes", "scenes", "open NAME", "scenes", NULL},
    {"add", "add a runner", "race NAME", "optimizers", NULL},
    {"change", "the chosen runner becomes", "become NAME", "optimizers", NULL},
    {"cures", "what to try", "NAME", NULL, cure_row},
    {0},
};

const struct menu_row *menus(void)
{
    return MENUS;
}

/* Texts are added as offsets first, because the buffer moves while it grows. */
struct draft {
    struct menu *menu;
    size_t left[MENU_ROWS], right[MENU_ROWS], note[MENU_ROWS];
};

static size_t add_text(struct menu *m, const char *text)
{
    size_t at = m->texts.used;

    buffer_add(&m->texts, text, strlen(text) + 1);
    return at;
}

/* Without a text at its right it is a heading. */
static void add_row(struct draft *d, const char *left, const char *right,
                    const char *note)
{
    struct menu *m = d->menu;
    int i = m->overlay.count;

    if (i == MENU_ROWS)
        return;
    d->left[i] = add_text(m, left);
    d->right[i] = add_text(m, right ? right : "");
    d->note[i] = add_text(m, note);
    m->row[i] = (struct overlay_row){.heading = right == NULL};
    m->overlay.count++;
}

static void begin_rows(struct draft *d, struct menu *m)
{
    d->menu = m;
    m->overlay.count = 0;
    m->overlay.row = m->row;
    buffer_clear(&m->texts);
}

static void end_rows(const struct draft *d)
{
    struct menu *m = d->menu;

    for (int i = 0; i < m->overlay.count; i++) {
        m->row[i].left = m->texts.text + d->left[i];
        m->row[i].right = m->texts.text + d->right[i];
        m->row[i].note = m->texts.text + d->note[i];
    }
}

/* Whether text has the letters of what in it, in whatever case. */
static bool holds(const char *text, const char *what)
{
    size_t length = strlen(what);

    for (; strlen(text) >= length; text++) {
        size_t i = 0;

        while (i < length &&
               tolower((unsigned char)text[i]) == tolower((unsigned char)what[i]))
            i++;
        if (i == length)
            return true;
    }
    return false;
}

static bool read_row(const struct menu *m, int i, struct listed *out)
{
    const struct menu_row *source = m->source;

    return source->row ? source->row(&m->about, i, out)
                       : listing_find(source->listing)->row(i, out);
}

static void fill_choice(struct menu *m)
{
    struct listed row;
    struct draft d;

    begin_rows(&d, m);
    for (int i = 0; read_row(m, i, &row); i++)
        if (holds(row.name, m->filter) || holds(row.text, m->filter))
            add_row(&d, row.name, row.text, "");
    end_rows(&d);
    m->overlay.chosen = m->overlay.count > 0 ? 0 : -1;
    m->overlay.top = 0;
}

bool menu_open(struct menu *m, const char *name, const struct menu_about *about,
               struct err *err)
{
    const struct menu_row *row = MENUS;

    while (row->name && strcmp(row->name, name) != 0)
        row++;
    if (!row->name)
        return fail(err,
                    "there is no menu \"%s\": write menu scenes, add, change or cures",
                    name);
    m->kind = MENU_CHOICE;
    m->source = row;
    m->about = *about;
    m->filter[0] = '\0';
    m->overlay = (struct overlay){
        .title = row->title, .note = "Enter takes, Esc leaves", .filter = m->filter};
    fill_choice(m);
    return true;
}

static bool is_among(const char *const contexts[], const char *context)
{
    for (; *contexts; contexts++)
        if (strcmp(*contexts, context) == 0)
            return true;
    return false;
}

static void add_context(struct draft *d, const char *context)
{
    char heading[64];
    bool any = false;

    for (const struct key_row *row = key_rows(); row->keys; row++) {
        if (strcmp(row->context, context) != 0)
            continue;
        snprintf(heading, sizeof heading, "%s%s", context[0] ? "in " : "everywhere",
                 context);
        if (!any)
            add_row(d, heading, NULL, "");
        any = true;
        add_row(d, row->keys, row->help, row->line);
    }
}

/* Contexts that are not at hand follow, each where the table has it first. */
static void add_other_contexts(struct draft *d, const char *const contexts[])
{
    const struct key_row *rows = key_rows();

    for (const struct key_row *row = rows; row->keys; row++) {
        const struct key_row *first = rows;

        while (strcmp(first->context, row->context) != 0)
            first++;
        if (first == row && !is_among(contexts, row->context))
            add_context(d, row->context);
    }
}

void menu_open_help(struct menu *m, const char *const contexts[])
{
    struct draft d;

    m->kind = MENU_HELP;
    m->overlay = (struct overlay){
        .title = "keys, and the lines they give", .note = "Esc leaves", .chosen = -1};
    begin_rows(&d, m);
    for (int i = 0; contexts[i]; i++)
        add_context(&d, contexts[i]);
    add_other_contexts(&d, contexts);
    end_rows(&d);
}

void menu_close(struct menu *m)
{
    m->kind = MENU_NONE;
}

void menu_free(struct menu *m)
{
    buffer_free(&m->texts);
}

void menu_type(struct menu *m, unsigned point)
{
    size_t used = strlen(m->filter);
    char bytes[4];
    size_t length = text_encode(point, bytes);

    if (m->kind != MENU_CHOICE || used + length >= sizeof m->filter)
        return;
    memcpy(m->filter + used, bytes, length);
    m->filter[used + length] = '\0';
    fill_choice(m);
}

static void widen(struct menu *m)
{
    size_t used = strlen(m->filter);

    while (used > 0 && ((unsigned char)m->filter[--used] & 0xC0) == 0x80)
        continue;
    m->filter[used] = '\0';
    if (m->kind == MENU_CHOICE)
        fill_choice(m);
}

/* How far each word goes, in rows and in screens; more than there is means to the end. */
struct pick_row {
    const char *word;
    int rows, screens;
};

static const struct pick_row PICKS[] = {
    {"next", 1, 0},     {"previous", -1, 0},      {"later", 0, 1},
    {"earlier", 0, -1}, {"first", -MENU_ROWS, 0}, {"last", MENU_ROWS, 0},
};

static int within(int value, int most)
{
    return value > most ? (most < 0 ? 0 : most) : value < 0 ? 0 : value;
}

static void move(struct menu *m, int rows, int screen_rows)
{
    struct overlay *o = &m->overlay;

    if (o->chosen >= 0)
        o->chosen = within(o->chosen + rows, o->count - 1);
    else if (o->count > 0)
        o->top = within(o->top + rows, o->count - 1);
    o->top = overlay_top(o, screen_rows);
}

void menu_pick(struct menu *m, const char *word, int screen_rows)
{
    int screen = overlay_room(&m->overlay, screen_rows);

    if (strcmp(word, "wider") == 0)
        widen(m);
    for (size_t i = 0; i < sizeof PICKS / sizeof *PICKS; i++)
        if (strcmp(PICKS[i].word, word) == 0)
            move(m, PICKS[i].rows + PICKS[i].screens * screen, screen_rows);
}

bool menu_take(struct menu *m, struct buffer *line)
{
    static const char NAME[] = "NAME";
    const struct overlay *o = &m->overlay;
    const char *at;

    if (m->kind != MENU_CHOICE || o->chosen < 0)
        return false;
    at = strstr(m->source->line, NAME);
    buffer_add(line, m->source->line, (size_t)(at - m->source->line));
    buffer_add_text(line, o->row[o->chosen].left);
    buffer_add_text(line, at + strlen(NAME));
    return true;
}
