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


def load_answers(
    folder: Path, variant: str, way: Way, speakers: Sequence[str] = SPEAKERS
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """(N, C) logits and (N,) labels of the speakers, where they are there, one after the other.

    Args:
        way: With the level of the whole utterance, or as it was known until then.
    """
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
    return tuple(speaker for speaker in SPEAKERS if (folder / variant / f"{speaker}.npz").exists())


def recalls(answers: NDArray[np.integer[Any]], labels: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
    """(C,) share of each class that was recognised, NaN for those without utterances; their mean is the UAR."""
    n_classes = len(CLASSES)
    right = np.bincount(labels[answers == labels], minlength=n_classes)
    total = np.bincount(labels, minlength=n_classes)
    return np.where(total > 0, right / np.maximum(total, 1), np.nan)
