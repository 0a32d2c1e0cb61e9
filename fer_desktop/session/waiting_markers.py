"""Markers that wait for the row of the timeline on which they fall."""

from __future__ import annotations

from bisect import insort

from fer_desktop.core.types import Marker

MOST_IN_CELL = 8192  # characters in one row; Excel takes 32767, readers of CSV refuse more than 131072
_BETWEEN = "; "


class WaitingMarkers:
    """In order of their time."""

    def __init__(self) -> None:
        self._markers: list[Marker] = []

    def add(self, marker: Marker) -> None:
        """Let a marker wait."""
        insort(self._markers, marker, key=lambda waiting: waiting.time_s)

    def take_until(self, time_s: float) -> str:
        """The labels up to a time, for one cell; those that it has no room for wait for the next row."""
        labels: list[str] = []
        n_characters = 0
        for marker in self._markers:
            n_characters += len(marker.label) + len(_BETWEEN)
            # the first is taken however long it is: else it would wait for ever
            if marker.time_s > time_s or (labels and n_characters > MOST_IN_CELL):
                break
            labels.append(marker.label)
        del self._markers[: len(labels)]
        return _BETWEEN.join(labels)
