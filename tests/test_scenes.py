#!/usr/bin/env python3
"""The built-in scenes: each says what it is about, holds its claims, and would not hold their opposites."""
import glob
import os
import re

import tap

WIDTH = 76  # of a text that is told in a window of 80 columns
MARGIN = 0.02  # of the domain, that a start keeps to the edge
SEEDS = 20
TOLD = ("title", "about", "say", "ask", "mark")

OURS = sorted(glob.glob("scenes/*.scene"))


def name_of(path):
    return os.path.basename(path)[:-len(".scene")]


def values_of(lines, command):
    return [line[len(command) + 1:] for line in lines if line.startswith(command + " ")]


def complaints(text):
    """What check says of a scene on standard input: its status and its lines."""
    status, _, errors = tap.run("check", "-", stdin=text.encode())
    return status, errors.decode().splitlines()


def starts_inside(lines):
    point = [float(word) for word in values_of(lines, "start")[0].split()]
    axes = [[float(end) for end in axis.split(":")] for axis in values_of(lines, "domain")[0].split()]
    return len(point) == len(axes) and all(
        low + MARGIN * (high - low) <= at <= high - MARGIN * (high - low)
        for at, (low, high) in zip(point, axes))


def refuted(lines):
    """The lines with every claim turned into its opposite, and the numbers of those lines."""
    turned = ["expect not (%s)" % line[len("expect "):] if line.startswith("expect ") else line
              for line in lines]
    return turned, [i + 1 for i, line in enumerate(lines) if line.startswith("expect ")]


def test_every_scene():
    for path in OURS:
        name = name_of(path)
        with open(path) as file:
            lines = file.read().split("\n")
        told = [text for command in TOLD for text in values_of(lines, command)]
        tap.ok(len(values_of(lines, "title")) == 1 and len(values_of(lines, "about")) == 1,
               "%s has a title and a line on what it is about" % name)
        tap.ok(all(len(text) <= WIDTH for text in told), "%s tells nothing that is too long for a line" % name,
               "\n".join(text for text in told if len(text) > WIDTH))
        tap.ok(2 <= len(values_of(lines, "race")) <= 5, "%s races two to five" % name)
        if values_of(lines, "landscape"):
            tap.ok(starts_inside(lines), "%s starts inside its window" % name)
        status, out, errors = tap.run("check", name)
        tap.ok(status == 0 and out == b"" and errors == b"" and values_of(lines, "expect"),
               "%s holds its claims" % name, errors.decode())
        turned, places = refuted(lines)
        status, errors = complaints("\n".join(turned))
        said = [re.match(r"-:(\d+):\d+: does not hold at step \d+: .* = ", line) for line in errors]
        tap.ok(status == 1 and [int(match.group(1)) if match else 0 for match in said] == places,
               "%s would not hold the opposite of any claim, and check names line and values" % name,
               "\n".join(errors))


def test_the_library():
    status, out, _ = tap.run("list", "scenes")
    listed = sorted(line.split()[0] for line in out.decode().splitlines())
    tap.ok(status == 0 and listed == sorted(name_of(path) for path in OURS), "every scene is built in and listed", listed)


def test_noise():
    with open("scenes/noisy-bowl.scene") as file:
        text = file.read()
    failed = ["seed %d: %s" % (seed, error) for seed in range(SEEDS)
              for error in complaints(text.replace("\nstart", "\nseed %d\nstart" % seed, 1))[1]]
    tap.ok(not failed, "what the noisy bowl claims is true of %d seeds" % SEEDS, "\n".join(failed))


test_the_library()
test_every_scene()
test_noise()
tap.done()
