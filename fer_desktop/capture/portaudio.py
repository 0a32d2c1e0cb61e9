"""The door to microphones: PortAudio by way of sounddevice. Nothing else imports it, and it is imported when needed.

PortAudio makes its list once; whoever lets it be made anew sees to it that nobody else uses the old one.
"""

from __future__ import annotations

import errno
import time
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fer_desktop.capture.sound_input import CardBlock, Microphone, SoundTerms
from fer_desktop.core.sound import SOUND_RATE_HZ
from fer_desktop.errors import NoSoundSystem

_BLOCK_S = 0.02
_WAITING = 250  # blocks that may wait: five seconds
_LONGEST_AGE_S = 2.0  # of a block that comes; by a stamp that says more nothing can be told
_DEVICE_UNAVAILABLE, _INVALID_DEVICE = -9985, -9996  # PortAudio's numbers


def library() -> Any:
    """The module sounddevice.

    Raises:
        NoSoundSystem: it, or PortAudio, is not there.
    """
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise NoSoundSystem(
            "Microphones cannot be used: the library PortAudio is missing.",
            "Install it (Debian, Ubuntu: sudo apt-get install libportaudio2), then start the app again.",
        ) from error
    return sounddevice


def version() -> str:
    """What PortAudio calls itself. Raises as `library`."""
    return str(library().get_portaudio_version()[1]).split(",", 1)[0]


def list_microphones(anew: bool = False) -> tuple[Microphone, ...]:
    """Microphones by name, in the order of the system; empty when there is none.

    Args:
        anew: Make the list again, which ends all sound of the program: not while a microphone is open.

    Raises:
        NoSoundSystem: nobody can tell.
    """
    sounddevice = library()
    try:
        if anew:
            sounddevice._terminate()
            sounddevice._initialize()
        devices, standard = sounddevice.query_devices(), sounddevice.default.device[0]
    except sounddevice.PortAudioError as error:
        raise NoSoundSystem(
            "Microphones cannot be used: the sound system does not answer ({reason}).",
            "Start the app again; if that does not help, the computer.",
            reason=error,
        ) from error
    if standard < 0:
        standard = next((i for i, one in enumerate(devices) if one["max_input_channels"]), -1)
    return tuple(
        Microphone(str(one["name"]), i, round(one["default_samplerate"]), int(one["max_input_channels"]), i == standard)
        for i, one in enumerate(devices)
        if one["max_input_channels"] > 0
    )


class PortAudioInput:
    """One open microphone; implements `SoundInput`."""

    def __init__(self, microphone: Microphone) -> None:
        self._microphone, self._library = microphone, library()
        self._blocks: Queue[CardBlock] = Queue(_WAITING)
        self._stream: Any = None
        self._has_ended = False  # set by PortAudio
        self._n_lost = 0
        self._offset_s: float | None = None

    def start(self) -> SoundTerms:
        """See `SoundInput`; asks for 16 kHz and one channel, else takes what the microphone prefers."""
        one = self._microphone
        offers = ((SOUND_RATE_HZ, 1), (one.rate_hz, 1), (one.rate_hz, min(one.channels, 2)))
        for i, (rate_hz, channels) in enumerate(offers):
            try:
                self._open(rate_hz, channels)
                break
            except self._library.PortAudioError as error:
                if i == len(offers) - 1:
                    raise _os_error(error) from error
        return SoundTerms(round(self._stream.samplerate), channels)

    def next(self, timeout_s: float) -> CardBlock | None:
        """See `SoundInput`."""
        with suppress(Empty):
            return self._blocks.get(timeout=timeout_s)
        if self._has_ended:
            raise OSError(errno.ENODEV, "the microphone has ended")
        return None

    @property
    def clock_offset_s(self) -> float | None:
        """See `SoundInput`."""
        return self._offset_s

    def close(self) -> None:
        """See `SoundInput`."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(self._library.PortAudioError):
                stream.close(ignore_errors=True)

    def _open(self, rate_hz: int, channels: int) -> None:
        stream = self._library.InputStream(
            samplerate=rate_hz,
            blocksize=round(rate_hz * _BLOCK_S),
            device=self._microphone.index,
            channels=channels,
            dtype="float32",
            latency="high",  # what the driver keeps for a program that is late; stamps say when it was taken
            callback=self._take,
            finished_callback=self._end,
        )
        try:
            stream.start()
        except BaseException:
            stream.close(ignore_errors=True)
            raise
        self._stream = stream

    def _end(self) -> None:
        """In PortAudio's thread: no more comes."""
        self._has_ended = True

    def _take(self, samples: NDArray[np.float32], _: int, stamps: Any, status: Any) -> None:
        """In PortAudio's thread: copy, stamp, hand on; nothing that waits."""
        now_s = time.monotonic()
        age_s = stamps.currentTime - stamps.inputBufferAdcTime
        if stamps.currentTime > 0 and stamps.inputBufferAdcTime > 0 and 0 <= age_s < _LONGEST_AGE_S:
            self._offset_s, taken_s = stamps.currentTime - now_s, now_s - age_s
        else:
            taken_s = now_s - _BLOCK_S
        n_lost = self._n_lost + bool(status.input_overflow)
        try:
            self._blocks.put_nowait(CardBlock(samples.copy(), taken_s, n_lost))
            self._n_lost = 0
        except Full:
            self._n_lost = n_lost + 1


def _os_error(error: Any) -> OSError:
    """What PortAudio says, as the error of a system."""
    number = error.args[1] if len(error.args) > 1 else 0
    host = error.args[2][1] if len(error.args) > 2 else 0
    if host and abs(host) < 200:  # ALSA hands on the negative number of the system
        return OSError(abs(host), str(error))
    known = {_DEVICE_UNAVAILABLE: errno.EBUSY, _INVALID_DEVICE: errno.ENODEV}
    return OSError(known.get(number, errno.EIO), str(error))
