#!/usr/bin/env python3
"""The same bytes from every build: compiler, optimization level and instruction set change no digit.

Builds the program anew without optimization and without vector instructions, and with the other
compiler where there is one, and compares what the builds say.
"""
import os
import shutil
import subprocess

import tap

RACES = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta", "adam", "adamw", "amsgrad",
         "adamax", "nadam", "radam", "rprop", "asgd", "lion", "newton", "saddle_free_newton", "lbfgs",
         "lookahead", "sam"]
HARD = "landscape sin(3*x)*exp(y/3) + log(1 + x^2)*atan2(y, x) + abs(x)^1.7 + erf(x*y) + cosh(y)/9\n"


def outputs(program, scenes):
    """Everything that is compared: command line -> bytes."""
    lines = [["run", scene, "-n", "120", "-e", "7"] for scene in scenes]
    lines += [["render", scene, "--at", "40", "-f", form] for scene in scenes for form in ("text", "svg")]
    said = {}
    for line in lines:
        said[" ".join(line)] = subprocess.run([program] + line, capture_output=True, timeout=120).stdout
    for race in RACES:
        text = HARD + "start 1.5 -0.7\nrace %s lr=0.01 noise=0.2 noise_kind=student\n" % race
        done = subprocess.run([program, "run", "-", "-n", "60"], input=text.encode(), capture_output=True,
                              timeout=120)
        said["run " + race] = done.stdout
    said["map"] = subprocess.run([program, "render", "-", "--size", "120x40", "-f", "ansi"],
                                 input=HARD.encode(), capture_output=True, timeout=120).stdout
    return said


def build(folder, *settings):
    command = ["make", "-s", "-j2", "BUILD=" + folder, folder + "/gradscape"] + list(settings)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return os.path.join(folder, "gradscape")


def main():
    listed = tap.run("list", "scenes")[1].decode()
    scenes = [line.split()[0] for line in listed.splitlines()]
    want = outputs(tap.PROGRAM, scenes)
    tap.ok(all(want.values()), "no output is empty", [line for line in want if not want[line]])
    variants = {"-O0 and no vectors": ["CFLAGS=-O0", "SETS=generic"]}
    if shutil.which("clang"):
        variants["clang -O2"] = ["CC=clang", "CFLAGS=-O2"]
    if "sanitize" in tap.BUILD:
        variants = {}
    for name, settings in variants.items():
        with tap.folder() as folder:
            have = outputs(build(folder, *settings), scenes)
        different = [line for line in want if want[line] != have[line]]
        tap.ok(not different, "%s: %d outputs have the same bytes" % (name, len(want)), different)
    tap.done()


if __name__ == "__main__":
    main()
