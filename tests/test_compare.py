#!/usr/bin/env python3
"""Runners with nets of their own as the program shows them: columns, dump, pictures, the moment."""
import csv
import json
import re
import shlex

import tap

SCENE = b"""title Two nets
net depth=2 width=6
data moons samples=40
race sgd lr=0.1
race sgd lr=0.1 depth=4 norm=batch as=deep
race adam width=3 as=thin
"""

ALONE = b"""title Alone
net depth=4 width=6 norm=batch
data moons samples=40
race sgd lr=0.1 as=deep
"""


def out_of(*arguments, **more):
    status, out, err = tap.run(*arguments, **more)
    return out.decode() if status == 0 else "%d: %s" % (status, err.decode())


def rows(scene, *options):
    return list(csv.DictReader(out_of("run", "-", "-n", "20", *options, stdin=scene).splitlines()))


def test_columns():
    table = rows(SCENE)
    names = [name for name in table[0] if name.startswith("grad_") and name != "grad_norm"]
    tap.ok(names == ["grad_1", "grad_2", "grad_3", "grad_4", "grad_out"], "the columns are the deepest net's", str(names))
    for row in table[:3]:
        layers = 4 if row["run"] == "deep" else 2
        there = [row[name] != "nan" for name in names]
        tap.ok(there == [i < layers or i == 4 for i in range(5)], "%s has its own layers, else nan" % row["run"], str(row))
    shallow = rows(SCENE, "--do", "drop deep")
    tap.ok("grad_3" not in shallow[0], "without the deep one they are fewer", str(shallow[0]))


def test_alone():
    own = [row for row in rows(SCENE) if row["run"] == "deep"]
    tap.ok(own == rows(ALONE), "each row is the same net's alone, to the last digit")


def test_jsonl():
    lines = out_of("run", "-", "-n", "3", "-f", "jsonl", stdin=SCENE).splitlines()
    first = [json.loads(line) for line in lines[:3]]
    tap.ok([row["grad_3"] is None for row in first] == [True, False, True], "in JSON what is not there is null")


def test_dump():
    for name, layers, units in (("sgd", 3, 6), ("deep", 5, 6), ("thin", 3, 3)):
        net = json.loads(out_of("dump", "-", "--run", name, "--at", "3", stdin=SCENE))
        tap.ok(len(net["layers"]) == layers and len(net["layers"][0]["bias"]) == units, "dump has the net of %s" % name)


def test_pictures():
    for size in ("80x24", "100x30", "200x60"):
        picture = out_of("render", "compare", "--size", size, "--do", "compare residual on", "--do", "runner sgd_residual_on")
        tap.ok("sgd_residual_on" in picture and picture.count("residual on") >= 2, "%s says what is the runner's own" % size,
               picture)
    header = out_of("render", "compare", "--size", "120x24", "--do", "runner shallow").splitlines()[0]
    tap.ok("net 2-32x3-1" in header, "the header has the chosen runner's net", header)
    wide = out_of("render", "compare", "--size", "100x60", "--do", "compare residual on", "--do", "runner sgd_residual_on",
                  "--do", "focus parameters", "--do", "maximize")
    tap.ok(len(re.findall(r"^.\s*residual", wide, re.M)) == 1, "a number that is its own is not shown twice", wide)


def test_the_moment():
    steps = ["set norm layer", "step 7", "compare", "step 5", "set sgd_norm_none.activation relu", "step 4"]
    dos = [word for step in steps for word in ("--do", step)]
    picture = out_of("render", "compare", "--size", "400x24", *dos, "--do", "moment")
    found = re.search(r"gradscape compare((?: --do '[^']*')+)", picture)
    tap.ok(found, "the moment has a line", picture)
    again = shlex.split(found.group(1)) if found else []
    tap.ok(out_of("dump", "compare", "--run", "sgd_norm_none", *again) == out_of("dump", "compare", "--run", "sgd_norm_none", *dos),
           "the line comes to the same moment", str(again))


def test_a_scene_may_say_it():
    scene = SCENE + b"compare deep.residual on\n"
    names = [row["run"] for row in rows(scene)[:4]]
    tap.ok(names == ["sgd", "deep", "thin", "deep_residual_on"], "compare stands in a scene's head", str(names))
    status, _, err = tap.run("check", "-", stdin=b"title A\nlandscape x^2\nrace sgd depth=3\n")
    tap.ok(status == 1 and b"-:3:10: depth is for nets" in err, "a landscape's runner has no net", err.decode())


def test_another_optimizer_trains_the_same_net():
    table = rows(SCENE, "--do", "runner deep", "--do", "become adam")
    row = [row for row in table if row["run"] == "deep"][0]
    tap.ok(row["grad_4"] != "nan" and row["loss"] == rows(ALONE)[0]["loss"], "become keeps what the net has of its own",
           str(row))
    err = tap.run("run", "-", "--do", "replace deep adam norm=none", stdin=SCENE)[2].decode()
    tap.ok("set deep.NAME VALUE" in err, "another optimizer comes without a net", err)


def main():
    test_columns()
    test_alone()
    test_jsonl()
    test_dump()
    test_pictures()
    test_the_moment()
    test_a_scene_may_say_it()
    test_another_optimizer_trains_the_same_net()
    tap.done()


if __name__ == "__main__":
    main()
