#!/usr/bin/env python3
"""The slice on the screen: what it says of its plane, at any size and in any characters."""
import re

import tap

NET = b"""title Small
net depth=2 width=8 activation=tanh
data moons samples=80
race sgd lr=0.3
race adam lr=0.02
"""
LARGE = b"net depth=60 width=256\ndata moons\nrace sgd\n"
LEGENDS = {"path": "PC1 [0-9.]+% across, PC2 [0-9.]+% up",
           "hessian": r"v1 lambda [0-9.e-]+ across, v2 lambda \S+ up",
           "random": "two random directions"}


def render(*options, scene=NET):
    status, out, err = tap.run("render", "-", "--do", "maximize slice", *options, stdin=scene)
    return out.decode() if status == 0 else err.decode()


def kinds():
    return list(LEGENDS)


def test_every_plane_names_its_axes():
    for kind in kinds():
        picture = render("--at", "30", "--do", "slice " + kind)
        tap.ok(re.search(LEGENDS[kind], picture), "%s: its axes are named" % kind, picture)
        tap.ok(re.search(r"outside the plane: o sgd [0-9.]+% \+ adam [0-9.]+%", picture),
               "%s: what stays outside is told, runner by runner" % kind, picture)
        tap.ok("taken at step 30" in picture, "%s: and when it was taken" % kind, picture)
        rows = picture.splitlines()[4:-3]
        tap.ok(any("S" in row for row in rows) or kind == "hessian", "%s: the start is marked" % kind, picture)


def test_planes_go_round():
    seen = [[kind for kind in kinds() if re.search(LEGENDS[kind], render("--at", "9", *["--do", "slice next"] * i))]
            for i in range(4)]
    tap.ok(seen == [["path"], ["hessian"], ["random"], ["path"]], "next goes round the planes", seen)
    again = [render("--at", "9", "--do", "slice random", *["--do", "slice again"] * i) for i in range(2)]
    tap.ok(again[0] != again[1], "again takes other random directions")
    tap.ok(again[0] == render("--at", "9", "--do", "slice random"), "the same line gives the same picture")


def test_the_chosen_runner_has_its_own_plane():
    one, two = render("--at", "30"), render("--at", "30", "--do", "runner next")
    tap.ok(one != two and re.search(LEGENDS["path"], two), "another runner, another plane", two)


def test_all_sizes_and_glyphs():
    for size in ("40x12", "60x20", "80x24", "132x43", "200x60"):
        for glyphs in ("ascii", "half"):
            picture = render("--at", "20", "--size", size, "--glyphs", glyphs)
            cols, rows = map(int, size.split("x"))
            lines = picture.splitlines()
            tap.ok(len(lines) == rows and all(len(line) <= cols for line in lines) and "PC1" in picture and
                   "outside" in picture and (glyphs == "half" or picture.isascii()),
                   "%s in %s: the picture and its words" % (size, glyphs), picture)
        for kind in kinds():
            status, out, _ = tap.run("render", "-", "--do", "maximize slice", "--do", "slice " + kind, "--at", "20",
                                     "--size", size, "-f", "ansi", "--colours", "256", stdin=NET)
            tap.ok(status == 0 and len(out) <= 8 * cols * rows, "%s: %s takes at most 8 bytes a cell" % (size, kind),
                   len(out))


def test_words_where_there_is_no_slice():
    tap.ok("first update" in render(), "before the first update it says when there will be a path", render())
    picture = render("--size", "100x30", scene=LARGE)
    tap.ok("too large for a slice" in picture, "too large a net: it says so", picture)
    picture = render("--do", "slice hessian", "--at", "1", "--size", "100x30",
                     scene=b"net depth=20 width=128\ndata moons samples=1000\nrace sgd batch=8\n")
    tap.ok("two seconds" in picture, "a Hessian that takes too long: it says so", picture)
    for net in (b"net depth=2 width=4 init=zeros\ndata moons\n", b"net depth=0\ndata sine\n"):
        picture = render("--do", "slice random", "--at", "1", scene=net + b"race sgd\n")
        tap.ok("no length, or coincide" in picture, "directions that span no plane: it says so", picture)
    status, _, err = tap.run("render", "bowl", "--do", "slice path")
    tap.ok(status != 0 and b"a landscape is seen on its map" in err, "a landscape has none", err)
    status, _, err = tap.run("render", "-", "--do", "slice pat", stdin=NET)
    tap.ok(status != 0 and b"path" in err, "a wrong name is answered with a right one", err)


for name, test in sorted(globals().items()):
    if name.startswith("test_"):
        test()
tap.done()
