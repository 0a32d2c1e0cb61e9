"""How a person's own neutral face is used: ``python -m fer_desktop.training.baselines --data FOLDER --sittings FILE``.

Measures the mean logits of the neutral photographs of the training data (the reference), and prints what calibration
does on people who sit still before one camera (`render.sittings`), with people resampled: with gains and shares of the
neutral face, with one neutral picture or three, with the automatic baseline, with a smile by mistake
(`training.references` says how often that is refused), and with a gain for each expression that was fitted on the other
sets. The gain is not tuned for a set: it is the largest of the grid at which, with one neutral picture of each person,
0.97 of the other neutral faces stay neutral in every set. `--write` keeps reference and gain in the manifest of the
weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fer_desktop.core.automatic_baseline import automatic_baseline
from fer_desktop.core.baseline import Baseline, Calibration, baseline_of, calibrated, logits_of
from fer_desktop.core.expressions import EXPRESSIONS, HAPPINESS, NEGATIVE
from fer_desktop.paths import weights_dir
from fer_desktop.training.class_gains import fitted_gains, read_with
from fer_desktop.training.crops import clean_crops, cnn_logits
from fer_desktop.training.data import FerPlus, crop_matrix, load_fer_plus, picture_matrix
from fer_desktop.training.evaluate import aligned_file
from fer_desktop.training.render.sittings import AT_REST, ELSEWHERE, Sittings, load_sittings
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.manifest import NeutralFacts, read_manifest
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.preprocess import warp_face
from fer_desktop.vision.weights import load_network
from fer_desktop.weight_file import write_description

GAINS = (0.8, 1.0, 1.2, 1.5, 2.0)
_NEUTRAL_KEPT, _CALM_VALENCE = 0.97, 0.1
_CLEAR = 0.5  # strength from which on an expression has a name
_RESAMPLED = 2000

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """What the network says of sittings.

    Attributes:
        probabilities: (N, 8) of the CNN.
        truth: (N,) place in EXPRESSIONS; -1 where the picture is no case.
        n_neutral: The first so many neutral pictures of each person are references, not cases.
    """

    sittings: Sittings
    probabilities: Array
    truth: NDArray[np.int64]

    def references(self, n_neutral: int) -> NDArray[np.bool_]:
        """(N,) the pictures that a baseline is made of."""
        chosen = np.zeros(len(self.truth), dtype=bool)
        for person in np.unique(self.sittings.person):
            mine = (self.sittings.person == person) & (self.sittings.kind == AT_REST)
            chosen[np.flatnonzero(mine)[:n_neutral]] = True
        return chosen

    def of(self, person: int, chosen: NDArray[np.bool_]) -> Array:
        """(M, 8) of the chosen pictures of a person."""
        return self.probabilities[chosen & (self.sittings.person == person)]


def look_at(sittings: Sittings, cnn: FaceCnn, side_px: int) -> People:
    """Score every picture."""
    matrix = crop_matrix(picture_matrix(sittings.pictures.shape[1], sittings.field), side_px)
    crops = np.stack([warp_face(picture, matrix, side_px) for picture in sittings.pictures])
    names = {AT_REST: 0} | {name: i for i, name in enumerate(EXPRESSIONS)}
    truth = np.array([names.get(str(kind), -1) for kind in sittings.kind], np.int64)
    truth[(truth > 0) & (sittings.strength < _CLEAR)] = -1
    return People(sittings, softmax(cnn_logits(cnn, crops).numpy()).astype(np.float64), truth)


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one way to calibrate; `others` says, in words, how sure some are, and what else stays neutral."""

    name: str
    uar: float
    recalls: tuple[float, ...]
    calm: float
    gain_95: tuple[float, float]
    others: str


Way = Callable[[int, Array], Array]
"""Number of a person and (M, 8) probabilities -> (M, 8) probabilities."""


def row_of(name: str, people: People, way: Way, cases: NDArray[np.bool_], rng: Generator) -> Row:
    """Recalls, UAR, how calm neutral faces are, and the gain in UAR over no calibration with people resampled."""
    persons, truth = people.sittings.person[cases], people.truth[cases]
    before = people.probabilities[cases]
    after = before.copy()
    for person in np.unique(persons):
        after[persons == person] = way(int(person), before[persons == person])
    recalls = _recalls(after.argmax(axis=1) == truth, truth)
    neutral = after[truth == 0]
    valence = neutral[:, HAPPINESS] - neutral[:, list(NEGATIVE)].max(axis=1)
    differences = _resampled(persons, truth, (before.argmax(axis=1) == truth, after.argmax(axis=1) == truth), rng)
    low, high = np.percentile(differences, (2.5, 97.5))
    is_calm = np.abs(valence) < _CALM_VALENCE
    others = [
        _sure("neutral", (after.argmax(axis=1) == truth)[truth == 0], persons[truth == 0], rng),
        _sure("happiness", (after.argmax(axis=1) == truth)[truth == HAPPINESS], persons[truth == HAPPINESS], rng),
        _sure("calm", is_calm, persons[truth == 0], rng),
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


def _called_neutral(people: People, way: Way) -> list[str]:
    """Of faces that nobody asked for an expression: in another light, and while they speak."""
    result = []
    for kind in (ELSEWHERE, "speaking"):
        rows = np.flatnonzero(people.sittings.kind == kind)
        told = [way(int(people.sittings.person[i]), people.probabilities[[i]]).argmax() == 0 for i in rows]
        result += [f"{kind} called neutral {np.mean(told):.2f}"] if told else []
    return result


def _recalls(is_right: NDArray[np.bool_], truth: NDArray[np.int64]) -> Array:
    return np.array([is_right[truth == i].mean() for i in range(len(EXPRESSIONS))])


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


def ways_of(people: People, reference: tuple[float, ...]) -> dict[str, tuple[Way, int]]:
    """Everything that is compared: name -> how, and how many neutral pictures of each person are spent on it."""
    ways: dict[str, tuple[Way, int]] = {"not calibrated": (lambda _, p: p, 3)}
    for n in (1, 3):
        chosen = people.references(n)
        for gain in GAINS:
            calibration = Calibration(reference, gain)
            ways[f"{n} neutral, gain {gain:g}"] = (_with(people, chosen, calibration), n)
    three = people.references(3)
    for share in (0.5, 0.75):
        ways[f"3 neutral, {share:g} of it, gain 1.5"] = (_with(people, three, Calibration(reference, 1.5), share), 3)
    ways["automatic, gain 1.5"] = (_automatic(people, Calibration(reference, 1.5)), 3)
    smile = people.sittings.kind == "smile"
    ways["a smile by mistake, gain 1.5"] = (_with(people, smile, Calibration(reference, 1.5)), 3)
    return ways


def _with(people: People, chosen: NDArray[np.bool_], calibration: Calibration, share: float = 1.0) -> Way:
    def way(person: int, probabilities: Array) -> Array:
        own = np.array(baseline_of(people.of(person, chosen), "file").logits)
        mixed = share * own + (1 - share) * np.array(calibration.reference)
        return calibrated(probabilities, Baseline(tuple(mixed), 1, "file"), calibration)

    return way


def _automatic(people: People, calibration: Calibration) -> Way:
    every = np.ones(len(people.truth), dtype=bool)

    def way(person: int, probabilities: Array) -> Array:
        found = automatic_baseline(people.of(person, every))
        return probabilities if found is None else calibrated(probabilities, found, calibration)

    return way


def by_class(fitted: Sequence[People], judged: People, reference: tuple[float, ...], gain: float) -> str:
    """In words: gains for each expression, fitted on some people, against the one gain, on others."""
    places = np.array(reference)
    parts = [_differences(one) for one in fitted]
    differences, truth = (np.concatenate(values) for values in zip(*(part[:2] for part in parts), strict=True))
    gains = fitted_gains(differences, truth, places, gain)
    mine, right, persons = _differences(judged)
    hits = [read_with(mine, places, gains_of).argmax(axis=1) == right for gains_of in (gain, gains)]
    low, high = np.percentile(_resampled(persons, right, (hits[0], hits[1]), np.random.default_rng(0)), (2.5, 97.5))
    one, each = (float(_recalls(hit, right).mean()) for hit in hits)
    values = " ".join(f"{value:.2f}" for value in gains)
    return f"gains {values}: UAR {each:.3f}, with one gain {one:.3f} ({low:+.3f} to {high:+.3f})"


def _differences(people: People) -> tuple[Array, NDArray[np.int64], NDArray[np.int64]]:
    """Of all cases: logits less those of the first neutral picture of the person, what is shown, and who."""
    first, logits = people.references(1), logits_of(people.probabilities)
    own = {int(people.sittings.person[i]): logits[i] for i in np.flatnonzero(first)}
    cases = (people.truth >= 0) & ~first
    persons = people.sittings.person[cases]
    neutral = np.stack([own[int(person)] for person in persons])
    return logits[cases] - neutral, people.truth[cases], persons


def chosen_gain(sets: Sequence[Sequence[Row]]) -> float:
    """The largest gain that keeps neutral faces neutral in every set; 1 where none does."""
    kept = {gain: min(_row(rows, f"1 neutral, gain {gain:g}").recalls[0] for rows in sets) for gain in GAINS}
    return max((gain for gain, least in kept.items() if least >= _NEUTRAL_KEPT), default=1.0)


def _row(rows: Sequence[Row], name: str) -> Row:
    return next(row for row in rows if row.name == name)


def reference_logits(data: FerPlus, cnn: FaceCnn, side_px: int, most: int) -> tuple[float, ...]:
    """(8,) mean logits of at most so many neutral training photographs."""
    neutral = np.flatnonzero(data.majority & (data.labels.argmax(axis=1) == 0))
    chosen = np.random.default_rng(0).permutation(neutral)[:most]
    some = replace(data, **{name: getattr(data, name)[chosen] for name in ("images", "labels", "majority", "matrices")})
    values: Any = logits_of(softmax(cnn_logits(cnn, clean_crops(some, side_px)).numpy())).mean(axis=0)
    return tuple(round(float(value), 4) for value in values)


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.baselines", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--sittings", type=Path, nargs="+", default=[], help="people that were never trained on")
    parser.add_argument("--most", type=int, default=2000, help="neutral training photographs (2000)")
    parser.add_argument("--write", action="store_true", help="keep reference and gain in the manifest")
    arguments = parser.parse_args()
    network, manifest = load_network(arguments.weights)
    archive = arguments.data / "ferplus.npz"
    data = load_fer_plus(archive, aligned_file(archive, arguments.aligned), "training")
    reference = reference_logits(data, network.cnn, manifest.network.input_px, arguments.most)
    print("reference:", " ".join(f"{value:.2f}" for value in reference))
    looked_at = [look_at(load_sittings(path), network.cnn, manifest.network.input_px) for path in arguments.sittings]
    sets = [_rows(people, reference) for people in looked_at]
    for path, rows in zip(arguments.sittings, sets, strict=True):
        _print(path.name, rows)
    before = manifest.neutral.gain if manifest.neutral is not None else 1.0
    gain = chosen_gain(sets) if sets else before
    print(f"gain: {gain:g}")
    for path, people in zip(arguments.sittings, looked_at, strict=True):
        others = [other for other in looked_at if other is not people]
        if others:
            print(f"by class, fitted on the others, judged on {path.name}: {by_class(others, people, reference, gain)}")
    if arguments.write:
        known = manifest.neutral or NeutralFacts(reference=reference, gain=gain)
        neutral = replace(known, reference=reference, gain=gain)
        write_description(arguments.weights, replace(read_manifest(arguments.weights), neutral=neutral))


def _rows(people: People, reference: tuple[float, ...]) -> list[Row]:
    rng = np.random.default_rng(0)
    rows = []
    for name, (way, n) in ways_of(people, reference).items():
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
