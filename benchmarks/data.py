"""Makes the data that the suites read, once; it stays under benchmarks/data."""

import os
import subprocess
import sys
from pathlib import Path

from engines import DATA
from processes import HERE, ROOT


def ledger(rows):
    """The ledger with so many rows."""
    path = DATA / ("ledger.csv" if rows == 10_000_000 else f"ledger-{rows}.csv")
    return made(path, f"{rows:,} rows", [sys.executable, HERE / "make_ledger.py"], ["--rows", str(rows)])


def texts():
    return made(DATA / "texts.csv", "1,000,000 bookings", [sys.executable, HERE / "make_texts.py"], [])


def long_texts():
    options = ["--rows", "2000", "--bookings", "300"]
    return made(DATA / "longtexts.csv", "2000 long texts", [sys.executable, HERE / "make_texts.py"], options)


def groupby():
    return made(DATA / "groupby.csv", "10,000,000 rows", [sys.executable, HERE / "make_groupby.py"], [])


def tpch():
    """The folder with the eight tables of TPC-H at scale 1."""
    folder = DATA / "tpch"
    if not folder.exists():
        print(f"making {folder.relative_to(ROOT)}: scale 1", flush=True)
        part = DATA / "tpch.part"
        program = Path(sys.executable).parent / "tpchgen-cli"
        subprocess.run(
            [program, "csv", "-s", "1", "-o", part, "--quiet", "--overwrite"], check=True, cwd=ROOT
        )
        part.rename(folder)
    return folder


def made(path, size, command, options):
    if not path.exists():
        print(f"making {path.relative_to(ROOT)}: {size}", flush=True)
        part = path.with_suffix(".part")
        subprocess.run([*command, part, *options], check=True)
        part.rename(path)
    return path


def read_once(*paths):
    """Brings files into the page cache, so that the first engine does not pay for the disk."""
    for path in paths:
        with open(path, "rb", buffering=0) as file:
            while file.read(1 << 24):
                pass


def megabytes(*paths):
    return sum(os.path.getsize(path) for path in paths) / 1e6
