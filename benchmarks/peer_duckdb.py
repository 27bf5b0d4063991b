"""Answers questions with DuckDB: the task is on standard input, see peer.py."""

import csv
import sys
import time

import duckdb
from peer import Task

task = Task()
task.begin()
connection = duckdb.connect()
connection.execute(f"set threads = {task.threads}")
connection.execute("set enable_progress_bar = false")
if task.memory:
    connection.execute(f"set memory_limit = '{task.memory}'")
for name, table in task.tables.items():
    begin = time.perf_counter()
    kind = "table" if task.loads else "view"
    options = "".join(f", {option}" for option in table["duckdb"])
    connection.execute(f"create {kind} {name} as from read_csv('{table['path']}'{options})")
    if task.loads:
        task.loaded(name, begin)


def answer(question):
    if task.loads:
        # The engine keeps its answer as a table: making Python's objects of it is no part of the question.
        connection.execute(f"create or replace temp table answer as {question}")
        return None
    return connection.execute(question).fetchall()


def write(_, path):
    connection.execute(f"copy answer to '{path}' (format csv, header)")


rows = task.work(answer, write)
if rows is not None:
    csv.writer(sys.stdout).writerows(rows)
