#!/usr/bin/env bash
# Runs every test. What it prints last are the summary lines of the golden scripts and of the test runner.
# Arguments are handed on: scripts/test.sh --filter RegnDatasetTests
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT

status=0
swift test --disable-xctest "$@" 2>&1 | tee "$log" || status=$?

echo
grep '^golden:' "$log" || true
grep -E 'Test run with [0-9]+ tests?' "$log" | tail -n 1 || true
exit "$status"
