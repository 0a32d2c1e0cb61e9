"""What the app sees in labelled pictures and clips: found, followed and judged as `analyze` does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.cut import Cut
from fer_desktop.capture.kinds import kind_of
from fer_desktop.capture.pictures import read_image
from fer_desktop.capture.video_file import VideoFileSource
from fer_desktop.core.expressions import EXPRESSIONS, ExpressionScores
from fer_desktop.core.geometry import box_size
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.types import Analysis, Face, Frame, TrackedFace
from fer_desktop.errors import FerError
from fer_desktop.offline.labelled import Labelled
from fer_desktop.results.agreement import NOBODY, Said


class FaceReader(Protocol):
    """What an `Analyzer` does for this."""

    def analyze(self, frame: Frame) -> Analysis:
        """Everything found in the next frame."""

    def crops(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.uint8]:
        """(B, S, S) aligned gray faces of an image."""


MOST_CROPS = 8  # that are kept of a stretch


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The largest face of a picture or stretch, in T frames.

    Attributes:
        probabilities: (T, 8) of CNN and GRU.
        quality: (T,).
        crops: (M, S, S) uint8 aligned gray faces of at most `MOST_CROPS` of the frames, evenly spread.
    """

    probabilities: NDArray[np.float32]
    quality: NDArray[np.float64]
    valence: float
    crops: NDArray[np.uint8]

    @property
    def said(self) -> Said:
        """The expression with the highest mean probability."""
        top = EXPRESSIONS[int(self.probabilities.mean(axis=0).argmax())]
        return Said(top, bool(self.quality.mean() >= UNRELIABLE_BELOW), self.valence)


NOTHING = Said(NOBODY, False, float("nan"))


def look_at(
    items: Sequence[Labelled], analyzer: FaceReader, note: Callable[[str], None]
) -> Iterator[tuple[Labelled, Seen | None]]:
    """Each item, in the order of the files, with what is seen in it; None where there is no face.

    Args:
        note: Told of files that cannot be read, which are left out.
    """
    by_file = sorted(items, key=lambda one: (str(one.path), one.start_s))
    for path, group in groupby(by_file, key=lambda one: one.path):
        wanted = list(group)
        try:
            if kind_of(path) == "picture":
                found = _in_picture(path, wanted, analyzer)
            else:
                found = _in_clip(path, wanted, analyzer)
        except FerError as error:
            note(str(error))
            continue
        yield from found


class _Track:
    """One face over the frames of a stretch. Of its crops few are kept, evenly spread, however long it is."""

    def __init__(self) -> None:
        self.room = 0.0
        self._scores: list[ExpressionScores] = []
        self._quality: list[float] = []
        self._crops: list[NDArray[np.uint8]] = []
        self._step = 1

    def add(self, face: TrackedFace, crop: NDArray[np.uint8]) -> None:
        """One frame more."""
        if len(self._scores) % self._step == 0:
            self._crops.append(crop)
        if len(self._crops) == 2 * MOST_CROPS:
            self._crops, self._step = self._crops[::2], 2 * self._step
        self.room += box_size(face.face.box) ** 2
        self._scores.append(face.scores)
        self._quality.append(face.quality)

    @property
    def seen(self) -> Seen:
        """What was seen of it."""
        kept = np.unique(np.linspace(0, len(self._crops) - 1, MOST_CROPS).round().astype(int))
        return Seen(
            np.stack([scores.probabilities for scores in self._scores]),
            np.array(self._quality),
            float(np.mean([scores.valence for scores in self._scores])),
            np.stack([self._crops[i] for i in kept]),
        )


_Tracks = dict[int, _Track]


def _in_picture(path: Path, items: list[Labelled], analyzer: FaceReader) -> list[tuple[Labelled, Seen | None]]:
    tracks: _Tracks = {}
    _add_to_all([tracks], Frame(0, 0.0, read_image(path), follows=False), analyzer)
    seen = _largest(tracks)
    return [(item, seen) for item in items]


def _in_clip(path: Path, items: list[Labelled], analyzer: FaceReader) -> list[tuple[Labelled, Seen | None]]:
    source = VideoFileSource(path, Cut(min(one.start_s for one in items), max(one.end_s for one in items)))
    tracks: dict[Labelled, _Tracks] = {one: {} for one in items}
    was_wanted = False
    try:
        source.open()
        while (frame := source.read()) is not None:
            inside = [tracks[one] for one in items if one.start_s <= frame.time_s <= one.end_s]
            if inside:
                # another stretch, or the first of another file, has nothing to do with what was before
                _add_to_all(inside, frame if was_wanted else replace(frame, follows=False), analyzer)
            was_wanted = bool(inside)
    finally:
        source.close()
    return [(one, _largest(found)) for one, found in tracks.items()]


def _add_to_all(stretches: list[_Tracks], frame: Frame, analyzer: FaceReader) -> None:
    faces = analyzer.analyze(frame).faces
    crops = analyzer.crops(frame.image, [one.face for one in faces])
    for tracks in stretches:
        for face, crop in zip(faces, crops, strict=True):
            tracks.setdefault(face.track_id, _Track()).add(face, crop)


def _largest(tracks: _Tracks) -> Seen | None:
    """The face that takes most room over all frames."""
    return max(tracks.values(), key=lambda track: track.room).seen if tracks else None
