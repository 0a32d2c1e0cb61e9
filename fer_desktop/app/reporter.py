"""Tells the window what the engine says: events and status in, words and states out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fer_desktop.app.collector import Collector
from fer_desktop.app.error_report import error_report
from fer_desktop.core.types import ModelInfo, SourceInfo
from fer_desktop.engine.engine import Engine
from fer_desktop.engine.status import (
    EngineStatus,
    Event,
    Failed,
    HearingEnded,
    HearingFailed,
    HearingStarted,
    Lagging,
    Marked,
    MarkersRefused,
    ModelReady,
    Noticed,
    Phase,
    RecordingStarted,
    RecordingStopped,
    Started,
    Stopped,
)
from fer_desktop.errors import CameraError, FerError
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.widgets.notices import Offer
from fer_desktop.ui.widgets.translation import error_hint, error_message, error_text, written_words

_SOUND = "sound"
_RECORDING = "recording"  # what a loss is of: that it ended early says more than the error that ended it


class Reporter(QObject):
    """Between engine and window, and the memory of what was said of the run.

    Signals:
        stopped(): a run is over and everything is released.
        session_saved(): a recording is whole.
        review_wanted(Path): the user wants to look at it.
        failed(str): something could not be done, in words.

    Attributes:
        source, model: Of this run, once they are there.
        hearing: What is listened to right now.
        last_session: The session that was recorded last.
    """

    stopped = Signal()
    session_saved = Signal()
    review_wanted = Signal(object)
    failed = Signal(str)

    def __init__(self, engine: Engine, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine, self._window = engine, window
        self._warn_below_mb = self._stop_below_mb = 0
        self._has_warned = False
        self._n_lost = {Lagging: 0, MarkersRefused: 0}  # of the recording
        self.source: SourceInfo | None = None
        self.model: ModelInfo | None = None
        self.hearing: HearingStarted | None = None
        self._awaits_hearing = False
        self.last_session: Path | None = None

    def begin(self) -> None:
        """A new run: source and model are not known yet."""
        self.source = self.model = self.hearing = None
        self._awaits_hearing = False
        self._window.live.top_bar.set_can_record(False)
        self._window.show_model_state(self.tr("loading the model..."))

    def await_hearing(self) -> None:
        """Somebody is about to listen: what is recorded before that would be without a voice."""
        self._awaits_hearing = True
        self._allow_recording()

    def set_limits(self, warn_below_mb: int, stop_below_mb: int) -> None:
        """Free space below which the user is warned, and below which a recording ends."""
        self._warn_below_mb, self._stop_below_mb = warn_below_mb, stop_below_mb

    def show_status(self, status: EngineStatus) -> None:
        """Hand on the figures, and warn of a disk that fills."""
        self._window.show_status(status)
        space = status.recording.disk_space if status.recording is not None else None
        if space is None:
            self._has_warned = False
        elif not self._has_warned and space.free_bytes < self._warn_below_mb * 1e6:
            self._has_warned = True
            text = self.tr("Only {0:.0f} MB are free on the disk; the recording ends at {1} MB.")
            self._window.notices.show_notice(text.format(space.free_bytes / 1e6, self._stop_below_mb))

    def show_event(self, event: Event) -> None:
        """Turn one event of the engine into what the window shows: a state, a notice, or a button."""
        window = self._window
        match event:
            case Started(source=source):
                self.source = source
                window.show_source(source)
                self._allow_recording()
            case ModelReady():
                self._on_model(event)
            case Stopped(at_end=at_end):
                self.stopped.emit()
                if self._engine.status.phase is Phase.IDLE:
                    window.live.end(self.tr("The video has ended.") if at_end else self.tr("Stopped."))
            case RecordingStarted() | RecordingStopped():
                self._on_recording(event)
            case Marked(marker=marker):
                window.live.timelines.add_marker(marker)
            case Noticed(notice=notice):
                window.notices.show_notice(error_text(notice))
            case HearingStarted() | HearingFailed() | HearingEnded():
                self._on_hearing(event)
            case Lagging() | MarkersRefused() | Failed():
                self._show_bad(event)

    def _on_hearing(self, event: HearingStarted | HearingFailed | HearingEnded) -> None:
        """The pictures go on without sound, so that is said as a notice."""
        self.hearing = event if isinstance(event, HearingStarted) else None
        self._awaits_hearing = False
        self._allow_recording()
        if isinstance(event, HearingStarted) and not event.model.model_id:
            text = self.tr("No recogniser of the voice is installed: its expressions stay blank.")
            self._window.notices.show_notice(text)
        if isinstance(event, HearingFailed):
            notices, error = self._window.notices, event.error
            if isinstance(error, FerError):
                notices.show_loss(error_text(error), _SOUND)
            else:
                notices.show_unexpected(_SOUND, error_report(_SOUND, error))

    def _show_bad(self, event: Lagging | MarkersRefused | Failed) -> None:
        if isinstance(event, Failed):
            self._show_failure(event)
        else:
            self._show_loss(event)

    def _show_loss(self, event: Lagging | MarkersRefused) -> None:
        """How much the recording has lost by now; the table has everything in both cases."""
        count = self._n_lost[type(event)] = self._n_lost[type(event)] + event.count
        if isinstance(event, MarkersRefused):
            text = self.tr("{0} markers came too fast and were left out.")
        else:
            text = self.tr("The disk is too slow: {0} video frames were not stored. The table has every one.")
        self._window.notices.show_loss(text.format(count), type(event).__name__)

    def _on_model(self, ready: ModelReady) -> None:
        self.model = ready.model
        Collector.spare_libraries()
        self._window.show_model(ready.model)
        self._allow_recording()
        for notice in ready.notices:
            self._window.notices.show_notice(error_text(notice))

    def _on_recording(self, event: RecordingStarted | RecordingStopped) -> None:
        if isinstance(event, RecordingStopped):
            self._on_saved(event)
        else:
            self._n_lost = dict.fromkeys(self._n_lost, 0)

    def _on_saved(self, saved: RecordingStopped) -> None:
        self.last_session = Path(saved.location)
        self.session_saved.emit()
        if not saved.reason:
            review = Offer(self.tr("Review"), lambda: self.review_wanted.emit(Path(saved.location)))
            self._window.notices.show_notice(self.tr("Session saved: {0}").format(saved.location), offer=review)
            return
        text = self.tr("The recording ended early: {0} What was recorded until then is kept: {1}")
        self._window.notices.show_loss(text.format(written_words(saved.reason), saved.location), _RECORDING)

    def show_camera_returned(self, label: str) -> None:
        """The chosen camera was away and is back."""
        self._window.notices.show_notice(self.tr("{0} is connected again.").format(label))

    def show_camera_denied(self) -> None:
        """The system does not let this program use a camera."""
        words = self.tr("FER Desktop may not use the camera.")
        hint = self.tr("Allow it in the system settings under privacy and camera, then press Start.")
        self._window.live.end(f"{words}\n\n{hint}", self.tr("Try again"))

    def _allow_recording(self) -> None:
        """A session names its source, its model and what is listened to; either may be known first."""
        is_known = self.source is not None and self.model is not None and not self._awaits_hearing
        self._window.live.top_bar.set_can_record(is_known)

    def _show_failure(self, failed: Failed) -> None:
        stage, error = failed.stage, failed.error
        live, notices = self._window.live, self._window.notices
        what = error_text(error) if isinstance(error, FerError) else notices.unexpected(stage)
        self.failed.emit(what if isinstance(error, FerError) else repr(error))
        report = "" if isinstance(error, FerError) else error_report(stage, error)
        if stage == "recorder":  # the pictures go on without it
            words = self.tr("What was recorded until then is kept: {0}") if failed.kept else self.tr("Nothing is kept.")
            notices.show_loss(f"{what} {words.format(failed.kept)}", _RECORDING, report)
        elif isinstance(error, FerError):
            button = self.tr("Try again") if isinstance(error, CameraError) else ""
            live.end(f"{error_message(error)}\n\n{error_hint(error)}", button)
        else:
            live.end(self.tr("Something went wrong."))
            notices.show_unexpected(stage, report)
