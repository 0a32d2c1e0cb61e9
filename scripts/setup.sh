#!/bin/sh
# Set up .venv and the system libraries that Qt needs. `setup.sh run` for the app,
# `setup.sh dev` for the tests, too. Does nothing when nothing has changed.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}

say() { echo "setup: $*"; }
fail() { echo "setup: $*" >&2; exit 1; }

# Debian and Ubuntu packages. The first line is enough for Qt without a screen, the second
# for a real window (docs/decisions/0008-pinned-versions.md), the third for what cameras offer
# (docs/decisions/0011-cameras.md) and for microphones, the last only for the tests.
packages="libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 fonts-dejavu-core
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0
    libpulse0 libgssapi-krb5-2 libportaudio2"
[ "$kind" = dev ] && packages="$packages xvfb xauth strace gcc libc6-dev"

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# Ubuntu 24.04 calls some libraries by another name; take the one that apt knows
known_name() {
    if [ "$1" = libglib2.0-0 ] && is_installed libglib2.0-0t64; then echo libglib2.0-0t64; else echo "$1"; fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then return 1; fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

system_libraries() {
    command -v dpkg-query >/dev/null 2>&1 || { say "not Debian or Ubuntu: this script names the libraries that Qt needs, as Debian calls them"; return; }
    missing=""
    for package in $packages; do
        is_installed "$(known_name "$package")" || missing="$missing $package"
    done
    [ -z "$missing" ] && return
    say "installing system libraries:$missing"
    # shellcheck disable=SC2086
    apt_install $missing || fail "these system libraries are missing; run: sudo apt-get install -y$missing"
}

find_python() {
    for name in ${PYTHON:-} python3.12 python3.11 python3; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "Python 3.11 or 3.12 is needed; run: sudo apt-get install -y python3 python3-venv (or set PYTHON=/path/to/python3.12)"
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        say "installing $package"
        apt_install "$package" || fail "venv is missing; run: sudo apt-get install -y $package"
    fi
    say "making .venv with $("$python" --version)"
    "$python" -m venv .venv
}

# What the set-up depends on: the same sum means that there is nothing to do
stamp=".venv/.setup-$kind"
wanted=$(cat pyproject.toml constraints.txt requirements/*.lock scripts/setup.sh | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

[ "$(uname)" = Linux ] && system_libraries
.venv/bin/python -c 'import pip' 2>/dev/null || make_venv
extra=""
[ "$kind" = dev ] && extra="[dev]"
say "installing Python packages (some minutes the first time)"
# First what the lock holds, each file compared with its hash. Then torch and what only torch needs, pinned by version:
# its wheels differ from machine to machine (scripts/lock.sh). LOCKED=0 and systems that the lock does not know go
# by versions alone.
pip="./.venv/bin/python -m pip --disable-pip-version-check"
case "$(uname -s) $(uname -m)" in
    "Linux x86_64" | "Darwin arm64") is_known=1 ;;
    *) is_known=0 ;;
esac
if [ "${LOCKED:-$is_known}" = 1 ]; then
    $pip install --quiet --require-hashes --no-deps -r "requirements/$kind.lock" ||
        fail "a package could not be installed, or is not the one that was tested; see the lines above (LOCKED=0 goes without hashes)"
fi
$pip install --quiet -c constraints.txt -e ".$extra" ||
    fail "the Python packages could not be installed; see the lines above"
echo "$wanted" > "$stamp"
say "done"
