"""Whether a speech model is at work while the window is measured."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer

from fer_desktop.app.transcribing import Transcribing

_LOOK_MS = 100


def hears_words(words: Transcribing) -> bool:
    """Whether the model is loaded, and has something to hear.

    Raises:
        SpeechModelUnusable: it cannot be loaded.
    """
    status = words.look()
    if status is not None and status.error is not None:
        raise status.error
    return status is not None and status.state == "ready" and status.waiting > 0


class SpeechWatch(QObject):
    """How much of the time a speech model has something to hear, from now on."""

    def __init__(self, words: Transcribing) -> None:
        super().__init__()
        self._looks = list[bool]()
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self._looks.append(words.is_busy))
        self._timer.start(_LOOK_MS)

    @property
    def busy_share(self) -> float:
        """0-1, of the looks until now."""
        return float(np.mean(self._looks or [False]))
