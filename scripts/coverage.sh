#!/usr/bin/env bash
# Runs the tests and prints how much of the rooms they reach: the parser, the binder, the reader of delimited
# text, the evaluator. The goal is 95 %. Swift's compiler counts regions, of which each way that a branch can
# go is one; it knows no other count of branches.
#
#   scripts/coverage.sh [ARGUMENTS FOR THE TEST RUNNER…]
#
# Left out are the tests that start programs: what these reach is not counted, and each leaves a file of its
# own counts where it runs.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=.build/coverage
log=.build/coverage.log
mkdir -p "$scratch"
skipped=(--skip RegnCommandTests --skip RegnREPLTests)
[ $# -eq 0 ] || skipped=()
status=0
swift test --scratch-path "$scratch" --enable-code-coverage --disable-xctest "${skipped[@]}" "$@" \
  > "$log" 2>&1 || status=1
# Tests that fail do not keep the counts of the others from being shown.
grep -aE '^✘|error:|^Build|Test run with' "$log" || true

bin=$(swift build --scratch-path "$scratch" --show-bin-path)
# Debian's may be older than what the compiler writes.
tools=$(dirname "$(readlink -f "$(command -v swiftc)")")

report() { # ROOM FOLDER…
  local room=$1
  shift
  "$tools/llvm-cov" export --summary-only --instr-profile "$bin/codecov/default.profdata" "$bin"/*.xctest \
    "${@/#/$PWD/Sources/}" | python3 -c '
import json, sys
totals = json.load(sys.stdin)["data"][0]["totals"]
print("%-12s %7.1f %% %7.1f %%" % (sys.argv[1], totals["lines"]["percent"], totals["regions"]["percent"]))
' "$room"
}

printf '%-12s %9s %9s\n' room lines branches
report parser RegnSyntax
report binder RegnBinder
report "CSV reader" RegnFileFormats/CSV RegnFileFormats/Detection
report evaluator RegnEngine RegnFunctions
exit "$status"
