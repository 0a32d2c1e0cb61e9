"""Arranges the widgets and passes values between them; holds no engine and no files."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QSplitter, QVBoxLayout, QWidget

from fer_desktop.core.timeline import Timeline
from fer_desktop.core.types import Analysis, Frame, ModelInfo, TrackedFace
from fer_desktop.engine.status import EngineStatus
from fer_desktop.ui.controls import Controls
from fer_desktop.ui.notices import Notices
from fer_desktop.ui.scores_panel import ScoresPanel
from fer_desktop.ui.timeline_plot import SHOWN_S, TimelinePlot
from fer_desktop.ui.video_view import VideoView

_SLOW_EVERY = 3  # ticks with results between two updates of bars and plot: about 10 Hz
_GONE_S = 2.0  # a selected face that is away for longer gives way to another


class MainWindow(QMainWindow):
    """The window.

    Signals:
        closing(): the user closes it.
    """

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("FER Desktop")
        self.controls, self.notices = Controls(), Notices()
        self.video, self.scores, self.plot = VideoView(), ScoresPanel(), TimelinePlot()
        self._timeline = Timeline(keep_s=2 * SHOWN_S)
        self._selected = 0
        self._selected_seen_s = 0.0
        self._updates = 0
        self._is_running = False
        self._model = ""
        self._status = QLabel()
        self._arrange()
        self.controls.mirror_changed.connect(self.video.set_mirrored)
        self.video.face_selected.connect(self._on_face_selected)

    def begin(self, message: str) -> None:
        """Forget the last run: a new source starts; the message stays until its first frame."""
        self._is_running = True
        self.video.show_message(message)
        self._timeline = Timeline(keep_s=2 * SHOWN_S)
        self._select(0)
        self._selected_seen_s = 0.0
        self.scores.show_face(None)
        self.plot.clear_window()

    def end(self, message: str) -> None:
        """The source has ended; frames that are still on their way do not hide the message."""
        self._is_running = False
        self.video.show_message(message)

    def show_frame(self, frame: Frame) -> None:
        """New picture."""
        if self._is_running:
            self.video.show_frame(frame)

    def show_analyses(self, analyses: list[Analysis]) -> None:
        """New results, in order."""
        for analysis in analyses:
            self._timeline.append(analysis)
        newest = analyses[-1]
        self.video.show_analysis(newest)
        self._follow(newest)
        self._updates += 1
        if self._updates % _SLOW_EVERY == 0:
            self._show_selected(newest)

    @property
    def selected_face(self) -> tuple[Frame, TrackedFace] | None:
        """The selected face and the frame on the screen that shows it."""
        return self.video.face_shown(self._selected)

    def show_model(self, model: ModelInfo) -> None:
        """Name of the model, for the status line."""
        self._model = self.tr("{0} on {1}").format(model.model_id, model.device.upper())

    def show_status(self, status: EngineStatus) -> None:
        """Figures of the status line, and which buttons work."""
        self.controls.show_status(status)
        p50, p95 = status.latency_ms
        parts = [
            self.tr("capture {0:.0f} fps").format(status.capture_fps),
            self.tr("analysis {0:.0f} fps").format(status.analysis_fps),
            self.tr("latency {0:.0f} ms (p95 {1:.0f})").format(p50, p95),
            self.tr("skipped {0}").format(status.frames_skipped),
            self.tr("refused {0}").format(status.frames_refused + status.results_refused),
            self._model or self.tr("model not loaded"),
        ]
        if status.is_recording:
            parts.insert(0, "● " + self.tr("REC"))
        self._status.setText("   |   ".join(parts))

    def _arrange(self) -> None:
        upper = QSplitter(Qt.Orientation.Horizontal)
        upper.addWidget(self.video)
        upper.addWidget(self.scores)
        upper.setStretchFactor(0, 1)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.addWidget(upper)
        whole.addWidget(self.plot)
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 1)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.addWidget(self.controls)
        layout.addWidget(self.notices)
        layout.addWidget(whole, 1)
        self.setCentralWidget(centre)
        self.statusBar().addWidget(self._status)
        self.resize(1100, 780)

    def _select(self, track_id: int) -> None:
        self._selected = track_id
        self.video.set_selected(track_id)

    def _follow(self, newest: Analysis) -> None:
        """Keep the selected face; take the first one when it is gone for good."""
        ids = [face.track_id for face in newest.faces]
        if self._selected in ids:
            self._selected_seen_s = newest.time_s
        elif ids and (self._selected == 0 or newest.time_s - self._selected_seen_s > _GONE_S):
            self._select(ids[0])

    def _show_selected(self, newest: Analysis) -> None:
        chosen = [face for face in newest.faces if face.track_id == self._selected]
        self.scores.show_face(chosen[0] if chosen else None)
        end_s = self._timeline.end_s
        self.plot.show_window(self._timeline.window(self._selected, end_s - SHOWN_S, end_s), end_s)

    def _on_face_selected(self, track_id: int) -> None:
        self._select(track_id)
        self._selected_seen_s = self._timeline.end_s

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Qt: the user closes the window."""
        self.closing.emit()
        super().closeEvent(event)
