/* A canvas on a real terminal: the one file that knows ncurses. */
#define _XOPEN_SOURCE_EXTENDED 1
#include "term/terminal.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "term/dress.h"
#include "term/signals.h"

enum { COLOURS_MOST = 256, KEY_DESCRIPTOR = STDIN_FILENO };

struct terminal {
    struct backend base;
    SCREEN *screen;
    bool has_own; /* the terminal's own colours can be asked for */
    int colours;
    struct canvas shown;
    struct dressing dressing; /* that it was shown with */
    bool forgotten;           /* nothing is known of the screen */
    short pairs;              /* in use, from 1 */
    short pair[COLOURS_MOST + 1]
              [COLOURS_MOST + 1]; /* [ink + 1][ground + 1]; 0: none yet */
    char begin_paste[16], end_paste[16];
};

static struct terminal *terminal_of(struct backend *b)
{
    return (struct terminal *)b;
}

struct key_row {
    const char *capability;
    uint32_t key;
};

static const struct key_row KEYS[] = {
    {"kcuu1", PRESS_UP},     {"kcud1", PRESS_DOWN},    {"kcub1", PRESS_LEFT},
    {"kcuf1", PRESS_RIGHT},  {"khome", PRESS_HOME},    {"kend", PRESS_END},
    {"kpp", PRESS_PAGE_UP},  {"knp", PRESS_PAGE_DOWN}, {"kich1", PRESS_INSERT},
    {"kdch1", PRESS_DELETE}, {"kbs", PRESS_BACKSPACE}, {"kcbt", PRESS_TAB | PRESS_SHIFT},
    {"kf1", PRESS_F1},       {"kf2", PRESS_F1 + 1},    {"kf3", PRESS_F1 + 2},
    {"kf4", PRESS_F1 + 3},   {"kf5", PRESS_F1 + 4},    {"kf6", PRESS_F1 + 5},
    {"kf7", PRESS_F1 + 6},   {"kf8", PRESS_F1 + 7},    {"kf9", PRESS_F1 + 8},
    {"kf10", PRESS_F1 + 9},  {"kf11", PRESS_F1 + 10},  {"kf12", PRESS_F1 + 11},
};

/* A string capability; NULL where the terminal lacks it. */
static const char *capability(const char *name)
{
    char *text = tigetstr(name);

    return text == (char *)-1 ? NULL : text;
}

static void learn_keys(struct keys *keys)
{
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        const char *bytes = capability(KEYS[i].capability);

        if (bytes)
            keys_learn(keys, bytes, KEYS[i].key);
    }
}

/* Adds the string without its padding, `$<5/>`. */
static void add_unpadded(char *out, size_t size, const char *text)
{
    size_t used = strlen(out);

    while (text && *text && used + 1 < size) {
        if (text[0] == '$' && text[1] == '<' && strchr(text, '>'))
            text = strchr(text, '>') + 1;
        else
            out[used++] = *text++;
    }
    out[used] = '\0';
}

/* What endwin would send, ready for a signal handler. */
static void prepare_to_give_back(const struct terminal *t)
{
    static const char *const ORDER[] = {"sgr0", "op", "cnorm", "rmkx"};
    const char *move = capability("cup"), *leave = capability("rmcup");
    char bytes[SIGNALS_BYTES] = "";

    for (size_t i = 0; i < sizeof ORDER / sizeof *ORDER; i++)
        add_unpadded(bytes, sizeof bytes, capability(ORDER[i]));
    add_unpadded(bytes, sizeof bytes, t->end_paste);
    if (move)
        add_unpadded(bytes, sizeof bytes,
                     tparm((char *)move, LINES - 1, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
    add_unpadded(bytes, sizeof bytes, leave ? leave : "\r\n");
    signals_give_back(bytes);
}

/* Colours */

static int colours_of_terminal(void)
{
    const char *no = getenv("NO_COLOR");

    if ((no && no[0]) || !has_colors() || start_color() == ERR)
        return 0;
    return COLORS == 256 ? 256 : COLORS >= 16 && COLORS < 256 ? 16 : COLORS >= 8 ? 8 : 0;
}

/*
 * Most terminals are dark, and most people want that ground as it is; on it the light
 * palette could not be read, so that it brings its own ground along where its colours are
 * sure.
 */
static short own_colour(const struct terminal *t, bool ground)
{
    bool light = t->dressing.theme.light;

    if (light && t->dressing.theme.colours == 256)
        return ground ? 231 : 16;
    if (t->has_own)
        return -1;
    return ground == light ? COLOR_WHITE : COLOR_BLACK;
}

/* Pairs are handed out as they are met: an 8-colour terminal has fewer than there are. */
static short pair_of(struct terminal *t, int ink, int ground)
{
    short *pair = &t->pair[ink + 1][ground + 1];

    if (*pair == 0 && t->pairs + 1 < COLOR_PAIRS && t->pairs < INT16_MAX - 1) {
        *pair = ++t->pairs;
        init_pair(*pair, ink < 0 ? own_colour(t, false) : (short)ink,
                  ground < 0 ? own_colour(t, true) : (short)ground);
    }
    return *pair;
}

static void begin_theme(struct terminal *t, const struct theme *theme)
{
    int colours = theme->colours < t->colours ? theme->colours : t->colours;

    if (t->dressing.theme.light == theme->light && t->dressing.theme.colours == colours)
        return;
    t->dressing.theme = (struct theme){.light = theme->light, .colours = colours};
    if (t->pairs > 0)
        memset(t->pair, 0, sizeof t->pair);
    t->pairs = 0;
    t->forgotten = true;
}

/* Cells */

static attr_t attributes(unsigned style)
{
    return (style & STYLE_BOLD ? A_BOLD : 0) |
           (style & STYLE_UNDERLINE ? A_UNDERLINE : 0) |
           (style & STYLE_REVERSE ? A_REVERSE : 0);
}

static void put_cell(struct terminal *t, int row, int col, const struct dressed *it)
{
    wchar_t text[2] = {(wchar_t)(it->glyph < 128 || t->dressing.utf8 ? it->glyph : '?')};
    cchar_t wide;

    setcchar(&wide, text, attributes(it->paint.style),
             t->dressing.theme.colours > 0 ? pair_of(t, it->paint.ink, it->paint.ground)
                                           : 0,
             NULL);
    mvadd_wch(row, col, &wide);
}

/* Cells that did not change are dressed too, for the blanks behind them. */
static void put_row(struct terminal *t, const struct canvas *canvas, int row, bool all)
{
    size_t first = (size_t)row * (size_t)canvas->cols;
    const struct cell *cells = canvas->cells + first, *shown = t->shown.cells + first;

    if (!all && memcmp(cells, shown, (size_t)canvas->cols * sizeof *cells) == 0)
        return;
    for (int col = 0; col < canvas->cols; col++)
        if (cells[col].glyph != CELL_TAIL) {
            struct dressed it = dress(&t->dressing, row, col, cells[col]);

            if (all || !cell_equal(cells[col], shown[col]))
                put_cell(t, row, col, &it);
        }
}

static void show(struct backend *b, const struct canvas *canvas,
                 const struct theme *theme)
{
    struct terminal *t = terminal_of(b);
    size_t cells = (size_t)canvas->cols * (size_t)canvas->rows;
    bool all;

    begin_theme(t, theme);
    if (t->shown.cols != canvas->cols || t->shown.rows != canvas->rows) {
        canvas_resize(&t->shown, canvas->cols, canvas->rows);
        t->forgotten = true;
    }
    if (t->forgotten) {
        werase(stdscr);
        clearok(curscr, TRUE);
    }
    all = t->forgotten || t->dressing.wide_map != dress_has_wide_map(canvas);
    t->dressing.wide_map = dress_has_wide_map(canvas);
    for (int row = 0; row < canvas->rows; row++)
        put_row(t, canvas, row, all);
    memcpy(t->shown.cells, canvas->cells, cells * sizeof *canvas->cells);
    t->forgotten = false;
    refresh();
}

static void forget(struct backend *b)
{
    terminal_of(b)->forgotten = true;
}

/* What the kernel says now, if it knows; ncurses follows. */
static struct ability ability(struct backend *b)
{
    struct terminal *t = terminal_of(b);
    struct winsize size = {0};
    bool known =
        ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col;

    if (known && (size.ws_row != LINES || size.ws_col != COLS)) {
        resizeterm(size.ws_row, size.ws_col);
        t->forgotten = true;
        prepare_to_give_back(t);
    }
    return (struct ability){
        .cols = COLS, .rows = LINES, .colours = t->colours, .utf8 = t->dressing.utf8};
}

/* Input */

static int input(const struct backend *b)
{
    (void)b;
    return KEY_DESCRIPTOR;
}

static int output(const struct backend *b)
{
    (void)b;
    return STDOUT_FILENO;
}

static enum input read_keys(struct backend *b, struct keys *keys)
{
    char bytes[KEYS_ROOM];
    size_t room = keys_room(keys);
    ssize_t count = room ? read(KEY_DESCRIPTOR, bytes, room) : 0;

    (void)b;
    if (count > 0)
        keys_feed(keys, bytes, (size_t)count);
    return count > 0 || room == 0 || (count < 0 && (errno == EINTR || errno == EAGAIN))
               ? INPUT_READ
               : INPUT_ENDED;
}

/* Coming and going */

static void send_now(const char *bytes)
{
    if (bytes[0]) {
        putp(bytes);
        fflush(stdout);
    }
}

/* Ctrl-S would freeze the picture, and Ctrl-V and Ctrl-O are keys like others. */
static void set_modes(void)
{
    struct termios modes;

    cbreak();
    noecho();
    nonl();
    if (tcgetattr(KEY_DESCRIPTOR, &modes) != 0)
        return;
    modes.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR | ISTRIP);
    modes.c_lflag &= ~(tcflag_t)IEXTEN;
    tcsetattr(KEY_DESCRIPTOR, TCSADRAIN, &modes);
    def_prog_mode();
}

static void leave(struct backend *b)
{
    send_now(terminal_of(b)->end_paste);
    endwin();
    signals_give_back(NULL);
}

static void enter(struct backend *b)
{
    struct terminal *t = terminal_of(b);

    prepare_to_give_back(t);
    reset_prog_mode();
    send_now(t->begin_paste);
    t->forgotten = true;
}

static void close_terminal(struct backend *b)
{
    struct terminal *t = terminal_of(b);

    if (!isendwin())
        leave(b);
    delscreen(t->screen);
    canvas_free(&t->shown);
    free(t);
}

static const struct backend_kind KIND = {
    .name = "terminal",
    .ability = ability,
    .show = show,
    .forget = forget,
    .input = input,
    .output = output,
    .read = read_keys,
    .leave = leave,
    .enter = enter,
    .close = close_terminal,
};

bool terminal_is_ours(void)
{
    pid_t group = tcgetpgrp(KEY_DESCRIPTOR);

    return group < 0 || group == getpgrp();
}

/* Opening */

/*
 * Makes the type current in ncurses, as far as it needs be for asking; false for an
 * unknown one.
 */
static bool look_up(const char *type)
{
    int result;

    return setupterm((char *)type, STDOUT_FILENO, &result) == OK;
}

/*
 * The description to use for TERM, and a remark where it is another one; NULL where there
 * is none.
 */
static const char *choose_type(const char *type, struct terminal_opening *opening)
{
    const char *nearest = NULL;
    char clean[40];

    if (look_up(type))
        return type;
    for (int i = 0; (nearest = terminal_nearest(type, i)) && !look_up(nearest); i++)
        continue;
    text_clean(clean, sizeof clean, type);
    if (nearest)
        snprintf(opening->remark, sizeof opening->remark,
                 "this host does not know the terminal \"%s\": shown as for %s", clean,
                 nearest);
    return nearest;
}

static struct terminal *begin(SCREEN *screen, struct keys *keys)
{
    struct terminal *t = memory_new(1, sizeof *t);

    t->base.kind = &KIND;
    t->screen = screen;
    t->dressing.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    t->colours = colours_of_terminal();
    t->has_own = t->colours > 0 && use_default_colors() == OK;
    t->dressing.theme.colours = -1;
    t->forgotten = true;
    add_unpadded(t->begin_paste, sizeof t->begin_paste, capability("BE"));
    add_unpadded(t->end_paste, sizeof t->end_paste, capability("BD"));
    learn_keys(keys);
    set_modes();
    keypad(stdscr, TRUE);
    typeahead(-1);
    leaveok(stdscr, curs_set(0) != ERR);
    prepare_to_give_back(t);
    send_now(t->begin_paste);
    return t;
}

static enum terminal_result start(const char *type, struct terminal_opening *opening,
                                  struct keys *keys, struct err *err)
{
    SCREEN *screen;

    signals_open();
    signals_keep_modes(KEY_DESCRIPTOR);
    use_env(FALSE);
    use_tioctl(TRUE);
    screen = newterm((char *)type, stdout, stdin);
    if (!screen) {
        fail(err, "the terminal \"%s\" cannot be used", type);
        return TERMINAL_UNUSABLE;
    }
    opening->backend = &begin(screen, keys)->base;
    return TERMINAL_OPEN;
}

static const char NO_TYPE[] =
    "TERM is not set, so nobody knows how to draw here: try TERM=xterm-256color, or "
    "gradscape render";

enum terminal_result terminal_open(struct terminal_opening *opening, struct keys *keys,
                                   struct err *err)
{
    const char *type = getenv("TERM");

    *opening = (struct terminal_opening){0};
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        fail(err, "standard %s is no terminal: try gradscape render, or gradscape run",
             isatty(STDIN_FILENO) ? "output" : "input");
        return TERMINAL_NONE;
    }
    if (!type || !type[0]) {
        fail(err, NO_TYPE);
        return TERMINAL_UNUSABLE;
    }
    setlocale(LC_CTYPE, "");
    type = choose_type(type, opening);
    if (!type || !capability("cup")) {
        fail(err, "%s",
             type ? "a terminal whose cursor cannot be moved shows no pictures (TERM "
                    "says so): try TERM=xterm-256color, or gradscape render"
                  : "this host has no description of any terminal: install the package "
                    "ncurses-base, or try gradscape render");
        return TERMINAL_UNUSABLE;
    }
    del_curterm(cur_term); /* newterm looks it up again */
    if (!terminal_is_ours())
        signals_obey(SIGTTOU);
    return start(type, opening, keys, err);
}
