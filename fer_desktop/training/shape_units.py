"""Action units in the shape of faces: ``python -m fer_desktop.training.shape_units --drawn FILE --judge FILE``.

The landmark model of live use looks at drawn people whom the network of the face never saw; a linear map from their
shape to the units is fitted by ridge regression. The program takes the mean of this map and of what the network sees
(`vision.shape_units`), not one map of both: on drawn people the network alone is nearly as good as both, so a common
fit hardly looks at the shape, which goes better from drawn people to real ones. A unit of which the shape of people of
another family explains less than a quarter of the variance that the network explains is left to the network.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm

from fer_desktop.core.action_units import unit_of
from fer_desktop.training.data import RenderedFaces, load_rendered
from fer_desktop.training.locating import landmarks_in
from fer_desktop.training.render.action_units import channels_of
from fer_desktop.training.units import correlations, correlations_of_sides, features_of, fit_readout
from fer_desktop.vision.face_shape import shapes_of, template_of
from fer_desktop.vision.mesh import FaceMesh
from fer_desktop.vision.network import ExpressionNetwork
from fer_desktop.vision.shape_units import SHAPE, ShapeManifest, ShapeReadout
from fer_desktop.vision.weights import load_network
from fer_desktop.weight_file import WeightFile, write_description

_RIDGE = 1000.0
_ENOUGH = 0.25  # of the variance that the network explains
_MODEL_ID = "units-shape-1"
_DATA = "faces drawn from ICT-FaceKit (MIT); no photograph"
_LICENCE = "as the program"

Channels = dict[str, NDArray[np.float32]]


def located(faces: RenderedFaces) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """(M, 468, 3) landmarks of drawn faces, and (M,) which of them the landmark model found."""
    mesh = FaceMesh()
    found = {
        i: landmarks
        for i, picture in enumerate(tqdm(faces.pictures, desc="faces", mininterval=10))
        if (landmarks := landmarks_in(mesh, picture)) is not None
    }
    mesh.close()
    return np.stack(list(found.values())).astype(np.float32), np.array(list(found), np.int64)


def truth_of(faces: RenderedFaces, rows: NDArray[np.int64]) -> Channels:
    """(M,) intensities of each channel in some of the faces."""
    return channels_of(faces.units[rows], faces.names)


def units_of_shape(of_shape: dict[str, float], of_network: dict[str, float]) -> list[str]:
    """Channels of units of which the shape says enough, from the correlations of both."""

    def explained(found: dict[str, float], unit: str) -> float:
        return float(np.mean([value for name, value in found.items() if unit_of(name) == unit])) ** 2

    units = {unit_of(name) for name in of_network}
    kept = {unit for unit in units if explained(of_shape, unit) >= _ENOUGH * explained(of_network, unit)}
    return [name for name in of_network if unit_of(name) in kept]


def read_by_network(network: ExpressionNetwork, faces: RenderedFaces, rows: NDArray[np.int64]) -> NDArray[np.float32]:
    """(M, U) intensities that the network reads of some of the faces."""
    features, _ = features_of(network.cnn, faces, network.config.input_px)
    with torch.no_grad():
        return np.asarray(network.units(torch.from_numpy(features[rows])).numpy(), np.float32)


def save_shape(readout: ShapeReadout, channels: tuple[str, ...], measured: dict[str, float], folder: Path) -> None:
    """Write arrays and manifest into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_MODEL_ID}.npz"
    np.savez(path, template=readout.template, weight=readout.weight, bias=readout.bias)
    manifest = ShapeManifest(
        model_id=_MODEL_ID,
        data=_DATA,
        licence=_LICENCE,
        channels=channels,
        measured={name: round(value, 4) for name, value in measured.items()},
        arrays=WeightFile(file=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest()),
    )
    write_description(folder, manifest)


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.shape_units", description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("weights"), help="folder with the network of the face")
    parser.add_argument("--drawn", type=Path, required=True, help="drawn people to fit on, from render.generate")
    parser.add_argument("--judge", type=Path, required=True, help="drawn people of another family to choose by")
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # a pool collapses when another program keeps a core busy
    network, _ = load_network(arguments.weights)
    faces, others = load_rendered([arguments.drawn]), load_rendered([arguments.judge])
    landmarks, rows = located(faces)
    template = template_of(landmarks)
    known = truth_of(faces, rows)
    readout = fit_readout(shapes_of(landmarks, template), {name: known[name] for name in network.config.units}, _RIDGE)
    landmarks, rows = located(others)
    truth, shapes, seen = truth_of(others, rows), shapes_of(landmarks, template), read_by_network(network, others, rows)
    of_shape = correlations(readout.channels, readout.read(shapes), truth)
    of_network = correlations(readout.channels, seen, truth)
    readout = readout.only(units_of_shape(of_shape, of_network))
    at = [network.config.units.index(name) for name in readout.channels]
    both = seen.copy()
    both[:, at] = (seen[:, at] + readout.read(shapes)) / 2
    of_both = correlations(network.config.units, both, truth)
    print(f"correlation with the truth in {len(rows)} faces: network, shape, what details say, and its mean error")
    for i, name in enumerate(network.config.units):
        error = float(np.abs(both[:, i] - truth[name]).mean())
        of_it = "" if name in readout.channels else " (network alone)"
        print(f"| {name}{of_it} | {of_network[name]:.2f} | {of_shape[name]:.2f} | {of_both[name]:.2f} | {error:.3f} |")
    print("correlation of what the left side has more than the right with the truth of that")
    for unit, value in correlations_of_sides(network.config.units, both, truth).items():
        print(f"| {unit} | {value:.2f} |")
    save_shape(
        ShapeReadout(template, readout.weight.astype(np.float32), readout.bias.astype(np.float32)),
        readout.channels,
        {name: of_both[name] for name in readout.channels},
        arguments.weights / SHAPE,
    )


if __name__ == "__main__":
    main()
