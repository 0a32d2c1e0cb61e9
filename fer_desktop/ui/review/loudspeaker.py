"""The loudspeaker of the system, by way of Qt."""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import QIODevice
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from fer_desktop.core.sound import SOUND_RATE_HZ

_BUFFER_BYTES = SOUND_RATE_HZ  # half a second of 16 bits


class QtLoudspeaker:
    """Implements `Loudspeaker`; belongs to the GUI thread."""

    def __init__(self, device: QAudioDevice) -> None:
        wanted = QAudioFormat()
        wanted.setSampleRate(SOUND_RATE_HZ)
        wanted.setChannelCount(1)
        wanted.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._sink = QAudioSink(device, wanted)
        self._sink.setBufferSize(_BUFFER_BYTES)
        self._line: QIODevice | None = None

    @classmethod
    def default(cls) -> Self | None:
        """The system's own; None where there is none."""
        device = QMediaDevices.defaultAudioOutput()
        return None if device.isNull() else cls(device)

    def start(self) -> None:
        """See `Loudspeaker`."""
        self._line = self._sink.start()

    def free_bytes(self) -> int:
        """See `Loudspeaker`."""
        return self._sink.bytesFree()

    def write(self, data: bytes) -> int:
        """See `Loudspeaker`."""
        return max(int(self._line.write(data)), 0) if self._line is not None else 0

    @property
    def has_run_dry(self) -> bool:
        """See `Loudspeaker`."""
        return self._sink.state() == QtAudio.State.IdleState

    def stop(self) -> None:
        """See `Loudspeaker`."""
        self._sink.reset()
        self._line = None
