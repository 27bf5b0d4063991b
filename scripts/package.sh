#!/usr/bin/env bash
# Makes the packages of the release program in .build/packages: a .deb (where dpkg-deb is) and a tar.gz. Both
# hold the stripped program, its man page and completions. The same sources give the same packages.
set -euo pipefail
cd "$(dirname "$0")/.."

regn=$PWD/.build/release/regn
out=$PWD/.build/packages
version=$("$regn" --version)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2> /dev/null || date +%s)}
export SOURCE_DATE_EPOCH
umask 022

rm -rf "$out"
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
strip -o "$work/regn" "$regn"
echo "program: $(stat -c %s "$regn") bytes, stripped $(stat -c %s "$work/regn")"

# The licences of what is linked in from archives, as the system's packages state them.
linked() {
  echo "Regn is under the Apache License 2.0, and so are the Swift runtime and swift-argument-parser, which"
  echo "are part of the program. These libraries are, too:"
  local package
  for package in libedit-dev libbsd-dev libmd-dev libncurses-dev zlib1g-dev libjemalloc-dev; do
    [ -r "/usr/share/doc/$package/copyright" ] || continue
    printf '\n---- %s ----\n\n' "${package%-dev}"
    cat "/usr/share/doc/$package/copyright"
  done
}

# ---- tar.gz: to be unpacked anywhere.
name=regn-$version-linux-$(uname -m)
root=$work/$name
mkdir -p "$root/completions" "$root/queries"
install -m 755 "$work/regn" "$root/regn"
install -m 644 README.md LICENSE CHANGELOG.md "$root"
install -m 644 queries/*.kql "$root/queries"
scripts/man-page.py --regn "$regn" > "$root/regn.1"
"$regn" completions bash > "$root/completions/regn.bash"
"$regn" completions zsh > "$root/completions/_regn"
"$regn" completions fish > "$root/completions/regn.fish"
linked > "$root/LICENSE-of-parts"
archive() { # NAME: one of $work as a tar.gz whose bytes depend on the files alone
  tar --create --directory "$work" --sort=name --owner=0 --group=0 --numeric-owner \
    --mtime="@$SOURCE_DATE_EPOCH" "$1" | gzip --no-name -9
}
archive "$name" > "$out/$name.tar.gz"

# ---- .deb
if ! command -v dpkg-deb > /dev/null; then
  echo "no dpkg-deb here, so there is no .deb" >&2
else
  root=$work/deb
  REGN=$work/regn DESTDIR=$root PREFIX=/usr ZSH_FUNCTIONS=/usr/share/zsh/vendor-completions \
    scripts/install.sh > /dev/null
  gzip --no-name -9 "$root/usr/share/man/man1/regn.1"
  rm "$root/usr/share/doc/regn/LICENSE"
  day=$(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")
  {
    echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    echo "Upstream-Name: regn"
    printf '\nFiles: *\nCopyright: the authors of Regn\nLicense: Apache-2.0\n'
    printf '\nLicense: Apache-2.0\n On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.\n'
    printf '\nComment: The figures of the built-in tables are Statistics Denmark'"'"'s, under CC BY 4.0;\n'
    printf ' every answer names its sources.\n\n'
    linked
  } > "$root/usr/share/doc/regn/copyright"
  printf 'regn (%s) unstable; urgency=medium\n\n  * See changelog.gz.\n\n -- Regn <regn@localhost>  %s\n' \
    "$version" "$day" | gzip --no-name -9 > "$root/usr/share/doc/regn/changelog.Debian.gz"
  gzip --no-name -9 < CHANGELOG.md > "$root/usr/share/doc/regn/changelog.gz"

  # What the program loads at its start, by the packages that it comes from. libc is needed from the version
  # that has all symbols asked for, the others from the one that is here.
  depends=""
  while read -r library; do
    # What dpkg knows as /lib may be found in /usr/lib, and the other way round.
    owner=$(dpkg-query --search "$library" 2> /dev/null \
      || dpkg-query --search "$(readlink -f "$library")" 2> /dev/null \
      || dpkg-query --search "/usr$library" 2> /dev/null) || {
      echo "no package here holds $library, so there is no .deb: is the program built by make build?" >&2
      exit 1
    }
    package=${owner%%:*}
    if [ "$package" = libc6 ]; then
      least=$(objdump -T "$regn" | grep -oE 'GLIBC_[0-9.]+' | sort --unique --version-sort | tail -n 1)
      least=${least#GLIBC_}
    else
      least=$(dpkg-query --show --showformat='${Version}' "$package" | sed 's/-[^-]*$//')
    fi
    depends+="$package (>= $least)"$'\n'
  done < <(ldd "$regn" | grep -oE '/[^ ]+')
  depends=$(echo -n "$depends" | sort --unique | paste --serial --delimiters=, | sed 's/,/, /g')

  mkdir "$root/DEBIAN"
  cat > "$root/DEBIAN/control" << CONTROL
Package: regn
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: Regn <regn@localhost>
Installed-Size: $(du --summarize --block-size=1024 --apparent-size "$root/usr" | cut -f 1)
Depends: $depends
Section: utils
Priority: optional
Description: ask what Denmark's 98 municipalities spend, in KQL
 A command-line tool that answers questions in KQL, a query language that
 reads from top to bottom: about costs of Denmark's municipalities, whose
 figures are built in, and about CSV files of one's own.
CONTROL
  (cd "$root" && find usr -type f | LC_ALL=C sort | xargs -d '\n' md5sum > DEBIAN/md5sums)
  dpkg-deb --root-owner-group --build "$root" "$out" > /dev/null
fi

(cd "$out" && sha256sum -- * > SHA256SUMS && ls -l)
