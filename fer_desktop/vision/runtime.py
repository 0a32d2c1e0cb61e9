"""What runs the network: arrays in, arrays out. Runs in the thread that opened it.

On the CPU ONNX Runtime, elsewhere torch (docs/decisions/0014-runtimes.md). Torch takes
seconds to import, so it is imported where it is used alone.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from fer_desktop.vision.device import ChosenDevice, DeviceChoice, choose_device
from fer_desktop.vision.manifest import Manifest, WeightFile, does_not_fit, read_manifest

LIVE_THREADS = 2  # nothing else of the analysis runs meanwhile
INPUTS = ("x", "state", "dt_s")
OUTPUTS = ("raw", "logits", "next_state")

Array = NDArray[np.float32]


class Step(NamedTuple):
    """What one step says of B faces.

    Attributes:
        raw: (B, 8) logits of the CNN alone.
        logits: (B, 8) logits of CNN and GRU.
        state: (B, S) to hand in at the next step.
    """

    raw: Array
    logits: Array
    state: Array


class Runtime(Protocol):
    """Runs one network."""

    def step(self, x: Array, state: Array, dt_s: Array) -> Step:
        """One step for B faces, all float32.

        Args:
            x: (B, 1, S, S) from `preprocess.network_input`.
            state: (B, state_size); zeros at first.
            dt_s: (B, 1) seconds since the last step; infinite forgets `state`.
        """


class OnnxRuntime:
    """ONNX Runtime on the CPU; its threads sleep while they wait, so that others may have their cores.

    Args:
        threads: How many; more than there are cores make no sense.

    Raises:
        WeightsMissing, WeightsMismatch: the graph is not there, or not the one of the manifest.
    """

    def __init__(self, folder: Path, graph: WeightFile, threads: int = LIVE_THREADS) -> None:
        onnxruntime = import_onnxruntime()
        data = graph.read(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = min(threads, os.cpu_count() or 1), 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
            names = tuple(given.name for given in self._session.get_inputs())
        except Exception as error:  # its own exceptions have no common base
            raise does_not_fit(folder / graph.file) from error
        if names != INPUTS:
            raise does_not_fit(folder / graph.file)

    def step(self, x: Array, state: Array, dt_s: Array) -> Step:
        """See `Runtime`."""
        return Step(*self._session.run(OUTPUTS, {"x": x, "state": state, "dt_s": dt_s}))


def import_onnxruntime() -> Any:
    """The module, told to report nothing. The only import of it, and quick when repeated.

    `fer_desktop/__init__.py` has forbidden its telemetry before; this ends what Windows keeps of it, and what
    began where another program imported it first.
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime


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
