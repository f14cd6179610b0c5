#!/usr/bin/env python3
"""bench_landscapes.py FILE.scene...: the landscapes of the scenes as a table of plain C functions.

Each is what a programmer would write by hand: small whole powers multiplied out, all else from libm.
"""
import os
import re
import sys

TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|([A-Za-z_]\w*)|(.))")
RENAMED = {"abs": "fabs", "min": "fmin", "max": "fmax", "pi": "M_PI", "e": "M_E"}
POWERS = {"2": "square", "3": "cube", "4": "fourth"}

HEAD = """#include <math.h>

static inline double square(double v) { return v * v; }
static inline double cube(double v) { return v * v * v; }
static inline double fourth(double v) { return square(square(v)); }
static inline double sign(double v) { return (v > 0) - (v < 0); }
static inline double relu(double v) { return v > 0 ? v : 0; }
static inline double sigmoid(double v) { return 1 / (1 + exp(-v)); }
static inline double softplus(double v) { return fmax(v, 0) + log1p(exp(-fabs(v))); }

struct landscape {
    const char *name;
    double (*value)(double x, double y);
};
"""


class Reader:
    """A recursive descent; formulas of scenes are short."""

    def __init__(self, text, prefix):
        self.prefix = prefix
        self.tokens = [m.group(1) or m.group(2) or m.group(3) for m in TOKEN.finditer(text.strip())]
        self.number = re.compile(r"[\d.]")

    def peek(self):
        return self.tokens[0] if self.tokens else ""

    def take(self):
        return self.tokens.pop(0)

    def joined(self, operators, inner):
        text = inner()
        while self.peek() in operators and self.peek():
            text = "%s %s %s" % (text, self.take(), inner())
        return "(%s)" % text

    def sum(self):
        return self.joined("+-", lambda: self.joined("*/", self.sign))

    def sign(self):
        if self.peek() in ("-", "+"):
            return "(%s%s)" % (self.take(), self.sign())
        base = self.atom()
        if self.peek() != "^":
            return base
        self.take()
        power = self.sign()
        return "%s(%s)" % (POWERS[power], base) if power in POWERS else "pow(%s, %s)" % (base, power)

    def atom(self):
        token = self.take()
        if token == "(":
            text = self.sum()
            self.take()
            return text
        if self.number.match(token):
            return token
        if self.peek() != "(":
            return RENAMED.get(token, token if token in "xy" else self.prefix + token)
        self.take()
        arguments = [self.sum()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.sum())
        self.take()
        return "%s(%s)" % (RENAMED.get(token, token), ", ".join(arguments))


def whole(text):
    """Whole numbers as doubles, so that 1/2 is a half."""
    return re.sub(r"(?<![\w.])(\d+)(?![\w.])", r"\1.0", text)


def main():
    print(HEAD)
    names = []
    for path in sys.argv[1:]:
        name = os.path.basename(path)[:-len(".scene")]
        prefix = re.sub(r"\W", "_", name) + "_"
        lines = [re.sub(r"(^|\s)#.*", "", line) for line in open(path)]
        formula = next((line.split(None, 1)[1] for line in lines if line.startswith("landscape ")), None)
        if formula is None:
            continue
        for line in lines:
            if line.startswith("constant "):
                print("static const double %s%s = %s;" % (prefix, line.split()[1], line.split()[2]))
        print("static double %svalue(double x, double y)\n{\n    (void)x;\n    (void)y;\n    return %s;\n}\n" %
              (prefix, whole(Reader(formula.strip('" \n'), prefix).sum())))
        names.append((name, prefix))
    print("static const struct landscape LANDSCAPES[] = {")
    for name, prefix in names:
        print('    {.name = "%s", .value = %svalue},' % (name, prefix))
    print("    {0},\n};")


if __name__ == "__main__":
    main()
