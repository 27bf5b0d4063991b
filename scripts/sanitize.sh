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

# A failure is told by the sanitizer. What Swift keeps in enums looks like a leak from outside; the thread
# that reads for the language server cannot be ended while it waits for input.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS=report_thread_leaks=0
skipped=(--skip RegnManualTests --skip RegnDatasetTests --skip RegnCourseTests --skip RegnREPLTests
  --skip RegnCommandTests)
[ $# -eq 0 ] || skipped=()

status=0
for kind in "${kinds[@]}"; do
  echo "sanitizer: $kind"
  scratch=.build/$kind
  # The gold linker cannot link these.
  flags=(--scratch-path "$scratch" --sanitize "$kind" -Xswiftc -use-ld=lld)
  if [ "$kind" = thread ]; then
    mkdir -p "$scratch"
    clang -O1 -fPIC -c Tests/Sanitizers/mutex.c -o "$scratch/mutex.o"
    flags+=(-Xlinker "$PWD/$scratch/mutex.o")
    for name in 9_lockSlowyys6UInt32VF 11_unlockSlowyyF 12_tryLockSlowSbyF; do
      flags+=(-Xlinker "--wrap=\$s15Synchronization12_MutexHandleV$name")
    done
  fi
  swift test "${flags[@]}" --disable-xctest --no-parallel "${skipped[@]}" "$@" 2>&1 | grep -avE '^(◇|✔) ' \
    || status=1
done
exit "$status"
