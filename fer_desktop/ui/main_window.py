"""The window: menus, pages, the status line. Holds no engine and no files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from fer_desktop.core.types import ModelInfo, SourceInfo
from fer_desktop.engine.status import EngineStatus, Phase
from fer_desktop.ui.dialogs.question import is_sure
from fer_desktop.ui.live.choices import PictureFormat
from fer_desktop.ui.pages import PagedWindow
from fer_desktop.ui.widgets.fitting import Scrolled, fit_to_screen
from fer_desktop.ui.widgets.health import HealthLine, n_lost, state_of
from fer_desktop.ui.widgets.notices import Notices
from fer_desktop.ui.widgets.open_microphone import OpenMicrophone
from fer_desktop.ui.widgets.own_keys import belongs_to
from fer_desktop.ui.widgets.painted_text import ElidedLabel
from fer_desktop.ui.widgets.plain_text import plain_tip

_SIZE = QSize(1180, 800)  # the first time, where the screen has room for it


class MainWindow(PagedWindow):
    """The window.

    Signals:
        closing(): the user wants to close it; it stays until `close_now`.
        files_dropped(list[str]): the user let files and folders fall onto it.
    """

    closing = Signal()
    files_dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("FER Desktop")
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._health, self._place = HealthLine(), ElidedLabel(Qt.TextElideMode.ElideMiddle, right)
        self._listeners = QLabel()
        self._model, self._source = self.tr("loading the model..."), ""
        self._may_close = False
        self._add_menus()
        self.add_pages(
            live=self.tr("Live"),
            analyse=self.tr("Analyse"),
            sessions=self.tr("Sessions"),
            review=self.tr("Review"),
            label=self.tr("Label"),
            studies=self.tr("Studies"),
        )
        self._listeners.setContentsMargins(0, 0, 8, 0)
        self.pages.setCornerWidget(self._listeners)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scrolled(self.pages), 1)  # where even the smallest size of the pages is too large
        self.setCentralWidget(centre)
        self.notices = Notices(centre)
        self.open_microphone = OpenMicrophone(centre)
        self.live.setFocus()  # else the first control would have it, and its keys
        self.statusBar().addWidget(self._health, 3)
        self.statusBar().addPermanentWidget(self._place, 1)
        self.user_actions.full_screen.triggered.connect(self.toggle_full_screen)
        self.live.video.full_screen_requested.connect(self.toggle_full_screen)
        self.user_actions.quit.triggered.connect(self.close)
        self.setAcceptDrops(True)
        fit_to_screen(self, _SIZE)

    def show_model(self, model: ModelInfo) -> None:
        """The model is there."""
        self._model = self.tr("{0} on {1}").format(model.model_id, model.device.upper()) if model.model_id else ""

    def show_model_state(self, text: str) -> None:
        """What is said of the model until it is there."""
        self._model = text

    def show_opening(self, label: str, start_s: float = 0.0) -> None:
        """This source will be there soon; `start_s` is where a file begins to be played."""
        self.live.begin(self.tr("Opening {0}...").format(label), start_s)
        self.setWindowTitle(f"{label} - FER Desktop")

    def show_source(self, source: SourceInfo) -> None:
        """What the source really gives."""
        self.live.show_source(source)
        self._source = f"{source.width_px} × {source.height_px}" if source.width_px else self.tr("sound alone")
        if source.is_live and source.nominal_fps:
            agreed = PictureFormat(source.width_px, source.height_px, source.nominal_fps)
            self._source = agreed.label  # what the camera says; what it does stands beside it
            self.live.top_bar.show_agreed(agreed)

    def show_listeners(self, count: int, is_sending: bool = False) -> None:
        """How many programs and pages get what is seen, live, and whether it is sent to whoever may hear: a badge."""
        known = [self.tr("● {0} listening").format(count)] if count else []
        self._listeners.setText("  ".join(known + [self.tr("● OSC")] if is_sending else known))
        self._listeners.setToolTip(plain_tip(self.tr("Other programs get the live values: Settings, Live out")))

    def show_place(self, folder: str) -> None:
        """Say in the status line where sessions go."""
        self._place.show_text(folder)
        self._place.setToolTip(plain_tip(self.tr("Sessions are written here") + f"\n{folder}"))

    def show_status(self, status: EngineStatus) -> None:
        """How the run is, in a sentence and in figures, and which buttons work."""
        self.live.show_status(status)
        heard = status.hearing
        self.open_microphone.show_name(heard.sound.name if heard is not None and heard.sound.is_live else "")
        p50, p95 = status.latency_ms
        parts = [
            self._source,
            self.tr("capture {0:.0f} fps").format(status.capture_fps),
            self.tr("analysis {0:.0f} fps").format(status.analysis_fps),
            self.tr("latency {0:.0f} ms (p95 {1:.0f})").format(p50, p95),
            self.tr("skipped {0}").format(status.frames_skipped),
            self.tr("dropped {0}").format(status.frames_refused + status.results_refused),
            self.tr("lost {0}").format(status.frames_lost) if status.frames_lost else "",
            self.tr("passed over {0}").format(status.frames_passed_over) if status.frames_passed_over else "",
            self._heard(status),
            self._model,
        ]
        details = "\n".join(part for part in parts if part)
        self._health.show_health(state_of(status), self._sentence(status), details)

    def _heard(self, status: EngineStatus) -> str:
        """What is heard, how loud it is, how soon that is known, and what is missing; "" where nothing is."""
        hearing = status.hearing
        if hearing is None:
            return ""
        text = self.tr("{0}: {1:.0f} dB, {2:.0f} ms").format(
            hearing.sound.name, hearing.level_db, hearing.latency_ms[0]
        )
        missing = self.tr("{0} blocks of sound lost").format(hearing.facts.n_lost) if hearing.facts.n_lost else ""
        return f"{text}, {missing}" if missing else text

    @property
    def status_text(self) -> str:
        """The figures behind the status line, one in each line."""
        return self._health.details

    @property
    def health_text(self) -> str:
        """The status line."""
        return self._health.sentence

    def _sentence(self, status: EngineStatus) -> str:
        if status.phase.is_at_rest:
            return self.tr("Not running; {0}").format(self._model)
        if status.phase is not Phase.RUNNING:
            return self.tr("One moment...")
        if status.is_stalled:
            return self.tr("Live, but no picture comes")
        parts = [
            self.tr("Live"),
            self.tr("{0:.0f} fps").format(status.analysis_fps),
            self.tr("{0:.0f} ms").format(status.latency_ms[0]),
        ]
        if lost := n_lost(status):
            parts.append(self.tr("{0} frames lost").format(lost))
        return ", ".join(parts)

    def toggle_full_screen(self) -> None:
        """Show the picture alone on the whole screen, or everything again."""
        is_alone = not self.isFullScreen()
        if is_alone:
            self.show_page(self.live)
        self.pages.tabBar().setVisible(not is_alone)
        self.live.set_video_only(is_alone)
        self.menuBar().setVisible(not is_alone)
        self.statusBar().setVisible(not is_alone)
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def ask(self, title: str, question: str, action: str) -> bool:
        """Ask whether to do what the user just wanted; `action` is what the button says that does it."""
        return is_sure(title, question, action, self)

    def close_now(self) -> None:
        """Close without asking."""
        self._may_close = True
        self.close()

    def _add_menus(self) -> None:
        actions, bar = self.user_actions, self.menuBar()
        menus = {
            self.tr("&Session"): (
                actions.start, actions.record, actions.marker, actions.snapshot, actions.listen, None,
                actions.neutral, actions.kept_faces, actions.screen_points, None,
                actions.open_session, actions.export, actions.open_folder, None,
                actions.adapted_models, actions.settings, actions.quit,
            ),
            self.tr("&View"): (
                actions.mirror, actions.boxes, actions.labels, actions.landmarks, actions.pose,
                actions.calibrated, None,
                actions.next_face, actions.explain, actions.pause, actions.follow, None, actions.full_screen,
            ),
            self.tr("&Marker"): tuple(actions.quick_markers),
            self.tr("&Help"): (
                actions.guide, actions.tour, actions.keys, None, actions.log_folder, actions.about,
            ),
        }  # fmt: skip
        for title, entries in menus.items():
            menu = bar.addMenu(title)
            for action in entries:
                if action is None:
                    menu.addSeparator()
                else:
                    menu.addAction(action)
        self.addActions(actions.all)  # keys work in full screen, too, where the menus are hidden

    def event(self, event: QEvent) -> bool:
        """Qt: a key that the focused control has a use for is no short cut."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return super().event(event)
        event.setAccepted(belongs_to(QApplication.focusWidget(), event))
        return event.isAccepted()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Qt: files are held over the window."""
        if _files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Qt: files fall onto it."""
        if files := _files_in(event.mimeData()):
            event.acceptProposedAction()
            self.files_dropped.emit(files)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Qt: Escape leaves full screen."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.toggle_full_screen()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Qt: somebody else decides when."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.closing.emit()


def _files_in(data: QMimeData) -> list[str]:
    """The files and folders of this computer among what is dragged."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
