#!/usr/bin/env python3
"""The picture of a net: its bars are its gradients, layer by layer."""
import csv
import math

import tap


def heights(picture):
    """Filled cells of each column of the layers pane."""
    rows = [line.split("│")[1] for line in picture.splitlines() if line.startswith("│")]
    width = max(map(len, rows))
    return [sum(row.ljust(width)[col] == "█" for row in rows) for col in range(width)]


def gradients(scene, step):
    out = tap.run("run", scene, "-n", str(step), "-e", str(max(step, 1)))[1].decode()
    row = [row for row in csv.DictReader(out.splitlines()) if row["step"] == str(step)][0]
    return [float(row[name]) for name in row if name.startswith("grad_") and name != "grad_norm"]


def main():
    for scene in ("vanishing-sigmoid", "relu-he", "exploding-large-weights"):
        status, out, err = tap.run("render", scene, "--size", "100x30", "--at", "5")
        picture = out.decode()
        tap.ok(status == 0 and "layers" in picture.splitlines()[1] and "map" not in picture.splitlines()[1],
               "%s: the layers take the place of the map" % scene, err)
        bars = [height for height in heights(picture) if height]
        norms = gradients(scene, 5)
        rises = math.log10(norms[-1] / norms[0])
        tap.ok((bars[-1] > bars[0] + 3) == (rises > 3) and (bars[0] > bars[-1] + 3) == (rises < -3),
               "%s: the bars rise as the gradients do" % scene, "%s %s" % (bars, norms))
    tap.done()


if __name__ == "__main__":
    main()
