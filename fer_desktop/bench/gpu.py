"""CNN and GRU on a graphics card: `fer-desktop bench --gpu`. Says so where there is none.

For each number of faces: eager, compiled, CUDA graphs, each in full and in half precision;
how long a step takes, what share of the card's own limit that is, and how far the answers
are from those of the CPU.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from fer_desktop.bench.machine import median_p95
from fer_desktop.bench.runtimes import inputs
from fer_desktop.paths import weights_dir
from fer_desktop.vision.classifier import softmax
from fer_desktop.vision.open_runtime import open_runtime

if TYPE_CHECKING:
    import torch

BATCHES = (1, 16, 64, 256)
TOLERANCE = {"float32": 1e-3, "float16": 2e-2}  # of a probability; full precision may use TF32
_WARM_UP, _RUNS = 10, 100
_LIMIT_SIDE = 8192  # of the matrices whose product shows what the card can do
_LIMIT_RUNS = 20

Tensors = tuple["torch.Tensor", ...]
Step = Callable[[], Tensors]


def bench_gpu() -> dict[str, Any]:
    """Rows of figures; `ran` is False, with the reason, where there is no CUDA device."""
    try:
        import torch
    except ImportError:
        return {"ran": False, "reason": "torch is not installed"}
    if not torch.cuda.is_available():
        return {"ran": False, "reason": "there is no CUDA device"}
    from fer_desktop.vision.network import count_multiply_adds
    from fer_desktop.vision.weights import load_network

    network, manifest = load_network(weights_dir())
    work = 2 * count_multiply_adds(manifest.network)  # floating point operations of a step for one face
    cpu = open_runtime(weights_dir(), "cpu").runtime
    rows = []
    for dtype in (torch.float32, torch.float16):
        name = str(dtype).removeprefix("torch.")
        limit = _limit_flops(dtype)
        model = network.to("cuda", dtype)
        for batch in BATCHES:
            given = inputs(batch)
            tensors = tuple(torch.from_numpy(values).to("cuda", dtype) for values in given.values())
            expected = softmax(cpu.step(*given.values()).logits)
            for kind, make in (("eager", _eager), ("compiled", _compiled), ("CUDA graph", _graphed)):
                step = make(model, tensors)
                times = _times_ms(step)
                answer = softmax(step()[1].float().cpu().numpy())
                error = float(np.abs(answer - expected).max())
                median_ms = median_p95(times)["median_ms"]
                rows.append(
                    {
                        "faces": batch,
                        "precision": name,
                        "kind": kind,
                        **median_p95(times),
                        "share_of_limit": work * batch / (median_ms / 1000) / limit,
                        "largest_error": error,
                        "is_equal": error <= TOLERANCE[name],
                    }
                )
    return {"ran": True, "device": torch.cuda.get_device_name(), "tolerance": TOLERANCE, "rows": rows}


def _eager(model: Any, tensors: Tensors) -> Step:
    import torch

    def step() -> Tensors:
        with torch.inference_mode():
            return tuple(model(*tensors))

    return step


def _compiled(model: Any, tensors: Tensors) -> Step:
    import torch

    compiled: Any = torch.compile(model)

    def step() -> Tensors:
        with torch.no_grad():
            return tuple(compiled(*tensors))

    return step


def _graphed(model: Any, tensors: Tensors) -> Step:
    """Recorded once, replayed: the card is told once for all what to do."""
    import torch

    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side), torch.no_grad():
        for _ in range(3):
            model(*tensors)
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph), torch.no_grad():
        output = tuple(model(*tensors))

    def step() -> Tensors:
        graph.replay()
        return output

    return step


def _limit_flops(dtype: torch.dtype) -> float:
    """Floating point operations per second of a large matrix product, the most that the card does in practice."""
    import torch

    matrix = torch.randn(_LIMIT_SIDE, _LIMIT_SIDE, device="cuda", dtype=dtype)
    times = _times_ms(lambda: (matrix @ matrix,), runs=_LIMIT_RUNS)
    return float(2 * _LIMIT_SIDE**3 / (np.median(times) / 1000))


def _times_ms(step: Step, runs: int = _RUNS) -> list[float]:
    import torch

    for _ in range(_WARM_UP):
        step()
    times = []
    for _ in range(runs):
        torch.cuda.synchronize()
        start_s = time.perf_counter()
        step()
        torch.cuda.synchronize()
        times.append((time.perf_counter() - start_s) * 1000)
    return times
