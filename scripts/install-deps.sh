#!/usr/bin/env bash
# Installs the Debian packages that building and testing need and that are not here yet, or says which they
# are when it cannot. Packages named as arguments are added to the list. Quick when nothing is missing.
set -euo pipefail

# libedit for line editing, zlib for compressed texts and jemalloc for memory (Regn links their archives and
# those that they need), libcurl, which is loaded when something is fetched, libzstd, which is loaded when a
# file is packed by it, and python3 for the tests that look at the program from outside.
wanted=(
  libedit-dev libbsd-dev libmd-dev libncurses-dev zlib1g-dev libjemalloc-dev libcurl4 libzstd1 python3 "$@"
)

# (grep reads to the end: with -q it would stop ldconfig by a closed pipe, which counts as a failure.)
is_here() {
  case "$1" in
    # Either may come from elsewhere than Debian's package.
    python3) command -v python3 > /dev/null ;;
    libzstd1) PATH=$PATH:/sbin ldconfig -p | grep 'libzstd\.so\.1 ' > /dev/null ;;
    libcurl4) PATH=$PATH:/sbin ldconfig -p | grep 'libcurl\.so\.4 ' > /dev/null ;;
    python3-venv) python3 -c 'import venv, ensurepip' 2> /dev/null ;;
    *) dpkg-query --show --showformat='${db:Status-Status}\n' "$1" 2> /dev/null | grep -qx installed ;;
  esac
}

if ! command -v swift > /dev/null; then
  echo "Regn is built by Swift 6.3 or later, and there is no swift here: install it from swift.org" >&2
  exit 1
fi
if ! command -v dpkg-query > /dev/null; then
  echo "no dpkg here: if the build stops, install what gives Debian's ${wanted[*]}" >&2
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  is_here "$package" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo > /dev/null; then
    echo "missing: ${missing[*]} — ask someone who may to run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "installing ${missing[*]}" >&2
install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends \
    "${missing[@]}"
}
# The package lists may be old or not there at all: then they are fetched, and it is tried once more.
install || { "${as_root[@]}" apt-get update --quiet && install; }
