"""Ask the package index whether every pinned version has a wheel for each system and Python: scripts/wheels.py.

It stands in for trying those systems: what has no wheel cannot be installed there. Nothing is installed. Prints a line
for each system and each version without a wheel; ends with 1 when there is one.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

CONSTRAINTS = Path(__file__).resolve().parents[1] / "constraints.txt"
SYSTEMS = {
    "Windows x64": "win_amd64",
    "macOS arm64": "macosx_14_0_arm64",
}
PYTHONS = ("3.11", "3.12")


def pins() -> list[str]:
    """The pinned versions, such as numpy==1.26.4."""
    lines = (line.split("#")[0].strip() for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def has_wheels(wanted: list[str], platform: str, python: str) -> bool:
    """Whether pip finds a wheel for all of these versions."""
    with tempfile.TemporaryDirectory() as target:
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet"]
        command += ["--target", target, "--only-binary=:all:", "--implementation", "cp"]
        command += ["--platform", platform, "--python-version", python, *wanted]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def without_wheel(wanted: list[str], platform: str, python: str) -> list[str]:
    """Those of the versions that have none; halves are asked for until each is found."""
    if has_wheels(wanted, platform, python):
        return []
    if len(wanted) == 1:
        return wanted
    half = len(wanted) // 2
    return without_wheel(wanted[:half], platform, python) + without_wheel(wanted[half:], platform, python)


def main() -> int:
    """Ask for each system; returns the exit code."""
    wanted, is_missing = pins(), False
    for system, platform in SYSTEMS.items():
        for python in PYTHONS:
            missing = without_wheel(wanted, platform, python)
            is_missing = is_missing or bool(missing)
            said = f"without a wheel: {', '.join(missing)}" if missing else "a wheel for each"
            print(f"{system}, Python {python}: {len(wanted)} versions, {said}", flush=True)
    return int(is_missing)


if __name__ == "__main__":
    sys.exit(main())
