#!/usr/bin/env python3
"""What the screen costs: time to the first frame, bytes and processor time a frame, memory, and idleness.

Not a test: it takes times. BUILD says which program; prints one line a figure.
"""
import os
import statistics
import sys
import time

import tap
from terminal import Line

TICK = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid):
    """Processor time so far, from the scheduler's own count where there is one."""
    try:
        return int(open("/proc/%d/schedstat" % pid).read().split()[0]) / 1e9
    except OSError:
        fields = open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK


def switches(pid):
    return sum(int(line.split()[1]) for line in open("/proc/%d/status" % pid) if "ctxt_switches" in line)


def peak_kilobytes(pid):
    return next(int(line.split()[1]) for line in open("/proc/%d/status" % pid) if line.startswith("VmHWM"))


def first_frame(size, scene):
    times = []
    for _ in range(9):
        begin = time.monotonic()
        line = Line(scene, "--do", "pause", size=size)
        last = begin
        while time.monotonic() - last < 0.2:
            if line.read(0.002):
                last = time.monotonic()
        times.append(last - begin)
        memory = peak_kilobytes(line.pid)
        line.close()
    print("first frame at %dx%d, complete: median %.1f ms, memory %.1f MB" % (*size, 1e3 * statistics.median(times),
                                                                            memory / 1024))


def idle():
    line = Line("saddle", "--do", "pause")
    line.drain()
    before = switches(line.pid)
    got = line.read(10)
    print("paused for 10 s: %d bytes, %d wake-ups" % (len(got), switches(line.pid) - before))
    line.close()


def frames(line, seconds):
    """Bursts of bytes, a frame each: what comes without a gap of 8 ms."""
    sizes, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        burst = line.read(0.008)
        if burst:
            sizes.append(len(burst))
    return sizes


def race(scene, speed, size=(80, 24)):
    line = Line(scene, "--do", "speed %s" % speed, size=size)
    line.read(1)
    before = processor_seconds(line.pid)
    sizes = frames(line, 8)
    used = processor_seconds(line.pid) - before
    if sizes:
        print("%s at %s steps/s, %dx%d: %d frames, median %d bytes, largest %d, %.2f ms of processor a frame" % (
            scene, speed, *size, len(sizes), statistics.median(sizes), max(sizes), 1e3 * used / len(sizes)))
    line.close()


def full_frames(scenes):
    for size in ((80, 24), (120, 40), (200, 60)):
        worst = (0, "")
        for scene in scenes:
            for keys in (b"\x0c", b"m\x0c"):
                line = Line(scene, "--do", "pause", "--do", "focus map", size=size)
                line.drain()
                for key in keys:
                    line.send(bytes([key]))
                    got = b""
                    while more := line.read(0.1):
                        got += more
                    worst = max(worst, (len(got) / (size[0] * size[1]), scene + " " + repr(keys)))
                line.close()
        print("whole frames at %dx%d: at most %.2f bytes a cell (%s)" % (*size, *worst))


def main():
    scenes = sys.argv[1:] or [line.split()[0] for line in tap.run("list", "scenes")[1].decode().splitlines()]
    first_frame((120, 40), "welcome")
    first_frame((80, 24), "saddle")
    race("saddle", 10)
    race("welcome", 10)
    race("saddle", 20, (200, 60))
    race("welcome", "max")
    idle()
    full_frames(scenes)


main()
