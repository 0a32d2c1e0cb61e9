"""The composition root: makes engine and window and connects them. The only file that knows every layer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from fer_desktop.app.again import Again, seen
from fer_desktop.app.annotations import Annotations
from fer_desktop.app.closing import Closing
from fer_desktop.app.collector import Collector
from fer_desktop.app.helping import Helping
from fer_desktop.app.kept_view import KeptView
from fer_desktop.app.listening import Listening
from fer_desktop.app.model_choice import ModelChoice
from fer_desktop.app.neutral_faces import NeutralFaces
from fer_desktop.app.opening import Opening
from fer_desktop.app.options import WindowOptions
from fer_desktop.app.outside import Outside
from fer_desktop.app.page_tasks import PageTasks
from fer_desktop.app.recording_plan import RecordingPlan
from fer_desktop.app.reporter import Reporter
from fer_desktop.app.running import Running
from fer_desktop.app.screens import Screens
from fer_desktop.app.sound_alone import NoFaces
from fer_desktop.app.source_list import SourceFactory, SourceList
from fer_desktop.app.transcribing import Transcribing
from fer_desktop.app.window_tasks import WindowTasks
from fer_desktop.core.interfaces import FrameAnalyzer
from fer_desktop.engine.engine import Engine
from fer_desktop.paths import sessions_dir, settings_file, window_file
from fer_desktop.settings import Settings, save_settings
from fer_desktop.ui.bridge import Bridge, Meter, unread
from fer_desktop.ui.live.choices import PictureFormat, SourceChoice
from fer_desktop.ui.main_window import MainWindow
from fer_desktop.ui.theme import use_theme
from fer_desktop.ui.widgets.translation import marker_label

_SWITCHES = ("mirror", "boxes", "labels", "landmarks", "pose", "calibrated")  # of the view


class App(QObject):
    """Window and engine of one run of the program; lives in the GUI thread.

    Measurements give it sources of their own, and a meter for the parts of each tick (see `Bridge`).
    """

    def __init__(
        self, options: WindowOptions, settings: Settings, sources: SourceFactory | None = None, meter: Meter = unread
    ) -> None:
        super().__init__()
        self._options, self.settings, self._passphrase = options, settings, options.passphrase  # in memory only
        self.closing = Closing(self)
        self.again: Again | None = None  # what the next window shows, in another language
        self.engine = Engine(self._open_analyzer)
        self.window = MainWindow()
        self.bridge = Bridge(self.engine, self, meter)
        self.sources = SourceList(self)
        self._open_source = sources or self.sources.factory
        self.tasks = WindowTasks(self.window, self)
        self.view = KeptView(self.window, window_file())
        self._collector = Collector(self)
        self.reporter = Reporter(self.engine, self.window, self)
        self.page_tasks = PageTasks(self)
        self.running = Running(self.engine, self.window, self._start_now, self.reporter.show_camera_denied, self)
        self.transcribing = Transcribing(self.window, self.page_tasks.one_by_one, self)
        self.listening = Listening(self.engine, self.sources, self.reporter, self.transcribing, self.window, options)
        self.annotations = Annotations(self.engine, self.window, self)
        self.neutral_faces = NeutralFaces(self.engine, self.window, self.bridge, self.reporter, self)
        self.screens = Screens(self.engine, self.window, self.bridge, self.reporter, self)
        self.outside = Outside(self)
        Helping(self)
        self._connect()
        self._show_settings()
        self.window.live.top_bar.offer_beginnings(self.window.live.video)
        self.sources.start()
        self.bridge.start()
        self.tasks.load_libraries(lambda: self.window.show_model_state(self.tr("ready")))

    def start(self, choice: SourceChoice, wanted: PictureFormat) -> None:
        """Start what the user chose."""
        self.running.start(choice, wanted)

    def record(self) -> None:
        """Record into a new session, unless one is being recorded; for an encrypted one ask once for a passphrase."""
        if self.engine.status.is_recording:
            return
        if not self.needs_passphrase:
            self._record(self._passphrase if self._is_encrypted else "")
            return
        from fer_desktop.ui.dialogs.passphrase import PassphraseDialog

        dialog = PassphraseDialog(parent=self.window)

        def accepted() -> None:
            self._passphrase = dialog.passphrase
            self._record(self._passphrase)

        dialog.accepted.connect(accepted)
        dialog.open()

    def _record(self, passphrase: str) -> None:
        source, model = self.reporter.source, self.reporter.model
        if source is None or model is None:
            return
        kept, hearing, how = replace(self.settings, keep_voice=self.listening.keep), self.reporter.hearing, self._model
        says = hearing is not None and self.listening.hears_words
        plan = RecordingPlan(self._root, source, model, how.max_faces, how.prior, kept, hearing, says, passphrase)
        self.transcribing.begin_recording(passphrase)
        if self.engine.start_recording(plan.open_sink, plan.with_video):
            self.annotations.hand_on_names()

    def welcome(self) -> None:
        """Show the first screen, once; then start what the command line names."""
        Opening(self, self._options).begin()

    def change_settings(self, settings: Settings) -> None:
        """Use and keep these settings; another language opens the window once more."""
        is_foreign = settings.language != self.settings.language
        self.settings = settings
        self._show_settings()
        if not save_settings(settings, settings_file()):
            self.window.notices.show_notice(self.tr("The settings cannot be saved; they are used until you quit."))
        if is_foreign:
            self._open_again()

    def _open_again(self) -> None:
        if not self.page_tasks.is_idle:
            words = self.tr("Files are being analysed: the language changes when the app is started again.")
            self.window.notices.show_notice(words)
            return
        self.again = seen(self)
        self.close()
        if not self.closing.has_begun:  # a recording goes on
            self.again = None

    def close(self, is_sure: bool = False) -> None:
        """See `Closing`."""
        self.closing.begin(is_sure)

    def let_go(self) -> None:
        """Stop what runs: the window is about to close."""
        self.engine.stop()
        self.running.retry.forget()
        self.reporter.stopped.disconnect(self.sources.start)  # look for cameras no more
        self.sources.stop()
        self.outside.close()
        self.page_tasks.close()

    @property
    def _root(self) -> Path:
        return Path(self.settings.sessions_dir).expanduser() if self.settings.sessions_dir else sessions_dir()

    @property
    def needs_passphrase(self) -> bool:
        """Whether Record has to ask for one first."""
        return self._is_encrypted and not self._passphrase

    @property
    def _is_encrypted(self) -> bool:
        return self.settings.encrypt or bool(self._options.passphrase)

    @property
    def _model(self) -> ModelChoice:
        return ModelChoice.of(self._options, self.settings)

    def _connect(self) -> None:
        live, actions = self.window.live, self.window.user_actions
        live.top_bar.record_requested.connect(self.record)
        live.top_bar.stop_recording_requested.connect(self.engine.stop_recording)
        live.top_bar.camera_returned.connect(self.reporter.show_camera_returned)
        self.sources.changed.connect(live.top_bar.set_cameras)
        self.bridge.picture_ready.connect(live.show_picture)
        self.bridge.analyses_ready.connect(live.show_analyses)
        self.bridge.heard_ready.connect(live.show_heard)
        self.bridge.analysed_ready.connect(live.show_analysed)
        self.bridge.time_reached.connect(live.show_time)
        self.bridge.status_changed.connect(self.reporter.show_status)
        for show in (self.reporter.show_event, self.outside.show_event, self.transcribing.show_event):
            self.bridge.event_received.connect(show)
        self.bridge.status_changed.connect(lambda _: live.together.show_hearing_of_words(self.transcribing.look()))
        self.bridge.fused_ready.connect(live.show_fused)
        self.transcribing.heard.connect(self.bridge.read_words)
        self.bridge.said_ready.connect(live.show_said)
        self.transcribing.completed.connect(self.page_tasks.refresh)
        self.reporter.stopped.connect(self.sources.start)
        self.reporter.stopped.connect(self.running.retry.on_stopped)
        self.reporter.session_saved.connect(self.page_tasks.refresh)
        self.window.closing.connect(self.close)
        actions.snapshot.triggered.connect(lambda: self.tasks.snapshot(self._root))
        actions.export.triggered.connect(self._on_export)
        actions.open_folder.triggered.connect(lambda: self.tasks.open_folder(self._root))
        actions.explain.triggered.connect(lambda: self.tasks.explain(self._model))
        actions.calibrated.toggled.connect(lambda is_on: self.bridge.set_response(self.settings.response, is_on))
        actions.settings.triggered.connect(self._on_settings)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_colours)

    def _show_settings(self) -> None:
        chosen, actions = self.settings, self.window.user_actions
        for name in _SWITCHES:
            getattr(actions, name).setChecked(getattr(chosen, name))
        actions.set_marker_labels(tuple(map(marker_label, chosen.marker_labels)))
        self.transcribing.set_up(chosen)
        self.listening.set_up(chosen)
        self.bridge.set_response(chosen.response, chosen.calibrated)
        self.bridge.set_fusing(chosen.fusion)
        self.engine.calibrate_automatically(chosen.automatic_neutral)
        self.reporter.set_limits(chosen.warn_below_mb, chosen.stop_below_mb)
        self.window.show_place(str(self._root))
        self.window.live.top_bar.show_plan(chosen.video, chosen.encrypt or bool(self._options.passphrase))
        self.page_tasks.set_up(self._root, self._model, chosen)
        self.outside.listen(self._options.listening(chosen))
        use_theme(chosen.theme)

    def _on_system_colours(self) -> None:
        if self.settings.theme == "system":
            use_theme("system")

    def _start_now(self, choice: SourceChoice, wanted: PictureFormat) -> None:
        if not self.engine.status.phase.is_at_rest:  # asked for twice before the window could show the first
            return
        self.window.live.top_bar.show_choice(choice, wanted)
        self.window.show_opening(choice.label, choice.start_s)
        self.reporter.begin()
        self.annotations.begin()
        self.screens.begin()
        self.neutral_faces.begin(self._model.prior, may_keep=not self._is_encrypted)
        self.bridge.begin_run()
        self.sources.stop()
        self.engine.start(ears=self.listening.begin(choice), open_source=self._open_source(choice, wanted))

    def _open_analyzer(self) -> FrameAnalyzer:
        """Called in the analysis thread: torch and MediaPipe are imported there, behind the window."""
        if self.running.has_no_pictures:
            return NoFaces()
        from fer_desktop.vision.analyzer import open_analyzer

        return open_analyzer(self._model.analyzer())

    def _on_export(self) -> None:
        """Export what was recorded last; without a recording in this run the user chooses on the Sessions page."""
        if self.reporter.last_session is not None:
            self.page_tasks.exports.ask_export([self.reporter.last_session])
        else:
            self.window.show_page(self.window.sessions)

    def _on_settings(self) -> None:
        from fer_desktop.ui.dialogs.settings import SettingsDialog

        dialog = SettingsDialog(self.settings, sessions_dir(), self.window, self.page_tasks.adapted_models.names)
        dialog.accepted.connect(lambda: self.change_settings(self._with_view(dialog.chosen)))
        self.tasks.list_microphones(dialog.offer_microphones)
        dialog.open()

    def use_adapted(self, name: str) -> None:
        """Read faces with the adapted weights of this name from the next start of a source on."""
        self.change_settings(replace(self.settings, adapted=name))

    def _with_view(self, settings: Settings) -> Settings:
        """These settings with the switches of the view, and of listening, as they stand."""
        view = {name: getattr(self.window.user_actions, name).isChecked() for name in _SWITCHES}
        return replace(settings, listen=self.listening.to_be_kept, **view)

    def end(self) -> None:
        """Keep what is kept, then close the window: every thread is done."""
        self.transcribing.end()
        self.bridge.tick()
        self.bridge.stop()
        self._collector.stop()
        save_settings(self._with_view(self.settings), settings_file())
        self.view.keep()
        self.window.close_now()
