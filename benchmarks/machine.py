"""What this machine is and which versions ran; no name of a host."""

import os
import platform
import re
import subprocess
from pathlib import Path

from processes import ROOT


def version(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        return done.stdout.strip().splitlines()[0]
    except (OSError, IndexError):
        return "unknown"


def processor():
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
        return found[1] if found else platform.processor() or "unknown"
    except OSError:
        return platform.processor() or "unknown"


def facts(regn, threads):
    import duckdb
    import polars

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    changed = version("git", "status", "--porcelain", "--untracked-files=no", "--", "Sources")
    return {
        "cores": os.cpu_count(),
        "threads for each engine": threads,
        "memory": f"{memory / 2**30:.0f} GiB",
        "processor": processor(),
        "system": f"{platform.system()} {platform.release()}",
        "regn": version(str(regn), "--version"),
        "commit": version("git", "rev-parse", "--short", "HEAD")
        + ("" if changed == "unknown" else ", with changes"),
        "swift": version("swift", "--version"),
        "duckdb": duckdb.__version__,
        "polars": polars.__version__,
        "python": platform.python_version(),
    }


def load():
    """How many processes wanted to run over the last minute, this one among them."""
    return os.getloadavg()[0]
