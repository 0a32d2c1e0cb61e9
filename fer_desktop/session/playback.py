"""Frames of a recorded video by time. Belongs to one thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import av
import numpy as np

from fer_desktop.core.types import Frame
from fer_desktop.errors import SessionUnreadable
from fer_desktop.session import schema
from fer_desktop.session.store import Store, open_good_part

_HINT = "The table of the session can still be read."
_AHEAD_S = 1.0  # up to here reading on is quicker than seeking


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
                self._stream = self._container.streams.video[0]
            except (OSError, av.FFmpegError, IndexError) as error:
                raise SessionUnreadable(
                    "{path} cannot be read ({reason}).", _HINT, path=self._path, reason=error
                ) from error
            opened.pop_all()
        self._frames: Iterator[av.VideoFrame] = iter(())
        self._now: av.VideoFrame | None = None
        self._next: av.VideoFrame | None = None

    def frame_at(self, time_s: float) -> Frame | None:
        """The last frame at or before a time; the first one when the time is earlier."""
        try:
            self._go_to(time_s)
        except (OSError, av.FFmpegError):
            return None  # damaged here: the next time may be readable again
        return None if self._now is None else _frame(self._now)

    def close(self) -> None:
        """Release the file."""
        self._container.close()
        self._file.close()

    def _go_to(self, time_s: float) -> None:
        # a seek goes back to a key frame and decodes from there: for a step ahead it is cheaper to decode on
        if self._now is None or not _time(self._now) <= time_s <= _time(self._now) + _AHEAD_S:
            assert self._stream.time_base is not None
            self._container.seek(max(round(time_s / self._stream.time_base), 0), stream=self._stream)
            self._frames = self._container.decode(self._stream)
            self._now, self._next = next(self._frames, None), None
        while self._now is not None:
            # one ahead: only the time of the next picture tells how long this one is shown
            self._next = self._next or next(self._frames, None)
            if self._next is None or _time(self._next) > time_s:
                return
            self._now, self._next = self._next, None


def _time(picture: av.VideoFrame) -> float:
    return float(picture.time or 0.0)


def _frame(picture: av.VideoFrame) -> Frame:
    return Frame(0, _time(picture), np.asarray(picture.to_ndarray(format="rgb24"), dtype=np.uint8))
