"""ONNX Runtime: the only import of it, and how a graph is opened on the CPU."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.errors import FerError
from fer_desktop.weight_file import WeightFile, does_not_fit


def open_graph(
    folder: Path,
    graph: WeightFile,
    inputs: Sequence[str],
    threads: int,
    replaced: Mapping[str, Any] | None = None,
) -> Any:
    """A session of ONNX Runtime on the CPU; its threads sleep while they wait, so that others may have their cores.

    Args:
        inputs: What the graph must ask for, in this order.
        threads: How many; more than there are cores make no sense.
        replaced: Values in the place of initializers of the graph, by name, as `held_values` gives them.

    Raises:
        WeightsMissing, WeightsMismatch: the graph is not there, or not the one of the manifest.
    """
    try:
        session = open_bytes(graph.read(folder), threads, replaced)
        names = tuple(given.name for given in session.get_inputs())
    except FerError:
        raise
    except Exception as error:  # its own exceptions have no common base
        raise does_not_fit(folder / graph.file) from error
    if names != tuple(inputs):
        raise does_not_fit(folder / graph.file)
    return session


def open_bytes(data: bytes, threads: int, replaced: Mapping[str, Any] | None = None) -> Any:
    """A session of the graph in the bytes of a file, as `open_graph`; raises what ONNX Runtime does."""
    onnxruntime = import_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = min(threads, os.cpu_count() or 1), 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    for name, value in (replaced or {}).items():
        options.add_initializer(name, value)
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def held_values(arrays: Mapping[str, NDArray[np.float32]]) -> dict[str, Any]:
    """Arrays as ONNX Runtime takes them; whoever asks holds them for as long as the session that they are given to."""
    make = import_onnxruntime().OrtValue.ortvalue_from_numpy
    return {name: make(np.ascontiguousarray(array)) for name, array in arrays.items()}


def import_onnxruntime() -> Any:
    """The module, told to report nothing; quick when repeated.

    `fer_desktop/__init__.py` has forbidden its telemetry before; this ends what Windows keeps of it, and what
    began where another program imported it first.
    """
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    return onnxruntime
