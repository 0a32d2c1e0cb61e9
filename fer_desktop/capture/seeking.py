"""Pictures of a video file by time, the right way up, as the analysis saw them. Belongs to one thread."""

from __future__ import annotations

from pathlib import Path

import av

from fer_desktop.capture.container import PLAY_HINT
from fer_desktop.capture.files import check_file
from fer_desktop.capture.open_video import open_video
from fer_desktop.capture.orientation import Upright
from fer_desktop.core.types import Frame
from fer_desktop.errors import SourceUnreadable
from fer_desktop.video_cursor import VideoCursor


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
        stream, first = self._video.stream, self._video.first
        self._upright = Upright(first.frame, stream.sample_aspect_ratio)
        self._cursor = VideoCursor(self._video.container, stream, first.stamp_s or 0.0)

    def frame_at(self, time_s: float) -> Frame | None:
        """The last picture at or before a time; None where the file is damaged."""
        try:
            picture = self._cursor.at(time_s)
        except (OSError, av.FFmpegError):
            return None
        if picture is None:
            return None
        return Frame(0, self._cursor.time_of(picture), self._upright.image(picture))

    def close(self) -> None:
        """Release the file."""
        self._cursor.close()
        self._video.close()
