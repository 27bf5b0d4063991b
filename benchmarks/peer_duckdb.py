"""Answers questions with DuckDB: peer_duckdb.py THREADS FILE|- load|scan RUNS, the SQL on standard input.

Prints the answer of the last question as CSV; on standard error a line `result SECONDS` for each run of each
question (parted by lines of `--`), without the time that Python takes to start. `load` reads the file into a
table first and says `loaded SECONDS`.
"""

import csv
import sys
import time

import duckdb

threads, path, how, runs = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
start = time.perf_counter()
connection = duckdb.connect()
connection.execute(f"set threads = {threads}")
connection.execute("set enable_progress_bar = false")
if path != "-":
    kind = "table" if how == "load" else "view"
    connection.execute(f"create {kind} ledger as from read_csv('{path}', delim=';', decimal_separator=',')")
    if how == "load":
        print(f"loaded {time.perf_counter() - start:.6f}", file=sys.stderr)
rows = []
for question in sys.stdin.read().split("\n--\n"):
    for _ in range(runs):
        # In a scan all of it counts: describing the file is part of answering from it.
        begin = start if how == "scan" else time.perf_counter()
        rows = connection.execute(question).fetchall()
        print(f"result {time.perf_counter() - begin:.6f}", file=sys.stderr)
csv.writer(sys.stdout).writerows(rows)
