"""Coded moments of clips read against a neutral face of the same clip. Part of `training.evaluate --coded`.

*By hand*: half a second around one moment that both raters call neutral is the neutral face; other moments of the clip
that are at least a second away are read, and this is done again with other neutral moments. *Automatic*: the baseline
that nobody asked for, of whole recordings, in the clips that are long enough for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fer_desktop.core.automatic_baseline import baseline_of_rows
from fer_desktop.core.baseline import Calibration, baseline_of, calibrated
from fer_desktop.core.expressions import EXPRESSIONS, NEUTRAL
from fer_desktop.training.against_smoothing import Track

_DRAWN, _SEED = 24, 1
_AROUND_S, _APART_S = 0.25, 1.0

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CodedClip:
    """What the network says of a clip, and what both raters say of some of its moments.

    Attributes:
        rows: (M,) places of the moments in `track`. labels: (M,) places in EXPRESSIONS.
    """

    track: Track
    rows: NDArray[np.int64]
    labels: NDArray[np.int64]

    @property
    def said(self) -> Array:
        """(M, 8) of CNN and GRU at the moments."""
        return np.asarray(self.track.scores[self.rows])


def read_by_hand(clips: Sequence[CodedClip], calibration: Calibration) -> dict[str, Any]:
    """Means over the draws: moments, accuracy and recalls, not calibrated and calibrated."""
    rng = np.random.default_rng(_SEED)
    draws = [_one_draw(clips, calibration, rng) for _ in range(_DRAWN)]
    if not any(len(labels) for labels, _, _ in draws):
        return {"n": 0}
    return {
        "n": float(np.mean([len(labels) for labels, _, _ in draws])),
        "not_calibrated": _mean([_figures(labels, before) for labels, before, _ in draws]),
        "calibrated": _mean([_figures(labels, after) for labels, _, after in draws]),
    }


def _one_draw(
    clips: Sequence[CodedClip], calibration: Calibration, rng: Generator
) -> tuple[NDArray[np.int64], Array, Array]:
    none = np.empty((0, len(EXPRESSIONS)))
    labels, before, after = [np.empty(0, np.int64)], [none], [none]
    for clip in clips:
        neutral = clip.rows[clip.labels == NEUTRAL]
        if not len(neutral):
            continue
        times = clip.track.times_s
        at_s = times[rng.choice(neutral)]
        own = baseline_of(clip.track.raw[np.abs(times - at_s) <= _AROUND_S], "range")
        others = np.abs(times[clip.rows] - at_s) >= _APART_S
        labels.append(clip.labels[others])
        before.append(clip.said[others])
        after.append(calibrated(clip.said[others], own, calibration))
    return np.concatenate(labels), np.concatenate(before), np.concatenate(after)


def read_automatically(clips: Sequence[CodedClip], calibration: Calibration) -> dict[str, Any]:
    """Clips, moments, accuracy and recalls, not calibrated and calibrated."""
    owns = [baseline_of_rows(c.track.times_s, c.track.raw, np.ones(len(c.track.raw))) for c in clips]
    known = [(clip, own) for clip, own in zip(clips, owns, strict=True) if own is not None]
    if not known:
        return {"n": 0}
    labels = np.concatenate([clip.labels for clip, _ in known])
    before = np.concatenate([clip.said for clip, _ in known])
    after = np.concatenate([calibrated(clip.said, own, calibration) for clip, own in known])
    return {
        "clips": len(known),
        "n": len(labels),
        "not_calibrated": _figures(labels, before),
        "calibrated": _figures(labels, after),
    }


def _figures(labels: NDArray[np.int64], answers: Array) -> dict[str, float]:
    right = answers.argmax(axis=1) == labels
    recalls = {EXPRESSIONS[i]: float(right[labels == i].mean()) for i in np.unique(labels)}
    return {"accuracy": float(right.mean()), "uar": float(np.mean(list(recalls.values()))), **recalls}


def _mean(draws: Sequence[dict[str, float]]) -> dict[str, float]:
    """Of each figure, over the draws that have it."""
    values: dict[str, list[float]] = defaultdict(list)
    for draw in draws:
        for name, value in draw.items():
            values[name].append(value)
    return {name: float(np.mean(values[name])) for name in ("accuracy", "uar", *EXPRESSIONS) if name in values}


def print_calibrated(result: dict[str, Any]) -> None:
    """The parts that `evaluate_coded` adds where the weights can be calibrated."""
    for name, words in (("by_hand", "read against a neutral moment"), ("automatic", "against the automatic baseline")):
        part = result[name]
        if not part["n"]:
            print(f"{words}: no clip has one")
            continue
        print(f"{words}, {part['n']:.0f} moments" + (f" of {part['clips']} clips" if "clips" in part else ""))
        for way in ("not_calibrated", "calibrated"):
            print(f"{way.replace('_', ' '):>16} " + "  ".join(f"{key} {value:.3f}" for key, value in part[way].items()))
