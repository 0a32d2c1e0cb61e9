"""Whether a stretch of a stream shows one person's neutral face, and the baseline that it gives. Pure.

A reference that is not neutral ruins everything read against it, and the probability of neutral alone does not tell:
a closed eye, a word and a turned head are measured on the landmarks, a smile on both. Where it is known what the face
looks like when it looks most neutral, the stretch is held against that instead (`core.rest_check`), since people differ
in it by more than a faint expression. Decision 18 says how many wrong stretches and pictures of drawn people are
refused, and how many right ones (`training.references`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.baseline import Baseline, baseline_of
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.face_details import LIDS
from fer_desktop.core.quality import UNRELIABLE_BELOW
from fer_desktop.core.rest_check import Look, RestCheck, look_of
from fer_desktop.core.rest_shape import becomes_another, corner_lift, lip_height, mouth_gap, openness
from fer_desktop.core.types import TrackedFace

Flaw = Literal["short", "unreliable", "turned", "eyes", "speaking", "smile", "expression", "two people"]
FLAWS: tuple[Flaw, ...] = get_args(Flaw)

FLAW_WORDS: dict[Flaw, str] = {
    "short": "seen for less than a second",
    "unreliable": "too small, dark, blurred or cut off",
    "turned": "the head is turned",
    "eyes": "the eyes are closed",
    "speaking": "the mouth is open or moves",
    "smile": "a smile",
    "expression": "an expression, not a neutral face",
    "two people": "it changes as if it were two people",
}

_OF_LOOKS: frozenset[Flaw] = frozenset({"eyes", "speaking", "smile", "expression"})  # some have them at rest

_LEAST_S, _LEAST_FRAMES = 1.0, 8
_MOST_UNRELIABLE = 0.3  # share of the frames
_TURN_RAD = np.deg2rad(20.0)  # yaw
_NOD_RAD = np.deg2rad(25.0)  # pitch; a person's own zero is off by some degrees
_EYE_OPEN = 0.2  # height of the lids' opening, as a share of its width, on the landmarks
_LIDS_SHUT = 0.3  # AU45 of the more open eye, where it is measured: the network of the eyes sees lids better
_MOST_CLOSED = 0.5  # share of the frames; fewer are left out of the mean, as blinks
_MOUTH_OPEN = 0.11  # of the distance between the outer corners of the eyes; many have parted lips at rest
_MOUTH_OPEN_ONCE = 0.08  # of a single picture, in which nobody sees whether it moves
_MOUTH_MOVES, _LIPS_MOVE = 0.015, 0.013  # deviation of the same, and of the height of the lips
_CORNER_LIFT = 0.045  # of the same distance: corners of the mouth above its middle
_SMILING = 0.5  # mean probability of happiness
_SMILING_TOO = 0.15  # the same, where the corners of the mouth do not hang or are not seen: some look amused at rest
_LEAST_NEUTRAL = 0.32  # mean probability of neutral, of a face of which nothing else is known
_ONCE_NEUTRAL = 0.05  # the same, at a face's most neutral: one that never looked so neutral is not held against that
_HAPPINESS = EXPRESSIONS.index("happiness")

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moment:
    """One face in one frame, as much of it as the check needs.

    Attributes:
        probabilities: (8,) of the CNN alone.
        landmarks: (468, 3) px; None where only the table of a session is left.
        lids: How far the more open eye is shut, 0 to 1; not a number where that is not measured.
        mouth: How far the mouth is open, as in `FaceDetails`; not a number where that is not measured.
        units: (U,) as in `TrackedFace`; None where only the table of a session is left.
    """

    time_s: float
    probabilities: NDArray[Any]
    quality: float
    yaw_rad: float
    pitch_rad: float
    landmarks: NDArray[Any] | None = None
    lids: float = float("nan")
    mouth: float = float("nan")
    units: NDArray[Any] | None = None

    @classmethod
    def of(cls, time_s: float, face: TrackedFace) -> Moment:
        """Of an analysis."""
        yaw, pitch, _ = (float(value) for value in face.face.yaw_pitch_roll)
        told = face.details
        found = cls(time_s, face.raw.probabilities, face.quality, yaw, pitch, face.face.landmarks, units=face.units)
        if told is None:
            return found
        return replace(found, lids=min(map(told.unit, LIDS)), mouth=told.mouth_opening)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a stretch gives.

    Attributes:
        baseline: None where there is not one frame.
        flaws: Why it should not be used; empty where it can be.
    """

    baseline: Baseline | None
    flaws: tuple[Flaw, ...]

    @property
    def is_good(self) -> bool:
        """Whether it can be used."""
        return self.baseline is not None and not self.flaws

    @property
    def is_matter_of_looks(self) -> bool:
        """Whether it can be used if the user says that the face looks so at rest."""
        return self.baseline is not None and bool(self.flaws) and _OF_LOOKS.issuperset(self.flaws)

    def used(self, anyway: bool) -> Baseline | None:
        """What the face shall be read against; None where it cannot be used.

        Args:
            anyway: The user says that the face looks so at rest.
        """
        is_used = self.is_good or (anyway and self.is_matter_of_looks)
        return replace(self.baseline, despite=self.flaws) if is_used and self.baseline is not None else None


def reference_of(
    moments: Sequence[Moment],
    origin: str,
    is_photograph: bool = False,
    usual: Look | None = None,
    check: RestCheck | None = None,
) -> Reference:
    """The baseline of one face and its flaws.

    Args:
        moments: Of the stretch, in order of time.
        is_photograph: One picture is enough; nobody asks how long it is.
        usual: What the same face looks like when it looks most neutral (`core.automatic_baseline`), as far as anybody
            knows.
        check: Of the weights; None where they have none.
    """
    if not moments:
        return Reference(None, ("short",))
    probabilities = np.array([moment.probabilities for moment in moments], dtype=np.float64)
    points = None
    if moments[0].landmarks is not None:
        points = np.array([moment.landmarks for moment in moments], dtype=np.float64)
    is_open = _are_open(moments, points)
    flaws = [] if is_photograph or _is_long(moments) else ["short"]
    flaws += _of_pose(moments)
    flaws += ["eyes"] if (~is_open).mean() > _MOST_CLOSED else []
    flaws += ["speaking"] if _speaks(moments, points) else []
    flaws += ["two people"] if points is not None and becomes_another(points) else []
    kept = is_open if is_open.any() else ~is_open
    mean = probabilities[kept].mean(axis=0)
    if usual is not None and check is not None and usual.neutral >= _ONCE_NEUTRAL:
        now = look_of(probabilities[kept], _units(moments, kept))
        flaws += _shown(mean) if check.shows_more(now, usual) else []
    else:
        flaws += _of_answer(mean, None if points is None else float(np.median(corner_lift(points))))
    return Reference(baseline_of(probabilities[kept], origin), tuple(flaw for flaw in FLAWS if flaw in flaws))


def _is_long(moments: Sequence[Moment]) -> bool:
    """Whether they can be all of a second: its ends lie up to a step before the first and after the last of them."""
    if len(moments) < _LEAST_FRAMES:
        return False
    lasts_s = moments[-1].time_s - moments[0].time_s
    return lasts_s + 2 * lasts_s / (len(moments) - 1) >= _LEAST_S


def _of_pose(moments: Sequence[Moment]) -> list[Flaw]:
    flaws: list[Flaw] = []
    if np.mean([moment.quality < UNRELIABLE_BELOW for moment in moments]) > _MOST_UNRELIABLE:
        flaws.append("unreliable")
    turns = [(abs(moment.yaw_rad), abs(moment.pitch_rad)) for moment in moments]
    yaw, pitch = np.median(turns, axis=0)
    if yaw > _TURN_RAD or pitch > _NOD_RAD:
        flaws.append("turned")
    return flaws


def _are_open(moments: Sequence[Moment], points: Array | None) -> NDArray[np.bool_]:
    """(N,) whether an eye is open; taken to be where nobody can tell."""
    lids = np.array([moment.lids for moment in moments])
    by_points = np.ones(len(moments), dtype=bool) if points is None else openness(points) >= _EYE_OPEN
    return np.where(np.isnan(lids), by_points, lids <= _LIDS_SHUT)


def _speaks(moments: Sequence[Moment], points: Array | None) -> bool:
    """Whether the mouth is open or moves; False where nobody can tell."""
    gap = np.array([moment.mouth for moment in moments]) if points is None else mouth_gap(points)
    gap = gap[~np.isnan(gap)]
    if not len(gap):
        return False
    lips_move = points is not None and bool(lip_height(points).std() > _LIPS_MOVE)
    limit = _MOUTH_OPEN if len(gap) > 1 else _MOUTH_OPEN_ONCE
    return bool(np.median(gap) > limit or gap.std() > _MOUTH_MOVES) or lips_move


def _units(moments: Sequence[Moment], kept: NDArray[np.bool_]) -> Array | None:
    """(N, U) of the moments that are kept; None where they are not known."""
    if moments[0].units is None:
        return None
    return np.array([moment.units for moment in moments], dtype=np.float64)[kept]


def _shown(mean: Array) -> list[Flaw]:
    """What a face shows that shows something, from the mean (8,) of its probabilities."""
    return ["smile" if mean[_HAPPINESS] > _SMILING_TOO else "expression"]


def _of_answer(mean: Array, lift: float | None) -> list[Flaw]:
    """Of a face of which nothing else is known.

    Args:
        mean: (8,) of the probabilities.
        lift: Of the corners of the mouth; None where no landmarks are left.
    """
    may_smile = lift is None or lift > 0
    is_lifted = lift is not None and lift > _CORNER_LIFT
    if is_lifted or mean[_HAPPINESS] > (_SMILING_TOO if may_smile else _SMILING):
        return ["smile"]
    return ["expression"] if mean[0] < _LEAST_NEUTRAL else []
