"""What was heard of late, in memory: rows of quarters of a second, and windows of them. Owned by one thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np

from fer_desktop.core.lane import Curve, Lane, Spans, Stretch
from fer_desktop.core.voice import Heard, VoiceSample

SPEECH = Lane("speech", "Speech", painter="spans", share=0)
LOUDNESS = Lane("loudness", "Loudness", "dB", (Curve("loudness_db", "loudness"),), (-70.0, 0.0), (-60, -30, 0))
OF_A_VOICE = (SPEECH, LOUDNESS)
"""The lanes of a voice beside those of faces: who speaks when, with the top expression in its colour; how loud."""

_SAME_S = 0.01  # pieces that follow each other without a gap
_QUIETEST_DB = -70.0  # what is quieter lies at the bottom of the lane


class VoiceTimeline:
    """Append-only; rows older than `keep_s` are dropped."""

    def __init__(self, keep_s: float = np.inf) -> None:
        self._keep_s = keep_s
        self._pieces: deque[VoiceSample] = deque()

    def __len__(self) -> int:
        """How many quarters of a second there are."""
        return len(self._pieces)

    def extend(self, heard: Iterable[Heard]) -> None:
        """More of it, in order of time."""
        for one in heard:
            self._pieces.extend(one.pieces)
        while self._pieces and self._pieces[-1].end_s - self._pieces[0].time_s > self._keep_s:
            self._pieces.popleft()

    def rows(self, start_s: float, end_s: float, max_rows: int = 0) -> dict[str, Stretch | Spans]:
        """What the lanes of `OF_A_VOICE` show of a stretch of time.

        Args:
            max_rows: Of the curve; where there are more, only every second, third, ... is given; 0 gives all.
        """
        return {SPEECH.key: self.speech(start_s, end_s), LOUDNESS.key: self.loudness(start_s, end_s, max_rows)}

    def speech(self, start_s: float, end_s: float) -> Spans:
        """Where somebody speaks, with the top expression."""
        return _spans(self._between(start_s, end_s))

    def loudness(self, start_s: float, end_s: float, max_rows: int = 0) -> Stretch:
        """How loud it is, in decibels."""
        return _loudness(self._between(start_s, end_s), max_rows)

    def _between(self, start_s: float, end_s: float) -> list[VoiceSample]:
        found: deque[VoiceSample] = deque()
        for piece in reversed(self._pieces):  # what is shown is mostly what came last
            if piece.end_s < start_s:
                break
            if piece.time_s <= end_s:
                found.appendleft(piece)
        return list(found)


def _spans(pieces: list[VoiceSample]) -> Spans:
    """Pieces with speech that follow each other and have the same top expression are one stretch."""
    starts: list[float] = []
    ends: list[float] = []
    labels: list[str] = []
    for piece in pieces:
        if not piece.is_speech:
            continue
        label = piece.scores.top if piece.scores is not None else ""
        if starts and labels[-1] == label and piece.time_s - ends[-1] < _SAME_S:
            ends[-1] = piece.end_s
        else:
            starts.append(piece.time_s)
            ends.append(piece.end_s)
            labels.append(label)
    return Spans(np.array(starts), np.array(ends), tuple(labels))


def _loudness(pieces: list[VoiceSample], max_rows: int) -> Stretch:
    stride = max(-(-len(pieces) // max_rows), 1) if max_rows else 1
    times = np.array([piece.time_s + piece.duration_s / 2 for piece in pieces])
    ends = np.array([piece.end_s for piece in pieces])
    starts = np.array([piece.time_s for piece in pieces])
    values = np.array([piece.loudness_db for piece in pieces], np.float64)
    follows = np.append(starts[1:] - ends[:-1] < _SAME_S, False)[: len(pieces)]
    gaps = np.cumsum(np.append(0, ~follows[:-1]))[: len(pieces)][::stride]
    joined = np.append(gaps[1:] == gaps[:-1], False)[: len(gaps)]
    return Stretch(times[::stride], np.maximum(values, _QUIETEST_DB)[::stride, None], joined)
