"""Short loops of one face each, fetched ahead by a thread that owns the video."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from fer_desktop.core.interfaces import PictureReader
from fer_desktop.engine.channels import Closed, Latest
from fer_desktop.errors import FerError, SessionUnreadable
from fer_desktop.guard import GuardedThread
from fer_desktop.session.codings import CodeFacts
from fer_desktop.session.table import Table

OpenVideo = Callable[[], PictureReader]
Key = tuple[float, float, int]


class Loops(Protocol):
    """Where loops come from. Belongs to the thread that opened it."""

    def loop(self, key: Key) -> Loop:
        """The pictures of a moment; none where nothing can be seen.

        Raises:
            FerError: it cannot be read.
        """

    def close(self) -> None:
        """Let go of files."""


OpenLoops = Callable[[], Loops]
_STEP_S = 0.04  # between two pictures of a loop, at least
_AROUND = 0.8  # of the larger side of the box, from its middle: some hair and neck are seen, too
_MOST_PX = 640


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """Pictures of a face, cut to the same place, and their times in seconds."""

    images: tuple[QImage, ...]
    times_s: tuple[float, ...]


def key_of(moment: CodeFacts) -> Key:
    """What a loop is of."""
    return moment.start_s, moment.end_s, moment.face


class LoopLoader(QObject):
    """Fetches loops in the order of the wishes.

    Signals:
        loop_ready(Key, Loop): it is there.
        failed(FerError): the video cannot be read, at all or at this moment.
    """

    loop_ready = Signal(object, object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: Latest[tuple[Key, ...]] = Latest()
        self._thread: GuardedThread | None = None

    def open(self, open_loops: OpenLoops) -> None:
        """Take them from here."""
        self.close()
        self._wanted = Latest()
        work = partial(_fetch, open_loops, self._wanted, self._tell, self._fail)
        self._thread = GuardedThread("fer-loops", work)
        self._thread.start()

    def want(self, moments: Sequence[CodeFacts]) -> None:
        """Fetch these, the first one first; older wishes are forgotten. What was fetched before is fetched again."""
        self._wanted.put(tuple(map(key_of, moments)))

    def close(self) -> None:
        """Let go of the video."""
        self._wanted.close()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _tell(self, key: Key, loop: Loop) -> None:
        """In the thread; Qt hands it over."""
        with suppress(RuntimeError):  # the window was closed meanwhile
            self.loop_ready.emit(key, loop)

    def _fail(self, error: FerError) -> None:
        with suppress(RuntimeError):
            self.failed.emit(error)


def _fetch(
    open_loops: OpenLoops,
    wanted: Latest[tuple[Key, ...]],
    tell: Callable[[Key, Loop], None],
    fail: Callable[[FerError], None],
) -> None:
    """The thread: opens the video, makes what is wanted, closes it."""
    try:
        loops = open_loops()
    except FerError as error:
        fail(error)
        return
    wishes: tuple[Key, ...] = ()
    try:
        while True:
            newer = wanted.take(0 if wishes else None)
            if newer is not None:
                wishes = newer
            elif wishes:
                first, *others = wishes
                wishes = tuple(others)
                _make(loops, first, tell, fail)
    except Closed:
        return
    finally:
        loops.close()


def _make(
    loops: Loops,
    key: Key,
    tell: Callable[[Key, Loop], None],
    fail: Callable[[FerError], None],
) -> None:
    try:
        loop = loops.loop(key)
    except FerError as error:
        fail(error)
        return
    if loop.images:
        tell(key, loop)
    else:
        fail(SessionUnreadable("The video cannot be read here.", "Skip this moment, or stop and find the video."))


class SessionLoops:
    """Of a session: its video is cut around the face.

    Args:
        table: Says where faces are.
    """

    def __init__(self, open_video: OpenVideo, table: Table) -> None:
        self._reader, self._table = open_video(), table

    def loop(self, key: Key) -> Loop:
        """The pictures of a moment of a face."""
        return loop_of(self._reader, self._table, key)

    def close(self) -> None:
        """Close the video."""
        self._reader.close()


def loop_of(reader: PictureReader, table: Table, key: Key) -> Loop:
    """The pictures of a moment, cut around the face; without any where the video has none or no face is known."""
    start_s, end_s, face = key
    rows = table.of(face).between(start_s, end_s)
    images: list[QImage] = []
    times: list[float] = []
    for time_s in rows["time_s"].tolist():
        if times and time_s - times[-1] < _STEP_S:
            continue
        frame = reader.frame_at(time_s)
        image = None if frame is None else cut(frame.image, _area(rows))
        if image is not None:
            images.append(image)
            times.append(time_s)
    return Loop(tuple(images), tuple(times))


def _area(rows: Table) -> NDArray[np.float64]:
    """(4,) left, top, right, bottom of what a loop shows: the same for all its pictures, so that nothing jumps."""
    x0, y0 = rows["box_x"], rows["box_y"]
    x1, y1 = x0 + rows["box_w"], y0 + rows["box_h"]
    left, top, right, bottom = np.nanmin(x0), np.nanmin(y0), np.nanmax(x1), np.nanmax(y1)
    half = max(right - left, bottom - top) * _AROUND
    x, y = (left + right) / 2, (top + bottom) / 2
    return np.array([x - half, y - half, x + half, y + half])


def cut(image: NDArray[np.uint8], area: NDArray[np.float64]) -> QImage | None:
    """The part of a picture (H, W, 3) that lies in an area; None where it is outside."""
    height, width = image.shape[:2]
    left, top = (int(max(value, 0)) for value in area[:2])
    right, bottom = int(min(area[2], width)), int(min(area[3], height))
    if right <= left or bottom <= top:
        return None
    part = np.ascontiguousarray(image[top:bottom, left:right])
    shown = QImage(part.data, part.shape[1], part.shape[0], part.shape[1] * 3, QImage.Format.Format_RGB888)
    if max(part.shape[:2]) <= _MOST_PX:
        return shown.convertToFormat(QImage.Format.Format_RGB32)  # a copy: the memory of `part` goes
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return shown.scaled(_MOST_PX, _MOST_PX, keep, smooth)
