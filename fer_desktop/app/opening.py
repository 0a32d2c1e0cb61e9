"""What happens when the window opens: the first screen, old sessions, and what the command line names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from fer_desktop.app.options import WindowOptions
from fer_desktop.engine.status import Failed
from fer_desktop.errors import FerError
from fer_desktop.settings import Language
from fer_desktop.ui.live.choices import FORMATS

if TYPE_CHECKING:
    from fer_desktop.app.app import App
    from fer_desktop.ui.dialogs.welcome import WelcomeDialog


class Opening(QObject):
    """Begins once, after the window is shown.

    Args:
        options: What to start (the demo, a file, a camera), what files to analyse, and what folder to label.
    """

    def __init__(self, app: App, options: WindowOptions) -> None:
        super().__init__(app)
        self._app, self._source, self._files = app, options.source, options.files
        self._label_folder = options.label_folder

    def begin(self) -> None:
        """Show the first screen, once; then start what was named."""
        app = self._app
        if not app.settings.has_agreed:
            from fer_desktop.ui.dialogs.welcome import WelcomeDialog

            dialog = WelcomeDialog(app.window, app.settings.language)
            dialog.accepted.connect(self._on_agreed)
            dialog.rejected.connect(app.close)
            dialog.language_chosen.connect(lambda language: self._on_language(dialog, language))
            dialog.open()
            return
        if app.settings.keep_days:
            QTimer.singleShot(0, self, self._offer_expired)  # who knows sessions is loaded then: the window comes first
        if self._source:
            app.sources.changed.connect(self._on_first_cameras)
        self._open_files()

    def _offer_expired(self) -> None:
        self._app.page_tasks.sessions.offer_expired(self._app.settings.keep_days)

    def _on_language(self, dialog: WelcomeDialog, language: Language) -> None:
        """The first screen comes again, in this language."""
        dialog.rejected.disconnect()
        dialog.reject()
        self._app.change_settings(replace(self._app.settings, language=language))

    def _on_agreed(self) -> None:
        self._app.change_settings(replace(self._app.settings, has_agreed=True))
        if self._source:
            self._start_named()
        self._open_files()

    def _open_files(self) -> None:
        if self._files:
            self._app.page_tasks.files.add(self._files)
        if self._label_folder is not None:
            self._app.page_tasks.folders.open(self._label_folder)

    def _on_first_cameras(self) -> None:
        self._app.sources.changed.disconnect(self._on_first_cameras)
        self._start_named()

    def _start_named(self) -> None:
        try:
            self._app.start(self._app.sources.named(self._source), FORMATS[0])
        except FerError as error:
            self._app.reporter.show_event(Failed("capture", error))
