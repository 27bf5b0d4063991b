#!/usr/bin/env bash
# Runs the parts of Regn that read what others wrote with texts that a fuzzer thinks of (Tests/Fuzz), as many
# at a time as there are cores. Each target goes on from what it found before (.build/fuzz/corpus), from the
# project's own tests and from what is kept in Tests/Fuzz/corpus. An input that ends a target is left in
# .build/fuzz/found. docs/testing.md tells more.
#
#   scripts/fuzz.sh [--seconds 60] [TARGET…]        all targets when none is named
#   scripts/fuzz.sh --seed 1 [TARGET…]              begins afresh, and thinks of the same inputs each time
#   scripts/fuzz.sh --known [TARGET…]               runs the inputs of tests and those that are kept
#   scripts/fuzz.sh --keep [TARGET…]                adds to Tests/Fuzz/corpus what was found and covers more
#   scripts/fuzz.sh --replay TARGET FILE            runs a target with one input
set -euo pipefail
cd "$(dirname "$0")/.."

length=(-max_total_time=60)
seed=
action=run
while [ $# -gt 0 ]; do
  case "$1" in
    --seconds) length=("-max_total_time=$2"); shift 2 ;;
    --known) length=(-runs=0); shift ;;
    --seed) seed=$2; shift 2 ;;
    --keep | --replay) action=${1#--}; shift ;;
    *) break ;;
  esac
done

# The C library's own search for libFuzzer: the archive without a main function.
library=$(find "$(dirname "$(readlink -f "$(command -v swiftc)")")/../lib" \
  -name "libclang_rt.fuzzer_no_main-$(uname -m).a" | head -n 1)
if [ -z "$library" ]; then
  echo "this Swift comes without libFuzzer (libclang_rt.fuzzer_no_main)" >&2
  exit 1
fi
# Optimised, as it is to run some thousand times a second, but with the checks of a debug build.
flags=(
  --configuration release --scratch-path .build/fuzz --sanitize address
  -Xswiftc -sanitize-coverage=edge,trace-cmp,inline-8bit-counters,pc-table
  -Xswiftc -assert-config -Xswiftc Debug -Xswiftc -use-ld=lld -Xlinker "$library"
)
export REGN_FUZZ=1
log=.build/fuzz-build.log
mkdir -p .build/fuzz
if ! swift build "${flags[@]}" --product RegnFuzz > "$log" 2>&1; then
  tail -n 30 "$log" >&2
  exit 1
fi
program=$(swift build "${flags[@]}" --show-bin-path 2> /dev/null)/RegnFuzz

# A crash is told by libFuzzer; Swift's own account would only take long.
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
# Inputs that do the same each time are worth more to the fuzzer.
export SWIFT_DETERMINISTIC_HASHING=1
# What a statement may take is bounded by Regn; the limits here are for what that does not see.
# What is kept in enums looks like a leak from outside; a true one meets the limit of memory.
limits=(-detect_leaks=0 -rss_limit_mb=2048 -malloc_limit_mb=1024 -timeout=20 -max_len=4096)

# Where the program lies differently in memory, a fuzzer with the same seed goes other ways.
steady=()
if [ -n "$seed" ] && setarch -R true 2> /dev/null; then steady=(setarch -R); fi

if [ $# -eq 0 ]; then mapfile -t targets < <("$program"); else targets=("$@"); fi
if [ "$action" = replay ]; then
  REGN_FUZZ_TARGET=$1 exec "$program" "${limits[@]}" "$2"
fi

seeds=.build/fuzz/seeds
found=.build/fuzz/found
Tests/Fuzz/seeds.py "$seeds"
mkdir -p "$found"

run() { # TARGET
  local corpus=.build/fuzz/corpus/$1 kept=Tests/Fuzz/corpus/$1 folders=() words=()
  if [ -n "$seed" ] || [ "${length[0]}" = -runs=0 ]; then
    corpus=.build/fuzz/afresh/$1
    rm -rf "$corpus"
  fi
  mkdir -p "$corpus"
  for folder in "$corpus" "$seeds/$1" "$kept"; do [ ! -d "$folder" ] || folders+=("$folder"); done
  case "$1" in syntax | session | edits) words=(-dict="$seeds/words.dict") ;; esac
  if REGN_FUZZ_TARGET=$1 "${steady[@]}" "$program" "${limits[@]}" "${words[@]}" \
    "${length[@]}" -seed="${seed:-0}" -print_final_stats=1 -artifact_prefix="$found/$1-" \
    "${folders[@]}" > "$found/$1.log" 2>&1; then
    echo "fuzz $1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$found/$1.log") inputs"
  else
    grep -aE 'ERROR|Fatal error|SUMMARY|Test unit written|Base64' "$found/$1.log" | sed "s/^/fuzz $1: /"
    return 1
  fi
}

keep() { # TARGET
  local kept=Tests/Fuzz/corpus/$1 small=.build/fuzz/small/$1
  rm -rf "$small"
  mkdir -p "$kept" "$small"
  # Short ones say as much, and are pleasanter to look at.
  find ".build/fuzz/corpus/$1" -type f -size -200c -exec cp -t "$small" {} +
  REGN_FUZZ_TARGET=$1 "$program" "${limits[@]}" -merge=1 "$kept" "$small" > "$found/$1.log" 2>&1
  echo "fuzz $1: $(find "$kept" -type f | wc -l) inputs kept"
}

status=0
running=0
for target in "${targets[@]}"; do
  if [ "$running" -ge "$(nproc)" ]; then
    wait -n || status=1
    running=$((running - 1))
  fi
  "$action" "$target" &
  running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
  wait -n || status=1
  running=$((running - 1))
done
exit "$status"
