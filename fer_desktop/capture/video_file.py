"""Every picture of a video file, with its presentation time and the right way up.

PyAV, not cv2.VideoCapture: it gives presentation times exactly (cv2 shifts those of some
.mov files), tells a damaged file from the end, and says how the picture is turned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av

from fer_desktop.capture.container import PLAY_HINT
from fer_desktop.capture.cut import Cut, Wanted
from fer_desktop.capture.decoding import Picture
from fer_desktop.capture.files import check_file, fingerprint, name_of
from fer_desktop.capture.open_video import OpenFile, OpenVideo, open_video
from fer_desktop.capture.orientation import Upright
from fer_desktop.capture.steady_clock import SteadyClock
from fer_desktop.core.types import Frame, SourceInfo
from fer_desktop.errors import Notice, SourceUnreadable, readable

_AHEAD_BYTES = 128 * 2**20  # of decoded pictures that wait for others to confirm their times


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
        self._clock: SteadyClock[Picture] | None = None
        self._upright: Upright | None = None
        self._timed: Iterator[tuple[Picture, float]] = iter(())
        self._wanted = Wanted(self._cut)
        self._last_s = 0.0

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
        self._upright = upright = Upright(video.first.frame, video.stream.sample_aspect_ratio)
        self._clock = clock = SteadyClock[Picture](video.step_s, self._origin_s, _most_ahead(video.first.frame))
        self._timed = clock.times((picture, picture.stamp_s) for picture in video.pictures)
        wanted_s = self._cut.length_s(video.duration_s)
        offset_s = video.first.stamp_s or 0.0 if self._origin_s is None else self._origin_s
        info = SourceInfo(name_of(self._path), *upright.size, video.fps, wanted_s, clock_offset_s=offset_s)
        if self._open_file is not None:  # what is found at the path is something else
            return info
        return replace(info, path=readable(str(self._path.absolute())), fingerprint=fingerprint(self._path))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the user should know of the file; complete when `read` has given None."""
        if self._video is None or self._clock is None or self._upright is None:
            return ()
        return tuple(_notices(name_of(self._path), self._video, self._clock, self._upright))

    def read(self) -> Frame | None:
        """Next wanted picture; `index` counts all of the file, damaged ones included.

        Raises:
            SourceUnreadable: the file is damaged from here on, or was cut off.
        """
        assert self._video is not None
        assert self._upright is not None
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
            if self._wanted.is_over(time_s):
                return None
            if self._wanted.takes(time_s):
                return Frame(picture.index, time_s, self._upright.image(picture.frame))

    def close(self) -> None:
        """Release the file."""
        self._timed = iter(())
        if self._video is not None:
            self._video.close()


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


def _most_ahead(frame: av.VideoFrame) -> int:
    """So many pictures like this one may wait."""
    return _AHEAD_BYTES // max(sum(plane.buffer_size for plane in frame.planes), 1)


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or type(error).__name__
