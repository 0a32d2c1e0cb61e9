"""The curve of a face around each marker of a label, by level and person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fer_desktop.results.phrases import Phrase, joined
from fer_desktop.results.statistics import counting_gaps, rows_by_face
from fer_desktop.session.library import Session
from fer_desktop.session.table import Table
from fer_desktop.studies.choices import Factor
from fer_desktop.studies.people import SEVERAL_FACES, LeftOut, no_level
from fer_desktop.studies.sampling import sampled
from fer_desktop.studies.stretches import stretches
from fer_desktop.studies.study import PlacedSession, Study

_LEAST_OF_BASELINE = 0.5  # of its times at which something must be known


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseOptions:
    """What is looked at.

    Attributes:
        marker: Label of the markers at which time is 0.
        from_s, to_s: First and last time, in seconds.
        curve: An expression, or "valence".
        by: What the levels are of; None for all together.
        levels: These alone, in this order; empty for all.
        against: With this level alone each other one is tested; "" for all pairs.
        baseline: From when to when the mean is taken that is subtracted from each curve; None for none.
        step_s: Between two times.
        least_seen: Smallest share of the times at which the face must have been seen, 0-1.
        seed: The same one gives the same intervals and p.
        tests_clusters: Test where levels differ, or one alone from 0; see `clusters`.
    """

    marker: str
    from_s: float = -2.0
    to_s: float = 8.0
    curve: str = "happiness"
    by: Factor | None = None
    levels: tuple[str, ...] = ()
    against: str = ""
    baseline: tuple[float, float] | None = (-2.0, 0.0)
    step_s: float = 0.1
    least_seen: float = 0.5
    seed: int = 1
    tests_clusters: bool = False


class MarkerCurves:
    """What is gathered, session by session.

    Attributes:
        times_s: (T,) relative to the marker.
        curves: By level and person ("" for a level where all are together), (T,) of each marker that counts.
        left_out: What does not, and why.
    """

    def __init__(self, study: Study, options: CourseOptions, calibrated: bool) -> None:
        n = round((options.to_s - options.from_s) / options.step_s)
        self.times_s = options.from_s + options.step_s * np.arange(n + 1)
        self.curves: defaultdict[tuple[str, str], list[NDArray[np.float64]]] = defaultdict(list)
        self.left_out: dict[LeftOut, None] = {}
        self._study, self._options, self._calibrated = study, options, calibrated

    def leave_out(self, placed: PlacedSession, reason: str, level: str = "", is_whole: bool = True) -> None:
        """A session, or a part of it, does not count."""
        where = joined((placed.folder, reason), ": ")
        self.left_out[LeftOut(placed.participant, level, where, is_whole)] = None

    def add(self, placed: PlacedSession, session: Session) -> None:
        """Take in what one session holds."""
        options = self._options
        marked_s = [marker.time_s for marker in session.markers if marker.label == options.marker]
        rows, reason = self._rows_of(placed, session)
        if rows is None or not marked_s:
            self.leave_out(placed, reason or Phrase("no marker {label!r}", label=options.marker))
            return
        gaps = counting_gaps(session)
        for time_s in marked_s:
            curve = sampled(rows, options.curve, time_s + self.times_s, gaps)
            for level in _levels_at(self._study, placed, session, time_s, options.by):
                problem = no_level(options.by or "") if level is None else _unusable(curve, self.times_s, options)
                if problem:
                    reason = Phrase("marker at {time} s: {reason}", time=f"{time_s:.1f}", reason=problem)
                    self.leave_out(placed, reason, level or "", is_whole=False)
                else:
                    self.curves[level or "", placed.participant].append(_corrected(curve, self.times_s, options))

    def _rows_of(self, placed: PlacedSession, session: Session) -> tuple[Table | None, str]:
        """The rows of the participant, or why there are none."""
        faces = rows_by_face(session, self._calibrated)
        if placed.face is None and len(faces) > 1:
            return None, SEVERAL_FACES
        face = placed.face if placed.face is not None else next(iter(faces), 0)
        return faces.get(face), "" if face in faces else Phrase("the face is not there")


def _levels_at(
    study: Study, placed: PlacedSession, session: Session, time_s: float, by: Factor | None
) -> Iterator[str | None]:
    """Which levels a marker belongs to; None where it belongs to none."""
    if by is None:
        yield ""
    elif by == "condition":
        spans = [(one.condition, one.span) for one in stretches(session, placed, study.facts.conditions) if one.span]
        names = [name for name, span in spans if span.start_s <= time_s < span.end_s and name]
        yield from dict.fromkeys(names) or [None]
    else:
        yield (placed.visit if by == "visit" else study.participant(placed.participant).group) or None


def _within(times_s: NDArray[np.float64], baseline: tuple[float, float]) -> NDArray[np.bool_]:
    return (times_s >= baseline[0] - 1e-9) & (times_s <= baseline[1] + 1e-9)


def _unusable(curve: NDArray[np.float64], times_s: NDArray[np.float64], options: CourseOptions) -> str:
    """Why a curve does not count; "" where it does."""
    is_known = np.isfinite(curve)
    if is_known.mean() < max(options.least_seen, 1e-9):
        return Phrase("seen for {share} of the time", share=f"{is_known.mean():.0%}")
    if options.baseline is not None:
        before = is_known[_within(times_s, options.baseline)]
        if not len(before) or before.mean() < _LEAST_OF_BASELINE:
            return Phrase("not seen during its baseline")
    return ""


def _corrected(curve: NDArray[np.float64], times_s: NDArray[np.float64], options: CourseOptions) -> NDArray[np.float64]:
    if options.baseline is None:
        return curve
    return curve - np.nanmean(curve[_within(times_s, options.baseline)])
