"""Write the network of a weights folder as an ONNX graph beside its weights, for ONNX Runtime.

    python -m fer_desktop.training.export --weights weights

Needs the library onnx (`pip install fer-desktop[training]`). The manifest gets name and hash.
"""

from __future__ import annotations

import argparse
import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from fer_desktop.vision.runtime import INPUTS, OUTPUTS
from fer_desktop.vision.weights import load_network
from fer_desktop.weight_file import WeightFile, write_description

_OPSET = 17


class Ports(NamedTuple):
    """Names of what goes into a graph and comes out, and which of their axes may have any length."""

    inputs: Sequence[str]
    outputs: Sequence[str]
    free: dict[str, dict[int, str]]


def write_graph(network: nn.Module, example: tuple[Tensor, ...], path: Path, ports: Ports) -> None:
    """Trace a network with an example, and write it as an ONNX graph."""
    with warnings.catch_warnings():
        # torch calls this exporter the old one; the new one needs a further library
        warnings.simplefilter("ignore", DeprecationWarning)
        # said of every GRU whose length is free; the batch of these graphs is as free as `ports` says
        warnings.filterwarnings("ignore", "Exporting a model to ONNX with a batch_size", UserWarning)
        # torch compares sizes that are the same in every call; as constants they are right
        warnings.filterwarnings("ignore", "Converting a tensor to a Python")
        torch.onnx.export(
            network,
            example,
            str(path),
            dynamo=False,
            opset_version=_OPSET,
            input_names=ports.inputs,
            output_names=ports.outputs,
            dynamic_axes=ports.free,
        )


def export(folder: Path) -> Path:
    """Write the graph of the network in a weights folder, and name it in the manifest; returns its path."""
    network, manifest = load_network(folder)
    path = folder / f"{manifest.model_id}.onnx"
    side = manifest.network.input_px
    # two faces, one of them without a past: both ways through the GRU are traced
    example = (torch.zeros(2, 1, side, side), network.initial_state(2), torch.tensor([[torch.inf], [0.04]]))
    every = {name: {0: "faces"} for name in (*INPUTS, *OUTPUTS)}
    write_graph(network, example, path, Ports(INPUTS, OUTPUTS, every))
    graph = WeightFile(file=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    write_description(folder, replace(manifest, onnx=graph))
    return path


def main() -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(prog="python -m fer_desktop.training.export", description=__doc__)
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    print(f"written to {export(parser.parse_args().weights)}")


if __name__ == "__main__":
    main()
