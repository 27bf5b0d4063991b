#!/usr/bin/env python3
"""Puts the same questions to Regn, DuckDB and polars, and prints how long each takes.

    .venv/bin/python benchmarks/bench.py [--set short|all] [--runs N] [--threads 2] [--only WORD] [--save]

Every answer is compared with DuckDB's before a time is printed. How to read the table: docs/benchmarks.md
"""

import argparse
import csv
import datetime
import io
import json
import math
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import questions

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DATA = HERE / "data"
REGN = ROOT / ".build" / "release" / "regn"
ENGINES = ["regn", "duckdb", "polars"]
TIME_LIMIT = 300


@dataclass
class Run:
    """One process: how long it took and what it needed."""

    seconds: float
    peak_bytes: int
    output: str
    errors: str
    status: int

    @property
    def results(self):
        """The times of single statements, as the engine took them."""
        return [float(s) for s in re.findall(r"^result (?:\d+: \d+ rows in )?([\d.]+)", self.errors, re.M)]

    @property
    def loaded(self):
        found = re.search(r"^loaded (?:\S+: \d+ rows in )?([\d.]+)", self.errors, re.M)
        return float(found[1]) if found else math.nan


@dataclass
class Line:
    """What one question cost each engine: medians over the runs."""

    workload: str
    question: str
    seconds: dict = field(default_factory=dict)
    # The peers' time without what Python needs to start and to import them.
    inner: dict = field(default_factory=dict)
    peak_mb: dict = field(default_factory=dict)
    spread: dict = field(default_factory=dict)
    problem: str = ""

    def ratio(self, of="seconds"):
        times = getattr(self, of)
        peers = [times[engine] for engine in ENGINES[1:] if engine in times]
        mine = self.seconds.get("regn")
        return mine / min(peers) if mine and peers and not self.problem else math.nan


def execute(command, text="", environment=None):
    """Runs a process and waits for it with wait4, which tells its own peak memory and no other's."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(text.encode())
        given.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=given, stdout=out, stderr=err, cwd=ROOT, env=environment)
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except KeyboardInterrupt:
            process.kill()
            raise
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Run(
            seconds, usage.ru_maxrss * 1024, out.read().decode(errors="replace"),
            err.read().decode(errors="replace"), process.returncode,
        )


def peer(engine, how, path, texts, runs, threads):
    """DuckDB or polars, in a Python of their own."""
    script = str(HERE / f"peer_{engine}.py")
    command = [sys.executable, script, str(threads), str(path or "-"), how, str(runs)]
    return execute(command, "\n--\n".join(texts))


def ask(engine, question, path, threads):
    """One question, one process, straight from the file."""
    if engine == "regn":
        table = ["--table", f"ledger={path}"] if path else []
        return execute(
            [str(REGN), "query", question.kql, *table, "--threads", str(threads), "--format", "csv",
             "--timeout", f"{TIME_LIMIT}s"]
        )
    text = question.sql if engine == "duckdb" else question.polars
    return peer(engine, "scan", path, [text], 1, threads)


# ---- answers


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def rows_of(engine, output):
    rows = list(csv.reader(io.StringIO(output)))
    if engine == "regn":
        rows = rows[1:]
    # Sums of reals differ in their last digits from engine to engine: rows are put in order by what is left.
    def order(row):
        return [text if number(text) is None else f"{number(text):030.3f}" for text in row]

    return sorted(rows, key=order)


def difference(mine, theirs):
    """Why two answers are not the same; empty when they are."""
    if len(mine) != len(theirs):
        return f"{len(mine)} rows, not {len(theirs)}"
    for left, right in zip(mine, theirs):
        if len(left) != len(right):
            return f"{len(left)} columns, not {len(right)}"
        for one, other in zip(left, right):
            a, b = number(one), number(other)
            same = one == other if a is None or b is None else math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6)
            if not same:
                return f"{one!r}, not {other!r}"
    return ""


# ---- workloads


def from_file(chosen, path, runs, threads, workload):
    """Each question as a whole process: A B C, A B C, … so that a busy moment hits all three alike."""
    for question in chosen:
        line = Line(workload, question.name)
        taken = {engine: [] for engine in ENGINES}
        for _ in range(runs):
            for engine in ENGINES:
                taken[engine].append(ask(engine, question, path, threads))
        finish(line, taken)
        for engine in ENGINES[1:]:
            inner = [run.results[-1] for run in taken[engine] if run.results]
            if inner:
                line.inner[engine] = statistics.median(inner)
        yield line


def finish(line, taken):
    expected = rows_of("duckdb", taken["duckdb"][0].output)
    for engine, ran in taken.items():
        failed = next((run for run in ran if run.status != 0), None)
        if failed:
            last = (failed.errors.strip().splitlines() or [f"status {failed.status}"])[0]
            line.problem = line.problem or f"{engine}: {last[:90]}"
            continue
        if engine != "duckdb":
            why = next(filter(None, (difference(rows_of(engine, run.output), expected) for run in ran)), "")
            if why:
                line.problem = line.problem or f"{engine} answers otherwise: {why}"
        line.seconds[engine] = statistics.median(run.seconds for run in ran)
        line.peak_mb[engine] = max(run.peak_bytes for run in ran) / 1e6
        line.spread[engine] = [min(run.seconds for run in ran), max(run.seconds for run in ran)]


def in_memory(chosen, path, runs, threads):
    """One process an engine: it loads the ledger, then answers each question several times."""
    script = ";\n".join(question.kql for question in chosen for _ in range(runs))
    with tempfile.NamedTemporaryFile("w", suffix=".kql", encoding="utf-8") as file:
        file.write(script)
        file.flush()
        ran = {
            "regn": execute(
                [str(REGN), "run", file.name, "--table", f"ledger={path}", "--preload", "--timing",
                 "--threads", str(threads), "--format", "csv", "--timeout", f"{TIME_LIMIT}s"]
            )
        }
    ran["duckdb"] = peer("duckdb", "load", path, [q.sql for q in chosen], runs, threads)
    ran["polars"] = peer("polars", "load", path, [q.polars for q in chosen], runs, threads)
    lines = [Line("memory", "load")] + [Line("memory", question.name) for question in chosen]
    for engine, run in ran.items():
        if run.status != 0 or len(run.results) != runs * len(chosen):
            last = (run.errors.strip().splitlines() or [f"status {run.status}"])[0]
            for line in lines:
                line.problem = line.problem or f"{engine}: {last[:90]}"
            continue
        lines[0].seconds[engine] = run.loaded
        lines[0].peak_mb[engine] = run.peak_bytes / 1e6
        for place, line in enumerate(lines[1:]):
            line.seconds[engine] = statistics.median(run.results[place * runs : (place + 1) * runs])
    return lines


# ---- showing


def amount(seconds):
    if seconds is None or math.isnan(seconds):
        return "–"
    return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds:.3f} s"


HEADINGS = ["question", "regn", "duckdb", "polars", "ratio", "regn MB", "duckdb MB", "polars MB"]


def shown(line):
    ratio = line.ratio()
    cells = [line.question] + [amount(line.seconds.get(engine)) for engine in ENGINES]
    cells.append("–" if math.isnan(ratio) else f"{ratio:.2f}")
    cells += [f"{line.peak_mb[engine]:.0f}" if engine in line.peak_mb else "" for engine in ENGINES]
    return cells


def geometric(values):
    known = [value for value in values if not math.isnan(value) and value > 0]
    return math.exp(sum(map(math.log, known)) / len(known)) if known else math.nan


class Report:
    """Prints as it goes, and keeps what it printed."""

    def __init__(self):
        self.lines = []
        self.text = []

    def say(self, text=""):
        print(text, flush=True)
        self.text.append(text)

    def heading(self, title):
        self.say()
        self.say(title)
        self.row(HEADINGS)

    def row(self, cells):
        widths = [20, 10, 10, 10, 6, 8, 10, 10]
        first = cells[0].ljust(widths[0])
        self.say("  " + first + "".join(cell.rjust(width + 1) for cell, width in zip(cells[1:], widths[1:])))

    def add(self, line):
        self.lines.append(line)
        self.row(shown(line))
        if line.problem:
            self.say(f"    ! {line.problem}")

    def sum_up(self, title, lines, strict=True):
        ratios = [line.ratio() for line in lines]
        if not [ratio for ratio in ratios if not math.isnan(ratio)]:
            return
        text = f"  geometric mean of the ratios: {geometric(ratios):.2f}"
        if strict:
            inner = geometric(line.ratio("inner") for line in lines)
            text += f"; against the peers without the start of Python and the import: {inner:.2f}"
        self.say(text)


def facts(threads):
    """The machine and the versions; no name of a host."""

    def version(*command):
        try:
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
            return done.stdout.strip().splitlines()[0]
        except (OSError, IndexError):
            return "unknown"

    import duckdb
    import polars

    model = "unknown"
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
        model = found[1] if found else model
    except OSError:
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "threads for each engine": threads,
        "memory": f"{memory / 2**30:.0f} GiB",
        "processor": model,
        "load at the start": f"{os.getloadavg()[0]:.1f}",
        "regn": version(str(REGN), "--version"),
        "commit": version("git", "rev-parse", "--short", "HEAD"),
        "swift": version("swift", "--version"),
        "duckdb": duckdb.__version__,
        "polars": polars.__version__,
        "python": platform.python_version(),
    }


def ledger(rows):
    """The ledger, made when it is not there yet or has another number of rows."""
    DATA.mkdir(exist_ok=True)
    path = DATA / ("ledger.csv" if rows == 10_000_000 else f"ledger-{rows}.csv")
    if not path.exists():
        print(f"making {path.relative_to(ROOT)}: {rows:,} rows", flush=True)
        part = path.with_suffix(".part")
        subprocess.run(
            [sys.executable, str(HERE / "make_ledger.py"), str(part), "--rows", str(rows)], check=True
        )
        part.rename(path)
    return path.relative_to(ROOT)


def read_once(path):
    """Brings the file into the page cache, so that the first engine does not pay for the disk."""
    with open(ROOT / path, "rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=["short", "all"], default="short")
    parser.add_argument("--runs", type=int, help="runs of each question (short set: 3, full set: 7)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rows", type=int, default=10_000_000, help="rows of the ledger")
    parser.add_argument("--only", default="", help="only questions with this word in their name")
    parser.add_argument("--workload", choices=["file", "memory", "start"], action="append")
    parser.add_argument("--save", action="store_true", help="keep the result under benchmarks/results")
    given = parser.parse_args()
    if not REGN.exists():
        sys.exit("there is no .build/release/regn: run make build first")
    runs = given.runs or (3 if given.set == "short" else 7)
    workloads = given.workload or ["file", "memory", "start"]

    def choose(known):
        return [q for q in known if (q.short or given.set == "all") and given.only in q.name]

    report = Report()
    machine = facts(given.threads)
    for name, value in machine.items():
        report.say(f"{name}: {value}")
    if os.getloadavg()[0] > 0.7:
        report.say("the machine is busy with something else: trust the ratios, not the times")

    if "file" in workloads or "memory" in workloads:
        path = ledger(given.rows)
        read_once(path)
    if "file" in workloads:
        size = (ROOT / path).stat().st_size / 1e6
        report.heading(f"From the CSV file ({given.rows:,} rows, {size:.0f} MB), whole process, {runs} runs")
        lines = []
        for line in from_file(choose(questions.LEDGER), path, runs, given.threads, "file"):
            report.add(line)
            lines.append(line)
        report.sum_up("file", lines)
    if "memory" in workloads:
        count = max(5, runs)
        report.heading(f"In memory, each statement alone, {count} runs (load: once)")
        lines = in_memory(choose(questions.LEDGER), path, count, given.threads)
        for line in lines:
            report.add(line)
        report.sum_up("memory", lines[1:], strict=False)
    if "start" in workloads:
        count = max(20, runs)
        report.heading(f"Start, whole process, {count} runs")
        lines = []
        for line in from_file(choose(questions.START), None, count, given.threads, "start"):
            report.add(line)
            lines.append(line)
        report.sum_up("start", lines)

    wrong = [line for line in report.lines if line.problem]
    if wrong:
        report.say(f"\n{len(wrong)} of {len(report.lines)} lines have a problem")
    if given.save:
        day = datetime.date.today().isoformat()
        results = HERE / "results"
        results.mkdir(exist_ok=True)
        name, again = day, 2
        while (results / f"{name}.txt").exists():
            name, again = f"{day}-{again}", again + 1
        (results / f"{name}.txt").write_text("\n".join(report.text) + "\n", encoding="utf-8")
        kept = {"machine": machine, "lines": [asdict(line) for line in report.lines]}
        text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
        (results / f"{name}.json").write_text(text, encoding="utf-8")
        print(f"kept as benchmarks/results/{name}.txt and .json")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
