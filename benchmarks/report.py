"""Prints the tables, and holds the results against the targets."""

import math

from engines import ENGINES

HEADINGS = ["question", "regn", "duckdb", "polars", "ratio", "regn MB", "duckdb MB", "polars MB"]
WIDTHS = [27, 10, 10, 10, 6, 8, 10, 10]


def amount(seconds):
    if seconds is None or math.isnan(seconds):
        return "–"
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds:.3f} s"


def geometric(values):
    """The geometric mean of what is known."""
    known = [value for value in values if not math.isnan(value) and value > 0]
    return math.exp(sum(map(math.log, known)) / len(known)) if known else math.nan



class Report:
    """Prints as it goes, and keeps what it printed."""

    def __init__(self):
        self.lines = []
        self.text = []
        self.targets = []

    def say(self, text=""):
        print(text, flush=True)
        self.text.append(text)

    def heading(self, title, columns=None):
        self.say()
        self.say(title)
        self.row(columns or HEADINGS)

    def row(self, cells, widths=None):
        widths = widths or WIDTHS
        first, *rest = cells
        padded = "".join(cell.rjust(width + 1) for cell, width in zip(rest, widths[1:]))
        self.say("  " + (first.ljust(widths[0] or WIDTHS[0]) + padded).rstrip())

    def cells(self, line):
        ratio = line.ratio()
        cells = [line.question] + [amount(line.seconds.get(engine)) for engine in ENGINES]
        cells.append("–" if math.isnan(ratio) else f"{ratio:.2f}")
        return cells + [f"{line.peak_mb[engine]:.0f}" if engine in line.peak_mb else "" for engine in ENGINES]

    def add(self, line):
        self.row(self.cells(line))
        self.problem(line)

    def problem(self, line):
        self.lines.append(line)
        if line.problem:
            self.say(f"    ! {line.problem}")

    def sum_up(self, name, lines, target, worst=None, apart=(), inner=False):
        """The geometric mean of the ratios and the worst of them, beside their targets.

        `worst` is the target of each single ratio; the questions in `apart` are exempt from that one.
        """
        known = [line for line in lines if not math.isnan(line.ratio())]
        if not known:
            return
        mean = geometric(line.ratio() for line in known)
        self.say(f"  geometric mean of the ratios {mean:.2f}, target {target:.2f}")
        if inner:
            harder = geometric(line.ratio("inner") for line in known)
            self.say(f"  against the peers without the start of Python and the import {harder:.2f}")
        self.aim(f"{name}: geometric mean", mean, target, len(known), len(lines))
        last = max(known, key=lambda line: line.ratio())
        bound = "" if worst is None else f", target {worst:.2f}"
        self.say(f"  worst ratio {last.ratio():.2f}, {last.question}{bound}")
        if worst is not None:
            counted = [line for line in known if line.question not in apart]
            last = max(counted or known, key=lambda line: line.ratio())
            self.aim(f"{name}: worst, {last.question}", last.ratio(), worst, len(known), len(lines))
        self.memory(name, lines)

    def memory(self, name, lines):
        known = [line for line in lines if not math.isnan(line.memory_ratio())]
        if known:
            last = max(known, key=lambda line: line.memory_ratio())
            self.say(f"  worst ratio of peak memory {last.memory_ratio():.2f}, {last.question}, target 1.00")
            self.aim(f"{name}: peak memory, {last.question}", last.memory_ratio(), 1, len(known), len(lines))

    def aim(self, what, value, target, known=1, of=1, unit=""):
        """Keeps a result beside its target; targets are printed, never asserted."""
        note = "" if known == of else f" (of {known} of {of} questions)"
        self.targets.append(
            {"what": what + note, "value": value, "target": target, "unit": unit,
             "reached": value <= target and known == of}
        )

    def all_targets(self):
        if not self.targets:
            return
        self.say()
        self.say("Targets")
        for aim in self.targets:
            state = "reached" if aim["reached"] else "missed"
            value, target, unit = aim["value"], aim["target"], aim["unit"]
            self.say(f"  {aim['what'].ljust(58)} {value:8.2f}{unit}  target {target:.2f}{unit}  {state}")
