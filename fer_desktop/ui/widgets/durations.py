"""Time in words of a clock."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """Minutes and seconds, and hours where there are some: 0:07, 12:30, 1:02:05."""
    minutes, whole = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:d}:{minutes:02d}:{whole:02d}" if hours else f"{minutes:d}:{whole:02d}"


def precise_clock(seconds: float) -> str:
    """The same with hundredths: 0:07.25."""
    hundredths = round(max(seconds, 0.0) * 100)
    return f"{clock(hundredths // 100)}.{hundredths % 100:02d}"
