"""The picture of an open video that is to be seen at a time. Belongs to the thread of its container."""

from __future__ import annotations

from collections.abc import Iterator

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

_AHEAD_S = 1.0  # up to here reading on is quicker than seeking


class VideoCursor:
    """Goes forwards and backwards in one video of a container that it neither opens nor closes.

    Args:
        origin_s: What is time 0 on the clock of the file.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, origin_s: float = 0.0) -> None:
        self._container, self._stream, self._origin_s = container, stream, origin_s
        self._frames: Iterator[VideoFrame] = iter(())
        self._now: VideoFrame | None = None
        self._next: VideoFrame | None = None

    def at(self, time_s: float) -> VideoFrame | None:
        """The last picture at or before a time; the first one when the time is earlier, None where there is none.

        Raises:
            av.FFmpegError, OSError: the video is damaged there.
        """
        # a seek goes back to a key frame and decodes from there: for a step ahead it is cheaper to decode on
        if self._now is None or not self.time_of(self._now) <= time_s <= self.time_of(self._now) + _AHEAD_S:
            assert self._stream.time_base is not None
            place = max(round((time_s + self._origin_s) / self._stream.time_base), self._stream.start_time or 0)
            self._container.seek(place, stream=self._stream)
            self._frames = self._container.decode(self._stream)
            self._now, self._next = next(self._frames, None), None
        while self._now is not None:
            # one ahead: only the time of the next picture tells how long this one is shown
            self._next = self._next or next(self._frames, None)
            if self._next is None or self.time_of(self._next) > time_s:
                break
            self._now, self._next = self._next, None
        return self._now

    def time_of(self, picture: VideoFrame) -> float:
        """When a picture is to be seen, in seconds."""
        return float(picture.time or 0.0) - self._origin_s

    def close(self) -> None:
        """Let go of the container: FFmpeg crashes when it decodes from one that was closed."""
        self._frames, self._now, self._next = iter(()), None, None
