#!/usr/bin/env python3
"""Puts the same questions to Regn, DuckDB and polars, and prints how long each takes and how much it holds.

    .venv/bin/python benchmarks/bench.py [--set short|all] [--suite NAME] [--runs N] [--only WORD] [--save]

Every answer is compared with DuckDB's before a time is printed. How to read the tables: docs/benchmarks.md
"""

import argparse
import dataclasses
import datetime
import json
import subprocess
import sys
import time
from pathlib import Path

import data
import growth
import machine
import measure_language
import measure_regex
import questions_groupby as groupby
import questions_ledger as ledger
import questions_tpch as tpch
from engines import ENGINES, Engines
from measure import from_cache, from_file, in_memory
from processes import HERE, ROOT
from report import Report, amount, geometric

SUITES = ["start", "file", "memory", "groupby", "tpch", "growth", "regex", "language"]


class Bench:
    """The suites, in the order in which they run."""

    def __init__(self, given, engines, report):
        self.given = given
        self.engines = engines
        self.report = report
        self.all = given.set == "all"
        self.loads = []
        self.failures = []

    def fail(self, why):
        """Says that a part of the run was left out; the others go on."""
        self.failures.append(why)
        self.report.say(f"  ! {why}")

    def run(self, suites):
        """Runs suites, each of which may fail without taking the others along."""
        for suite in SUITES:
            if suite not in suites:
                continue
            try:
                getattr(self, suite)()
            except (data.NoRoom, OSError, EOFError, ValueError, subprocess.SubprocessError) as why:
                self.fail(f"{suite} was not measured to its end: {why}")

    def choose(self, questions):
        return [q for q in questions if (q.short or self.all) and self.given.only in q.name]

    def runs(self, short, full):
        return self.given.runs or (full if self.all else short)

    def ledger(self):
        path = data.ledger(self.given.rows)
        data.read_once(path)
        return dataclasses.replace(ledger.TABLE, file=path.name), data.megabytes(path)

    def start(self):
        runs = self.runs(10, 30)
        self.report.heading(f"Start, whole process, {runs} runs")
        targets = {"print 1": 10, "a built-in question": 15}
        for line in from_file(self.engines, "start", self.choose(ledger.START), [], runs):
            self.report.add(line)
            if "regn" in line.seconds:
                mine = line.seconds["regn"] * 1000
                self.report.aim(f"start: {line.question}", mine, targets[line.question], unit=" ms")

    def file(self):
        one, size = self.ledger()
        runs = self.runs(3, 7)
        self.report.heading(
            f"Ledger from the CSV file ({self.given.rows:,} rows, {size:.0f} MB), whole process, {runs} runs")
        lines = []
        for line in from_file(self.engines, "file", self.choose(ledger.LEDGER), [one], runs):
            self.report.add(line)
            lines.append(line)
        self.report.sum_up("file", lines, 0.25, 1.0, apart={"count"}, inner=True)
        self.cached(one, lines, runs)

    def cached(self, one, files, runs):
        """The same questions a second time: Regn's columns come from the cache. The peers keep none."""
        self.report.heading(
            f"Ledger from the cache of columns (--cache), whole process, {runs} runs; the peers as above",
            ["question", "regn", "duckdb", "polars", "ratio", "regn MB", "first run"])
        lines = []
        questions = self.choose(ledger.LEDGER)
        for line, first in from_cache(self.engines, "cached", questions, [one], runs, files):
            self.report.row(self.report.cells(line)[:6] + [amount(first)])
            self.report.problem(line)
            lines.append(line)
        self.report.say("  the first run reads the file and fills the cache")
        means = geometric(line.ratio() for line in lines)
        self.report.say(f"  geometric mean of the ratios {means:.2f}")

    def loaded(self, title, suite, questions, tables, runs, mean, worst):
        """A suite in memory: the lines and their summary."""
        if not questions:
            return
        self.report.heading(f"{title}: in memory, {runs} runs (load: 3)")
        lines, held = in_memory(self.engines, suite, questions, tables, runs)
        for line in lines:
            self.report.add(line)
        if held:
            told = ", ".join(f"{engine} {held[engine]:.0f} MB" for engine in ENGINES if engine in held)
            self.report.say(f"  held after the load: {told}")
        load, *lines = lines
        self.loads.append(dataclasses.replace(load, question=title.split(",")[0]))
        self.report.sum_up(suite, lines, mean, worst)

    def memory(self):
        one, _ = self.ledger()
        self.loaded(
            f"Ledger, {self.given.rows:,} rows", "memory", self.choose(ledger.LEDGER), [one], self.runs(5, 7),
            0.5, 1.0)

    def groupby(self):
        path = data.groupby()
        data.read_once(path)
        self.loaded(
            f"db-benchmark group-by, 10,000,000 rows, {data.megabytes(path):.0f} MB", "groupby",
            self.choose(groupby.QUESTIONS), [groupby.TABLE], self.runs(3, 5), 0.5, 1.0)

    def tpch(self):
        paths = sorted(data.tpch().glob("*.csv"))
        data.read_once(*paths)
        self.loaded(
            f"TPC-H, scale 1, {data.megabytes(*paths):.0f} MB", "tpch", self.choose(tpch.QUESTIONS),
            tpch.TABLES, self.runs(3, 7), 1.0, None)

    def growth(self):
        sizes = [1_000_000, 10_000_000] + ([100_000_000] if self.all else [])
        paths = {}
        for rows in list(sizes):
            try:
                paths[rows] = data.ledger(rows)
            except data.NoRoom as why:
                # The smaller ones are still worth asking.
                sizes.remove(rows)
                self.fail(str(why))
        data.read_once(*paths.values())
        runs = self.runs(2, 3)
        self.report.say()
        self.report.say(f"Growth of Regn's time and memory with the rows of the ledger, {runs} runs")
        tables = {rows: growth.table(rows, path) for rows, path in paths.items()}
        growth.show(self.report, growth.measure(self.engines, tables, runs), sizes)
        if self.all:
            self.report.heading(f"Ledger from the CSV file, {growth.MEMORY} of memory, whole process, once")
            for line in growth.short_of_memory(self.engines, tables[10_000_000]):
                self.report.add(line)

    def regex(self):
        runs = self.runs(3, 7)
        self.report.say()
        self.report.say(
            "Regular expressions beside RE2: 1,000,000 texts, and 2000 long ones; one thread,"
            f" best of {runs} runs")
        lines = measure_regex.show(self.report, measure_regex.measure(self.engines, runs, self.given.only))
        self.report.sum_up("regex", lines, 1.0, 2.0)

    def language(self):
        self.report.say()
        self.report.say(
            f"Writing in an editor: {measure_language.EDITS} edits of a script of"
            f" {measure_language.LINES:,} lines, over a table of {self.given.rows:,} rows")
        opened, waits = measure_language.measure(str(self.given.regn), data.ledger(self.given.rows))
        measure_language.show(self.report, opened, waits)

    def load(self):
        """All loads together: they have a target of their own."""
        if self.loads:
            self.report.heading("Loads, together")
            for line in self.loads:
                self.report.row(self.report.cells(line))
            self.report.sum_up("load", self.loads, 0.35)


def save(report, facts):
    """Keeps what was printed, and all figures, under a name of the day."""
    day = datetime.date.today().isoformat()
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    name, again = day, 2
    while (results / f"{name}.txt").exists():
        name, again = f"{day}-{again}", again + 1
    (results / f"{name}.txt").write_text("\n".join(report.text) + "\n", encoding="utf-8")
    kept = {
        "machine": facts, "targets": report.targets,
        "lines": [dataclasses.asdict(line) for line in report.lines],
    }
    text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
    (results / f"{name}.json").write_text(text, encoding="utf-8")
    print(f"kept as benchmarks/results/{name}.txt and .json")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=["short", "all"], default="short")
    parser.add_argument("--suite", choices=SUITES, action="append", help="only this suite; may be repeated")
    parser.add_argument("--runs", type=int, help="runs of each question, in place of each suite's own number")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rows", type=int, default=10_000_000, help="rows of the ledger (file and memory)")
    parser.add_argument("--only", default="", help="only questions with this word in their name")
    program = ROOT / ".build" / "release" / "regn"
    parser.add_argument("--regn", type=Path, default=program, help="another program")
    parser.add_argument("--save", action="store_true", help="keep the result under benchmarks/results")
    given = parser.parse_args()
    if not given.regn.exists():
        sys.exit(f"there is no {given.regn}: run make build first")
    # The small process that starts the commands is itself started first, while this one is small too.
    engines = Engines(given.regn.resolve(), given.threads)
    begin = time.monotonic()
    report = Report()
    try:
        facts = machine.facts(given.regn, given.threads)
        facts["load at the start"] = f"{machine.load():.1f}"
        for name, value in facts.items():
            report.say(f"{name}: {value}")
        if machine.load() > 0.7:
            report.say("the machine is busy with something else: trust the ratios, not the times")
        bench = Bench(given, engines, report)
        try:
            bench.run(given.suite or SUITES)
        except KeyboardInterrupt:
            bench.fail("interrupted: what follows was not measured")
        bench.load()
    finally:
        engines.close()
    report.all_targets()
    facts["load at the end"] = f"{machine.load():.1f}"
    facts["seconds"] = round(time.monotonic() - begin)
    report.say(f"\n{facts['seconds']} s in all; load at the end {facts['load at the end']}")
    wrong = [line for line in report.lines if line.problem]
    if wrong:
        report.say(f"{len(wrong)} of {len(report.lines)} lines have a problem")
    if given.save:
        save(report, facts)
    sys.exit(1 if wrong or bench.failures else 0)


if __name__ == "__main__":
    main()
