"""Clips, of which two raters said what the face shows: `training.evaluate --coded FOLDER`.

`coded_clips.csv` holds their codes for 322 moments of the clips, drawn at even distances; they saw the moment large,
0.3 s before and after it small, in an order drawn at random, and no answer of any program. The raters are two runs
of a general model of language and pictures, not people. A moment counts where both say the same of the eight
expressions. Moments of one clip are of one person: intervals are of clips resampled.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score

from fer_desktop.core.expressions import EXPRESSIONS, NEGATIVE, NEUTRAL
from fer_desktop.errors import DataError
from fer_desktop.training.clips import clip_paths, main_face, reference, unhurried
from fer_desktop.training.coded_calibrated import CodedClip, print_calibrated, read_automatically, read_by_hand
from fer_desktop.training.evaluate_clips import run_track
from fer_desktop.training.metrics import report, shifted, wrong_though_sure
from fer_desktop.vision.weights import load_network

PROTOCOL = "moments of clips on whose expression two raters agree; CNN and GRU, answer among 8"
_RESAMPLED, _SEED = 2000, 1


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a clip, and what each rater said of it: an expression, `other` or `unclear`."""

    clip: str
    time_s: float
    codes: tuple[str, str]

    @property
    def agreed(self) -> int | None:
        """The expression on which both agree, as its place in `EXPRESSIONS`; None where there is none."""
        first, second = self.codes
        return EXPRESSIONS.index(first) if first == second and first in EXPRESSIONS else None


def coded_moments() -> list[Moment]:
    """All of them, in order of clip and time."""
    text = (files("fer_desktop.training") / "coded_clips.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return [Moment(row["clip"], float(row["time_s"]), (row["first"], row["second"])) for row in rows]


def evaluate_coded(folder: Path, weights: Path) -> dict[str, Any]:
    """Accuracy, UAR, calibration and confusion, and how often a face at rest looks negative.

    Raises:
        DataError: none of the clips is in the folder.
    """
    network, manifest = load_network(weights)
    (own, _), moments = load_network(weights, "photographs"), coded_moments()
    answers: dict[str, list[NDArray[np.float64]]] = defaultdict(list)
    truth, clips, coded = [], [], []
    for path in clip_paths(folder):
        wanted = [moment for moment in moments if moment.clip == path.name and moment.agreed is not None]
        if not wanted:
            continue
        print(path.name, file=sys.stderr, flush=True)
        crops, times = main_face(path, manifest.network.input_px)
        alone = unhurried(network.cnn, crops).astype(np.float64)
        track = run_track(network, crops, times, reference(times, alone))
        rows = [int(np.abs(times - moment.time_s).argmin()) for moment in wanted]
        answers["both"].append(track.scores[rows])
        answers["photographs"].append(run_track(own, crops, times, track.reference).scores[rows])
        answers["alone"].append(track.raw[rows])
        answers["mirrored"].append(alone[rows])
        coded.append(CodedClip(track, np.array(rows), np.array([moment.agreed for moment in wanted])))
        truth += [moment.agreed for moment in wanted]
        clips += [path.name] * len(wanted)
    if not truth:
        raise DataError(f"{folder} holds none of the clips that were coded.", "Name the folder of the clips.")
    labels, both, alone = np.array(truth), np.concatenate(answers["both"]), np.concatenate(answers["alone"])
    low, high = _interval(both, labels, np.array(clips))
    calibration = manifest.neutral_calibration("balanced")
    return {
        "model_id": manifest.model_id,
        "protocol": PROTOCOL,
        "raters_kappa": _kappa(moments),
        **report(both, labels),
        "uar_interval": (low, high),
        "negative_at_rest": float(np.isin(both[labels == NEUTRAL].argmax(axis=1), NEGATIVE).mean()),
        "above_0.8": wrong_though_sure(both, labels),
        "cnn_alone": report(alone, labels),
        "with_mirror_image": report(np.concatenate(answers["mirrored"]), labels),
        "as_in_photographs": report(
            shifted(np.concatenate(answers["photographs"]), manifest.reading("photographs").shift), labels
        ),
        "by_hand": read_by_hand(coded, calibration) if calibration else {"n": 0},
        "automatic": read_automatically(coded, calibration) if calibration else {"n": 0},
    }


def _kappa(moments: list[Moment]) -> float:
    """Cohen's kappa of the raters, over all moments and codes."""
    first, second = zip(*(moment.codes for moment in moments), strict=True)
    return float(cohen_kappa_score(first, second))


def _interval(answers: NDArray[np.float64], truth: NDArray[np.int_], clips: NDArray[np.str_]) -> tuple[float, float]:
    """95% of the UAR, whole clips resampled."""
    rng, names = np.random.default_rng(_SEED), np.unique(clips)
    rows = {name: np.flatnonzero(clips == name) for name in names}
    values = []
    for _ in range(_RESAMPLED):
        chosen = np.concatenate([rows[name] for name in rng.choice(names, len(names))])
        values.append(report(answers[chosen], truth[chosen])["uar"])
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def print_coded(result: dict[str, Any]) -> None:
    """What the table of expressions does not say."""
    low, high = result["uar_interval"]
    print(f"\nUAR, clips resampled: {low:.3f} to {high:.3f}; kappa of the raters {result['raters_kappa']:.3f}")
    print(f"negative on top of faces that both call neutral: {result['negative_at_rest']:.3f}")
    print_calibrated(result)
