"""What the tests in Python share: TAP lines, the program under test, and running it."""
import os
import subprocess
import sys
import tempfile

BUILD = os.environ.get("BUILD", "build")
PROGRAM = os.path.abspath(os.path.join(BUILD, "gradscape"))

_count = 0
_failed = 0


def ok(holds, name, detail=""):
    """Prints one TAP line; detail only when it does not hold."""
    global _count, _failed
    _count += 1
    print("%s %d - %s" % ("ok" if holds else "not ok", _count, name), flush=True)
    if not holds:
        _failed += 1
        for line in str(detail).splitlines()[:20]:
            print("# " + line, flush=True)
    return holds


def done():
    """The plan, and the script's exit."""
    print("1..%d" % _count)
    sys.exit(1 if _failed else 0)


def run(*args, stdin=b"", env=None, cwd=None, timeout=120):
    """The program's status, standard output and standard error (bytes)."""
    ended = subprocess.run([PROGRAM, *args], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                           env=env, cwd=cwd, timeout=timeout)
    return ended.returncode, ended.stdout, ended.stderr


def folder():
    """A new folder that goes when the script ends."""
    return tempfile.TemporaryDirectory(prefix="gradscape-test-")
