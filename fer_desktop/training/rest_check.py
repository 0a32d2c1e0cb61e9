"""Tell a face at rest from one that shows something: ``python -m fer_desktop.training.rest_check --sittings FILE``.

Fits `core.rest_check` by logistic regression on drawn people (`render.sittings`): each picture against what the same
person looks like in the others when looking most neutral. Expressions count as far as a crowd would see them. What is
added is set so that 1 in 10 of the pictures at rest is refused, of people that the weights were not fitted to. Other
people judge the result (`training.references`).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.core.rest_check import look_of
from fer_desktop.paths import weights_dir
from fer_desktop.training.references import Case, Eye, cases_of_sittings, look_at_others
from fer_desktop.training.render.expression import visible
from fer_desktop.training.render.repertoire import AT_REST
from fer_desktop.vision.manifest import read_manifest
from fer_desktop.weight_file import write_description

_KINDS = (AT_REST, *EXPRESSIONS[1:], "smile")
_REFUSED = 0.1  # of pictures at rest; of two seconds at rest fewer are
_PENALTY_C = 0.1  # of scikit-learn, for values of deviation 1
_FOLDS = 5
_N_ANSWER = len(EXPRESSIONS) - 1

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """N pictures, held against their people.

    Attributes:
        values: (N, 7 + U) log odds and action units less the usual ones.
        shows: (N,) whether it is no face at rest.
        counts: (N,) how much it counts, 0 to 1.
        person: (N,).
    """

    values: Array
    shows: NDArray[np.bool_]
    counts: Array
    person: NDArray[np.int64]


def differences(cases: Sequence[Case]) -> Differences:
    """Of pictures at rest, smiles and expressions."""
    rows, chosen = [], []
    for case in cases:
        usual = look_at_others([one for one in cases if one.person == case.person and one is not case])
        if usual is None or not case.moments or case.kind not in _KINDS:
            continue
        seen, units = (np.array([getattr(one, name) for one in case.moments]) for name in ("probabilities", "units"))
        now = look_of(seen, units)
        rows.append(np.concatenate([now.log_odds - usual.log_odds, now.units - usual.units]))
        chosen.append(case)
    strengths = np.array([case.strength for case in chosen])
    shows = np.array([case.kind != AT_REST for case in chosen])
    counts = np.where(shows, visible(strengths), 1.0)
    return Differences(np.array(rows), shows, counts, np.array([case.person for case in chosen]))


def fitted(given: Differences) -> tuple[tuple[float, ...], float]:
    """What is added and the weights, and the share of what shows something that is then refused, people held out."""
    folds = np.unique(given.person, return_inverse=True)[1] % _FOLDS
    scores = np.zeros(len(given.shows))
    for fold in range(_FOLDS):
        out = folds == fold
        constant, weights = _logistic(given, ~out)
        scores[out] = constant + given.values[out] @ weights
    limit = float(np.quantile(scores[~given.shows], 1 - _REFUSED))
    constant, weights = _logistic(given, np.ones(len(scores), dtype=bool))
    refused = float(np.average(scores[given.shows] > limit, weights=given.counts[given.shows]))
    return tuple(round(float(value), 4) for value in (constant - limit, *weights)), refused


def _logistic(given: Differences, used: NDArray[np.bool_]) -> tuple[float, Array]:
    """Both kinds count the same."""
    from sklearn.linear_model import LogisticRegression

    values, shows, counts = given.values[used], given.shows[used], given.counts[used]
    counts = counts / np.where(shows, counts[shows].sum(), counts[~shows].sum()) * len(counts) / 2
    mean, deviation = values.mean(axis=0), values.std(axis=0) + 1e-9
    model = LogisticRegression(C=_PENALTY_C, max_iter=3000)
    model.fit((values - mean) / deviation, shows, sample_weight=counts)
    weights = np.asarray(model.coef_[0] / deviation, dtype=np.float64)
    return float(model.intercept_[0] - weights @ mean), weights


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.rest_check", description=__doc__)
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--sittings", type=Path, nargs="+", required=True, help="of training.render.sittings")
    parser.add_argument("--write", action="store_true", help="keep the weights in the manifest")
    arguments = parser.parse_args()
    eye = Eye(arguments.weights)
    cases: list[Case] = []
    for path in arguments.sittings:
        before = max((case.person for case in cases), default=-1) + 1
        cases += [replace(case, person=case.person + before) for case in cases_of_sittings(path, eye)]
    eye.close()
    given = differences(cases)
    by_movement, refused = fitted(given)
    by_answer, refused_by_answer = fitted(replace(given, values=given.values[:, :_N_ANSWER]))
    print(f"{len(given.shows)} pictures of {len(np.unique(given.person))} people; refused, people held out:")
    print(f"by answer {refused_by_answer:.3f}, by answer and action units {refused:.3f}; at rest {_REFUSED}")
    manifest = read_manifest(arguments.weights)
    if arguments.write and manifest.neutral is not None:
        neutral = replace(manifest.neutral, by_answer=by_answer, by_movement=by_movement)
        write_description(arguments.weights, replace(manifest, neutral=neutral))


if __name__ == "__main__":
    main()
