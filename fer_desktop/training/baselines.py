"""How a person's own neutral face is used: ``python -m fer_desktop.training.baselines --data FOLDER --sittings FILE``.

Measures the mean logits of the neutral photographs of the training data (the reference), chooses the calibration on
people who sit still before one camera (`--sittings`, of `render.sittings`), and prints what it does on them and on
those that nothing was chosen on (`--judged`; `--stretches` of two seconds), with people resampled: with one gain or
another, with one neutral picture or three, with the automatic baseline, with a smile by mistake (`training.references`
says how often that is refused), and with a gain for each expression that was fitted on the sittings. *To the peak*: of
a person's neutral picture and one of a clear expression the second is read right. `--write` keeps reference and
calibration in the manifest of the weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fer_desktop.core.baseline import Calibration, logits_of
from fer_desktop.core.expressions import EXPRESSIONS, HAPPINESS, NEUTRAL
from fer_desktop.paths import weights_dir
from fer_desktop.training.crops import clean_crops, cnn_logits
from fer_desktop.training.data import FerPlus, load_fer_plus
from fer_desktop.training.evaluate import aligned_file
from fer_desktop.training.render.sittings import ELSEWHERE, load_sittings
from fer_desktop.training.render.stretches import load_stretches
from fer_desktop.training.seated import Array, People, look_at
from fer_desktop.training.ways_to_calibrate import (
    Way,
    are_calm,
    chosen_calibration,
    read_by,
    recalls_of,
    ways_of,
)
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.manifest import NeutralFacts, read_manifest
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.weights import load_network
from fer_desktop.weight_file import write_description

_RESAMPLED = 2000
_FULL = 0.9  # strength of a peak that is held back by nothing


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one way to calibrate; `others` says, in words, how sure some are, and what else stays neutral."""

    name: str
    uar: float
    recalls: tuple[float, ...]
    calm: float
    gain_95: tuple[float, float]
    others: str


def row_of(
    name: str, people: People, way: Way, cases: NDArray[np.bool_], rng: Generator, other: Way = lambda _, p: p
) -> Row:
    """Recalls, UAR, how calm neutral faces are, and the gain in UAR over the other way with people resampled."""
    persons, truth = people.person[cases], people.truth[cases]
    before, after = (read_by(people, each, cases) for each in (other, way))
    right = after.argmax(axis=1) == truth
    recalls = recalls_of(right, truth)
    differences = _resampled(persons, truth, (before.argmax(axis=1) == truth, right), rng)
    low, high = np.percentile(differences, (2.5, 97.5))
    is_calm = are_calm(after[truth == 0])
    others = [
        _sure("neutral", right[truth == 0], persons[truth == 0], rng),
        _sure("happiness", right[truth == HAPPINESS], persons[truth == HAPPINESS], rng),
        _sure("calm", is_calm, persons[truth == 0], rng),
        _to_the_peak(right, truth, people.strength[cases]),
        *_called_neutral(people, way),
    ]
    interval = (float(low), float(high))
    return Row(
        name, float(recalls.mean()), tuple(map(float, recalls)), float(is_calm.mean()), interval, "; ".join(others)
    )


def _sure(name: str, values: NDArray[np.bool_], persons: NDArray[np.int64], rng: Generator) -> str:
    """A share and its 95 % interval, people resampled."""
    place = np.unique(persons, return_inverse=True)[1]
    hits, n = np.bincount(place, values), np.bincount(place)
    weights = rng.multinomial(len(n), np.full(len(n), 1 / len(n)), _RESAMPLED)
    low, high = np.percentile((weights @ hits) / np.maximum(weights @ n, 1), (2.5, 97.5))
    return f"{name} {values.mean():.2f} ({low:.2f} to {high:.2f})"


def _to_the_peak(right: NDArray[np.bool_], truth: NDArray[np.int64], strength: Array) -> str:
    """Of a neutral picture and one that shows something, how often the second is read right."""
    clear, full = truth > 0, (truth > 0) & (strength >= _FULL)
    return f"to the peak {right[clear].sum()} of {clear.sum()}, a full one {right[full].sum()} of {full.sum()}"


def _called_neutral(people: People, way: Way) -> list[str]:
    """Of faces that nobody asked for an expression: in another light, and while they speak."""
    result = []
    for kind in (ELSEWHERE, "speaking"):
        rows = np.flatnonzero(people.kind == kind)
        told = [way(int(people.person[i]), people.probabilities[[i]]).argmax() == 0 for i in rows]
        result += [f"{kind} called neutral {np.mean(told):.2f}"] if told else []
    return result


def _resampled(
    persons: NDArray[np.int64],
    truth: NDArray[np.int64],
    rights: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    rng: Generator,
) -> Array:
    """Differences of UAR with people drawn again and again."""
    ids, place = np.unique(persons, return_inverse=True)
    n, classes = np.zeros((len(ids), len(EXPRESSIONS))), len(EXPRESSIONS)
    hits = np.zeros((2, len(ids), classes))
    np.add.at(n, (place, truth), 1)
    for k, right in enumerate(rights):
        np.add.at(hits[k], (place[right], truth[right]), 1)
    weights = rng.multinomial(len(ids), np.full(len(ids), 1 / len(ids)), _RESAMPLED)
    recall = (weights @ hits) / np.maximum(weights @ n, 1)
    return np.asarray((recall[1] - recall[0]).mean(axis=1))


def reference_logits(data: FerPlus, cnn: FaceCnn, side_px: int, most: int, lowered: float = 0.0) -> tuple[float, ...]:
    """(8,) mean logits of at most so many neutral training photographs.

    Neutral gets back what it was lowered by: whose own face at rest is known needs no such help.
    """
    neutral = np.flatnonzero(data.majority & (data.labels.argmax(axis=1) == 0))
    chosen = np.random.default_rng(0).permutation(neutral)[:most]
    some = replace(data, **{name: getattr(data, name)[chosen] for name in ("images", "labels", "majority", "matrices")})
    values: Any = logits_of(softmax(cnn_logits(cnn, clean_crops(some, side_px)).numpy())).mean(axis=0)
    values[NEUTRAL] += lowered
    return tuple(round(float(value), 4) for value in values)


def main() -> None:
    """Command line; see --help."""
    arguments = _options().parse_args()
    network, manifest = load_network(arguments.weights)
    side_px = manifest.network.input_px
    archive = arguments.data / "ferplus.npz"
    data = load_fer_plus(archive, aligned_file(archive, arguments.aligned), "training")
    lowered = manifest.calibration.get("neutral_lowered", 0.0)
    reference = reference_logits(data, network.cnn, side_px, arguments.most, lowered)
    print("reference:", " ".join(f"{value:.2f}" for value in reference))
    fitted = {path.name: look_at(load_sittings(path), network.cnn, side_px) for path in arguments.sittings}
    chosen = chosen_calibration(list(fitted.values()), reference)
    print(f"chosen: gain {chosen.gain:g}, half of it at {chosen.half_at:g}; mixing, from the row to the column:")
    for label, row in zip(EXPRESSIONS, chosen.mixing, strict=True):
        print(f"{label:>12} " + " ".join(f"{value:6.2f}" for value in row))
    judged = {path.name: look_at(load_sittings(path), network.cnn, side_px) for path in arguments.judged}
    judged |= {path.name: look_at(load_stretches(path), network.cnn, side_px) for path in arguments.stretches}
    for name, people in (fitted | judged).items():
        _print(name, _rows(people, chosen))
    if arguments.write:
        known = manifest.neutral or NeutralFacts(reference=reference, gain=chosen.gain)
        neutral = replace(known, reference=reference, gain=chosen.gain, half_at=chosen.half_at, mixing=chosen.mixing)
        write_description(arguments.weights, replace(read_manifest(arguments.weights), neutral=neutral))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.baselines", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--sittings", type=Path, nargs="+", required=True, help="people whom it is chosen on")
    parser.add_argument("--judged", type=Path, nargs="*", default=[], help="sittings that nothing is chosen on")
    parser.add_argument("--stretches", type=Path, nargs="*", default=[], help="the same, of render.stretches")
    parser.add_argument("--most", type=int, default=2000, help="neutral training photographs (2000)")
    parser.add_argument("--write", action="store_true", help="keep reference and calibration in the manifest")
    return parser


def _rows(people: People, chosen: Calibration) -> list[Row]:
    rng = np.random.default_rng(0)
    rows = []
    for name, (way, n) in ways_of(people, chosen).items():
        cases = (people.truth >= 0) & ~people.references(n)
        rows.append(row_of(name, people, way, cases, rng))
    return rows


def _print(name: str, rows: Sequence[Row]) -> None:
    print(f"\n{name:<34} UAR   gain (95 %)      calm " + " ".join(f"{label[:8]:>8}" for label in EXPRESSIONS))
    for row in rows:
        recalls = " ".join(f"{value:8.2f}" for value in row.recalls)
        print(f"{row.name:<33} {row.uar:.3f}  {row.gain_95[0]:+.3f} {row.gain_95[1]:+.3f}  {row.calm:5.2f} {recalls}")
    for row in rows:
        print(f"{row.name:<33} {row.others}")


if __name__ == "__main__":
    main()
