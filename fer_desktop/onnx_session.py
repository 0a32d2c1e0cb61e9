"""ONNX Runtime: the only import of it, and how a graph is opened on the CPU."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fer_desktop.weight_file import WeightFile, does_not_fit


def open_graph(folder: Path, graph: WeightFile, inputs: Sequence[str], threads: int) -> Any:
    """A session of ONNX Runtime on the CPU; its threads sleep while they wait, so that others may have their cores.

    Args:
        inputs: What the graph must ask for, in this order.
        threads: How many; more than there are cores make no sense.

    Raises:
        WeightsMissing, WeightsMismatch: the graph is not there, or not the one of the manifest.
    """
    onnxruntime = import_onnxruntime()
    data = graph.read(folder)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = min(threads, os.cpu_count() or 1), 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        names = tuple(given.name for given in session.get_inputs())
    except Exception as error:  # its own exceptions have no common base
        raise does_not_fit(folder / graph.file) from error
    if names != tuple(inputs):
        raise does_not_fit(folder / graph.file)
    return session


def import_onnxruntime() -> Any:
    """The module, told to report nothing; quick when repeated.

    `fer_desktop/__init__.py` has forbidden its telemetry before; this ends what Windows keeps of it, and what
    began where another program imported it first.
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime
