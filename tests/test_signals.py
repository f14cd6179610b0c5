#!/usr/bin/env python3
"""Whatever ends the program, the terminal is as it was before; and something always can end it.

TIMES=20 repeats what happens at random moments more often.
"""
import os
import random
import signal
import time

import tap
from terminal import Line, environment

TIMES = int(os.environ.get("TIMES", "3"))
SCENE = "saddle"
SIGNALS = ("INT", "TERM", "HUP", "QUIT", "ABRT", "SEGV", "BUS", "FPE")
LEAVES = b"\x1b[?1049l"
SANITIZED = "sanitize" in tap.BUILD

random.seed(1)


def started(line):
    return line.read_until(b"runs")


def signals_give_the_terminal_back():
    for name in SIGNALS:
        number = getattr(signal, "SIG" + name)
        bad = []
        for time_number in range(TIMES):
            line = Line(SCENE)
            started(line)
            line.read(random.uniform(0, 0.2))
            line.kill(number)
            status = line.status()
            line.read(0.05)
            if line.modes() != line.modes_before:
                bad.append("%d: modes differ" % time_number)
            if LEAVES not in line.bytes:
                bad.append("%d: the screen was not left" % time_number)
            if status != -number and not (SANITIZED and status not in (None, 0)):
                bad.append("%d: status %s" % (time_number, status))
            line.close()
        tap.ok(not bad, "SIG%s gives the terminal back and is what the program dies of" % name, "\n".join(bad))


def quitting_gives_the_terminal_back():
    line = Line(SCENE)
    started(line)
    line.send(b"q")
    status = line.status()
    line.read(0.1)
    tap.ok(status == 0 and line.modes() == line.modes_before and LEAVES in line.bytes,
           "q gives the terminal back, with status 0", status)
    line.close()


def typed_interrupts_leave_what_is_open_first():
    line = Line(SCENE)
    started(line)
    line.send(b":set ")
    line.read_until(b":")
    line.send(b"\x03")
    line.read(0.3)
    tap.ok(line.status(0) is None, "Ctrl-C leaves the prompt")
    line.send(b"\x03")
    tap.ok(line.status() == -signal.SIGINT and line.modes() == line.modes_before,
           "Ctrl-C ends the program where nothing is open")
    line.close()



def hanging_up_ends_it():
    for ignored in (False, True):
        late = []
        for _ in range(TIMES):
            before = (lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) if ignored else None
            line = Line(SCENE, before=before)
            started(line)
            line.hang_up()
            if line.status(5, reading=False) is None:
                late.append("still running")
            line.close()
        tap.ok(not late, "hanging up ends it%s" % (", SIGHUP ignored or not" if ignored else ""), late)


def nobody_reading_cannot_hold_it():
    for number in (signal.SIGTERM, signal.SIGHUP):
        held = []
        for _ in range(TIMES):
            line = Line(SCENE, "--do", "speed max", size=(200, 60))
            started(line)
            for _ in range(30):
                line.send(b"\x0c")
            time.sleep(0.3)
            line.kill(number)
            if line.status(5, reading=False) != -number:
                held.append("held")
            line.read(0.2)
            if line.modes() != line.modes_before:
                held.append("modes differ")
            line.close()
        tap.ok(not held, "%s ends it although nobody reads what it writes" % signal.Signals(number).name, held)


def descriptors_stay_as_they_were():
    import fcntl
    line = Line(SCENE)
    before = fcntl.fcntl(line.end, fcntl.F_GETFL)
    started(line)
    during = fcntl.fcntl(line.end, fcntl.F_GETFL)
    line.send(b"q")
    line.status()
    tap.ok(before == during == fcntl.fcntl(line.end, fcntl.F_GETFL), "no flag of an inherited descriptor changes")
    line.close()


def stopping_and_going_on():
    bad = []
    for _ in range(TIMES):
        line = Line(SCENE)
        started(line)
        line.read(random.uniform(0, 0.2))
        line.send(b"\x1a")  # the group is orphaned: nothing stops, the screen comes back
        line.read(0.3)
        if line.status(0) is not None:
            bad.append("ended")
            continue
        line.send(b"q")
        if line.status() != 0 or line.modes() != line.modes_before:
            bad.append("modes differ")
        line.close()
    tap.ok(not bad, "Ctrl-Z without a shell leaves it running", bad)


def job_control():
    """The test plays the shell: it has the terminal while the job is stopped."""
    bad = []
    for _ in range(TIMES):
        line = Line(SCENE, before=lambda: become_a_job())
        started(line)
        raw = line.modes()
        line.read(random.uniform(0, 0.2))
        line.send(b"\x1a")
        if not line.read_until(b"stopped") or line.modes() != line.modes_before:
            bad.append("not given back while stopped")
        if not line.read_until(b"runs") or line.modes() != raw:
            bad.append("not taken again")
        line.send(b"q")
        if not line.read_until(b"over 0") or line.modes() != line.modes_before:
            bad.append("modes differ in the end")
        line.close()
    tap.ok(not bad, "Ctrl-Z gives the terminal back, and fg takes it again", bad)


def become_a_job():
    """In the child: stays behind as a shell, and lets a grandchild go on as its job."""
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        return
    _, status = os.waitpid(job, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpid())
    os.write(1, b"stopped %d\r\n" % os.WIFSTOPPED(status))
    time.sleep(0.3)
    os.tcsetpgrp(0, job)
    os.kill(job, signal.SIGCONT)
    _, status = os.waitpid(job, 0)
    os.tcsetpgrp(0, os.getpid())
    os.write(1, b"over %d\r\n" % os.WEXITSTATUS(status))
    os._exit(0)


def refusals():
    status, out, err = tap.run(SCENE)
    tap.ok(status == 2 and not out and err.count(b"\n") == 1, "without a terminal: one line, status 2", err)
    for term in (None, "dumb", ""):
        line = Line(SCENE, env=environment(TERM=term))
        status = line.status()
        line.read(0.1)
        tap.ok(status == 1 and line.bytes.count(b"\n") == 1 and b"TERM" in line.bytes,
               "TERM=%s: one line that says so, status 1" % term, line.bytes)
        line.close()
    for term in ("xterm-kitty", "xterm-ghostty", "nonesuch"):
        line = Line(SCENE, env=environment(TERM=term, TERMINFO="/nonexistent" if term != "nonesuch" else None))
        shown = line.read_until(b"know")
        line.send(b"q")
        tap.ok(shown and line.status() == 0, "TERM=%s unknown here: shown as for the nearest, and said so" % term,
               line.bytes[-200:])
        line.close()


def main():
    refusals()
    quitting_gives_the_terminal_back()
    signals_give_the_terminal_back()
    typed_interrupts_leave_what_is_open_first()
    descriptors_stay_as_they_were()
    hanging_up_ends_it()
    nobody_reading_cannot_hold_it()
    stopping_and_going_on()
    job_control()
    tap.done()


main()
