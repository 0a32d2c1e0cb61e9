"""What every way out has in common. For any thread; nobody who hands something on ever waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from fer_desktop.core.types import Analysis
from fer_desktop.outlets.messages import Message


class Outlet(Protocol):
    """Values go in here; where they go from here is its own business."""

    @property
    def lost(self) -> int:
        """Values that did not get out."""

    def publish(self, analysis: Analysis, taken_s: float, names: Mapping[int, str]) -> None:
        """Hand on one analysed picture.

        Args:
            taken_s: When it was taken, on the clock of `time.monotonic`.
            names: Of faces, for those that have one.
        """

    def tell(self, message: Message) -> None:
        """Hand on what else happened, such as a marker."""

    def close(self) -> None:
        """Send nothing more, and wait for the thread."""
