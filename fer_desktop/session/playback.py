"""Frames of a recorded video by time. Belongs to one thread."""

from __future__ import annotations

from contextlib import ExitStack

import av
import numpy as np

from fer_desktop.core.types import Frame
from fer_desktop.errors import SessionUnreadable
from fer_desktop.session import schema
from fer_desktop.session.store import Store, open_good_part
from fer_desktop.video_cursor import VideoCursor

_HINT = "The table of the session can still be read."


class VideoReader:
    """Gives the frame that was to be seen at a time.

    Raises:
        SessionUnreadable: the session has no video that can be read.
    """

    def __init__(self, store: Store) -> None:
        self._path = store.path(schema.VIDEO_FILE)
        with ExitStack() as opened:
            try:
                self._file = opened.enter_context(open_good_part(store, schema.VIDEO_FILE)[0])
                self._container = opened.enter_context(av.open(self._file, "r", metadata_errors="replace"))
                self._cursor = VideoCursor(self._container, self._container.streams.video[0])
            except (OSError, av.FFmpegError, IndexError) as error:
                raise SessionUnreadable(
                    "{path} cannot be read ({reason}).", _HINT, path=self._path, reason=error
                ) from error
            opened.pop_all()

    def frame_at(self, time_s: float) -> Frame | None:
        """The last frame at or before a time; the first one when the time is earlier."""
        try:
            picture = self._cursor.at(time_s)
        except (OSError, av.FFmpegError):
            return None  # damaged here: the next time may be readable again
        if picture is None:
            return None
        pixels = np.asarray(picture.to_ndarray(format="rgb24"), dtype=np.uint8)
        return Frame(0, self._cursor.time_of(picture), pixels)

    def close(self) -> None:
        """Release the file."""
        self._cursor.close()
        self._container.close()
        self._file.close()
