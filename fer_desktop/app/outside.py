"""Between this program and others: markers that come in, values that go out, commands from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fer_desktop.app.live_outlets import LiveOutlets
from fer_desktop.app.marker_inlets import MarkerInlets
from fer_desktop.core.types import Analysis
from fer_desktop.engine.status import Event, Marked, Phase, RecordingStarted, RecordingStopped, Started, Stopped
from fer_desktop.errors import FerError
from fer_desktop.settings import Settings
from fer_desktop.ui.live.choices import FORMATS
from fer_desktop.ui.widgets.translation import error_text

if TYPE_CHECKING:
    from concurrent.futures import Future

    from fer_desktop.app.app import App
    from fer_desktop.outlets.messages import Message


class Outside(QObject):
    """Opens and closes what the settings say; lives in the GUI thread."""

    _asked = Signal(object)

    def __init__(self, app: App) -> None:
        super().__init__(app)
        engine, window = app.engine, app.window
        self._app, self._engine, self._window = app, engine, window
        self._inlets = MarkerInlets(self._on_marker, app.annotations.refused.emit)
        self._outlets = LiveOutlets(self._obey, self)
        self._names: Mapping[int, str] = {}  # replaced as a whole: the analysis thread reads it
        self._asked.connect(self._on_asked)
        self._outlets.heard_by.connect(lambda count: window.show_listeners(count, self._outlets.is_sending_osc))
        self._outlets.failed.connect(self._show)
        window.live.face_named.connect(self._on_face_named)
        engine.watcher = self._publish

    def listen(self, settings: Settings) -> None:
        """Open and close what these settings say; what does not work is shown."""
        failures: list[FerError] = []
        failures += self._inlets.listen(settings.marker_port, settings.lsl_markers, settings.marker_token)
        failures += self._outlets.listen(settings)
        for failure in failures:
            self._show(failure)
        self._window.show_listeners(self._outlets.listeners, self._outlets.is_sending_osc)

    @property
    def listeners(self) -> int:
        """How many listen, as far as that is known."""
        return self._outlets.listeners

    def show_event(self, event: Event) -> None:
        """Tell listeners what else happens."""
        match event:
            case Marked(marker):
                self._outlets.tell(
                    {
                        "type": "marker",
                        "time_s": round(marker.time_s, 6),
                        "taken_monotonic_s": round(self._engine.moment_of(marker.time_s), 6),
                        "label": marker.label,
                    }
                )
            case Started(source):
                self._names = {}
                self._outlets.tell({"type": "started", "source": source.name})
            case Stopped():
                self._outlets.tell({"type": "stopped"})
            case RecordingStarted(location):
                self._outlets.tell({"type": "recording_started", "session": location})
            case RecordingStopped(location, reason):
                self._outlets.tell({"type": "recording_stopped", "session": location, "reason": reason})

    def close(self) -> None:
        """Listen no more."""
        self._inlets.close()
        self._outlets.close()

    def _publish(self, analysis: Analysis, taken_s: float) -> None:
        """In the analysis thread."""
        self._outlets.publish(analysis, taken_s, self._names)

    def _show(self, failure: FerError) -> None:
        self._window.notices.show_notice(error_text(failure))

    def _on_marker(self, label: str, age_s: float) -> None:
        """In the thread of an inlet."""
        at_s = self._engine.moment() - age_s
        if at_s >= 0:  # else it was set before the recording
            self._engine.mark(label, at_s)

    def _on_face_named(self, track_id: int, name: str) -> None:
        self._names = {**self._names, track_id: name}
        self._outlets.tell({"type": "face_named", "face": track_id, "name": name})

    def _obey(self, name: str, texts: Mapping[str, str]) -> Future[Message]:
        """In the thread of the outlet; a marker is set here, since the window may be busy."""
        from concurrent.futures import Future  # with what waits for answers, in the outlet

        answer: Future[Message] = Future()
        if name == "marker":
            answer.set_result(self._mark(texts.get("label", "")))
        else:
            self._asked.emit((name, texts, answer))
        return answer

    def _mark(self, label: str) -> Message:
        if not label.strip():
            return _no("a marker needs a label")
        if not self._engine.status.is_recording:
            return _no("nothing is recorded")
        time_s = self._engine.moment()
        self._engine.mark(label.strip(), time_s)
        return {"ok": True, "time_s": round(time_s, 6)}

    def _on_asked(self, asked: tuple[str, Mapping[str, str], Future[Message]]) -> None:
        name, texts, answer = asked
        try:
            result = self._done(name, texts)
        except FerError as error:
            result = _no(str(error))
        if not answer.cancelled():  # who asked may have gone
            answer.set_result(result)

    def _done(self, name: str, texts: Mapping[str, str]) -> Message:
        status = self._engine.status
        match name:
            case "start" if not status.phase.is_at_rest:
                return _no("something runs already: stop it first")
            case "start":
                self._app.start(self._app.sources.named(texts.get("source", "demo")), FORMATS[0])
            case "stop":
                self._engine.stop()
            case "record":
                return self._record()
            case "stop_recording":
                self._engine.stop_recording()
            case "status":
                return {
                    "ok": True,
                    "phase": status.phase.value,
                    "is_recording": status.is_recording,
                    "recorded_s": round(status.recording.elapsed_s, 3) if status.recording else None,
                    "analysis_fps": round(status.analysis_fps, 1),
                    "latency_ms": [round(value, 1) for value in status.latency_ms],
                    "frames_captured": status.frames_captured,
                    "frames_skipped": status.frames_skipped,
                    "values_lost": self._outlets.lost,
                }
        return {"ok": True}

    def _record(self) -> Message:
        status = self._engine.status
        if status.is_recording:
            return _no("a session is being recorded already")
        if self._app.needs_passphrase:
            return _no("recordings are encrypted, and nobody has typed the passphrase yet")
        if status.phase is not Phase.RUNNING or self._app.reporter.model is None:
            return _no("nothing runs that could be recorded")
        self._app.record()
        return {"ok": True}


def _no(reason: str) -> Message:
    return {"ok": False, "error": reason}
