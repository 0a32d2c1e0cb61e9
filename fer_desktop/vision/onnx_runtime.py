"""ONNX Runtime as a runtime: on the CPU."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.vision.manifest import WeightFile, does_not_fit
from fer_desktop.vision.runtime import INPUTS, LIVE_THREADS, OUTPUTS, Array, Step


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
            self._outputs = [given.name for given in self._session.get_outputs()]
        except Exception as error:  # its own exceptions have no common base
            raise does_not_fit(folder / graph.file) from error
        if names != INPUTS or not set(OUTPUTS[:3]) <= set(self._outputs):
            raise does_not_fit(folder / graph.file)

    def step(self, x: Array, state: Array, dt_s: Array) -> Step:
        """See `Runtime`."""
        given = {"x": x, "state": state, "dt_s": dt_s}
        told = dict(zip(self._outputs, self._session.run(self._outputs, given), strict=True))
        none = np.empty((len(x), 0), np.float32)
        return Step(told["raw"], told["logits"], told["next_state"], told.get("units", none))


def import_onnxruntime() -> Any:
    """The module, told to report nothing. The only import of it, and quick when repeated.

    `fer_desktop/__init__.py` has forbidden its telemetry before; this ends what Windows keeps of it, and what
    began where another program imported it first.
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime
