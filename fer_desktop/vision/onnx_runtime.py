"""ONNX Runtime as a runtime: on the CPU."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fer_desktop.onnx_session import held_values, open_graph
from fer_desktop.vision.runtime import CLASSIFIER, INPUTS, LIVE_THREADS, OUTPUTS, Array, LastLayer, Step
from fer_desktop.weight_file import WeightFile, does_not_fit


class OnnxRuntime:
    """ONNX Runtime on the CPU.

    Args:
        threads: How many; more than there are cores make no sense.
        layer: In the place of the last layer of the graph.

    Raises:
        WeightsMissing, WeightsMismatch: the graph is not there, or not the one of the manifest.
    """

    def __init__(
        self, folder: Path, graph: WeightFile, threads: int = LIVE_THREADS, layer: LastLayer | None = None
    ) -> None:
        arrays = {} if layer is None else {f"{CLASSIFIER}.{name}": value for name, value in layer._asdict().items()}
        self._held = held_values(arrays)
        self._session = open_graph(folder, graph, INPUTS, threads, self._held)
        self._outputs = [given.name for given in self._session.get_outputs()]
        if not set(OUTPUTS[:3]) <= set(self._outputs):
            raise does_not_fit(folder / graph.file)

    def step(self, x: Array, state: Array, dt_s: Array) -> Step:
        """See `Runtime`."""
        given = {"x": x, "state": state, "dt_s": dt_s}
        told = dict(zip(self._outputs, self._session.run(self._outputs, given), strict=True))
        none = np.empty((len(x), 0), np.float32)
        return Step(told["raw"], told["logits"], told["next_state"], told.get("units", none))
