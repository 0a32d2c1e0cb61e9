"""SubRip and WebVTT (W3C, WebVTT: The Web Video Text Tracks Format): an arrow between two times, then the text."""

from __future__ import annotations

import re

from fer_desktop.words.timing import CLOCK, RawLine, seconds

_ARROW = re.compile(rf"^\s*(?P<start>{CLOCK})\s*-->\s*(?P<end>{CLOCK})(?:\s.*)?$")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+(?P<name>[^>]+)>")
_NUMBER = re.compile(r"\d+")


def read_subtitles(text: str) -> list[RawLine]:
    """Each cue; one in which several voices speak is several lines of the same time."""
    lines = text.split("\n")
    arrows = [(i, match) for i, line in enumerate(lines) if (match := _ARROW.match(line))]
    found: list[RawLine] = []
    ends = [*(place for place, _ in arrows[1:]), len(lines) + 1]
    for (place, match), following in zip(arrows, ends, strict=False):
        start_s, end_s = seconds(match["start"]), seconds(match["end"])
        assert start_s is not None and end_s is not None
        for speaker, said in _voices("\n".join(_text_of(lines[place + 1 : following]))):
            found.append(RawLine(start_s, end_s, said, speaker))
    return found


def _text_of(lines: list[str]) -> list[str]:
    """The text among the lines up to the next arrow: until a blank line, and without the number of the next cue."""
    kept: list[str] = []
    follows_blank = False  # a blank line stands between the arrow and the text
    for line in lines:
        if not line.strip():
            if kept:
                return kept
            follows_blank = True
            continue
        kept.append(line)
    # no blank line: the next cue follows at once, its number before it; alone after one, this cue has no text
    is_next = _NUMBER.fullmatch(kept[-1].strip()) if kept else None
    return kept[:-1] if is_next and (len(kept) > 1 or follows_blank) else kept


def _voices(text: str) -> list[tuple[str, str]]:
    """Who says what in a cue."""
    marks = list(_VOICE.finditer(text))
    if not marks:
        return [("", text)]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [(mark["name"].strip(), text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]
    before = text[: marks[0].start()].strip()
    return ([("", before)] if before else []) + parts
