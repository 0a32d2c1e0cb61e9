"""Adapting to people: from labelled pictures, clips and coded sessions to adapted weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fer_desktop.adaptation.examples import Array, Examples, FeatureReader, Origin, grouped
from fer_desktop.adaptation.fitting import Layer
from fer_desktop.adaptation.making import adapted_weights
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.geometry import iou
from fer_desktop.core.interfaces import PictureReader
from fer_desktop.core.progress import Progress
from fer_desktop.core.types import Face, Found, Frame
from fer_desktop.errors import CodesUnreadable, Notice, SessionUnreadable
from fer_desktop.offline.labelled import LabelledSet
from fer_desktop.offline.looking import MOST_CROPS, look_at
from fer_desktop.offline.session_video import misses_video, moved_video, video_of
from fer_desktop.results.codes import majority
from fer_desktop.results.strata import Moment
from fer_desktop.session.codings import Coding
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table
from fer_desktop.settings import DEFAULT_MAX_FACES
from fer_desktop.vision.adapted import AdaptedWeights, Parent
from fer_desktop.vision.analyzer import Analyzer, AnalyzerOptions, open_analyzer

_SAME_FACE = 0.3  # intersection over union of a box of the session and one that is found again
_LOOKED = 0.9  # share of the work that is looking; the rest is fitting

Note = Callable[[str], None]


class FaceFinder(Protocol):
    """What an `Analyzer` does for moments of a session."""

    def find(self, frame: Frame) -> Found:
        """The faces of a frame."""

    def crops(self, image: NDArray[np.uint8], faces: Sequence[Face]) -> NDArray[np.uint8]:
        """(B, S, S) aligned gray faces of an image."""


@dataclass(frozen=True, slots=True)
class CodedSession:
    """A session, and what people said of it."""

    session: Session
    codings: Sequence[Coding]


@dataclass(frozen=True, slots=True)
class _Example:
    features: Array
    expression: str
    origin: Origin


def adapt(
    name: str,
    weights: Path,
    given: Sequence[LabelledSet | CodedSession],
    progress: Progress | None = None,
    note: Note = lambda text: None,
) -> AdaptedWeights:
    """Adapt the last layer of a model; nothing is kept.

    Args:
        weights: Folder of the model.
        note: Told what is left out.

    Raises:
        CodesUnreadable: there is too little to adapt to.
        SessionUnreadable: a session has no video in which faces can be seen.
        Cancelled: `progress` says so.
        ModelError: the model is not there.
    """
    progress = progress or Progress()
    progress.reached(0.0)
    reader = FeatureReader(weights)
    analyzer = open_analyzer(AnalyzerOptions(weights, DEFAULT_MAX_FACES, "cpu"))
    examples: list[_Example] = []
    try:
        for i, one in enumerate(given):
            steps = _Steps(progress, i, len(given))
            if isinstance(one, CodedSession):
                examples += _of_session(one, reader, analyzer, steps, note)
            else:
                examples += _of_set(one, reader, analyzer, steps, note)
    finally:
        analyzer.close()
    if not examples:
        raise CodesUnreadable("No face was found in what is labelled.", "Label pictures or moments with a face.")
    manifest = reader.manifest
    parent = Parent(model_id=manifest.model_id, sha256=manifest.weights.sha256), Layer(reader.weight, reader.bias)
    data = ", ".join(_words(one) for one in given)
    return adapted_weights(
        name, parent, _together(examples), data, lambda share: progress.reached(_LOOKED + (1 - _LOOKED) * share)
    )


class _Steps:
    """How far one part of the looking is."""

    def __init__(self, progress: Progress, part: int, n_parts: int) -> None:
        self._progress, self._part, self._n_parts = progress, part, n_parts

    def reached(self, n: int, total: int) -> None:
        self._progress.reached(_LOOKED * (self._part + n / max(total, 1)) / self._n_parts)


def _of_set(given: LabelledSet, reader: FeatureReader, analyzer: Analyzer, steps: _Steps, note: Note) -> list[_Example]:
    examples, n_faceless = [], 0
    for i, (item, seen) in enumerate(look_at(given.items, analyzer, note)):
        steps.reached(i, len(given.items))
        if seen is None:
            n_faceless += 1
            continue
        origin = Origin(item.person, str(item.path), item.start_s)
        examples.append(_Example(reader.features(seen.crops), item.expression, origin))
    if n_faceless:
        note(str(Notice("{count} of the labelled have no face that is found.", count=n_faceless)))
    return examples


def _of_session(
    given: CodedSession, reader: FeatureReader, analyzer: Analyzer, steps: _Steps, note: Note
) -> list[_Example]:
    session, codes = given.session, majority(given.codings)
    open_video = video_of(session)
    if open_video is None and misses_video(session):
        raise moved_video(session)
    if open_video is None or session.info.is_blurred:
        raise SessionUnreadable(
            "{path} has no video in which faces can be seen.", "Choose sessions with plain video.", path=session.folder
        )
    video, examples = open_video(), []
    try:
        for i, (moment, code) in enumerate(sorted(codes.items())):
            steps.reached(i, len(codes))
            crops = crops_of(session.table, moment, video, analyzer)
            if not len(crops):
                note(str(Notice("No face is found at {time_s:.2f} s.", time_s=moment.start_s)))
                continue
            examples.append(_Example(reader.features(crops), code, _origin(session, moment)))
    finally:
        video.close()
    return examples


def _origin(session: Session, moment: Moment) -> Origin:
    """Of photographs nobody knows who is shown, but by name: each is a file of its own."""
    own, images = session.info.session_id, session.info.source.images
    name = session.names.get(moment.face, "")
    if images:
        middle_s = (moment.start_s + moment.end_s) / 2
        return Origin(name, f"{own} {middle_s:.0f}", moment.start_s)
    return Origin(name or f"{own} {moment.face}", own, moment.start_s)


def crops_of(table: Table, moment: Moment, video: PictureReader, analyzer: FaceFinder) -> NDArray[np.uint8]:
    """(M, S, S) aligned faces of a moment, in at most `MOST_CROPS` frames, found again where the session has them."""
    rows = table.of(moment.face).between(moment.start_s, moment.end_s)
    places = np.unique(np.linspace(0, len(rows) - 1, MOST_CROPS).round().astype(int)) if len(rows) else []
    crops: list[NDArray[np.uint8]] = []
    for row in places:
        frame = video.frame_at(float(rows["time_s"][row]))
        if frame is None:
            continue
        # nothing is known from before: moments lie apart
        found = analyzer.find(Frame(0, frame.time_s, frame.image, follows=False))
        x, y, width, height = (float(rows[name][row]) for name in ("box_x", "box_y", "box_w", "box_h"))
        face = _nearest(found.faces, np.array([x, y, x + width, y + height]))
        if face is not None:
            crops.append(analyzer.crops(frame.image, [face])[0])
    return np.stack(crops) if crops else np.empty((0, 0, 0), np.uint8)


def _nearest(faces: Sequence[Face], box: NDArray[np.float64]) -> Face | None:
    best = max(faces, key=lambda face: iou(face.box, box), default=None)
    return best if best is not None and iou(best.box, box) >= _SAME_FACE else None


def _together(examples: Sequence[_Example]) -> Examples:
    groups, held_out_by = grouped([one.origin for one in examples])
    labels = np.array([EXPRESSIONS.index(one.expression) for one in examples], dtype=np.int64)
    return Examples(np.stack([one.features for one in examples]), labels, groups, held_out_by)


def _words(given: LabelledSet | CodedSession) -> str:
    if isinstance(given, LabelledSet):
        return f"{len(given.items)} labelled pictures or clips"
    coders = ", ".join(one.coder for one in given.codings)
    return f"session {given.session.folder.name} coded by {coders}"
