"""Writes the sound of a session as FLAC whose first sample is at second 0 of the session, and reads it by time.

FLAC loses nothing, needs no length in its head, and what was written of it can be played after a crash.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import BinaryIO

import av
import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from fer_desktop.core.sound import SOUND_RATE_HZ, Sound
from fer_desktop.errors import SessionUnreadable
from fer_desktop.session import schema
from fer_desktop.session.appended import Appended
from fer_desktop.session.store import Store, open_good_part

_SAME = 8  # samples by which a block may be off without being moved
_SILENCE_S = 1.0  # of silence that is written at a time
_HINT = "The tables of the session can still be read."


class SoundWriter:
    """`audio.flac` in a session folder; the file begins with the first sound.

    Attributes:
        duration_s: What was written until now.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._file: BinaryIO | None = None
        self._container: av.container.OutputContainer | None = None
        self._stream: AudioStream | None = None
        self._n = 0

    @property
    def duration_s(self) -> float:
        """How long it is by now."""
        return self._n / SOUND_RATE_HZ

    def add(self, sound: Sound) -> None:
        """Append a block; what is missing before it becomes silence, and what is there already is left out."""
        place = max(round(sound.time_s * SOUND_RATE_HZ), 0)
        samples = sound.samples
        if place < self._n - _SAME:
            samples = samples[self._n - place :]
        while place > self._n + _SAME:
            self._write(np.zeros(min(place - self._n, round(_SILENCE_S * SOUND_RATE_HZ)), np.float32))
        if len(samples):
            self._write(samples)

    def close(self) -> None:
        """Write what the encoder holds back and close the file; once, even if that fails."""
        stream, container, file = self._stream, self._container, self._file
        self._stream = self._file = None
        with ExitStack() as ending:
            if stream is not None and container is not None and file is not None:
                ending.callback(file.close)
                ending.callback(container.close)
                for packet in stream.encode(None):
                    container.mux(packet)

    def _write(self, samples: NDArray[np.float32]) -> None:
        stream = self._stream or self._begin()
        assert self._container is not None
        whole = np.round(np.clip(samples, -1, 1) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(whole[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts = SOUND_RATE_HZ, self._n
        for packet in stream.encode(frame):
            self._container.mux(packet)
        self._n += len(samples)

    def _begin(self) -> AudioStream:
        self._file = self._store.create(schema.SOUND_FILE)
        self._container = av.open(Appended(self._file), "w", format="flac")
        stream = self._container.add_stream("flac", rate=SOUND_RATE_HZ, layout="mono")
        assert isinstance(stream, AudioStream)
        self._stream = stream
        return stream


class SoundReader:
    """The sound of a session, from any second on. Belongs to one thread.

    Raises:
        SessionUnreadable: the session has no sound that can be read.
    """

    def __init__(self, store: Store) -> None:
        path = store.path(schema.SOUND_FILE)
        with ExitStack() as opened:
            try:
                file = opened.enter_context(open_good_part(store, schema.SOUND_FILE)[0])
                self._container = opened.enter_context(av.open(file, "r", metadata_errors="replace"))
                self._stream = self._container.streams.audio[0]
            except (OSError, av.FFmpegError, IndexError) as error:
                raise SessionUnreadable("{path} cannot be read ({reason}).", _HINT, path=path, reason=error) from error
            self._opened = opened.pop_all()

    def blocks(self, start_s: float) -> Iterator[Sound]:
        """All of it from a second on; where it is damaged, it ends."""
        assert self._stream.time_base is not None
        self._container.seek(max(round(start_s / self._stream.time_base), 0), stream=self._stream)
        try:
            for frame in self._container.decode(self._stream):
                time_s = frame.time or 0.0
                samples = frame.to_ndarray()[0].astype(np.float32) / 32768
                first = max(round((start_s - time_s) * SOUND_RATE_HZ), 0)
                if first < len(samples):
                    yield Sound(time_s + first / SOUND_RATE_HZ, samples[first:])
        except (OSError, av.FFmpegError):
            return

    def close(self) -> None:
        """Release the file."""
        self._opened.close()
