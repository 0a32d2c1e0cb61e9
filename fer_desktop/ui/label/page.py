"""The page on which moments of a session, or files of a folder, are coded by hand. Touches no file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fer_desktop.errors import readable
from fer_desktop.results.codes import begun_coding
from fer_desktop.results.folder_codes import CodedFolder, begun_labels
from fer_desktop.session.codings import Coding
from fer_desktop.session.library import Session
from fer_desktop.ui.label.coding_panel import CodingPanel
from fer_desktop.ui.label.file_loops import FileLoops, PicturesOf
from fer_desktop.ui.label.loops import OpenLoops, OpenVideo, SessionLoops
from fer_desktop.ui.label.results_panel import ResultsPanel
from fer_desktop.ui.label.setup_panel import CodingChoice, SetupPanel


class LabelPage(QWidget):
    """The page.

    Signals:
        coding_changed(Session, Coding): keep this with the session.
        sessions_wanted(): the user wants to choose a session.
        video_wanted(Session): the user wants to say where the file is of which it was made.
        import_wanted(Session), results_wanted(Session), save_wanted(Session), adapt_wanted(Session): what the buttons
            say.
        folder_wanted(): the user wants to label a folder.
        labels_changed(CodedFolder, Coding), folder_results_wanted(CodedFolder), folder_save_wanted(CodedFolder),
            folder_adapt_wanted(CodedFolder): the same of a folder.
    """

    coding_changed = Signal(object, object)
    sessions_wanted = Signal()
    video_wanted = Signal(object)
    import_wanted = Signal(object)
    results_wanted = Signal(object)
    save_wanted = Signal(object)
    adapt_wanted = Signal(object)
    folder_wanted = Signal()
    labels_changed = Signal(object, object)
    folder_results_wanted = Signal(object)
    folder_save_wanted = Signal(object)
    folder_adapt_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._folder: CodedFolder | None = None
        self._pictures_of: PicturesOf | None = None
        self._codings: list[Coding] = []
        self._open_video: OpenVideo | None = None
        self._place = 0  # of who codes now
        self.setup, self.coding, self.results = SetupPanel(), CodingPanel(), ResultsPanel()
        self._stack = QStackedWidget()
        for panel in (self.setup, self.coding, self.results):
            self._stack.addWidget(panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self.setFocusProxy(self._stack)
        self.setup.begun.connect(self._on_begun)
        self.setup.sessions_wanted.connect(self.sessions_wanted)
        self.setup.video_wanted.connect(lambda: self._ask(self.video_wanted))
        self.setup.import_wanted.connect(lambda: self._ask(self.import_wanted))
        self.setup.folder_wanted.connect(self.folder_wanted)
        self.setup.results_wanted.connect(lambda: self._ask(self.results_wanted, self.folder_results_wanted))
        self.results.save_wanted.connect(lambda: self._ask(self.save_wanted, self.folder_save_wanted))
        self.results.adapt_wanted.connect(lambda: self._ask(self.adapt_wanted, self.folder_adapt_wanted))
        self.results.closed.connect(self._show_setup)
        self.coding.changed.connect(self._on_changed)
        self.coding.stopped.connect(self._show_setup)

    @property
    def session(self) -> Session | None:
        """The session that is coded."""
        return self._session

    def show_session(
        self, session: Session, codings: Sequence[Coding], open_video: OpenVideo | None, is_missed: bool
    ) -> None:
        """Let people code a session.

        Args:
            is_missed: Its video or its photographs are not where they were.
        """
        self.coding.end()
        self._session, self._codings, self._open_video = session, list(codings), open_video
        self._folder = None
        can_see = open_video is not None and not session.info.is_blurred
        problem = "" if can_see else self._problem(session, is_missed)
        title = session.edits.title or readable(session.folder.name)
        can_find, images = is_missed and open_video is None, session.info.source.images
        self.setup.show_session(title, self._codings, problem, can_find, bool(images))
        self._show_setup()

    def show_folder(self, given: CodedFolder, pictures_of: PicturesOf) -> None:
        """Let people label the files of a folder."""
        self._pictures_of = pictures_of
        self.coding.end()
        self._session, self._folder, self._codings, self._open_video = None, given, list(given.codings), None
        self.setup.show_folder(readable(given.folder.name), self._codings, len(given.items))
        self._show_setup()

    def show_folder_results(self, given: CodedFolder, html: str) -> None:
        """Show how far the app agrees with the labels of a folder."""
        if given is self._folder:
            self._show_html(html)

    def show_codings(self, session: Session, codings: Sequence[Coding]) -> None:
        """Others were added."""
        if session is self._session:
            self._codings = list(codings)
            self.setup.show_codings(self._codings)

    def show_results(self, session: Session, html: str) -> None:
        """Show how far coders and app agree."""
        if session is self._session:
            self._show_html(html)

    def close_session(self) -> None:
        """Let go of the session."""
        self.coding.end()
        self._session, self._folder, self._codings, self._open_video = None, None, [], None
        self.setup.show_session("", (), "", can_find=False)
        self._stack.setCurrentWidget(self.setup)

    def _problem(self, session: Session, is_missed: bool) -> str:
        if session.info.is_blurred:
            return self.tr("The heads in the video of this session are blurred, so that nobody can code them.")
        if is_missed and session.info.source.images:
            words = self.tr("The photographs of this session, {0}, are not where they were. Say where they are now.")
            return words.format(session.info.source.name)
        if is_missed:
            words = self.tr("The video of this session, {0}, is not where it was. Say where it is now.")
            return words.format(session.info.source.name)
        return self.tr(
            "This session has no video, so that there is nothing to look at. Choose a video in the settings before you "
            "record, or analyse a file; codes that were made elsewhere can be imported."
        )

    def _show_html(self, html: str) -> None:
        self.results.show_html(html)
        self._stack.setCurrentWidget(self.results)
        self.results.text.setFocus()

    def _ask(self, of_session: SignalInstance, of_folder: SignalInstance | None = None) -> None:
        if self._session is not None:
            of_session.emit(self._session)
        elif self._folder is not None and of_folder is not None:
            of_folder.emit(self._folder)

    def _on_begun(self, choice: CodingChoice) -> None:
        if self._folder is not None and self._pictures_of is not None:
            self._begin_folder(self._folder, self._pictures_of, choice)
            return
        session, open_video = self._session, self._open_video
        if session is None or open_video is None:
            return
        names = [one.coder for one in self._codings]
        if choice.coder in names:
            self._place = names.index(choice.coder)
        else:
            begun = begun_coding(session, self._codings, choice.coder, choice.n, choice.seed)
            if not begun.moments:
                self.setup.show_session(
                    session.folder.name, self._codings, self.tr("No face was found in this session."), can_find=False
                )
                return
            self._place = len(self._codings)
            self._codings.append(begun)
        self._begin(lambda: SessionLoops(open_video, session.table), choice)

    def _begin_folder(self, given: CodedFolder, pictures_of: PicturesOf, choice: CodingChoice) -> None:
        names = [one.coder for one in self._codings]
        if choice.coder not in names:
            self._codings.append(begun_labels(given, self._codings, choice.coder, choice.n, choice.seed))
            names.append(choice.coder)
        self._place = names.index(choice.coder)
        self._begin(lambda: FileLoops(given, pictures_of), choice)

    def _begin(self, open_loops: OpenLoops, choice: CodingChoice) -> None:
        self._stack.setCurrentWidget(self.coding)
        self.coding.begin(self._codings[self._place], open_loops, choice.asks_intensity)

    def _on_changed(self, coding: Coding) -> None:
        self._codings[self._place] = coding
        if self._session is not None:
            self.coding_changed.emit(self._session, coding)
        elif self._folder is not None:
            self.labels_changed.emit(self._folder, coding)

    def _show_setup(self) -> None:
        self.coding.end()
        self.setup.show_codings(self._codings)
        self._stack.setCurrentWidget(self.setup)
        self.setup.coder.setFocus()
