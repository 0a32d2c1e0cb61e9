"""What the user writes into a recording: markers, and names of faces."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal

from fer_desktop.engine.engine import Engine
from fer_desktop.ui.dialogs import asking
from fer_desktop.ui.main_window import MainWindow

_log = logging.getLogger(__name__)


class Annotations(QObject):
    """Between what the user marks and names in the window, and the recording.

    Signals:
        refused(str): who sent something to the port for markers and was not let in; from any thread.
    """

    refused = Signal(str)

    def __init__(self, engine: Engine, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine, self._window = engine, window
        self._has_told = self._has_told_refused = False
        self.refused.connect(self._on_refused)
        window.user_actions.marker.triggered.connect(self._on_marker)
        for action in window.user_actions.quick_markers:
            action.triggered.connect(lambda _=False, a=action: engine.mark(a.data()))
        window.live.face_named.connect(self._on_face_named)

    def begin(self) -> None:
        """A new run of a source."""
        self._has_told = False

    def hand_on_names(self) -> None:
        """Write the names that are known into the recording that has just begun."""
        for track_id, name in self._window.live.names.items():
            self._engine.name_face(track_id, name)

    def _on_marker(self) -> None:
        at_s = self._engine.moment()  # not when the text is written: that takes seconds
        text = asking.asked_text(self.tr("Marker"), self.tr("Text of the marker"), self._window)
        if text and text.strip():
            self._engine.mark(text.strip(), at_s)

    def _on_refused(self, who: str) -> None:
        _log.warning("markers: refused %s", who)
        if not self._has_told_refused:  # a page that tries it once tries it often
            self._has_told_refused = True
            self._window.notices.show_notice(
                self.tr("Something else than markers was sent to the port for markers, and refused: {0}.").format(who)
            )

    def _on_face_named(self, track_id: int, name: str) -> None:
        if self._engine.name_face(track_id, name) or self._has_told:
            return
        self._has_told = True
        self._window.notices.show_notice(
            self.tr("No session is being recorded. Names go into the next one, if it begins before the source stops.")
        )
