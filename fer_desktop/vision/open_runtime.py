"""Chooses what runs the network: ONNX Runtime on the CPU, torch elsewhere.

Torch takes seconds to import, so it is imported where it is used alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from fer_desktop.vision.adapted import AdaptedFile, check_parent, read_adapted
from fer_desktop.vision.device import ChosenDevice, DeviceChoice, choose_device
from fer_desktop.vision.manifest import Manifest, read_manifest
from fer_desktop.vision.onnx_runtime import OnnxRuntime
from fer_desktop.vision.runtime import LIVE_THREADS, LastLayer, Runtime
from fer_desktop.weight_file import does_not_fit


class OpenRuntime(NamedTuple):
    """A runtime, what it runs, where, and the adapted weights in it, if any."""

    runtime: Runtime
    manifest: Manifest
    device: ChosenDevice
    adapted: AdaptedFile | None = None


def open_runtime(
    folder: Path, choice: DeviceChoice = "auto", threads: int = LIVE_THREADS, adapted: Path | None = None
) -> OpenRuntime:
    """Load the network of a weights folder for the device that was chosen.

    Args:
        threads: Those of the CPU.
        adapted: A file of adapted weights, whose last layer takes the place of that of the folder.

    Raises:
        WeightsMissing, WeightsMismatch: a file is missing or does not fit.
    """
    manifest, device = read_manifest(folder), choose_device(choice)
    file = None if adapted is None else read_adapted(adapted)
    if file is not None:
        check_parent(file, manifest.model_id, manifest.weights.sha256)
    layer = None if file is None else last_layer(file, manifest)
    if device.name == "cpu" and manifest.onnx is not None:
        return OpenRuntime(OnnxRuntime(folder, manifest.onnx, threads, layer), manifest, device, file)
    from fer_desktop.vision.torch_runtime import TorchRuntime

    return OpenRuntime(TorchRuntime(folder, device.name, layer), manifest, device, file)


def last_layer(adapted: AdaptedFile, manifest: Manifest) -> LastLayer:
    """The layer of adapted weights.

    Raises:
        WeightsMismatch: it is of another size than that of the network.
    """
    layer = LastLayer(np.array(adapted.weights.weight, np.float32), np.array(adapted.weights.bias, np.float32))
    if layer.weight.shape != (len(manifest.labels), manifest.network.widths[-1]):
        raise does_not_fit(adapted.path)
    return layer
