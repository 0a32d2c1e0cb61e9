"""What is said of a file before a decoder is confused by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from fer_desktop.errors import SourceUnreadable, readable

MOST_PIXELS = 120_000_000  # of one picture: three bytes each; the largest phone cameras give 108 megapixels and more
MOST_SIDE_PX = 32_766  # OpenCV turns and scales no larger ones
_END_BYTES = 2**20
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/{1,2}[^/]")  # Path makes one slash of two; C:/ has one letter


def name_of(path: Path) -> str:
    """Its name as text that can be written anywhere: bytes that are not UTF-8 become a replacement character."""
    return readable(path.name)


def fingerprint(path: Path) -> str:
    """SHA-256 (hexadecimal) of the size of a file and of its first and last MiB: a whole film would take minutes.

    Raises:
        OSError: it cannot be read.
    """
    size = path.stat().st_size
    digest = sha256(size.to_bytes(8, "big"))
    with path.open("rb") as file:
        digest.update(file.read(_END_BYTES))
        file.seek(max(size - _END_BYTES, 0))
        digest.update(file.read(_END_BYTES))
    return digest.hexdigest()


def fingerprint_of_set(paths: Sequence[Path]) -> str:
    """SHA-256 (hexadecimal) of the names and sizes of photographs, in their order: to read all would take minutes.

    Raises:
        OSError: one cannot be looked at.
    """
    digest = sha256()
    for path in paths:
        digest.update(name_of(path).encode() + b"\0" + path.stat().st_size.to_bytes(8, "big"))
    return digest.hexdigest()


def is_that_file(path: Path, known: str) -> bool:
    """Whether this is the file with that fingerprint; what cannot be read is none."""
    try:
        return path.is_file() and fingerprint(path) == known
    except (OSError, ValueError):
        return False


def check_file(path: Path) -> None:
    """Say what is wrong with a file before a decoder is confused by it.

    Raises:
        SourceUnreadable: it is missing, a folder, empty, may not be read, or is no file but an address.
    """
    try:
        if not path.exists():
            check_no_address(str(path))
            raise _missing(path)
        if not path.is_file():
            raise SourceUnreadable("{path} is not a file.", "Choose a video or an image.", path=path)
        if path.stat().st_size == 0:
            raise SourceUnreadable("{path} is empty (0 bytes).", "Copy it again from where it came.", path=path)
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or error
        raise SourceUnreadable(
            "{path} cannot be opened: {reason}.", "Check its permissions.", path=path, reason=reason
        ) from error


def check_size(path: Path, width_px: int, height_px: int) -> None:
    """Refuse a picture that would fill the memory.

    Raises:
        SourceUnreadable: it has more than `MOST_PIXELS`, or a longer side than `MOST_SIDE_PX`.
    """
    if max(width_px, height_px) > MOST_SIDE_PX:
        raise SourceUnreadable(
            "{path} is {width} x {height} pixels; no side may be longer than {most}.",
            "Cut it in parts.",
            path=path,
            width=width_px,
            height=height_px,
            most=MOST_SIDE_PX,
        )
    if width_px * height_px > MOST_PIXELS:
        raise SourceUnreadable(
            "{path} has {count:.0f} megapixels, more than the {most:.0f} that are read.",
            "Make it smaller.",
            path=path,
            count=width_px * height_px / 1e6,
            most=MOST_PIXELS / 1e6,
        )


def check_no_address(text: str) -> None:
    """Refuse what no path should be made of.

    Raises:
        SourceUnreadable: it is an address as of the web or a camera in the network.
    """
    if _ADDRESS.match(text):
        raise SourceUnreadable(
            "{path} is an address: only files on this computer are read.", "Save it as a file first.", path=text
        )


def _missing(path: Path) -> SourceUnreadable:
    if path.is_symlink():
        return SourceUnreadable("{path} is a link to a file that is not there.", "Check where it leads.", path=path)
    return SourceUnreadable("{path} does not exist.", "Check the name and the folder.", path=path)
