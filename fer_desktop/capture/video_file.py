"""Every frame of a video file, with its presentation time and the right way up.

PyAV, not cv2.VideoCapture: it gives presentation times exactly (cv2 shifts those of some
.mov files), tells a damaged file from the end, and says how the picture is turned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import av
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import SourceUnreadable

_HINT = "Play it in a video player to see whether it is whole, or convert it to mp4."
_SAME_TIME_S = 1e-6
_JUMP_S = 0.1  # times that fall by more begin anew, as where two recordings were joined
_WHOLE, _MISSING_S = 0.9, 0.5  # a file with fewer of its promised frames, by more than that, was cut off


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of a file is wanted.

    Attributes:
        start_s, end_s: Presentation times; frames outside are left out.
        fps: Thin out to about this rate, by time; 0 keeps every frame.
    """

    start_s: float = 0.0
    end_s: float = float("inf")
    fps: float = 0.0


class VideoFileSource:
    """A video file, frame by frame; `time_s` is the presentation time in the file.

    `time_s` always grows. A frame with the time of the one before, or a little less, comes 1 microsecond after
    it. Where the times jump back by more than 0.1 s (two recordings joined into one .ts file), the file's clock
    began anew: that frame comes one nominal step after the one before, and all later ones are moved as far.

    Args:
        path: The file.
        cut: Which part is wanted; all unless said.
        open_file: Opens it for reading and seeking, where it is not stored as it is (an encrypted session).
    """

    def __init__(self, path: Path, cut: Cut | None = None, open_file: Callable[[], IO[bytes]] | None = None) -> None:
        self._path, self._cut, self._open_file = path, cut or Cut(), open_file
        self._file: IO[bytes] | None = None
        self._container: av.container.InputContainer | None = None
        self._frames: Iterator[VideoFrame] = iter(())
        self._index = -1
        self._n_packets = 0
        self._last_s = self._raw_s = -np.inf  # as given out; as in the file
        self._offset_s = 0.0
        self._next_s = -np.inf

    def open(self) -> SourceInfo:
        """Open the file and decode its first frame.

        Raises:
            SourceUnreadable: it is missing, empty, not a video, or holds no picture.
        """
        check_file(self._path)
        try:
            first = self._first_frame()
        except (av.FFmpegError, OSError) as error:
            self.close()
            raise SourceUnreadable(
                "{path} is not a video that can be read ({reason}).", _HINT, path=self._path, reason=_reason(error)
            ) from error
        except SourceUnreadable:
            self.close()
            raise
        return self._info(first)

    def _first_frame(self) -> VideoFrame:
        if self._open_file is not None:
            self._file = self._open_file()
        self._container = av.open(self._file or str(self._path), "r")
        if not self._container.streams.video:
            raise SourceUnreadable("{path} holds no video.", _HINT, path=self._path)
        stream = self._container.streams.video[0]
        stream.thread_type = "AUTO"
        frames = self._decoded(self._container.demux(stream))
        first = next(frames, None)
        if first is None:
            raise SourceUnreadable("{path} holds no frames.", _HINT, path=self._path)
        self._frames = _chain(first, frames)
        return first

    def _decoded(self, packets: Iterator[Packet[VideoStream]]) -> Iterator[VideoFrame]:
        for packet in packets:
            self._n_packets += packet.dts is not None  # the last is empty: it only asks for the frames that are left
            yield from packet.decode()

    def _info(self, first: VideoFrame) -> SourceInfo:
        assert self._container is not None
        width, height = (first.height, first.width) if first.rotation % 180 else (first.width, first.height)
        duration_s = float(self._container.duration or 0) / av.time_base
        end_s = min(self._cut.end_s, duration_s) if duration_s else 0.0
        wanted_s = max(end_s - self._cut.start_s, 0.0)
        fps = float(self._container.streams.video[0].average_rate or 0)
        return SourceInfo(self._path.name, width, height, fps, wanted_s)

    def read(self) -> Frame | None:
        """Next wanted frame; `index` counts all frames of the file.

        Raises:
            SourceUnreadable: the file is damaged from here on.
        """
        while True:
            try:
                picture = next(self._frames, None)
            except (av.FFmpegError, OSError) as error:
                raise SourceUnreadable(
                    "{path} is damaged after {time_s:.2f} s ({reason}).",
                    _HINT,
                    path=self._path,
                    time_s=max(self._last_s, 0),
                    reason=_reason(error),
                ) from error
            if picture is None:
                self._check_whole()
                return None
            self._index += 1
            time_s = self._time_of(picture)
            self._last_s = time_s
            if time_s > self._cut.end_s:
                return None
            if self._is_wanted(time_s):
                return Frame(self._index, time_s, upright(picture))

    def close(self) -> None:
        """Release the file."""
        if self._container is not None:
            self._container.close()
            self._container = None
        if self._file is not None:
            self._file.close()
            self._file = None

    def _check_whole(self) -> None:
        """A file that was cut off ends without an error, long before it said it would.

        Packets are counted, not frames: a trimmed mp4 or mov begins with some that are only there to decode the
        others, and their frames are rightly left out. What lies wholly outside the trim is not read at all, but the
        file promises it too; the index that FFmpeg made of such a file is without it.
        """
        assert self._container is not None
        stream = self._container.streams.video[0]
        promised = stream.frames  # 0 when the file does not say
        if "mov" in self._container.format.name:  # the index of other formats may be of what was read alone
            promised = min(promised, len(stream.index_entries))
        duration_s = float(self._container.duration or 0) / av.time_base
        missing_s = duration_s * (1 - self._n_packets / promised) if promised else 0.0
        if self._n_packets < promised * _WHOLE and missing_s > _MISSING_S:
            raise SourceUnreadable(
                "{path} is cut off: it ends after {end_s:.2f} s of {duration_s:.2f} s.",
                _HINT,
                path=self._path,
                end_s=self._last_s,
                duration_s=duration_s,
            )

    def _time_of(self, picture: VideoFrame) -> float:
        """Presentation time that grows; where the file has none, one nominal step after the last frame."""
        assert self._container is not None
        stream = self._container.streams.video[0]
        next_s = self._last_s + 1 / float(stream.average_rate or stream.guessed_rate or 25)
        if picture.pts is None:  # as of a bare stream of pictures, without a container
            return next_s if self._index else 0.0
        raw_s = float(picture.time)
        if raw_s < self._raw_s - _JUMP_S:
            self._offset_s, self._raw_s = next_s - raw_s, raw_s
        self._raw_s = max(self._raw_s, raw_s)
        time_s = raw_s + self._offset_s
        return time_s if time_s > self._last_s else self._last_s + _SAME_TIME_S

    def _is_wanted(self, time_s: float) -> bool:
        if time_s < self._cut.start_s:
            return False
        if self._cut.fps <= 0:
            return True
        if time_s + _SAME_TIME_S < self._next_s:
            return False
        step_s = 1 / self._cut.fps
        self._next_s = max(self._next_s + step_s, time_s + step_s / 2) if np.isfinite(self._next_s) else time_s + step_s
        return True


def check_file(path: Path) -> None:
    """Say what is wrong with a file before a decoder is confused by it.

    Raises:
        SourceUnreadable: it is missing, a folder, empty, or may not be read.
    """
    try:
        if not path.exists():
            raise SourceUnreadable("{path} does not exist.", "Check the name and the folder.", path=path)
        if not path.is_file():
            raise SourceUnreadable("{path} is not a file.", "Choose a video or an image.", path=path)
        if path.stat().st_size == 0:
            raise SourceUnreadable("{path} is empty (0 bytes).", "Copy it again from where it came.", path=path)
        with path.open("rb"):
            pass
    except OSError as error:
        raise SourceUnreadable(
            "{path} cannot be opened: {reason}.", "Check its permissions.", path=path, reason=error.strerror or error
        ) from error


def upright(picture: VideoFrame) -> NDArray[np.uint8]:
    """(H, W, 3) RGB, any strides, turned as the file says that it should be shown."""
    image = np.asarray(picture.to_ndarray(format="rgb24"), dtype=np.uint8)
    return np.rot90(image, round(picture.rotation / 90) % 4)  # both turn counter-clockwise


def _chain(first: VideoFrame, rest: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
    yield first
    yield from rest


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
