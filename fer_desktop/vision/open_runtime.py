"""Chooses what runs the network: ONNX Runtime on the CPU, torch elsewhere.

Torch takes seconds to import, so it is imported where it is used alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from fer_desktop.vision.adapted import AdaptedFile, check_parent, read_adapted
from fer_desktop.vision.device import ChosenDevice, DeviceChoice, choose_device
from fer_desktop.vision.last_layer import last_layer, photograph_layer
from fer_desktop.vision.manifest import Manifest, PriorChoice, Reading, read_manifest
from fer_desktop.vision.onnx_runtime import OnnxRuntime
from fer_desktop.vision.runtime import LIVE_THREADS, Runtime


class OpenRuntime(NamedTuple):
    """A runtime, what it runs, where, how its answers are read, and the adapted weights in it, if any."""

    runtime: Runtime
    manifest: Manifest
    device: ChosenDevice
    reading: Reading
    adapted: AdaptedFile | None = None


def open_runtime(
    folder: Path,
    choice: DeviceChoice = "auto",
    threads: int = LIVE_THREADS,
    adapted: Path | None = None,
    prior: PriorChoice = "balanced",
) -> OpenRuntime:
    """Load the network of a weights folder for the device that was chosen.

    Args:
        threads: Those of the CPU.
        adapted: A file of adapted weights, whose last layer takes the place of that of the folder.
        prior: How likely rare expressions are taken to be; photographs can have a last layer of their own.

    Raises:
        WeightsMissing, WeightsMismatch: a file is missing or does not fit.
    """
    manifest, device = read_manifest(folder), choose_device(choice)
    file = None if adapted is None else read_adapted(adapted)
    if file is not None:
        check_parent(file, manifest.model_id, manifest.weights.sha256)
    layer = photograph_layer(folder, manifest) if file is None and manifest.own_readout(prior) else None
    if file is not None:
        layer = last_layer(file, manifest)
    reading = manifest.reading(prior, is_adapted=file is not None)
    if device.name == "cpu" and manifest.onnx is not None:
        return OpenRuntime(OnnxRuntime(folder, manifest.onnx, threads, layer), manifest, device, reading, file)
    from fer_desktop.vision.torch_runtime import TorchRuntime

    return OpenRuntime(TorchRuntime(folder, device.name, layer), manifest, device, reading, file)
