#!/usr/bin/env bash
# Runs the tests with the sanitizers of addresses and of threads, each built in a place of its own.
#
#   scripts/sanitize.sh [address|thread] [ARGUMENTS FOR THE TEST RUNNER…]     both when none is named
#
# Left out are the tests that measure nothing of memory or threads: of the written pages, of the data, of the
# lessons; and those of the prompt, whose pseudo-terminals do not wait for a program that is this slow.
set -euo pipefail
cd "$(dirname "$0")/.."

kinds=(address thread)
case "${1:-}" in address | thread) kinds=("$1"); shift ;; esac

# A failure is told by the sanitizer. What Swift keeps in enums looks like a leak from outside.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
# The program that tests start is built with the sanitizer, too, and says so by its exit status.
export TSAN_OPTIONS=halt_on_error=1
skipped=(--skip RegnManualTests --skip RegnDatasetTests --skip RegnCourseTests --skip RegnREPLTests
  --skip RegnCommandTests)
[ $# -eq 0 ] || skipped=()

status=0
for kind in "${kinds[@]}"; do
  echo "sanitizer: $kind"
  # The gold linker cannot link these.
  swift test --scratch-path ".build/$kind" --sanitize "$kind" -Xswiftc -use-ld=lld --disable-xctest \
    --no-parallel "${skipped[@]}" "$@" 2>&1 | grep -vE '^(◇|✔) ' || status=1
done
exit "$status"
