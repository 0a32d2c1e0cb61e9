"""Times as transcripts write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

CLOCK = r"-?(?:\d+:)?\d{1,2}:\d{1,2}(?:[.,]\d+)?"  # 1:02:03.5, 02:03,5
_LETTERS_PER_S = 15.0  # that people say, about
_SHORTEST_S = 1.0


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it stands in a file; without an end it takes the time that saying it takes, at most until the next."""

    start_s: float
    end_s: float | None
    text: str
    speaker: str = ""


def seconds(text: str) -> float | None:
    """Seconds of 1:02:03.5, 02:03,5 or 63.5; None for what is no time."""
    text = text.strip()
    if re.fullmatch(CLOCK, text):
        sign = -1.0 if text.startswith("-") else 1.0
        total = 0.0
        for part in text.lstrip("-").replace(",", ".").split(":"):
            total = 60 * total + float(part)
        return sign * total
    return float(text.replace(",", ".")) if re.fullmatch(r"-?\d{1,9}(?:[.,]\d+)?", text) else None


def reading_time_s(text: str) -> float:
    """How long it takes to say a text, about."""
    return max(_SHORTEST_S, len(text) / _LETTERS_PER_S)
