#!/usr/bin/env python3
"""The command line: status, standard output and standard error of every way to call the program."""
import csv
import io
import json
import os
import re
import signal
import subprocess

import tap

HEADER_2D = "step,run,loss,grad_norm,lr,state,evals,x,y,diagnosis"
BOWL = b"landscape x^2 + 4*y^2\nstart 1 1\nrace sgd lr=0.1\nrace adam lr=0.1\n"

# Arguments, standard input, status, a pattern of standard output, one of standard error (None: empty).
CALLS = [
    ([], b"", 2, None, r"^gradscape: standard input is no terminal"),
    (["--help"], b"", 0, r"gradscape run SCENE", None),
    (["run", "--help"], b"", 0, r"-n, --steps STEPS", None),
    (["--version"], b"", 0, r"^gradscape \d+\.\d+\.\d+\n$", None),
    (["rnu", "saddle"], b"", 2, None, r"did you mean run\?"),
    (["sadle"], b"", 2, None, r"did you mean saddle\?"),
    (["run"], b"", 2, None, r"run needs SCENE"),
    (["run", "-", "x"], BOWL, 2, None, r'takes no "x"'),
    (["run", "sadle"], b"", 2, None, r"did you mean saddle\?"),
    (["run", "-", "--sede", "3"], BOWL, 2, None, r"did you mean --seed\?"),
    (["run", "-", "-q"], BOWL, 2, None, r"run has no option -q"),
    (["run", "-", "-n"], BOWL, 2, None, r"-n needs a value"),
    (["run", "-", "-n", "--seed", "3"], BOWL, 2, None, r"-n needs a value"),
    (["run", "-", "-n", "-1"], BOWL, 2, None, r"whole number from 0"),
    (["run", "-", "-n", "1.5"], BOWL, 2, None, r"whole number from 0"),
    (["run", "-", "-n", "nan"], BOWL, 2, None, r"whole number"),
    (["run", "-", "-n", "1e300"], BOWL, 2, None, r"whole number"),
    (["run", "-", "-e", "0"], BOWL, 2, None, r"whole number from 1"),
    (["run", "-", "--seed", "-1"], BOWL, 2, None, r"whole number"),
    (["run", "-", "--seed", "9007199254740992"], BOWL, 2, None, r"from 0 to 2\^53 - 1\n"),
    (["run", "-", "--seed", "9007199254740993"], BOWL, 2, None, r"from 0 to 2\^53 - 1\n"),
    (["run", "-", "-n", "0", "--seed", "9007199254740991"], BOWL, 0, HEADER_2D, None),
    (["run", "-", "--do", "seed 9007199254740993"], BOWL, 2, None, r"from 0 to 2\^53 - 1\n"),
    (["run", "-"], BOWL + b"seed 9007199254740993\n", 1, None, r"^-:5:6: .*from 0 to 2\^53 - 1\n"),
    (["run", "-", "-f", "xml"], BOWL, 2, None, r"csv\|jsonl"),
    (["run", "-", "-f", ""], BOWL, 2, None, r"csv\|jsonl"),
    (["run", "-", "--set", "lr"], BOWL, 2, None, r"NAME=VALUE"),
    (["run", "-", "--set", "lr=x"], BOWL, 2, None, r"--set lr=x: lr must be"),
    (["run", "-", "--set", "nosuch=1"], BOWL, 2, None, r"nosuch"),
    (["run", "-", "--set", "histry_mb=1"], BOWL, 2, None, r"did you mean history_mb\?"),
    (["run", "-", "--do", "race adma"], BOWL, 2, None, r"did you mean adam\?"),
    (["run", "-", "--do", "race adam bta1=0.5"], BOWL, 2, None, r"did you mean beta1\?"),
    (["run", "-", "--do", "stpe"], BOWL, 2, None, r"did you mean step\?"),
    (["run", "-", "--do", "expect sgd.x < 0"], BOWL, 1, None, r"sgd\.x = 1"),
    (["run", "-", "--do", "until sgd.x < -9 max=5"], BOWL, 1, None, r"within 5 steps: sgd\.x = "),
    (["run", "-", "-n", "0"], BOWL, 0, r"^" + HEADER_2D + r"\n0,sgd,5,.*\n0,adam,5,.*\n$", None),
    (["run", "-", "-n1", "--set=sgd.lr=0.2", "--seed=7"], BOWL, 0, r"\n0,sgd,5,.*,0\.2\d*,running,0,1,1,", None),
    (["run", "-n", "0", "--", "-"], BOWL, 0, HEADER_2D, None),
    (["run", "-n", "0", "./nosuch.scene"], b"", 1, None, r"^\./nosuch\.scene: cannot be read: "),
    (["run", "."], b"", 2, None, r"no scene is called"),
    (["run", "./"], b"", 1, None, r"^\./: "),
    (["run", "/dev/zero"], b"", 1, None, r"^/dev/zero: "),
    (["run", "-", "-n", "0"], b"landscape x\n", 1, None, r"race OPTIMIZER"),
    (["run", "-", "--do", "drop sgd", "--do", "drop adam"], BOWL, 1, None, r"any more: the last one was dropped"),
    (["dump", "-", "--do", "drop sgd"], b"net\nrace sgd\n", 1, None, r"any more: the last one was dropped"),
    (["render", "-", "--do", "picture /nosuch/x.svg"], BOWL, 1, None, r"cannot write /nosuch/x\.svg: "),
    (["render", "-", "-o", "/nosuch/x.svg"], BOWL, 1, None, r"cannot write /nosuch/x\.svg: "),
    (["render", "-", "--do", "picture"], BOWL, 2, None, r"a file's name is missing"),
    (["render", "-", "--do", "open ./nosuch.scene"], BOWL, 1, None, r"cannot be read: "),
    (["render", "-", "--do", "open /dev/zero"], BOWL, 1, None, r"/dev/zero: no ordinary file, as a scene must be here\n"),
    (["render", "-", "--do", "open -"], BOWL, 1, None, r"-: no ordinary file, as a scene must be here\n"),
    (["render", "-", "--do", "open sadle"], BOWL, 2, None, r"did you mean saddle\?"),
    (["run", "-"], b"landscape x^2 +\n", 1, None, r"^-:1:16: "),
    (["run", "-"], b"landscpe x^2\n", 1, None, r"^-:1:1: .*did you mean landscape\?"),
    (["run", "-"], b"", 1, None, r"^-:1:1: .*landscape FORMULA"),
    (["run", "-"], b"landscape x\n\0\n", 1, None, r"^-:2:1: .*NUL"),
    (["run", "-", "-n", "0", "-o", "/nosuch/out.csv"], BOWL, 1, None, r"cannot write /nosuch/out\.csv: "),
    (["run", "-", "-n", "0", "-o", "/"], BOWL, 1, None, r"cannot write /: "),
    (["run", "-", "-n", "0", "-o", ""], BOWL, 2, None, r"empty"),
    (["run", "-", "-n", "0", "-o", "-"], BOWL, 0, HEADER_2D, None),
    (["run", "-", "-n", "0", "-o", "/dev/stdout"], BOWL, 0, HEADER_2D, None),
    (["run", "-", "-n", "0", "-o", "/dev/full"], BOWL, 1, None, r"cannot write /dev/full: "),
    (["probe", "-", "--at", "-1.5", "-2"], BOWL, 0, r'^\{"value":18\.25,"gradient":\[-3,-16\],'
     r'"hessian":\[\[2,0\],\[0,8\]\],"eigenvalues":\[2,8\],"kind":"slope"\}\n$', None),
    (["probe", "-", "--at", "0", "0"], BOWL, 0, r'"kind":"minimum"', None),
    (["probe", "-", "--at", "0", "0"], b"landscape x^2-y^2", 0, r'"kind":"saddle"', None),
    (["probe", "-", "--at", "0"], b"landscape -x^2", 0,
     r'^\{"value":-?0,"gradient":\[-?0\],"hessian":\[\[-2\]\],"eigenvalues":\[-2\],"kind":"maximum"\}\n$', None),
    (["probe", "-", "--at", "0"], b"landscape 1", 0, r'"kind":"plateau"', None),
    (["probe", "-", "--at", "-1"], b"landscape log(x)", 0, r'"value":null', None),
    (["probe", "-"], BOWL, 2, None, r"--at X Y"),
    (["probe", "-", "--at", "1"], BOWL, 2, None, r"--at X Y"),
    (["probe", "-", "--at", "1", "2"], b"landscape x", 2, None, r"--at X"),
    (["probe", "-", "--at", "1", "2", "3"], BOWL, 2, None, r'takes no "3"'),
    (["render", "-", "--size", "0x5"], BOWL, 2, None, r"COLSxROWS"),
    (["render", "-", "--size", "80"], BOWL, 2, None, r"COLSxROWS"),
    (["render", "-", "--size", "99999x9"], BOWL, 2, None, r"COLSxROWS"),
    (["render", "-", "-f", "png"], BOWL, 2, None, r"text\|ansi\|svg"),
    (["render", "-", "--glyphs", "hafl"], BOWL, 2, None, r"did you mean half\?"),
    (["render", "-", "--theme", "drak"], BOWL, 2, None, r"did you mean dark\?"),
    (["render", "-", "--theme", "x"], BOWL, 2, None, r'called "x": dark, light\n'),
    (["render", "-", "--colours", "7"], BOWL, 2, None, r"0\|8\|16\|256"),
    (["check"], b"", 2, None, r"check needs SCENE"),
    (["check", "-"], BOWL, 0, None, None),
    (["check", "-"], BOWL + b"step 5\nexpect sgd.loss < adam.loss\n", 0, None, None),
    (["check", "-"], BOWL + b"step 5\nexpect sgd.x > 1\nexpect adam.y > 1\n", 1, None,
     r"^-:6:1: .*step 5: sgd\.x = 0\.3\d* .*\n-:7:1: .*adam\.y = \S+ .*\n$"),
    (["check", "-"], BOWL + b"until sgd.x > 1 max=3\n", 1, None, r"^-:5:1: .*3 steps: sgd\.x = "),
    (["check", "-"], BOWL + b"until sgd.x > 1\n", 1, None, r"^-:5:7: .*max=N"),
    (["check", "-"], BOWL + b"step 1\nexpect bfgs.x > 1\nexpect sgd.x > 5\n", 1, None, r"^-:6:8: [^\n]*\n$"),
    (["check", "-"], b"landscape x^2\nrace asgd lr=0.1 t0=5\nstep 5\nexpect not average_loss >= 0\nstep 9\n"
     b"expect average_loss > 4*loss and average_loss < 1\n", 0, None, None),
    (["check", "-"], BOWL + b"step 1\ntitle x\n", 1, None, r"^-:6:1: .*head"),
    (["check", "-"], BOWL + b"step 1\npicture x.svg\n", 1, None, r"^-:6:1: .*script"),
    (["check", "-"], BOWL + b"say hello\nask why?\nmark one\nwait 3\nplay\nwait 1\nexpect sgd.steps == 20\n",
     0, None, None),
    (["list"], b"", 2, None, r"list needs KIND"),
    (["list", "optimzers"], b"", 2, None, r"did you mean optimizers\?"),
    (["list", "scenes"], b"", 0, r"(?m)^saddle +\S", None),
    (["list", "glyphs"], b"", 0, r"(?m)^braille +curves of 2 by 4 dots", None),
    (["man", "x"], b"", 2, None, r'takes no "x": gradscape man\n$'),
    (["completion", "tcsh"], b"", 2, None, r"bash"),
]


def name_of(args, text):
    """A call as a line of text."""
    shown = " ".join(arg if arg else "''" for arg in args)
    return shown + (" <<< %r" % text[-50:] if text not in (b"", BOWL) else "")


def matches(pattern, out):
    return out == b"" if pattern is None else bool(re.search(pattern, out.decode(), re.S if "(?m)" not in pattern else 0))


def calls():
    for args, text, status, out, err in CALLS:
        got = tap.run(*args, stdin=text)
        holds = got[0] == status and matches(out, got[1]) and matches(err, got[2])
        single = status == 0 or got[2].count(b"\n") == 1 or "\\n-:" in (err or "")
        tap.ok(holds and single, "gradscape " + name_of(args, text), got)


def kinds():
    names = [line.split()[0] for line in tap.run("list", "kinds")[1].decode().splitlines()]
    tap.ok(len(names) >= 10, "list kinds names the kinds", names)
    for kind in names:
        status, out, err = tap.run("list", kind)
        rows = out.decode().splitlines()
        firsts = [row.split()[0] for row in rows]
        tap.ok(status == 0 and rows and len(set(firsts)) == len(firsts), "list %s: one a line, each once" % kind, out)
    for kind, row in [("optimizers", "adam"), ("commands", "until"), ("parameters", "lr"), ("functions", "softplus"),
                      ("conditions", "grad_norm"), ("conditions", "flow_theory.LAYER"), ("diagnoses", "at_saddle"), ("schedules", "one_cycle"),
                      ("panes", "map"), ("themes", "dark"), ("glyphs", "ascii"), ("scenes", "saddle")]:
        tap.ok(re.search(r"(?m)^%s\b" % row, tap.run("list", kind)[1].decode()), "list %s has %s" % (kind, row))


def rows():
    table = list(csv.DictReader(io.StringIO(tap.run("run", "-", "-n", "25", "-e", "10", stdin=BOWL)[1].decode())))
    steps = [(row["step"], row["run"]) for row in table]
    want = [(step, run) for step in ("0", "10", "20", "25") for run in ("sgd", "adam")]
    tap.ok(steps == want, "every tenth step and the last, in the order of the races", steps)
    lines = tap.run("run", "-", "-n", "25", "-e", "10", "-f", "jsonl", stdin=BOWL)[1].decode().splitlines()
    objects = [json.loads(line) for line in lines]
    same = all(str(a["step"]) == b["step"] and a["run"] == b["run"] and a["x"] == float(b["x"]) and
               list(a) == list(b) for a, b in zip(objects, table))
    tap.ok(len(objects) == len(table) and same, "JSON lines say the same as CSV", lines[:3])
    lost = b"landscape -x^4\nstart 2\nrace sgd lr=1\nrace sgd lr=0 as=still\n"
    table = list(csv.DictReader(io.StringIO(tap.run("run", "-", "-n", "30", stdin=lost)[1].decode())))
    ends = [row["state"] for row in table if row["run"] == "sgd"]
    tap.ok(len(ends) == 31 and ends[-1] == "diverged" and "diverged" in table[-2]["diagnosis"],
           "a diverged runner keeps giving rows", table[-2:])
    one = tap.run("run", "-", "-n", "40", "--do", "step 500", "--do", "back 500", stdin=BOWL)[1]
    tap.ok(one == tap.run("run", "-", "-n", "40", stdin=BOWL)[1], "step 500, back 500 leaves no trace")


def looks():
    want = tap.run("render", "-", "-f", "ansi", "--colours", "8", stdin=BOWL)
    have = tap.run("render", "-", "-f", "ansi", "--do", "colours 8", stdin=BOWL)
    tap.ok(want[0] == 0 and have == want, "a command may change what the options say of the look")


def hostile():
    evil = b"\x1b]0;owned\x07\x9b31m\xe2\x80\xae\x7f"
    scene = b"title a" + evil + b"b\nabout c" + evil + b"\n" + BOWL
    for args in (["run", "-", "-n", "3"], ["check", "-"], ["render", "-"], ["render", "-", "-f", "svg"],
                 ["probe", "-", "--at", "0", "0"]):
        status, out, err = tap.run(*args, stdin=scene)
        tap.ok(status == 0 and not dirty(out + err), "control characters in a title do not reach " + args[0], out)
    for text in (b"landscape x" + evil, b"race " + evil + b"\nlandscape x", evil, b"landscape x\nrace sgd as=" + evil,
                 b"landscape x\nconstant " + evil + b" 3", b"landscape x\nset " + evil + b" 3",
                 b"landscape x\nrace sgd\nexpect " + evil, b"landscape x\nrace sgd\nuntil sgd.x<0 max=" + evil,
                 bytes(range(1, 256)) * 40):
        status, out, err = tap.run("check", "-", stdin=text)
        tap.ok(status == 1 and err.count(b"\n") == 1 and not dirty(out + err), "refused and cleaned: %r" % text[:40], err)
    with tap.folder() as where:
        path = os.path.join(where.encode(), b"a\x1b[31m\nb.scene")
        with open(path, "wb") as file:
            file.write(b"landscape\n")
        status, out, err = tap.run("check", path)
        tap.ok(status == 1 and err.count(b"\n") == 1 and not dirty(err), "a file's name is cleaned", err)
    for text in (b"landscape " + b"(" * 1000000, b"landscape " + b"-" * 1000000 + b"x", b"a" * 1000000,
                 b"landscape x\n" * 200000, b"\n" * 3000000, b"title " + b"t" * 1000000 + b"\nlandscape x"):
        status, out, err = tap.run("check", "-", stdin=text, timeout=20)
        tap.ok(status in (0, 1) and err.count(b"\n") <= 1 and len(err) < 400, "ends well: %r... (%d bytes)" %
               (text[:14], len(text)), err[:400])


def sources():
    with tap.folder() as where:
        def path(name):
            return os.path.join(where, name)

        for name, text in (("nul.csv", b"1,2\n3,\0\n"), ("long.csv", b"1,2\n" * (5 << 20))):
            with open(path(name), "wb") as file:
                file.write(text)
        os.mkdir(path("folder.csv"))
        os.mkfifo(path("fifo.csv"))
        for name, why in (("fifo.csv", "no ordinary file, as a data set must be here"),
                          ("folder.csv", "a folder, no data set: name a file"),
                          ("nul.csv", "a NUL byte: this is no text, so it is no data set"),
                          ("long.csv", "longer than 16 MB, the most that a data set may have")):
            got = tap.run("check", "-", stdin=b"net\ndata %s\n" % path(name).encode(), timeout=20)
            tap.ok(got[0] == 1 and got[2].decode().endswith(why + "\n") and got[2].count(b"\n") == 1,
                   "data in one line: " + why, got)
        got = tap.run("render", "saddle", "--do", "open " + path("fifo.csv"), timeout=20)
        tap.ok(got[0] == 1 and b"no ordinary file, as a scene must be here\n" in got[2], "open waits for no pipe", got)
        racing = subprocess.Popen([tap.PROGRAM, "run", path("fifo.csv"), "-n", "0"], stdout=subprocess.PIPE)
        with open(path("fifo.csv"), "wb") as file:
            file.write(BOWL)
        out = racing.communicate(timeout=20)[0]
        tap.ok(racing.returncode == 0 and out.startswith(HEADER_2D.encode()), "a pipe gives a scene", out)


def dirty(out):
    """Whether a character that a terminal might obey is in the text."""
    text = out.decode("utf-8")
    bad = [c for c in text if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or 0x202a <= ord(c) <= 0x202e or
           ord(c) in (0x200e, 0x200f, 0x61c) or 0x2066 <= ord(c) <= 0x2069]
    return bad


def files():
    with tap.folder() as where:
        out = os.path.join(where, "out.csv")
        want = tap.run("run", "-", "-n", "9", stdin=BOWL)[1]
        tap.run("run", "-", "-n", "9", "-o", out, stdin=BOWL)
        tap.ok(open(out, "rb").read() == want, "-o writes what would have been printed")
        os.chmod(out, 0o604)
        tap.run("run", "-", "-n", "1", "-o", out, stdin=BOWL)
        tap.ok(open(out, "rb").read() == want[:len(want)] or os.path.getsize(out) < len(want), "-o replaces a file")
        tap.ok(os.stat(out).st_mode & 0o777 == 0o604, "-o keeps the file's mode", oct(os.stat(out).st_mode))
        link = os.path.join(where, "link.csv")
        os.symlink("out.csv", link)
        tap.run("run", "-", "-n", "9", "-o", link, stdin=BOWL)
        tap.ok(os.path.islink(link) and open(out, "rb").read() == want, "-o follows a link")
        before = open(out, "rb").read()
        tap.run("run", "-", "-n", "9", "-o", out, "--do", "expect sgd.x > 5", stdin=BOWL)
        tap.ok(open(out, "rb").read() == before, "a failed run leaves the old file as it was")
        fifo = os.path.join(where, "fifo")
        os.mkfifo(fifo)
        reader = subprocess.Popen(["cat", fifo], stdout=subprocess.PIPE)
        tap.run("run", "-", "-n", "9", "-o", fifo, stdin=BOWL)
        tap.ok(reader.communicate()[0] == want, "-o writes into a pipe")
        ending(where)
        tap.ok(sorted(os.listdir(where)) == ["fifo", "link.csv", "out.csv"], "nothing else is left behind",
               os.listdir(where))
    with open("/dev/full", "wb") as full:
        for args in (["run", "saddle"], ["probe", "saddle", "--at", "0", "0"], ["list", "commands"], ["man"], ["--help"],
                     ["render", "saddle"], ["completion", "bash"]):
            ended = subprocess.run([tap.PROGRAM, *args], stdout=full, stderr=subprocess.PIPE)
            tap.ok(ended.returncode == 1 and ended.stderr.count(b"\n") == 1,
                   "a full standard output fails %s with one line" % args[0], ended.stderr)
    head = subprocess.run("%s run saddle -n 100000 | head -n 3" % tap.PROGRAM, shell=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    tap.ok(head.stderr == b"" and head.stdout.count(b"\n") == 3, "a reader that leaves is no error", head.stderr)


def ending(where):
    """A signal in the middle of a long run."""
    path = os.path.join(where, "never.csv")
    running = subprocess.Popen([tap.PROGRAM, "run", "saddle", "-n", "1e15", "-e", "1000", "-o", path])
    for _ in range(1000):
        if any(name.startswith(".gradscape") for name in os.listdir(where)) or running.poll() is not None:
            break
        try:
            running.wait(0.01)
        except subprocess.TimeoutExpired:
            pass
    running.send_signal(signal.SIGTERM)
    tap.ok(running.wait(20) == -signal.SIGTERM and not os.path.exists(path), "a signal ends a run and its draft")


def environment():
    plain = {"PATH": os.environ.get("PATH", "")}
    odd = dict(plain, TERM="vt100", LC_ALL="de_DE.UTF-8", LANG="C", TZ="Asia/Kathmandu", NO_COLOR="1", COLUMNS="40",
               LINES="5", COLORTERM="truecolor")
    for args in (["run", "saddle", "-n", "20"], ["render", "saddle", "--at", "20"], ["list", "parameters"],
                 ["render", "saddle", "-f", "ansi"], ["render", "saddle", "-f", "svg"], ["man"], ["check", "saddle"],
                 ["probe", "saddle", "--at", "0.5", "-0.5"]):
        tap.ok(tap.run(*args, env=plain) == tap.run(*args, env=odd), "the environment does not change " + args[0])
        tap.ok(tap.run(*args) == tap.run(*args), "twice the same bytes: " + " ".join(args))


def shells():
    manual = tap.run("man")[1]
    for kind in ("adam", "softplus", "at_saddle", "one_cycle", "until", "--seed"):
        tap.ok(kind.replace("-", "\\-").encode() in manual, "the manual has %s" % kind)
    script = tap.run("completion", "bash")[1]
    asked = script + b"\nCOMP_WORDS=(gradscape run -f ''); COMP_CWORD=3; _gradscape; echo \"${COMPREPLY[@]}\"\n" \
                     b"COMP_WORDS=(gradscape run sad); COMP_CWORD=2; _gradscape; echo \"${COMPREPLY[@]}\"\n"
    try:
        said = subprocess.run(["bash"], input=asked, stdout=subprocess.PIPE).stdout.decode().splitlines()
        tap.ok(said == ["csv jsonl", "saddle"], "bash completes options' words and scenes", said)
    except FileNotFoundError:
        tap.ok(True, "bash completes # SKIP no bash here")
    for shell in ("zsh", "fish"):
        tap.ok(b"saddle" in tap.run("completion", shell)[1], "completion of %s has the scenes" % shell)


def main():
    calls()
    kinds()
    rows()
    looks()
    hostile()
    sources()
    files()
    environment()
    shells()
    tap.done()


if __name__ == "__main__":
    main()
