#!/usr/bin/env python3
"""The picture of a net: its bars are its numbers, layer by layer."""
import csv
import math
import re

import tap

DEEP = b"""title Deep
net depth=%d width=8 activation=%s init=%s
data moons samples=32
race sgd lr=0.1
"""


def render(scene, *options, **more):
    status, out, err = tap.run("render", scene, *options, **more)
    return out.decode() if status == 0 else err.decode()


def inside(picture):
    """The rows inside of the first pane."""
    return [re.split("[│|║]", line)[1] for line in picture.splitlines() if line[:1] in "│|║"]


def heights(picture):
    """Filled cells of each column of the layers pane."""
    rows = inside(picture)
    width = max(map(len, rows))
    return [sum(row.ljust(width)[col] in "█▒" for row in rows) for col in range(width)]


def gradients(scene, step, *options):
    out = tap.run("run", scene, "-n", str(step), "-e", str(max(step, 1)), *options)[1].decode()
    row = [row for row in csv.DictReader(out.splitlines()) if row["step"] == str(step)][0]
    return [float(row[name]) for name in row if name.startswith("grad_") and name != "grad_norm"]


def quantities():
    return [line.split()[0] for line in tap.run("list", "quantities")[1].decode().splitlines()]


def test_bars():
    for scene, other in (("vanishing-sigmoid", "adam"), ("relu-he", "sigmoid"), ("exploding-large-weights", "right")):
        picture = render(scene, "--size", "100x30", "--at", "5", "--do", "drop " + other, "--do", "large layers")
        tap.ok("layers" in picture, "%s: the layers have their pane" % scene, picture)
        bars = [height for height in heights(picture) if height]
        norms = gradients(scene, 5)
        rises = math.log10(norms[-1] / norms[0])
        tap.ok((bars[-1] > bars[0] + 3) == (rises > 3) and (bars[0] > bars[-1] + 3) == (rises < -3),
               "%s: the bars rise as the gradients do" % scene, "%s %s" % (bars, norms))


def test_the_note_is_the_number():
    for layer, place in (("1", 0), ("7", 6), ("out", -1)):
        picture = render("vanishing-sigmoid", "--size", "100x30", "--at", "5", "--do", "layer " + layer)
        found = re.search(r"layer %s: (\S+)" % layer, picture)
        norm = gradients("vanishing-sigmoid", 5)[place]
        tap.ok(found and abs(float(found.group(1).rstrip(",")) / norm - 1) < 6e-3,
               "layer %s: the frame tells its gradient" % layer, "%s %s" % (found and found.group(0), norm))


def test_the_vanished_are_counted():
    norms = gradients("vanishing-sigmoid", 0)
    count = sum(norm < 1e-3 * norms[-1] for norm in norms)
    picture = render("vanishing-sigmoid", "--size", "100x30")
    tap.ok("↓ %d vanished" % count in picture, "the legend counts the layers that get nothing", picture)
    tap.ok(picture.count("↓") == count + 1, "each of them has a mark below its bar", picture)


def test_every_quantity():
    names = quantities()
    tap.ok(len(names) >= 6, "list names the quantities", str(names))
    for name in names:
        for size in ("80x24", "200x60", "40x12"):
            for glyphs in ("half", "ascii"):
                picture = render("vanishing-sigmoid", "--size", size, "--at", "3", "--glyphs", glyphs, "--do",
                                 "quantity " + name)
                tap.ok(len(picture.splitlines()) == int(size.split("x")[1]) and (glyphs == "half" or picture.isascii()),
                       "%s is drawn at %s in %s" % (name, size, glyphs), picture)
    picture = render("vanishing-sigmoid", "--do", "quantity update")
    tap.ok("no step has been taken" in picture, "before the first step there is no update, and the pane says so",
           picture)


def test_one_dead_layer_among_many_is_seen():
    scene = DEEP % (100, b"relu", b"he")
    picture = render("-", "--at", "3", stdin=scene)
    states = re.findall(r"[Dd↓] (?:\d+ )?(?:cut|dead|vanished)", picture)
    marks = [row for row in inside(picture) if set(row.strip()) <= set("Dd↓s↑ ") and row.strip()]
    tap.ok(states and marks, "of a hundred layers those that are dead or get nothing are marked", picture)


def main():
    test_bars()
    test_the_note_is_the_number()
    test_the_vanished_are_counted()
    test_every_quantity()
    test_one_dead_layer_among_many_is_seen()
    tap.done()


if __name__ == "__main__":
    main()
