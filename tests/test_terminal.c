/* The terminal's backend on a terminal of its own, and how many bytes it sends there. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "term/dress.h"
#include "term/terminal.h"

#include <cmocka.h>

enum { COLS = 200, ROWS = 60 };

/* What is shown: `frames` pictures on a terminal of this kind. */
struct showing {
    const char *type;
    void (*paint)(struct canvas *c, int frame);
    int frames;
};

static void put(struct canvas *c, int col, int row, struct cell cell)
{
    struct area area = area_whole(c);

    area_put(&area, col, row, cell);
}

/* One mark goes down over a field; field says what a cell of it looks like. */
static void paint_mark(struct canvas *c, int frame,
                       struct cell (*field)(int col, int row))
{
    for (int row = 0; row < ROWS; row++)
        for (int col = 0; col < COLS; col++)
            put(c, col, row, field(col, row));
    put(c, 100, 1 + frame % (ROWS - 2),
        (struct cell){.glyph = 'o', .ink = ROLE_RUNNER, .ground = ROLE_BAND});
}

static struct cell half(int col, int row)
{
    return (struct cell){.glyph = u'▀',
                         .ink = (uint8_t)(ROLE_BAND + (col / 9 + row / 5) % BANDS_MAX),
                         .ground =
                             (uint8_t)(ROLE_BAND + (col / 7 + row / 3) % BANDS_MAX)};
}

static struct cell blank(int col, int row)
{
    return cell_blank((enum role)(ROLE_BAND + (col / 9 + row / 5) % BANDS_MAX));
}

static struct cell mixed(int col, int row)
{
    return (col + row) / 7 % 3 ? blank(col, row) : half(col, row);
}

static void paint_halves(struct canvas *c, int frame)
{
    paint_mark(c, frame, half);
}

static void paint_blanks(struct canvas *c, int frame)
{
    paint_mark(c, frame, blank);
}

static void paint_mixed(struct canvas *c, int frame)
{
    paint_mark(c, frame, mixed);
}

static void paint_nothing(struct canvas *c, int frame)
{
    (void)frame;
    canvas_clear(c);
}

/* In a process whose terminal is `name`. */
static int show_all(const char *name, const struct showing *showing)
{
    const struct theme theme = {.colours = 256};
    struct canvas canvas = {.glyphs = glyphs_find("half"), .colours = 256};
    static struct keys keys;
    struct terminal_opening opening;
    struct err err;
    int terminal;

    setsid();
    terminal = open(name, O_RDWR);
    for (int i = 0; i < 3; i++)
        dup2(terminal, i);
    setenv("TERM", showing->type, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("NO_COLOR");
    if (terminal_open(&opening, &keys, &err) != TERMINAL_OPEN)
        return 1;
    canvas_resize(&canvas, COLS, ROWS);
    for (int i = 0; i < showing->frames; i++) {
        showing->paint(&canvas, i);
        opening.backend->kind->show(opening.backend, &canvas, &theme);
    }
    opening.backend->kind->close(opening.backend);
    canvas_free(&canvas);
    return 0;
}

static int open_pair(char *name, size_t size)
{
    struct winsize window = {.ws_col = COLS, .ws_row = ROWS};
    int host = posix_openpt(O_RDWR | O_NOCTTY);

    assert_true(host >= 0 && grantpt(host) == 0 && unlockpt(host) == 0);
    snprintf(name, size, "%s", ptsname(host));
    ioctl(host, TIOCSWINSZ, &window);
    return host;
}

/* All bytes that the terminal gets; an unread line's end is told by EIO or hang-up. */
static long count_bytes(int host)
{
    char bytes[65536];
    long total = 0;
    ssize_t count;

    while ((count = read(host, bytes, sizeof bytes)) > 0)
        total += count;
    return total;
}

static long bytes_of(struct showing showing, int frames)
{
    char name[128];
    int host = open_pair(name, sizeof name), status;
    /* Keeps the line up until the child has it. */
    int ours = open(name, O_RDWR | O_NOCTTY);
    pid_t child;
    long total;

    showing.frames = frames;
    child = fork();
    if (child == 0) {
        close(host);
        close(ours);
        _exit(show_all(name, &showing));
    }
    close(ours);
    for (struct pollfd line = {.fd = host, .events = POLLIN}; poll(&line, 1, -1) == 1;)
        if (line.revents & POLLIN)
            break;
    total = count_bytes(host);
    waitpid(child, &status, 0);
    close(host);
    assert_int_equal(status, 0);
    return total;
}

static void a_moving_mark_costs_few_bytes_on_any_field(void **state)
{
    static const struct {
        const char *type;
        void (*paint)(struct canvas *, int);
    } CASES[] = {
        {"xterm-256color", paint_halves}, {"xterm-256color", paint_blanks},
        {"xterm-256color", paint_mixed},  {"screen-256color", paint_halves},
        {"linux", paint_halves},          {"linux", paint_mixed},
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct showing showing = {.type = CASES[i].type, .paint = CASES[i].paint};
        long bytes = bytes_of(showing, 101) - bytes_of(showing, 1);

        assert_true(bytes < 100 * 100);
    }
}

static void an_unchanged_picture_costs_nothing(void **state)
{
    struct showing showing = {.type = "xterm-256color", .paint = paint_nothing};

    (void)state;
    assert_int_equal(bytes_of(showing, 50), bytes_of(showing, 1));
}

/*
 * A row as text: i its ink, . no ink of its own; every cell but the blanks has the
 * runner's ink.
 */
static void a_blank_takes_the_ink_before_it_where_the_ground_is_one(void **state)
{
    static const struct {
        const char *glyphs, *grounds, *inks;
    } CASES[] = {
        {"ab  ", "0000", "iiii"},
        {"a   b ", "001111", "ii..ii"},
        {"  a ", "0000", "..ii"},
        {" ", "1", "."},
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct dressing dressing = {.theme = {.colours = 256}, .utf8 = true};

        for (int col = 0; CASES[i].glyphs[col]; col++) {
            struct cell cell = {.glyph = (uint32_t)CASES[i].glyphs[col],
                                .ink = ROLE_RUNNER,
                                .ground = CASES[i].grounds[col] == '1' ? ROLE_BAND
                                                                       : ROLE_PLAIN};
            int own = theme_paint(&dressing.theme, cell).ink;
            struct dressed it = dress(&dressing, 1, 30 * (col > 0) + col, cell);

            assert_int_equal(it.glyph, cell.glyph);
            assert_int_equal(it.paint.ink, CASES[i].inks[col] == 'i' ? own : COLOUR_OWN);
        }
    }
}

static void the_nearest_terminal_of_any_name_ends_at_one_that_all_hosts_know(void **state)
{
    static const char *const TYPES[] = {"xterm-kitty", "xterm-ghostty", "foot",
                                        "tmux-direct", ""};

    (void)state;
    assert_string_equal(terminal_nearest("xterm-kitty", 0), "xterm-256color");
    assert_string_equal(terminal_nearest("tmux-new", 0), "tmux-256color");
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        const char *last = NULL;

        for (int k = 0; terminal_nearest(TYPES[i], k); k++)
            last = terminal_nearest(TYPES[i], k);
        assert_non_null(last);
        assert_true(strcmp(last, "vt100") == 0 || strcmp(last, "ansi") == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moving_mark_costs_few_bytes_on_any_field),
        cmocka_unit_test(an_unchanged_picture_costs_nothing),
        cmocka_unit_test(a_blank_takes_the_ink_before_it_where_the_ground_is_one),
        cmocka_unit_test(
            the_nearest_terminal_of_any_name_ends_at_one_that_all_hosts_know),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
