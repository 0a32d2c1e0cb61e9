"""The composition root: makes engine and window and connects them. The only file that knows every layer."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QFileDialog

from fer_desktop import __version__
from fer_desktop.core.interfaces import FrameAnalyzer, FrameSource, SessionSink
from fer_desktop.core.types import ModelInfo, SourceInfo
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import (
    Event,
    Failed,
    Lagging,
    ModelReady,
    Phase,
    RecordingStarted,
    RecordingStopped,
    Started,
    Stopped,
)
from fer_desktop.errors import FerError
from fer_desktop.paths import assets_dir, sessions_dir, settings_file, weights_dir
from fer_desktop.settings import Settings, load_settings, save_settings
from fer_desktop.ui.bridge import Bridge
from fer_desktop.ui.choices import SIZES, Size, SourceChoice
from fer_desktop.ui.jobs import Job
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.picture_dialog import PictureDialog

if TYPE_CHECKING:
    from fer_desktop.capture.camera import CameraDevice
    from fer_desktop.vision.device import DeviceChoice

QUIT_AFTER = "FER_QUIT_AFTER"  # environment: seconds after which the window closes itself, for tests
_JOIN_S = 5.0


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """What the command line says about the window."""

    source: str = ""
    max_faces: int = 4
    device: DeviceChoice = "auto"


class App(QObject):
    """Window and engine of one run of the program; lives in the GUI thread."""

    def __init__(self, options: WindowOptions, settings: Settings) -> None:
        super().__init__()
        self._options, self._settings = options, settings
        self._cameras: tuple[CameraDevice, ...] = ()
        self._source: SourceInfo | None = None
        self._model: ModelInfo | None = None
        self._last_session: Path | None = None
        self.engine = Engine(self._open_analyzer)
        self.window = MainWindow()
        self.bridge = Bridge(self.engine, self)
        self._connect()
        self.window.controls.set_options(settings.mirror, settings.record_video)
        self.window.video.set_mirrored(settings.mirror)
        self.window.video.show_message(self.tr("Choose a source and press Start."))
        self._list_cameras()
        self.bridge.start()

    def start(self, choice: SourceChoice, size: Size) -> None:
        """Start what the user chose."""
        self.window.begin(self.tr("Opening {0}...").format(choice.label))
        self.window.setWindowTitle(f"{choice.label} - FER Desktop")
        self._source = self._model = None
        self.window.controls.set_model_ready(False)
        self.engine.start(self._source_factory(choice, size))

    def record(self, with_video: bool) -> None:
        """Record into a new session."""
        source, model = self._source, self._model
        if source is None or model is None or self.engine.status.phase is not Phase.RUNNING:
            return
        root = Path(self._settings.sessions_dir) if self._settings.sessions_dir else sessions_dir()
        settings = {"max_faces": self._options.max_faces, "video": "plain" if with_video else "none"}

        def open_sink() -> SessionSink:
            from fer_desktop.session.recorder import SessionHeader, SessionWriter, live_name

            return SessionWriter(root, SessionHeader(live_name(), source, model, settings), with_video)

        self.engine.start_recording(open_sink, with_video)

    def export(self) -> None:
        """Ask for a session, unless one was just recorded, and for a file; write it in the background."""
        folder = self._last_session or self._ask_session()
        if folder is None:
            return
        suggested = str(folder.parent / f"{folder.name}.csv")
        path, _ = QFileDialog.getSaveFileName(self.window, self.tr("Export CSV"), suggested, "CSV (*.csv)")
        if path:
            self.export_to(folder, Path(path))

    def export_to(self, folder: Path, path: Path) -> None:
        """Write the timeline of a session to a file, in the background."""

        def work() -> Path:
            from fer_desktop.session.export import export_csv
            from fer_desktop.session.library import load_session

            export_csv(load_session(folder), path)
            return path

        job = Job(work, self)
        job.finished.connect(lambda done: self.window.notices.show_notice(self.tr("Exported to {0}").format(done)))
        job.failed.connect(lambda error: self.window.notices.show_problem(self.tr("Export"), str(error)))
        job.start()

    def explain(self) -> None:
        """Draw what the decision about the selected face rests on, in the background, and show it."""
        shown = self.window.selected_face
        if shown is None:
            return
        frame, tracked = shown

        def work() -> bytes:
            from fer_desktop.explain import drawn, explain_in

            return drawn(explain_in(frame.image, tracked.face, weights_dir()))

        title = self.tr("Face {0}, {1:.1f} s").format(tracked.track_id, frame.time_s)
        job = Job(work, self)
        job.finished.connect(lambda png: PictureDialog(title, png, self.window).open())
        job.failed.connect(lambda error: self.window.notices.show_problem(self.tr("Explain"), str(error)))
        job.start()

    def shut_down(self) -> None:
        """Stop everything, finish a recording, save the settings."""
        self.engine.stop()
        late = self.engine.join(_JOIN_S)
        self.bridge.tick()
        self.bridge.stop()
        if late:
            print(f"did not end in time: {', '.join(late)}", file=sys.stderr)
        controls = self.window.controls
        changed = replace(self._settings, mirror=controls.is_mirrored, record_video=controls.with_video)
        save_settings(changed, settings_file())

    def _connect(self) -> None:
        controls = self.window.controls
        controls.start_requested.connect(self.start)
        controls.stop_requested.connect(self.engine.stop)
        controls.record_requested.connect(self.record)
        controls.stop_recording_requested.connect(self.engine.stop_recording)
        controls.export_requested.connect(self.export)
        self.window.scores.explain_requested.connect(self.explain)
        self.bridge.frame_ready.connect(self.window.show_frame)
        self.bridge.analyses_ready.connect(self.window.show_analyses)
        self.bridge.status_changed.connect(self.window.show_status)
        self.bridge.event_received.connect(self._on_event)
        self.window.closing.connect(self.shut_down)

    def _open_analyzer(self) -> FrameAnalyzer:
        """Called in the analysis thread: torch and MediaPipe are imported there, behind the window."""
        from fer_desktop.vision.analyzer import AnalyzerOptions, open_analyzer

        return open_analyzer(AnalyzerOptions(weights_dir(), self._options.max_faces, self._options.device))

    def _source_factory(self, choice: SourceChoice, size: Size) -> Callable[[], FrameSource]:
        """Makes the source in the capture thread."""
        cameras = self._cameras

        def open_source() -> FrameSource:
            if choice.kind == "demo":
                from fer_desktop.capture.demo import DemoOptions, DemoSource

                return DemoSource(DemoOptions(choice.n_faces, size.width_px, size.height_px))
            if choice.kind == "file":
                from fer_desktop.capture.video_file import VideoFileSource

                return VideoFileSource(Path(choice.path))
            from fer_desktop.capture.camera import CameraFormat, CameraSource

            return CameraSource(cameras[choice.position], CameraFormat(size.width_px, size.height_px))

        return open_source

    def _list_cameras(self) -> None:
        """In the background: some systems take a second."""

        def work() -> tuple[CameraDevice, ...]:
            from fer_desktop.capture.camera import list_cameras

            return list_cameras()

        job = Job(work, self)
        job.finished.connect(self._on_cameras_listed)
        job.start()

    def _ask_session(self) -> Path | None:
        title = self.tr("Choose a session folder")
        chosen = QFileDialog.getExistingDirectory(self.window, title, str(sessions_dir()))
        return Path(chosen) if chosen else None

    def _on_cameras_listed(self, cameras: tuple[CameraDevice, ...]) -> None:
        self._cameras = cameras
        names = [camera.name for camera in cameras]
        labels = [f"{name} ({i})" if names.count(name) > 1 else name for i, name in enumerate(names)]
        choices = [SourceChoice("camera", label, position=i) for i, label in enumerate(labels)]
        if self.engine.status.phase.is_at_rest:
            self.window.controls.set_sources(choices)
        if self._options.source:
            self._start_named(self._options.source)

    def _start_named(self, text: str) -> None:
        """Start the source that the command line names."""
        if text == "demo":
            self.start(SourceChoice("demo", self.tr("Demo, one face")), SIZES[0])
        elif Path(text).exists():
            self.start(SourceChoice("file", Path(text).name, path=text), SIZES[0])
        else:
            from fer_desktop.capture.camera import find_camera

            try:
                position = find_camera(text, self._cameras)
            except FerError as error:
                self.window.video.show_message(f"{error.message}\n\n{error.hint}")
                return
            self.start(SourceChoice("camera", self._cameras[position].name, position=position), SIZES[0])

    def _on_event(self, event: Event) -> None:
        notices = self.window.notices
        match event:
            case Started(source=source):
                self._source = source
            case ModelReady(model=model):
                self._model = model
                self.window.show_model(model)
                self.window.controls.set_model_ready(True)
                for notice in event.notices:
                    notices.show_notice(notice)
            case Stopped(at_end=at_end):
                if self.engine.status.phase is Phase.IDLE:
                    text = self.tr("The video has ended.") if at_end else self.tr("Stopped.")
                    self.window.end(text)
            case RecordingStarted():
                pass  # the status line shows it
            case RecordingStopped(location=location, reason=reason):
                self._last_session = Path(location)
                notices.show_notice(self.tr("Session saved: {0}. {1}").format(location, reason).strip())
            case Lagging(count=count):
                notices.show_notice(self.tr("The disk is too slow: {0} video frames were not stored.").format(count))
            case Failed(stage=stage, error=error):
                self._show_failure(stage, error)

    def _show_failure(self, stage: str, error: Exception) -> None:
        if isinstance(error, FerError):
            if stage == "recorder":
                self.window.notices.show_notice(str(error))
            else:
                self.window.end(f"{error.message}\n\n{error.hint}")
            return
        report = f"FER Desktop {__version__}, {sys.platform}, {stage}\n" + "".join(traceback.format_exception(error))
        self.window.end(self.tr("Something went wrong."))
        self.window.notices.show_notice(self.tr("Something went wrong in {0}.").format(stage), report)


def run_window(options: WindowOptions) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("FER Desktop")
    application.setWindowIcon(QIcon(str(assets_dir() / "icon.svg")))
    app = App(options, load_settings(settings_file()))
    app.window.show()
    seconds = os.environ.get(QUIT_AFTER)
    if seconds:
        QTimer.singleShot(int(float(seconds) * 1000), app.window.close)
    return application.exec()
