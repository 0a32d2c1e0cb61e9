"""Rates and delays over the last seconds. Each meter is fed by one thread; others read its figures."""

from __future__ import annotations

from collections import deque

import numpy as np

_WINDOW_S = 2.0


class RateMeter:
    """How often something happens each second."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()
        self.count = 0
        self.rate_hz = 0.0

    def tick(self, now_s: float) -> None:
        """It happened."""
        self.count += 1
        self._times.append(now_s)
        while self._times[-1] - self._times[0] > _WINDOW_S:
            self._times.popleft()
        span = self._times[-1] - self._times[0]
        self.rate_hz = (len(self._times) - 1) / span if span > 0 else 0.0


class LatencyMeter:
    """Median and 95th percentile of delays; figures are renewed twice a second."""

    def __init__(self) -> None:
        self._delays: deque[tuple[float, float]] = deque()
        self._renewed_s = -np.inf
        self.p50_p95_ms = (0.0, 0.0)

    def add(self, now_s: float, delay_ms: float) -> None:
        """One delay."""
        self._delays.append((now_s, delay_ms))
        while now_s - self._delays[0][0] > _WINDOW_S:
            self._delays.popleft()
        if now_s - self._renewed_s >= 0.5:
            self._renewed_s = now_s
            p50, p95 = np.percentile([delay for _, delay in self._delays], [50, 95])
            self.p50_p95_ms = (float(p50), float(p95))
