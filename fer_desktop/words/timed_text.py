"""Plain text in which lines begin with a time, or two: "[00:12] Anna: ...", "0:12 - 0:15 ...", "12.5 ...".

YouTube's subtitles ("0:00:01.000,0:00:03.000", the text below) are such lines, too.
"""

from __future__ import annotations

import re

from fer_desktop.words.timing import CLOCK, RawLine, seconds

_TIME = rf"(?:{CLOCK}|-?\d{{1,9}}[.,]\d+)"
_LINE = re.compile(
    rf"^\s*[\[(]?\s*(?P<start>{_TIME})s?\s*(?:(?:-->|[-\u2013\u2014]|to|,(?={CLOCK}\s*$))\s*(?P<end>{_TIME})s?)?\s*[\])]?"
    r"(?:\s*[-\u2013\u2014|]\s+|[:;,]?\s+|(?<=[\])])|\s*$)(?P<text>.*)$"
)
_SPEAKER_FIRST = re.compile(
    rf"^\s*(?P<name>[^\W\d_][^\[\]():]{{0,39}}?)(?P<before>:?\s+[\[(]?)(?P<start>{_TIME})(?![\d:.,])"
    r"(?P<after>[\])]?[:;,]?)\s*(?P<text>.*)$"
)


def read_timed_text(text: str) -> list[RawLine]:
    """Each line with a time, and the lines without one that follow it."""
    found: list[RawLine] = []
    for line in text.split("\n"):
        match = _LINE.match(line)
        if match:
            start_s, end_s = seconds(match["start"]), seconds(match["end"]) if match["end"] else None
            assert start_s is not None
            found.append(RawLine(start_s, end_s, match["text"]))
        elif (match := _SPEAKER_FIRST.match(line)) is not None and _names_somebody(match):
            start_s = seconds(match["start"])
            assert start_s is not None
            found.append(RawLine(start_s, None, match["text"], match["name"]))
        elif found and line.strip():
            last = found[-1]
            found[-1] = RawLine(last.start_s, last.end_s, f"{last.text} {line}".strip(), last.speaker)
    return found


def _names_somebody(match: re.Match[str]) -> bool:
    """Whether a time that is not the first thing in a line sets a name off: "At 12:30 we met" is a sentence."""
    return not match["text"] or not set("[](:)").isdisjoint(match["before"] + match["after"])
