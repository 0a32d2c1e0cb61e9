"""Rates and delays over the last seconds. Each meter is fed by one thread; others read its figures."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

_WINDOW_S = 2.0
_LATE = 3.0  # intervals without anything, after which it is late and not only uneven


@dataclass(frozen=True, slots=True)
class _Ticks:
    """The ticks of the last seconds: how many, and when the first and the last of them were."""

    n: int = 0
    first_s: float = 0.0
    last_s: float = 0.0


class RateMeter:
    """How often something happens each second."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self._ticks = _Ticks()  # replaced as a whole: others read it
        self.count = 0

    def tick(self, now_s: float) -> None:
        """Count one event at this moment, in seconds of a steady clock."""
        self.count += 1
        self._times.append(now_s)
        while self._times[-1] - self._times[0] > _WINDOW_S:
            self._times.popleft()
        self._ticks = _Ticks(len(self._times), self._times[0], now_s)

    def rate_hz(self, now_s: float) -> float:
        """The rate of the last seconds by the clock: what has not happened for a while cannot happen often."""
        ticks = self._ticks
        span_s, silence_s = ticks.last_s - ticks.first_s, now_s - ticks.last_s
        if span_s <= 0 or silence_s > _WINDOW_S:
            return 0.0
        rate_hz = (ticks.n - 1) / span_s
        return min(rate_hz, 1 / silence_s) if silence_s * rate_hz > _LATE else rate_hz


class LatencyMeter:
    """Median and 95th percentile of delays; figures are renewed twice a second."""

    def __init__(self) -> None:
        self._delays: deque[tuple[float, float]] = deque()
        self._renewed_s = -np.inf
        self.p50_p95_ms = (0.0, 0.0)

    def add(self, now_s: float, delay_ms: float) -> None:
        """Take one delay in milliseconds; those of more than some seconds ago are forgotten."""
        self._delays.append((now_s, delay_ms))
        while now_s - self._delays[0][0] > _WINDOW_S:
            self._delays.popleft()
        if now_s - self._renewed_s >= 0.5:
            self._renewed_s = now_s
            p50, p95 = np.percentile([delay for _, delay in self._delays], [50, 95])
            self.p50_p95_ms = (float(p50), float(p95))
