"""The weights as torch knows them. Loading executes no code from the file."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from fer_desktop.core.expressions import EXPRESSIONS
from fer_desktop.vision.last_layer import photograph_layer
from fer_desktop.vision.manifest import PREPROCESSING, Manifest, Origin, PriorChoice, read_manifest
from fer_desktop.vision.network import ExpressionNetwork, FaceCnn
from fer_desktop.vision.runtime import LastLayer
from fer_desktop.weight_file import WeightFile, does_not_fit, write_description

Network = TypeVar("Network", bound=nn.Module)


def load_network(folder: Path, prior: PriorChoice = "balanced") -> tuple[ExpressionNetwork, Manifest]:
    """Build the network of a weights folder, on the CPU, ready to predict, with the last layer of a prior.

    Raises:
        WeightsMissing: a file is not there.
        WeightsMismatch: the weight file is not the one that the manifest describes.
    """
    manifest = read_manifest(folder)
    network = read_network(folder, manifest.weights, lambda: ExpressionNetwork(manifest.network))
    if manifest.own_readout(prior) is not None:
        put_layer(network.cnn, photograph_layer(folder, manifest))
    return network, manifest


def read_network(folder: Path, file: WeightFile, make: Callable[[], Network]) -> Network:
    """What `make` builds, with the weights of this file.

    Raises:
        WeightsMissing: it is not there.
        WeightsMismatch: it is another file, or does not fit.
    """
    data = file.read(folder)
    try:
        network = make()
        network.load_state_dict(torch.load(io.BytesIO(data), map_location="cpu", weights_only=True))
    except (RuntimeError, ValueError, TypeError, AttributeError, EOFError, pickle.UnpicklingError) as error:
        raise does_not_fit(folder / file.file) from error
    return network.eval()


def put_layer(cnn: FaceCnn, layer: LastLayer) -> None:
    """Give the CNN another last layer."""
    with torch.no_grad():
        cnn.classifier.weight.copy_(torch.from_numpy(layer.weight))
        cnn.classifier.bias.copy_(torch.from_numpy(layer.bias))


def save_network(network: ExpressionNetwork, folder: Path, origin: Origin) -> None:
    """Write weights and manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{origin.model_id}.pt"
    torch.save({name: value.cpu() for name, value in network.state_dict().items()}, path)
    manifest = Manifest(
        **{field.name: getattr(origin, field.name) for field in fields(Origin)},
        file=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        labels=EXPRESSIONS,
        preprocessing=PREPROCESSING,
        network=network.config,
    )
    write_description(folder, manifest)
