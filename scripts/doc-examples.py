#!/usr/bin/env python3
"""Runs the examples in README, CHANGELOG and docs, and writes what they really print beneath them.

    scripts/doc-examples.py [PAGE …]           rewrite the output of every example
    scripts/doc-examples.py --check [PAGE …]   show what would change, change nothing; status 1 if anything
    scripts/doc-examples.py --regn PATH        run that program instead of .build/release/regn

Two kinds of example are known: a block ```kql followed by a block ```text, which holds what the query prints
(or what it is told, when it is wrong); and a block ```console, in which what follows a line `$ regn …` is its
output. Times are shown as 0.00 s, as they differ from run to run. An example that gives no output at all is
an error. `regn import statbank` asks a StatBank on this machine, which has recorded answers of the real one
(Tests/StatBank); what a page imports it has for itself. The pages below docs/manual/functions are not looked
at: their examples come from the functions' entries, which have tests of their own.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ROOT / "docs" / "manual" / "functions"
STATBANK = ["python3", "-I", "-S", str(ROOT / "Tests" / "StatBank" / "server.py"), "--", "sh", "-c"]
QUERY = re.compile(r"^```kql\n(.*?)^```\n\n```text\n.*?^```\n", re.M | re.S)
CONSOLE = re.compile(r"^```console\n(.*?)^```\n", re.M | re.S)


class Runner:
    """Runs examples with the program at `regn`, which they know as `regn`."""

    def __init__(self, regn, folder):
        self.folder = Path(folder)
        (self.folder / "regn").symlink_to(regn)
        self.environment = {
            "PATH": f"{folder}:{os.environ.get('PATH', '')}", "HOME": folder, "NO_COLOR": "1",
            "COLUMNS": "100", "LC_ALL": "C.UTF-8",
        }

    def run(self, command, text=None, page=""):
        """What a command prints, standard error where it stands among standard output."""
        if isinstance(command, str):
            command = [*STATBANK, command] if "regn import" in command else ["sh", "-c", command]
        done = subprocess.run(
            command, input=text, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT,
            env={**self.environment, "XDG_DATA_HOME": str(self.folder / "data" / page)}, timeout=120,
        )
        if done.returncode < 0:
            sys.exit(f"{command} was ended by signal {-done.returncode}")
        lines = [line.rstrip() for line in done.stdout.rstrip().split("\n")]
        return re.sub(r"\b\d+\.\d{2,} s\b", "0.00 s", "\n".join(lines))

    def query_block(self, found, page):
        answer = self.run(["regn", "query", "-"], found[1], page)
        if not answer:
            sys.exit(f"an example prints nothing:\n{found[1]}")
        return f"```kql\n{found[1]}```\n\n```text\n{answer}\n```\n"

    def console_block(self, found, page):
        shown = []
        for command in re.findall(r"^\$ ((?:.*\\\n)*.*)\n", found[1], re.M):
            answer = self.run(command, page=page)
            shown.append(f"$ {command}\n" + (answer + "\n" if answer else ""))
        return "```console\n" + "".join(shown) + "```\n"

    def page(self, path):
        """A page as it is, and as it should be."""
        old = path.read_text(encoding="utf-8")
        name = path.stem
        # What a page imports in one block its later ones know: console blocks come first.
        new = CONSOLE.sub(lambda found: self.console_block(found, name), old)
        return path, old, QUERY.sub(lambda found: self.query_block(found, name), new)


def main():
    parser = argparse.ArgumentParser(description="Runs the examples in README, CHANGELOG and docs.")
    parser.add_argument("--check", action="store_true", help="change nothing; status 1 if anything would")
    parser.add_argument("--regn", default=ROOT / ".build" / "release" / "regn", help="the program", type=Path)
    parser.add_argument("pages", nargs="*", type=Path)
    arguments = parser.parse_args()
    if not arguments.regn.exists():
        sys.exit(f"there is no {arguments.regn}: build it first")
    everything = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
    pages = [page.resolve() for page in arguments.pages] or everything
    pages = [page for page in pages if GENERATED not in page.parents]
    changed = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        runner = Runner(arguments.regn.resolve(), folder)
        for path, old, new in pool.map(runner.page, pages):
            if new == old:
                continue
            changed += 1
            if arguments.check:
                lines = [text.splitlines(keepends=True) for text in (old, new)]
                sys.stdout.writelines(
                    difflib.unified_diff(*lines, str(path.relative_to(ROOT)), "what it prints now"))
            else:
                path.write_text(new, encoding="utf-8")
                print(path.relative_to(ROOT))
    if arguments.check:
        print(f"examples: {len(pages)} pages, {changed} with examples that print something else now")
    sys.exit(1 if arguments.check and changed else 0)


if __name__ == "__main__":
    main()
