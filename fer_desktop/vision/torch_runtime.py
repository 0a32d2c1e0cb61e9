"""Torch as a runtime: for CUDA and MPS, and for weights that were not exported to ONNX."""

from __future__ import annotations

from pathlib import Path

import torch

from fer_desktop.vision.runtime import Array, LastLayer, Step
from fer_desktop.vision.weights import load_network, put_layer


class TorchRuntime:
    """Runs the network on a torch device.

    Args:
        layer: In the place of the last layer of the CNN.

    Raises:
        WeightsMissing, WeightsMismatch: the weights are not there, or not those of the manifest.
    """

    def __init__(self, folder: Path, device: str, layer: LastLayer | None = None) -> None:
        # One thread: a pool of two collapses when another program keeps a core busy, and the
        # camera, the window and the video writer need the other cores.
        torch.set_num_threads(1)
        network, _ = load_network(folder)
        if layer is not None:
            put_layer(network.cnn, layer)
        self._device = torch.device(device)
        self._network = network.to(self._device)

    def step(self, x: Array, state: Array, dt_s: Array) -> Step:
        """See `runtime.Runtime`."""
        with torch.inference_mode():
            given = [torch.from_numpy(values).to(self._device) for values in (x, state, dt_s)]
            return Step(*(values.cpu().numpy() for values in self._network(*given)))
