"""Asks Regn and DuckDB the same questions about the same files, and compares the answers exactly.

    python Tests/Differential/differential.py --cases 2000 --seed 1

Tables and queries come by chance, but the same for the same seed. Where an answer differs the question is
printed in both languages with the first rows that differ, and the exit status is 1.
"""

import argparse
import datetime
import decimal
import json
import math
import os
import random
import subprocess
import sys
import tempfile

import duckdb

import queries
import tables

BATCH = 50


def ask_regn(regn, script, bound, threads):
    """The results of a script: for each statement its rows, or the error that ended the run."""
    arguments = [regn, "query", "-", "--format", "kusto", "--threads", str(threads), "--color", "never"]
    for table in bound:
        arguments += ["--table", f"{table.name}={table.path}"]
    done = subprocess.run(arguments, input=script, capture_output=True, text=True, timeout=600)
    try:
        answer = json.loads(done.stdout)["Tables"]
    except (json.JSONDecodeError, KeyError):
        answer = []
    return answer, done.stderr.strip()


def regn_cell(kind, value):
    if value is None:
        return None
    if kind == "set":
        return sorted(value)
    if kind == "real":
        return real(float(value))
    if kind == "decimal":
        return number(decimal.Decimal(value))
    if kind == "datetime":
        return datetime.datetime.fromisoformat(value.rstrip("Z")[:26])
    if kind == "timespan":
        return ticks(value)
    return value


def ticks(value):
    """A timespan's text, `-1.02:03:04.5000000`, in microseconds."""
    sign = -1 if value.startswith("-") else 1
    days, _, clock = value.lstrip("-").rpartition(".") if value.count(".") == 2 or (
        value.count(".") == 1 and value.index(".") < value.index(":")) else ("0", "", value.lstrip("-"))
    if value.count(".") == 2:
        days, clock = value.lstrip("-").split(".", 1)
    hours, minutes, seconds = clock.split(":")
    whole = ((int(days or 0) * 24 + int(hours)) * 60 + int(minutes)) * 60
    return sign * (whole * 1_000_000 + round(float(seconds) * 1_000_000))


def real(value):
    if math.isnan(value):
        return "NaN"
    return 0.0 if value == 0 else value


def number(value):
    return str(value.normalize() + 0) if value else "0"


def duck_cell(kind, value):
    if value is None:
        return None
    if kind == "real":
        return real(float(value))
    if kind == "decimal":
        return number(decimal.Decimal(value))
    if kind == "set":
        return sorted(value)
    if kind == "long":
        return int(value)
    return value


def key(row):
    """Orders rows of mixed cells."""
    return [(cell is None, str(type(cell)), str(cell)) for cell in row]


def check(question, result, connection):
    """What is wrong with an answer; nothing when it is right."""
    names = [column["ColumnName"] for column in result["Columns"]]
    kinds = [column["ColumnType"] for column in result["Columns"]]
    wanted = [name for name, _ in question.columns]
    if names != wanted:
        return f"columns {names}, expected {wanted}"
    for name, kind, (_, expected) in zip(names, kinds, question.columns):
        if {"int": "long", "dynamic": "list"}.get(kind, kind) != {"set": "list"}.get(expected, expected):
            return f"column {name} is {kind}, expected {expected}"
    sql = question.sql
    if question.order:
        sql = f"SELECT * FROM ({sql}) ORDER BY {', '.join(question.order)}"
    try:
        expected = [
            tuple(duck_cell(kind, cell) for (_, kind), cell in zip(question.columns, row))
            for row in connection.execute(sql).fetchall()]
    except duckdb.Error as error:
        return f"DuckDB: {error}"
    got = [
        tuple(regn_cell(kind, cell) for (_, kind), cell in zip(question.columns, row)) for row in result["Rows"]]
    if not question.order:
        got.sort(key=key)
        expected.sort(key=key)
    if got == expected:
        return None
    for place, (mine, theirs) in enumerate(zip(got, expected)):
        if mine != theirs:
            return f"row {place} of {len(got)} and {len(expected)}:\n  Regn   {mine}\n  DuckDB {theirs}"
    longer, name = (got, "Regn") if len(got) > len(expected) else (expected, "DuckDB")
    return f"{len(got)} rows, expected {len(expected)}; {name} has also {longer[min(len(got), len(expected))]}"


def run_batch(regn, seed, count, folder, threads):
    """Runs so many questions over tables of their own; gives how many differed."""
    chance = random.Random(seed)
    bound = []
    connection = duckdb.connect()
    connection.execute(queries.MACROS)
    for name, rows in (("T", chance.randint(2, 300)), ("S", chance.randint(2, 60)), ("U", 25)):
        table = tables.make(name, os.path.join(folder, f"{name}.csv"), rows, chance)
        table.load(connection)
        bound.append(table)
    generator = queries.Generator(bound, chance)
    questions = [generator.query(6) for _ in range(count)]
    answers, errors = ask_regn(regn, ";\n".join(question.kql for question in questions), bound, threads)
    failed = 0
    for place, question in enumerate(questions):
        if place < len(answers):
            result, message = answers[place], ""
        else:
            # A statement that fails ends the script, so what is left is asked one by one.
            alone, message = ask_regn(regn, question.kql, bound, threads)
            result = alone[0] if alone else None
        problem = check(question, result, connection) if result else f"Regn: {message}"
        if problem:
            failed += 1
            print(f"--- seed {seed}, question {place}\n{question.kql}\n--- SQL\n{question.sql}\n--- {problem}\n")
    return failed


def main():
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=layout)
    parser.add_argument("--cases", type=int, default=2000, help="how many questions are asked")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins")
    parser.add_argument("--regn", default=".build/release/regn", help="the program")
    parser.add_argument("--keep", help="leave the tables of the last batch in this folder")
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or temporary
        os.makedirs(folder, exist_ok=True)
        for batch in range((options.cases + BATCH - 1) // BATCH):
            count = min(BATCH, options.cases - batch * BATCH)
            failed += run_batch(options.regn, options.seed + batch, count, folder, 1 + batch % 2)
            if sys.stderr.isatty():
                print(f"\r{batch * BATCH + count} questions, {failed} differ", end="", file=sys.stderr)
    print(f"differential: {options.cases} questions, {failed} answered otherwise by DuckDB")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
