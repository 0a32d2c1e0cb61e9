"""What the options of the command line accept; each refuses the rest in words of its own."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable

AUTOMATIC = "auto"


def number(text: str) -> float:
    """NaN for what is no number, so that each check below refuses it in its own words."""
    try:
        return float(text)
    except ValueError:
        return float("nan")


def finite(text: str) -> float:
    """Any number, below 0 too."""
    value = number(text)
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text} is not a number")
    return value


def positive(text: str) -> float:
    """A number above 0."""
    value = number(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0")
    return value


def share(text: str) -> float:
    """A share of a whole."""
    value = number(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share from 0 to 1")
    return value


def seconds(text: str) -> float:
    """A time, in seconds."""
    value = number(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a time in seconds")
    return value


def neutral_span(text: str) -> tuple[float, float] | str:
    """Two times, each in seconds or as minutes:seconds; or "auto"."""
    if text == AUTOMATIC:
        return text
    start, _, end = text.partition("-")
    span = _clock_s(start), _clock_s(end)
    if not 0 <= span[0] < span[1] < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is neither two times, as 0:05-0:07, nor {AUTOMATIC}")
    return span


def _clock_s(text: str) -> float:
    """Seconds of "7", "0:07" or "1:00:07.5"; NaN for anything else."""
    total_s = 0.0
    for part in text.split(":"):
        total_s = total_s * 60 + number(part)
    return total_s


def _whole(text: str, least: int, most: float, meaning: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = None
    if value is None or not least <= value <= most:
        raise argparse.ArgumentTypeError(f"{text} is not {meaning}")
    return value


def from_to(least: int, most: int) -> Callable[[str], int]:
    """Whole numbers between two."""
    return lambda text: _whole(text, least, most, f"a number from {least} to {most}")


def frame_count(text: str) -> int:
    """At least ten frames."""
    return _whole(text, 10, float("inf"), "a number from 10 on")


def face_number(text: str) -> int:
    """The number of a face."""
    return _whole(text, 1, float("inf"), "the number of a face")


def language_tag(text: str) -> str:
    """A language as BCP 47 calls it, in small letters."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", text):
        raise argparse.ArgumentTypeError(f"{text} is not a language, as en or de")
    return text.split("-", 1)[0].lower()


def speaker_face(text: str) -> tuple[str, int]:
    """NAME=FACE; the name may hold anything."""
    name, _, face = text.rpartition("=")
    if not name:
        raise argparse.ArgumentTypeError(f"{text} is not a name and the number of a face, as Anna=1")
    return name, _whole(face, 0, float("inf"), "the number of a face, or 0")


def track_number(text: str) -> int:
    """The number of a video or sound in its file."""
    return _whole(text, 1, float("inf"), "the number of a track in its file")


def host_port(text: str) -> tuple[str, int]:
    """A port, of this computer or after the name of another and a colon."""
    host, _, port = text.rpartition(":")
    return host.strip("[]") or "127.0.0.1", _whole(port, 1024, 65_535, "[HOST:]PORT, with a port from 1024 to 65535")
