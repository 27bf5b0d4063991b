"""Has Regn write Parquet, and holds what pyarrow and DuckDB read of it against Regn's own rows in JSON.

    .venv/bin/python Tests/Parquet/readback.py [--regn .build/release/regn]

The exit status is 1 when something differs.
"""

import argparse
import datetime
import decimal
import json
import os
import subprocess
import sys
import tempfile
import uuid

import duckdb
import pyarrow
import pyarrow.parquet

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TICKS = 10_000_000

# Each query with the types that its columns must have for pyarrow.
QUERIES = {
    "types": (
        """print a = int(-2147483648), b = 9223372036854775807, c = 0.1, d = decimal(12.50),
             e = datetime(2024-12-31T23:59:59.123456Z), f = timespan(-1.02:03:04.5),
             g = guid(00112233-4455-6677-8899-aabbccddeeff), h = dynamic({"k": [1, null, "æ"]}), i = true,
             j = "æøå 🙂", k = decimal(1234567890123456789012345.6789),
             l = datetime(2024-12-31T23:59:59.1234567Z), m = real(null), n = dynamic(null), o = ""
        """,
        {"a": "int32", "b": "int64", "c": "double", "d": "decimal128(18, 2)",
         "e": "timestamp[us, tz=UTC]",
         "f": "int64", "i": "bool", "j": "string", "k": "decimal128(38, 4)", "l": "timestamp[ns, tz=UTC]",
         "m": "double", "o": "string"}),
    "nulls": (
        """range n from 0 to 199999 step 1
           | extend a = iff(n % 3 == 0, int(null), toint(n % 1000)), b = iff(n % 7 == 0, long(null), n * n),
               c = iff(n % 5 == 0, real(null), n / 7.0),
               d = iff(n % 11 == 0, decimal(null), todecimal(n) / 8),
               e = iff(n % 13 == 0, datetime(null), datetime(2000-01-01) + n * 1m), f = n % 17 == 0,
               g = iff(n % 2 == 0, "", strcat("text ", n)), h = strcat("k", n % 9), i = n * 1s""", {}),
    "codes": (
        "costs | project year, code, municipality, function, function_name, amount, kr_per_inhabitant", {}),
    "nested": (
        """datatable(id: long, bag: dynamic) [1, dynamic([1, 2.5, {"x": null}]), 2, dynamic(null), 3, dynamic("t")]
        """, {}),
    "empty": ("costs | take 0 | project year, code, share = amount / 2.0", {}),
    "old": ("print a = datetime(0001-01-01T00:00:00.0000001Z), b = 1000000d, c = datetime(9999-12-31)",
            {"a": "string", "b": "string", "c": "timestamp[us, tz=UTC]"}),
    "bits": ("range n from 1 to 100003 step 1 | project f = n % 3 == 0, g = hash(n), d = 1", {}),
}


def run(regn, query, *options):
    return subprocess.run(
        [regn, "query", query, "--color", "never", *options], stdout=subprocess.PIPE, text=True, check=True).stdout


def ticks(text):
    """A timespan's text in nanoseconds."""
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("-")
    fraction = 0
    if len(text) > 8 and text[-8] == ".":
        text, fraction = text[:-8], int(text[-7:])
    days, clock = text.split(".") if "." in text else (0, text)
    hours, minutes, seconds = map(int, clock.split(":"))
    seconds += ((int(days) * 24 + hours) * 60 + minutes) * 60
    return sign * (seconds * TICKS + fraction) * 100


def expected(kind, value, is_text):
    """A cell of Regn's JSON as both readers must give it."""
    if value is None or kind in ("int", "long", "bool", "string") or is_text:
        return value
    if kind == "real":
        return float(value)
    if kind == "decimal":
        return decimal.Decimal(value)
    if kind == "datetime":
        return value
    if kind == "timespan":
        return ticks(value)
    if kind == "guid":
        return uuid.UUID(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def arrow_cells(column):
    kind = column.type
    if pyarrow.types.is_timestamp(kind):
        scale = 100 if kind.unit == "ns" else 10
        counts = column.cast(pyarrow.int64()).to_pylist()
        return [None if n is None else instant(n // 100 if scale == 100 else n * 10) for n in counts]
    return [
        uuid.UUID(bytes=cell) if isinstance(cell, bytes) and len(cell) == 16 else cell
        for cell in column.to_pylist()]


def instant(count):
    """Ticks since 1970 as KQL writes an instant."""
    seconds, fraction = divmod(count, TICKS)
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    return f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}.{fraction:07}Z"


def compare(name, reader, columns, rows, found):
    """Says whether what a reader found is what Regn has."""
    for index, (column, kind, is_text) in enumerate(columns):
        for number, row in enumerate(rows):
            wanted = expected(kind, row[column], is_text)
            cell = found[index][number] if number < len(found[index]) else "nothing"
            if kind == "dynamic" and cell is not None:
                cell = json.dumps(json.loads(cell), ensure_ascii=False, separators=(",", ":"))
            if cell != wanted or isinstance(cell, bool) != isinstance(wanted, bool):
                print(f"{name}: {reader}: column {column}, row {number + 1}: {cell!r} instead of {wanted!r}")
                return False
        if len(found[index]) != len(rows):
            print(f"{name}: {reader}: {len(found[index])} rows instead of {len(rows)}")
            return False
    return True


def check(regn, folder, name, query, types):
    path = os.path.join(folder, name + ".parquet")
    run(regn, query, "--format", "parquet", "--output", path)
    kinds = json.loads(run(regn, query + "\n| getschema | project ColumnName, ColumnType", "--format", "json"))
    rows = json.loads(run(regn, query, "--format", "json"))
    table = pyarrow.parquet.read_table(path)
    isGood = True
    for column, kind in types.items():
        if str(table.schema.field(column).type) != kind:
            print(f"{name}: column {column} is {table.schema.field(column).type} instead of {kind}")
            isGood = False
    columns = [
        (kind["ColumnName"], kind["ColumnType"],
         kind["ColumnType"] in ("datetime", "timespan", "decimal")
         and table.schema.field(kind["ColumnName"]).type == pyarrow.string())
        for kind in kinds]
    isGood &= compare(name, "pyarrow", columns, rows, [arrow_cells(table[column[0]]) for column in columns])
    # What DuckDB has of instants is finer than Python's: asked for as numbers.
    parts = []
    for column, kind, is_text in columns:
        quoted = f'"{column}"'
        if kind == "datetime" and not is_text:
            fine = str(table.schema.field(column).type).startswith("timestamp[ns")
            parts.append(f"epoch_ns({quoted}) // 100" if fine else f"epoch_us({quoted}) * 10")
        else:
            parts.append(quoted)
    read = duckdb.sql(f"select {', '.join(parts)} from '{path}'").fetchall()
    found = [
        [instant(cell) if kind == "datetime" and not is_text and cell is not None else cell
         for cell in (row[index] for row in read)]
        for index, (_, kind, is_text) in enumerate(columns)]
    isGood &= compare(name, "DuckDB", columns, rows, found)
    return isGood, table


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--regn", default=os.path.join(ROOT, ".build/release/regn"))
    options = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, (query, types) in QUERIES.items():
            isGood, table = check(options.regn, folder, name, query, types)
            if name == "codes":
                notes = table.schema.metadata or {}
                if notes.get(b"licence") != b"CC BY 4.0" or notes.get(b"modelled") != b"false":
                    print("codes: the source's licence is not told")
                    isGood = False
                group = pyarrow.parquet.ParquetFile(os.path.join(folder, "codes.parquet")).metadata.row_group(0)
                if group.column(0).statistics.min != 2016 or group.column(1).statistics.null_count != 0:
                    print("codes: the bounds of a column are not told")
                    isGood = False
            failed += not isGood
    print(f"parquet: {len(QUERIES)} results read back by pyarrow and DuckDB, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
