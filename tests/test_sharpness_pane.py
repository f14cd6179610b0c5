#!/usr/bin/env python3
"""The pane of a net's sharpness: there when something was measured, and in its own words before."""
import tap

SCENE = b"""title Small
net depth=1 width=4 loss=mse
data moons samples=40
race sgd lr=0.2 batch=0
race sgd lr=0.001 batch=0 as=slow
"""
HUGE = b"""title Huge
net depth=4 width=64 norm=batch
data moons samples=30000
race sgd batch=8
"""


def pane(scene, *options):
    """The rows from the pane's title on; none where it is not shown."""
    lines = tap.run("render", "-", *options, stdin=scene)[1].decode().splitlines()
    titles = [i for i, line in enumerate(lines) if " sharpness " in line or " sharpness\u2500" in line]
    return "\n".join(lines[titles[0]:]) if titles else ""


tap.ok("limit" not in pane(SCENE, "--at", "5"), "it leaves its room to others before it was asked")
tap.ok("Press t" in pane(SCENE, "--do", "focus sharpness"), "with the focus it says which key measures")
tap.ok("Press t" in pane(SCENE, "--size", "100x60"), "and where there is room")

measured = pane(SCENE, "--at", "5", "--do", "sharpness")
tap.ok("sgd " in measured and "limit 10" in measured, "measured, it names the runner's limit", measured)
tap.ok(sum("── ──" in line for line in measured.splitlines()) == 1, "a limit far out of sight is not drawn", measured)
later = pane(SCENE, "--size", "100x30", "--at", "5", "--do", "sharpness", "--do", "step 3")
tap.ok(" at 5, ── limit" in later, "later it says at which step that was", later)
chosen = pane(SCENE, "--at", "5", "--do", "sharpness", "--do", "runner next")
tap.ok(", ── limit 2e3" in chosen, "it speaks of the chosen runner", chosen)
tap.ok(measured == pane(SCENE, "--at", "5", "--do", "sharpness", "--do", "step 3", "--do", "back 3"),
       "going back shows what was known there")
tap.ok("too large" in pane(HUGE, "--do", "sharpness", "--do", "maximize sharpness"),
       "a net that is too large says so")
tap.ok(tap.run("render", "saddle", "--do", "sharpness")[0] == 0, "a landscape has nothing to measure")
tap.done()
