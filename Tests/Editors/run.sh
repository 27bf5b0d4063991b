#!/usr/bin/env bash
# Checks the set-ups for editors: drives Neovim and Emacs, headless, with the program REGN (else the debug
# build's), and holds the other files against their formats. The editors are installed when they are missing;
# where they cannot be, that is said and the rest goes on, unless REGN_EDITORS is `required`.
set -uo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
export REGN=${REGN:-$root/.build/debug/regn} QUERIES=$root/queries
# The names of all tabular operators, which each set-up must know.
OPERATORS=$(sed -n 's/.*name: "\([a-z-]*\)".*/\1/p' Sources/RegnSyntax/Operators/TabularOperatorName.swift | xargs)
export OPERATORS

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME=$folder/home XDG_STATE_HOME=$folder/state XDG_DATA_HOME=$folder/data XDG_CACHE_HOME=$folder/cache
export XDG_CONFIG_HOME=$folder/config LC_ALL=C.UTF-8
mkdir -p "$HOME"

failed=0

# Whether an editor is there, after an attempt to install it.
has() { # NAME COMMAND PACKAGE…
  local name=$1 command=$2
  shift 2
  sh -c "$command" > /dev/null 2>&1 || scripts/install-deps.sh "$@" > "$folder/install" 2>&1
  sh -c "$command" > /dev/null 2>&1 && return 0
  echo "$name: skipped, it is not here and could not be installed ($*)"
  tail -n 2 "$folder/install" | sed 's/^/  /'
  [ "${REGN_EDITORS:-}" = required ] && failed=1
  return 1
}

# Runs an editor in a folder of its own; shows what it said only when a check failed.
drive() { # NAME COMMAND…
  local name=$1
  shift
  mkdir "$folder/$name"
  if (cd "$folder/$name" && timeout 300 "$@") > "$folder/$name.out" 2> "$folder/$name.err" < /dev/null; then
    tail -n 1 "$folder/$name.out"
  else
    failed=1
    tail -n 60 "$folder/$name.err"
    tail -n 1 "$folder/$name.out"
    echo "$name: failed"
  fi
}

python3 Tests/Editors/files.py || failed=1
if has neovim "command -v nvim" neovim; then
  drive neovim nvim --headless --clean -n --cmd "set runtimepath^=$root/editors/neovim" \
    -c "luafile $root/Tests/Editors/neovim.lua"
fi
# Not -Q: Debian's start-up files tell where its eglot is. Newer versions of Emacs hold their own.
emacs="emacs --no-init-file --batch"
if has emacs "$emacs --funcall=package-initialize --eval=\"(require 'eglot)\"" emacs-nox elpa-eglot; then
  drive emacs $emacs -L "$root/editors/emacs" -l "$root/Tests/Editors/emacs.el"
fi
exit "$failed"
