"""What a bundle holds: from its table of contents to the packages of Python and of the system that its files are of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name

_ROOT = Path(__file__).parents[1]
_OURS = ("fer_desktop", "scripts", "assets", "weights", "docs", "build", "LICENSE")
_COPYRIGHTS = Path("/usr/share/doc")  # of Debian and Ubuntu


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A package of Debian or Ubuntu of which a library was taken."""

    name: str
    version: str

    @property
    def copyright_text(self) -> str:
        """Its terms, as the system has them."""
        path = _COPYRIGHTS / self.name / "copyright"
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else "its terms are missing here\n"


@dataclass(frozen=True, slots=True)
class Held:
    """What a bundle holds besides this program and Python itself.

    Attributes:
        packages: Canonical names of the distributions from the package index.
        system: Packages of the system.
        unknown: Files of which nobody knows where they are from.
    """

    packages: frozenset[str]
    system: tuple[SystemPackage, ...]
    unknown: tuple[str, ...]


def held_by(sources: Iterable[str]) -> Held:
    """What files, by where they were taken from, belong to."""
    owners: dict[str, str] = {}
    for found in distributions():
        name = canonicalize_name(found.metadata["Name"])  # once: it is read anew each time
        owners |= {os.path.realpath(str(found.locate_file(file))): name for file in found.files or []}
    paths = {os.path.realpath(source) for source in sources if os.path.isabs(source)}
    ours = (*(str(_ROOT / name) for name in _OURS), os.path.realpath(sys.base_prefix))
    others = sorted(path for path in paths if path not in owners and not path.startswith(ours))
    system, unknown = _of_system(others)
    return Held(frozenset(owners[path] for path in paths & owners.keys()), system, unknown)


def _of_system(paths: list[str]) -> tuple[tuple[SystemPackage, ...], tuple[str, ...]]:
    """Packages that files belong to, and files of none."""
    names: dict[str, str] = {}
    for path in paths:
        # a merged /usr: the package may call it either way
        for name in dict.fromkeys((path, path.removeprefix("/usr"))):
            said = _asked("dpkg-query", "-S", name)
            if said:
                names[path] = said.split(":")[0]
                break
    versions = {name: _asked("dpkg-query", "-W", "-f", "${Version}", name) for name in set(names.values())}
    system = tuple(SystemPackage(name, versions[name]) for name in sorted(versions))
    return system, tuple(path for path in paths if path not in names)


def _asked(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:  # another system
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
