"""Read action units out of a network's features: ``python -m fer_desktop.training.units --drawn FILE --judge FILE``.

The features of the finished network are kept. A linear map from them to the channels is fitted by ridge
regression on drawn people that the network never saw; a channel whose correlation with the truth is under
`_WORKS` on drawn people of another family is left out. Also noted is how far each unit moves the
logit of each expression (a linear regression of the logits on the true intensities), which `explain`
uses to say on which units an answer leans.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from fer_desktop.core.action_units import in_words, unit_of
from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.training.crops import clean_rendered
from fer_desktop.training.data import RenderedFaces, load_rendered
from fer_desktop.training.evaluate_clips import seen
from fer_desktop.training.render.action_units import channels_of
from fer_desktop.vision.manifest import Origin
from fer_desktop.vision.network import ExpressionNetwork, FaceCnn
from fer_desktop.vision.weights import load_network, save_network

_WORKS = 0.3
_RIDGE = 30.0

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class UnitReadout:
    """A linear map from features.

    Attributes:
        channels: Names. weight: (U, C). bias: (U,).
    """

    channels: tuple[str, ...]
    weight: Array
    bias: Array

    def read(self, features: NDArray[np.float32]) -> Array:
        """(N, U) intensities, 0 to 1."""
        return np.asarray(np.clip(features @ self.weight.T + self.bias, 0, 1))

    def only(self, kept: list[str]) -> UnitReadout:
        """Some of the channels."""
        rows = [self.channels.index(name) for name in kept]
        return UnitReadout(tuple(kept), self.weight[rows], self.bias[rows])


def fit_readout(
    features: NDArray[np.float32], channels: dict[str, NDArray[np.float32]], ridge: float = _RIDGE
) -> UnitReadout:
    """Ridge regression of each channel on (N, C) features; the price is that of weights for features of deviation 1."""
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-6
    x = np.column_stack([(features - mean) / deviation, np.ones(len(features))]).astype(np.float64)
    y = np.column_stack(list(channels.values())).astype(np.float64)
    price = ridge * np.eye(x.shape[1])
    price[-1, -1] = 0
    solution = np.linalg.solve(x.T @ x + price, x.T @ y)  # (C + 1, U)
    weight = (solution[:-1] / deviation[:, None]).T
    return UnitReadout(tuple(channels), weight, solution[-1] - weight @ mean)


def leanings(
    logits: NDArray[np.float32], channels: dict[str, NDArray[np.float32]]
) -> tuple[dict[str, tuple[float, ...]], float]:
    """How far a whole unit, both sides, moves the (N, 8) logits, and the share of their variance that this explains.

    Logits are taken relative to their mean, since only differences between them count.
    """
    units = sorted({unit_of(name) for name in channels})
    x = np.column_stack(
        [np.mean([values for name, values in channels.items() if unit_of(name) == unit], axis=0) for unit in units]
    )
    x = np.column_stack([x, np.ones(len(x))]).astype(np.float64)
    y = (logits - logits.mean(axis=1, keepdims=True)).astype(np.float64)
    solution, *_ = np.linalg.lstsq(x, y, rcond=None)
    rest = ((y - x @ solution) ** 2).sum() / ((y - y.mean(axis=0)) ** 2).sum()
    return {unit: tuple(round(float(v), 2) for v in solution[i]) for i, unit in enumerate(units)}, 1 - float(rest)


def correlations(
    channels: Sequence[str], told: NDArray[np.floating[Any]], truth: dict[str, NDArray[np.float32]]
) -> dict[str, float]:
    """Of what was told of each channel, (N, U), with the truth; 0 where one of them never changes."""
    return {name: _correlation(truth[name], told[:, i]) for i, name in enumerate(channels)}


def correlations_of_sides(
    channels: Sequence[str], told: NDArray[np.floating[Any]], truth: dict[str, NDArray[np.float32]]
) -> dict[str, float]:
    """By unit, of the difference of its left and right side, with that of the truth; see `correlations`."""
    return {
        unit_of(name): _correlation(truth[name] - truth[other], told[:, i] - told[:, channels.index(other)])
        for i, name in enumerate(channels)
        if name.endswith("_L") and (other := f"{unit_of(name)}_R") in channels
    }


def _correlation(one: NDArray[Any], other: NDArray[Any]) -> float:
    if one.std() == 0 or other.std() == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def with_units(network: ExpressionNetwork, readout: UnitReadout) -> ExpressionNetwork:
    """The same network, which reads the units as well."""
    config = replace(network.config, units=readout.channels)
    richer = ExpressionNetwork(config)
    richer.load_state_dict(network.state_dict(), strict=False)
    assert isinstance(richer.unit_readout, nn.Linear)
    with torch.no_grad():
        richer.unit_readout.weight.copy_(torch.from_numpy(readout.weight))
        richer.unit_readout.bias.copy_(torch.from_numpy(readout.bias))
    return richer.eval()


def features_of(cnn: FaceCnn, faces: RenderedFaces, size_px: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(N, C) features and (N, 8) logits of drawn faces."""
    features, raw = seen(cnn, clean_rendered(faces, size_px))
    return features.numpy(), raw.numpy()


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.units", description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="folder of weights that get the readout")
    parser.add_argument("--drawn", type=Path, required=True, help="drawn people to fit on, from render.generate")
    parser.add_argument("--judge", type=Path, required=True, help="drawn people of another family to choose by")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    network, manifest = load_network(arguments.weights)
    side = manifest.network.input_px
    faces, others = load_rendered([arguments.drawn]), load_rendered([arguments.judge])
    channels = channels_of(faces.units, faces.names)
    features, raw = features_of(network.cnn, faces, side)
    readout = fit_readout(features, channels)
    told = readout.read(features_of(network.cnn, others, side)[0])
    found = correlations(readout.channels, told, channels_of(others.units, others.names))
    kept = [name for name in readout.channels if found[name] >= _WORKS]
    print("left out: " + ", ".join(f"{name} {found[name]:.2f}" for name in readout.channels if name not in kept))
    table, explained = leanings(raw, {name: channels[name] for name in kept})
    print(f"the units explain {explained:.2f} of the logits; the three that move each expression most:")
    for i, expression in enumerate(EXPRESSIONS):
        first = sorted(table, key=lambda unit, i=i: -abs(table[unit][i]))[:3]  # type: ignore[misc]
        print(f"{expression:>10} " + ", ".join(f"{in_words(unit)} {table[unit][i]:+.1f}" for unit in first))
    origin = Origin(**{field.name: getattr(manifest, field.name) for field in fields(Origin)})
    save_network(with_units(network, readout.only(kept)), arguments.weights, replace(origin, leanings=table))
    print(f"{len(kept)} channels written to {arguments.weights}")


if __name__ == "__main__":
    main()
