#!/usr/bin/env bash
# Runs every test, then the examples of README, CHANGELOG and docs, holds what is said against its
# translations, drives the editors and scores messy files. What it prints last are the summary lines of the
# editors, the examples, the phrases, the messy files, the golden scripts and the test runner. Arguments are
# handed on to the test runner, and then only that runs: scripts/test.sh --filter RegnDatasetTests
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log" "$log.examples" "$log.editors" "$log.phrases"' EXIT

status=0
swift test --disable-xctest "$@" 2>&1 | tee "$log" || status=$?

examples=""
phrases=""
messy=""
if [ $# -eq 0 ] && swift build --product regn > /dev/null; then
  regn=$(swift build --show-bin-path)/regn
  scripts/doc-examples.py --check --regn "$regn" > "$log.examples" || status=1
  # All but the summary is what differs.
  sed '$d' "$log.examples"
  examples=$(tail -n 1 "$log.examples")
  scripts/phrases.py --check > "$log.phrases" || status=1
  sed '$d' "$log.phrases"
  phrases=$(tail -n 1 "$log.phrases")
  REGN=$regn Tests/Editors/run.sh > "$log.editors" 2>&1 || status=1
  messy=$(Tests/MessyFiles/messy.py --regn "$regn" --step 12 --below 9.5 | tail -n 1) || status=1
fi

echo
[ ! -e "$log.editors" ] || cat "$log.editors"
[ -z "$examples" ] || echo "$examples"
[ -z "$phrases" ] || echo "$phrases"
[ -z "$messy" ] || echo "$messy"
grep '^golden:' "$log" || true
grep -E 'Test run with [0-9]+ tests?' "$log" | tail -n 1 || true
exit "$status"
