#!/usr/bin/env bash
# Installs the release program with its man page, completions and licence below $DESTDIR$PREFIX; with
# --remove, takes them away again. ZSH_FUNCTIONS is where zsh looks for completions. Builds nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

prefix=${DESTDIR:-}${PREFIX:-/usr/local}
zsh_functions=${DESTDIR:-}${ZSH_FUNCTIONS:-${PREFIX:-/usr/local}/share/zsh/site-functions}
regn=${REGN:-.build/release/regn}

files=(
  "$prefix/bin/regn"
  "$prefix/share/man/man1/regn.1"
  "$prefix/share/bash-completion/completions/regn"
  "$zsh_functions/_regn"
  "$prefix/share/fish/vendor_completions.d/regn.fish"
  "$prefix/share/doc/regn/LICENSE"
)

if [ "${1:-}" = --remove ]; then
  rm -f "${files[@]}"
  rmdir "$prefix/share/doc/regn" 2> /dev/null || true
  echo "Regn is gone from $prefix"
  exit 0
fi

if [ ! -x "$regn" ]; then
  echo "there is no $regn yet: make build" >&2
  exit 1
fi
# What may fail comes first, so that an installation is whole.
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT
scripts/man-page.py --regn "$regn" > "$parts/regn.1"
for shell in bash zsh fish; do "$regn" completions "$shell" > "$parts/$shell"; done

install -D -m 755 "$regn" "${files[0]}"
install -D -m 644 "$parts/regn.1" "${files[1]}"
install -D -m 644 "$parts/bash" "${files[2]}"
install -D -m 644 "$parts/zsh" "${files[3]}"
install -D -m 644 "$parts/fish" "${files[4]}"
install -D -m 644 LICENSE "${files[5]}"
echo "installed $prefix/bin/regn, its man page and completions for bash, zsh and fish"
