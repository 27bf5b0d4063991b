"""What the two peers have in common: their task, and how they tell what it took.

A task is JSON on standard input: threads, tables (name → path and the options to read it), how, runs,
questions, and perhaps answers (a folder), memory (a limit).

- how `scan`: the questions are answered straight from the files, and the answer of the last is printed.
- how `load`: the tables are read into memory first. After the runs of each question its answer is written to
  answers/0.csv, answers/1.csv … with a header; that time does not count.

On standard error a line `loaded NAME SECONDS` for each table and `result SECONDS` for each run, without the
time that Python takes to start and to import the engine.
"""

import json
import sys
import time


class Task:
    def __init__(self):
        given = json.load(sys.stdin)
        self.threads = given["threads"]
        self.tables = given["tables"]
        self.loads = given["how"] == "load"
        self.runs = given["runs"]
        self.questions = given["questions"]
        self.answers = given.get("answers")
        self.memory = given.get("memory")
        self.start = 0

    def begin(self):
        """The engine is imported: from here time counts."""
        self.start = time.perf_counter()

    def loaded(self, name, begin):
        print(f"loaded {name} {time.perf_counter() - begin:.6f}", file=sys.stderr, flush=True)

    def work(self, answer, write):
        """Answers each question as often as asked; gives the last answer."""
        given = None
        for place, question in enumerate(self.questions):
            for _ in range(self.runs):
                forget_peak()
                # In a scan all of it counts: describing the file is part of answering from it.
                begin = time.perf_counter() if self.loads else self.start
                given = answer(question)
                print(f"result {time.perf_counter() - begin:.6f}", file=sys.stderr, flush=True)
            if self.answers:
                write(given, f"{self.answers}/{place}.csv")
        return given


def forget_peak():
    """Sets this process's peak memory back to what it holds now, where the system can do that."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass
