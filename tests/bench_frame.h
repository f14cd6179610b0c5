#ifndef TESTS_BENCH_FRAME_H
#define TESTS_BENCH_FRAME_H

/*
 * What the program itself takes of the processor while it plays on a screen of 80x24, seen
 * from outside: the program on a terminal of its own, for some seconds, and once more for
 * fewer, so that opening and closing do not count.
 */

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A program and the file of its scene. */
struct played {
    const char *program, *scene;
};

static double frame_clock(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double seconds_of(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

static double processor_of_children(void)
{
    struct rusage use;

    getrusage(RUSAGE_CHILDREN, &use);
    return seconds_of(use.ru_utime) + seconds_of(use.ru_stime);
}

static void become(const struct played *p, const char *terminal)
{
    setsid();
    for (int i = 0; i <= 2; i++) {
        close(i);
        if (open(terminal, O_RDWR) != i)
            _exit(1);
    }
    setenv("TERM", "xterm-256color", 1);
    execl(p->program, p->program, p->scene, (char *)NULL);
    _exit(1);
}

/* Reads what it shows, then says q, and reads on until it has gone. */
static void watch(int screen, double seconds)
{
    struct pollfd at = {.fd = screen, .events = POLLIN};
    double end = frame_clock() + seconds;
    char shown[1 << 16];
    ssize_t got = 1;

    while (got > 0) {
        double left = end - frame_clock();

        if (left <= 0 && write(screen, "q", 1) == 1)
            end += 1e9;
        if (poll(&at, 1, left < 0 ? 0 : left > 60 ? -1 : 1 + (int)(1e3 * left)) > 0)
            got = read(screen, shown, sizeof shown);
    }
}

/* Seconds of the processor. */
static double play_for(const struct played *p, double seconds)
{
    double before = processor_of_children();
    int screen = posix_openpt(O_RDWR | O_NOCTTY), status;
    pid_t child;

    if (screen < 0 || grantpt(screen) != 0 || unlockpt(screen) != 0 ||
        (child = fork()) < 0) {
        perror("bench: no terminal");
        exit(1);
    }
    if (child == 0)
        become(p, ptsname(screen));
    watch(screen, seconds);
    close(screen);
    waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "bench: %s %s does not play\n", p->program, p->scene);
        exit(1);
    }
    return processor_of_children() - before;
}

static double seconds_a_second(const struct played *p)
{
    enum { SHORT = 1, LONG = 5 };
    double opening = play_for(p, SHORT);

    return (play_for(p, LONG) - opening) / (LONG - SHORT);
}

#endif
