#!/usr/bin/env python3
"""The recipes of the README, done as they stand there in a copy of the tree; and what it shows is what is printed."""
import os
import re
import shutil
import subprocess
import sys

import tap

RECIPE = re.compile(r"<!-- recipe: (new|change) (\S+) -->\n```\w+\n(.*?)```\n", re.S)
COPIED = ["include", "src", "scenes", "tools", "tests", "Makefile", "README.md"]


def applied(text, diff):
    """Old text with the diff's lines put in their place; None where they are not found."""
    lines = diff.splitlines(keepends=True)
    at = 0
    while at < len(lines):
        hunk = []
        while at < len(lines) and lines[at][0] in " -":
            hunk.append(lines[at])
            at += 1
            if hunk[-1][0] == "-":
                break
        old = "".join(line[1:] for line in hunk)
        kept = "".join(line[1:] for line in hunk if line[0] == " ")
        while at < len(lines) and lines[at][0] == "+":
            kept += lines[at][1:]
            at += 1
        if not old or text.count(old) != 1:
            return None
        text = text.replace(old, kept)
    return text


def perform(tree, recipe):
    kind, path, body = recipe
    path = os.path.join(tree, path)
    if kind == "change":
        body = applied(open(path).read(), body) if os.path.exists(path) else None
    elif os.path.exists(path):
        body = None
    if body is None:
        return False
    with open(path, "w") as file:
        file.write(body)
    return True


def copy(tree):
    """The tree with what is built of it, with the times of its files, so that only what is new is built."""
    for name in COPIED:
        (shutil.copytree if os.path.isdir(name) else shutil.copy2)(name, os.path.join(tree, name))
    built = os.path.join(tree, tap.BUILD)
    shutil.copytree(tap.BUILD, built, ignore=shutil.ignore_patterns("tests", "*.a", "sanitize"))


def look(tree):
    program = os.path.join(tree, tap.BUILD, "gradscape")

    def said(*args, stdin=b""):
        return subprocess.run([program, *args], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode()

    scene = b"landscape x^2 + y^2\nstart 1 1\nrace sign_descent lr=0.25\n"
    tap.ok("0.75,0.75" in said("run", "-", "-n", "1", stdin=scene), "the new optimizer races")
    tap.ok("sign_descent" in said("list", "optimizers"), "the new optimizer is listed")
    tap.ok("sign_descent" in said("man"), "the new optimizer is in the manual")
    lazy = b"landscape x^2\nstart 1\nrace sign_descent dead_zone=3\nstep 5\nexpect sign_descent.x == 1\n"
    tap.ok(said("check", "-", stdin=lazy) == "", "the new setting is used", said("check", "-", stdin=lazy))
    tap.ok("dead_zone" in said("list", "parameters"), "the new setting is listed")
    tap.ok(said("check", "valley") == "", "the new landscape holds its claim", said("check", "valley"))
    tap.ok("valley" in said("list", "scenes"), "the new landscape is listed")
    tap.ok("race" in said("list", "panes"), "the new pane is listed")
    shown = said("render", "valley", "--do", "focus race", "--do", "maximize")
    tap.ok("momentum" in shown and "1 map" not in shown, "the new pane is shown", shown)


def main():
    shows = subprocess.run([sys.executable, "tools/readme", "--check", tap.BUILD], stdout=subprocess.PIPE)
    tap.ok(shows.returncode == 0, "the README shows what the program prints (make readme fills it in)",
           shows.stdout.decode())
    recipes = RECIPE.findall(open("README.md").read())
    tap.ok({kind for kind, _, _ in recipes} == {"new", "change"} and len(recipes) >= 8, "the README has recipes")
    with tap.folder() as tree:
        copy(tree)
        for recipe in recipes:
            tap.ok(perform(tree, recipe), "%s %s as the README says" % recipe[:2], recipe[2])
        alone = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
        made = subprocess.run(["make", "-j2", os.path.join(tap.BUILD, "gradscape")] + sanitized(), cwd=tree, env=alone,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = made.stdout.decode(errors="replace")
        tap.ok(made.returncode == 0 and "warning" not in said, "the copy builds without a warning", said[-2000:])
        look(tree)
    tap.done()


def sanitized():
    return ["SANITIZE=1"] if tap.BUILD.endswith("sanitize") else []


if __name__ == "__main__":
    main()
