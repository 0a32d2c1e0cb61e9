"""Plays a recorded session: a clock that can run at several speeds, and a thread that fetches pictures for it.

The thread owns the video; the window asks for times and takes pictures, and neither waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from fer_desktop.core.interfaces import PictureReader
from fer_desktop.core.types import Frame
from fer_desktop.engine.channels import Closed, Latest
from fer_desktop.errors import FerError, SessionUnreadable
from fer_desktop.guard import GuardedThread

OpenVideo = Callable[[], PictureReader]
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0)
_TICK_MS = 33
_HINT = "The table of the session can still be read."


class Player(QObject):
    """The clock and the pictures of one session.

    Signals:
        moved(float): the session is at this second now.
        picture_ready(Frame): the picture of about that second.
        failed(FerError): there is no picture, and why.
        ended(): it played to the end.
    """

    moved = Signal(float)
    picture_ready = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._start_s = self._end_s = self._now_s = 0.0
        self._speed, self._ticked_s = 1.0, 0.0
        self._wanted: Latest[float] = Latest()
        self._pictures: Latest[Frame | FerError] = Latest()
        self._thread: GuardedThread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._is_playing = False

    def open(self, open_video: OpenVideo | None, start_s: float, end_s: float) -> None:
        """Take another session; without a video there are no pictures."""
        self.close()
        self._start_s, self._end_s, self._now_s = start_s, end_s, start_s
        self._wanted, self._pictures = Latest(), Latest()  # no picture of the session before is left in them
        if open_video is not None:
            self._thread = GuardedThread("fer-player", partial(_fetch, open_video, self._wanted, self._pictures))
            self._thread.start()
        self._timer.start()
        self.seek(start_s)

    def close(self) -> None:
        """Let go of the session."""
        self.pause()
        self._timer.stop()
        self._wanted.close()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    @property
    def is_playing(self) -> bool:
        """Whether the clock runs."""
        return self._is_playing

    @property
    def now_s(self) -> float:
        """The second of the session that it stands at."""
        return self._now_s

    def play(self) -> None:
        """Let the clock run; from the start when it was at the end."""
        if self._now_s >= self._end_s:
            self.seek(self._start_s)
        self._ticked_s, self._is_playing = time.monotonic(), True

    def pause(self) -> None:
        """Hold the clock."""
        if self._is_playing:
            self._is_playing = False
            self.moved.emit(self._now_s)  # whoever follows, as sound does, learns of it

    @property
    def speed(self) -> float:
        """Session seconds for each second."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Session seconds for each second."""
        self._speed = speed

    def seek(self, time_s: float) -> None:
        """Go to a second."""
        self._now_s = min(max(time_s, self._start_s), self._end_s)
        self._wanted.put(self._now_s)
        self.moved.emit(self._now_s)

    def _tick(self) -> None:
        if self._is_playing:
            now_s = time.monotonic()
            target_s = self._now_s + (now_s - self._ticked_s) * self._speed
            self._ticked_s = now_s
            self.seek(target_s)
            if target_s >= self._end_s:
                self.pause()
                self.ended.emit()
        answer = self._pictures.take(0)
        if isinstance(answer, FerError):
            self.failed.emit(answer)
        elif answer is not None:
            self.picture_ready.emit(answer)


def _fetch(open_video: OpenVideo, wanted: Latest[float], pictures: Latest[Frame | FerError]) -> None:
    """The thread: opens the video, answers the newest wish, closes it."""
    try:
        reader = open_video()
    except FerError as error:
        pictures.put(error)
        return
    try:
        _answer(reader, wanted, pictures)
    except Closed:
        return
    finally:
        reader.close()


def _answer(reader: PictureReader, wanted: Latest[float], pictures: Latest[Frame | FerError]) -> None:
    """Answer wishes until they end."""
    has_picture = False
    while True:
        time_s = wanted.take()
        if time_s is None:
            continue
        try:
            frame = reader.frame_at(time_s)
        except FerError as error:
            pictures.put(error)
            continue
        if frame is not None:
            has_picture = True
            pictures.put(frame)
        elif not has_picture:  # later on the picture before it stays
            pictures.put(SessionUnreadable("The video cannot be read here.", _HINT))
