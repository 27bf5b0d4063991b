#!/usr/bin/env python3
"""Holds the phrases of the sources against their translations in translations/da.

The compiler tells where a literal is a Phrase; the pattern is then read from the source. Needs a debug build
(swift build), whose modules the compiler reads.

    scripts/phrases.py            list what has no translation, by file
    scripts/phrases.py --check    say what is missing, unused or has other holes; status 1 when there is any
"""

import argparse
import glob
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = re.compile(r'string_literal_expr (?:implicit )?type="Phrase" location=(\S+?):(\d+):(\d+) ')
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def rooms():
    """The rooms that may say something: all that are written in Swift."""
    return sorted(path.name for path in (ROOT / "Sources").iterdir() if any(path.rglob("*.swift")))


def places(room):
    """Where the literals of a room stand that are phrases."""
    found = glob.glob(str(ROOT / ".build/debug/*.build/module.modulemap"))
    maps = [f"-fmodule-map-file={path}" for path in found]
    system = [f"-fmodule-map-file={path}" for path in glob.glob(str(ROOT / "Sources/*/module.modulemap"))]
    command = ["swiftc", "-frontend", "-dump-ast", "-module-name", room, "-swift-version", "6",
               "-package-name",
               ROOT.name.lower(), "-suppress-warnings", "-I",
               str(ROOT / ".build/debug/Modules"), "-parse-as-library"]
    if any(path.name == "main.swift" for path in (ROOT / "Sources" / room).rglob("*.swift")):
        command.remove("-parse-as-library")
    for option in maps + system:
        command += ["-Xcc", option]
    for path in sorted((ROOT / "Sources" / room).rglob("*.swift")):
        command += ["-primary-file", str(path.relative_to(ROOT))]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    found = {
        (path, int(line), int(column)) for row in process.stdout for path, line, column in PLACE.findall(row)
    }
    errors = process.stderr.read()
    if process.wait() != 0:
        sys.exit(f"{room} cannot be read: {errors[-2000:]}")
    return sorted(found)


def skip_interpolation(text, at):
    """The offset behind the bracket that closes the one before `at`."""
    depth = 1
    while depth:
        if text[at] == '"':
            at = literal(text, at)[1]
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return at


def literal(text, at):
    """The pattern of the literal at an offset, and the offset behind it."""
    fence = '"""' if text.startswith('"""', at) else '"'
    start = at
    at += len(fence)
    out, holes = [], 0
    while not text.startswith(fence, at):
        if text[at] != "\\":
            out.append(text[at])
            at += 1
            continue
        sign = text[at + 1]
        if sign == "(":
            holes += 1
            out.append(f"{{{holes}}}")
            at = skip_interpolation(text, at + 2)
        elif sign == "u":
            end = text.index("}", at)
            out.append(chr(int(text[at + 3:end], 16)))
            at = end + 1
        elif sign == "\n" and fence == '"""':
            # A line that goes on: its end is no part of the text.
            out.append("\0")
            at += 2
        else:
            out.append(ESCAPES.get(sign, sign))
            at += 2
    pattern = "".join(out)
    if fence == '"""':
        column = at - (text.rfind("\n", 0, at) + 1)
        pattern = re.sub("\n {0,%d}" % column, "\n", pattern[1:])
        if pattern[:column].isspace():
            pattern = pattern[column:]
        pattern = re.sub("\0 {0,%d}" % column, "", pattern)
        pattern = pattern[:-1] if pattern.endswith("\n") else pattern
    return pattern, at + len(fence)


def offset(text, line, column):
    """The offset of a place; columns count bytes."""
    start = 0
    for _ in range(line - 1):
        start = text.index("\n", start) + 1
    end = text.find("\n", start)
    row = text[start:end].encode()
    return start + len(row[:column - 1].decode())


def dataset():
    """The words of the built-in tables that people read: names, descriptions, units, sources, remarks."""
    text = (ROOT / "Sources/CRegnDataset/tables.c").read_text(encoding="utf-8")
    string = r'"((?:[^"\\\n]|\\.)*)"'
    found = re.findall(rf"\.(?:title|description|publisher|licence|period|unit|source) = {string}", text)
    for items in re.findall(r"_(?:notes|caveats)\[\] = \{(.*)\};", text):
        found += re.findall(string, items)
    return [unescaped(item) for item in found]


def needs_translation(pattern):
    return any(sign.isalpha() for sign in re.sub(r"\{\d+\}", "", pattern))


def catalogue():
    """The translations, by pattern, with their files."""
    found = {}
    for path in sorted((ROOT / "translations/da").glob("*.txt")):
        pattern = ""
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("= "):
                if pattern in found:
                    sys.exit(f"{path.name}: twice: {pattern}")
                found[unescaped(pattern)] = (unescaped(line[2:]), path.name)
            elif line and not line.startswith("# "):
                pattern = line
    return found


def unescaped(line):
    return re.sub(r"\\(.)", lambda match: ESCAPES.get(match[1], match[1]), line)


def escaped(pattern):
    return pattern.replace("\\", "\\\\").replace("\n", "\\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="status 1 when something is missing or unused")
    parser.add_argument("--all", action="store_true", help="list all patterns")
    options = parser.parse_args()
    texts, patterns = {}, {}
    with ThreadPoolExecutor(2) as pool:
        for found in pool.map(places, rooms()):
            for path, line, column in found:
                if path not in texts:
                    texts[path] = (ROOT / path).read_text(encoding="utf-8")
                pattern = literal(texts[path], offset(texts[path], line, column))[0]
                if needs_translation(pattern):
                    patterns.setdefault(pattern, f"{path}:{line}")
    for item in dataset():
        if needs_translation(item):
            patterns.setdefault(item, "Sources/CRegnDataset/tables.c:1")
    known = catalogue()
    missing = [pattern for pattern in patterns if options.all or pattern not in known]
    unused = [pattern for pattern in known if pattern not in patterns]
    holes = [
        pattern for pattern, (translation, _) in known.items()
        if set(re.findall(r"\{\d+\}", pattern)) != set(re.findall(r"\{\d+\}", translation))
    ]
    place = ""
    for pattern in missing:
        if patterns[pattern].rsplit(":", 1)[0] != place:
            place = patterns[pattern].rsplit(":", 1)[0]
            print(f"\n# {place}")
        print(escaped(pattern))
    if options.check:
        for pattern in unused:
            print(f"{known[pattern][1]}: nothing says this any more: {escaped(pattern)}")
        for pattern in holes:
            print(f"{known[pattern][1]}: the holes are not the same: {escaped(pattern)}")
        print(f"phrases: {len(patterns)}, {len(missing)} without translation, {len(unused)} unused")
        sys.exit(1 if missing or unused or holes else 0)


main()
