#!/usr/bin/env bash
# Looks for what swift-format does not: wide lines, unfinished business, files that do not belong.
# Prints each finding as file:line and ends with status 1 when there is one.
set -euo pipefail
cd "$(dirname "$0")/.."

found=0
report() { # TITLE FINDINGS
  [ -z "$2" ] && return
  printf '%s:\n' "$1"
  printf '%s\n' "$2" | sed 's/^/  /'
  found=1
}

# Tables of characters and packed data are written by scripts and read by nobody.
sources=$(git ls-files -- '*.swift' '*.h' '*.c' '*.py' '*.sh' '*.kql' ':!Sources/CRegnDataset/tables.c' \
  ':!Sources/RegnRegex/UnicodeTables.swift' ':!Tests/RegnRegexTests/ForeignTable.swift')

# Tests may hold texts whose spaces and length matter: in them, texts in quotes count as empty. Widths are
# counted in characters, whatever the locale of the machine.
report "lines wider than 110 characters, or with spaces at the end" "$(echo "$sources" | python3 -c '
import os, re, sys
quoted = re.compile(r"\x22(?:\\.|[^\x22\\])*\x22")
for path in sys.stdin.read().splitlines():
    if not os.path.exists(path):
        continue
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file.read().split("\n"), 1):
            if len(quoted.sub("", line) if path.startswith("Tests/") else line) > 110:
                print(f"{path}:{number}: {len(line)} characters")
            if line != line.rstrip() and not path.startswith("Tests/"):
                print(f"{path}:{number}: spaces at the end")
')"

# A test may assert a result that is known to be wrong; then it says FIXME. Nothing else may be left for
# later.
report "left for later" \
  "$(git grep -nwE 'TODO|XXX' -- Sources Tests benchmarks queries docs Makefile .ci || true)"
report "left for later" "$(git grep -nw 'FIXME' -- Sources benchmarks queries docs Makefile .ci || true)"

report "files that should not be in the repository" \
  "$(git ls-files -- '.build*' '.venv' 'Package.resolved' 'benchmarks/data' '*.o' '*.pyc')"

report "paths of one machine" \
  "$(git grep -nE '(/home/|/root/|/Users/|/tmp/[a-z]+/)[a-z]' -- . ':!scripts/tidy.sh' ':!Tests' || true)"

report "links or paths in documents that lead nowhere" "$(git ls-files -- '*.md' | python3 -c '
import os, re, sys
for page in sys.stdin.read().splitlines():
    text = open(page, encoding="utf-8").read()
    folder = os.path.dirname(page)
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if "://" not in link and not os.path.exists(os.path.join(folder, link)):
            print(f"{page}: {link}")
    for path in re.findall(r"`((?:Sources|Tests|scripts|queries|benchmarks)/[\w./+-]+\.\w+)`", text):
        if not os.path.exists(path) and not re.search(r"[A-Z]{4}", path):
            print(f"{page}: {path}")
')"

report "targets that docs/MODULES.md does not tell of" "$(python3 -c '
import re
rooms = re.findall(r"(?:room\(|name: )\s*\"(\w+)\"", open("Package.swift").read())
told = open("docs/MODULES.md", encoding="utf-8").read()
print("\n".join(sorted({room for room in rooms if f"**{room}**" not in told} - {"regn", "ArgumentParser"})))
')"

[ "$found" -eq 0 ] && echo "tidy"
exit "$found"
