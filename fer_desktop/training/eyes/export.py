"""The weights of the eyes as files: for torch, as a graph for ONNX Runtime, and their manifest."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from pathlib import Path

import torch

from fer_desktop.training.export import Ports, write_graph
from fer_desktop.vision.eye_manifest import EyeManifest
from fer_desktop.vision.eye_network import EyeNetwork
from fer_desktop.vision.eyes import INPUTS, OUTPUTS
from fer_desktop.weight_file import WeightFile, write_description

_MODEL_ID = "eyes-cnn-1"
_DATA = "faces drawn from ICT-FaceKit (MIT); no photograph"
_LICENCE = "as the program"


def save_eyes(network: EyeNetwork, folder: Path, measured: Mapping[str, float]) -> None:
    """Write weights, graph and manifest into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    weights, graph = folder / f"{_MODEL_ID}.pt", folder / f"{_MODEL_ID}.onnx"
    torch.save(network.state_dict(), weights)
    config = network.config
    example = (torch.zeros(2, 1, config.height, config.width), torch.zeros(2, 2))
    ports = Ports(INPUTS, OUTPUTS, {name: {0: "eyes"} for name in (*INPUTS, *OUTPUTS)})
    write_graph(network, example, graph, ports)
    manifest = EyeManifest(
        model_id=_MODEL_ID,
        data=_DATA,
        licence=_LICENCE,
        network=config,
        measured={name: round(value, 4) for name, value in measured.items() if not math.isnan(value)},
        torch=_file(weights),
        onnx=_file(graph),
    )
    write_description(folder, manifest)


def _file(path: Path) -> WeightFile:
    return WeightFile(file=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
