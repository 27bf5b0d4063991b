#!/usr/bin/env python3
"""Writes the table of db-benchmark's group-by questions as CSV, `,` between fields and a header row.

    benchmarks/make_groupby.py FILE [--rows 10000000] [--groups 100]

The columns are id1 … id6, v1, v2, v3, drawn as the public generator of db-benchmark draws G1_1e7_1e2: id1
and id2 are `id001` … one of GROUPS, id3 `id0000000001` … one of ROWS / GROUPS, id4 and id5 numbers up to
GROUPS, id6 up to ROWS / GROUPS, v1 up to 5, v2 up to 15, v3 a real below 100 with up to six decimals. The
same arguments give the same bytes on any machine. Needs numpy.
"""

import argparse

import numpy

SEED = 20250102
BLOCK = 1_000_000


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--groups", type=int, default=100)
    given = parser.parse_args()
    few, many = given.groups, max(1, given.rows // given.groups)
    # Every field but v3 is one of few texts, made once.
    short = [f"id{number:03d}" for number in range(1, few + 1)]
    small = [str(number) for number in range(1, max(few, 15) + 1)]
    large = [str(number) for number in range(1, many + 1)]
    long = [f"id{number:010d}" for number in range(1, many + 1)]
    columns = [(short, few), (short, few), (long, many), (small, few), (small, few), (large, many),
               (small, 5), (small, 15)]
    random = numpy.random.Generator(numpy.random.PCG64(SEED))
    with open(given.file, "w", encoding="ascii", newline="") as file:
        file.write("id1,id2,id3,id4,id5,id6,v1,v2,v3\n")
        for written in range(0, given.rows, BLOCK):
            count = min(BLOCK, given.rows - written)
            # Whole blocks are drawn, so that the last one is the beginning of a longer file's.
            drawn = [random.integers(0, below, BLOCK)[:count].tolist() for _, below in columns]
            millionths = random.integers(0, 100_000_000, BLOCK)[:count].tolist()
            fields = [map(texts.__getitem__, places) for (texts, _), places in zip(columns, drawn)]
            # Without zeros at the end, as R writes numbers: 7.25, 3 and never 7.250000.
            reals = (f"{n // 1_000_000}.{n % 1_000_000:06d}".rstrip("0").rstrip(".") for n in millionths)
            file.writelines(",".join(row) + "\n" for row in zip(*fields, reals))


if __name__ == "__main__":
    main()
