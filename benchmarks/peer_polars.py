"""Answers questions with polars: the task is on standard input, see peer.py.

Every question runs on polars' streaming engine, the faster and the more sparing of its two on these
questions.
"""

import os
import sys
import time

from peer import Task

task = Task()
os.environ["POLARS_MAX_THREADS"] = str(task.threads)

import polars as pl  # noqa: E402 - reads the number of threads when it is imported

task.begin()
names = {"pl": pl}
for name, table in task.tables.items():
    begin = time.perf_counter()
    frame = pl.scan_csv(table["path"], **table["polars"])
    if task.loads:
        frame = frame.collect(engine="streaming").lazy()
        task.loaded(name, begin)
    names[name] = frame


def answer(question):
    return eval(question, names).collect(engine="streaming")


def write(frame, path):
    frame.write_csv(path)


last = task.work(answer, write)
if last is not None and not task.loads:
    last.write_csv(sys.stdout, include_header=False)
