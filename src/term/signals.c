/*
 * The process's signal handlers. Only what POSIX allows in a handler happens in one, and
 * a program that hangs in a write is ended by a timer that the ending signal starts.
 */
#include "term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

enum { GRACE_MICROSECONDS = 500000, STACK = 1 << 16 };

enum kind { ENDING, CHANGING, FATAL };

struct signal_row {
    int number;
    enum kind kind;
};

static const struct signal_row SIGNALS[] = {
    {SIGTERM, ENDING},    {SIGHUP, ENDING},    {SIGQUIT, ENDING},   {SIGINT, ENDING},
    {SIGWINCH, CHANGING}, {SIGTSTP, CHANGING}, {SIGCONT, CHANGING}, {SIGABRT, FATAL},
    {SIGSEGV, FATAL},     {SIGBUS, FATAL},     {SIGFPE, FATAL},     {SIGILL, FATAL},
    {SIGSYS, FATAL},      {SIGXCPU, FATAL},    {SIGUSR1, FATAL},    {SIGUSR2, FATAL},
};

enum { COUNT = sizeof SIGNALS / sizeof *SIGNALS };

/* A process has one set of signals and, here, one terminal. */
static struct {
    bool open;
    int pipe[2];
    volatile sig_atomic_t waiting[COUNT];
    volatile sig_atomic_t ending; /* the signal that the timer runs for */
    volatile sig_atomic_t typed;
    struct sigaction old[COUNT];
    int terminal;
    bool has_modes;
    struct termios modes;
    volatile sig_atomic_t owed; /* the terminal is to be given back */
    volatile size_t length;
    char bytes[SIGNALS_BYTES];
    _Alignas(16) char stack[STACK];
} process;

static int index_of(int number)
{
    int i = 0;

    while (i < COUNT - 1 && SIGNALS[i].number != number)
        i++;
    return i;
}

/* What hangs in the terminal's queue is thrown away, so that there is room. */
static void give_back_at_once(bool stuck)
{
    struct pollfd out = {.fd = process.terminal, .events = POLLOUT};
    ssize_t written;

    if (!process.owed)
        return;
    process.owed = 0;
    if (stuck)
        tcflush(process.terminal, TCOFLUSH);
    if (poll(&out, 1, 0) == 1 && (out.revents & POLLOUT)) {
        written = write(process.terminal, process.bytes, process.length);
        (void)written;
    }
    if (process.has_modes)
        tcsetattr(process.terminal, TCSANOW, &process.modes);
}

/*
 * Background processes may set modes while SIGTTOU is blocked, as all signals are in our
 * handlers.
 */
static void die(int number)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigset_t one;

    sigaction(number, &action, NULL);
    sigemptyset(&one);
    sigaddset(&one, number);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &one, NULL);
}

static void on_timer(int number)
{
    (void)number;
    give_back_at_once(true);
    die(process.ending);
}

static void set_timer(long microseconds)
{
    struct itimerval timer = {.it_value = {.tv_usec = microseconds}};

    setitimer(ITIMER_REAL, &timer, NULL);
}

static void on_ordinary(int number, siginfo_t *info, void *context)
{
    int i = index_of(number), saved = errno;
    ssize_t written;

    (void)context;
    process.waiting[i] = 1;
    if (number == SIGINT)
        process.typed = info->si_code != SI_USER && info->si_code != SI_QUEUE;
    if (SIGNALS[i].kind == ENDING && !process.ending) {
        process.ending = number;
        set_timer(GRACE_MICROSECONDS);
    }
    written = write(process.pipe[1], "", 1);
    (void)written;
    errno = saved;
}

/* Whoever was to handle it before (a sanitizer, or nobody) gets it again. */
static void on_fatal(int number, siginfo_t *info, void *context)
{
    (void)info;
    (void)context;
    give_back_at_once(false);
    sigaction(number, &process.old[index_of(number)], NULL);
    raise(number);
}

static void catch_signal(int i)
{
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_RESTART};

    sigfillset(&action.sa_mask);
    action.sa_sigaction = SIGNALS[i].kind == FATAL ? on_fatal : on_ordinary;
    if (SIGNALS[i].kind == FATAL)
        action.sa_flags |= SA_ONSTACK;
    sigaction(SIGNALS[i].number, NULL, &process.old[i]);
    if (process.old[i].sa_handler != SIG_IGN)
        sigaction(SIGNALS[i].number, &action, NULL);
}

/* Both ends are the program's own, so that they may refuse to block. */
static void open_pipe(void)
{
    if (pipe(process.pipe) != 0)
        process.pipe[0] = process.pipe[1] = -1;
    for (int i = 0; i < 2; i++) {
        fcntl(process.pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(process.pipe[i], F_SETFD, FD_CLOEXEC);
    }
}

static void on_exit_of_program(void)
{
    give_back_at_once(false);
}

void signals_open(void)
{
    stack_t stack = {.ss_sp = process.stack, .ss_size = STACK};
    struct sigaction timer = {.sa_handler = on_timer, .sa_flags = SA_ONSTACK};

    if (process.open)
        return;
    process.open = true;
    atexit(on_exit_of_program);
    open_pipe();
    sigaltstack(&stack, NULL);
    sigfillset(&timer.sa_mask);
    sigaction(SIGALRM, &timer, NULL);
    for (int i = 0; i < COUNT; i++)
        catch_signal(i);
}

int signals_descriptor(void)
{
    return process.pipe[0];
}

int signals_next(void)
{
    char bytes[64];

    while (read(process.pipe[0], bytes, sizeof bytes) == sizeof bytes)
        continue;
    for (int i = 0; i < COUNT; i++)
        if (process.waiting[i]) {
            process.waiting[i] = 0;
            return SIGNALS[i].number;
        }
    return 0;
}

bool signals_interrupt_was_typed(void)
{
    return process.typed;
}

void signals_forgive(void)
{
    set_timer(0);
    process.ending = 0;
}

void signals_keep_modes(int descriptor)
{
    process.terminal = descriptor;
    process.has_modes = tcgetattr(descriptor, &process.modes) == 0;
}

void signals_give_back(const char *bytes)
{
    size_t length = bytes ? strlen(bytes) : 0;

    process.owed = 0;
    process.length = length < SIGNALS_BYTES ? length : 0;
    if (!bytes)
        return;
    memcpy(process.bytes, bytes, process.length);
    process.owed = 1;
}

void signals_obey(int number)
{
    struct sigaction old;

    sigaction(number, NULL, &old);
    die(number);
    sigaction(number, &old, NULL);
}
