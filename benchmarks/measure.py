"""Puts questions to the engines, compares the answers, and keeps what each question cost."""

import math
from dataclasses import dataclass, field

import answers
from engines import ENGINES
from processes import median
from questions import Question


@dataclass
class Line:
    """What one question cost each engine."""

    suite: str
    question: str
    # Medians over the runs.
    seconds: dict = field(default_factory=dict)
    # The peers' time without what Python needs to start and to import them.
    inner: dict = field(default_factory=dict)
    peak_mb: dict = field(default_factory=dict)
    # The quickest and the slowest run.
    spread: dict = field(default_factory=dict)
    problem: str = ""

    def fail(self, engine, why):
        self.problem = self.problem or f"{engine}: {why}"

    def ratio(self, of="seconds"):
        """Regn's time over that of the faster peer."""
        times = getattr(self, of)
        return self.over(times)

    def memory_ratio(self):
        """Regn's peak memory over that of the more sparing peer."""
        return self.over(self.peak_mb, self.peak_mb.get("regn"))

    def over(self, values, mine=None):
        mine = mine or self.seconds.get("regn")
        peers = [values[engine] for engine in ENGINES[1:] if values.get(engine)]
        return mine / min(peers) if mine and peers and not self.problem else math.nan

    def time(self, engine, seconds):
        if seconds:
            self.seconds[engine] = median(seconds)
            self.spread[engine] = [min(seconds), max(seconds)]


def asked(question):
    return [engine for engine in ENGINES if engine != "polars" or question.polars]


def from_file(engines, suite, questions, tables, runs, memory=None):
    """Each question as a whole process: A B C, A B C, … so that a busy moment hits all alike."""
    for question in questions:
        line = Line(suite, question.name)
        taken = {engine: [] for engine in asked(question)}
        for _ in range(runs):
            for engine, ran in taken.items():
                # What failed once is not tried again: it may have taken all of its time limit.
                if not ran or ran[-1].status == 0:
                    ran.append(engines.ask(engine, question, tables, memory))
        for engine, ran in taken.items():
            if ran[-1].status != 0:
                line.fail(engine, ran[-1].complaint)
                continue
            if engine != "duckdb":
                expected = taken["duckdb"][0].output.encode()
                mine = {run.output for run in ran}
                for text in mine:
                    why = answers.difference(text.encode(), expected, (engine == "regn", False))
                    if why:
                        line.fail(engine, f"answers otherwise: {why}")
            line.time(engine, [run.seconds for run in ran])
            line.peak_mb[engine] = max(run.peak_bytes for run in ran) / 1e6
            if engine != "regn":
                line.inner[engine] = median(run.results[-1] for run in ran if run.results)
        yield line


def from_cache(engines, suite, questions, tables, runs, files):
    """Each question by Regn from the cache of columns, beside the peers' times of `files`, the same
    questions' lines straight from the file. Gives each line with the time of the first run, which fills the
    cache.
    """
    peers = {line.question: line for line in files}
    for question in questions:
        line = Line(suite, question.name)
        engines.forget()
        first, *ran = [
            engines.ask("regn", question, tables, options=["--cache"]) for _ in range(runs + 1)
        ]
        plain = engines.ask("regn", question, tables)
        for one in [first, *ran]:
            if one.status != 0:
                line.fail("regn", one.complaint)
            elif one.output != plain.output:
                line.fail("regn", "answers otherwise than from the file")
        if question.name in peers:
            of = peers[question.name]
            line.problem = line.problem or of.problem
            line.seconds = {engine: of.seconds[engine] for engine in ENGINES[1:] if engine in of.seconds}
            line.inner = dict(of.inner)
        line.time("regn", [run.seconds for run in ran])
        line.peak_mb["regn"] = max(run.peak_bytes for run in ran) / 1e6
        yield line, first.seconds
    engines.forget()


def in_memory(engines, suite, questions, tables, runs):
    """One process an engine: it loads the tables, then answers each question several times.

    Gives the line of the load, then a line for each question; and what each engine holds after the load.
    """
    load = Line(suite, "load")
    lines = [Line(suite, question.name) for question in questions]
    folders = {}
    held = {}
    for engine in ENGINES[1:]:
        texts = [question.sql if engine == "duckdb" else question.polars for question in questions]
        texts = [text for text in texts if text]
        folders[engine] = engines.scratch / engine
        folders[engine].mkdir(exist_ok=True)
        ran = engines.peer(engine, tables, texts, "load", runs, folders[engine])
        keep_load(load, held, engine, ran)
        places = [place for place, question in enumerate(questions) if engine in asked(question)]
        for number, place in enumerate(places):
            of = slice(number * runs, (number + 1) * runs)
            keep(lines[place], engine, ran, of)
            if ran.status != 0:
                lines[place].fail(engine, ran.complaint)
    compare_polars(folders, questions, lines)
    regn_in_memory(engines, questions, tables, runs, load, lines, held, folders["duckdb"])
    if not load.problem:
        time_loads(engines, tables, load)
    return [load] + lines, held


def time_loads(engines, tables, load, runs=3):
    """The load of each engine anew in processes that do nothing else: A B C, A B C, …

    Memory that nobody has touched for a while is slow to come by, above all on a virtual machine, so that
    whoever loads first pays for the others. The first round is not counted.
    """
    seconds = {engine: [] for engine in ENGINES}
    nothing = Question("nothing", "print 1", "", "")
    for number in range(runs + 1):
        for engine in ENGINES:
            if engine == "regn":
                ran, file = engines.script([nothing], tables, 1)
                file.unlink()
            else:
                ran = engines.peer(engine, tables, [], "load")
            if not ran.loads:
                return load.fail(engine, ran.complaint)
            if number > 0:
                seconds[engine].append(sum(ran.loads.values()))
    for engine in ENGINES:
        load.time(engine, seconds[engine])


def keep_load(load, held, engine, ran):
    if ran.loads:
        load.time(engine, [sum(ran.loads.values())])
        if ran.marks:
            load.peak_mb[engine] = ran.load_peak / 1e6
            held[engine] = ran.held_after_load / 1e6
    elif ran.status != 0:
        load.fail(engine, ran.complaint)


def keep(line, engine, ran, of):
    line.time(engine, ran.results[of])
    peak = ran.peak_of(of)
    if peak:
        line.peak_mb[engine] = peak / 1e6


def compare_polars(folders, questions, lines):
    number = 0
    for place, question in enumerate(questions):
        if "polars" not in asked(question):
            continue
        mine, theirs = folders["polars"] / f"{number}.csv", folders["duckdb"] / f"{place}.csv"
        number += 1
        if mine.exists() and theirs.exists():
            why = answers.difference(mine.read_bytes(), theirs.read_bytes())
            if why:
                lines[place].fail("polars", f"answers otherwise: {why}")
            mine.unlink()


def regn_in_memory(engines, questions, tables, runs, load, lines, held, expected):
    """A question that Regn rejects, or that fails, costs its own line alone: the others are asked again."""
    left = list(range(len(questions)))
    while left:
        ran, file = engines.script([questions[place] for place in left], tables, runs)
        if "regn" not in load.seconds:
            keep_load(load, held, "regn", ran)
        rows = ran.result_rows
        if ran.status == 1 and not rows:
            rejected = False
            for place in list(left):
                verdict = engines.check(questions[place], tables)
                if verdict.status != 0:
                    lines[place].fail("regn", verdict.complaint)
                    left.remove(place)
                    rejected = True
            if rejected:
                continue
        done = len(rows) // runs
        text, parts = answers.sections(file, len(rows))
        for number, place in enumerate(left[:done]):
            of = slice(number * runs, (number + 1) * runs)
            keep(lines[place], "regn", ran, of)
            begin, end = parts[number * runs]
            path = expected / f"{place}.csv"
            # Every run's answer is the first's, byte for byte; and that one is DuckDB's.
            same = all(text[a:b] == text[begin:end] for a, b in parts[of])
            why = "" if same else "one run answers otherwise than another"
            if not why and path.exists():
                why = answers.difference(text[begin:end], path.read_bytes())
                why = why and f"answers otherwise: {why}"
            if why:
                lines[place].fail("regn", why)
        file.unlink()
        if ran.status == 0 or done == len(left):
            return
        lines[left[done]].fail("regn", ran.complaint)
        # Without a load nothing that follows could be better.
        left = left[done + 1 :] if ran.loads else []
