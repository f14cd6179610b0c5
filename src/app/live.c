/*
 * gradscape [SCENE]: the screen, under the fingers. One poll over keys, signals and the
 * clock.
 */
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/live.h"
#include "app/prepare.h"
#include "base/memory.h"
#include "base/number.h"
#include "term/signals.h"
#include "term/terminal.h"

/* Signals */

static void return_to_screen(struct live *l)
{
    while (!terminal_is_ours() && l->signal == 0 && !l->hung_up) {
        int next;

        signals_obey(SIGTTOU);
        next = signals_next();
        l->hung_up = next == 0;
        if (next != SIGCONT && next != SIGWINCH && next != SIGTSTP)
            l->signal = next;
    }
    if (l->signal != 0 || l->hung_up)
        return;
    l->backend->kind->enter(l->backend);
    l->ability = l->backend->kind->ability(l->backend);
    l->changed = l->touched = true;
}

static void resize(struct live *l)
{
    l->ability = l->backend->kind->ability(l->backend);
    l->session->cols = l->ability.cols;
    l->session->rows = l->ability.rows;
    l->changed = l->touched = true;
}

static void suspend(struct live *l)
{
    l->backend->kind->leave(l->backend);
    signals_obey(SIGTSTP);
    return_to_screen(l);
}

/* Ctrl-C leaves what is open, and ends the program where nothing is. */
static bool forgives(struct live *l, int signal)
{
    if (signal != SIGINT || !signals_interrupt_was_typed() || !live_close(l))
        return false;
    signals_forgive();
    l->changed = l->touched = true;
    return true;
}

static void obey_signals(struct live *l)
{
    int signal;

    while (l->signal == 0 && (signal = signals_next()) != 0) {
        if (signal == SIGWINCH)
            resize(l);
        else if (signal == SIGTSTP)
            suspend(l);
        else if (signal == SIGCONT)
            return_to_screen(l);
        else if (!forgives(l, signal))
            l->signal = signal;
    }
}

/* The loop */

enum { KEYS_AT, SIGNALS_AT, OUTPUT_AT, DESCRIPTORS };

static int milliseconds(double seconds)
{
    return seconds < 0 ? -1 : seconds > 1e6 ? 1000000000 : (int)ceil(1e3 * seconds);
}

/* Returns whether one was pressed. */
static bool read_keys(struct live *l, short events)
{
    uint32_t key;
    bool late, pressed = false;

    if (events & POLLIN) {
        l->hung_up = l->backend->kind->read(l->backend, &l->keys) == INPUT_ENDED;
        l->heard = live_now();
    }
    late = live_now() - l->heard >= l->escape_delay;
    if (events & (POLLHUP | POLLERR | POLLNVAL))
        l->hung_up = true;
    while (!l->hung_up && !l->session->quit && keys_next(&l->keys, late, &key)) {
        live_press(l, key);
        pressed = true;
    }
    return pressed;
}

/* What a key does is seen before the next step. */
static void wait_and_act(struct live *l)
{
    struct pollfd at[DESCRIPTORS] = {
        [KEYS_AT] = {.fd = l->backend->kind->input(l->backend), .events = POLLIN},
        [SIGNALS_AT] = {.fd = signals_descriptor(), .events = POLLIN},
        [OUTPUT_AT] = {.fd = l->backend->kind->output(l->backend), .events = POLLOUT},
    };

    poll(at, l->jammed ? DESCRIPTORS : OUTPUT_AT, milliseconds(live_patience(l)));
    obey_signals(l);
    if (l->signal == 0 && !read_keys(l, at[KEYS_AT].revents))
        live_step(l);
    live_obey_waiting(l);
    live_forget(l);
}

static void loop(struct live *l)
{
    l->clock = live_now();
    l->changed = l->touched = true;
    while (!l->session->quit && !l->hung_up && l->signal == 0) {
        live_draw(l);
        live_refine(l);
        wait_and_act(l);
    }
}

/* Beginning and end */

/* What the command line does not say, the terminal does. */
static void dress(struct live *l)
{
    struct session *s = l->session;

    if (!l->ability.utf8)
        s->view.glyphs = glyph_sets();
    if (l->ability.colours < s->view.colours)
        s->view.colours = s->theme.colours = l->ability.colours;
    s->cols = l->ability.cols;
    s->rows = l->ability.rows;
}

static double read_escape_delay(void)
{
    const char *text = getenv("ESCDELAY");
    double value;

    if (text && number_read(text, &value) && value >= 1 && value <= 10000)
        return value / 1000;
    return 0.025;
}

static struct live *open_live(struct session *session, struct terminal_opening *opening)
{
    struct live *l = memory_new(1, sizeof *l);

    l->session = session;
    session->live = l;
    sim_be_patient(session->sim, PATIENCE_SOME);
    l->backend = opening->backend;
    l->ability = l->backend->kind->ability(l->backend);
    l->candidate = -1;
    l->escape_delay = read_escape_delay();
    return l;
}

static void close_live(struct live *l)
{
    l->backend->kind->close(l->backend);
    canvas_free(&l->canvas);
    canvas_free(&l->numbers);
    canvas_free(&l->kept.canvas);
    menu_free(&l->menu);
    buffer_free(&l->hints);
    session_free(l->session);
    free(l);
}

/*
 * A scene that came from standard input leaves no keys there: they come from the terminal
 * itself.
 */
static void take_keys_from_terminal(const struct request *request)
{
    int terminal;

    if (request->operands == 0 || strcmp(request->operand[0], "-") != 0)
        return;
    terminal = open("/dev/tty", O_RDWR);
    if (terminal < 0)
        return;
    dup2(terminal, STDIN_FILENO);
    close(terminal);
}

static enum exit_status show(struct session *session, const struct request *request)
{
    static const enum exit_status STATUS[] = {
        [TERMINAL_NONE] = EXIT_USAGE,
        [TERMINAL_UNUSABLE] = EXIT_FAILED,
    };
    struct terminal_opening opening;
    struct keys *keys = memory_new(1, sizeof *keys);
    enum terminal_result result;
    struct live *l;
    struct err err;
    int signal;
    bool hung_up;

    take_keys_from_terminal(request);
    result = terminal_open(&opening, keys, &err);
    if (result != TERMINAL_OPEN) {
        free(keys);
        session_free(session);
        return complain(STATUS[result], &err);
    }
    l = open_live(session, &opening);
    l->keys = *keys;
    free(keys);
    dress(l);
    if (opening.remark[0])
        session_tell(session, opening.remark, true);
    loop(l);
    signal = l->signal;
    hung_up = l->hung_up;
    close_live(l);
    if (signal != 0)
        signals_obey(signal);
    return signal != 0 || hung_up ? EXIT_FAILED : EXIT_DONE;
}

static enum exit_status run(const struct request *request)
{
    enum exit_status status = EXIT_DONE;
    struct session *session = prepare(request, &status);

    return session ? show(session, request) : status;
}

/* Arrows turn numbers until somebody says otherwise. */
static bool prepare_screen(struct session *s, const struct request *request,
                           struct err *err)
{
    return prepare_look(s, request, err) && session_obey(s, "focus parameters", err);
}

static const struct option *const OPTIONS[] = {
    &option_at,     &option_seed,    &option_set,   &option_do,
    &option_glyphs, &option_colours, &option_theme, NULL,
};

const struct subcommand live_subcommand = {
    .name = "",
    .operands = "[SCENE] [OPTIMIZER ...]",
    .least = 0,
    .most = 1 + RUNS_MAX,
    .kind = "scenes",
    .options = OPTIONS,
    .help = "the screen itself; a welcome without a SCENE; OPTIMIZERs race instead of "
            "its own",
    .dress = prepare_screen,
    .run = run,
};
