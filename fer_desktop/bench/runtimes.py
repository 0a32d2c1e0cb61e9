"""What runs the network, side by side: `fer-desktop bench --runtimes`. The source of decision 14.

Each is timed for one and for four faces, on an idle machine and beside processes that keep
every core busy.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import numpy as np

from fer_desktop.bench.machine import median_p95
from fer_desktop.onnx_session import import_onnxruntime
from fer_desktop.paths import weights_dir
from fer_desktop.vision.manifest import read_manifest
from fer_desktop.vision.runtime import Array

_WARM_UP, _RUNS = 8, 60
_PROFILED = 200
_BATCHES = (1, 4)

Inputs = dict[str, Array]
Work = Callable[[Inputs], object]


def inputs(n_faces: int) -> Inputs:
    """Noise of the right shapes."""
    config = read_manifest(weights_dir()).network
    x = np.random.default_rng(0).standard_normal((n_faces, 1, config.input_px, config.input_px))
    return {
        "x": x.astype(np.float32),
        "state": np.zeros((n_faces, config.state_size), np.float32),
        "dt_s": np.full((n_faces, 1), 0.033, np.float32),
    }


def compare_runtimes() -> list[dict[str, Any]]:
    """Times of each runtime that is installed, idle and beside busy processes."""
    rows = []
    for n_busy in (0, os.cpu_count() or 1):
        with busy_processes(n_busy):
            for name, make in RUNTIMES.items():
                try:
                    work = make()
                except ImportError:
                    continue
                row: dict[str, Any] = {"runtime": name, "busy_processes": n_busy}
                for batch in _BATCHES:
                    given = inputs(batch)
                    row[f"faces_{batch}"] = median_p95(_times_ms(partial(work, given)))
                rows.append(row)
    return rows


def gru_share() -> float:
    """Share of the GRU and what belongs to it in a step for one face, from ONNX Runtime's own profile."""
    onnxruntime = import_onnxruntime()
    graph = read_manifest(weights_dir()).onnx
    if graph is None:
        return 0.0
    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_profiling = True
        options.profile_file_prefix = str(Path(folder, "profile"))
        session = onnxruntime.InferenceSession(str(weights_dir() / graph.file), options)
        given = inputs(1)
        for _ in range(_PROFILED):
            session.run(None, given)
        events = json.loads(Path(session.end_profiling()).read_text())
    nodes = [(event["name"], event["dur"]) for event in events if event.get("cat") == "Node"]
    whole = sum(duration for _, duration in nodes)
    head = sum(duration for name, duration in nodes if "/head/" in name)
    return float(head / whole) if whole else 0.0


def _torch_eager(threads: int) -> Work:
    import torch

    from fer_desktop.vision.weights import load_network

    torch.set_num_threads(threads)
    network, _ = load_network(weights_dir())

    def run(given: Inputs) -> object:
        with torch.inference_mode():
            return network(*(torch.from_numpy(values) for values in given.values()))

    return run


def _torch_frozen() -> Work:
    import torch

    from fer_desktop.vision.weights import load_network

    torch.set_num_threads(1)
    network, _ = load_network(weights_dir())
    example = tuple(torch.from_numpy(values) for values in inputs(1).values())
    with torch.no_grad():
        traced = torch.jit.trace(network, example, check_trace=False)
        frozen = torch.jit.optimize_for_inference(torch.jit.freeze(traced))

    def run(given: Inputs) -> object:
        with torch.inference_mode():
            return frozen(*(torch.from_numpy(values) for values in given.values()))

    return run


def _torch_compiled() -> Work:
    import torch

    from fer_desktop.vision.weights import load_network

    torch.set_num_threads(1)
    network, _ = load_network(weights_dir())
    compiled = torch.compile(network, dynamic=False)

    def run(given: Inputs) -> object:
        with torch.inference_mode():
            return compiled(*(torch.from_numpy(values) for values in given.values()))

    return run


def _onnx(threads: int, may_spin: bool) -> Work:
    onnxruntime = import_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", str(int(may_spin)))
    session = onnxruntime.InferenceSession(_graph(), options)
    return lambda given: session.run(None, given)


def _openvino(threads: int) -> Work:
    import openvino

    settings = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY"}
    request = openvino.Core().compile_model(_graph(), "CPU", settings).create_infer_request()
    infer: Work = request.infer
    return infer


def _graph() -> str:
    graph = read_manifest(weights_dir()).onnx
    if graph is None:
        raise ImportError("the weights have no graph")
    return str(weights_dir() / graph.file)


RUNTIMES: dict[str, Callable[[], Work]] = {
    "torch, 1 thread": lambda: _torch_eager(1),
    "torch, 2 threads": lambda: _torch_eager(2),
    "torch frozen, 1 thread": _torch_frozen,
    "torch compiled, 1 thread": _torch_compiled,
    "ONNX Runtime, 1 thread": lambda: _onnx(1, True),
    "ONNX Runtime, 2 threads": lambda: _onnx(2, True),
    "ONNX Runtime, 2 threads, no spinning": lambda: _onnx(2, False),
    "OpenVINO, 1 thread": lambda: _openvino(1),
    "OpenVINO, 2 threads": lambda: _openvino(2),
}


@contextmanager
def busy_processes(n: int) -> Iterator[None]:
    """So many processes that want a core each, meanwhile."""
    context = multiprocessing.get_context("spawn")
    over = context.Event()
    processes = [context.Process(target=_be_busy, args=(over,), daemon=True) for _ in range(n)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        over.set()
        for process in processes:
            process.join()


def _be_busy(over: Event) -> None:
    while not over.is_set():
        for _ in range(200_000):
            pass


def _times_ms(work: Callable[[], object]) -> list[float]:
    for _ in range(_WARM_UP):
        work()
    times = []
    for _ in range(_RUNS):
        start_s = time.perf_counter()
        work()
        times.append((time.perf_counter() - start_s) * 1000)
    return times
