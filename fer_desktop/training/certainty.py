"""How sure the program may be of an answer: ``python -m fer_desktop.training.certainty --data FOLDER --judge FILE``.

Fits `core.certainty` by logistic regression on answers that are right or wrong, of three kinds of faces with the
same weight: photographs (FER+ validation), drawn people that were not learned from, and every other person of a
second family of drawn people, which stands for a camera and a population that the network has not met. Prints
how well it tells right from wrong (area under the ROC curve), its calibration, and the error that is left when
the least certain answers are left out (a risk-coverage curve, El-Yaniv and Wiener 2010, JMLR 11), beside the
probability alone, for the people of the second family that were not used and for FER+ test.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from fer_desktop.core.certainty import certainty
from fer_desktop.training.crops import clean_crops, clean_rendered, cnn_logits
from fer_desktop.training.data import load_fer_plus, load_rendered
from fer_desktop.training.metrics import expected_calibration_error
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.manifest import PriorChoice, read_manifest
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.weights import load_network
from fer_desktop.weight_file import write_description

_COVERAGES = (1.0, 0.9, 0.8, 0.7, 0.5)

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What the network said of N faces.

    Attributes:
        logits: (N, 8). right: (N,) whether the answer is the label.
    """

    logits: NDArray[np.float32]
    right: NDArray[np.bool_]

    @property
    def probability(self) -> NDArray[np.float32]:
        """(N,) of the answer."""
        return np.asarray(softmax(self.logits).max(axis=1))

    def only(self, chosen: NDArray[np.bool_]) -> Answers:
        """Some of them."""
        return Answers(self.logits[chosen], self.right[chosen])


def answers_to(cnn: FaceCnn, crops: NDArray[np.uint8], truth: NDArray[np.integer[Any]]) -> Answers:
    """Ask the network about (N, S, S) crops whose labels are (N,)."""
    logits = cnn_logits(cnn, crops).numpy()
    return Answers(logits, logits.argmax(axis=1) == truth)


def fit(kinds: list[Answers]) -> tuple[float, float, float]:
    """Weights of `core.certainty`; each kind counts the same."""
    signals, right, share = [], [], []
    for kind in kinds:
        p = np.clip(kind.probability.astype(np.float64), 1e-4, 1 - 1e-4)
        energy = torch.from_numpy(kind.logits).logsumexp(dim=1).numpy()
        signals.append(np.column_stack([np.ones(len(p)), np.log(p / (1 - p)), energy]))
        right.append(kind.right)
        share.append(np.full(len(p), 1 / len(p)))
    x, y, w = (torch.from_numpy(np.concatenate(column)) for column in (signals, right, share))
    weights = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = F.binary_cross_entropy_with_logits(x @ weights, y.double(), weight=w, reduction="sum")
        value.backward()
        return value

    optimiser.step(loss)
    constant, of_logit, of_energy = (round(float(value), 4) for value in weights.detach())
    return constant, of_logit, of_energy


def area_under_roc(score: Array, right: NDArray[np.bool_]) -> float:
    """Chance that a right answer has a higher score than a wrong one (Mann and Whitney's U)."""
    order = np.sort(score[~right])
    below, up_to = np.searchsorted(order, score[right]), np.searchsorted(order, score[right], side="right")
    return float((below + up_to).mean() / 2 / len(order))


def risks(score: Array, right: NDArray[np.bool_]) -> list[float]:
    """Share of wrong answers among the most certain ones, for each of `_COVERAGES`."""
    ranked = ~right[np.argsort(-score, kind="stable")]
    return [float(ranked[: max(round(share * len(ranked)), 1)].mean()) for share in _COVERAGES]


def _print_kind(name: str, answers: Answers, weights: tuple[float, float, float]) -> None:
    scores = {
        "probability": answers.probability.astype(np.float64),
        "certainty": certainty(answers.probability, answers.logits, weights).astype(np.float64),
    }
    for what, score in scores.items():
        error = expected_calibration_error(score, answers.right)
        left = "  ".join(f"{risk:.3f}" for risk in risks(score, answers.right))
        print(f"{name:>14} {what:>12} {area_under_roc(score, answers.right):6.3f} {error:6.3f}   {left}")


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.certainty", description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="folder of weights that get the figures")
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--drawn", type=Path, required=True, help="drawn people, from render.generate")
    parser.add_argument("--judge", type=Path, required=True, help="drawn people of another family")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    manifest = read_manifest(arguments.weights)
    print(f"{'':>14} {'':>12}   area    ECE   error of the most certain " + ", ".join(f"{c:.0%}" for c in _COVERAGES))
    weights = _fitted(arguments, "balanced")
    own = manifest.photographs
    if own is not None:
        print("as in photographs")
        own = replace(own, certainty=_fitted(arguments, "photographs"))
    write_description(arguments.weights, replace(manifest, certainty=weights, photographs=own))
    print(f"certainty {weights}, {own and own.certainty}; written to {arguments.weights}")


def _fitted(arguments: argparse.Namespace, prior: PriorChoice) -> tuple[float, float, float]:
    """Fit to the answers with this prior, and print what it gives."""
    network, manifest = load_network(arguments.weights, prior)
    cnn, side = network.cnn, manifest.network.input_px

    def photographs(split: str) -> Answers:
        data = load_fer_plus(arguments.data / "ferplus.npz", arguments.aligned, split)
        crops = clean_crops(data, side)[data.majority]
        return answers_to(cnn, crops, data.labels[data.majority].argmax(axis=1))

    def drawn(path: Path) -> tuple[Answers, NDArray[np.bool_]]:
        faces = load_rendered([path])
        clear = (faces.labels.max(axis=1) > 0.5) & (faces.labels.argmax(axis=1) == faces.expression)
        answers = answers_to(cnn, clean_rendered(faces, side)[clear], faces.expression[clear])
        return answers, faces.person[clear] % 2 == 0

    others, is_fitted = drawn(arguments.judge)
    weights = fit([photographs("validation"), drawn(arguments.drawn)[0], others.only(is_fitted)])
    _print_kind("FER+ test", photographs("test"), weights)
    _print_kind("second family", others.only(~is_fitted), weights)
    return weights


if __name__ == "__main__":
    main()
