#!/usr/bin/env bash
# Runs every test, and then the examples of README, CHANGELOG and docs. What it prints last are the summary
# lines of the examples, the golden scripts and the test runner. Arguments are handed on to the test runner,
# and then the examples are left out: scripts/test.sh --filter RegnDatasetTests
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log" "$log.examples"' EXIT

status=0
swift test --disable-xctest "$@" 2>&1 | tee "$log" || status=$?

examples=""
if [ $# -eq 0 ] && swift build --product regn > /dev/null; then
  scripts/doc-examples.py --check --regn "$(swift build --show-bin-path)/regn" > "$log.examples" || status=1
  # All but the summary is what differs.
  sed '$d' "$log.examples"
  examples=$(tail -n 1 "$log.examples")
fi

echo
[ -z "$examples" ] || echo "$examples"
grep '^golden:' "$log" || true
grep -E 'Test run with [0-9]+ tests?' "$log" | tail -n 1 || true
exit "$status"
