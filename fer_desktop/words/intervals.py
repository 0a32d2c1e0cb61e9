"""Intervals of ELAN and Praat: tab-delimited tables, and Praat's own TextGrid."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from fer_desktop.words.timing import RawLine, seconds

_START = ("start_s", "start", "begin", "begin time", "begin time - ss.msec", "tmin", "xmin", "onset", "from")
_END = ("end_s", "end", "end time", "end time - ss.msec", "tmax", "xmax", "offset", "to")
_TEXT = ("text", "annotation", "value", "label", "transcript", "utterance", "words")
_SPEAKER = ("speaker", "tier", "participant", "name", "who")
_TOKEN = re.compile(r'"(?:[^"]|"")*"|(?<![\w.\[])-?\d+(?:\.\d+)?(?:[eE]-?\d+)?(?![\w\]])|<exists>')
_POINTS = "TextTier"


def read_intervals(text: str) -> list[RawLine]:
    """Lines of a tab-delimited table with times of begin and end; none where the text is no such table."""
    rows = [row for row in csv.reader(text.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE) if any(row)]
    if not rows or len(rows[0]) < 3:
        return []
    head = [name.strip().lower() for name in rows[0]]
    places = _named(head)
    is_ms = any("ms" in head[place].split() or head[place].endswith("_ms") for place in places[:2]) if places else False
    if places is None:
        places, is_ms = _guessed(rows)
    else:
        rows = rows[1:]
    if places is None:
        return []
    start, end, said, speaker = places
    found = []
    for row in rows:
        if max(start, end, said) < len(row):
            start_s, end_s = seconds(row[start]), seconds(row[end])
            if start_s is not None and end_s is not None:
                scale = 0.001 if is_ms and ":" not in row[start] else 1.0
                name = row[speaker] if 0 <= speaker < len(row) else ""
                found.append(RawLine(start_s * scale, end_s * scale, row[said], name))
    return found


def _named(head: Sequence[str]) -> tuple[int, int, int, int] | None:
    """Places of start, end, text and speaker (-1 without) by the names of the columns; None where they have none."""
    places = [next((head.index(name) for name in names if name in head), -1) for names in (_START, _END, _TEXT)]
    if min(places) < 0:
        return None
    speaker = next((head.index(name) for name in _SPEAKER if name in head), -1)
    return places[0], places[1], places[2], speaker


def _guessed(rows: Sequence[Sequence[str]]) -> tuple[tuple[int, int, int, int] | None, bool]:
    """The same of a table without names, and whether its times are in milliseconds.

    ELAN writes each time in up to three ways: 00:00:01.500, 1.5 and 1500.
    """
    width = max(len(row) for row in rows)
    some = [row for row in rows if len(row) == width][:200]
    columns = list(zip(*some, strict=True))
    is_time = [all(seconds(cell) is not None for cell in column) for column in columns]
    clocks = [i for i in range(width) if is_time[i] and all(":" in cell for cell in columns[i])]
    decimals = [i for i in range(width) if is_time[i] and i not in clocks and any("." in cell for cell in columns[i])]
    whole = [i for i in range(width) if is_time[i] and i not in clocks and i not in decimals]
    texts = [i for i in range(width) if not is_time[i]]
    times = next((kind for kind in (clocks, decimals, whole) if len(kind) >= 2), None)
    if times is None or not texts:
        return None, False
    named = [i for i in texts[:-1] if any(cell.strip() for cell in columns[i])]
    return (times[0], times[1], texts[-1], named[0] if named else -1), times is whole


def read_textgrid(text: str) -> list[RawLine]:
    """Every interval with a text, of a TextGrid in its long or short form; its tiers are the speakers."""
    tokens = iter(_TOKEN.findall(text))
    found: list[RawLine] = []
    kind = name = ""
    numbers: list[float] = []
    strings = 0
    for token in tokens:
        if token.startswith('"'):
            value = token[1:-1].replace('""', '"')
            if value in ("IntervalTier", _POINTS):
                kind, name, strings, numbers = value, "", 0, []
            elif kind and not strings:
                name, strings, numbers = value, 1, []
            elif kind and kind != _POINTS and len(numbers) >= 2:
                found.append(RawLine(numbers[-2], numbers[-1], value, name))
                numbers = []
        elif token != "<exists>":
            numbers.append(float(token))
    return found
