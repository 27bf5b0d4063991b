#!/usr/bin/env python3
"""Runs the examples in README and docs, and writes what they really print beneath them.

    scripts/doc-examples.py            rewrite the output of every example
    scripts/doc-examples.py --check    say which would change, change nothing; status 1 when any would

Two kinds of example are known: a block ```kql followed by a block ```text, which holds what the query prints
(or what it is told, when it is wrong); and a block ```console, in which what follows a line `$ regn …` is its
output. Times are shown as 0.00 s, as they differ from run to run. Needs .build/release/regn.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGN = ROOT / ".build" / "release"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
SEARCH = f"{REGN}:{os.environ.get('PATH', '')}"
ENVIRONMENT = {**os.environ, "PATH": SEARCH, "NO_COLOR": "1", "COLUMNS": "100"}


def run(command, text=None):
    """What a command prints, standard error where it stands among standard output."""
    done = subprocess.run(
        command, input=text, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT,
        env=ENVIRONMENT, timeout=60, shell=isinstance(command, str),
    )
    lines = [line.rstrip() for line in done.stdout.rstrip().split("\n")]
    return re.sub(r"\b\d+\.\d{2,} s\b", "0.00 s", "\n".join(lines))


def query_block(found):
    return f"```kql\n{found[1]}```\n\n```text\n{run(['regn', 'query', '-'], found[1])}\n```\n"


def console_block(found):
    shown = []
    commands = re.findall(r"^\$ (.*(?:\\\n.*)*)\n", found[1], re.M)
    for command in commands:
        answer = run(command)
        shown.append(f"$ {command}\n" + (answer + "\n" if answer else ""))
    return "```console\n" + "".join(shown) + "```\n"


def main():
    if not (REGN / "regn").exists():
        sys.exit("there is no .build/release/regn: run make build first")
    only_check = "--check" in sys.argv[1:]
    named = [Path(name).resolve() for name in sys.argv[1:] if not name.startswith("--")]
    changed = []
    for page in named or PAGES:
        old = page.read_text(encoding="utf-8")
        new = re.sub(r"^```kql\n(.*?)^```\n\n```text\n.*?^```\n", query_block, old, flags=re.M | re.S)
        new = re.sub(r"^```console\n(.*?)^```\n", console_block, new, flags=re.M | re.S)
        if new != old:
            changed.append(page)
            if not only_check:
                page.write_text(new, encoding="utf-8")
    for page in changed:
        print(page.relative_to(ROOT))
    sys.exit(1 if only_check and changed else 0)


if __name__ == "__main__":
    main()
