"""Every picture of a video file, with its presentation time and the right way up.

PyAV, not cv2.VideoCapture: it gives presentation times exactly (cv2 shifts those of some
.mov files), tells a damaged file from the end, and says how the picture is turned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from fer_desktop.capture.container import PLAY_HINT
from fer_desktop.capture.decoding import Picture
from fer_desktop.capture.files import check_file
from fer_desktop.capture.open_video import OpenFile, OpenVideo, open_video
from fer_desktop.capture.orientation import Upright
from fer_desktop.capture.steady_clock import SAME_S, SteadyClock
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import Notice, SourceUnreadable


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of a file is wanted.

    Attributes:
        start_s, end_s: Times after the first picture; what is outside is left out.
        fps: Thin out to about this rate, by time; 0 keeps every picture.
        track: Which of several videos in the file, from 1; None takes the largest.
    """

    start_s: float = 0.0
    end_s: float = float("inf")
    fps: float = 0.0
    track: int | None = None


class VideoFileSource:
    """A video file, picture by picture; `time_s` is 0 at the first one, and always grows (`SteadyClock`).

    Args:
        path: The file.
        cut: Which part is wanted; all unless said.
        origin_s: What is time 0 on the clock of the file; the time of the first picture unless said.
        open_file: Opens it for reading and seeking, where it is not stored as it is (an encrypted session).
    """

    def __init__(
        self,
        path: Path,
        cut: Cut | None = None,
        origin_s: float | None = None,
        open_file: OpenFile | None = None,
    ) -> None:
        self._path, self._cut, self._open_file = path, cut or Cut(), open_file
        self._origin_s = origin_s
        self._video: OpenVideo | None = None
        self._timed: Iterator[tuple[Picture, float]] = iter(())
        self._last_s, self._next_s = 0.0, -np.inf

    def open(self) -> SourceInfo:
        """Open the file and decode its first picture.

        Raises:
            SourceUnreadable: it is missing, empty, not a video, or holds no picture.
        """
        check_file(self._path)
        try:
            self._video = video = open_video(self._path, self._cut.track, self._open_file)
        except (av.FFmpegError, OSError) as error:
            raise SourceUnreadable(
                "{path} is not a video that can be read ({reason}).", PLAY_HINT, path=self._path, reason=_reason(error)
            ) from error
        self._upright = Upright(video.first.frame, video.stream.sample_aspect_ratio)
        self._clock: SteadyClock[Picture] = SteadyClock(video.step_s, self._origin_s)
        self._timed = self._clock.times((picture, picture.stamp_s) for picture in video.pictures)
        duration_s = video.duration_s
        end_s = min(self._cut.end_s, duration_s) if duration_s else 0.0
        wanted_s = max(end_s - self._cut.start_s, 0.0)
        offset_s = video.first.stamp_s or 0.0 if self._origin_s is None else self._origin_s
        return SourceInfo(self._path.name, *self._upright.size, video.fps, wanted_s, clock_offset_s=offset_s)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the user should know of the file; complete when `read` has given None."""
        return () if self._video is None else tuple(_notices(self._path.name, self._video, self._clock, self._upright))

    def read(self) -> Frame | None:
        """Next wanted picture; `index` counts all of the file, damaged ones included.

        Raises:
            SourceUnreadable: the file is damaged from here on, or was cut off.
        """
        assert self._video is not None
        while True:
            try:
                picture, time_s = next(self._timed, (None, self._last_s))
            except (av.FFmpegError, OSError) as error:
                raise SourceUnreadable(
                    "{path} is damaged after {time_s:.2f} s ({reason}).",
                    PLAY_HINT,
                    path=self._path,
                    time_s=self._last_s,
                    reason=_reason(error),
                ) from error
            if picture is None:
                self._video.check_whole(self._last_s)
                return None
            self._last_s = time_s
            if time_s > self._cut.end_s + SAME_S:
                return None
            if self._is_wanted(time_s):
                return Frame(picture.index, time_s, self._upright.image(picture.frame))

    def close(self) -> None:
        """Release the file."""
        self._timed = iter(())
        if self._video is not None:
            self._video.close()

    def _is_wanted(self, time_s: float) -> bool:
        if time_s + SAME_S < self._cut.start_s:
            return False
        if self._cut.fps <= 0:
            return True
        if time_s + SAME_S < self._next_s:
            return False
        step_s = 1 / self._cut.fps
        self._next_s = max(self._next_s + step_s, time_s + step_s / 2) if np.isfinite(self._next_s) else time_s + step_s
        return True


def _notices(name: str, video: OpenVideo, clock: SteadyClock[Picture], upright: Upright) -> Iterator[Notice]:
    if video.n_videos > 1:
        yield Notice(
            "{name} holds {count} videos; number {track} is taken ({width} x {height}).",
            "On the command line, --video-track chooses another.",
            name=name,
            count=video.n_videos,
            track=video.place + 1,
            width=upright.size[0],
            height=upright.size[1],
        )
    if not video.is_timed:
        yield Notice(
            "{name} holds no times; it is taken to show {fps:g} pictures per second.", name=name, fps=1 / video.step_s
        )
    if video.decoder.n_damaged:
        yield Notice(
            "{name}: {count} damaged picture(s) left out.", PLAY_HINT, name=name, count=video.decoder.n_damaged
        )
    if clock.n_wrong:
        yield Notice(
            "{name}: {count} picture(s) with a wrong time, placed between their neighbours.",
            name=name,
            count=clock.n_wrong,
        )
    if upright.n_resized:
        yield Notice(
            "{name}: {count} picture(s) of another size, scaled to that of the first.",
            name=name,
            count=upright.n_resized,
        )


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
