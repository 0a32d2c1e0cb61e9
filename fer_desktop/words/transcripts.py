"""Transcripts from files: SubRip, WebVTT, tab-delimited intervals, Praat's TextGrid, and plain text with times.

What a file is its content says, not its name. Lines come out in order of time. Tags are taken out; lines may overlap,
for several people speak at once; those whose times make no sense are left out and counted.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fer_desktop.core.words import Said
from fer_desktop.errors import Notice, TranscriptUnreadable
from fer_desktop.words.encoding import LOST, decoded_text
from fer_desktop.words.intervals import read_intervals, read_textgrid
from fer_desktop.words.subtitles import read_subtitles
from fer_desktop.words.timed_text import read_timed_text
from fer_desktop.words.timing import RawLine, reading_time_s

SUFFIXES = (".srt", ".vtt", ".textgrid", ".tsv", ".txt")
_LONGEST_S = 7 * 24 * 3600.0  # nobody speaks later than that; tables in quarters of a second have to end
_MOST_BYTES = 64 * 2**20
_HINT = "Use SubRip (.srt), WebVTT (.vtt), tab-delimited intervals of ELAN or Praat, or lines that begin with a time."
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<\d[\d:.]*>|\{\\[^{}\n]{0,200}\}")  # <i>, <00:01.5>, {\an8}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")  # they mean something to a terminal
_NAMED = re.compile(r"^(?:[-\u2013]\s*)?(?P<name>[^\W\d_][^:\n]{0,39}?):\s+(?P<text>\S.*)$", re.DOTALL)
_MOST_WORDS = 4  # of a name
_NAMED_SHARE = 0.8  # of lines, from which a transcript is taken for one that names everybody


@dataclass(frozen=True, slots=True)
class Transcript:
    """A transcript as read.

    Attributes:
        lines: In order of time.
        notices: What the user should know of how it was read.
    """

    lines: tuple[Said, ...]
    notices: tuple[Notice, ...] = ()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Everybody it names, in order of appearance."""
        return tuple(dict.fromkeys(line.speaker for line in self.lines if line.speaker))


def beside(path: Path) -> Path | None:
    """The transcript that has the name of a video and lies beside it; None without one."""
    for entry in sorted(path.parent.glob("*")):
        if entry.stem == path.stem and entry.suffix.lower() in SUFFIXES and entry.is_file():
            return entry
    return None


def read_transcript(path: Path) -> Transcript:
    """Read a file.

    Raises:
        TranscriptUnreadable: it cannot be read, is empty or too large, or holds no lines with times.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TranscriptUnreadable("{path} is too large for a transcript.", "Choose another file.", path=path)
        data = path.read_bytes()
    except OSError as error:
        raise TranscriptUnreadable(
            "{path} cannot be read: {reason}.", "Check the name.", path=path, reason=error.strerror or error
        ) from error
    text, encoding = decoded_text(data)
    if "\0" in text:
        raise TranscriptUnreadable("{path} is no text.", _HINT, path=path)
    if not text.strip():
        raise TranscriptUnreadable("{path} is empty.", "Choose another file.", path=path)
    lines, n_senseless, first = _tidied(_raw_lines(text))
    if not lines and n_senseless:
        raise TranscriptUnreadable("No line of {path} has times that make sense.", "Choose another file.", path=path)
    if not lines:
        raise TranscriptUnreadable("{path} holds no lines with times.", _HINT, path=path)
    return Transcript(lines, tuple(_notices(path.name, encoding, LOST in text, n_senseless, first)))


def _notices(name: str, encoding: str, is_damaged: bool, n_senseless: int, first: str) -> Iterator[Notice]:
    """What the user should know of how a file was read."""
    if encoding:
        yield Notice("{name}: it is not UTF-8 and was read as {encoding}.", name=name, encoding=encoding)
    if is_damaged:
        yield Notice("{name}: it is damaged; {sign} stands for letters that could not be read.", name=name, sign=LOST)
    if n_senseless:
        yield Notice(
            "{name}: {count} line(s) left out, their times make no sense; the first is {text!r}.",
            name=name,
            count=n_senseless,
            text=first,
        )


def _raw_lines(text: str) -> Iterable[RawLine]:
    """In whatever format it is."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "ooTextFile" in text[:200]:
        return read_textgrid(text)
    if "-->" in text and "[" not in text[: text.index("-->")].rsplit("\n", 1)[-1]:
        return read_subtitles(text)
    lines = read_intervals(text)
    return lines if lines else read_timed_text(text)


def _tidied(raw: Iterable[RawLine]) -> tuple[tuple[Said, ...], int, str]:
    """In order of time, without tags, with an end; how many are left out for their times, and the first of those."""
    found = sorted((line for line in map(_without_tags, raw) if line.text), key=lambda line: line.start_s)
    kept: list[Said] = []
    senseless: list[str] = []
    for place, line in enumerate(found):
        end_s = line.end_s
        if end_s is None:
            end_s = line.start_s + reading_time_s(line.text)
            later_s = [one.start_s for one in found[place + 1 : place + 2] if one.start_s > line.start_s]
            end_s = min([end_s, *later_s])
        if end_s < line.start_s or end_s <= 0 or end_s > _LONGEST_S:
            senseless.append(line.text)
        else:
            kept.append(Said(max(line.start_s, 0.0), end_s, line.text, line.speaker))
    return _with_speakers(kept), len(senseless), senseless[0][:60] if senseless else ""


def _without_tags(line: RawLine) -> RawLine:
    text = _CONTROL.sub(" ", html.unescape(_TAG.sub("", line.text)))
    return replace(line, text=" ".join(text.split()), speaker=" ".join(line.speaker.split()))


def _with_speakers(lines: list[Said]) -> tuple[Said, ...]:
    """Who speaks, where names stand before the texts.

    What stands before a colon is taken for a name if it is in capitals, calls itself a speaker, stands before several
    lines, or if nearly all lines have one: "Remember: ..." is no name.
    """
    matches = [None if line.speaker else _NAMED.match(line.text) for line in lines]
    counts = Counter(match["name"].casefold() for match in matches if match)
    has_names = sum(counts.values()) >= max(_NAMED_SHARE * len(lines), 2)

    def is_name(name: str) -> bool:
        return len(name.split()) <= _MOST_WORDS and (
            has_names or counts[name.casefold()] > 1 or name.isupper() or name.lower().startswith("speaker")
        )

    return tuple(
        replace(line, speaker=match["name"].strip(), text=match["text"]) if match and is_name(match["name"]) else line
        for line, match in zip(lines, matches, strict=True)
    )
