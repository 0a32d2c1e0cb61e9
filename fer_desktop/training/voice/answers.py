"""What networks said of the speaker that they were not trained on, as `training.voice.protocol` keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fer_desktop.training.voice.corpus import SPEAKERS
from fer_desktop.voice.manifest import CLASSES

Way = Literal["whole", "live"]
STATISTICS = "statistics"  # the answers of the layer over statistics, among those of the variants of the network
RECOGNISER = "recogniser"  # both parts of what ships
WITHOUT_GRU = "without-gru"  # the same as `RECOGNISER`, of a network without one
NETWORK_SHARE = 0.5  # of the network's logits, beside the 1 of the statistics: they are more certain than right
_PARTS = {
    RECOGNISER: (("gru-attention", NETWORK_SHARE), (STATISTICS, 1.0)),
    WITHOUT_GRU: (("attention", NETWORK_SHARE), (STATISTICS, 1.0)),
}


def load_answers(
    folder: Path, variant: str, way: Way, speakers: Sequence[str] = SPEAKERS
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """(N, C) logits and (N,) labels of the speakers, where they are there, one after the other.

    Those of `RECOGNISER` and `WITHOUT_GRU` are the sum of both of their parts.

    Args:
        way: With the level of the whole utterance, or as it was known until then.
    """
    if variant in _PARTS:
        there = [speaker for speaker in speakers if speaker in answered(folder, variant)]
        parts = [(share, load_answers(folder, part, way, there)) for part, share in _PARTS[variant]]
        return np.sum([share * logits for share, (logits, _) in parts], axis=0), parts[0][1][1]
    logits, labels = [], []
    for speaker in speakers:
        path = folder / variant / f"{speaker}.npz"
        if path.exists():
            with np.load(path) as data:
                logits.append(data[way])
                labels.append(data["labels"])
    if not logits:
        raise FileNotFoundError(f"no answers in {folder / variant}")
    return np.concatenate(logits), np.concatenate(labels)


def answered(folder: Path, variant: str) -> tuple[str, ...]:
    """The speakers that are there."""
    if variant in _PARTS:
        parts = [set(answered(folder, part)) for part, _ in _PARTS[variant]]
        return tuple(speaker for speaker in SPEAKERS if all(speaker in part for part in parts))
    return tuple(speaker for speaker in SPEAKERS if (folder / variant / f"{speaker}.npz").exists())


def recalls(answers: NDArray[np.integer[Any]], labels: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
    """(C,) share of each class that was recognised, NaN for those without utterances; their mean is the UAR."""
    n_classes = len(CLASSES)
    right = np.bincount(labels[answers == labels], minlength=n_classes)
    total = np.bincount(labels, minlength=n_classes)
    return np.where(total > 0, right / np.maximum(total, 1), np.nan)
