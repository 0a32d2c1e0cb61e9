"""A run without pictures, of a microphone alone: moments take the place of frames, as the clock of a recording."""

from __future__ import annotations

import time
from threading import Event as Flag

import numpy as np

from fer_desktop.core.types import Analysis, Frame, ModelInfo, SourceInfo
from fer_desktop.errors import Notice

_STEP_S = 0.25  # between two moments, as between two answers about a voice
_SIZE = (48, 64, 3)


class Moments:
    """Implements `FrameSource`: an empty picture four times a second, of a source that says it has none.

    Args:
        name: Of the source, for people.
    """

    def __init__(self, name: str) -> None:
        self._name, self._is_over = name, Flag()
        self._index, self._began_s = -1, 0.0

    def open(self) -> SourceInfo:
        """Begin now."""
        self._began_s = time.monotonic()
        return SourceInfo(self._name, 0, 0, 0.0, is_live=True)

    def read(self) -> Frame | None:
        """Wait for the next moment; None once interrupted."""
        self._index += 1
        due_s = self._began_s + self._index * _STEP_S
        if self._is_over.wait(max(due_s - time.monotonic(), 0)):
            return None
        return Frame(self._index, due_s - self._began_s, np.zeros(_SIZE, np.uint8), taken_s=due_s)

    def interrupt(self) -> None:
        """See `Interruptible`."""
        self._is_over.set()

    def close(self) -> None:
        """Nothing is held."""


class NoFaces:
    """Implements `FrameAnalyzer`: there is nobody to be seen, and no model is loaded."""

    model = ModelInfo("", "", "")
    notices: tuple[Notice, ...] = ()

    def analyze(self, frame: Frame) -> Analysis:
        """No face."""
        return Analysis(frame.index, frame.time_s, (), 0.0)

    def close(self) -> None:
        """Nothing is held."""
