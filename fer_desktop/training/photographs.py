"""Give finished weights their last layer for photographs: ``python -m fer_desktop.training.photographs --run FOLDER``.

A run that learned with ``--apart`` has two readouts of the same features: the one that ships learned from photographs
and from drawn faces, whose expression is known; the other one from photographs alone. Voters call neutral much that a
coder of a film would not, so that one layer for both serves neither. The prior *as in photographs* reads the second.
It gets a share of the log frequency (Menon et al. 2021, arXiv 2007.07314) and a temperature (Guo et al. 2017, arXiv
1706.04599), fitted on the validation split. The GRU stays as it is. `training.certainty` comes next.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from fer_desktop.errors import DataError
from fer_desktop.paths import weights_dir
from fer_desktop.training.baselines import reference_logits
from fer_desktop.training.calibration import fit_temperature
from fer_desktop.training.crops import clean_crops, cnn_logits
from fer_desktop.training.data import load_fer_plus
from fer_desktop.vision.manifest import PhotographReadout
from fer_desktop.vision.network import FaceCnn
from fer_desktop.vision.runtime import LastLayer
from fer_desktop.vision.weights import load_network, put_layer
from fer_desktop.weight_file import write_description

_LAYER = "classifier."


def readout_of(run: Path, cnn: FaceCnn) -> LastLayer:
    """The readout for photographs of a run, whose other layers must be those of `cnn`.

    Raises:
        DataError: the run has none, or is that of another network.
    """
    state = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=True)
    if "photographs" not in state:
        raise DataError(f"{run} has no readout for photographs.", "Train with --apart.")
    own = cnn.state_dict()
    for name, value in state["average"].items():
        if not name.startswith(_LAYER) and not torch.equal(value, own[name]):
            raise DataError(f"{run} is not the run of these weights.", "Name the one that they were made of.")
    return LastLayer(*(state["photographs"][name].numpy() for name in ("weight", "bias")))


def calibrated(layer: LastLayer, logits: Tensor, truth: Tensor, log_frequency: Tensor, share: float) -> LastLayer:
    """The layer with a share of the log frequency and a temperature folded in.

    Args:
        logits: (N, 8) of the layer. truth: (N,). log_frequency: (8,).
    """
    added = share * log_frequency
    temperature = fit_temperature(logits + added, truth.numpy())
    bias = (torch.from_numpy(layer.bias) + added) / temperature
    return LastLayer((layer.weight / temperature).astype(np.float32), bias.numpy().astype(np.float32))


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.photographs", description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="finished run of training.train, of these weights")
    parser.add_argument("--data", type=Path, required=True, help="folder with ferplus.npz")
    parser.add_argument("--aligned", type=Path, default=Path("runs/ferplus_aligned.npz"))
    parser.add_argument("--weights", type=Path, default=weights_dir())
    parser.add_argument("--most", type=int, default=2000, help="neutral training photographs for the reference")
    arguments = parser.parse_args()
    network, manifest = load_network(arguments.weights)
    cnn, side = network.cnn, manifest.network.input_px
    training, validation = (
        load_fer_plus(arguments.data / "ferplus.npz", arguments.aligned, split) for split in ("training", "validation")
    )
    layer = readout_of(arguments.run, cnn)
    put_layer(cnn, layer)
    logits = cnn_logits(cnn, clean_crops(validation, side)[validation.majority])
    truth = torch.from_numpy(validation.labels[validation.majority].argmax(axis=1))
    log_frequency = torch.tensor(manifest.log_frequency)
    layer = calibrated(layer, logits, truth, log_frequency, manifest.calibration["photographs_share"])
    put_layer(cnn, layer)
    path = arguments.weights / f"{manifest.model_id}.photographs.npz"
    np.savez(path, **layer._asdict())
    readout = PhotographReadout(
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        reference=reference_logits(training, cnn, side, arguments.most),
    )
    write_description(arguments.weights, replace(manifest, photographs=readout))
    print(f"written to {path}")


if __name__ == "__main__":
    main()
