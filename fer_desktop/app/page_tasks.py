"""Those who do what the pages beside Live ask for: each is made when its page is, or when somebody else needs it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, QTimer

from fer_desktop.app.model_choice import ModelChoice
from fer_desktop.app.passphrases import Passphrases
from fer_desktop.app.task import Task
from fer_desktop.settings import Settings

if TYPE_CHECKING:
    from fer_desktop.app.adapt_tasks import AdaptTasks
    from fer_desktop.app.adapted_models import AdaptedModels
    from fer_desktop.app.app import App
    from fer_desktop.app.file_tasks import FileTasks
    from fer_desktop.app.folder_tasks import FolderTasks
    from fer_desktop.app.label_tasks import LabelTasks
    from fer_desktop.app.session_exports import SessionExports
    from fer_desktop.app.session_tasks import SessionTasks
    from fer_desktop.app.study_reading import StudyReading

_PAGES = {  # who works for which page
    "analyse": ("files",),
    "sessions": ("sessions", "exports"),
    "review": ("sessions", "exports"),
    "label": ("label", "folders", "adapt"),
    "studies": ("studies",),
}


class PageTasks(QObject):
    """Makes them, and connects pages with each other. GUI thread.

    Attributes:
        one_by_one: Where sessions are changed, in the order of the asking.
        passphrases: Those that were given.
    """

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._app, self._window = app, app.window
        self.one_by_one = QThreadPool(self)
        self.one_by_one.setMaxThreadCount(1)
        self.passphrases = Passphrases(app.window)
        self._root, self._model, self._settings = Path(), ModelChoice(), Settings()
        app.window.pages.made.connect(self._on_page_made)
        app.reporter.review_wanted.connect(lambda folder: self.sessions.review(folder))
        app.window.user_actions.open_session.triggered.connect(lambda: self.sessions.ask_open())
        app.window.files_dropped.connect(lambda names: self.files.add(names))
        app.window.user_actions.adapted_models.triggered.connect(lambda: self.adapted_models.show())
        menu = app.window.live.timelines.menu
        menu.drawing_requested.connect(lambda drawing: self.exports.ask_drawing_of_now(drawing))

    @cached_property
    def files(self) -> FileTasks:
        """For files that are analysed."""
        from fer_desktop.app.file_tasks import FileTasks

        made = FileTasks(self._window, self.refresh, self)
        made.session_given.connect(lambda folder: self.sessions.review(folder))
        made.transcript_given.connect(lambda path: self.sessions.transcripts.add(path))
        made.set_up(self._root, self._model, self._settings)
        self._window.analyse.review_requested.connect(lambda folder: self.sessions.review(folder))
        return made

    @cached_property
    def sessions(self) -> SessionTasks:
        """For the list of sessions, and for the one that is reviewed."""
        from fer_desktop.app.session_tasks import SessionTasks

        window, tasks = self._window, self._app.tasks
        made = SessionTasks(window, self.passphrases, self.one_by_one, self)
        made.set_up(self._root, self._model, self._settings)
        window.sessions.show_requested.connect(tasks.open_folder)
        window.sessions.label_requested.connect(lambda folder: self.label.open(folder))
        window.sessions.study_requested.connect(lambda folders: self.studies.tasks.take(folders))
        for page in (window.sessions, window.review):
            page.page_wanted.connect(lambda name: window.show_page(getattr(window, name)))
        window.review.picture_kept.connect(lambda image: tasks.keep_picture(image, self._root))
        return made

    @cached_property
    def exports(self) -> SessionExports:
        """For files that are written of sessions."""
        from fer_desktop.app.session_exports import SessionExports

        return SessionExports(self._window, self.passphrases, self)

    @cached_property
    def label(self) -> LabelTasks:
        """For sessions that are coded by hand."""
        from fer_desktop.app.label_tasks import LabelTasks

        return LabelTasks(self._window, self.passphrases, self)

    @cached_property
    def folders(self) -> FolderTasks:
        """For folders that are labelled by hand."""
        from fer_desktop.app.folder_tasks import FolderTasks

        return FolderTasks(self._window, lambda: self._model, self)

    @cached_property
    def adapt(self) -> AdaptTasks:
        """For what is adapted to codes."""
        from fer_desktop.app.adapt_tasks import AdaptTasks

        return AdaptTasks(self._window, self.passphrases, self._app.use_adapted, self)

    @cached_property
    def adapted_models(self) -> AdaptedModels:
        """For the adapted models that are kept."""
        from fer_desktop.app.adapted_models import AdaptedModels

        return AdaptedModels(self._window, self._app.use_adapted, lambda: self._settings.adapted, self)

    @cached_property
    def studies(self) -> StudyReading:
        """For studies."""
        from fer_desktop.app.study_reading import StudyReading

        return StudyReading(self._window, self)

    def set_up(self, root: Path, model: ModelChoice, settings: Settings) -> None:
        """Where sessions go, how faces are read, and what else the settings say."""
        is_other = root != self._root
        self._root, self._model, self._settings = root, model, settings
        for name in ("sessions", "files"):
            if self._has(name):
                getattr(self, name).set_up(root, model, settings)
        if is_other and not self._has("sessions"):
            self._look_for_unfinished()

    def refresh(self) -> None:
        """List the sessions anew, where somebody lists them."""
        if self._has("sessions"):
            self.sessions.refresh()

    @property
    def is_idle(self) -> bool:
        """Whether no file is being analysed, and none waits."""
        return not self._has("files") or self.files.is_idle

    def close(self) -> None:
        """End what is under way: the window is about to close."""
        for page in ("review", "label"):
            if self._window.pages.has(page):
                getattr(self._window, page).close_session()
        for name in ("files", "sessions", "studies"):
            if self._has(name):
                getattr(self, name).close()

    def _look_for_unfinished(self) -> None:
        """Sessions that a crash left are said at once; where there are none, nobody has to read sessions yet."""
        root = self._root

        def look() -> bool:
            from fer_desktop.session.schema import PARTIAL_SUFFIX

            return any(root.glob(f"*{PARTIAL_SUFFIX}"))

        task = Task(look, self)
        task.finished.connect(lambda is_there: is_there and self.sessions)  # says it when it has read the list
        task.start(self.one_by_one)

    def _has(self, name: str) -> bool:
        return name in self.__dict__

    def _on_page_made(self, page: str) -> None:
        """In the next turn of the event loop: the page may be made because one of them wants it."""
        QTimer.singleShot(0, self, lambda: [getattr(self, name) for name in _PAGES.get(page, ())])
