#ifndef APP_MENU_H
#define APP_MENU_H

#include "base/buffer.h"
#include "base/err.h"
#include "pane/overlay.h"
#include "sim/cure.h"

struct key_row;

/*
 * What lies over the screen: help, or a list of which one row is taken. Typing letters
 * leaves the rows of a list that have them in their name or their text.
 */
enum menu_kind { MENU_NONE, MENU_CHOICE, MENU_HELP };

enum { MENU_FILTER = 40, MENU_ROWS = 256 };

/* What is on the screen, for menus that depend on it. */
struct menu_about {
    struct cure_case cures;
};

struct menu {
    enum menu_kind kind;
    const struct menu_row *source; /* of a choice */
    struct overlay overlay;        /* what is shown */
    struct overlay_row row[MENU_ROWS];
    struct buffer texts; /* that the rows point into */
    char filter[MENU_FILTER];
    char title[64];
    struct menu_about about;
};

struct listed;

/*
 * One menu: its name, what it lists (a kind of `list`, or rows of its own), and the line
 * that taking NAME means.
 */
struct menu_row {
    const char *name, *title, *line, *listing;
    bool (*row)(const struct menu_about *about, int i, struct listed *out);
};

/* Ended by a NULL name. */
const struct menu_row *menus(void);

/* Opens the menu of this name; an err that says which there are otherwise. */
bool menu_open(struct menu *m, const char *name, const struct menu_about *about,
               struct err *err);

/* All keys, those of the contexts first; ended by NULL. */
void menu_open_help(struct menu *m, const char *const contexts[]);
void menu_close(struct menu *m);
void menu_free(struct menu *m);

void menu_type(struct menu *m, unsigned point);

/*
 * Does what a word of the keymap's lines `pick WORD` says, on a screen of so many rows.
 */
void menu_pick(struct menu *m, const char *word, int screen_rows);

/* The line that taking the chosen row means; false where there is none. */
bool menu_take(struct menu *m, struct buffer *line);

#endif
