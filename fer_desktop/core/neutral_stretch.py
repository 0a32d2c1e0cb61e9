"""Whether a stretch of a stream shows one person's neutral face, and the baseline that it gives. Pure.

A reference that is not neutral ruins everything read against it, and the probability of neutral alone does not tell:
a closed eye, a word and a turned head are measured on the landmarks, a smile on both. The limits are those at which
`training.baselines` refuses nine of ten wrong stretches of drawn people and few of the right ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.baseline import Baseline, baseline_of
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.quality import UNRELIABLE_BELOW
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

_LEAST_S, _LEAST_FRAMES = 1.0, 8
_MOST_UNRELIABLE = 0.3  # share of the frames
_TURN_RAD = np.deg2rad(20.0)  # yaw
_NOD_RAD = np.deg2rad(25.0)  # pitch; a person's own zero is off by some degrees
_EYE_OPEN = 0.2  # height of the lids' opening, as a share of its width
_MOST_CLOSED = 0.5  # share of the frames; fewer are left out of the mean, as blinks
_MOUTH_OPEN = 0.08  # of the distance between the outer corners of the eyes
_MOUTH_MOVES = 0.015  # deviation of the same
_CORNER_LIFT = 0.045  # of the same distance: corners of the mouth above its middle
_SHAPE_JUMPS = 0.022  # of the size of the face: how far points that expressions hardly move go between two frames
_SMILING = 0.5  # mean probability of happiness
_SMILING_TOO = 0.15  # the same, where the corners of the mouth do not hang or are not seen: some look amused at rest
_LEAST_NEUTRAL = 0.25  # mean probability of neutral
_HAPPINESS = EXPRESSIONS.index("happiness")

# landmarks of MediaPipe Face Mesh
_OUTER_EYES = (33, 263)
_LIDS = ((159, 145, 33, 133), (386, 374, 362, 263))  # upper, lower, two corners
_LIPS, _CORNERS = (13, 14), (61, 291)
_RIGID = (
    33, 133, 362, 263, 168, 6, 197, 195, 5, 4, 1, 98, 327, 2, 10, 109, 338, 127, 356, 234, 454,
    152, 132, 361, 58, 288, 172, 397, 151, 9, 108, 337,
)  # fmt: skip

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Moment:
    """One face in one frame, as much of it as the check needs.

    Attributes:
        probabilities: (8,) of the CNN alone.
        landmarks: (468, 3) px; None where only the table of a session is left.
    """

    time_s: float
    probabilities: NDArray[Any]
    quality: float
    yaw_rad: float
    pitch_rad: float
    landmarks: NDArray[Any] | None = None

    @classmethod
    def of(cls, time_s: float, face: TrackedFace) -> Moment:
        """Of an analysis."""
        yaw, pitch, _ = (float(value) for value in face.face.yaw_pitch_roll)
        return cls(time_s, face.raw.probabilities, face.quality, yaw, pitch, face.face.landmarks)


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


def reference_of(moments: Sequence[Moment], origin: str, is_photograph: bool = False) -> Reference:
    """The baseline of one face and its flaws.

    Args:
        moments: Of the stretch, in order of time.
        is_photograph: One picture is enough; nobody asks how long it is.
    """
    if not moments:
        return Reference(None, ("short",))
    probabilities = np.array([moment.probabilities for moment in moments], dtype=np.float64)
    is_open = np.ones(len(moments), dtype=bool)
    may_smile = True
    flaws = [] if is_photograph or _is_long(moments) else ["short"]
    flaws += _of_pose(moments)
    if moments[0].landmarks is not None:
        points = np.array([moment.landmarks for moment in moments], dtype=np.float64)
        is_open = openness(points) >= _EYE_OPEN
        flaws += _of_shape(points, is_open)
        may_smile = bool(np.median(corner_lift(points)) > 0)
    kept = probabilities[is_open] if is_open.any() else probabilities
    flaws += _of_answer(kept.mean(axis=0), flaws, may_smile)
    return Reference(baseline_of(kept, origin), tuple(flaw for flaw in FLAWS if flaw in flaws))


def _is_long(moments: Sequence[Moment]) -> bool:
    return len(moments) >= _LEAST_FRAMES and moments[-1].time_s - moments[0].time_s >= _LEAST_S


def _of_pose(moments: Sequence[Moment]) -> list[Flaw]:
    flaws: list[Flaw] = []
    if np.mean([moment.quality < UNRELIABLE_BELOW for moment in moments]) > _MOST_UNRELIABLE:
        flaws.append("unreliable")
    turns = [(abs(moment.yaw_rad), abs(moment.pitch_rad)) for moment in moments]
    yaw, pitch = np.median(turns, axis=0)
    if yaw > _TURN_RAD or pitch > _NOD_RAD:
        flaws.append("turned")
    return flaws


def _of_shape(points: Array, is_open: NDArray[np.bool_]) -> list[Flaw]:
    """From (N, 468, 3) landmarks."""
    flaws: list[Flaw] = []
    if (~is_open).mean() > _MOST_CLOSED:
        flaws.append("eyes")
    gap = mouth_gap(points)
    if np.median(gap) > _MOUTH_OPEN or gap.std() > _MOUTH_MOVES:
        flaws.append("speaking")
    if np.median(corner_lift(points)) > _CORNER_LIFT:
        flaws.append("smile")
    if shape_jump(points) > _SHAPE_JUMPS:
        flaws.append("two people")
    return flaws


def _of_answer(mean: Array, before: Sequence[str], may_smile: bool) -> list[Flaw]:
    """From the mean (8,) of the probabilities, and whether the mouth could be that of a smile."""
    if mean[_HAPPINESS] > (_SMILING_TOO if may_smile else _SMILING):
        return ["smile"]
    return ["expression"] if mean[0] < _LEAST_NEUTRAL and "smile" not in before else []


def openness(points: Array) -> Array:
    """(N,) height of the opening between the lids as a share of its width, of the more open eye."""
    eyes = []
    for upper, lower, one, other in _LIDS:
        height = np.linalg.norm(points[:, upper, :2] - points[:, lower, :2], axis=1)
        eyes.append(height / np.maximum(np.linalg.norm(points[:, one, :2] - points[:, other, :2], axis=1), 1e-6))
    return np.asarray(np.max(eyes, axis=0))


def mouth_gap(points: Array) -> Array:
    """(N,) distance between the lips, in units of that between the outer corners of the eyes."""
    upper, lower = (points[:, index, :2] for index in _LIPS)
    return np.asarray(np.linalg.norm(upper - lower, axis=1) / _unit(points))


def corner_lift(points: Array) -> Array:
    """(N,) how far the corners of the mouth stand above its middle, in the same unit, along the upright of the face."""
    right, left = (points[:, index, :2] for index in _OUTER_EYES)
    across = (left - right) / np.maximum(np.linalg.norm(left - right, axis=1, keepdims=True), 1e-6)
    down = np.stack([-across[:, 1], across[:, 0]], axis=1)
    middle = points[:, list(_LIPS), :2].mean(axis=1)
    corners = points[:, list(_CORNERS), :2].mean(axis=1)
    return np.asarray(((middle - corners) * down).sum(axis=1) / _unit(points))


def shape_jump(points: Array) -> float:
    """How far the points that expressions hardly move go from one frame to the next, where they go farthest.

    The frames are scaled alike and turned onto each other in space (Kabsch 1976, Acta Cryst. A32), so that a moving
    head does not count; in units of their root mean square size.
    """
    shapes = points[:, list(_RIGID)]
    shapes = shapes - shapes.mean(axis=1, keepdims=True)
    shapes = shapes / np.maximum(np.sqrt((shapes**2).sum(axis=2).mean(axis=1)), 1e-9)[:, None, None]
    pairs = pairwise(shapes)
    jumps = [np.linalg.norm(_turned_onto(one, other) - other, axis=1).mean() for one, other in pairs]
    return float(max(jumps, default=0.0))


def _turned_onto(shape: Array, target: Array) -> Array:
    left, _, right = np.linalg.svd(shape.T @ target)
    sign = np.sign(np.linalg.det(left @ right))
    return np.asarray(shape @ (left * (1.0, 1.0, sign)) @ right)


def _unit(points: Array) -> Array:
    right, left = (points[:, index, :2] for index in _OUTER_EYES)
    return np.maximum(np.linalg.norm(left - right, axis=1), 1e-6)
