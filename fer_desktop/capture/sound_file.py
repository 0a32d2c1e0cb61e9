"""The sound of a file, with its own times, on the clock of its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from fer_desktop.capture.container import PLAY_HINT, open_container
from fer_desktop.capture.files import check_file, name_of
from fer_desktop.capture.open_video import OpenFile
from fer_desktop.core.sound import SOUND_RATE_HZ, Sound, SoundInfo
from fer_desktop.errors import Notice, SourceUnreadable

_SAME_S = 0.01  # containers round times to milliseconds; by what is further off, the times of the file are followed
_GAP_S = 0.05  # what is missing is counted from here on
_MOST_FAILURES = 64
_BEFORE_S = 0.2  # that is decoded before what is wanted: some decoders need a start


class SoundFile:
    """One sound of a file, decoded block by block: 16 kHz, all channels mixed to one.

    Args:
        path: The file.
        track: Which of its sounds, from 1; None takes the default one, else the first.
        origin_s: What is time 0 on the clock of the file; where its sound begins unless said.
        open_file: Opens it where it is not stored as it is (an encrypted session).
    """

    def __init__(
        self,
        path: Path,
        track: int | None = None,
        origin_s: float | None = None,
        open_file: OpenFile | None = None,
    ) -> None:
        self._path, self._track, self._origin_s = path, track, origin_s
        self._open_file = open_file
        self._container: InputContainer | None = None
        self._stream: AudioStream | None = None
        self._n_damaged = self._n_gaps = 0

    def open(self) -> SoundInfo | None:
        """Open the file; None where it has no sound.

        Raises:
            SourceUnreadable: it cannot be read, or has no such track.
        """
        check_file(self._path)
        try:
            self._container = open_container(self._path, self._open_file() if self._open_file else None)
        except (av.FFmpegError, OSError) as error:
            raise SourceUnreadable(
                "{path} holds no sound that can be read ({reason}).", PLAY_HINT, path=self._path, reason=_reason(error)
            ) from error
        tracks = [stream for stream in self._container.streams.audio if stream.codec_context is not None]
        if self._track is not None and self._track > len(tracks):
            raise SourceUnreadable(
                "{path} has no sound track {track}; it has {count}.",
                "Choose another --audio-track.",
                path=self._path,
                track=self._track,
                count=len(tracks),
            )
        if not tracks:
            return None
        place = _default(tracks) if self._track is None else self._track - 1
        self._stream = stream = tracks[place]
        length_s = (self._container.duration or 0) / av.time_base
        return SoundInfo(
            name_of(self._path), place + 1, len(tracks), stream.rate or 0, len(stream.layout.channels), length_s
        )

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was left out; complete when `blocks` has ended."""
        name, found = name_of(self._path), []
        if self._n_damaged:
            found.append(
                Notice("{name}: {count} damaged part(s) of the sound left out.", name=name, count=self._n_damaged)
            )
        if self._n_gaps:
            found.append(Notice("{name}: the sound has {count} gap(s).", name=name, count=self._n_gaps))
        return tuple(found)

    def blocks(self) -> Iterator[Sound]:
        """All of its sound, in order of time; what overlaps what came before is left out."""
        stretch: _Stretch | None = None
        origin_s, end_s = self._origin_s, -np.inf
        for frame in self._frames():
            origin_s = frame.time or 0.0 if origin_s is None else origin_s
            time_s = frame.time - origin_s if frame.time is not None else max(end_s, 0.0)
            if stretch is None or abs(time_s - stretch.given_end_s) > _SAME_S:
                if stretch is not None:
                    self._n_gaps += time_s - stretch.given_end_s > _GAP_S
                    yield from stretch.rest()
                # never before what was given: sound that overlaps would be heard twice
                stretch = _Stretch(max(time_s, end_s))
            # by counting samples: containers round the times of their blocks
            yield from stretch.add(frame)
            end_s = stretch.given_end_s
        if stretch is not None:
            yield from stretch.rest()

    def seek(self, time_s: float) -> None:
        """Let `blocks` begin a little before a second."""
        if self._container is None:
            return
        if self._origin_s is None:
            first = next(self._frames(), None)
            self._origin_s = first.time or 0.0 if first is not None else 0.0
        with suppress(av.FFmpegError, OSError):  # it goes on from where it is
            self._container.seek(round((max(time_s - _BEFORE_S, 0.0) + self._origin_s) * av.time_base))

    def close(self) -> None:
        """Release the file."""
        if self._container is not None:
            self._container.close()
            self._container = None

    def _frames(self) -> Iterator[AudioFrame]:
        if self._container is None or self._stream is None:
            return
        n_failures = 0
        while n_failures <= _MOST_FAILURES:
            try:
                for frame in self._container.decode(self._stream):
                    n_failures = 0
                    yield frame
                return
            except av.EOFError:
                return
            except (av.FFmpegError, OSError):
                n_failures += 1
                self._n_damaged += 1


class SoundOfFile:
    """Implements `SoundByTime` with one sound of a file.

    Args:
        track, origin_s: As of `SoundFile`.

    Raises:
        SourceUnreadable: there is no sound that can be read.
    """

    def __init__(self, path: Path, track: int | None = None, origin_s: float | None = None) -> None:
        self._file = SoundFile(path, track, origin_s)
        if self._file.open() is None:
            self._file.close()
            raise SourceUnreadable("{name} holds no sound.", "Choose another.", name=name_of(path))

    def blocks(self, start_s: float) -> Iterator[Sound]:
        """All of it from a second on."""
        self._file.seek(start_s)
        for block in self._file.blocks():
            first = max(round((start_s - block.time_s) * SOUND_RATE_HZ), 0)
            if first < len(block.samples):
                yield Sound(block.time_s + first / SOUND_RATE_HZ, block.samples[first:])

    def close(self) -> None:
        """Release the file."""
        self._file.close()


class _Stretch:
    """Sound without a gap, brought to one channel at 16 kHz."""

    def __init__(self, start_s: float) -> None:
        self._resampler = av.AudioResampler(format="flt", layout="mono", rate=SOUND_RATE_HZ)
        self._start_s, self._n_given_s, self._n_made = start_s, 0.0, 0

    @property
    def given_end_s(self) -> float:
        """Where what was given ends."""
        return self._start_s + self._n_given_s

    def add(self, frame: AudioFrame) -> Iterator[Sound]:
        """The sound that is ready after one more frame."""
        self._n_given_s += frame.samples / frame.sample_rate
        frame.pts = None  # the resampler would fill gaps by itself
        yield from self._ready(self._resampler.resample(frame))

    def rest(self) -> Iterator[Sound]:
        """The last of it."""
        yield from self._ready(self._resampler.resample(None))

    def _ready(self, frames: list[AudioFrame]) -> Iterator[Sound]:
        for frame in frames:
            samples = np.nan_to_num(frame.to_ndarray()[0].astype(np.float32))
            if len(samples):
                yield Sound(self._start_s + self._n_made / SOUND_RATE_HZ, samples)
                self._n_made += len(samples)


def _default(tracks: list[AudioStream]) -> int:
    """Place of the one that is meant for everybody; the first where none is."""
    return next((i for i, track in enumerate(tracks) if track.disposition & Disposition.default), 0)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
