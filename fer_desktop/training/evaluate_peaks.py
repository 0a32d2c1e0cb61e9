"""From rest to the peak of an expression: how many sequences end right. `training.evaluate --peaks FILE ...`.

So many of 40, with all seven expressions alike; the last frame counts, answers are among eight. Calibrated is with the
first frame as the neutral face. Intervals are of people resampled.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.baseline import baseline_of, calibrated
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.errors import DataError
from fer_desktop.training.data import crop_matrix, picture_matrix
from fer_desktop.training.evaluate_clips import run_track
from fer_desktop.training.render.peaks import load_peaks
from fer_desktop.vision.preprocess import warp_face
from fer_desktop.vision.weights import load_network

_OF = 40
_RESAMPLED, _SEED = 2000, 1
_APART = 1_000_000  # between the numbers of people of two files


def evaluate_peaks(paths: Sequence[Path], weights: Path) -> dict[str, Any]:
    """Each way to read the sequences: of 40, its interval, and the share of each expression.

    Raises:
        DataError: the weights know no neutral faces.
    """
    network, manifest = load_network(weights)
    calibration, side_px = manifest.neutral_calibration("balanced"), manifest.network.input_px
    if calibration is None:
        raise DataError(f"{weights} cannot be calibrated.", "Run training.baselines first.")
    said: dict[str, list[int]] = {}
    persons, shown = [], []
    for k, peaks in enumerate(map(load_peaks, paths)):
        matrix = crop_matrix(picture_matrix(peaks.pictures.shape[-1], peaks.field), side_px)
        for pictures, times_s in zip(peaks.pictures, peaks.times_s, strict=True):
            crops = np.stack([warp_face(picture, matrix, side_px) for picture in pictures])
            track = run_track(network, crops, times_s, np.zeros((len(times_s), len(EXPRESSIONS))))
            own = baseline_of(track.raw[:1], "file")
            answers = {"CNN": track.raw[-1], "CNN and GRU": track.scores[-1]}
            answers |= {f"calibrated: {name}": calibrated(answer, own, calibration) for name, answer in answers.items()}
            for name, answer in answers.items():
                said.setdefault(name, []).append(int(answer.argmax()))
        persons.append(peaks.person + k * _APART)
        shown.append(peaks.expression)
    person, truth = np.concatenate(persons), np.concatenate(shown)
    ways = {name: _figures(np.array(answers) == truth, truth, person) for name, answers in said.items()}
    return {"model_id": manifest.model_id, "sequences": len(truth), "people": len(np.unique(person)), "ways": ways}


def _figures(right: NDArray[np.bool_], truth: NDArray[np.int64], person: NDArray[np.int64]) -> dict[str, Any]:
    names = np.unique(person)
    hits = np.array([[right[(person == one) & (truth == i)].mean() for i in np.unique(truth)] for one in names])
    drawn = np.random.default_rng(_SEED).integers(0, len(names), (_RESAMPLED, len(names)))
    low, high = np.percentile(hits[drawn].mean(axis=(1, 2)), (2.5, 97.5))
    recalls = dict(zip((EXPRESSIONS[i] for i in np.unique(truth)), hits.mean(axis=0).tolist(), strict=True))
    return {"of_40": _OF * float(hits.mean()), "interval": (_OF * float(low), _OF * float(high)), "recall": recalls}


def print_peaks(result: dict[str, Any]) -> None:
    """As a table."""
    print("; ".join(f"{name} {result[name]}" for name in ("model_id", "sequences", "people")))
    print(f"of 40 so many end right (95 %)  {' '.join(f'{name[:9]:>9}' for name in EXPRESSIONS[1:])}")
    for name, figures in result["ways"].items():
        low, high = figures["interval"]
        recalls = " ".join(f"{share:9.2f}" for share in figures["recall"].values())
        print(f"{figures['of_40']:5.1f} ({low:.1f} to {high:.1f})              {recalls}  {name}")
