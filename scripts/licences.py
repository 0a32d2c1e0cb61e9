"""The licences of everything that a bundle holds, in one file. `build.spec` writes it."""

from __future__ import annotations

import platform
import sys
import sysconfig
from importlib.metadata import Distribution, distribution
from pathlib import Path

from bundled import Held
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NOTES = """The wheel of PyAV brings FFmpeg with the encoders libx264 and libx265, which are under the GNU
General Public License, version 2 or later. FER Desktop itself does not use them (it writes MPEG-4
part 2), but a bundle contains them. So a bundle as a whole may be handed on under the GNU General
Public License only, whose text must go with it: whoever hands it on must offer the source of
FFmpeg and of both encoders under that licence, or replace the library av with one that was built
without them. The source of FER Desktop itself stays under the MIT licence, which allows that.
The wheel also brings libraries under the GNU Lesser General Public License, such as GMP, Nettle
and LAME, and that of pi-heif brings libheif and libde265.

Qt and PySide6 are used under the GNU Lesser General Public License, version 3; their files stand
apart in the bundle and may be replaced.
"""
TEXTS = ("GPL-2", "GPL-3", "LGPL-2.1", "LGPL-3")
SYSTEM_TEXTS = Path("/usr/share/common-licenses")  # of Debian and Ubuntu


def requirements_of(name: str, seen: dict[str, Distribution]) -> None:
    """The installed distribution of this name and all that it needs, into `seen`."""
    key = canonicalize_name(name)
    if key in seen:
        return
    try:
        seen[key] = distribution(name)
    except ModuleNotFoundError:
        return
    for text in seen[key].requires or []:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            requirements_of(requirement.name, seen)


def licence_files(found: Distribution) -> list[Path]:
    """Files of a distribution that hold terms."""
    words = ("licen", "copying", "notice", "copyright")
    files = [file for file in found.files or [] if any(word in file.name.lower() for word in words)]
    paths = [Path(str(found.locate_file(file))) for file in files if file.suffix.lower() in ("", ".txt", ".md", ".rst")]
    return [path for path in paths if path.is_file()]


def copyleft_texts(folder: Path) -> list[str]:
    """The texts of the GNU licences, which the wheels do not bring."""
    missing = [name for name in TEXTS if not (folder / name).is_file()]
    if missing:
        print(f"warning: without the texts of {', '.join(missing)}: add them before this is handed on", file=sys.stderr)
    return [
        f"{'=' * 100}\n{name}\n\n{(folder / name).read_text(encoding='utf-8')}\n"
        for name in TEXTS
        if name not in missing
    ] + [
        f"{'=' * 100}\n{name}: the text is missing here and must be added before this is handed on\n"
        for name in missing
    ]


def python_terms() -> str:
    """Those of Python itself, which is in every bundle."""
    folder = Path(sysconfig.get_paths()["stdlib"])
    texts = [path for path in (folder / "LICENSE.txt", folder.parents[1] / "LICENSE.txt") if path.is_file()]
    text = texts[0].read_text(encoding="utf-8") if texts else "see https://docs.python.org/3/license.html\n"
    return f"{'=' * 100}\nPython {platform.python_version()}: PSF-2.0\n\n{text}\n"


def write_licences(target: Path, held: Held) -> None:
    """Write the file."""
    parts = ["Licences of the software that FER Desktop is built with\n", NOTES, python_terms()]
    for name in sorted(held.packages):
        found = distribution(name)
        meta = found.metadata
        terms = meta.get("License-Expression") or (meta.get("License") or "").split("\n")[0]
        kinds = [text.split(" :: ")[-1] for text in meta.get_all("Classifier") or [] if text.startswith("License")]
        parts.append(f"{'=' * 100}\n{name} {found.version}: {terms or ', '.join(kinds) or 'see below'}\n")
        parts += [
            f"--- {path.name}\n{path.read_text(encoding='utf-8', errors='replace')}\n" for path in licence_files(found)
        ]
    parts += [
        f"{'=' * 100}\n{package.name} {package.version} (of the system)\n\n{package.copyright_text}\n"
        for package in held.system
    ]
    parts += copyleft_texts(SYSTEM_TEXTS)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(parts), encoding="utf-8")
    print(f"{len(held.packages)} packages and {len(held.system)} of the system -> {target}")
