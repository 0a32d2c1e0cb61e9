"""Chooses what runs the network: ONNX Runtime on the CPU, torch elsewhere.

Torch takes seconds to import, so it is imported where it is used alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from fer_desktop.vision.device import ChosenDevice, DeviceChoice, choose_device
from fer_desktop.vision.manifest import Manifest, read_manifest
from fer_desktop.vision.onnx_runtime import OnnxRuntime
from fer_desktop.vision.runtime import LIVE_THREADS, Runtime


class OpenRuntime(NamedTuple):
    """A runtime, what it runs, and where."""

    runtime: Runtime
    manifest: Manifest
    device: ChosenDevice


def open_runtime(folder: Path, choice: DeviceChoice = "auto", threads: int = LIVE_THREADS) -> OpenRuntime:
    """Load the network of a weights folder for the device that was chosen; `threads` are those of the CPU.

    Raises:
        WeightsMissing, WeightsMismatch: a file is missing or does not fit.
    """
    manifest, device = read_manifest(folder), choose_device(choice)
    if device.name == "cpu" and manifest.onnx is not None:
        return OpenRuntime(OnnxRuntime(folder, manifest.onnx, threads), manifest, device)
    from fer_desktop.vision.torch_runtime import TorchRuntime

    return OpenRuntime(TorchRuntime(folder, device.name), manifest, device)
