#!/usr/bin/env python3
"""The layer law: who may include whom, read from the #include lines; and every header compiles alone."""
import concurrent.futures
import glob
import os
import re
import subprocess

import tap

MAY = {
    "base": {"base"},
    "math": {"base", "math"},
    "optim": {"base", "math", "optim"},
    "problem": {"base", "math", "problem"},
    "sim": {"base", "math", "optim", "problem", "sim"},
    "draw": {"base", "draw"},
    "pane": {"base", "draw", "pane"},
    "term": {"base", "draw", "term"},
    "app": {"base", "math", "optim", "problem", "sim", "draw", "pane", "term", "app"},
}
SNAPSHOT = "sim/snapshot.h"
OURS = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
CURSES = re.compile(r"^\s*#\s*include\s+<(?:ncursesw/)?n?curses\.h>", re.M)
SYSTEM_FLAGS = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-D_XOPEN_SOURCE=700", "-Iinclude", "-Isrc"]


def layer_of(path):
    return path.split("/")[1]


def offences(path):
    with open(path) as file:
        text = file.read()
    for name in OURS.findall(text):
        to = name.split("/")[0] if "/" in name else layer_of(path)
        seen = layer_of(path) == "pane" and name == SNAPSHOT
        if to not in MAY[layer_of(path)] and not seen:
            yield "%s includes %s" % (path, name)


def compiles(header):
    command = [os.environ.get("CC", "cc"), *SYSTEM_FLAGS, "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
               "-x", "c", "-"]
    source = '#include "%s"\n#include "%s"\n' % ((header.split("/", 1)[1],) * 2)
    ended = subprocess.run(command, input=source.encode(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return ended.returncode == 0, ended.stdout.decode(errors="replace")


def main():
    files = sorted(glob.glob("src/*/*.[ch]") + glob.glob("include/*/*.h"))
    unknown = sorted({layer_of(path) for path in files} - set(MAY))
    tap.ok(not unknown, "every folder is a layer", unknown)
    for layer in MAY:
        bad = [o for path in files if layer_of(path) == layer for o in offences(path)]
        tap.ok(not bad, "%s includes only what it may" % layer, "\n".join(bad))
    curses = [path for path in files if CURSES.search(open(path).read())]
    tap.ok(len(curses) <= 1, "one file at the most includes curses", "\n".join(curses))
    headers = [path for path in files if path.startswith("include/")]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for header, (good, said) in zip(headers, pool.map(compiles, headers)):
            tap.ok(good, "%s compiles alone, and twice" % header, said)
    tap.done()


if __name__ == "__main__":
    main()
