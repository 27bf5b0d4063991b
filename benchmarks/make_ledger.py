#!/usr/bin/env python3
"""Writes the ledger that the benchmarks read: a municipal account, one booking a line.

    benchmarks/make_ledger.py FILE [--rows 10000000]

The columns are year;municipality;function;dranst;art;amount with a semicolon between fields, a decimal comma
in the amounts, and a header row. The municipalities are the 98 of data/municipalities.csv; the bookings are
made up. The same number of rows gives the same bytes on any machine. Needs numpy.
"""

import argparse
import csv
import pathlib

import numpy

SEED = 20250101
BLOCK = 1_000_000
YEARS = numpy.arange(2016, 2026)
FUNCTIONS = [
    f"{main}.{group:02d}.{number:02d}"
    for main, group, number in [
        (0, 22, 1), (0, 25, 10), (0, 28, 20), (0, 32, 31), (2, 22, 1), (2, 28, 11), (2, 28, 12), (3, 22, 1),
        (3, 22, 5), (3, 32, 50), (4, 62, 81), (4, 62, 85), (5, 25, 10), (5, 25, 14), (5, 28, 20), (5, 30, 26),
        (5, 38, 50), (5, 48, 66), (6, 42, 41), (6, 45, 50), (6, 45, 51), (6, 45, 52), (6, 45, 53),
        (6, 52, 72),
    ]
]
DRANST = numpy.array([1, 2, 3])
ARTS = ["1.0", "2.2", "2.3", "2.7", "2.9", "4.0", "4.5", "4.6", "4.7", "4.8", "4.9", "5.1", "7.7", "8.6"]


def municipalities():
    path = pathlib.Path(__file__).resolve().parent.parent / "data" / "municipalities.csv"
    with open(path, encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--rows", type=int, default=10_000_000)
    arguments = parser.parse_args()
    names = municipalities()
    years = [str(year) for year in YEARS]
    # One text for all of a row but the amount would be a table of 10 million; two halves are small.
    left = [f"{year};{name};" for year in years for name in names]
    right = [f"{function};{dranst};{art};" for function in FUNCTIONS for dranst in DRANST for art in ARTS]
    random = numpy.random.Generator(numpy.random.PCG64(SEED))
    with open(arguments.file, "w", encoding="utf-8", newline="") as file:
        file.write("year;municipality;function;dranst;art;amount\n")
        written = 0
        while written < arguments.rows:
            # Whole blocks are drawn, so that a shorter file is the beginning of a longer one.
            first = random.integers(0, len(left), BLOCK).tolist()
            second = random.integers(0, len(right), BLOCK).tolist()
            # Øre: mostly thousands of kroner, one in eight a repayment.
            size = numpy.exp(random.normal(11.5, 1.8, BLOCK)).astype(numpy.int64) + 1
            sign = numpy.where(random.integers(0, 8, BLOCK) == 0, -1, 1)
            count = min(BLOCK, arguments.rows - written)
            lines = [
                f"{left[a]}{right[b]}{'-' if s < 0 else ''}{o // 100},{o % 100:02d}\n"
                for a, b, o, s in zip(
                    first[:count], second[:count], size[:count].tolist(), sign[:count].tolist())
            ]
            file.writelines(lines)
            written += count


if __name__ == "__main__":
    main()
