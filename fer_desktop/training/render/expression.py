"""Expressions as people make them: how far the muscles of one face move, and what a viewer would call it.

Labels are distributions: a weak expression is partly neutral.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS, N_EXPRESSIONS
from fer_desktop.training.render.repertoire import PAIRED, RESTING, VARIANTS, Variant

Array = NDArray[np.float32]

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

    @property
    def gaze(self) -> list[int]:
        """Which shapes turn the eyes."""
        return [index for name, index in self._at.items() if name.startswith("eyeLook")]

    def look(self, weights: Array, across: NDArray[Any], up: NDArray[Any]) -> None:
        """Turn both eyes of (B, U) weights by (B,) weights: across to the person's left, and up."""
        every, even = np.arange(len(weights)), np.zeros(len(weights))
        for one, other, value in (("Out_L", "In_R", across), ("In_L", "Out_R", -across)):
            weights[:, self._at["eyeLook" + one]] += np.maximum(value, 0)
            weights[:, self._at["eyeLook" + other]] += np.maximum(value, 0)
        self._add(weights, every, "eyeLookUp", np.maximum(up, 0), even)
        self._add(weights, every, "eyeLookDown", np.maximum(-up, 0), even)

    def _everyday(self, weights: Array, expression: NDArray[np.int64], rng: Generator) -> None:
        """What happens beside any expression: gaze, a blink, a word, small movements of anything."""
        n = len(weights)
        every = np.arange(n)
        across, up = rng.normal(0, 0.25, n), rng.normal(0, 0.2, n)
        self.look(weights, across, up)
        zero = np.zeros(n)
        wide = np.isin(expression, [EXPRESSIONS.index("surprise"), EXPRESSIONS.index("fear")])
        blink = rng.uniform(0.3, 1.0, n) * (rng.random(n) < np.where(wide, 0.01, 0.04))
        self._add(weights, every, "eyeBlink", blink, zero)
        talks = np.flatnonzero((rng.random(n) < 0.12) & (expression > 0))
        weights[talks] += 0.6 * self.speech(len(talks), rng)
        weights += np.where(rng.random(weights.shape) < 0.1, rng.uniform(0, 0.07, weights.shape), 0)
        at = self._at
        for side in ("_L", "_R"):  # lids can close only once
            shut, squint, wide_open = (weights[:, at[name + side]] for name in ("eyeBlink", "eyeSquint", "eyeWide"))
            weights[:, at["eyeWide" + side]] = np.where(shut > 0.3, 0.2 * wide_open, wide_open)
            weights[:, at["eyeBlink" + side]] = np.minimum(shut, np.maximum(0, 1 - 0.5 * squint))
        np.clip(weights, 0, 1.5, out=weights)


def visible(strength: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """(B,) share of a crowd that sees an expression of (B,) strengths."""
    return np.clip((strength - _JUST_VISIBLE) / (_CERTAIN - _JUST_VISIBLE), 0, 1)


def labels_of(expression: NDArray[np.int64], strength: Array, resting: NDArray[np.str_]) -> Array:
    """(B, 8) what a crowd would say: the weaker an expression, the more of it is neutral."""
    n = len(expression)
    seen = visible(strength)
    labels = np.zeros((n, N_EXPRESSIONS), np.float32)
    labels[np.arange(n), expression] = np.where(expression == 0, 1, seen)
    labels[:, 0] += np.where(expression == 0, 0, 1 - seen)
    for name, (taken_for, share) in _TAKEN_FOR.items():
        rows = resting == name
        labels[rows, 0] -= share
        labels[rows, EXPRESSIONS.index(taken_for)] += share
    return np.asarray((1 - _SMOOTHING) * labels + _SMOOTHING / N_EXPRESSIONS, dtype=np.float32)
