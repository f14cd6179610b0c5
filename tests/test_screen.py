#!/usr/bin/env python3
"""The screen in a real tmux, by keys alone: a lesson as a teacher gives it, and every terminal it may meet.

KEYS=10000 and SIZES=1000 press more random keys and resize more often.
"""
import os
import random
import re
import time

import tap
from terminal import Line, Tmux, environment

KEYS = int(os.environ.get("KEYS", "600"))
SIZES = int(os.environ.get("SIZES", "60"))


def shows(screen, name, what):
    text = screen.wait(what)
    tap.ok(what in text if isinstance(what, str) else what(text), name, text)


def step_of(text):
    found = re.search(r"step (\d+)", text)
    return int(found.group(1)) if found else -1


def the_look_is_chosen_where_it_starts():
    for options, shown in ((("--theme", "light"), b"48;5;231m"), (("--glyphs", "ascii"), b"+1 map"),
                           (("--colours", "8"), b"\x1b[4")):
        line = Line("saddle", "--do", "pause", *options)
        line.drain()
        text = re.sub(rb"\x1b\(B|\x1b\[[0-9;]*m", b"", line.bytes) if options[0] == "--glyphs" else line.bytes
        tap.ok(shown in text and (options[0] != "--colours" or b"48;5;" not in text),
               "%s %s is obeyed on the screen" % options, line.bytes[-300:])
        line.close()


def what_it_does_first_is_seen():
    screen = Tmux("saddle", "--do", "pause", "--do", "maximize runs")
    text = screen.wait("2 runs")
    tap.ok("2 runs" in text and "1 map" not in text, "a view command of the command line holds on the screen", text)
    screen.close()


def a_lesson_by_keys_alone():
    screen = Tmux("saddle")
    shows(screen, "it opens running", lambda text: step_of(text) > 3)
    screen.keys("Space")
    shows(screen, "Space pauses it, and shows its line", lambda text: "paused" in text and "toggle" in text)
    screen.type("g")
    shows(screen, "g goes back to the start", "step 0")
    screen.type("=0.05")
    screen.keys("Enter")
    shows(screen, "= and a number change the rate", "set sgd.lr 0.05")
    screen.type("onadam")
    screen.keys("Enter")
    shows(screen, "o adds a runner from a list that letters narrow", "# nadam")
    screen.type("c10l5k")
    shows(screen, "c and arrows aim a cross", "aim 0 5")
    screen.keys("Enter")
    shows(screen, "Enter plants it as the start", "plant")
    screen.type("60n")
    shows(screen, "60n goes sixty steps", "step 60")
    screen.type("50b")
    shows(screen, "50b takes fifty back", "step 10")
    screen.type("sravine")
    screen.keys("Enter")
    shows(screen, "s opens another scene", "Ravine")
    screen.keys("Space")
    shows(screen, "what the eigenvalues mean here is read beside the map", "curvature")
    screen.type(":expect 1 > 2")
    screen.keys("Enter")
    shows(screen, "a claim that fails says so and stays at the prompt", "does not hold")
    screen.keys("Escape")
    screen.type("?")
    shows(screen, "? shows the keys of the focused pane first", lambda text: "in parameters" in text or "everywhere" in text)
    screen.type("q")
    shows(screen, "q leaves the help", lambda text: "Esc leaves" not in text)
    screen.type("M")
    shows(screen, "M shows the line that comes to this moment", "gradscape ravine")
    screen.type("q")
    screen.wait(lambda _: screen.ended() == "0")
    tap.ok(screen.ended() == "0", "q ends it with status 0", screen.ended())
    screen.close()


def a_line_gives_way_while_the_clock_runs():
    screen = Tmux("vanishing-sigmoid", "--do", "pause", "--do", "step 30")
    screen.type("y")
    shows(screen, "a key's line is shown", "quantity flow")
    time.sleep(5)
    shows(screen, "and stays while nothing moves", "quantity flow")
    screen.keys("Space")
    shows(screen, "while the clock runs it gives way to what is happening and what to try",
          lambda text: "toggle" not in text and "vanishes" in text and "activation tanh." in text)
    screen.close()


def looks(text):
    return "1 map" in text and "lr" in text


def any_terminal():
    for name, env, holds in (
            ("xterm-256color", {"TERM": "xterm-256color"}, lambda picture: "48;5;" in picture),
            ("xterm", {"TERM": "xterm"}, lambda picture: "48;5;" not in picture),
            ("linux", {"TERM": "linux"}, lambda picture: "48;5;" not in picture),
            ("screen", {"TERM": "screen"}, lambda picture: "48;5;" not in picture),
            ("tmux", {"TERM": "tmux-256color"}, lambda picture: "48;5;" in picture),
            ("vt100", {"TERM": "vt100"}, lambda picture: not re.search(r"\x1b\[[0-9;]*[34][0-7]m", picture)),
            ("NO_COLOR", {"NO_COLOR": "1"}, lambda picture: not re.search(r"\x1b\[[0-9;]*[34][0-7]m", picture)),
            ("LC_ALL=C", {"LC_ALL": "C"}, lambda picture: picture.isascii())):
        changes = dict({"TERM": "screen-256color"}, **env)
        screen = Tmux("himmelblau", "--do", "pause", env=changes)
        text = screen.wait(looks)
        tap.ok(looks(text) and holds(screen.settle()), name + ": whole, and nothing that it cannot show", text)
        screen.close()


def any_size():
    for size in ((80, 24), (40, 12), (132, 43), (200, 60), (100, 30), (39, 11), (10, 3), (1, 1)):
        screen = Tmux("cliff", "--do", "pause", size=(80, 24))
        screen.wait(looks)
        screen.resize(*size)
        big = size[0] >= 40 and size[1] >= 12
        text = screen.wait(lambda now: ("1 map" in now) if big else ("needs" in now or size[0] < 10))
        tap.ok(("1 map" in text) == big, "%dx%d: %s" % (*size, "whole" if big else "a line says what is needed"), text)
        screen.resize(80, 24)
        tap.ok(looks(screen.wait(looks)), "%dx%d and back" % size)
        screen.close()


def seen(picture):
    """Line by line, what the eye sees in each cell: a blank has no ink, and a half block is two halves."""
    rows = []
    for line in picture.splitlines():
        row, ink, ground, style = [], "39", "49", ()
        for sequence, character in re.findall(r"\x1b\[([0-9;]*)m|([^\x1b])", line):
            if character:
                look = (character, ink, ground, style)
                if character == " " and not style:
                    look = (ground, ground)
                elif character in "\u2580\u2584\u2588" and not style:
                    look = {"\u2580": (ink, ground), "\u2584": (ground, ink), "\u2588": (ink, ink)}[character]
                row.append(look)
                continue
            numbers = sequence.split(";") if sequence else ["0"]
            while numbers:
                number = numbers.pop(0)
                if number == "0":
                    ink, ground, style = "39", "49", ()
                elif number in ("38", "48"):
                    colour = numbers[1]
                    del numbers[:2]
                    ink, ground = (colour, ground) if number == "38" else (ink, colour)
                elif number in ("1", "4", "7"):
                    style = style + (number,)
                elif number[0] in "39" and len(number) == 2:
                    ink = number
                else:
                    ground = number
        # tmux drops blanks at the end of a line
        while row and row[-1] == ("49", "49"):
            row.pop()
        rows.append(row)
    return rows


def equals_a_full_redraw(screen):
    before = screen.settle()
    screen.keys("C-l")
    screen.wait("redraw")
    after = screen.settle()
    before, after = seen(before)[:-3], seen(after)[:-3]  # the lines below say which key was pressed
    different = [(i, a, b) for i, (a, b) in enumerate(zip(before, after)) if a != b]
    return before == after, different[:2]


def random_keys_and_sizes():
    random.seed(5)
    keys = ["Up", "Down", "Left", "Right", "Tab", "BTab", "Enter", "Escape", "PageUp", "PageDown", "Home", "End", "F1",
            "Space"] + list("nb.,><[]rRxoOac+-f0eLHJKws:?mzTYMjkhl=123456789)(")
    screen = Tmux("welcome")
    screen.wait(looks)
    for _ in range(KEYS // 20):
        screen.keys(*random.choices(keys, k=20))
    tap.ok(screen.ended() == "", "random keys do not end it", screen.ended() + screen.text())
    for _ in range(SIZES):
        screen.resize(random.randint(1, 220), random.randint(1, 70))
    screen.resize(100, 30)
    tap.ok(screen.ended() == "", "random sizes do not end it", screen.ended())
    screen.keys("Escape", "Escape", "Escape")
    screen.type(":pause")
    screen.keys("Enter")
    screen.wait("paused")
    same, detail = equals_a_full_redraw(screen)
    tap.ok(same, "the screen afterwards equals a full redraw", detail)
    screen.close()


def a_moving_race_equals_a_full_redraw():
    screen = Tmux("himmelblau")
    screen.wait(lambda text: step_of(text) > 40)
    screen.keys("Space")
    screen.wait("paused")
    same, detail = equals_a_full_redraw(screen)
    tap.ok(same, "what small changes have drawn equals a full redraw", detail)
    screen.close()


def paused_sends_nothing():
    line = Line("saddle", "--do", "pause")
    line.drain()
    tap.ok(line.read(1.5) == b"", "paused, not a byte is sent")
    line.close()


def whole_frames_keep_to_eight_bytes_a_cell():
    for size in ((80, 24), (120, 40), (200, 60)):
        for scene in ("rastrigin", "mountains", "noisy-bowl"):
            worst = 0
            for keys in (b"\x0c", b"m\x0c"):
                line = Line(scene, "--do", "pause", "--do", "focus map", size=size, env=environment())
                line.drain()
                for key in keys:
                    line.send(bytes([key]))
                    got = 0
                    while more := line.read(0.2):
                        got += len(more)
                    worst = max(worst, got)
                line.close()
            tap.ok(0 < worst <= 8 * size[0] * size[1], "%s at %dx%d: no frame above 8 bytes a cell" % (scene, *size), worst)


def main():
    the_look_is_chosen_where_it_starts()
    what_it_does_first_is_seen()
    a_lesson_by_keys_alone()
    a_line_gives_way_while_the_clock_runs()
    any_terminal()
    any_size()
    random_keys_and_sizes()
    a_moving_race_equals_a_full_redraw()
    paused_sends_nothing()
    whole_frames_keep_to_eight_bytes_a_cell()
    tap.done()


main()
