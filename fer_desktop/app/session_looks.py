"""How each session of the list looks: a picture of its video, a strip of its expressions. Read behind the window."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QThreadPool
from PySide6.QtGui import QImage

from fer_desktop.app.window_work import WindowWork
from fer_desktop.errors import FerError
from fer_desktop.offline.session_video import video_of
from fer_desktop.results.strip import strip_of
from fer_desktop.session.catalogue import SessionSummary
from fer_desktop.session.library import Session, load_session
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.sessions.look import PICTURE_PX, THUMBNAIL_PX, Look

_EARLY = 0.2  # of the length: the first picture is often black
_MOST, _MOST_BYTES = 60, 50_000_000  # sessions, and the bytes of a table: more would keep a core busy for long
_RATIO = 2  # pixels of the screen for each of the window


class SessionLooks(WindowWork):
    """Reads one session after the other; encrypted ones, damaged ones and those that grow are left out."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(window, parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._listed: Sequence[SessionSummary] = ()
        self._known: dict[tuple[Path, int], Look] = {}
        self._waiting: deque[SessionSummary] = deque()
        self._is_busy = self._is_closed = False
        window.sessions.listed.connect(self._on_listed)
        window.pages.currentChanged.connect(lambda _: self._look_at_listed())

    def close(self) -> None:
        """Read no more."""
        self._is_closed = True
        self._waiting.clear()

    def _on_listed(self, summaries: Sequence[SessionSummary]) -> None:
        self._listed = summaries
        self._look_at_listed()

    def _look_at_listed(self) -> None:
        """Read the newest, while somebody looks at them."""
        self._waiting = deque()
        if self._window.pages.currentWidget() is not self._window.sessions:
            return
        for one in self._listed[:_MOST]:
            known = self._known.get((one.folder, one.n_bytes))
            if known is not None:
                self._window.sessions.show_look(one.folder, known)
            elif not (one.problem or one.is_sealed or one.is_being_recorded or one.table_bytes > _MOST_BYTES):
                self._waiting.append(one)
        self._go_on()

    def _go_on(self) -> None:
        if self._is_busy or self._is_closed or not self._waiting:
            return
        one, self._is_busy = self._waiting.popleft(), True

        def show(look: Look) -> None:
            self._known[one.folder, one.n_bytes] = look
            if not self._is_closed:
                self._window.sessions.show_look(one.folder, look)

        def ended() -> None:
            self._is_busy = False
            self._go_on()

        self._run(lambda: _look(one.folder), show, self.tr("Sessions"), self._pool, ended)


def _look(folder: Path) -> Look:
    try:
        session = load_session(folder)
    except FerError:  # it has gone, or is damaged: the list says so
        return Look()
    picture = _picture(session)
    return Look(_small(picture, THUMBNAIL_PX), strip_of(session), _small(picture, PICTURE_PX))


def _picture(session: Session) -> QImage:
    """A picture of its video, which may be a file that lies elsewhere: read there, and kept nowhere."""
    open_video = video_of(session)
    if open_video is None:
        return QImage()
    try:
        reader = open_video()
    except FerError:
        return QImage()
    times = session.table["time_s"]
    try:
        frame = reader.frame_at(float(times[0]) + _EARLY * session.info.duration_s if len(times) else 0.0)
    finally:
        reader.close()
    if frame is None:
        return QImage()
    height, width = frame.image.shape[:2]
    return QImage(frame.image.data, width, height, width * 3, QImage.Format.Format_RGB888).copy()


def _small(image: QImage, size_px: tuple[int, int]) -> QImage:
    """As large as fits into so many pixels of the window."""
    if image.isNull():
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    small = image.scaled(QSize(*size_px) * _RATIO, keep, smooth)
    small.setDevicePixelRatio(_RATIO)
    return small
