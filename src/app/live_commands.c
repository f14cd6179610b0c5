/* Commands for the person at the keys: they open and close what lies over the screen. */
#include <stdlib.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/keymap.h"
#include "app/live.h"

static bool need_screen(const struct session *s, struct err *err)
{
    return s->live || fail(err, "there is no screen here on which to do that");
}

static bool help(struct session *s, struct words *w, struct err *err)
{
    const char *contexts[CONTEXTS_MAX];

    if (!need_screen(s, err) || !argument_end(w, err))
        return false;
    live_contexts(s->live, contexts);
    menu_open_help(&s->live->menu, contexts);
    return true;
}

static bool menu(struct session *s, struct words *w, struct err *err)
{
    const struct scene_view look = session_look(s);
    struct menu_about about;
    struct word name;

    cure_case_of(look.snap, look.view->run, &about.cures);
    return need_screen(s, err) && argument_word(w, &name, "the menu's name", err) &&
           argument_end(w, err) && menu_open(&s->live->menu, name.text, &about, err);
}

/*
 * The rest of the line as it stands, blanks at its end included: what is typed next
 * follows them.
 */
static bool prompt(struct session *s, struct words *w, struct err *err)
{
    const char *rest = w->line + w->at;

    if (!need_screen(s, err))
        return false;
    prompt_open(&s->live->prompt, rest + strspn(rest, " "));
    s->live->candidate = -1;
    return true;
}

static bool close_open(struct session *s, struct words *w, struct err *err)
{
    if (!need_screen(s, err) || !argument_end(w, err))
        return false;
    if (!live_close(s->live) && s->view.maximized >= 0)
        s->view.maximized = -1;
    return true;
}

static bool redraw(struct session *s, struct words *w, struct err *err)
{
    if (!need_screen(s, err) || !argument_end(w, err))
        return false;
    s->live->backend->kind->forget(s->live->backend);
    return true;
}

enum { PLACES = COMMAND_LIVE | COMMAND_LOOKS };

const struct command live_commands[] = {
    {
        .name = "help",
        .usage = "help",
        .help = "show all keys, those of the focused pane first",
        .places = PLACES,
        .obey = help,
    },
    {
        .name = "menu",
        .usage = "menu MENU",
        .help = "choose out of a list",
        .places = PLACES,
        .obey = menu,
    },
    {
        .name = "prompt",
        .usage = "prompt [TEXT]",
        .help = "type a command that begins with TEXT",
        .places = PLACES,
        .obey = prompt,
    },
    {
        .name = "close",
        .usage = "close",
        .help = "leave what is open, or stop the steps under way",
        .places = PLACES,
        .obey = close_open,
    },
    {
        .name = "redraw",
        .usage = "redraw",
        .help = "paint the screen anew",
        .places = PLACES,
        .obey = redraw,
    },
    {0},
};
