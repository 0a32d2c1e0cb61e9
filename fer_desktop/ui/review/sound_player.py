"""Plays the sound of a session in step with its pictures: it follows the player, and never leads it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QToolButton

from fer_desktop.core.interfaces import SoundByTime
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.errors import FerError
from fer_desktop.ui.review.player import Player

OpenSound = Callable[[], SoundByTime]
_AHEAD_S = 0.4  # that is handed on before it is heard
_OFF_S = 0.12  # by which the player leaves its pace: sound begins anew there
_BYTES = 2  # of a sample


class Loudspeaker(Protocol):
    """What takes sound, 16 kHz, 16 bits, one channel."""

    def start(self) -> None:
        """Begin anew; nothing was heard yet."""

    def free_bytes(self) -> int:
        """How much it takes right now."""

    def write(self, data: bytes) -> int:
        """Hand on sound; returns how much was taken."""

    @property
    def has_run_dry(self) -> bool:
        """Whether all that was handed on was heard, and there is silence now."""

    def stop(self) -> None:
        """Fall silent at once."""


def default_loudspeaker() -> Loudspeaker | None:
    """The system's own; None where there is none. Qt's sound is imported here: it takes a while."""
    from fer_desktop.ui.review.loudspeaker import QtLoudspeaker

    return QtLoudspeaker.default()


class SoundPlayer(QObject):
    """Plays while the player plays at its usual speed.

    Attributes:
        button: Whether it is to be heard; hidden in a session without sound.
    """

    def __init__(
        self,
        player: Player,
        parent: QObject | None = None,
        find_loudspeaker: Callable[[], Loudspeaker | None] = default_loudspeaker,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._player, self._find, self._clock = player, find_loudspeaker, clock
        self._reader: SoundByTime | None = None
        self._loudspeaker: Loudspeaker | None = None
        self._blocks: Iterator[Sound] | None = None
        self._waiting = b""
        self._is_over = False
        self._ahead_s = 0.0  # of the session before the clock
        self.button = QToolButton()
        self.button.setText(self.tr("Sound"))
        self.button.setToolTip(self.tr("Hear the sound of the session while it plays"))
        self.button.setCheckable(True)
        self.button.setChecked(True)
        self.button.setIconSize(QSize(16, 16))
        self.button.hide()
        player.moved.connect(self._follow)

    def open(self, open_sound: OpenSound | None) -> None:
        """Take the sound of another session; None where it has none."""
        self.close()
        if open_sound is None:
            return
        try:
            self._reader = open_sound()
        except FerError:  # the session says itself what is wrong with its files
            return
        self._loudspeaker = self._find()
        self.button.setVisible(True)
        self.button.setEnabled(self._loudspeaker is not None)
        if self._loudspeaker is None:
            self.button.setToolTip(self.tr("No loudspeaker is connected."))

    def close(self) -> None:
        """Let go of the sound."""
        self._fall_silent()
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        self.button.hide()

    @property
    def is_heard(self) -> bool:
        """Whether it plays right now."""
        return self._blocks is not None

    def _follow(self, now_s: float) -> None:
        wanted = self._player.is_playing and self._player.speed == 1.0 and self.button.isChecked()
        if self._reader is None or self._loudspeaker is None or not wanted:
            self._fall_silent()
            return
        # a loudspeaker does not say exactly what is heard now; that the player jumped, and that it waits, is known
        has_jumped = abs(now_s - self._clock() - self._ahead_s) > _OFF_S
        if self._blocks is None or has_jumped or (self._loudspeaker.has_run_dry and not self._is_over):
            self._fall_silent()
            self._blocks, self._ahead_s = self._reader.blocks(now_s), now_s - self._clock()
            self._is_over = False
            self._loudspeaker.start()
        self._feed(self._loudspeaker)

    def _feed(self, loudspeaker: Loudspeaker) -> None:
        assert self._blocks is not None
        room = min(loudspeaker.free_bytes(), round(_AHEAD_S * SOUND_RATE_HZ) * _BYTES)
        while len(self._waiting) < room and not self._is_over:
            block = next(self._blocks, None)
            if block is None:
                self._is_over = True
                break
            self._waiting += np.round(np.clip(block.samples, -1, 1) * 32767).astype("<i2").tobytes()
        taken = loudspeaker.write(self._waiting[:room])
        self._waiting = self._waiting[taken:]

    def _fall_silent(self) -> None:
        if self._blocks is not None and self._loudspeaker is not None:
            self._loudspeaker.stop()
        self._blocks, self._waiting = None, b""
