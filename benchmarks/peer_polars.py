"""Answers questions with polars: peer_polars.py THREADS FILE|- load|scan RUNS, expressions on standard input.

Prints and reports as peer_duckdb.py does. Every question runs on polars' streaming engine, the faster and the
more sparing of its two on these questions.
"""

import os
import sys
import time

threads, path, how, runs = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
os.environ["POLARS_MAX_THREADS"] = str(threads)

import polars as pl  # noqa: E402 - reads the number of threads when it is imported

start = time.perf_counter()
names = {"pl": pl}
if path != "-":
    ledger = pl.scan_csv(path, separator=";", decimal_comma=True)
    if how == "load":
        ledger = ledger.collect(engine="streaming").lazy()
        print(f"loaded {time.perf_counter() - start:.6f}", file=sys.stderr)
    names["ledger"] = ledger
answer = pl.DataFrame()
for question in sys.stdin.read().split("\n--\n"):
    for _ in range(runs):
        begin = start if how == "scan" else time.perf_counter()
        answer = eval(question, names).collect(engine="streaming")
        print(f"result {time.perf_counter() - begin:.6f}", file=sys.stderr)
answer.write_csv(sys.stdout, include_header=False)
