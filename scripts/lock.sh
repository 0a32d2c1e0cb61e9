#!/bin/sh
# Write requirements/*.lock anew: every dependency but torch, with the hashes of its files for the three systems.
# torch stays pinned by its version alone (constraints.txt): its wheels come from several places, for the CPU and for
# each kind of GPU, under one version and with different hashes. What only torch needs is left to torch as well.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/fer_desktop"
cp README.md LICENSE constraints.txt "$work"
cp fer_desktop/__init__.py "$work/fer_desktop"
{
    cat pyproject.toml
    echo '[tool.uv]'
    echo 'environments = ['
    for system in "linux' and platform_machine == 'x86_64" "win32' and platform_machine == 'AMD64" "darwin' and platform_machine == 'arm64"; do
        echo "  \"python_full_version < '3.13' and sys_platform == '$system'\","
    done
    echo ']'
} > "$work/pyproject.toml"
.venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt uv
lock() {
    target=$PWD/requirements/$1.lock
    shift
    for _ in 1 2; do # what torch brings is known only once torch was resolved
        (cd "$work" && "$OLDPWD/.venv/bin/uv" pip compile pyproject.toml -c constraints.txt --universal --generate-hashes \
            --python-version 3.11 --no-annotate --no-header --no-emit-package torch $without "$@" --quiet -o "$target")
        without=$(sed -n 's/^\(nvidia-[a-z0-9-]*\|cuda-[a-z0-9-]*\|triton\)==.*/--no-emit-package \1/p' "$target" | tr '\n' ' ')
    done
}
mkdir -p requirements
without=""
lock run
without=""
lock dev --extra dev --extra bundle
