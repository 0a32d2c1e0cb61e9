"""Where the faces of a run look on the screen: measured on request, used from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fer_desktop.app.reporter import Reporter
from fer_desktop.core.screen_gaze import ENOUGH, POINTS, ScreenMap, fit_screen
from fer_desktop.core.types import Analysis
from fer_desktop.engine.engine import Engine
from fer_desktop.ui.bridge import Bridge
from fer_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from fer_desktop.ui.dialogs.screen_points import ScreenPointsDialog

_BLINK = 4  # pictures in which eyes may be shut, beside those that are needed


class Screens(QObject):
    """Between window and engine; a new run begins with none."""

    def __init__(
        self, engine: Engine, window: MainWindow, bridge: Bridge, reporter: Reporter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine, self._window, self._reporter = engine, window, reporter
        self._maps: dict[int, ScreenMap] = {}
        self._dialog: ScreenPointsDialog | None = None
        self._face = 0
        self._seen: list[list[tuple[float, float]]] = []
        self._measured: ScreenMap | None = None
        bridge.analyses_ready.connect(self._add)
        window.user_actions.screen_points.triggered.connect(self.ask)

    def begin(self) -> None:
        """A new run of a source: its faces are others."""
        self._maps = {}
        if self._dialog is not None:
            self._dialog.reject()

    def ask(self) -> None:
        """Let the selected face look at the points."""
        selected = self._window.live.selected
        if self._dialog is not None or not selected:
            return
        model = self._reporter.model
        if model is None or model.eyes is None:
            text = self.tr("Gaze is not measured. Settings, Analysis: measure action units, lids, gaze and mouth, too.")
            self._window.notices.show_notice(text)
            return
        from fer_desktop.ui.dialogs.screen_points import ScreenPointsDialog

        self._face = selected[-1]
        self._dialog = dialog = ScreenPointsDialog(self._has_enough, self._window)
        self._forget()
        dialog.finished_looking.connect(self._fit)
        dialog.repeat_requested.connect(self._forget)
        dialog.accepted.connect(self._use)
        dialog.finished.connect(self._on_finished)
        dialog.cover(self._window.screen())

    def _forget(self) -> None:
        self._seen, self._measured = [[] for _ in POINTS], None

    def _add(self, analyses: list[Analysis]) -> None:
        point = self._dialog.collecting if self._dialog is not None else None
        if point is None:
            return
        for analysis in analyses:
            for face in analysis.faces:
                if face.track_id == self._face and face.details is not None:
                    self._seen[point].append(face.details.gaze)

    def _has_enough(self, point: int) -> bool:
        return len(self._seen[point]) >= ENOUGH + _BLINK

    def _fit(self) -> None:
        self._measured = fit_screen(self._seen)
        if self._dialog is not None:
            self._dialog.show_result(self._measured)

    def _use(self) -> None:
        if self._measured is not None and self._measured.is_good:
            self._maps[self._face] = self._measured
            self._engine.set_screens(self._maps)

    def _on_finished(self) -> None:
        self._dialog = None
