"""Makes the data that the suites read, once; it stays under benchmarks/data."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from engines import DATA
from processes import HERE, ROOT


# What a row of the ledger takes in its file, and what Regn holds of it while it is loaded, at most.
ROW_BYTES = 36
ROW_BYTES_LOADED = 80


class NoRoom(Exception):
    """The disk or the memory does not hold what a suite needs."""


def check_disk(needed, what):
    """Stops before a file is made that the disk does not hold; some is left for answers and others."""
    DATA.mkdir(exist_ok=True)
    free = shutil.disk_usage(DATA).free
    if free < needed + (2 << 30):
        raise NoRoom(f"{what} needs {needed / 1e9:.1f} GB and 2 GB to spare; there are {free / 1e9:.1f} GB")


def check_memory(rows):
    """Stops before so many rows of the ledger are loaded into memory that is not there."""
    needed = rows * ROW_BYTES_LOADED
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            free = next(int(line.split()[1]) * 1024 for line in file if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return
    if free < needed:
        raise NoRoom(f"{rows:,} rows in memory may need {needed / 1e9:.1f} GB; there are {free / 1e9:.1f} GB")


def ledger(rows):
    """The ledger with so many rows."""
    path = DATA / ("ledger.csv" if rows == 10_000_000 else f"ledger-{rows}.csv")
    if not path.exists():
        check_disk(rows * ROW_BYTES, path.name)
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
