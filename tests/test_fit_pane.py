#!/usr/bin/env python3
"""The picture of what a net has learnt: it says what the net says, and stands where it is told to."""
import json
import math
import os
import re
import tempfile

import tap

XOR = "net depth=1 width=6 activation=tanh init=xavier loss=%s\ndata xor samples=80\nrace adam lr=0.05\n"
FOCUSED = re.compile("[╔╠]([0-9]+) ([a-z]+)")


def picture(scene, *options):
    status, out, err = tap.run("render", scene, "--size", "100x40", *options)
    return out.decode() if status == 0 else "status %d: %s" % (status, err)


def says(dump, x):
    """What the dumped net says at x, by the formulas."""
    h = x
    for layer in dump["layers"]:
        z = [sum(w * v for w, v in zip(row, h)) + b for row, b in zip(layer["weights"], layer["bias"])]
        h = [math.tanh(v) for v in z] if layer["activation"] == "tanh" else z
    return h[0] if dump["loss_kind"] == "mse" else 1 / (1 + math.exp(-h[0]))


def corners_say_what_the_net_says(folder):
    for loss in ("bce", "mse"):
        scene = os.path.join(folder, "xor.scene")
        with open(scene, "w") as file:
            file.write(XOR % loss)
        for step in ("0", "60"):
            dump = json.loads(tap.run("dump", scene, "--at", step)[1])
            values = [says(dump, x) for x in ((-1, 1), (1, 1), (-1, -1), (1, -1))]
            want = ["x %.2f" % v if v > 0.5 else "o %.2f" % (1 - v) for v in values]
            got = re.findall("[ox] -?[0-9]\\.[0-9][0-9]", picture(scene, "--at", step))
            tap.ok(got == want, "xor with %s at step %s: its corners say what the net says" % (loss, step),
                   "%s, not %s" % (got, want))


def titles(text):
    return re.findall("[┌├╔╠](?:[0-9]+) ([a-z]+)", text)


def the_large_place_shows_what_is_chosen():
    for words, first in (([], "fit"), (["large slice"], "slice"), (["large layers"], "layers"),
                         (["large layers", "large next"], "fit"), (["large previous"], "layers"),
                         (["focus slice"], "slice"), (["maximize slice", "maximize"], "slice")):
        options = [part for line in words for part in ("--do", line)]
        got = titles(picture("residual", *options))
        tap.ok(got[:1] == [first], "%s: the large place shows %s" % (", ".join(words) or "nothing said", first), got)
    status, _, err = tap.run("render", "residual", "--do", "large map")
    tap.ok(status != 0 and b"fit, slice" in err, "what cannot be large is refused, and what can be is named", err)
    got = titles(picture("saddle", "--do", "large next"))
    tap.ok(got[:1] == ["map"], "a landscape has its map in the large place", got)


def the_focus_goes_round_what_is_there():
    seen = []
    for count in range(12):
        focused = FOCUSED.findall(picture("residual", *(["--do", "focus next"] * count)))
        seen.append(focused[0][1] if focused else "none")
    tap.ok("none" not in seen and "map" not in seen and "here" not in seen and
           {"fit", "layers", "runs", "loss", "parameters", "layer", "sharpness"} <= set(seen),
           "the focus goes round the panes of a net, and is always seen", seen)
    status, _, _ = tap.run("render", "saddle", "--do", "open residual", "--do", "focus next")
    tap.ok(status == 0, "it finds another pane where the scene has not the one it was on")


def data_without_a_picture_say_why(folder):
    table, scene = os.path.join(folder, "three.csv"), os.path.join(folder, "three.scene")
    with open(table, "w") as file:
        file.write("".join("%d,%d,%d,%d\n" % (i % 3, i % 5, i % 7, i % 2) for i in range(60)))
    with open(scene, "w") as file:
        file.write("net depth=2 width=4\ndata %s\nrace sgd\n" % table)
    text = " ".join(picture(scene).split())
    tap.ok("3 inputs" in text, "three inputs have no plane, and words say so", text)


def main():
    with tempfile.TemporaryDirectory() as folder:
        corners_say_what_the_net_says(folder)
        data_without_a_picture_say_why(folder)
    the_large_place_shows_what_is_chosen()
    the_focus_goes_round_what_is_there()
    tap.done()


if __name__ == "__main__":
    main()
