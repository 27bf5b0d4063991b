"""Regn's regular expressions beside RE2's: the same patterns over the same texts, one thread each."""

import math
import subprocess
from dataclasses import dataclass, field

import answers
import data
from engines import DATA, place
from processes import HERE, ROOT
from questions import Table
from questions_regex import PATTERNS

# How many patterns each engine is asked before it is the other's turn.
GROUP = 6


@dataclass
class Line:
    """One pattern: the seconds of each engine, and what Regn answered."""

    suite: str
    question: str
    seconds: dict = field(default_factory=dict)
    problem: str = ""

    def ratio(self):
        """Regn's time over RE2's."""
        known = self.seconds.get("regn") and self.seconds.get("re2") and not self.problem
        return self.seconds["regn"] / self.seconds["re2"] if known else math.nan

    def memory_ratio(self):
        """Memory is not compared: RE2 reads the file in another way."""
        return math.nan


def peer():
    """RE2's side, compiled when its source is newer."""
    source, program = HERE / "peer_re2.cpp", DATA / "peer_re2"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        subprocess.run([ROOT / "scripts/install-deps.sh", "libre2-dev", "g++"], check=True)
        subprocess.run(["g++", "-O2", "-std=c++17", source, "-o", program, "-lre2", "-pthread"], check=True)
    return program


def measure(engines, runs, only):
    """A line for each pattern, a few patterns at a time, so that a busy moment hits both alike."""
    tables = [Table("texts", data.texts().name), Table("longtexts", data.long_texts().name)]
    chosen = [one for one in PATTERNS if only in one.name or only in one.kind]
    for start in range(0, len(chosen), GROUP):
        yield from together(engines, chosen[start : start + GROUP], tables, runs)


def together(engines, chosen, tables, runs):
    lines = [Line("regex", f"{one.kind}: {one.name}{', long' if one.long else ''}") for one in chosen]
    told = "".join(f"{int(one.long)}\t{one.task}\n" for one in chosen)
    theirs = engines.launcher.run([peer(), runs, *(place(table) for table in tables)], told, limit=3600)
    results = [row.split() for row in theirs.output.splitlines()]
    mine, file = engines.script(chosen, tables, runs, threads=1)
    text, parts = answers.sections(file, len(mine.result_rows))
    for number, line in enumerate(lines):
        of = slice(number * runs, (number + 1) * runs)
        if len(results) < of.stop or len(mine.results) < of.stop:
            said = theirs if len(results) < of.stop else mine
            line.problem = f"no answer: {said.complaint}"
            continue
        # The quickest run: a busy moment can only add.
        line.seconds = {"re2": min(float(row[1]) for row in results[of]), "regn": min(mine.results[of])}
        begin, end = parts[of.start]
        answer = text[begin:end].split()[-1].decode()
        if answer != results[of.start][2]:
            line.problem = f"Regn answers {answer}, RE2 {results[of.start][2]}"
    file.unlink()
    return lines


def show(report, lines):
    """Prints the lines as they come, and gives them."""
    widths = [44, 10, 10, 6]
    report.row(["pattern", "regn", "re2", "ratio"], widths)
    shown = []
    for line in lines:
        shown.append(line)
        ratio = line.ratio()
        cells = [line.question] + [
            f"{line.seconds[engine] * 1000:.1f} ms" if line.seconds else "–" for engine in ("regn", "re2")]
        report.row(cells + ["–" if math.isnan(ratio) else f"{ratio:.2f}"], widths)
        report.problem(line)
    return shown
