"""Exponential smoothing with a time constant in seconds, so that the frame rate does not matter."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def step_share(step_s: float, time_constant_s: float) -> float:
    """How much of the way to a new value a first-order low-pass filter goes in one step: ``1 - exp(-dt / T)``.

    The share depends on the seconds of the step alone, so uneven times need no resampling.
    """
    return float(1 - np.exp(-step_s / time_constant_s))


def smoothed(
    times_s: NDArray[np.floating[Any]], values: NDArray[np.floating[Any]], time_constant_s: float, gap_s: float = 1.0
) -> NDArray[np.float64]:
    """First-order low-pass filter over uneven times: each step moves by ``1 - exp(-dt / T)``.

    Args:
        times_s: (N,) growing.
        values: (N, ...) one row for each time.
        time_constant_s: T; 0 returns the values as they are.
        gap_s: After a longer gap the filter starts anew.

    Returns:
        (N, ...) float64.
    """
    result = np.array(values, dtype=np.float64)
    if time_constant_s <= 0:
        return result
    for i in range(1, len(result)):
        step_s = float(times_s[i] - times_s[i - 1])
        # else the row stays as it is: the filter starts anew from it
        if step_s <= gap_s:
            result[i] = result[i - 1] + step_share(step_s, time_constant_s) * (result[i] - result[i - 1])
    return result
