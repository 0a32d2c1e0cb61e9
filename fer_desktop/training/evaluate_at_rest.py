"""How often a face that shows nothing is called something negative: `training.evaluate --at-rest FILE`.

Of drawn people (`render.held_out --at-rest`), for each kind of resting face and each group; as the CNN says, and read
against the first picture of each person, which is not judged. Intervals are of people resampled.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.core.baseline import baseline_of, calibrated
from fer_desktop.core.expressions import NEGATIVE
from fer_desktop.errors import DataError
from fer_desktop.training.crops import clean_rendered, cnn_logits
from fer_desktop.training.evaluate_drawn import groups_of
from fer_desktop.training.render.held_out import load_held_out
from fer_desktop.training.render.repertoire import AT_REST
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.weights import load_network

_RESAMPLED, _SEED = 2000, 1


def evaluate_at_rest(path: Path, weights: Path) -> dict[str, Any]:
    """The shares of negative answers, by kind and by group.

    Raises:
        DataError: the file holds something else, or the weights know no neutral faces.
    """
    network, manifest = load_network(weights)
    calibration, people = manifest.neutral_calibration("balanced"), load_held_out(path)
    if calibration is None:
        raise DataError(f"{weights} cannot be calibrated.", "Run training.baselines first.")
    person, first = np.unique(people.faces.person, return_index=True)
    if people.faces.expression.any() or (people.resting[first] != AT_REST).any():
        raise DataError(f"{path} holds other faces than at rest.", "Draw it with: render.held_out --at-rest")
    answers = softmax(cnn_logits(network.cnn, clean_rendered(people.faces, manifest.network.input_px)).numpy())
    against = np.empty_like(answers, dtype=np.float64)
    for one, i in zip(person, first, strict=True):
        mine = people.faces.person == one
        against[mine] = calibrated(answers[mine], baseline_of(answers[i : i + 1], "file"), calibration)
    judged = np.ones(len(answers), bool)
    judged[first] = False
    negative = np.stack([np.isin(said.argmax(axis=1), NEGATIVE) for said in (answers, against)], axis=1)
    kinds = {str(kind): people.resting == kind for kind in np.unique(people.resting)}
    shares: dict[str, dict[str, Any]] = {}
    for name, groups in {"all": {"all": judged}, "at rest": kinds, **groups_of(path)}.items():
        members = {group: who & judged for group, who in groups.items()}
        shares[name] = {
            group: _shares(negative, people.faces.person, who) for group, who in members.items() if who.any()
        }
    return {"model_id": manifest.model_id, "people": len(person), "faces": int(judged.sum()), "shares": shares}


def _shares(negative: NDArray[np.bool_], person: NDArray[np.int64], chosen: NDArray[np.bool_]) -> dict[str, Any]:
    """(N, 2) answers as they are and calibrated: how many of those chosen are negative, and 95% of it."""
    _, of = np.unique(person[chosen], return_inverse=True)
    counts = np.bincount(of).astype(np.float64)
    sums = np.stack([np.bincount(of, negative[chosen, k]) for k in range(2)], axis=1)
    drawn = np.random.default_rng(_SEED).integers(0, len(counts), (_RESAMPLED, len(counts)))
    resampled = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)[:, None]
    low, high = np.percentile(resampled, (2.5, 97.5), axis=0)
    shares = sums.sum(axis=0) / counts.sum()
    return {
        "n": int(counts.sum()),
        **{
            name: {"share": float(shares[k]), "interval": (float(low[k]), float(high[k]))}
            for k, name in enumerate(("as_it_is", "calibrated"))
        },
    }


def print_at_rest(result: dict[str, Any]) -> None:
    """As a table."""
    print("; ".join(f"{name} {result[name]}" for name in ("model_id", "people", "faces")))
    print("negative on top of faces that show nothing (95 %, people resampled)")
    print(f"{'':>28}      n   not calibrated          calibrated")
    for name, groups in result["shares"].items():
        for group, part in groups.items():
            cells = [
                f"{figure['share']:.3f} ({figure['interval'][0]:.3f} to {figure['interval'][1]:.3f})"
                for figure in (part["as_it_is"], part["calibrated"])
            ]
            print(f"{name:>12} {group:>15} {part['n']:6d}   {'   '.join(cells)}")
