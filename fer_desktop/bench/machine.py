"""What a measurement was made on, and what the process uses."""

from __future__ import annotations

import os
import platform
import sys
import threading
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_STEAL = 7
_LIBRARIES = ("mediapipe", "onnxruntime", "opencv-contrib-python", "numpy", "torch", "PySide6-Essentials")


def machine() -> dict[str, Any]:
    """Processor, system, versions, and how busy it was at the start."""
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load_1_min": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "versions": {name: found for name in _LIBRARIES if (found := _version(name))},
    }


def peak_memory_mb() -> float | None:
    """The most memory that this process has had, or None where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def memory_mb() -> float | None:
    """The memory that this process has now, or None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class StealTime:
    """How much of the processor others on the same host took meanwhile, as the kernel counts it ("steal")."""

    def __init__(self) -> None:
        self._before = _processor_times()

    @property
    def stolen_s(self) -> float:
        """Seconds of all cores together since this was made; 0 where the system does not say."""
        after = _processor_times()
        if self._before is None or after is None:
            return 0.0
        return (after[_STEAL] - self._before[_STEAL]) / os.sysconf("SC_CLK_TCK")

    @property
    def stolen_percent(self) -> float | None:
        """Share of all cores' time since this was made, or None where the system does not say."""
        after = _processor_times()
        if self._before is None or after is None or sum(after) == sum(self._before):
            return None
        return 100 * (after[_STEAL] - self._before[_STEAL]) / (sum(after) - sum(self._before))


def _processor_times() -> list[int] | None:
    """Of all cores together, by kind (proc(5), first line of /proc/stat: user, nice, ... steal)."""
    try:
        return [int(ticks) for ticks in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1 : _STEAL + 2]]
    except (OSError, ValueError):
        return None


def n_threads() -> int:
    """Threads of this process, those of libraries among them where the system says it."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return threading.active_count()


def median_p95(values_ms: list[float]) -> dict[str, float]:
    """Both figures of a list of times."""
    values: NDArray[np.float64] = np.array(values_ms or [0.0])
    return {"median_ms": float(np.median(values)), "p95_ms": float(np.percentile(values, 95))}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
