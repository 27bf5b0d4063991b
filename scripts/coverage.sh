#!/usr/bin/env bash
# Runs the tests and prints how much of the rooms they reach, by regions, lines and branches: the parser, the
# binder, the reader of delimited text, the evaluator. The goal is 95 % of the branches.
#
#   scripts/coverage.sh [ARGUMENTS FOR THE TEST RUNNER…]
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=.build/coverage
swift test --scratch-path "$scratch" --enable-code-coverage --disable-xctest "$@" 2>&1 | grep -vE '^(◇|✔) '

bin=$(swift build --scratch-path "$scratch" --show-bin-path)
tools=$(dirname "$(readlink -f "$(command -v swiftc)")")
report() { # NAME FOLDER…
  local name=$1
  shift
  "$tools/llvm-cov" export --summary-only --instr-profile "$bin/codecov/default.profdata" \
    "$bin"/*.xctest --sources "$@" 2> /dev/null | python3 -c '
import json, sys
totals = json.load(sys.stdin)["data"][0]["totals"]
def share(kind):
    counts = totals[kind]
    return f"{100 * counts[\"covered\"] / counts[\"count\"]:5.1f} %" if counts["count"] else "     –"
print(f"{sys.argv[1]:<12} {share(\"lines\")}  {share(\"regions\")}  {share(\"branches\")}")
' "$name"
}
printf '%-12s %7s  %7s  %7s\n' room lines regions branches
report parser Sources/RegnSyntax/Lexer Sources/RegnSyntax/Parser Sources/RegnSyntax/Operators \
  Sources/RegnSyntax/Expressions Sources/RegnSyntax/Statements Sources/RegnSyntax/Habits
report binder Sources/RegnBinder
report "CSV reader" Sources/RegnFileFormats/CSV Sources/RegnFileFormats/Detection
report evaluator Sources/RegnEngine Sources/RegnFunctions
