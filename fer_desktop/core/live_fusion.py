"""Face, voice and words as one decision while they come, every quarter of a second. Owned by one thread.

The rules are those for a session (`results/fusion.py`), but that the noise is what was heard until then.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS
from fer_desktop.core.fusion import CLEAR_DB, GRID_S, NOISE_SHARE, STREAMS, PoolOptions, pooled
from fer_desktop.core.types import Analysis
from fer_desktop.core.voice import Heard, VoiceSample
from fer_desktop.core.words import WordsSample

PATIENCE_S = 3.0  # for a voice that is late, or has ended, as with a microphone that was pulled out
_KEPT_S = 120.0  # of what came: words may come so late
_NOISE_PIECES = 2400  # ten minutes of what is no speech tell the noise
_FEWEST = 4  # of them, below which nobody knows it
_NOBODY = 0
_SAME_S = 1e-6  # times are written with six digits


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """What the streams say together in a quarter of a second.

    Attributes:
        time_s: When it begins.
        face: Whose; None where a voice or words belong to no face, or nobody knows to which.
        probabilities: (8,) sum 1; NaN for classes that no stream knows.
        weights: (3,) share of each of `STREAMS`, sum 1; 0 for those that were not there.
        moved: (3,) what each added to the log odds of `top` against `runner_up`; NaN where it was not there.
    """

    time_s: float
    face: int | None
    probabilities: NDArray[np.float64]
    weights: NDArray[np.float64]
    moved: NDArray[np.float64]
    top: str
    runner_up: str

    @property
    def probability(self) -> float:
        """Of `top`."""
        return float(self.probabilities[EXPRESSIONS.index(self.top)])


@dataclass(slots=True, eq=False)
class _Seen:
    """The rows of a face in a quarter of a second."""

    n: int = 0
    quality: float = 0.0
    weight: float = 0.0
    sums: NDArray[np.float64] = field(default_factory=lambda: np.zeros(N_EXPRESSIONS))

    def add(self, probabilities: NDArray[np.floating[Any]], quality: float) -> None:
        self.n += 1
        self.quality += quality
        self.weight += quality + 1e-9
        self.sums += (quality + 1e-9) * probabilities


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    """What the streams say of a face, or of nobody, in a quarter of a second."""

    time_s: float
    face: int
    streams: NDArray[np.float64] = field(default_factory=lambda: np.full((len(STREAMS), N_EXPRESSIONS), np.nan))
    reliability: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(STREAMS)))

    def say(self, stream: int, probabilities: NDArray[np.floating[Any]], reliability: float) -> None:
        self.streams[stream], self.reliability[stream] = probabilities, reliability


class LiveFusion:
    """Takes what comes, in order of time for each stream, and decides about quarters that are over.

    Args:
        hold_s: A quarter is over so much later, that words which come late are in it.
    """

    def __init__(self, hold_s: float = 0.0, options: PoolOptions | None = None) -> None:
        self._hold_s, self._options = hold_s, options or PoolOptions()
        self._seen: defaultdict[int, dict[int, _Seen]] = defaultdict(dict)
        self._faces: set[int] = set()
        self._pieces: deque[VoiceSample] = deque()
        self._lines: deque[WordsSample] = deque()
        self._quiet_db: deque[float] = deque(maxlen=_NOISE_PIECES)
        self._seen_s = self._heard_s = 0.0
        self._next: int | None = None  # the first quarter that is not decided; None before anything came
        self.is_fused = False  # whether there was ever a second stream

    def see(self, analysis: Analysis) -> None:
        """Faces of a frame."""
        self._begin(analysis.time_s)
        self._seen_s = max(self._seen_s, analysis.time_s)
        of_now = self._seen[_place(analysis.time_s)]
        for face in analysis.faces:
            self._faces.add(face.track_id)
            of_now.setdefault(face.track_id, _Seen()).add(face.scores.probabilities, face.quality)
        self._forget()

    def hear(self, heard: Heard) -> None:
        """What a voice said."""
        for piece in heard.pieces:
            self._begin(piece.time_s)
            self._pieces.append(piece)
            self._heard_s = max(self._heard_s, piece.end_s)
            if not piece.is_speech and not np.isnan(piece.loudness_db):
                self._quiet_db.append(piece.loudness_db)
            self.is_fused = self.is_fused or piece.scores is not None
        self._forget()

    def read(self, lines: Iterable[WordsSample]) -> None:
        """What words said; they may come late."""
        for line in lines:
            self._lines.append(line)
            self.is_fused = self.is_fused or line.scores is not None

    @property
    def over(self) -> int:
        """How many quarters of a second, from 0 s on, are over."""
        now_s = max(self._seen_s, self._heard_s)
        both = min(_place(self._seen_s), int((self._heard_s + GRID_S / 2) / GRID_S + _SAME_S))
        late = _place(max(now_s - PATIENCE_S, 0.0))
        return min(max(both, late), _place(max(now_s - self._hold_s, 0.0)))

    def decided(self) -> list[Decision]:
        """About all quarters that are over since the last call, in order of time, then of faces."""
        return self._decide_until(self.over)

    def rest(self) -> list[Decision]:
        """The same of all that is left: nothing more comes."""
        ends = [line.said.end_s for line in self._lines]
        return self._decide_until(_place(max([self._seen_s, self._heard_s - _SAME_S, *ends])) + 1)

    def between(self, first: int, end: int) -> list[Decision]:
        """About quarters of a second, the end not among them, by all that is known now; nobody's come last in each."""
        moments = [moment for place in range(first, end) for moment in self._moments(place)]
        if not moments:
            return []
        streams = np.stack([moment.streams for moment in moments])
        result = pooled(streams, np.stack([moment.reliability for moment in moments]), self._options)
        return [
            Decision(
                moment.time_s,
                moment.face or None,
                result.probabilities[i],
                result.weights[i],
                result.moved[i],
                EXPRESSIONS[result.top[i]],
                EXPRESSIONS[result.runner_up[i]],
            )
            for i, moment in enumerate(moments)
            if result.top[i] >= 0
        ]

    def about(self, line: WordsSample) -> list[Decision]:
        """About the quarters of a second in which a line counts, by all that is known now."""
        words = STREAMS.index("words")
        first, end = _place(line.said.start_s), _place(line.said.end_s) + 1
        return [one for one in self.between(first, end) if one.weights[words] > 0]

    def _moments(self, place: int) -> list[_Moment]:
        """What the streams say in a quarter of a second, of each face, and of nobody."""
        time_s = place * GRID_S
        seen = self._seen.get(place, {})
        piece, said = self._piece_at(time_s + GRID_S / 2), self._line_at(time_s + GRID_S / 2)
        speaking = self._speaker(piece)
        found = []
        for face in (*sorted(seen), *([speaking] if speaking and speaking not in seen else []), _NOBODY):
            moment = _Moment(time_s, face)
            if face in seen:
                mine = seen[face]
                moment.say(0, mine.sums / mine.weight, mine.quality / mine.n)
            if face == speaking and piece is not None and piece.scores is not None:
                moment.say(1, piece.scores.probabilities, self._clearness(piece))
            if face == speaking and said is not None and said.scores is not None:
                moment.say(2, said.scores.probabilities, 1.0)
            found.append(moment)
        return found

    def _begin(self, time_s: float) -> None:
        if self._next is None:
            self._next = max(_place(time_s), 0)

    def _decide_until(self, end: int) -> list[Decision]:
        if self._next is None:
            return []
        found = self.between(self._next, end)
        self._next = max(self._next, end)
        return found

    def _piece_at(self, middle_s: float) -> VoiceSample | None:
        for piece in reversed(self._pieces):
            if piece.time_s <= middle_s:
                return piece if piece.is_speech and middle_s < piece.end_s else None
        return None

    def _line_at(self, middle_s: float) -> WordsSample | None:
        """Of several the one that began last."""
        there = [line for line in self._lines if line.said.start_s <= middle_s < line.said.end_s]
        return max(there, key=lambda line: line.said.start_s, default=None)

    def _speaker(self, piece: VoiceSample | None) -> int:
        if piece is not None and piece.speaker is not None:
            return piece.speaker
        return next(iter(self._faces)) if len(self._faces) == 1 else _NOBODY

    def _clearness(self, piece: VoiceSample) -> float:
        """How far speech is above the noise, 1 from `CLEAR_DB` on."""
        if len(self._quiet_db) < _FEWEST:
            return 1.0
        noise_db = float(np.quantile(self._quiet_db, NOISE_SHARE))
        return float(np.clip(np.nan_to_num((piece.loudness_db - noise_db) / CLEAR_DB), 0.0, 1.0))

    def _forget(self) -> None:
        """What is so old that nothing about it is decided any more."""
        oldest_s = min(max(self._seen_s, self._heard_s) - _KEPT_S, (self._next or 0) * GRID_S)
        while self._pieces and self._pieces[0].end_s < oldest_s:
            self._pieces.popleft()
        while self._lines and self._lines[0].said.end_s < oldest_s:
            self._lines.popleft()
        for place in [place for place in list(self._seen)[:2] if (place + 1) * GRID_S < oldest_s]:
            del self._seen[place]


def _place(time_s: float) -> int:
    """Which quarter, from 0."""
    return int(time_s / GRID_S + _SAME_S)
