"""Runs one command at a time through the launcher, and reads what an engine says about its statements."""

import marshal
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


@dataclass
class Run:
    """One process: how long it took, what it needed, and what it said."""

    seconds: float
    peak_bytes: int
    output: str
    errors: str
    status: int
    # Peak and held memory at each `loaded` and `result` line, in their order; zeros where not known.
    marks: list = field(default_factory=list)

    @property
    def results(self):
        """The times of single statements, as the engine took them."""
        return [float(s) for s in re.findall(r"^result (?:\d+: \d+ rows in )?([\d.]+)", self.errors, re.M)]

    @property
    def result_rows(self):
        """The numbers of rows of the results, of Regn alone."""
        return [int(count) for count in re.findall(r"^result \d+: (\d+) rows", self.errors, re.M)]

    @property
    def loads(self):
        """The time that each table took to load, by its name."""
        found = re.findall(r"^loaded (\S+?):? (?:\d+ rows in )?([\d.]+)", self.errors, re.M)
        return {name: float(seconds) for name, seconds in found}

    @property
    def load_peak(self):
        return max((peak for peak, _ in self.marks[: len(self.loads)]), default=0)

    @property
    def held_after_load(self):
        count = len(self.loads)
        return self.marks[count - 1][1] if 0 < count <= len(self.marks) else 0

    def peak_of(self, results):
        """The most memory during a statement: the median over its runs, as a mark is read a moment late."""
        marks = self.marks[len(self.loads) :][results]
        return statistics.median(peak for peak, _ in marks) if marks else 0

    @property
    def complaint(self):
        """The first line of what went wrong, shortened."""
        lines = [
            line for line in self.errors.splitlines()
            if line.strip() and not re.match(r"loaded |result |note|\s|\d+ \|", line)
        ]
        # A Python names what went wrong last, Regn first.
        if not lines:
            return f"status {self.status}"
        return lines[-1 if lines[0].startswith("Traceback") else 0][:90]


class Launcher:
    """A small process that starts the commands: see launcher.py."""

    def __init__(self, scratch):
        self.scratch = Path(scratch)
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(HERE / "launcher.py")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )

    def run(self, command, text="", limit=600, watch=False, output=None):
        """Runs a command to its end, at most `limit` seconds. With `output` the answer goes to that file."""
        given, errors = self.scratch / "stdin", self.scratch / "stderr"
        out = Path(output) if output else self.scratch / "stdout"
        given.write_text(text, encoding="utf-8")
        request = {
            "command": list(map(str, command)), "directory": str(ROOT), "stdin": str(given),
            "stdout": str(out), "stderr": str(errors), "limit": float(limit), "watch": watch,
        }
        marshal.dump(request, self.process.stdin)
        self.process.stdin.flush()
        answer = marshal.load(self.process.stdout)
        said = errors.read_text(encoding="utf-8", errors="replace")
        if answer["late"]:
            said = f"stopped after {limit:.0f} s\n{said}"
        return Run(
            answer["seconds"], answer["peak"],
            "" if output else out.read_text(encoding="utf-8", errors="replace"), said,
            os.waitstatus_to_exitcode(answer["status"]), answer["marks"],
        )

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def median(values):
    """The median; not a number when there are no values."""
    known = list(values)
    return statistics.median(known) if known else math.nan
