"""Ways to read people against their neutral faces, and which of them is chosen. Part of `training.baselines`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.automatic_baseline import automatic_baseline
from fer_desktop.core.baseline import Baseline, Calibration, baseline_of, calibrated, logits_of, read_against
from fer_desktop.core.expressions import EXPRESSIONS, HAPPINESS, NEGATIVE
from fer_desktop.training.mixing import Differences, fitted_mixing
from fer_desktop.training.seated import Array, People

GAINS = (0.8, 1.0, 1.2, 1.5, 1.8, 2.2)
HALVES_AT = (0.0, 1.5, 2.0, 2.25, 2.5, 2.75, 3.0, 3.5, 4.0)
NEUTRAL_KEPT, CALM_KEPT = 0.97, 0.9  # shares of the other neutral faces
_CALM_VALENCE = 0.1
_PARTS = 3

Way = Callable[[int, Array], Array]
"""Number of a person and (M, 8) probabilities -> (M, 8) probabilities."""


def ways_of(people: People, chosen: Calibration) -> dict[str, tuple[Way, int]]:
    """Everything that is compared: name -> how, and how many neutral faces of each person are spent on it."""
    reference = chosen.reference
    ways: dict[str, tuple[Way, int]] = {"not calibrated": (lambda _, p: p, 1)}
    for gain in GAINS:
        ways[f"1 neutral, gain {gain:g}"] = with_neutral(people, 1, Calibration(reference, gain)), 1
    ways["1 neutral, without mixing"] = with_neutral(people, 1, replace(chosen, mixing=())), 1
    ways["1 neutral, as chosen"] = with_neutral(people, 1, chosen), 1
    smile = people.kind == "smile"
    if people.n_together == 1:  # of a stretch there is one neutral face, and no smile that shall pass for it
        ways["3 neutral, gain 1.2"] = with_neutral(people, 3, Calibration(reference, 1.2)), 3
        ways["3 neutral, as chosen"] = with_neutral(people, 3, chosen), 3
        ways["3 neutral, half of it, gain 1.5"] = with_neutral(people, 3, Calibration(reference, 1.5), 0.5), 3
        ways["a smile by mistake, as chosen"] = _with(people, smile, chosen), 3
    ways["automatic, as chosen"] = _automatic(people, chosen), 1
    return ways


def with_neutral(people: People, n: int, calibration: Calibration, share: float = 1.0) -> Way:
    """Against the first n neutral faces of each person, or a share of their difference to the reference."""
    return _with(people, people.references(n), calibration, share)


def chosen_calibration(kinds: Sequence[People], reference: tuple[float, ...]) -> Calibration:
    """The one of the grid with the highest mean UAR, of those that keep neutral faces neutral and calm.

    One neutral picture of each person is spent. Each gain and place of its half is tried with the mixing that was
    fitted on other people (`_PARTS` parts); what is chosen gets the mixing of all. Where none keeps enough, it is the
    one that comes nearest.
    """
    differences = [_differences(people) for people in kinds]

    def merit(calibration: Calibration) -> tuple[float, float]:
        recalls, calm = _of_others(differences, calibration)
        return min(recalls[0] / NEUTRAL_KEPT, calm / CALM_KEPT, 1.0), float(recalls.mean())

    grid = (Calibration(reference, gain, half_at) for half_at, gain in product(HALVES_AT, GAINS))
    return fitted_mixing(differences, max(grid, key=merit))


def _of_others(kinds: Sequence[Differences], calibration: Calibration) -> tuple[Array, float]:
    """`figures` of all faces together, everybody read with the mixing that was fitted on others."""
    read, truth = [], []
    for part in range(_PARTS):
        is_left_out = [_part_of(kind.person) == part for kind in kinds]
        mixed = fitted_mixing([kind.of(~out) for kind, out in zip(kinds, is_left_out, strict=True)], calibration)
        others = [kind.of(out) for kind, out in zip(kinds, is_left_out, strict=True)]
        read += [read_against(kind.values, mixed) for kind in others]
        truth += [kind.truth for kind in others]
    said, true = np.concatenate(read), np.concatenate(truth)
    return recalls_of(said.argmax(axis=1) == true, true), float(are_calm(said[true == 0]).mean())


def _part_of(person: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(np.unique(person, return_inverse=True)[1] % _PARTS)


def figures(people: People, way: Way) -> tuple[Array, float]:
    """(8,) recalls, and the share of neutral faces with a valence near 0; the first neutral face is no case."""
    cases = (people.truth >= 0) & ~people.references(1)
    read = read_by(people, way, cases)
    truth = people.truth[cases]
    return recalls_of(read.argmax(axis=1) == truth, truth), float(are_calm(read[truth == 0]).mean())


def read_by(people: People, way: Way, cases: NDArray[np.bool_]) -> Array:
    """(M, 8) of the cases."""
    persons, after = people.person[cases], people.probabilities[cases]
    for person in np.unique(persons):
        after[persons == person] = way(int(person), after[persons == person])
    return after


def recalls_of(is_right: NDArray[np.bool_], truth: NDArray[np.int64]) -> Array:
    """(8,) of the expressions."""
    return np.array([is_right[truth == i].mean() for i in range(len(EXPRESSIONS))])


def are_calm(probabilities: Array) -> NDArray[np.bool_]:
    """(N,) whether the valence of (N, 8) is near 0."""
    valence = probabilities[:, HAPPINESS] - probabilities[:, list(NEGATIVE)].max(axis=1)
    return np.asarray(np.abs(valence) < _CALM_VALENCE)


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


def _differences(people: People) -> Differences:
    """Of all cases."""
    first = people.references(1)
    cases = (people.truth >= 0) & ~first
    own = {int(person): logits_of(people.of(int(person), first)).mean(axis=0) for person in np.unique(people.person)}
    neutral = np.stack([own[int(person)] for person in people.person[cases]])
    difference = logits_of(people.probabilities[cases]) - neutral
    return Differences(difference, people.truth[cases], people.person[cases])
