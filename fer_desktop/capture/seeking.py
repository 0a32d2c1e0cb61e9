"""Pictures of a video file by time, the right way up, as the analysis saw them. Belongs to one thread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av

from fer_desktop.capture.container import PLAY_HINT
from fer_desktop.capture.files import check_file
from fer_desktop.capture.open_video import open_video
from fer_desktop.capture.orientation import Upright
from fer_desktop.core.types import Frame
from fer_desktop.errors import SourceUnreadable

_AHEAD_S = 1.0  # up to here reading on is quicker than seeking


class FilePictures:
    """Gives the picture that is to be seen at a time; 0 is the first picture, as in a session of this file.

    Args:
        track: Which video of the file, from 1; None is the largest.

    Raises:
        SourceUnreadable: there is no video that can be read.
    """

    def __init__(self, path: Path, track: int | None = None) -> None:
        check_file(path)
        try:
            self._video = open_video(path, track, None)
        except (av.FFmpegError, OSError) as error:
            raise SourceUnreadable(
                "{path} is not a video that can be read ({reason}).", PLAY_HINT, path=path, reason=error
            ) from error
        self._container, self._stream = self._video.container, self._video.stream
        first = self._video.first
        self._upright = Upright(first.frame, self._stream.sample_aspect_ratio)
        self._origin_s = first.stamp_s or 0.0
        self._frames: Iterator[av.VideoFrame] = iter(())
        self._now: av.VideoFrame | None = None
        self._next: av.VideoFrame | None = None

    def frame_at(self, time_s: float) -> Frame | None:
        """The last picture at or before a time; None where the file is damaged."""
        try:
            self._go_to(time_s)
        except (OSError, av.FFmpegError):
            return None
        if self._now is None:
            return None
        return Frame(0, self._time(self._now), self._upright.image(self._now))

    def close(self) -> None:
        """Release the file."""
        self._frames = iter(())
        self._video.close()

    def _go_to(self, time_s: float) -> None:
        if self._now is None or not self._time(self._now) <= time_s <= self._time(self._now) + _AHEAD_S:
            assert self._stream.time_base is not None
            self._container.seek(round((time_s + self._origin_s) / self._stream.time_base), stream=self._stream)
            self._frames = self._container.decode(self._stream)
            self._now, self._next = next(self._frames, None), None
        while self._now is not None:
            self._next = self._next or next(self._frames, None)
            if self._next is None or self._time(self._next) > time_s:
                return
            self._now, self._next = self._next, None

    def _time(self, picture: av.VideoFrame) -> float:
        return float(picture.time or 0.0) - self._origin_s
