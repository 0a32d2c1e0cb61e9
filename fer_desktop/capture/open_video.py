"""One video of an open file: what it says of itself, its pictures, and whether they were all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from av.container import InputContainer
from av.video.stream import VideoStream

from fer_desktop.capture.container import PLAY_HINT, by_preference, no_video, open_container, videos_in
from fer_desktop.capture.decoding import Decoder, Picture
from fer_desktop.capture.files import check_size
from fer_desktop.capture.wholeness import LEAST_S, ends_in_the_middle, length_s, missing_s
from fer_desktop.errors import SourceUnreadable

OpenFile = Callable[[], IO[bytes]]
_GUESSED_FPS = 25.0  # of bare pictures that say nothing


class OpenVideo:
    """An open container and the video that was chosen from it; owns both.

    Attributes:
        place: Which of the `n_videos` in the file it is, from 0.
        first: Its first picture.
        pictures: All of them, the first one included; can be read once.
        is_timed: Whether the file says when its pictures are shown.
        fps: Pictures per second, as the container says, or its pictures where it has no times; 0 if neither does.
        duration_s: Of the file; 0 where it does not say.
    """

    first: Picture
    pictures: Iterator[Picture]
    is_timed: bool
    fps: float

    def __init__(self, path: Path, open_file: OpenFile | None) -> None:
        self._path = path
        self._file = open_file() if open_file is not None else None
        self._container: InputContainer | None = None
        self._videos: list[VideoStream] = []
        try:
            self._container = open_container(path, self._file)
        except BaseException:
            self.close()
            raise
        self._videos = videos_in(self._container)
        self.n_videos, self.place = len(self._videos), 0
        self.duration_s = length_s(self._container)

    def places(self, track: int | None) -> list[int]:
        """Which videos to try, best first.

        Args:
            track: The one that the user asked for, from 1.
        """
        if track is None:
            return by_preference(self._videos)
        return [track - 1] if track <= self.n_videos else []

    def begin(self, place: int) -> bool:
        """Choose a video; False when it has no picture.

        Raises:
            SourceUnreadable: its pictures are too large.
            av.FFmpegError, OSError: the file cannot be read.
        """
        self.place = place
        stream = self.stream
        check_size(self._path, stream.width, stream.height)
        self.decoder = Decoder(self.container, stream)
        pictures = self.decoder.pictures()
        first = next(pictures, None)
        if first is None:
            return False
        self.first, self.pictures = first, chain([first], pictures)
        self.is_timed = first.stamp_s is not None
        self.fps = float((self.is_timed and stream.average_rate) or stream.guessed_rate or 0)
        return True

    @property
    def container(self) -> InputContainer:
        """The container, open from `open` to `close`."""
        assert self._container is not None
        return self._container

    @property
    def stream(self) -> VideoStream:
        """The video track that was chosen among those of the file."""
        return self._videos[self.place]

    @property
    def step_s(self) -> float:
        """Usual time between two pictures."""
        return 1 / (self.fps or _GUESSED_FPS)

    def no_video(self, track: int | None) -> SourceUnreadable:
        """Why there is nothing to be seen."""
        return no_video(self._path, self.container, track)

    def check_whole(self, end_s: float) -> None:
        """Say that the file was cut off, or is damaged to its end; asked when all pictures were read.

        Args:
            end_s: Time of the last one.

        Raises:
            SourceUnreadable: it was, or is.
        """
        if self.decoder.n_damaged_at_end * self.step_s > LEAST_S:
            raise SourceUnreadable(
                "{path} is damaged from {time_s:.2f} s to its end.", PLAY_HINT, path=self._path, time_s=end_s
            )
        missing = missing_s(self.container, self.stream, self.decoder.reach)
        if missing:
            raise SourceUnreadable(
                "{path} is cut off: it ends after {end_s:.2f} s, {missing_s:.2f} s too early.",
                PLAY_HINT,
                path=self._path,
                end_s=end_s,
                missing_s=missing,
            )
        kind = self.container.format.name

        if self.decoder.reach.is_torn or ends_in_the_middle(self._path, kind):
            raise SourceUnreadable(
                "{path} is cut off: it ends after {end_s:.2f} s, in the middle of a picture or of sound.",
                PLAY_HINT,
                path=self._path,
                end_s=end_s,
            )

    def close(self) -> None:
        """Release the file."""
        self._videos.clear()  # FFmpeg would crash if one were asked for anything now
        if self._container is not None:
            self._container.close()
            self._container = None
        if self._file is not None:
            self._file.close()
            self._file = None


def open_video(path: Path, track: int | None, open_file: OpenFile | None) -> OpenVideo:
    """The wanted video of a file; of several the largest that shows anything.

    Raises:
        SourceUnreadable: there is none.
        av.FFmpegError, OSError: the file cannot be read.
    """
    video = OpenVideo(path, open_file)
    try:
        for place in video.places(track):
            if video.begin(place):
                return video
            video.close()
            video = OpenVideo(path, open_file)  # its packets were read: from the beginning for the next one
        raise video.no_video(track)
    except BaseException:
        video.close()
        raise
