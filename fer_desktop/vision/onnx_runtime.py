"""ONNX Runtime as a runtime: on the CPU."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fer_desktop.onnx_session import open_graph
from fer_desktop.vision.runtime import INPUTS, LIVE_THREADS, OUTPUTS, Array, Step
from fer_desktop.weight_file import WeightFile, does_not_fit


class OnnxRuntime:
    """ONNX Runtime on the CPU.

    Args:
        threads: How many; more than there are cores make no sense.

    Raises:
        WeightsMissing, WeightsMismatch: the graph is not there, or not the one of the manifest.
    """

    def __init__(self, folder: Path, graph: WeightFile, threads: int = LIVE_THREADS) -> None:
        self._session = open_graph(folder, graph, INPUTS, threads)
        self._outputs = [given.name for given in self._session.get_outputs()]
        if not set(OUTPUTS[:3]) <= set(self._outputs):
            raise does_not_fit(folder / graph.file)

    def step(self, x: Array, state: Array, dt_s: Array) -> Step:
        """See `Runtime`."""
        given = {"x": x, "state": state, "dt_s": dt_s}
        told = dict(zip(self._outputs, self._session.run(self._outputs, given), strict=True))
        none = np.empty((len(x), 0), np.float32)
        return Step(told["raw"], told["logits"], told["next_state"], told.get("units", none))
