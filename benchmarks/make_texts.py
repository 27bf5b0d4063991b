#!/usr/bin/env python3
"""Writes texts for the benchmarks of regular expressions: a CSV file with one quoted column, `text`.

    benchmarks/make_texts.py FILE [--rows 1000000] [--bookings 1]

A text is one modelled booking of a municipality, some 110 bytes, or with `--bookings` so many of them in a
row. Names of municipalities and functions are those of data/; the bookings are made up. The same numbers
give the same bytes on any machine. Needs numpy.
"""

import argparse
import csv
import pathlib

import numpy

SEED = 20250102
BLOCK = 100_000
DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
KINDS = ["Faktura", "Kreditnota", "Løn", "Refusion", "Tilskud", "Husleje", "Moms", "Afskrivning"]
WORDS = [
    "skole", "børnehave", "ældrepleje", "vejvedligehold", "snerydning", "varme", "strøm", "rengøring",
    "kørsel", "lærebøger", "it-udstyr", "licenser", "vikar", "kursus", "medicin", "fødevarer", "porto",
    "ø-færge",
]
STATES = ["betalt", "bogført", "afvist", "åben"]
MAILS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", " ": "-"})


def names(file, *columns):
    with open(DATA / file, encoding="utf-8", newline="") as rows:
        return sorted({" ".join(row[column] for column in columns) for row in csv.DictReader(rows)})


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--bookings", type=int, default=1, help="bookings in a text")
    arguments = parser.parse_args()
    places = names("municipalities.csv", "name")
    functions = [name.replace('"', "") for name in names("regk31_costs.csv", "function", "function_name")]
    dates = [f"{y}-{m:02d}-{d:02d}" for y in range(2016, 2026) for m in range(1, 13) for d in range(1, 29)]
    random = numpy.random.Generator(numpy.random.PCG64(SEED))

    def draw(of):
        return (of[i] for i in random.integers(0, len(of), BLOCK).tolist())

    def bookings():
        while True:
            numbers = random.integers(1000, 10_000_000, BLOCK).tolist()
            amounts = (numpy.exp(random.normal(9, 2, BLOCK)) * 100).astype(numpy.int64).tolist()
            mailed = (random.integers(0, 10, BLOCK) == 0).tolist()
            for date, kind, number, place, function, one, other, amount, state, mail in zip(
                draw(dates), draw(KINDS), numbers, draw(places), draw(functions), draw(WORDS), draw(WORDS),
                amounts, draw(STATES), mailed
            ):
                address = f", okonomi@{place.lower().translate(MAILS)}.example" if mail else ""
                yield (
                    f"{date} {kind} {number} {place} Kommune, konto {function}: {one} og {other},"
                    f" {amount // 100},{amount % 100:02d} kr. {state}{address}")

    source = bookings()
    with open(arguments.file, "w", encoding="utf-8", newline="") as file:
        file.write("text\n")
        for _ in range(arguments.rows):
            file.write('"' + ". ".join(next(source) for _ in range(arguments.bookings)) + '"\n')


if __name__ == "__main__":
    main()
