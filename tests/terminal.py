"""Terminals for tests: a bare line with its modes and bytes, and a real tmux with its picture."""
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time

import tap

PATIENCE = 30  # seconds; only a broken program comes near


def environment(**changes):
    """The tests' own environment with what a terminal says; a value of None takes a name out."""
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "LINES", "COLUMNS", "ESCDELAY", "TMUX")}
    env.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
    env.update(changes)
    return {k: v for k, v in env.items() if v is not None}


class Line:
    """The program on a line of its own. The test holds both ends, so that it can ask for the modes."""

    def __init__(self, *args, size=(80, 24), env=None, before=None):
        self.host, self.end = pty.openpty()
        self.bytes = b""
        self.resize(*size)
        self.modes_before = termios.tcgetattr(self.end)
        self.pid = os.fork()
        if self.pid == 0:
            self._become(args, env or environment(), before)

    def _become(self, args, env, before):
        try:
            os.setsid()
            fcntl.ioctl(self.end, termios.TIOCSCTTY, 0)
            for descriptor in range(3):
                os.dup2(self.end, descriptor)
            os.closerange(3, 256)
            for ignored in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
                signal.signal(ignored, signal.SIG_DFL)  # a shell ignores them in the background
            if before:
                before()
            os.execve(tap.PROGRAM, [tap.PROGRAM, *args], env)
        finally:
            os._exit(127)

    def resize(self, cols, rows):
        fcntl.ioctl(self.host, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def modes(self):
        return termios.tcgetattr(self.end)

    def send(self, keys):
        os.write(self.host, keys)

    def read(self, seconds):
        """What comes within so many seconds; nothing once the line is down."""
        got, until = b"", time.monotonic() + seconds
        while self.host is not None and (left := until - time.monotonic()) > 0:
            if not select.select([self.host], [], [], left)[0]:
                break
            try:
                more = os.read(self.host, 65536)
            except OSError:
                break
            if not more:
                break
            got += more
        self.bytes += got
        return got

    def read_until(self, what):
        """Reads until these bytes have come since this call; False when they never do."""
        got, until = b"", time.monotonic() + PATIENCE
        while what not in got and time.monotonic() < until and self.status(0) is None:
            got += self.read(0.05)
        got += b"" if what in got else self.read(0.05)
        return what in got

    def drain(self):
        """Reads until nothing comes any more."""
        while self.read(0.2):
            pass

    def status(self, seconds=PATIENCE, reading=True):
        """The exit status, minus the signal's number, or None while it runs."""
        until = time.monotonic() + seconds
        while True:
            if self.pid is None:
                return self.ended
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = None
                self.ended = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
                return self.ended
            if time.monotonic() >= until:
                return None
            if reading:
                self.read(0.02)
            else:
                time.sleep(0.01)

    def kill(self, number):
        os.kill(self.pid, number)

    def hang_up(self):
        os.close(self.end)
        os.close(self.host)
        self.host = self.end = None

    def close(self):
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            self.status(reading=False)
        for descriptor in (self.host, self.end):
            if descriptor is not None:
                os.close(descriptor)
        self.host = self.end = None


class Tmux:
    """The program in a tmux of its own, seen as a person sees it."""

    def __init__(self, *args, size=(80, 24), env=None):
        self.folder = tempfile.TemporaryDirectory(prefix="gradscape-tmux-")
        self.socket = os.path.join(self.folder.name, "s")
        changes = ["%s=%s" % (k, v) for k, v in (env or {}).items()]
        unset = ["-u", "NO_COLOR", "-u", "LINES", "-u", "COLUMNS"]
        self.status = os.path.join(self.folder.name, "status")
        command = ["sh", "-c", '"$@"; echo $? >"$0"', self.status,
                   "env", *unset, "LC_ALL=C.UTF-8", *changes, tap.PROGRAM, *args]
        self._call("-f", "/dev/null", "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]),
                   "-s", "t", *command, ";", "set", "-g", "status", "off", ";", "set", "-g", "remain-on-exit", "on",
                   ";", "set", "-g", "default-terminal", "screen-256color", ";", "resize-window", "-t", "t",
                   "-x", str(size[0]), "-y", str(size[1]))

    def _call(self, *args):
        env = environment(LC_ALL="C.UTF-8")
        done = subprocess.run(["tmux", "-u", "-S", self.socket, *args], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=env, timeout=PATIENCE)
        return done.stdout.decode(errors="replace")

    def keys(self, *names):
        self._call("send-keys", "-t", "t", *names)

    def type(self, text):
        self._call("send-keys", "-t", "t", "-l", text)

    def resize(self, cols, rows):
        self._call("resize-window", "-t", "t", "-x", str(cols), "-y", str(rows))

    def text(self):
        return self._call("capture-pane", "-p", "-t", "t")

    def picture(self):
        """The text with its colours."""
        return self._call("capture-pane", "-p", "-e", "-t", "t")

    def wait(self, holds):
        """The text as soon as it holds, else the last one; holds is a text to be found or a function."""
        until = time.monotonic() + PATIENCE
        while True:
            text = self.text()
            if holds in text if isinstance(holds, str) else holds(text):
                return text
            if time.monotonic() > until:
                return text
            time.sleep(0.03)

    def settle(self):
        """The picture once it no longer changes; numbers may be a fifth of a second late."""
        last, same, until = None, 0, time.monotonic() + PATIENCE
        while same < 3 and time.monotonic() < until:
            now = self.picture()
            same = same + 1 if now == last else 0
            last = now
            time.sleep(0.2)
        return last

    def ended(self):
        """The exit status as text, "" while it runs; tmux itself does not always hear of it."""
        if not os.path.exists(self.status):
            return ""
        with open(self.status) as file:
            return file.read().strip()

    def close(self):
        self._call("kill-server")
        self.folder.cleanup()
