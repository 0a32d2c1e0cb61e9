"""Expressions as people make them: which muscles move, how far, and what a viewer would call it.

Units after FACS (Ekman, Friesen and Hager 2002); which of them make which expression after EMFACS
(Friesen and Ekman 1983) and the variants listed by Cordaro et al. 2018 (Emotion 18(1)) and Du,
Tao and Martinez 2014 (PNAS 111(15)). Nobody shows all units of a list, so each has its own
chance; how often is our choice. Labels are distributions: a weak expression is partly neutral.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS

Array = NDArray[np.float32]

# the shapes of the face model with both sides, and those with one
PAIRED = (
    *("browDown", "browInnerUp", "browOuterUp", "cheekPuff", "cheekSquint", "eyeBlink", "eyeLookDown", "eyeLookIn"),
    *("eyeLookOut", "eyeLookUp", "eyeSquint", "eyeWide", "mouthDimple", "mouthFrown", "mouthLowerDown", "mouthPress"),
    *("mouthSmile", "mouthStretch", "mouthUpperUp", "noseSneer"),
)
# FACS action unit: shapes that show it
ACTION_UNITS: dict[int, tuple[str, ...]] = {
    1: ("browInnerUp",),
    2: ("browOuterUp",),
    4: ("browDown",),
    5: ("eyeWide",),
    6: ("cheekSquint",),
    7: ("eyeSquint",),
    9: ("noseSneer",),
    10: ("mouthUpperUp",),
    12: ("mouthSmile",),
    14: ("mouthDimple",),
    15: ("mouthFrown",),
    16: ("mouthLowerDown",),
    17: ("mouthShrugLower",),
    18: ("mouthPucker",),
    20: ("mouthStretch",),
    22: ("mouthFunnel",),
    23: ("mouthRollLower", "mouthRollUpper"),
    24: ("mouthPress",),
    26: ("jawOpen",),
    45: ("eyeBlink",),
}


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to show an expression.

    Attributes:
        share: How often it is this one.
        units: Shape without side: (weight at full strength, chance to take part).
    """

    share: float
    units: dict[str, tuple[float, float]]


_STARE = {"eyeWide": (0.7, 0.35), "eyeSquint": (0.75, 0.7)}
_FROWN = {"browDown": (1.25, 0.97), **_STARE}
_AFRAID = {"browInnerUp": (0.95, 0.92), "browOuterUp": (0.55, 0.7), "browDown": (0.6, 0.75), "eyeWide": (1.2, 0.9)}
_SAD_BROW = {"browInnerUp": (1.0, 0.85), "browDown": (0.45, 0.55), "eyeSquint": (0.3, 0.3)}
_NOSE = {"noseSneer": (1.1, 0.93), "browDown": (0.6, 0.65), "cheekSquint": (0.6, 0.5), "eyeSquint": (0.65, 0.6)}

VARIANTS: dict[str, tuple[Variant, ...]] = {
    "happiness": (
        Variant(
            0.35,
            {
                "mouthSmile": (0.9, 1),
                "cheekSquint": (0.85, 0.8),
                "eyeSquint": (0.35, 0.45),
                "mouthDimple": (0.25, 0.25),
            },
        ),
        Variant(
            0.65,
            {
                "mouthSmile": (0.95, 1),
                "cheekSquint": (0.9, 0.85),
                "eyeSquint": (0.4, 0.5),
                "jawOpen": (0.25, 0.8),
                "mouthUpperUp": (0.35, 0.6),
                "mouthLowerDown": (0.35, 0.6),
                "noseSneer": (0.2, 0.15),
            },
        ),
    ),
    "surprise": (
        Variant(
            0.8,
            {
                "browInnerUp": (1.0, 0.95),
                "browOuterUp": (1.0, 0.95),
                "eyeWide": (1.2, 0.85),
                "jawOpen": (0.6, 0.97),
                "mouthFunnel": (0.3, 0.3),
                "mouthPucker": (0.2, 0.1),
            },
        ),
        Variant(
            0.2, {"browInnerUp": (1.0, 1), "browOuterUp": (1.0, 1), "eyeWide": (1.1, 0.85), "jawOpen": (0.12, 0.6)}
        ),
    ),
    "sadness": (
        Variant(
            0.55,
            {
                **_SAD_BROW,
                "mouthFrown": (1.0, 0.95),
                "mouthShrugLower": (0.65, 0.5),
                "eyeLookDown": (0.5, 0.3),
                "eyeBlink": (0.25, 0.3),
                "mouthPress": (0.4, 0.2),
                "mouthRollLower": (0.3, 0.15),
            },
        ),
        Variant(0.3, {**_SAD_BROW, "mouthFrown": (0.5, 0.7), "eyeLookDown": (0.6, 0.5), "eyeBlink": (0.35, 0.5)}),
        Variant(  # crying
            0.15,
            {
                **_SAD_BROW,
                "cheekSquint": (0.7, 0.9),
                "eyeSquint": (0.6, 0.8),
                "mouthFrown": (0.9, 0.9),
                "mouthStretch": (0.5, 0.7),
                "jawOpen": (0.2, 0.6),
                "mouthLowerDown": (0.4, 0.5),
                "mouthShrugLower": (0.6, 0.5),
                "noseSneer": (0.3, 0.3),
            },
        ),
    ),
    "anger": (
        Variant(  # lips pressed
            0.5,
            {
                **_FROWN,
                "mouthPress": (0.85, 0.9),
                "mouthRollLower": (0.35, 0.5),
                "mouthRollUpper": (0.3, 0.4),
                "mouthShrugLower": (0.6, 0.45),
                "mouthFrown": (0.45, 0.4),
                "noseSneer": (0.3, 0.3),
            },
        ),
        Variant(0.2, {**_FROWN, "mouthFrown": (0.4, 0.3), "mouthShrugLower": (0.4, 0.3), "noseSneer": (0.3, 0.2)}),
        Variant(  # teeth shown
            0.3,
            {
                **_FROWN,
                "mouthUpperUp": (0.6, 0.8),
                "mouthLowerDown": (0.9, 0.9),
                "mouthFunnel": (0.4, 0.5),
                "mouthStretch": (0.35, 0.5),
                "noseSneer": (0.5, 0.5),
                "jawOpen": (0.3, 0.75),
            },
        ),
    ),
    "disgust": (
        Variant(
            0.5,
            {
                **_NOSE,
                "mouthUpperUp": (0.8, 0.8),
                "mouthFrown": (0.5, 0.45),
                "mouthLowerDown": (0.4, 0.35),
                "mouthShrugLower": (0.6, 0.3),
                "jawOpen": (0.2, 0.4),
                "eyeBlink": (0.2, 0.2),
            },
        ),
        Variant(
            0.3,
            {
                **_NOSE,
                "mouthShrugLower": (0.75, 0.7),
                "mouthFrown": (0.7, 0.7),
                "mouthPress": (0.4, 0.3),
                "mouthUpperUp": (0.4, 0.5),
            },
        ),
        Variant(
            0.2,
            {
                **_NOSE,
                "mouthUpperUp": (0.9, 0.95),
                "mouthLowerDown": (0.6, 0.7),
                "jawOpen": (0.4, 0.9),
                "mouthStretch": (0.3, 0.3),
            },
        ),
    ),
    "fear": (
        Variant(
            0.55,
            {
                **_AFRAID,
                "mouthStretch": (1.0, 0.9),
                "jawOpen": (0.22, 0.8),
                "mouthLowerDown": (0.5, 0.5),
                "mouthUpperUp": (0.3, 0.3),
                "mouthFrown": (0.25, 0.2),
                "eyeSquint": (0.35, 0.3),
            },
        ),
        Variant(0.25, {**_AFRAID, "jawOpen": (0.35, 0.95), "mouthStretch": (0.4, 0.4), "mouthFrown": (0.2, 0.2)}),
        Variant(
            0.2,
            {
                **_AFRAID,
                "mouthStretch": (0.7, 0.6),
                "mouthPress": (0.3, 0.3),
                "eyeSquint": (0.3, 0.3),
                "mouthFrown": (0.4, 0.3),
            },
        ),
    ),
    "contempt": (Variant(1.0, {}),),  # on one side: see `_contempt`
    "neutral": (Variant(1.0, {}),),
}

# what a face does that is no expression, though many a recogniser takes it for one; (share, units)
RESTING: dict[str, Variant] = {
    "at rest": Variant(0.22, {}),
    "speaking": Variant(
        0.2,
        {
            "jawOpen": (0.28, 0.6),
            "mouthFunnel": (0.5, 0.35),
            "mouthPucker": (0.55, 0.35),
            "mouthStretch": (0.25, 0.3),
            "mouthLowerDown": (0.4, 0.4),
            "mouthUpperUp": (0.25, 0.3),
            "mouthRollLower": (0.4, 0.2),
            "mouthPress": (0.4, 0.15),
            "mouthShrugUpper": (0.3, 0.2),
            "browInnerUp": (0.3, 0.12),
            "browOuterUp": (0.3, 0.12),
            "eyeBlink": (0.8, 0.08),
        },
    ),
    "chewing": Variant(
        0.05, {"jawOpen": (0.15, 0.5), "mouthPress": (0.6, 0.6), "cheekPuff": (0.5, 0.4), "mouthRollLower": (0.4, 0.4)}
    ),
    "squinting": Variant(
        0.07, {"eyeSquint": (0.9, 1), "cheekSquint": (0.6, 0.7), "browDown": (0.35, 0.5), "mouthUpperUp": (0.15, 0.3)}
    ),
    "looking down": Variant(0.1, {"eyeLookDown": (1.0, 1), "eyeBlink": (0.4, 0.9)}),
    "pursed lips": Variant(
        0.05,
        {"mouthPress": (0.7, 0.7), "mouthPucker": (0.4, 0.5), "mouthRollLower": (0.4, 0.4), "mouthDimple": (0.3, 0.3)},
    ),
    "sad at rest": Variant(0.07, {"mouthFrown": (0.35, 1), "browInnerUp": (0.15, 0.3)}),
    "stern at rest": Variant(0.05, {"browDown": (0.3, 1), "mouthPress": (0.25, 0.4)}),
    "blink": Variant(0.09, {"eyeBlink": (1.0, 1)}),
    "yawn": Variant(
        0.03,
        {
            "jawOpen": (0.9, 1),
            "eyeSquint": (0.7, 0.7),
            "eyeBlink": (0.6, 0.6),
            "browInnerUp": (0.3, 0.3),
            "noseSneer": (0.2, 0.3),
        },
    ),
    "concentrating": Variant(
        0.05, {"browDown": (0.4, 1), "eyeSquint": (0.4, 0.6), "mouthPress": (0.4, 0.4), "mouthRollLower": (0.3, 0.3)}
    ),
}
# how a crowd calls some of them: share of the label that is not neutral
_TAKEN_FOR = {
    "sad at rest": ("sadness", 0.12),
    "stern at rest": ("anger", 0.12),
    "concentrating": ("anger", 0.15),
    "yawn": ("surprise", 0.1),
}

_JUST_VISIBLE, _CERTAIN = 0.1, 0.35  # strength at which a label begins to leave neutral, and is all the expression
_SMOOTHING = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Expressions:
    """What B faces do.

    Attributes:
        weights: (B, U) float32, of the shapes of the model.
        labels: (B, 8) float32, sum 1.
        expression: (B,) int64, index of what was meant.
        strength: (B,) float32, 0 to about 1.1; 0 where nothing was meant.
        resting: (B,) of the names in `RESTING`, "" elsewhere.
    """

    weights: Array
    labels: Array
    expression: NDArray[np.int64]
    strength: Array
    resting: NDArray[np.str_]


class Repertoire:
    """Draws expressions for a face model with the given shapes."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._at = {name: i for i, name in enumerate(names)}
        self._n = len(names)

    def draw(self, expression: NDArray[np.int64], rng: Generator, strength: Array | None = None) -> Expressions:
        """One face for each entry of `expression` (B,); strengths are drawn unless given."""
        n = len(expression)
        drawn = np.clip(rng.beta(1.6, 1.3, n) * 1.0 + 0.12, 0, 1.12) if strength is None else strength
        neutral = expression == 0
        strength = np.where(neutral, 0, drawn).astype(np.float32)
        weights = np.zeros((n, self._n), np.float32)
        resting = np.full(n, "", dtype="U16")
        asymmetry = np.abs(rng.normal(0, 0.15, n))
        for index, name in enumerate(EXPRESSIONS):
            rows = np.flatnonzero(expression == index)
            if name == "neutral":
                resting[rows] = self._rest(weights, rows, asymmetry, rng)
            elif name == "contempt":
                self._contempt(weights, rows, strength, rng)
            else:
                self._show(weights, rows, VARIANTS[name], strength, asymmetry, rng)
        self._everyday(weights, expression, rng)
        return Expressions(weights, labels_of(expression, strength, resting), expression, strength, resting)

    def _show(
        self,
        weights: Array,
        rows: NDArray[np.int64],
        variants: tuple[Variant, ...],
        strength: Array,
        asymmetry: Array,
        rng: Generator,
    ) -> None:
        shares = np.array([variant.share for variant in variants])
        which = rng.choice(len(variants), len(rows), p=shares / shares.sum())
        for k, variant in enumerate(variants):
            of_it = rows[which == k]
            self._move(weights, of_it, variant.units, strength[of_it], asymmetry[of_it], rng)

    def _move(
        self,
        weights: Array,
        rows: NDArray[np.int64],
        units: dict[str, tuple[float, float]],
        strength: Array,
        asymmetry: Array,
        rng: Generator,
    ) -> None:
        for unit, (full, chance) in units.items():
            value = strength * full * rng.uniform(0.6, 1.25, len(rows)) * (rng.random(len(rows)) < chance)
            self._add(weights, rows, unit, value, rng.normal(0, 1, len(rows)) * asymmetry)

    def _add(self, weights: Array, rows: NDArray[np.int64], unit: str, value: NDArray[Any], lean: NDArray[Any]) -> None:
        if unit in PAIRED:
            weights[rows, self._at[unit + "_L"]] += value * np.exp(lean)
            weights[rows, self._at[unit + "_R"]] += value * np.exp(-lean)
        else:
            weights[rows, self._at[unit]] += value

    def _contempt(self, weights: Array, rows: NDArray[np.int64], strength: Array, rng: Generator) -> None:
        """One corner of the mouth: tightened or raised (unilateral 14 or 12), the head's turn is left to the camera."""
        units = {
            "mouthSmile": (0.6, 0.75),
            "mouthDimple": (1.0, 0.92),
            "mouthPress": (0.5, 0.6),
            "cheekSquint": (0.35, 0.35),
        }
        units |= {"mouthUpperUp": (0.35, 0.25), "browOuterUp": (0.35, 0.15), "eyeSquint": (0.35, 0.3)}
        side = np.where(rng.random(len(rows)) < 0.5, 1.0, -1.0)
        for unit, (full, chance) in units.items():
            value = strength[rows] * full * rng.uniform(0.6, 1.25, len(rows)) * (rng.random(len(rows)) < chance)
            self._add(weights, rows, unit, value * 0.32, side * 1.15)
        pull = strength[rows] * rng.uniform(0, 0.25, len(rows))
        weights[rows, self._at["mouthLeft"]] += np.where(side > 0, pull, 0)
        weights[rows, self._at["mouthRight"]] += np.where(side < 0, pull, 0)

    def _rest(self, weights: Array, rows: NDArray[np.int64], asymmetry: Array, rng: Generator) -> NDArray[np.str_]:
        names = list(RESTING)
        shares = np.array([RESTING[name].share for name in names])
        which = rng.choice(len(names), len(rows), p=shares / shares.sum())
        for k, name in enumerate(names):
            of_it = rows[which == k]
            strength = rng.uniform(0.5, 1.0, len(of_it)).astype(np.float32)
            self._move(weights, of_it, RESTING[name].units, strength, asymmetry[of_it], rng)
        return np.array(names)[which]

    def speech(self, n: int, rng: Generator) -> Array:
        """(n, U) shapes of a mouth in the middle of a word."""
        weights, rows = np.zeros((n, self._n), np.float32), np.arange(n)
        even = np.zeros(n, np.float32)
        self._move(weights, rows, RESTING["speaking"].units, even + 1, even, rng)
        return weights

    @property
    def lids(self) -> list[int]:
        """Which shapes close the eyes."""
        return [self._at["eyeBlink_L"], self._at["eyeBlink_R"]]

    def _everyday(self, weights: Array, expression: NDArray[np.int64], rng: Generator) -> None:
        """What happens beside any expression: gaze, a blink, a word, small movements of anything."""
        n = len(weights)
        every = np.arange(n)
        at = self._at
        across, up = rng.normal(0, 0.25, n), rng.normal(0, 0.2, n)
        for one, other, value in (("Out_L", "In_R", across), ("In_L", "Out_R", -across)):
            weights[:, at["eyeLook" + one]] += np.maximum(value, 0)
            weights[:, at["eyeLook" + other]] += np.maximum(value, 0)
        zero = np.zeros(n)
        self._add(weights, every, "eyeLookUp", np.maximum(up, 0), zero)
        self._add(weights, every, "eyeLookDown", np.maximum(-up, 0), zero)
        wide = np.isin(expression, [EXPRESSIONS.index("surprise"), EXPRESSIONS.index("fear")])
        blink = rng.uniform(0.3, 1.0, n) * (rng.random(n) < np.where(wide, 0.01, 0.04))
        self._add(weights, every, "eyeBlink", blink, zero)
        talks = np.flatnonzero((rng.random(n) < 0.12) & (expression > 0))
        weights[talks] += 0.6 * self.speech(len(talks), rng)
        weights += np.where(rng.random(weights.shape) < 0.1, rng.uniform(0, 0.07, weights.shape), 0)
        for side in ("_L", "_R"):  # lids can close only once
            shut, squint, wide_open = (weights[:, at[name + side]] for name in ("eyeBlink", "eyeSquint", "eyeWide"))
            weights[:, at["eyeWide" + side]] = np.where(shut > 0.3, 0.2 * wide_open, wide_open)
            weights[:, at["eyeBlink" + side]] = np.minimum(shut, np.maximum(0, 1 - 0.5 * squint))
        np.clip(weights, 0, 1.5, out=weights)


def labels_of(expression: NDArray[np.int64], strength: Array, resting: NDArray[np.str_]) -> Array:
    """(B, 8) what a crowd would say: the weaker an expression, the more of it is neutral."""
    n = len(expression)
    seen = np.clip((strength - _JUST_VISIBLE) / (_CERTAIN - _JUST_VISIBLE), 0, 1)
    labels = np.zeros((n, N_EXPRESSIONS), np.float32)
    labels[np.arange(n), expression] = np.where(expression == 0, 1, seen)
    labels[:, 0] += np.where(expression == 0, 0, 1 - seen)
    for name, (taken_for, share) in _TAKEN_FOR.items():
        rows = resting == name
        labels[rows, 0] -= share
        labels[rows, EXPRESSIONS.index(taken_for)] += share
    return np.asarray((1 - _SMOOTHING) * labels + _SMOOTHING / N_EXPRESSIONS, dtype=np.float32)
